"""How sure the parser is of an article, and of each block of one.

Each sign is something that a person can see: how sure the labeller is of the lines, whether known
furniture frames the story, whether a date was found. What they weigh is in confidence.json, a
handful of numbers fitted to labelled pages by benchmarks/calibrate.py, so that of the articles
given 0.9 nine in ten are right. Pages of HTML have numbers of their own, for they show other signs.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from operator import mul
from typing import Final, NamedTuple

from articles.parsing.line_kinds import HintedLine, ends_sentence
from articles.parsing.model.classifier import Reading
from articles.parsing.stories.marked_pages import likeness
from articles.parsing.stories.segment import Story, same_words
from articles.parsing.types import Block, BlockKind, DateMethod, Issue, PrintedDate

ARTICLE_SIGNS: Final = (
    *("framed", "headline found", "odds of the body", "paragraphs", "whole sentences"),
    *("dated", "place or writer"),
)
PAGE_SIGNS: Final = (
    *("odds of what was taken", "odds of what was left", "paragraphs", "whole sentences"),
    *("headline like the title", "odds of no article"),
    *("date printed and stated", "date printed", "one of several"),
)
"""Those of an article that was read from HTML."""

BLOCK_SIGNS: Final = (
    *("odds of the line", "odds of the body", "words", "whole sentence", "in the text"),
)

_NOT_PRINTED: Final = frozenset(
    {DateMethod.PAGE_HINT, DateMethod.PAGE_METADATA, DateMethod.UNRESOLVED}
)
_MOST_OTHER: Final = 2.0

_TEXT: Final = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.CROSSHEAD, BlockKind.LIST_ITEM, BlockKind.PULL_QUOTE}
)
_DOUBTS: Final = frozenset({"may-be-several", "side-by-side-columns"})
SEVERAL: Final = 0.5
"""How much is left of the confidence of a story whose sentences are mixed, or that may be several:
of the places that are called doubtful about half begin another story."""

_VERY_SURE: Final = 6.0
"""Log odds of a page's text, of its kind; both are capped there."""

_NO_DOUBT: Final = 50.0
_SURE: Final = 3.0
"""Log odds; how far past it the labeller's sums are tells little, for they stop when sure."""


class PageSigns(NamedTuple):
    """What a page of HTML shows beside the article: what its markup calls it, the log odds that it
    is no article, and whether it has several."""

    titles: tuple[str, ...]
    other: float
    several: bool


def rated(
    body: Sequence[Block],
    issues: Iterable[Issue],
    story: Story,
    lines: Sequence[HintedLine],
    *,
    headline: str,
    dates: Iterable[PrintedDate | None],
    named: bool,
    page: PageSigns | None = None,
) -> tuple[float, tuple[Block, ...]]:
    """The confidence of an article that has this body, these issues and dates (of publication, of
    the last update), a place or writer or not, and what its page shows if it is one of HTML; and
    the body with each block's own. Blocks of a story that known furniture frames keep what such
    blocks have."""
    reading = story.reading
    blocks = tuple(body)
    sure = _SURE
    if reading is not None:
        sure = odds_of_body(reading, lines)
        blocks = tuple(
            block._replace(confidence=chance("block", block_signs(block, reading, body=sure)))
            for block in blocks
        )
    paragraphs = [block.text for block in blocks if block.kind is BlockKind.PARAGRAPH]
    codes = {issue.code for issue in issues}
    many = math.log1p(len(paragraphs))
    whole = sum(map(ends_sentence, paragraphs)) / len(paragraphs) if paragraphs else 0.0
    date = next(filter(None, dates), None)
    if page is not None and reading is not None:
        known = list(filter(None, map(same_words, page.titles)))
        method = date.method if date else DateMethod.UNRESOLVED
        signs: tuple[float, ...] = (
            *_odds_of_shares(reading, lines),
            many,
            whole,
            likeness(same_words(headline), known),
            min(page.other, _MOST_OTHER),
            float(method is DateMethod.PAGE_HINT),
            float(method not in _NOT_PRINTED),
            float(page.several),
        )
        sure = chance("page", signs)
    else:
        signs = (
            float(reading is None),
            float("no-headline" not in codes),
            sure,
            many,
            whole,
            float(date is not None and date.on is not None),
            float(named),
        )
        sure = chance("article", signs)
    if not codes.isdisjoint(_DOUBTS):
        sure = round(sure * SEVERAL, 2)
    return sure, blocks


def odds_of_body(reading: Reading, lines: Sequence[HintedLine]) -> float:
    """The F1 of the body that the labeller's own odds let one expect, as log odds.

    Every line weighs by its length: a doubtful paragraph matters, a doubtful `Share` does not.
    """
    right, wrong, missed = _expected(reading, lines)
    return _limited(math.log(2 * right / (wrong + missed)))


def _odds_of_shares(reading: Reading, lines: Sequence[HintedLine]) -> tuple[float, float]:
    """The log odds that what was taken is text, and that no text was left."""
    right, wrong, missed = _expected(reading, lines)
    return (
        max(0.0, min(_VERY_SURE, math.log(right / wrong))),
        max(0.0, min(_VERY_SURE, math.log(right / missed))),
    )


def _expected(reading: Reading, lines: Sequence[HintedLine]) -> tuple[float, float, float]:
    """How many characters of text are expected among the lines taken, how many others, and how
    many characters of text among the lines left."""
    right = wrong = missed = 1.0
    for index, odds in reading.odds.items():
        share = 1 / (1 + math.exp(-odds))
        length = len(lines[index].text)
        if index in reading.body:
            right += length * share
            wrong += length * (1 - share)
        else:
            missed += length * share
    return right, wrong, missed


def block_signs(block: Block, reading: Reading, *, body: float) -> tuple[float, ...]:
    """One number for each of BLOCK_SIGNS; captions and links are right where the labeller does not
    take them for text, so that their odds count the other way."""
    odds = _limited(reading.odds.get(block.spans[0].first - 1, 0.0))
    text = block.kind in _TEXT
    return (
        odds if text else -odds,
        body,
        math.log1p(block.text.count(" ")),
        float(ends_sentence(block.text)),
        float(text),
    )


def chance(kind: str, signs: Sequence[float]) -> float:
    """What the signs of an article or a block come to: from 0 to 1, rounded to two places."""
    first, *others = weights()[kind]
    total = first + sum(map(mul, others, signs))
    return round(1 / (1 + math.exp(-max(-_NO_DOUBT, min(_NO_DOUBT, total)))), 2)


@cache
def weights() -> dict[str, list[float]]:
    """The numbers of confidence.json: a constant and one number a sign, for each kind."""
    text = files(__package__).joinpath("confidence.json").read_text(encoding="ascii")
    return {kind: list(map(float, numbers)) for kind, numbers in json.loads(text).items()}


def _limited(odds: float) -> float:
    return max(-_SURE, min(_SURE, odds))
