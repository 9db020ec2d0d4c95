"""What the gap above a line tells of whether it begins a page: what the other lines with the same
gap above them are, and which of the lines near it is the likeliest."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp
from typing import Final

from .features import Look
from .gaps import Gap, Gaps

_LIKELY: Final = 0.5
_NO_RIVAL: Final = -20.0


def measure_gaps(looks: Sequence[Look], gaps: Gaps, odds: Mapping[int, float]) -> list[list[float]]:
    """For each place the numbers by which the third trees tell whether it begins a page: its odds,
    and those of the other places with the same gap."""
    chances = {k: 1 / (1 + exp(-value)) for k, value in odds.items()}
    sorts = _groups(gaps, chances, lambda gap: gap.sort)
    marked = _groups(gaps, chances, lambda gap: bool(gap.marks))
    blanks = Counter(gap.blanks for gap in gaps.above[1:] if not gap.marks)
    common = gaps.common_blanks()
    words = [0, *accumulate(look.prose for look in looks)]
    likely = [k for k, chance in chances.items() if chance > _LIKELY]
    total = sum(chances.values())
    before, after = _same_gap_beside(gaps)
    rivals = _rivals(odds, words)
    rows = []
    for k, mine in chances.items():
        gap = gaps.above[k]
        at = bisect_left(likely, k)
        last_likely = likely[at - 1] if at else 0
        at += mine > _LIKELY
        next_likely = likely[at] if at < len(likely) else len(looks)
        larger = sum(count for number, count in blanks.items() if number > gap.blanks)
        rows.append(
            [
                odds[k],
                *sorts[gap.sort].beside(mine),
                *marked[bool(gap.marks)].beside(mine),
                sorts[gap.sort].count / len(looks),
                float(bool(gap.marks)),
                *gap.kinds(),
                0.0 if gap.marks else (gap.blanks > common) - (gap.blanks < common),
                0.0 if gap.marks else larger,
                float(bool(gap.marks) and gap.marks == gaps.top.marks),
                float(bool(gap.marks) and gap.marks == gaps.end.marks),
                _counts_on(gaps, before[k], k),
                len(likely) - (mine > _LIKELY),
                total - mine,
                words[k] - words[before[k]],
                words[after[k]] - words[k],
                words[k] - words[last_likely],
                words[next_likely] - words[k],
                *(words[k], words[-1] - words[k]),
                *(looks[k].prose, looks[k].size, looks[k - 1].prose, looks[k - 1].size),
                *rivals[k],
            ]
        )
    return rows


@dataclass(slots=True)
class _Group:
    """Lines with like gaps above them: how many, and the chances of those that have one."""

    count: int = 0
    rated: int = 0
    total: float = 0.0
    likely: int = 0
    most: float = 0.0
    least: float = 1.0

    def beside(self, mine: float) -> list[float]:
        """What the group says of one of its lines, which has this chance."""
        others = self.total - mine
        return [
            self.count,
            others,
            others / (self.count - 1) if self.count > 1 else -1.0,
            self.likely - (mine > _LIKELY),
            self.most,
            self.least if self.rated == self.count else 0.0,
        ]


def _groups(
    gaps: Gaps, chances: Mapping[int, float], sort: Callable[[Gap], object]
) -> dict[object, _Group]:
    groups: dict[object, _Group] = defaultdict(_Group)
    for k, gap in enumerate(gaps.above[1:], start=1):
        group = groups[sort(gap)]
        group.count += 1
        chance = chances.get(k)
        if chance is not None:
            group.rated += 1
            group.total += chance
            group.likely += chance > _LIKELY
            group.most = max(group.most, chance)
            group.least = min(group.least, chance)
    return groups


def stretches(places: Iterable[int], words: Sequence[int]) -> list[list[int]]:
    """The places in order, those with no prose between them together: of these at most one begins
    a page. `words` are the words of prose above each line."""
    found: list[list[int]] = []
    for k in places:
        if found and words[k] == words[found[-1][-1]]:
            found[-1].append(k)
        else:
            found.append([k])
    return found


def _rivals(odds: Mapping[int, float], words: Sequence[int]) -> dict[int, list[float]]:
    """For each place what is known of those with no prose between: how many there are above and
    below, and how far the odds of the best of them are from its own."""
    rows: dict[int, list[float]] = {}
    for some in stretches(odds, words):
        best_above = list(accumulate((odds[k] for k in some), max))
        best_below = list(accumulate((odds[k] for k in reversed(some)), max))[::-1]
        for at, k in enumerate(some):
            above = best_above[at - 1] if at else _NO_RIVAL
            below = best_below[at + 1] if at + 1 < len(some) else _NO_RIVAL
            far = [float(k - some[at - 1]) if at else _NO_RIVAL]
            far.append(float(some[at + 1] - k) if at + 1 < len(some) else _NO_RIVAL)
            rows[k] = [at, len(some) - at - 1, odds[k] - above, odds[k] - below, *far]
    return rows


def _same_gap_beside(gaps: Gaps) -> tuple[list[int], list[int]]:
    """For each line the nearest ones above and below that have the same gap; the ends where there
    is none."""
    n = len(gaps.above)
    before, after = [0] * n, [n] * n
    last: dict[object, int] = {}
    for k, gap in enumerate(gaps.above):
        if k:
            before[k] = last.get(gap.sort, 0)
            if before[k]:
                after[before[k]] = k
            last[gap.sort] = k
    return before, after


def _counts_on(gaps: Gaps, before: int, k: int) -> float:
    """Whether the number in the gap is one more than that in the same gap above."""
    number = gaps.above[k].number
    if number < 0:
        return -1.0
    other: Gap = gaps.above[before]
    return float(number == other.number + 1)
