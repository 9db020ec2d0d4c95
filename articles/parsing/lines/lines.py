"""Text into lines, with the place of each kept.

A line ends at LF, CRLF or a lone CR, as in every editor, and at the ends that Unicode has besides:
vertical tab, next line, line and paragraph separator. Form feeds stay inside their line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import partial
from itertools import accumulate
from typing import Final, NamedTuple

from .character_references import REFERENCE, with_references_read

LONGEST_LINE: Final = 100_000
"""Characters; the longest line in the text of 1,850 real pages had 50,619. Longer is no prose."""

CACHED_LINES: Final = 512
"""Of this many lines the answers to questions about their text are remembered: a dump of the
common size, and never more than 50 MB of the longest lines."""

_MOST_MARKS: Final = 30
"""Marks upon one letter, as Unicode's stream-safe text has them (UAX 15); no writing needs ten."""

# Marks, or other signs beyond Latin that are no letters: `————`, `■■■■`
_MARK_RUN: Final = re.compile(rf"[^\w\s\x00-\u02ff]{{{_MOST_MARKS + 1},}}")
_RARE_ENDS: Final = "\r\v\x85\u2028\u2029"
_LINE: Final = re.compile(rf"([^\n{_RARE_ENDS}]*)(?:\r\n|[\n{_RARE_ENDS}]|$)")
_WHITE: Final = re.compile(r"\s+")
_FEED: Final = re.compile(r"\s*\f")
_UNSEEN: Final = dict.fromkeys(map(ord, "\x00\u00ad\u200b\u2060\ufeff"))
_MARKS: Final = " \u200e\u200f\u061c"


class Line(NamedTuple):
    """One line: `start` and `end` are offsets of its characters in the text, line end included.

    `text` is the line cleaned (see `clean`), or as it is when it is too long for prose. `indent`
    is the white space it began with, `blanks_before` the number of blank lines right above it.
    `opens_sheet` says that a form feed stands before its first letter.
    """

    number: int
    start: int
    end: int
    text: str
    indent: int = 0
    blanks_before: int = 0
    opens_sheet: bool = False


_line = partial(tuple.__new__, Line)
"""A line of its fields in a tuple. The constructor of a named tuple is a Python function, which
takes three times as long; of the values that there are most of, it took 15 % of a whole parse."""


def clean(text: str) -> str:
    """NFC, NBSP as a space, white space runs as one space, none at the ends.

    Zero-width spaces, soft hyphens, byte order marks and NULs go: nobody can see them, and the
    database cannot hold a NUL. Direction marks stay inside a line and go at its ends.

    References to characters that were left in the text (`&rsquo;`) are read.

    >>> clean("  from\u00a0renewable \\t sources&hellip; ")
    'from renewable sources…'
    """
    if "&" in text:
        text = with_references_read(text)
    text = _without_mark_floods(text)
    # Nearly every line is plain but for an indent or a no-break space, which cost nothing to fold.
    # Printable: no white space but spaces, and nothing unseen.
    plain = text.replace("\u00a0", " ").strip(" ")
    if plain.isprintable() and "  " not in plain and unicodedata.is_normalized("NFC", plain):
        return plain
    seen = unicodedata.normalize("NFC", text.translate(_UNSEEN))
    return _WHITE.sub(" ", seen).strip(_MARKS)


def _without_mark_floods(text: str) -> str:
    """The text with at most `_MOST_MARKS` marks upon one letter. To put them in their normal order
    takes the square of their number: ten seconds for a line of nothing else."""
    return text if text.isascii() else _MARK_RUN.sub(_first_marks, text)


def _first_marks(run: re.Match[str]) -> str:
    kept = []
    count = 0
    for character in run[0]:
        count = count + 1 if unicodedata.combining(character) else 0
        if count <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def split_lines(text: str) -> list[Line]:
    """All lines of `text`, the last one too when it has no line end.

    A line end at the very end of the text does not begin another line.
    """
    lines: list[Line] = []
    start = blanks = 0
    text = text.replace("\u00a0", " ")  # as `clean` has it; no place changes by it
    tidy = _is_tidy(text)
    has_references = "&" in text and REFERENCE.search(text) is not None
    has_feeds = "\f" in text
    for number, (printed, end) in enumerate(_parted(text), start=1):
        if not printed:
            lines.append(_line((number, start, end, "", 0, blanks, False)))
            blanks += 1
        elif (
            tidy
            and printed[0] != " " != printed[-1]
            and "  " not in printed
            and not (has_references and "&" in printed)
        ):
            lines.append(_line((number, start, end, printed, 0, blanks, False)))
            blanks = 0
        else:
            cleaned = clean(printed) if len(printed) <= LONGEST_LINE else printed
            indent = len(printed) - len(printed.lstrip()) if printed[0].isspace() else 0
            opens_sheet = has_feeds and _FEED.match(printed) is not None
            lines.append(_line((number, start, end, cleaned, indent, blanks, opens_sheet)))
            blanks = 0 if cleaned else blanks + 1
        start = end
    return lines


def _is_tidy(text: str) -> bool:
    """Whether `clean` would change nothing but spaces in any line; asked once of the whole text, it
    saves most of the time of asking each line."""
    if _without_mark_floods(text) != text:
        return False
    return text.replace("\n", "").isprintable() and unicodedata.is_normalized("NFC", text)


def _parted(text: str) -> Iterable[tuple[str, int]]:
    """Each line without its end, and where the next begins."""
    if any(map(text.__contains__, _RARE_ENDS)):
        return [(match[1], match.end()) for match in _LINE.finditer(text) if match[0]]
    printed = text.split("\n")
    if not printed[-1]:
        del printed[-1]
    ends = [end + number for number, end in enumerate(accumulate(map(len, printed)), start=1)]
    ends[-1:] = [len(text)] if ends else []
    return zip(printed, ends, strict=True)
