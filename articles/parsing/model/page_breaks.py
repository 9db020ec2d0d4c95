"""Where one page of unknown furniture ends and the next begins.

Pages put together stand at least two blank lines apart; but so do parts of one page. What tells
a seam is whether the lines above read as a page's foot, those below as its head, and whether the
prose below goes on with the words of the prose above.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from articles.parsing.line_kinds import HintedLine
from articles.parsing.lines.signal_words import SIGN_NAMES
from articles.parsing.lines.window import distances

from .features import Look, running
from .lexical_chains import measure_continuity

_LEAST_BLANKS: Final = 2
_LONG_WORD: Final = 6
"""Letters; shorter words turn up in any two stories."""

_BRIEF: Final = 14
"""How many of a line's own measures count two and three lines from the place."""


def possible_page_breaks(lines: Sequence[HintedLine], looks: Sequence[Look]) -> list[int]:
    """The places among the looks with prose above and below them, as two pages have, and blank
    lines enough above them to begin one."""
    prose = [k for k, look in enumerate(looks) if look.prose]
    if not prose:
        return []
    blanks = [lines[look.line_index].line.blanks_before for look in looks]
    return [k for k in range(prose[0] + 1, prose[-1] + 1) if blanks[k] >= _LEAST_BLANKS]


def measure_page_breaks(
    lines: Sequence[HintedLine], looks: Sequence[Look], places: Sequence[int]
) -> Iterator[list[float]]:
    """For each of the places the numbers by which the labeller tells a seam, one after the other,
    for they are many."""
    if not places:
        return
    n = len(looks)
    blanks = [min(lines[look.line_index].line.blanks_before, 6) for look in looks] + [6]
    often = Counter(blanks[k] for k in places)
    prose = [look.prose for look in looks]
    lines_above = running([p > 0 for p in prose])
    words_above = running(prose)
    texts = Counter(lines[look.line_index].text.casefold() for look in looks)
    above, below = distances(prose), distances(prose[::-1])[::-1]
    at_prose = [k for k in range(n) if prose[k]]
    words = [{word for word in look.long_words if len(word) >= _LONG_WORD} for look in looks]
    continuity = measure_continuity(lines, looks, places)
    for number, k in enumerate(places):
        before = places[number - 1] if number else 0
        after = places[number + 1] if number + 1 < len(places) else n
        row = _surroundings(looks, k)
        row += _cohesion(words, at_prose, k)
        row += [
            *(blanks[k], blanks[k - 1], blanks[k + 1], k, n - k, above[k], below[k], prose[k] > 0),
            lines_above[k] - lines_above[max(0, k - 10)],
            lines_above[k] - lines_above[max(0, k - 4)],
            lines_above[min(n, k + 10)] - lines_above[k],
            lines_above[min(n, k + 4)] - lines_above[k],
            *(len(places) / n, len(places), often[blanks[k]], k - before, after - k),
            lines_above[k] - lines_above[before],
            lines_above[after] - lines_above[k],
            words_above[k] - words_above[before],
            words_above[after] - words_above[k],
            texts[lines[looks[k].line_index].text.casefold()],
            texts[lines[looks[k - 1].line_index].text.casefold()],
            *(lines_above[k], lines_above[n] - lines_above[k], lines_above[n] / n),
            *continuity[number],
        ]
        yield row


def _surroundings(looks: Sequence[Look], k: int) -> list[float]:
    """The looks of the three lines above and the four from the place on, and their signs."""
    nobody: Sequence[float] = [-1.0] * len(looks[0].own)
    row: list[float] = []
    for near in range(k - 3, k + 4):
        own = looks[near].own if 0 <= near < len(looks) else nobody
        row += own if abs(near - k) <= 1 else own[:_BRIEF]
    for sign in range(-len(SIGN_NAMES), 0):
        row.append(sum(look.own[sign] > 0 for look in looks[max(0, k - 8) : k]))
        row.append(sum(look.own[sign] > 0 for look in looks[k : k + 8]))
    return row


def _cohesion(words: Sequence[set[str]], at_prose: Sequence[int], k: int) -> list[float]:
    """How much of the wording below the place was used above it."""
    here = bisect_left(at_prose, k)

    def of(places: Sequence[int]) -> set[str]:
        return set(chain.from_iterable(words[place] for place in places))

    above = of(at_prose[max(0, here - 8) : here])
    below = of(at_prose[here : here + 5])
    lead = of(at_prose[here : here + 2])
    head = of(range(k, min(len(words), k + 4)))
    story = of(at_prose[here : here + 20])
    return [
        len(above & below) / (len(below) or 1),
        len(above & lead) / (len(lead) or 1),
        len(above & head) / (len(head) or 1),
        len(story & head) / (len(head) or 1),
        len(above),
        len(below),
    ]
