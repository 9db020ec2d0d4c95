"""Reads pages whose furniture nobody has listed: which lines are the body, which the headline,
and where a further page begins.

Small sets of decision trees weigh what features.py and page_breaks.py measure. They are numbers
only, made from labelled pages: labeller.json by benchmarks/train_labeller.py, page_breaks.json by
benchmarks/train_page_breaks.py.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any, Final

from articles.parsing.line_kinds import HintedLine
from articles.parsing.lines.separators import separator_of

from .capital_heads import find_capital_heads
from .crossheads import with_crossheads
from .features import Look, looks_of, measure, places_in_doubt
from .last_lines import with_last_lines
from .list_items import with_entries, without_other_stories
from .page_breaks import find_page_breaks

Trees = Callable[[Sequence[float]], float]
"""A round of trees: a line's numbers in, their part of the log odds out."""

_LIKELY_BODY: Final = -0.35
_IS_HEADLINE: Final = -2.2
"""Sums of trees, as log odds: 0 is as likely as not, -2.2 is one in ten."""

_BODY_SHARE: Final = 0.8
_BODY_SHIFT: Final = -0.3
"""A line's log odds times the one and plus the other are those of its chance of being the body's:
trees are surer of pages that they have not seen than they should be. Chosen on the training's wider
folder by trees that had not seen the publishers: against a share of 1 they take in more of lists
and verses, F1 of main content 0.904 to 0.912; on the news pages it changes less than 0.001."""

_COOKIES: Final = 2
_CLEARLY_BODY: Final = 1.0
"""So many mentions of cookies make a notice about them of a line above or below all other lines
that are so clearly the body's; among those it is a story on the subject."""

SURE: Final = 3.0
NEVER: Final = -3.5
_ROUND: Final = 25
"""A sum as far from 0 as SURE after a round of so many trees is not changed by the others. Lines
below NEVER are none of the text; at -3 they are given up too soon: F1 of the wider folder's whole
pages is 0.896, at -4 0.901."""

_CUT_WORDS: Final = 40
_CUT_STOPS: Final = 2
"""A line of so many words, with so many sentences ended inside it, is text that was cut short."""

_INNER_STOPS: Final = 20
"""The place of the stops inside a line among its measures."""

_MOST_TRIES: Final = 8
"""Stretches without text that are taken with what is below them, and so measured again."""

_HEADLINE_REACH: Final = 60
_HEADLINE_BELOW: Final = 4
"""Lines above the body's first line in which its headline is looked for, and from that one on."""

_OPENING_WORDS: Final = 9
"""Words that the body's first line has at least."""

_LONGEST_HEADLINE: Final = 45
"""Words; the longest headline of 886 real pages has 31."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the labeller makes of one page.

    `first` and `last` are the page's first and last line with text, `headline` that of its
    headline or None, `body` those of its text; all are indexes into the dump's lines.

    `odds` are the log odds that a line is the body's, of each line with text, and `headline_odds`
    those that the headline is the headline (0 where there is none). Both are sums of trees that
    stop once they are sure: past 3 either way, how far tells little. Lines that are surely a
    menu's or a foot's are given -3.5.

    `doubts` are the lines at which a further page may begin.
    """

    first: int
    last: int
    headline: int | None
    body: frozenset[int]
    odds: Mapping[int, float]
    headline_odds: float = 0.0
    doubts: tuple[int, ...] = ()


def read_pages(lines: Sequence[HintedLine], first: int, stop: int) -> list[Reading]:
    """The pages among the lines from `first` to before `stop`, in order; those without any text
    of a story are left out, or taken with the one below where there is one."""
    looks = looks_of(lines, first, stop)
    breaks = find_page_breaks(lines, looks, weights())
    capitals = find_capital_heads(lines, looks)
    heads = [looks[k].line_index for k in capitals]
    found = sorted({*breaks.found, *capitals[1:]})
    readings: list[Reading] = []
    begin = tries = 0
    for end in (*found, len(looks)):
        own = looks[begin:end]
        reading = _read_page(lines, _between_separators(lines, own) if found else own)
        tries += 1
        if reading is not None:
            at = bisect_left(heads, own[0].line_index)
            if at < len(heads) and heads[at] <= own[-1].line_index:
                reading = replace(reading, headline=heads[at], body=reading.body - {heads[at]})
            doubts = tuple(looks[k].line_index for k in breaks.in_doubt if begin < k < end)
            first, last = own[0].line_index, own[-1].line_index
            readings.append(replace(reading, first=first, last=last, doubts=doubts))
        if reading is not None or tries == _MOST_TRIES:
            begin, tries = end, 0
    return readings


def _between_separators(lines: Sequence[HintedLine], looks: Sequence[Look]) -> Sequence[Look]:
    """The looks of a page without the separators that it begins and ends with."""
    kept = [k for k, look in enumerate(looks) if not separator_of(lines[look.line_index].text)]
    return looks[kept[0] : kept[-1] + 1] if kept else looks


def _read_page(lines: Sequence[HintedLine], looks: Sequence[Look]) -> Reading | None:
    if not any(map(_is_text, looks)):
        return None
    places = places_in_doubt(looks)
    odds, rows = _weighed(looks, places, measure(lines, looks, places))
    body = with_crossheads(lines, looks, choose_body(looks, odds), odds)
    body = with_entries(lines, looks, body)
    body = without_other_stories(lines, looks, body)
    body = with_last_lines(lines, looks, body, odds)
    if not any(_is_text(looks[k]) for k in body):
        return None
    chance, headline = _headline(looks, rows, odds) or (0.0, None)
    if headline is not None:
        below = [k for k in body if k > headline]
        body, headline = (below, headline) if below else (body, None)
    return Reading(
        looks[0].line_index,
        looks[-1].line_index,
        None if headline is None else looks[headline].line_index,
        frozenset(looks[k].line_index for k in body),
        {look.line_index: value for look, value in zip(looks, odds, strict=True)},
        0.0 if headline is None else chance,
    )


def _weighed(
    looks: Sequence[Look], places: Sequence[int], measures: Iterable[list[float]]
) -> tuple[list[float], dict[int, list[float]]]:
    """The log odds of each line, and the measures of those among which the headline may be."""
    trees = weights()["body"]
    odds = [NEVER] * len(looks)
    rows: dict[int, list[float]] = {}
    first: int | None = None
    for k, row in zip(places, measures, strict=True):
        odds[k] = weigh(trees, row)
        if first is None or k < first + _HEADLINE_BELOW:
            rows[k] = row
        if first is None:
            first = k if _opens_body(looks[k], odds[k]) else None
            while next(iter(rows)) < k - _HEADLINE_REACH:
                del rows[next(iter(rows))]
    return odds, rows


def _opens_body(look: Look, odds: float) -> bool:
    return odds > _LIKELY_BODY and look.size >= _OPENING_WORDS


def _is_text(look: Look) -> bool:
    """Whether a line alone shows that a page has text: it reads as prose, or as prose cut short."""
    is_cut = look.size >= _CUT_WORDS and look.own[_INNER_STOPS] >= _CUT_STOPS
    return look.prose > 0 or is_cut


def choose_body(looks: Sequence[Look], odds: Sequence[float]) -> list[int]:
    """The lines that are best taken for the page's text, as places among its looks.

    No one threshold suits all pages: on a page of lists and tables every line is in doubt, on one
    with a long foot many lines are nearly text. So the likeliest lines are taken first, and as
    many as make the most of the words expected to be right, as a share of those taken and of
    those wanted.
    """
    clear = [
        k
        for k, value in enumerate(odds)
        if value >= _CLEARLY_BODY and not _is_cookie_notice(looks[k])
    ] or [len(odds)]
    chances = {
        k: 1 / (1 + exp(-_BODY_SHARE * min(value, SURE) - _BODY_SHIFT))
        for k, value in enumerate(odds)
        if value > NEVER and (clear[0] <= k <= clear[-1] or not _is_cookie_notice(looks[k]))
    }
    return _most_worth([look.size for look in looks], chances)


def best_share(sizes: Sequence[int], odds: Sequence[float]) -> list[int]:
    """The same choice (see `choose_body`) for lines of so many words, by their log odds alone."""
    chances = {
        k: 1 / (1 + exp(-_BODY_SHARE * min(value, SURE) - _BODY_SHIFT))
        for k, value in enumerate(odds)
        if value > NEVER
    }
    return _most_worth(sizes, chances)


def _most_worth(sizes: Sequence[int], chances: Mapping[int, float]) -> list[int]:
    expected = sum(chance * sizes[k] for k, chance in chances.items())
    order = sorted(chances, key=lambda k: -chances[k])
    taken = right = best = 0.0
    last = 0
    for number, k in enumerate(order, start=1):
        taken += sizes[k]
        right += chances[k] * sizes[k]
        worth = right / taken + right / expected
        if worth > best:
            best, last = worth, number
    return sorted(order[:last])


def _is_cookie_notice(look: Look) -> bool:
    if "legal" not in look.signs:
        return False
    return look.cookies >= _COOKIES


def _headline(
    looks: Sequence[Look], rows: Mapping[int, list[float]], odds: Sequence[float]
) -> tuple[float, int] | None:
    """The line that is the headline, after the log odds that it is."""
    places, measures = measure_headlines(looks, rows, odds)
    trees = weights()["headline"]
    best: tuple[float, int] | None = None
    for k, row in zip(places, measures, strict=True):
        chance = weigh(trees, row)
        if chance > _IS_HEADLINE and (best is None or chance > best[0]):
            best = chance, k
    return best


def measure_headlines(
    looks: Sequence[Look], rows: Mapping[int, list[float]], odds: Sequence[float]
) -> tuple[list[int], list[list[float]]]:
    """The lines above the body's first that could be its headline, and the numbers by which the
    labeller tells which one is. `rows` are the measures of the lines in doubt."""
    first = next((k for k, look in enumerate(looks) if _opens_body(look, odds[k])), len(looks))
    start = max(0, first - _HEADLINE_REACH)
    places = [
        k
        for k in range(start, min(first + _HEADLINE_BELOW, len(looks)))
        if k in rows and looks[k].size <= _LONGEST_HEADLINE
    ]
    limited = [max(NEVER, min(SURE, value)) for value in odds]
    measures = [
        [
            *rows[k],
            first - k,
            limited[k],
            limited[k - 1] if k else -9.0,
            limited[k + 1] if k + 1 < len(looks) else -9.0,
            k - start,
        ]
        for k in places
    ]
    return places, measures


def weigh(trees: Sequence[Trees], row: Sequence[float]) -> float:
    """What the trees make of the numbers: log odds."""
    total = 0.0
    for some in trees:
        total += some(row)
        if not -SURE < total < SURE:
            break
    return total


def weights() -> dict[str, list[Trees]]:
    """The trees of labeller.json and page_breaks.json by what they are for."""
    return trees_of("labeller.json") | trees_of("page_breaks.json")


@cache
def trees_of(name: str) -> dict[str, list[Trees]]:
    """The trees of a file by what they are for; read once."""
    text = files(__package__).joinpath(name).read_text(encoding="ascii")
    return {name: compiled(trees) for name, trees in json.loads(text).items()}


def compiled(trees: Sequence[Any]) -> list[Trees]:
    """The trees as functions, a round in each: twice as fast as walking down tuples, which takes
    a third off the time of a whole page (measured on 364 real pages, 4.8 to 5.9 s against 8).

    A tree is a leaf's value, or `[place, most, low, high]`: is the number at this place at most
    this? If so the tree `low`, else `high`.

    `eval` sees nothing but what `_expression` writes: numbers forced through int() and float(), of
    which anything else raises, and no names but `row`. `weights` keeps the functions, so each is
    made once.
    """
    rounds = [trees[start : start + _ROUND] for start in range(0, len(trees), _ROUND)]
    return [
        eval(f"lambda row: {'+'.join(map(_expression, some))}", {"__builtins__": {}})  # noqa: S307
        for some in rounds
    ]


def _expression(tree: Any) -> str:
    if not isinstance(tree, list):
        return f"({float(tree)!r})"
    place, most, low, high = tree
    question = f"row[{int(place)}]<={float(most)!r}"
    return f"({_expression(low)} if {question} else {_expression(high)})"
