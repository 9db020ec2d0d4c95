"""Where one page of unknown furniture ends and the next begins.

What tells is whether the lines above read as a page's foot, those below as its head, and whether
the prose below goes on with the words of the prose above; then whether other lines with the same
gap above them begin a page, too. The blank lines between tell nothing by themselves: pages are put
together in as many ways as there are people who do it.

Three rounds of trees: the first looks at every line and is quick; the second at the few that are
left, with the text around them; the third weighs their gaps.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, islice, repeat
from operator import itemgetter
from typing import Final, NamedTuple

from articles.parsing.dates.datelines import match_dateline
from articles.parsing.dates.printed_dates import is_whole_date
from articles.parsing.line_kinds import UPDATED, HintedLine
from articles.parsing.lines import vocabulary
from articles.parsing.lines.signal_words import SIGN_NAMES
from articles.parsing.lines.window import distances

from .features import Look, running
from .gap_measures import measure_gaps, stretches
from .gaps import Gaps, find_gaps
from .lexical_chains import measure_continuity

_Trees = Sequence[Callable[[Sequence[float]], float]]

MAY_BE: Final = -3.2
IS_BREAK: Final = 0.0
IN_DOUBT: Final = -1.5
"""Log odds by the first trees, below which a line is not looked at again, and by the last, above
which it begins a page, and above which it may begin one."""

_OPENING: Final = 4
_OPENS_AGAIN: Final = 1.5
"""Lines of a page's menu, and what it adds to the log odds that they stand there once more."""

_LINES_A_PLACE: Final = 8
_LEAST_PLACES: Final = 50
"""A text has at most one place in so many lines that is looked at again, and so many more: the
likeliest. No labelled page has as many."""


_LONG_WORD: Final = 6
"""Letters; shorter words turn up in any two stories."""

_STEM: Final = 7

_BRIEF: Final = 14
"""How many of a line's own measures count two and three lines from the place."""

_SIGNS_NEAR: Final = 8
_SIGN: Final = {name: 2 * number for number, name in enumerate(SIGN_NAMES)}

_STARTS_WITH_BY: Final = 17
_HAS_YEAR: Final = 14
"""The places of those among a line's own measures."""

_HEAD: Final = 6
_FAR: Final = 9
_WINDOW: Final = 6
"""Lines whose looks count for a place: two above, its own, three below."""

_LONGEST_DATE: Final = 60
_AGAIN: Final = 12
"""Lines in which a headline is printed again."""

_OWN: Final = itemgetter(0, 2, 3, 4, 5, 6, 8, 11, 12, 17, 18, 19, 23)
"""The measures of a line that count for the lines next to it in the first round."""


class PageBreaks(NamedTuple):
    """The places among a text's looks at which a further page begins, and those at which one may,
    both in order."""

    found: list[int]
    in_doubt: list[int]


NO_BREAKS: Final = PageBreaks([], [])


def find_page_breaks(
    lines: Sequence[HintedLine],
    looks: Sequence[Look],
    trees: Mapping[str, _Trees],
) -> PageBreaks:
    """Where further pages begin among the looks."""
    if not looks:
        return NO_BREAKS
    gaps = gaps_of(lines, looks)
    kept = [looks[place] for place in gaps.places]
    heads = may_begin(gaps, measure_heads(lines, kept), trees["may begin"])
    if not heads:
        return NO_BREAKS
    places = list(heads)
    rows = measure_breaks(lines, kept, heads)
    odds = {k: add_up(trees["begins"], row) for k, row in zip(places, rows, strict=True)}
    rows = measure_gaps(kept, gaps, odds)
    parted = {k: add_up(trees["parted"], row) for k, row in zip(places, rows, strict=True)}
    for k in parted:
        if _opens_again(lines, kept, k):
            parted[k] += _OPENS_AGAIN
    words = [0, *accumulate(look.prose for look in kept)]
    best = [max(some, key=parted.__getitem__) for some in stretches(places, words)]
    return PageBreaks(
        [gaps.places[k] for k in best if parted[k] > IS_BREAK],
        [gaps.places[k] for k in best if IN_DOUBT < parted[k] <= IS_BREAK],
    )


def _opens_again(lines: Sequence[HintedLine], looks: Sequence[Look], k: int) -> bool:
    """Whether the first lines of the text stand at the place once more, as a menu does."""
    return k + _OPENING < len(looks) and all(
        lines[looks[at].line_index].text == lines[looks[k + at].line_index].text
        for at in range(_OPENING)
    )


def may_begin(
    gaps: Gaps, heads: Iterable[tuple[int, list[float]]], trees: _Trees
) -> dict[int, list[float]]:
    """The places that are worth a second look, in order, with their numbers: those that the first
    trees do not rule out, and those below a separator or a wide gap."""
    usual = gaps.usual_blanks()
    most = _LEAST_PLACES + len(gaps.above) // _LINES_A_PLACE
    kept: dict[int, tuple[float, list[float]]] = {}
    for k, row in heads:
        value = add_up(trees, row)
        if value > MAY_BE or gaps.above[k].marks or gaps.above[k].blanks > usual:
            kept[k] = value, row
            if len(kept) > 2 * most:
                kept = _likeliest(kept, most)
    return {k: row for k, (_, row) in _likeliest(kept, most).items()}


def _likeliest(
    places: dict[int, tuple[float, list[float]]], most: int
) -> dict[int, tuple[float, list[float]]]:
    if len(places) <= most:
        return places
    return {k: places[k] for k in sorted(sorted(places, key=lambda k: -places[k][0])[:most])}


def add_up(trees: _Trees, row: Sequence[float]) -> float:
    """What all trees make of the numbers: log odds. Few lines begin a page, so that trees that stop
    once they are sure would stop too soon."""
    total = 0.0
    for some in trees:
        total += some(row)
    return total


def gaps_of(lines: Sequence[HintedLine], looks: Sequence[Look]) -> Gaps:
    """The gaps between the looks."""
    indexes = [look.line_index for look in looks]
    first = indexes[0] - lines[indexes[0]].line.blanks_before
    stop = indexes[-1] + 1
    while stop < len(lines) and not lines[stop].text:
        stop += 1
    return find_gaps(lines, indexes, first, stop)


def measure_heads(
    lines: Sequence[HintedLine], looks: Sequence[Look]
) -> Iterator[tuple[int, list[float]]]:
    """Each place with prose above and below it, and the numbers by which the first trees tell
    whether a page may begin there; one after the other, for they take much memory."""
    prose = [k for k, look in enumerate(looks) if look.prose]
    if not prose:
        return
    sizes = [look.prose for look in looks]
    above, below = distances(sizes), distances(sizes[::-1])[::-1]
    marks = [_marks(lines[look.line_index], look) for look in looks]
    by, dated, located, _ = zip(*marks, strict=True)
    reaches = (*map(_below, (by, dated, located)), *map(_above, (by, dated)))
    later = _next_same(lines, looks)
    nobody: tuple[float, ...] = (-1.0,) * len(_OWN(looks[0].own))
    start = prose[0] + 1
    briefs = chain((_OWN(look.own) for look in looks[max(0, start - 2) :]), repeat(nobody))
    near = deque([nobody] * (start < 2), _WINDOW)
    near.extend(islice(briefs, _WINDOW - 1 - len(near)))
    for k in range(start, prose[-1] + 1):
        near.append(next(briefs))
        two_above, one_above, _, one_below, two_below, three_below = near
        yield (
            k,
            [
                *looks[k].own,
                *two_above,
                *one_above,
                *one_below,
                *two_below,
                *three_below,
                above[k],
                below[k],
                *marks[k],
                *[reach[k] for reach in reaches],
                later[k],
            ],
        )


def _marks(line: HintedLine, look: Look) -> tuple[float, float, float, float]:
    """Whether a line is a byline, a date, opens with a dateline, or with `Title:`."""
    text = line.text
    if look.prose:
        return (0.0, 0.0, float(match_dateline(text) is not None), 0.0)
    by = look.own[_STARTS_WITH_BY] > 0 and (
        vocabulary.PAGE_BYLINE.match(text) or vocabulary.BYLINE.fullmatch(text)
    )
    dated = line.hint is UPDATED or (
        look.own[_HAS_YEAR] > 0 and len(text) <= _LONGEST_DATE and is_whole_date(text)
    )
    return (float(bool(by)), float(dated), 0.0, float(_is_labelled(text)))


def _is_labelled(text: str) -> bool:
    label = text[:12].partition(":")
    return bool(label[1]) and label[0].strip().casefold() in vocabulary.HEADLINE_LABELS


def _below(marks: Sequence[float]) -> list[float]:
    """How far below each place the first mark stands, itself counted."""
    found, distance = [], _FAR
    for mark in reversed(marks):
        distance = 0 if mark else distance + 1
        found.append(float(distance if distance < _HEAD else _FAR))
    return found[::-1]


def _above(marks: Sequence[float]) -> list[float]:
    """How far above each place the first mark stands."""
    found, distance = [], _FAR
    for mark in marks:
        found.append(float(distance if distance < _HEAD else _FAR))
        distance = 1 if mark else distance + 1
    return found


def _next_same(lines: Sequence[HintedLine], looks: Sequence[Look]) -> list[float]:
    """How many lines below each the same words stand again, as those of a headline do."""
    seen: dict[str, int] = {}
    found = [0.0] * len(looks)
    for k in range(len(looks) - 1, -1, -1):
        text = lines[looks[k].line_index].text
        if looks[k].size > 2:
            found[k] = float(min(seen.get(text, k + _AGAIN) - k, _AGAIN))
        seen[text] = k
    return found


def measure_breaks(
    lines: Sequence[HintedLine],
    looks: Sequence[Look],
    heads: Mapping[int, list[float]],
) -> list[list[float]]:
    """For each of the places that are worth it (see `may_begin`) the numbers by which the second
    trees tell whether a page begins."""
    places = list(heads)
    n = len(looks)
    prose = [look.prose for look in looks]
    lines_above = running([p > 0 for p in prose])
    words_above = running(prose)
    sizes = [0, *accumulate(look.size for look in looks)]
    at_prose = [k for k in range(n) if prose[k]]
    printed = [look.long_words for look in looks]
    words = [{word[:_STEM] for word in some if len(word) >= _LONG_WORD} for some in printed]
    continuity = measure_continuity(lines, looks, printed, places)
    rows = []
    for number, k in enumerate(places):
        rows.append(
            [
                *heads[k],
                *_surroundings(looks, k),
                *_cohesion(words, at_prose, k),
                *(k, n - k),
                lines_above[k] - lines_above[max(0, k - 10)],
                lines_above[k] - lines_above[max(0, k - 4)],
                lines_above[min(n, k + 10)] - lines_above[k],
                lines_above[min(n, k + 4)] - lines_above[k],
                *(words_above[k], words_above[n] - words_above[k], sizes[k], sizes[n] - sizes[k]),
                *(lines_above[k], lines_above[n] - lines_above[k], lines_above[n] / n),
                max([prose[near] for near in range(max(0, k - 5), k)], default=0),
                *continuity[number],
            ]
        )
    return rows


def _surroundings(looks: Sequence[Look], k: int) -> list[float]:
    """The looks of the three lines above and the four from the place on, and their signs."""
    nobody: Sequence[float] = [-1.0] * len(looks[0].own)
    row: list[float] = []
    for near in range(k - 3, k + 4):
        if near == k:
            continue
        own = looks[near].own if 0 <= near < len(looks) else nobody
        row += own if abs(near - k) <= 1 else own[:_BRIEF]
    signs = [0] * (2 * len(SIGN_NAMES))
    for look in looks[max(0, k - _SIGNS_NEAR) : k]:
        for name in look.signs:
            signs[_SIGN[name]] += 1
    for look in looks[k : k + _SIGNS_NEAR]:
        for name in look.signs:
            signs[_SIGN[name] + 1] += 1
    return row + signs


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
