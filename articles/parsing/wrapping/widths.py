"""Whether a text was wrapped, and at which widths.

Whoever wraps a text puts as many words on a line as fit. So on each line that goes on in mid
sentence the next line's first word had no room left: the line votes for all widths from its own
length to that with this word. Lines of a wrapped text agree on one width; those of verses, lists
and addresses do not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, NamedTuple

from .printed import (
    LONGEST,
    SENTENCE_ENDS,
    SHORTEST,
    Printed,
    Run,
    bare_end,
    has_no_spaces,
    marker_of,
)

_NARROWEST: Final = 32
_NARROWEST_CASELESS: Final = 36
"""Columns; in narrower ones stand menus."""

_FEWEST: Final = 3
_FEWEST_CASELESS: Final = 4
_FEWEST_LOOSE: Final = 6
_FEWEST_LOOSE_CASELESS: Final = 9
_CERTAIN: Final = 12
"""Lines that go on in mid-sentence and are full: where the words were simply counted, in a writing
without small letters, and where the lines only come near the width; and those that need no further
proof."""

_MOST_AGAINST: Final = 0.5
_MOST_AGAINST_LOOSE: Final = 0.34
"""Lines that stop short in mid-sentence, as a share of those that are full."""

_SURE_CASELESS: Final = 4
"""Such lines that suffice there if no line stops short and the runs end sentences."""

_A_RUN_CASELESS: Final = 1.5
_LEAST_CASELESS: Final = 0.55
"""Such lines a run, and as a share of all that have another below, in a writing without small
letters: in prose nearly all go on."""

_STANZAS: Final = 5
_VERSES: Final = 6
_LEAST_PHRASES: Final = 0.45
"""Runs whose last lines all are as long as the others, and full lines of which so many end with a
stop or a comma, are verse: of the lines of wrapped prose one in six does."""

_VERSE_WIDTH: Final = 48
"""Columns that verses seldom have."""

_LABEL: Final = 0.35
"""The share of its width up to which a line is a label or a button, which stands anywhere."""

_HEAD: Final = 3
"""Lines of a head: headline, byline, date."""

_LEAST_SMALL: Final = 0.22
"""Lines that begin small, among those below a full line without a stop: German prose has half."""

_SLACK: Final = 0.15
"""The share of a line that may be empty where a text was set in columns, or by `fmt`."""

_EXACT: Final = 0.97
_NEARLY: Final = 0.9
"""The share of lines that fit a width without slack where the words were simply counted; and where
they were, but other lines stand among them."""

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
    if below.text.startswith(("http", "www.")) or marker_of(below.text):
        return False
    return above.text.count(" ") > 1 or has_no_spaces(above.text[-1])


def _common_width(voters: Iterable[tuple[Printed, Printed]]) -> Width:
    """The smallest width on which the most voters agree."""
    ends = [(above.edge, below.room) for above, below in voters]
    exact, agreed = _most_agreed((edge, edge + room) for edge, room in ends)
    loose, most = _most_agreed((edge, int((edge + room) * (1 + _SLACK)) + 1) for edge, room in ends)
    if agreed >= _EXACT * most:
        return Width(exact, 0)
    if agreed >= _NEARLY * most:
        return Width(exact, int(exact * _SLACK / 2))
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
    short in mid-sentence or are too long, enough begin small where the writing has small letters,
    and where the runs end sentences do."""
    if width.columns < _NARROWEST:
        return False
    seen = _Evidence()
    for run in runs:
        seen.add(lines, run, width)
    is_exact = width.slack <= int(width.columns * _SLACK / 2)
    if seen.is_verse or (width.columns < _VERSE_WIDTH and seen.may_be_stanza):
        return False
    if 2 * seen.ended < len(runs) and not (is_exact and seen.good >= _CERTAIN):
        return False
    if not seen.has_case and width.columns < _NARROWEST_CASELESS:
        return False
    if seen.has_case:
        few, most = (_FEWEST, _MOST_AGAINST) if is_exact else (_FEWEST_LOOSE, _MOST_AGAINST_LOOSE)
        is_prose = seen.small >= _LEAST_SMALL * (seen.good + seen.others)
        return seen.good >= few and is_prose and seen.against <= most * seen.good
    is_prose = seen.has_short or (
        seen.ended == len(runs) and seen.punctuated <= _MOST_AGAINST_LOOSE * seen.full
    )
    if seen.against > _MOST_AGAINST_LOOSE * seen.good or not is_prose:
        return False
    is_sure = is_exact and seen.good == seen.pairs >= _SURE_CASELESS
    if is_sure and 5 * seen.ended >= 4 * len(runs):
        return True
    fewest = _FEWEST_CASELESS if is_exact else _FEWEST_LOOSE_CASELESS
    return seen.good >= max(fewest, _A_RUN_CASELESS * len(runs), _LEAST_CASELESS * seen.pairs)


@dataclass(slots=True)
class _Evidence:
    """What speaks for a width and against it, counted in lines; `ended` in runs."""

    pairs: int = 0
    good: int = 0
    small: int = 0
    others: int = 0
    against: int = 0
    ended: int = 0
    runs: int = 0
    full: int = 0
    full_ends: int = 0
    punctuated: int = 0
    has_case: bool = False
    has_short: bool = False

    def add(self, lines: Sequence[Printed], run: Run, width: Width) -> None:
        """Counts one run. A story's head may stand above its text without a blank line."""
        head = run.first + _HEAD
        ends_sentence = bare_end(lines[run.stop - 1].text) in SENTENCE_ENDS
        for k, below in run.pairs():
            one, other = lines[k], lines[below]
            self.pairs += 1
            self.has_case = self.has_case or other.starts_small
            is_full = width.is_full(one, other)
            self.full += is_full
            ends_sentence = ends_sentence or (
                not is_full and width.bears(one) and bare_end(one.text) in SENTENCE_ENDS
            )
            self.punctuated += is_full and unicodedata.category(one.text[-1])[0] == "P"
            if goes_on(one, other) and is_full:
                self.good += 1
                self.small += other.starts_small
                head = k
            elif not width.bears(one):
                self.against += 1
            elif not one.ends and not marker_of(other.text):
                self.others += is_full
                self.against += k >= head and not is_full and one.edge >= _LABEL * width.columns
        last = lines[run.stop - 1]
        self.runs += 1
        self.full_ends += last.edge >= _SHORT * width.columns
        self.ended += ends_sentence
        is_short = last.edge < _SHORT * width.columns or run.stop - run.first >= _LONG_RUN
        self.has_short = self.has_short or is_short

    @property
    def is_verse(self) -> bool:
        """Whether the last lines are as long as the others, or most lines end as a phrase does."""
        if self.runs >= _STANZAS and self.full_ends == self.runs:
            return True
        return self.full >= _VERSES and self.punctuated >= _LEAST_PHRASES * self.full

    @property
    def may_be_stanza(self) -> bool:
        """Whether so few lines show no more than that they are alike in length."""
        if self.full >= _VERSES:
            return False
        return self.full_ends == self.runs or self.punctuated > _MOST_AGAINST_LOOSE * self.full
