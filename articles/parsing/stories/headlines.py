"""The headline that the labeller does not see, and one that may be none: another line of the page
in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from articles.parsing.dates.printed_dates import is_whole_date
from articles.parsing.line_kinds import Hint, HintedLine, goes_on, looks_like_paragraph
from articles.parsing.lines import vocabulary
from articles.parsing.lines.page_patterns import is_player_title
from articles.parsing.lines.page_phrases import reason_of_phrase
from articles.parsing.lines.vocabulary import KICKERS, ORGANISATION_WORDS
from articles.parsing.sources.credits import Evidence
from articles.parsing.types import Block, BlockKind, Issue

from .byline_words import OPENING
from .reader import StoryReader
from .surroundings import could_be_headline, could_be_title, could_stand_below, is_credited

_DOUBT: Final = "The headline may be another line of the page: it reads as {}."
UNCLEAR: Final = "The page shows no clear headline; this line stands above its text."
_NONE: Final = "The page shows no headline; the opening words stand for it."
_LONGEST_OPENING: Final = 100
_LONGEST_DATE: Final = 60
_HEAD_LINES: Final = 4
"""Lines between a headline and its text, names and dates, at most."""

_LINES_BELOW_TITLE: Final = 4
_LONGEST_LABEL: Final = 40
_SHORTEST_HEADLINE: Final = 15
_AFTER_LABEL: Final = ":：|"

# `Council closes the baths | The Otter Gazette`, `Rat schließt das Bad - Otter-Zeitung`
_OF_SITE: Final = re.compile(
    r".{15,} (?:\||[–—-]|::|»|•) (?P<site>(?:[^\W\d_][\w.’'&-]*)(?: [\w.’'&-]+){0,4})"
)
_SITE_WORDS: Final = ORGANISATION_WORDS | {
    *("zeitung", "nachrichten", "anzeiger", "kurier", "rundschau", "presse", "figaro", "journal"),
    *("noticias", "diario", "periódico", "giornale", "corriere", "gazzetta", "jornal", "notícias"),
    *("nieuws", "dagblad", "krant", "nyheter", "dagbladet", "avisen", "tidning", "gazeta"),
    *("новости", "газета", "вести", "haber", "gazetesi", "sun", "star", "mail", "guardian"),
    *("independent", "mirror", "express", "globe", "observer", "magazine", "daily"),
}
_QUOTED: Final = re.compile(r"[“\"«„‘].{10,}[”\"»“’]")


def label_before(printed: str, stated: str) -> str:
    """The kicker, label or date that stands before a headline in its own line, where the page
    states that headline without it; empty where none does.

    >>> label_before("Culture: What the islands read", "What the islands read")
    'Culture: '
    >>> label_before("The best electric scooters", "Best electric scooters")
    ''
    """
    length = len(printed) - len(stated)
    if not 0 < length <= _LONGEST_LABEL or len(stated) < _SHORTEST_HEADLINE:
        return ""
    label, headline = printed[:length], printed[length:]
    if headline.casefold() != stated.casefold() or not label[0].isalnum():
        return ""
    words = label.split()
    is_name = len(words) > 1 and label[-1] == " " and all(word[:1].isupper() for word in words)
    is_apart = label.rstrip()[-1] in _AFTER_LABEL or is_whole_date(label.strip())
    return label if is_apart or is_name else ""


def open_with_text(reader: StoryReader) -> None:
    """Without a headline on the page the text's opening becomes one, and an issue says so."""
    texts = [block for block in reader.body if block.kind is not BlockKind.CAPTION]
    if not texts:
        return
    opening = texts[0]
    words = opening.text
    if len(words) > _LONGEST_OPENING:
        words = words[: _LONGEST_OPENING - 1].rpartition(" ")[0] or words[:_LONGEST_OPENING]
        words = words.rstrip(" ,;:–—-") + "…"
    reader.headline = words
    reader.issues.append(Issue("no-headline", opening.spans[0].first, _NONE))


def doubt_headline(line: HintedLine, body: Sequence[Block], last: int) -> Iterator[Issue]:
    """That the line which was taken for the headline reads as something else, said once. `last` is
    the number of the text's last line."""
    if kind := _other_kind(line, body, last):
        yield Issue("doubtful-headline", line.line.number, _DOUBT.format(kind))


def _other_kind(line: HintedLine, body: Sequence[Block], last: int) -> str:
    text = line.text
    if OPENING.match(text) and vocabulary.PAGE_BYLINE.fullmatch(text):
        return "a byline"
    if len(text) <= _LONGEST_DATE and is_whole_date(text):
        return "a date"
    if line.credited.evidence in (Evidence.STRONG, Evidence.ALONE):
        return "a picture's credit"
    if text.casefold().strip(" :|") in KICKERS or reason_of_phrase(text):
        return "a label of the page"
    if is_player_title(text):
        return "the title of a video"
    if line.line.number > last and (goes_on(text) or line.hint is not Hint.TEXT):
        return "a line that was cut off"
    if _names_site(text):
        return "a page's title with the name of the site"
    if _QUOTED.fullmatch(text) and _is_said(text, body):
        return "a quotation from the text"
    return ""


def _names_site(text: str) -> bool:
    match = _OF_SITE.fullmatch(text)
    if match is None:
        return False
    words = match["site"].casefold().replace("-", " ").split()
    return not _SITE_WORDS.isdisjoint(words) and match["site"][0].isupper()


def _is_said(text: str, body: Sequence[Block]) -> bool:
    said = text.strip('“”"«»„‘’ .,')
    return any(block.kind is BlockKind.PARAGRAPH and said in block.text for block in body)


def below_player_title(lines: Sequence[HintedLine], headline: int, last: int) -> int:
    """The headline, or the one right below it where it is the title of a video."""
    if not is_player_title(lines[headline].text):
        return headline
    below = _next_text(lines, headline, last)
    return below if below is not None and could_be_headline(lines[below]) else headline


def headline_above(lines: Sequence[HintedLine], first: int, top: int) -> int | None:
    """The headline of a page on which the labeller sees none: a line that could be one, with
    nothing between it and the text but names, dates and furniture."""
    passed = 0
    for k in range(first - 1, top - 1, -1):
        line = lines[k]
        if line.hint is Hint.TEXT and could_be_headline(line) and not is_credited(line):
            return k
        if line.text and line.hint is not Hint.FURNITURE:
            passed += 1
            if passed > _HEAD_LINES or looks_like_paragraph(line.text):
                return None
    return None


def _next_text(lines: Sequence[HintedLine], k: int, last: int) -> int | None:
    """The next line with text, where it is no furniture."""
    for below in range(k + 1, last + 1):
        if lines[below].hint is not Hint.BLANK:
            return below if lines[below].hint is Hint.TEXT else None
    return None


def headline_below(lines: Sequence[HintedLine], body: frozenset[int], last: int) -> int | None:
    """The headline of a page that opens with its text: the last line of the text, or the first
    below it, right under prose and with nothing but a date, a name or furniture after it."""
    if len(body) < 2:
        return None
    texts = [k for k in range(last + 1) if lines[k].hint is Hint.TEXT]
    places = [place for place, k in enumerate(texts) if k in body][-1:]
    for place in (place + step for place in places for step in (0, 1)):
        here = texts[place : place + _LINES_BELOW_TITLE + 2]
        if place and here and could_be_title(lines[here[0]]):
            above = lines[texts[place - 1]].text
            below = [lines[k] for k in here[1:]]
            fits = looks_like_paragraph(above) and all(map(could_stand_below, below))
            return here[0] if fits and len(below) <= _LINES_BELOW_TITLE else None
    return None
