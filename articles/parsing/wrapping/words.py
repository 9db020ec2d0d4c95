"""Lines into one text: words that were divided at a line's end, and where a space belongs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from .printed import has_no_spaces

_SOFT: Final = "\u00ad"
_HYPHENS: Final = "-\u2010\u2011"
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011'’][^\W\d_]+)*")
_LAST_PART: Final = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*(?=[-\u2010\u2011]$)")
_FIRST_PART: Final = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011'’][^\W\d_]+)*")
_DIVIDES: Final = 0.05
"""Share of lines that end in a hyphen from which on the writer divided words; of lines whose words
were not divided one in sixty ends in that of a compound."""

_MANY_LINES: Final = 20
"""In so many lines a writer who divides words has done so more than once."""

_CONNECTED: Final = ("—", "--", "/")
"""What stands between two words without spaces."""

_LONGEST: Final = 60
"""Characters of a word."""


class WordList:
    """The words of a text, by which a hyphen at a line's end is judged: the text has the word in
    one piece or with its hyphen elsewhere, or both parts as words of their own."""

    def __init__(self, paragraphs: Iterable[Sequence[str]]) -> None:
        self._counts: Counter[str] = Counter()
        lines = hyphens = 0
        for texts in paragraphs:
            inner = len(texts) - 1
            lines += inner
            for place, text in enumerate(texts):
                is_divided = place < inner and text[-1:] in _HYPHENS and text[-2:-1].isalpha()
                hyphens += is_divided
                self._counts.update(self._whole_words(texts, place, is_divided=is_divided))
        is_frequent = hyphens >= _DIVIDES * lines
        self._divides = is_frequent and hyphens > 1
        self._keeps = not is_frequent and lines >= _MANY_LINES

    def _whole_words(self, texts: Sequence[str], place: int, *, is_divided: bool) -> Iterator[str]:
        """The words of a line without the halves of those that are divided."""
        words = _WORD.findall(texts[place].replace(_SOFT, "").casefold())
        if is_divided and words:
            del words[-1]
        above = texts[place - 1][-1:] if place else ""
        if words and above and above in _HYPHENS + _SOFT:
            del words[0]
        return iter(words)

    def joined(self, texts: Sequence[str]) -> str:
        """The text of one paragraph's lines."""
        pieces = [texts[0]]
        for above, below in pairwise(texts):
            end, space = self._between(above, below)
            if end:
                pieces[-1] = pieces[-1][:-end]
            pieces.append(space + below)
        return "".join(pieces)

    def knows(self, word: str) -> bool:
        """Whether the text has the word in one piece."""
        return self._counts[word.casefold()] > 0

    def _between(self, above: str, below: str) -> tuple[int, str]:
        """How many characters of a line's end go, and what stands between it and the next."""
        last, first = above[-1:], below[:1]
        if last == _SOFT:
            return 1, ""
        if last in _HYPHENS and above[-2:-1].isalnum() and first.isalnum():
            return int(self._is_divided(above, below)), ""
        if first.isalnum() and above.endswith(_CONNECTED):
            return 0, "" if above.rstrip("—-/")[-1:].isalnum() else " "
        if last and first and (has_no_spaces(last) or has_no_spaces(first)):
            return 0, ""
        return 0, " "

    def _is_divided(self, above: str, below: str) -> bool:
        """Whether the hyphen at a line's end is there for the line's end only."""
        left, right = _LAST_PART.search(above[-_LONGEST:]), _FIRST_PART.match(below[:_LONGEST])
        if left is None or right is None:
            return False
        one, other = left[0], right[0]
        if not (other[0].islower() or (above.isupper() and other.isupper()) or is_caseless(other)):
            return False
        if not one[-1].isalpha():
            return False
        one, other = one.casefold(), other.casefold()
        whole, compound = self._counts[one + other], self._counts[f"{one}-{other}"]
        if whole != compound:
            return whole > compound
        if self._keeps:
            return False
        first, second = self._counts[one] > 0, self._counts[other] > 0
        return not (first and second) if self._divides else not (first or second)


def is_caseless(text: str) -> bool:
    """Whether a text begins with a letter that is neither small nor a capital."""
    return text[:1].isalpha() and text[0].lower() == text[0].upper()
