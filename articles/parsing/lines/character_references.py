"""Character references of HTML that were left in a text: `council&rsquo;s`, `&#8217;`.

Only whole ones, with their semicolon, are read: `AT&T`, `R&D;` and `?a=1&copy=2` stay.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from html.entities import html5
from typing import Final

# `&rsquo;`, `&#8217;`, `&#x2019;`, and escaped again: `&amp;rsquo;`, `&#38;amp;#39;`
REFERENCE: Final = re.compile(
    r"&((?:(?:amp|#38|#x26);){0,4})(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)"
)
# `a &= b;`, `x = &sum;`, `{`, `</b>`, `f(a);`
_CODE: Final = re.compile(r"[{}]|&&|[=!<>&|]=|=\s?&\w|->|::|\);\s*$|</\w|^\s*#include\b")
_ABOUT_REFERENCES: Final = re.compile(
    r"\b(?:X?HTML|XML|entit(?:y|ies)|entité|entidad)\b", re.IGNORECASE
)
_QUOTES: Final = {"`": "`", '"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "„": "“", "「": "」"}
_UNREADABLE: Final = frozenset({"Cc", "Cs", "Cn", "Co"})


def with_references_read(text: str) -> str:
    """A line with the characters that its references stand for.

    A line of code and a reference in quotation marks of its own stay as they are; so do those of a
    line on HTML, but for those within a word.

    >>> with_references_read("the council&rsquo;s wall &amp;ndash; at last")
    'the council’s wall – at last'
    >>> with_references_read("AT&T and R&D; write &nbsp in HTML as &amp;nbsp;")
    'AT&T and R&D; write &nbsp in HTML as &amp;nbsp;'
    """
    if "&" not in text or REFERENCE.search(text) is None or _CODE.search(text):
        return text
    return REFERENCE.sub(_reading_of(text), text)


def count_references(text: str) -> int:
    """The number of references in the lines of a text that `with_references_read` reads."""
    if "&" not in text or REFERENCE.search(text) is None:
        return 0
    return sum(
        read(reference) != reference[0]
        for line in text.splitlines()
        if "&" in line and not _CODE.search(line)
        for read in [_reading_of(line)]
        for reference in REFERENCE.finditer(line)
    )


def _reading_of(line: str) -> Callable[[re.Match[str]], str]:
    return _read_within_words if _ABOUT_REFERENCES.search(line) else _read


def _read_within_words(reference: re.Match[str]) -> str:
    before, after = _beside(reference)
    return _read(reference) if before.isalnum() and after.isalnum() else reference[0]


def _beside(reference: re.Match[str]) -> tuple[str, str]:
    start, end = reference.span()
    return reference.string[max(start - 1, 0) : start], reference.string[end : end + 1]


def _read(reference: re.Match[str]) -> str:
    whole, escapes, name = reference[0], reference[1], reference[2]
    before, after = _beside(reference)
    if before and _QUOTES.get(before) == after:
        return whole
    is_number = name.startswith("#")
    character = html.unescape(f"&{name}") if is_number else html5.get(name, "")
    if not character or any(map(_is_unreadable, character)):
        return f"&{name}" if escapes else whole
    return character


def _is_unreadable(character: str) -> bool:
    is_control = unicodedata.category(character) in _UNREADABLE and character not in "\t\n\r"
    return is_control or character == "\ufffd"
