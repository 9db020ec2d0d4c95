"""Every model of the newsroom, one import away."""

from .article import Article, ArticleTag, Attribution, Bullet, Caption
from .provenance import Clipping, Dump, ImportRun
from .source import Source

__all__ = [
    "Article",
    "ArticleTag",
    "Attribution",
    "Bullet",
    "Caption",
    "Clipping",
    "Dump",
    "ImportRun",
    "Source",
]
