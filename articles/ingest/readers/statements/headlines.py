"""What a page's story is called: of all the headlines that it states the one that counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from articles.parsing.stories.headlines import label_before

from .statement import LONGEST, Statement, Statements

_TITLE_PART: Final = re.compile(r"\s+[|–—·•»-]\s+|\s*\|\s*")
_PART: Final = re.compile(rf"{_TITLE_PART.pattern}|\s?: ")
_WORD: Final = re.compile(r"[^\W_]+")
_LEAST_SHARED: Final = 0.4
_MOST: Final = 40


def headline_of(stated: Statements, text: str) -> Statement | None:
    """Of the headlines that the page states the first that the text prints on a line of its own, or
    else the one that most kinds of statements give. A title counts less what its paper adds to it;
    a heading that has nothing in common with any title is the site's own, and counts last."""
    papers = {_folded(one.text) for one in stated.publishers}
    named, last = _candidates(stated, papers)
    candidates = named or last
    words = [_folded(statement.text) for statement in candidates]
    lines = _lines_like(words, text)
    printed = [
        (own, one) for own, one in zip(words, candidates, strict=True) if own in lines - {""}
    ]
    if printed:
        first, _ = printed[0]
        # `Harbour notes` may stand above `Harbour notes: a ferry aground`.
        longest = max(
            (found for found in printed if found[0].startswith(first)), key=lambda f: len(f[0])
        )[1]
        return _without_label(longest, named)
    kinds = {(_folded(one.text), one.origin.split()[0]) for one in named}
    counted = Counter(own for own, _ in kinds)
    found = max(named, key=lambda one: counted[_folded(one.text)], default=None)
    if found and last and counted[_folded(found.text)] == 1:
        lines = _lines_like([_folded(one.text) for one in last], text)
        lines -= papers
        found = next((one for one in last if _folded(one.text) in lines), found)
    return _without_paper(found, papers) if found else next(iter(last), None)


def _without_label(heading: Statement, named: Sequence[Statement]) -> Statement:
    """Instead of a heading that begins with a label or a date, `Culture: What the islands read`,
    the headline without it that the page states elsewhere."""
    for one in named:
        if label_before(heading.text, one.text):
            return one
    return heading


def _without_paper(title: Statement, papers: set[str]) -> Statement:
    """A title less the paper's name at its end."""
    for match in _PART.finditer(title.text):
        if _folded(title.text[match.end() :]) in papers and match.start():
            return Statement(title.text[: match.start()], title.origin)
    return title


def _candidates(stated: Statements, papers: set[str]) -> tuple[list[Statement], list[Statement]]:
    """The headlines that can be the story's, and those that rather are the site's."""
    titles = [one for one in stated.headlines if one.origin != "h1"]
    parts = [_folded(part) for part in _PART.split(stated.title)]
    tops = {_folded(one.text) for one in titles}
    if len(parts) > 1 and not (tops - papers).isdisjoint(parts[1:]) and parts[0] not in tops:
        parts = [*parts[1:], parts[0]]  # `Island Post: Ferry aground`
    tops.add(parts[0])
    others = {*parts[1:], *papers} - {parts[0]}
    named, last = [], []
    for one in stated.headlines:
        folded = _folded(one.text)
        is_sites = folded in others and len(tops - others - {""}) > 0
        if is_sites or (one.origin == "h1" and not _is_like(folded, tops)):
            last.append(one)
        else:
            named.append(one)
    for one in (*titles, Statement(stated.title, "title")):
        named += _shortened(one, others)
    return named[:_MOST], last


def _shortened(title: Statement, others: set[str]) -> Iterator[Statement]:
    """A title less its last parts, the longest first, and the title itself."""
    ends = [match.start() for match in _TITLE_PART.finditer(title.text)]
    for end in reversed(ends):
        part = title.text[:end]
        if _folded(part) not in others:
            yield Statement(part, title.origin)
    if title.text:
        yield title


def _is_like(words: str, titles: set[str]) -> bool:
    """Whether words have something in common with one of the titles, if there is any."""
    own = set(words.split())
    known = [set(title.split()) for title in titles if title]
    if not known or not own:
        return not known
    if len(own) == 1:
        return own in known
    shared = max(len(own & title) / min(len(own), len(title)) for title in known)
    return shared >= _LEAST_SHARED or any(len(own) > 1 and words in title for title in titles)


def _lines_like(words: Sequence[str], text: str) -> set[str]:
    """The text's lines that begin as one of the headlines does, folded as they are."""
    openings = frozenset(own[:1] for own in words)
    return {
        _folded(line)
        for line in text.splitlines()
        if 0 < len(line) <= LONGEST
        and (not line[0].isascii() or not line[0].isalnum() or line[0].lower() in openings)
    }


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
