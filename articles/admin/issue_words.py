"""What the parser found fault with, in words that a person would use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

ISSUE_WORDS: Final = {
    "cut-short": "text breaks off",
    "joined-paragraph": "paragraph was broken in two",
    "lost-text": "text may be missing",
    "mojibake": "letters are garbled",
    "no-headline": "no headline found",
    "repeated-bullet": "bullet printed twice",
    "repeated-caption": "caption printed twice",
    "repeated-paragraph": "paragraph printed twice",
    "stray-space": "space inside a word",
    "unbalanced-quotes": "quotation mark left open",
    "undated": "no date found",
    "unreadable-line": "line cannot be read",
    "wrong-quote": "wrong quotation mark",
}
"""By code; see articles/parsing."""

_SHOWN: Final = 3


def in_words(code: str) -> str:
    """An issue in words; a code that is new is read as it stands."""
    return ISSUE_WORDS.get(code, code.replace("-", " "))


def why(codes: Iterable[str]) -> str:
    """Issues in a line, the most frequent first: `no date found, text breaks off (2)`."""
    counted = Counter(codes).most_common()
    told = [in_words(code) + (f" ({count})" if count > 1 else "") for code, count in counted]
    more = len(told) - _SHOWN
    return ", ".join(told[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
