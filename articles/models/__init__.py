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
from .job import Job
from .lexicon import LexiconWord
from .placement import PlacementRule
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
    "Dump",
    "ImportRun",
    "Job",
    "LexiconWord",
    "PlacementRule",
    "Source",
    "headline_slug",
    "place_of",
]
