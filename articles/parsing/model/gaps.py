"""What stands between two lines of a text: blank lines, a ruler, a number, an address, a form feed.

How many blank lines part two pages is the business of whoever put them together. So no number of
them means anything by itself: gaps are told apart by what is in them, and what counts is which
lines of the same text have the same gap above them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from articles.parsing.line_kinds import HintedLine
from articles.parsing.lines.separators import separator_of

_MOST_BLANKS: Final = 9
_MOST_MARKS: Final = 4
_NUMBER: Final = re.compile(r"\d{1,6}")
_FEW: Final = 10
"""Wide gaps are one in so many, or fewer."""

FEED: Final = "feed"

_KINDS: Final = ("count", "address", "<", FEED, "0", "file")


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands above a line: `marks` are the sorts of separators there (see `separator_of`),
    a form feed among them, `blanks` how many lines are blank, `number` the first number that a
    separator shows, or -1."""

    marks: tuple[str, ...]
    blanks: int
    number: int = -1

    @property
    def sort(self) -> tuple[str, ...] | int:
        """The same for gaps that look alike."""
        return self.marks or self.blanks

    def kinds(self) -> list[float]:
        """One number for each kind of mark: is it there? The last is for rulers."""
        found = [any(kind in mark for mark in self.marks) for kind in _KINDS]
        is_rule = any(mark and not mark[-1].isalnum() and mark[0] != "<" for mark in self.marks)
        return [*map(float, found), float(is_rule)]


@dataclass(slots=True)
class Gaps:
    """The gaps of a text. `places` are the indexes of the looks that are no separators, `above`
    the gap above each of them; `top` and `end` are the gaps above the first and below the last."""

    places: list[int] = field(default_factory=list)
    above: list[Gap] = field(default_factory=list)
    end: Gap = Gap((), 0)

    @property
    def top(self) -> Gap:
        return self.above[0] if self.above else self.end

    def usual_blanks(self) -> int:
        """The number of blank lines that few gaps exceed; it is never less than the commonest."""
        counted = Counter(gap.blanks for gap in self.above[1:] if not gap.marks)
        left = counted.total() // _FEW
        for blanks in sorted(counted, reverse=True):
            left -= counted[blanks]
            if left < 0:
                return max(blanks, self.common_blanks())
        return 0

    def common_blanks(self) -> int:
        """The commonest number of blank lines above a line."""
        counted = Counter(gap.blanks for gap in self.above[1:] if not gap.marks)
        return counted.most_common(1)[0][0] if counted else 0


def find_gaps(lines: Sequence[HintedLine], indexes: Sequence[int], first: int, stop: int) -> Gaps:
    """The gaps among the lines from `first` to before `stop`, of which `indexes` hold text."""
    gaps = Gaps()
    marks: list[str] = []
    blanks, number = 0, -1
    feeds = [k for k in range(first, stop) if lines[k].line.opens_sheet]
    at_feed = 0
    for place, index in enumerate(indexes):
        line = lines[index]
        while at_feed < len(feeds) and feeds[at_feed] <= index:
            marks.append(FEED)
            at_feed += 1
        blanks += line.line.blanks_before
        if sort := separator_of(line.text):
            if len(marks) < _MOST_MARKS:
                marks.append(sort)
            if number < 0 and (found := _NUMBER.search(line.text)):
                number = int(found[0])
            continue
        gaps.places.append(place)
        gaps.above.append(Gap(tuple(marks[:_MOST_MARKS]), min(blanks, _MOST_BLANKS), number))
        marks, blanks, number = [], 0, -1
    marks += [FEED] * (len(feeds) > at_feed)
    gaps.end = Gap(tuple(marks[:_MOST_MARKS]), 0, number)
    return gaps
