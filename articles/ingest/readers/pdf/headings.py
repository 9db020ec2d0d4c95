"""Which lines of a PDF are headings, and of which level, by the size and weight of their type."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from articles.parsing.lines.people import is_full_name

from .paragraphs import Stretch

_LARGER: Final = 1.15
"""Times the body's size that a heading has at least."""
_MOST_WORDS: Final = 40
_MOST_LINES: Final = 6
_BOLD_WORDS: Final = 14
"""Words of a crosshead in bold type of the body's size at most."""
_ALIKE: Final = 0.06
"""The share by which sizes of one level differ."""
_MASTHEAD_WORDS: Final = 5
_MASTHEAD: Final = 1.25
_ENDS: Final = re.compile(r"[.;,:]$")
_TITLE_WORDS: Final = 25


class Headings:
    """The headings among stretches; `size` is that of the body's type."""

    def __init__(self, stretches: Sequence[Stretch], size: float) -> None:
        self.size = size
        self.stretches, self.mastheads = _without_mastheads(list(stretches), size)
        self._sizes: dict[int, float] = {}
        self._heads: frozenset[int] = frozenset()
        for number, stretch in enumerate(self.stretches):
            if self._is_large(stretch):
                self._sizes[number] = stretch.size
        self._merge_same_heading()
        self._title = self._find_title()
        self._leave_out_author()
        for number, stretch in enumerate(self.stretches):
            if number not in self._sizes and self._is_bold_crosshead(number, stretch):
                self._sizes[number] = stretch.size
        self._ranks = _ranks(set(self._sizes.values()))

    def level(self, number: int) -> int:
        """The level of the heading that a stretch is, from 1; 0 for any other text."""
        if number not in self._sizes:
            return 0
        if number in self._heads or (number == self._title and not self._heads):
            return 1
        return max(2, min(self._ranks[self._sizes[number]], 4))

    def numbers(self) -> list[int]:
        """The numbers of the stretches that are headings set larger than the body."""
        return sorted(n for n, size in self._sizes.items() if size >= _LARGER * self.size)

    def promote(self, numbers: Sequence[int]) -> None:
        """Has these be headlines, each of a story of its own."""
        self._heads = frozenset(numbers)

    def _is_large(self, stretch: Stretch) -> bool:
        return (
            bool(stretch.lines)
            and stretch.size >= _LARGER * self.size
            and stretch.word_count <= _MOST_WORDS
            and len(stretch.lines) <= _MOST_LINES
            and any(letter.isalpha() for letter in stretch.text)
        )

    def _merge_same_heading(self) -> None:
        """A headline whose lines were taken apart (ragged, centred) is one."""
        for number in sorted(self._sizes, reverse=True):
            above = number - 1
            if above not in self._sizes:
                continue
            one, other = self.stretches[above], self.stretches[number]
            gap = other.top - one.bottom
            is_same = abs(one.size - other.size) <= 0.02 * one.size and one.is_bold == other.is_bold
            if is_same and one.page == other.page and gap < 0.6 * one.size:
                one.lines.extend(other.lines)
                one.rows.extend(other.rows)
                one.bottom = other.bottom
                del self.stretches[number], self._sizes[number]
                self._sizes = {n - (n > number): size for n, size in self._sizes.items()}

    def _find_title(self) -> int | None:
        """The headline of the document: the largest of its first headings, or a first line that
        reads as one."""
        if self._sizes:
            first_page = self.stretches[min(self._sizes)].page
            own = [n for n in self._sizes if self.stretches[n].page == first_page]
            return max(own, key=lambda n: (self._sizes[n], -n))
        for number, stretch in enumerate(self.stretches):
            if not stretch.lines:
                continue
            if (
                stretch.word_count <= _TITLE_WORDS
                and len(stretch.lines) <= 3
                and not _ENDS.search(stretch.text)
                and not stretch.is_item
                and len(stretch.rows[0]) == 1
            ):
                self._sizes[number] = stretch.size
                return number
            return None
        return None

    def _leave_out_author(self) -> None:
        """A person's name below the headline is a byline, however large."""
        below = None if self._title is None else self._title + 1
        if below in self._sizes and is_full_name(self.stretches[below].text):
            del self._sizes[below]

    def _is_bold_crosshead(self, number: int, stretch: Stretch) -> bool:
        """Whether a line in bold type stands between paragraphs that are not."""
        if not stretch.is_bold or stretch.is_item or len(stretch.lines) > 2 or not stretch.text:
            return False
        if stretch.word_count > _BOLD_WORDS or stretch.size < 0.97 * self.size:
            return False
        if _ENDS.search(stretch.text) or number == 0 or number + 1 >= len(self.stretches):
            return False
        above, below = self.stretches[number - 1], self.stretches[number + 1]
        has_text_above = any(
            one.word_count > 15 for one in self.stretches[max(0, number - 4) : number]
        )
        return has_text_above and not above.is_bold and not below.is_bold and below.word_count > 8


def _ranks(sizes: set[float]) -> dict[float, int]:
    """By size the level of a heading."""
    ranks: dict[float, int] = {}
    rank, last = 0, 0.0
    for size in sorted(sizes, reverse=True):
        if not last or size < (1 - _ALIKE) * last:
            rank += 1
            last = size
        ranks[size] = rank
    return ranks


def _without_mastheads(stretches: list[Stretch], size: float) -> tuple[list[Stretch], list[str]]:
    """The stretches without the name of a paper at the top of its first page, which is set larger
    than any headline, and without the line of its date and number below."""
    texts = [number for number, one in enumerate(stretches) if one.lines][:4]
    if len(texts) < 3:
        return stretches, []
    first = stretches[texts[0]]
    larger = [
        stretches[number]
        for number in texts[1:]
        if stretches[number].size >= _MASTHEAD * size and stretches[number].word_count > 3
    ]
    if (
        first.size >= 1.8 * size
        and first.word_count <= _MASTHEAD_WORDS
        and larger
        and first.size > larger[0].size
        and first.page == larger[0].page
    ):
        return stretches[: texts[0]] + stretches[texts[0] + 1 :], list(first.lines)
    return stretches, []
