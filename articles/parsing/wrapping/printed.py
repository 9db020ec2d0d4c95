"""Printed lines as the unwrapping needs them: where a line ends, and what the next begins with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from articles.parsing.lines.vocabulary import CLOSING_MARKS, SENTENCE_STOPS

SHORTEST: Final = 14
LONGEST: Final = 110
"""Characters of a full line: a column of 28 holds 14 of Chinese, and a page in a small type 110."""

STOPS: Final = SENTENCE_STOPS | frozenset("！？．।۔።។๏։;:；：")
"""What a sentence, or a line above a list, ends with in any writing."""

SENTENCE_ENDS: Final = STOPS - frozenset(";:；：")
_NO_START: Final = frozenset("，、。」』）")
"""Marks with which a line begins only if a text was cut at a width, whatever stood there."""

_CLOSING: Final = f"{CLOSING_MARKS}‹›*_」』）】》"
_OPENING: Final = "\"'“”‘’„«»‹›([{¿¡*_「『（【《-–—…，、。"

# `> `, `> > `, `| `: what a mail puts before each line that it quotes
_QUOTE: Final = re.compile(r"(?:[ \t]?[>|](?=[ \t>|]|$))+ ?|>(?=\S)")
_BULLET: Final = re.compile(r"[•‣▪●◦·*□■►▶](?=\s)")
# Also a dash, a plus sign, a word or a day of the month within a sentence
_WEAK: Final = re.compile(
    r"(?:[-–—+o]|\(?\d{1,3}[.)]|\(?[a-z]\)|\(?[ivx]{1,4}\)|\[\d{1,3}\])(?=\s{1,4}\S)"
)
_GAP: Final = re.compile(r"\S(?: {4,}|\t+)\S")
_FEWEST_GAPS: Final = 2
_WIDE_GAP: Final = re.compile(r"\S(?: {8,}|\t{2,})\S")
_WIDE: Final = frozenset("WF")
_WIDE_MARKS: Final = frozenset("“”‘’…—·")
"""Marks that take two columns among Chinese letters."""

_SCRIPTS_WITHOUT_SPACES: Final = (
    *((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x30FF), (0x3100, 0x312F)),
    *((0x31F0, 0x9FFF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF)),
)
_LONGEST_JUMP: Final = 4
"""Columns of marks that may not begin a line, and take the letter before them along: `。`."""


class Printed(NamedTuple):
    """One printed line.

    `text` is without what a mail puts before a quoted line, without its indent and its end;
    `quoted` is how many times it is quoted. `edge` is the column after its last letter and `room`
    how many columns its first word needs on the line above. `is_row` says that wide gaps part the
    line like a table's row, `opens_sheet` that a form feed stands in it.
    """

    text: str
    indent: int = 0
    quoted: int = 0
    edge: int = 0
    room: int = 0
    is_row: bool = False
    opens_sheet: bool = False

    @property
    def ends(self) -> bool:
        """Whether a sentence may end with the line, or a list begin below it."""
        return bare_end(self.text) in STOPS

    @property
    def starts_small(self) -> bool:
        return bare_start(self.text).islower()

    @property
    def starts_caseless(self) -> bool:
        first = bare_start(self.text)
        return self.text[0] in _NO_START or (first.isalpha() and first.lower() == first.upper())


def printed_lines(texts: Sequence[str]) -> list[Printed]:
    """What each printed line, given without its line end, is to the unwrapping."""
    size: Callable[[str], int] = columns if is_wide(texts) else len
    return [
        _printed(text, size) if text.strip() else Printed("", opens_sheet="\f" in text)
        for text in texts
    ]


def _printed(raw: str, size: Callable[[str], int]) -> Printed:
    opens_sheet = "\f" in raw
    kept = raw.replace("\f", "").expandtabs()
    text = kept.replace("\u00a0", " ").rstrip(" \u200e\u200f\ufeff")
    quoted = 0
    if text[:3].lstrip()[:1] in (">", "|") and (quote := _QUOTE.match(text)):
        quoted = quote[0].count(">") + quote[0].count("|")
        text, kept = text[quote.end() :], kept[quote.end() :]
    words = text.lstrip()
    if not words:
        return Printed("", 0, quoted, opens_sheet=opens_sheet)
    indent = len(text) - len(words)
    word = kept[indent:].partition(" ")[0]  # no line is broken at a no-break space
    room = _LONGEST_JUMP if has_no_spaces(word[0]) else size(word) + 1
    is_row = "    " in words and _is_row(words)
    return Printed(words, indent, quoted, indent + size(words), room, is_row, opens_sheet)


def _is_row(text: str) -> bool:
    return len(_GAP.findall(text)) >= _FEWEST_GAPS or _WIDE_GAP.search(text[2:]) is not None


def marker_of(text: str) -> str:
    """What begins an item of a list, wherever it stands.

    >>> marker_of("* A point"), marker_of("- and so")
    ('*', '')
    """
    match = _BULLET.match(text)
    return match[0] if match else ""


def weak_marker_of(text: str) -> str:
    """What may begin an item of a list, or be a part of a sentence: `-`, `3.`, `b)`.

    >>> weak_marker_of("- and so"), weak_marker_of("14. März"), weak_marker_of("Milk")
    ('-', '14.', '')
    """
    match = _WEAK.match(text)
    return match[0] if match else ""


def bare_start(text: str) -> str:
    """The first letter, opening quotes and brackets aside, and marks that a line was broken at."""
    return text[:1] if text[:1].isalnum() else text[:8].lstrip(_OPENING)[:1]


def bare_end(text: str) -> str:
    """The last letter, closing quotes and brackets aside."""
    return text[-1:] if text[-1:].isalnum() else text[-8:].rstrip(_CLOSING)[-1:] or text[-1:]


def has_no_spaces(letter: str) -> bool:
    """Whether a letter is of a writing that puts no space between words."""
    code = ord(letter)
    return code >= 0x0E00 and any(first <= code <= last for first, last in _SCRIPTS_WITHOUT_SPACES)


def is_wide(texts: Sequence[str]) -> bool:
    """Whether most letters take two columns, as Chinese ones do."""
    sample = "".join(texts[:200])[:4000]
    wide = sum(unicodedata.east_asian_width(letter) in _WIDE for letter in sample)
    return 2 * wide > len(sample.replace(" ", ""))


def columns(text: str) -> int:
    """The columns that a text takes among Chinese letters."""
    if text.isascii():
        return len(text)
    return len(text) + sum(
        letter in _WIDE_MARKS or unicodedata.east_asian_width(letter) in _WIDE for letter in text
    )


class Run(NamedTuple):
    """Printed lines without a blank one between them: from `first` to before `stop`."""

    first: int
    stop: int

    def pairs(self) -> Iterator[tuple[int, int]]:
        """The places of neighbours."""
        return pairwise(range(self.first, self.stop))


def runs_of(lines: Sequence[Printed]) -> list[Run]:
    """The runs of a text, in order."""
    found = []
    first: int | None = None
    for k, line in enumerate(lines):
        if line.text and first is None:
            first = k
        elif not line.text and first is not None:
            found.append(Run(first, k))
            first = None
    if first is not None:
        found.append(Run(first, len(lines)))
    return found
