"""Every model of the newsroom, one import away."""

from .article import (
    UNDATED,
    Article,
    ArticleTag,
    Attribution,
    Bullet,
    Caption,
    headline_slug,
    place_of,
)
from .correction import Correction
from .desk import Disagreement, Presence
from .lexicon import LexiconWord
from .provenance import Clipping, Dump, ImportRun
from .source import Source

__all__ = [
    "UNDATED",
    "Article",
    "ArticleTag",
    "Attribution",
    "Bullet",
    "Caption",
    "Clipping",
    "Correction",
    "Disagreement",
    "Dump",
    "ImportRun",
    "LexiconWord",
    "Presence",
    "Source",
    "headline_slug",
    "place_of",
]
