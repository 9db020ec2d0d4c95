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
from .lexicon import LexiconWord
from .naming import Merge, TopicAlias
from .provenance import ISSUE_CODES, Clipping, Dump, ImportRun
from .source import Source

__all__ = [
    "ISSUE_CODES",
    "UNDATED",
    "Article",
    "ArticleTag",
    "Attribution",
    "Bullet",
    "Caption",
    "Clipping",
    "Correction",
    "Dump",
    "ImportRun",
    "LexiconWord",
    "Merge",
    "Source",
    "TopicAlias",
    "headline_slug",
    "place_of",
]
