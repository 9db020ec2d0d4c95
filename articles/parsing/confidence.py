"""How sure the parser is of an article: the share of expected signs that it found.

Each sign is something a story cut out rightly shows and one cut out wrongly tends to lack. The
weights are a first judgement, not yet calibrated against labelled pages; the sum of all is 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from .roles import ends_sentence
from .types import BlockKind, Issue, ParsedArticle

_BASE: Final = 0.30
_REPEATED_HEADLINE: Final = 0.20
_DATED: Final = 0.14
_DATELINE_OR_BYLINE: Final = 0.08
_PROSE: Final = 0.14
_WHOLE_SENTENCES: Final = 0.12
_UNDAMAGED: Final = 0.02

_ENOUGH_PARAGRAPHS: Final = 3


def confidence_of(article: ParsedArticle, *, repeated: bool, issues: Sequence[Issue]) -> float:
    """From 0 to 1, rounded to two places."""
    paragraphs = [block for block in article.body if block.kind is BlockKind.PARAGRAPH]
    whole = sum(ends_sentence(block.text) for block in paragraphs)
    score = _BASE
    score += _REPEATED_HEADLINE * repeated
    score += _DATED * (article.updated is not None and article.updated.on is not None)
    score += _DATELINE_OR_BYLINE * bool(article.dateline or article.byline)
    score += _PROSE * min(len(paragraphs), _ENOUGH_PARAGRAPHS) / _ENOUGH_PARAGRAPHS
    score += _WHOLE_SENTENCES * (whole / len(paragraphs) if paragraphs else 0)
    score += _UNDAMAGED * (not issues)
    return round(score, 2)
