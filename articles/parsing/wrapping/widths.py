"""Whether a text was wrapped, and at which widths.

Whoever wraps a text puts as many words on a line as fit. So on each line that goes on in mid
sentence the next line's first word had no room left: the line votes for all widths from its own
length to that with this word. Lines of a wrapped text agree on one width; those of verses, lists
and addresses do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from .printed import LONGEST, SHORTEST, Printed, Run, marker_of

_FEWEST: Final = 3
_FEWEST_CASELESS: Final = 4
"""Lines that go on in mid-sentence and are full. A writing without small letters shows less of a
sentence that goes on."""

_MOST_AGAINST: Final = 0.5
_MOST_AGAINST_CASELESS: Final = 0.34
"""Lines that stop short in mid-sentence, as a share of those that are full."""

_LEAST_SMALL: Final = 0.22
"""Lines that begin small, among those below a full line without a stop: German prose has half."""

_SLACK: Final = 0.15
"""The share of a line that may be empty where a text was set in columns, or by `fmt`."""

_EXACT: Final = 0.85
"""The share of lines that fit a width without slack where the words were simply counted."""

_MOST_WIDTHS: Final = 4
_SHORT: Final = 0.7
_LONG_RUN: Final = 5


class Width(NamedTuple):
    """A width in columns, and how many may be left empty beyond the next word."""

    columns: int
    slack: int

    def is_full(self, above: Printed, below: Printed) -> bool:
        """Whether the next line's first word had no room left."""
        return above.edge + below.room > self.columns - self.slack and self.bears(above)

    def bears(self, line: Printed) -> bool:
        """Whether a line is not too long for it."""
        return line.edge <= self.columns + 2


def find_widths(lines: Sequence[Printed], runs: Sequence[Run]) -> dict[Run, Width]:
    """The widths of the runs that were wrapped; empty for a text that was not."""
    found: dict[Run, Width] = {}
    left = [run for run in runs if run.stop - run.first > 1]
    for _ in range(_MOST_WIDTHS):
        voters = [
            (lines[above], lines[below])
            for run in left
            for above, below in run.pairs()
            if goes_on(lines[above], lines[below])
        ]
        if len(voters) < _FEWEST:
            break
        width = _common_width(voters)
        own = [run for run in left if _has_good_pair(lines, run, width)]
        if _is_proven(lines, own, width):
            found |= dict.fromkeys(own, width)
        elif not own:
            break
        taken = set(own)
        left = [run for run in left if run not in taken]
    return found


def goes_on(above: Printed, below: Printed) -> bool:
    """Whether the text of two neighbours shows that a sentence goes on from one to the next."""
    if not SHORTEST <= above.edge <= LONGEST or above.is_row or below.is_row or above.ends:
        return False
    if above.quoted != below.quoted or not (below.starts_small or below.starts_caseless):
        return False
    return not marker_of(below.text)


def _common_width(voters: Iterable[tuple[Printed, Printed]]) -> Width:
    """The smallest width on which the most voters agree."""
    ends = [(above.edge, below.room) for above, below in voters]
    exact, agreed = _most_agreed((edge, edge + room) for edge, room in ends)
    loose, most = _most_agreed((edge, int((edge + room) * (1 + _SLACK)) + 1) for edge, room in ends)
    if agreed >= _EXACT * most:
        return Width(exact, 1)
    return Width(loose, int(loose * _SLACK) + 1)


def _most_agreed(stretches: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """The least number that lies in the most of the stretches, and in how many."""
    steps = [0] * (2 * LONGEST)
    for first, last in stretches:
        steps[first] += 1
        steps[min(last + 1, len(steps) - 1)] -= 1
    votes = list(accumulate(steps))
    most = max(votes)
    return votes.index(most), most


def _has_good_pair(lines: Sequence[Printed], run: Run, width: Width) -> bool:
    return any(
        goes_on(lines[above], lines[below]) and width.is_full(lines[above], lines[below])
        for above, below in run.pairs()
    )


def _is_proven(lines: Sequence[Printed], runs: Sequence[Run], width: Width) -> bool:
    """Whether the lines of these runs were wrapped at a width: enough of them are full, few stop
    short in mid-sentence or are too long, and enough begin small where the writing has small
    letters."""
    good = small = others = against = 0
    has_case = has_short = False
    for run in runs:
        since = False
        for k, below in run.pairs():
            one, other = lines[k], lines[below]
            has_case = has_case or other.starts_small
            is_full = width.is_full(one, other)
            if goes_on(one, other) and is_full:
                good += 1
                small += other.starts_small
                since = True
            elif not one.ends and not marker_of(other.text):
                others += is_full
                against += since and not is_full
        last = lines[run.stop - 1]
        has_short = has_short or last.edge < _SHORT * width.columns
        has_short = has_short or run.stop - run.first >= _LONG_RUN
    if has_case:
        is_prose = small >= _LEAST_SMALL * (good + others)
        return good >= _FEWEST and is_prose and against <= _MOST_AGAINST * good
    return good >= _FEWEST_CASELESS and has_short and against <= _MOST_AGAINST_CASELESS * good
