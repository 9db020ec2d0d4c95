"""Which lines of a page of markup are its text, by trees grown on labelled pages of markup.

The trees' numbers are in marked.json, made by benchmarks/train_marked.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from articles.parsing.line_kinds import HintedLine
from articles.parsing.lines.window import distances
from articles.parsing.marks import Element, Mark

from .classifier import NEVER, SURE, Trees, best_share, trees_of, weigh
from .features import Look, looks_of, measure
from .mark_features import measure_marks
from .mark_roles import ELSEWHERE, roles_of

_FEW_WORDS: Final = 3
_FAR_BELOW: Final = 4
_FAR_ABOVE: Final = 8
_LONG_LINK: Final = 12
"""A line of so few words, or a link of fewer than so many, that is farther than so many lines below
prose and above it is a menu's. Of the labelled pages' lines half are, and 0.4 % of their texts."""

DOCUMENT_TEXT: Final = ("document", "text")
"""The words of the class of an element that holds nothing but the text of a document, such as one
in Markdown: its reader knows that, and nothing is left to be learned."""

_REPEATED: Final = 8
"""Words; a longer line that a page shows twice is shown once too often."""


class Page:
    """What the trees make of a page: `looks` of its lines with text, and the log odds of each that
    it is the page's text."""

    __slots__ = ("looks", "odds")

    def __init__(self, looks: Sequence[Look], odds: Sequence[float]) -> None:
        self.looks = looks
        self.odds = odds

    def body(self) -> list[int]:
        """The lines that are best taken for the text, as indexes into the page's lines."""
        chosen = best_share([look.size for look in self.looks], self.odds)
        return [self.looks[k].line_index for k in chosen]


def weigh_page(
    lines: Sequence[HintedLine], marks: Sequence[Mark], trees: Sequence[Trees] = ()
) -> Page:
    """Weighs every line of a page; `marks` has one for each of them. `trees` are others than those
    of marked.json."""
    looks = looks_of(lines, 0, len(lines))
    own = [marks[look.line_index] for look in looks]
    odds = [NEVER] * len(looks)
    trees = trees or trees_of("marked.json")["body"]
    places = places_in_doubt(looks, own)
    for k, row in zip(places, rows_of(lines, looks, own, places), strict=True):
        odds[k] = weigh(trees, row)
    for k in _places_in_documents(own):
        odds[k] = max(odds[k], SURE)
    return Page(looks, _without_repeats(lines, looks, odds))


def is_in_document(block: Element) -> bool:
    """Whether an element is within the text of a document."""
    return any(element.words == DOCUMENT_TEXT for element in block.around())


def _places_in_documents(marks: Sequence[Mark]) -> Iterator[int]:
    """The places of the lines that are the text of a document for certain."""
    known: dict[Element, bool] = {}
    for k, mark in enumerate(marks):
        block = mark.element
        if block not in known:
            known[block] = is_in_document(block) and not roles_of(mark) & ELSEWHERE
        if known[block]:
            yield k


def rows_of(
    lines: Sequence[HintedLine],
    looks: Sequence[Look],
    marks: Sequence[Mark],
    places: Sequence[int],
) -> Iterator[list[float]]:
    """The numbers by which the trees weigh the lines at these places; `marks` has one a look."""
    texts = measure(lines, looks, places)
    marked = measure_marks(looks, marks, places)
    return ([*text, *mark] for text, mark in zip(texts, marked, strict=True))


def places_in_doubt(looks: Sequence[Look], marks: Sequence[Mark]) -> list[int]:
    """The places among a page's looks that are worth measuring: all but menus and feet."""
    linked = [mark.linked / (look.own[1] or 1) for look, mark in zip(looks, marks, strict=True)]
    prose = [look.prose if share < 0.5 else 0 for look, share in zip(looks, linked, strict=True)]
    above, below = distances(prose), distances(prose[::-1])[::-1]
    return [
        k
        for k, look in enumerate(looks)
        if (above[k] <= _FAR_BELOW or below[k] <= _FAR_ABOVE)
        or look.size > (_LONG_LINK if linked[k] > 0.8 else _FEW_WORDS)
    ]


def _without_repeats(
    lines: Sequence[HintedLine], looks: Sequence[Look], odds: Sequence[float]
) -> list[float]:
    """The odds, with none for a long line that stands on the page before."""
    texts = [lines[look.line_index].text for look in looks]
    counts = Counter(
        text
        for text, look, value in zip(texts, looks, odds, strict=True)
        if look.size >= _REPEATED and value > NEVER
    )
    best: dict[str, int] = {}
    for k, text in enumerate(texts):
        if counts[text] > 1 and (text not in best or odds[k] > odds[best[text]] + 1):
            best[text] = k
    return [
        NEVER if best.get(text, k) != k else value
        for k, (text, value) in enumerate(zip(texts, odds, strict=True))
    ]
