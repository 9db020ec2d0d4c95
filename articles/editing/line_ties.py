"""Which part of an article each line of its clippings became, from the parser's record.

The importer records which lines became which part, with a digest of the part's text. A recorded
part is tied to a stored one only if it is provably the same: its text is the same; or it is alone
between two neighbours that are, and most of its letters are the same; or lines and blocks with the
same words follow each other, joined or split differently. Every other line is tied to nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Protocol

from articles import markup
from articles.ingest.stories.line_spans import (
    BLOCK,
    BULLET,
    CAPTION,
    block_text,
    caption_text,
    text_digest,
)
from articles.models import Article
from articles.parsing.dates.datelines import match_dateline
from articles.parsing.lines.lines import clean
from articles.parsing.types import Role

FIELDS: Final = {
    Role.KICKER: "kicker",
    Role.HEADLINE: "headline",
    Role.UPDATED: "published_at",
    Role.BYLINE: "byline",
    Role.TOPICS: "tags",
}
"""A role whose line became one field of the form -> the field."""

NO_TEXT: Final = frozenset({"", Role.BLANK, Role.CHROME, Role.QUARANTINE})
"""Roles of lines that became no part, even among the lines of one."""

_ALIKE: Final = 0.5
"""The share of letters in threes that a part keeps when it is edited. Two unrelated English
paragraphs share a fifth of theirs."""

_MOST_REDIVIDED: Final = 40
"""Blocks between two that are unchanged; more than that are not tried for other divisions."""

_LIST_MARK: Final = re.compile(r"^(?:[•●▪‣*·–—-]|\d{1,2}[.)])\s+")  # • A point, 2. A point


class Line(Protocol):
    """A line of a clipping, as the ties need it: its number, its text, its role in the ledger."""

    @property
    def number(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def role(self) -> str: ...


class Recorded(NamedTuple):
    """A part as the importer recorded it: its kind, its text's digest, its lines."""

    kind: str
    digest: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """A part as it is stored: `bullet:PK`, `caption:PK`, or `block:INDEX` of the body's blocks."""

    key: str
    text: str
    digest: str
    block: markup.Block | None = None


StoredParts = Mapping[str, Sequence[Stored]]


def parts_of_lines(
    lines: Sequence[Line], parts: Sequence[Sequence[Any]], stored: StoredParts
) -> dict[int, str]:
    """The stored part of each line that is provably tied to one, by the line's number.

    `parts` is what the clipping recorded, `stored` what `stored_parts` gives. A line of the head is
    tied to a field of the form. It takes time in proportion to the number of lines and parts.
    """
    by_number = {line.number: line for line in lines if line.role not in NO_TEXT}
    found = {
        number: f"field:{FIELDS[Role(line.role)]}"
        for number, line in by_number.items()
        if line.role in FIELDS
    }
    recorded = [_recorded(part, by_number) for part in parts]
    tied: dict[int, str] = {}
    for kind in (BULLET, CAPTION, BLOCK):
        places = [n for n, part in enumerate(recorded) if part.kind == kind]
        pairs = _same([recorded[n] for n in places], stored[kind], by_number)
        tied |= {places[n]: stored[kind][m].key for n, m in pairs.items()}
        if kind == BLOCK:
            found |= _redivided([recorded[n] for n in places], stored[kind], pairs, by_number)
    tied |= _turned(recorded, stored, tied, set(found.values()))
    texts = {part.key: part for parts in stored.values() for part in parts}
    for place, key in tied.items():
        part = recorded[place]
        is_edited = part.digest != texts[key].digest and len(part.lines) > 1
        for number in part.lines:
            if not is_edited or _holds(texts[key].text, by_number[number].text):
                found.setdefault(number, key)
    return found


def stored_parts(
    article: Article, blocks: Sequence[markup.Block] | None = None
) -> dict[str, list[Stored]]:
    """An article's parts by kind; `blocks` are those of its body, if they are known already.

    Rows come in the order in which they were made, which no editor changes.
    """
    bullets = sorted(article.bullets.all(), key=lambda row: row.pk)
    captions = sorted(article.captions.all(), key=lambda row: row.pk)
    blocks = markup.to_blocks(article.body) if blocks is None else blocks
    return {
        BULLET: [_stored(f"{BULLET}:{row.pk}", row.text) for row in bullets],
        CAPTION: [
            _stored(f"{CAPTION}:{row.pk}", caption_text(row.text, row.credit)) for row in captions
        ],
        BLOCK: [
            _stored(f"{BLOCK}:{place}", block_text(block.heading, block.text), block)
            for place, block in enumerate(blocks)
            if block.kind is not markup.Kind.CAPTION
        ],
    }


def _stored(key: str, text: str, block: markup.Block | None = None) -> Stored:
    return Stored(key, text, text_digest(text), block)


def _recorded(part: Sequence[Any], by_number: Mapping[int, Line]) -> Recorded:
    kind, digest, *ends = part
    spans = zip(ends[::2], ends[1::2], strict=True)
    numbers = (number for first, last in spans for number in range(first, last + 1))
    return Recorded(kind, digest, tuple(number for number in numbers if number in by_number))


# --- parts that are the same


def _same(
    recorded: Sequence[Recorded], stored: Sequence[Stored], by_number: Mapping[int, Line]
) -> dict[int, int]:
    """Which of the recorded parts are which of the stored ones, by their places."""
    old, new = [part.digest for part in recorded], [part.digest for part in stored]
    pairs = align(old, new)
    for gap in list(_gaps(pairs, len(old), len(new))):
        (first, stop), (start, end) = gap
        if stop - first == end - start == 1:
            was = " ".join(by_number[number].text for number in recorded[first].lines)
            if _alike(was, stored[start].text):
                pairs[first] = start
    return pairs


def align(old: Sequence[Hashable], new: Sequence[Hashable]) -> dict[int, int]:
    """Pairs of equal items that are certainly the same: position in `old` -> position in `new`.

    An item that occurs once on both sides is the same, wherever it was moved. One that recurs
    is distinguished by its neighbours: if those are the same and everything between them is equal.
    Of the rest, an item that remains once on both sides is the same.
    """
    pairs = _alone(old, new, {})
    for (first, stop), (start, end) in list(_gaps(pairs, len(old), len(new))):
        if old[first:stop] == new[start:end]:
            pairs |= zip(range(first, stop), range(start, end), strict=True)
    return pairs | _alone(old, new, pairs)


def _alone(
    old: Sequence[Hashable], new: Sequence[Hashable], pairs: Mapping[int, int]
) -> dict[int, int]:
    """Pairs of items that occur once on either side, without those already paired."""
    taken = set(pairs.values())
    ours = _places(item if n not in pairs else None for n, item in enumerate(old))
    theirs = _places(item if n not in taken else None for n, item in enumerate(new))
    return {
        places[0]: theirs[item][0]
        for item, places in ours.items()
        if len(places) == 1 and len(theirs.get(item, ())) == 1
    }


def _places(items: Iterator[Hashable]) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        if item is not None:
            found[item].append(place)
    return found


Gap = tuple[tuple[int, int], tuple[int, int]]


def _gaps(pairs: Mapping[int, int], old_count: int, new_count: int) -> Iterator[Gap]:
    """The gaps between two pairs that are neighbours on both sides, as first position and position
    after the last, of the old and of the new; the ends count as pairs."""
    others = sorted(pairs.values())
    after = dict(zip([-1, *others], [*others, new_count], strict=True))
    above, start = -1, -1
    for place, other in [*sorted(pairs.items()), (old_count, new_count)]:
        if after.get(start) == other and (place > above + 1 or other > start + 1):
            yield (above + 1, place), (start + 1, other)
        above, start = place, other


def _alike(one: str, other: str) -> bool:
    ours, theirs = _threes(one), _threes(other)
    most = max(ours.total(), theirs.total())
    return most > 0 and (ours & theirs).total() >= _ALIKE * most


def _holds(text: str, line: str) -> bool:
    """Whether a text has most of a line's letters: an editor may have deleted the other line of a
    sentence that was joined from two."""
    ours = _threes(line)
    return (ours & _threes(text)).total() >= _ALIKE * ours.total()


def _threes(text: str) -> Counter[str]:
    letters = " ".join(re.findall(r"\w+", text.casefold()))
    return Counter(letters[n : n + 3] for n in range(max(1, len(letters) - 2)) if letters)


# --- blocks that were joined or split


def _redivided(
    recorded: Sequence[Recorded],
    stored: Sequence[Stored],
    pairs: Mapping[int, int],
    by_number: Mapping[int, Line],
) -> dict[int, str]:
    """The blocks of lines whose words all remain, in their order, between neighbours that are
    unchanged: an editor has joined or split them where one line ends and the next begins."""
    found: dict[int, str] = {}
    for (first, stop), (start, end) in _gaps(pairs, len(recorded), len(stored)):
        if not 0 < max(stop - first, end - start) <= _MOST_REDIVIDED:
            continue
        units: list[tuple[int, str]] = []
        for part in recorded[first:stop]:
            words = _words_of_lines(part, by_number)
            if not words:
                break
            units += words
        else:
            found |= _dealt(units, stored[start:end])
    return found


def _dealt(units: Sequence[tuple[int, str]], stored: Sequence[Stored]) -> dict[int, str]:
    """Which block contains each line, if the blocks contain the lines' words and nothing else."""
    found, at = {}, 0
    for part in stored:
        text = markup.plain(part.text)
        words = ""
        while words != text and at < len(units):
            number, unit = units[at]
            words = f"{words} {unit}" if words else unit
            if not text.startswith(words):
                return {}
            found[number] = part.key
            at += 1
        if words != text:
            return {}
    return found if at == len(units) else {}


def _words_of_lines(part: Recorded, by_number: Mapping[int, Line]) -> list[tuple[int, str]]:
    """A part's lines with the words that each contributed; empty if that is unknown."""
    texts = [clean(by_number[number].text) for number in part.lines]
    if not texts:
        return []
    dateline = match_dateline(texts[0])
    firsts = [texts[0], _LIST_MARK.sub("", texts[0])]
    firsts += [texts[0][dateline.end() :]] if dateline else []
    for first in firsts:
        words = [first, *texts[1:]]
        if text_digest(markup.escape(" ".join(words))) == part.digest:
            return list(zip(part.lines, words, strict=True))
    return []


# --- parts that became another kind


def _turned(
    recorded: Sequence[Recorded],
    stored: StoredParts,
    tied: Mapping[int, str],
    taken: set[str],
) -> dict[int, str]:
    """Parts that are tied to nothing of their kind, and whose text occurs once in another kind."""
    taken = taken | set(tied.values())
    left = [place for place in range(len(recorded)) if place not in tied]
    free = [part for parts in stored.values() for part in parts if part.key not in taken]
    pairs = _alone([recorded[place].digest for place in left], [part.digest for part in free], {})
    return {left[n]: free[m].key for n, m in pairs.items()}
