"""How sure the parser is of an article, and of each block of one.

Each sign is something that a person can see: how sure the labeller is of the lines, whether known
furniture frames the story, whether a date was found. What they weigh is in confidence.json, a
handful of numbers fitted to labelled pages by benchmarks/calibrate.py, so that of the articles
given 0.9 nine in ten are right.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from operator import mul
from typing import Final

from articles.parsing.line_kinds import HintedLine, ends_sentence
from articles.parsing.model.classifier import Reading
from articles.parsing.stories.segment import Story
from articles.parsing.types import Block, BlockKind, Issue

ARTICLE_SIGNS: Final = (
    *("framed", "headline found", "odds of the body", "paragraphs", "whole sentences"),
    *("dated", "place or writer"),
)
BLOCK_SIGNS: Final = (
    *("odds of the line", "odds of the body", "words", "whole sentence", "in the text"),
)

_TEXT: Final = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.CROSSHEAD, BlockKind.LIST_ITEM, BlockKind.PULL_QUOTE}
)
_SEVERAL: Final = 0.5
"""How much is left of the confidence of a story that may be several: of the places that are called
doubtful about half begin another story."""

_NO_DOUBT: Final = 50.0
_SURE: Final = 3.0
"""Log odds; how far past it the labeller's sums are tells little, for they stop when sure."""


def rated(
    body: Sequence[Block],
    issues: Iterable[Issue],
    story: Story,
    lines: Sequence[HintedLine],
    *,
    dated: bool,
    named: bool,
) -> tuple[float, tuple[Block, ...]]:
    """The confidence of an article that has this body, these issues, a date and a place or writer
    or not; and the body with each block's own. Blocks of a story that known furniture frames keep
    what such blocks have."""
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
    signs = (
        float(reading is None),
        float("no-headline" not in codes),
        sure,
        math.log1p(len(paragraphs)),
        sum(map(ends_sentence, paragraphs)) / len(paragraphs) if paragraphs else 0.0,
        float(dated),
        float(named),
    )
    sure = chance("article", signs)
    return (round(sure * _SEVERAL, 2) if "may-be-several" in codes else sure), blocks


def odds_of_body(reading: Reading, lines: Sequence[HintedLine]) -> float:
    """The F1 of the body that the labeller's own odds let one expect, as log odds.

    Every line weighs by its length: a doubtful paragraph matters, a doubtful `Share` does not.
    """
    right = wrong = missed = 1.0
    for index, odds in reading.odds.items():
        share = 1 / (1 + math.exp(-odds))
        length = len(lines[index].text)
        if index in reading.body:
            right += length * share
            wrong += length * (1 - share)
        else:
            missed += length * share
    return _limited(math.log(2 * right / (wrong + missed)))


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
