"""Every model of the newsroom, one import away."""

from .article import UNDATED, Article, ArticleTag, headline_slug, place_of
from .article_rows import Attribution, Bullet, Caption
from .autosave import Autosave
from .correction import Correction
from .desk import Disagreement, Presence, PublishedUpdate
from .desk_action import DeskAction
from .dump import HAS_OPEN_ISSUE, ISSUE_CODES, Clipping, Dump, ImportRun
from .issue import IssueDecision
from .job import Job
from .lexicon import LexiconWord
from .pin import PLACES, Pin
from .public import PUBLIC_STATUSES
from .quarantine import PlacementRule
from .source import Source
from .story_picture import StoryPicture
from .topic import Merge, Topic, TopicAlias

__all__ = [
    "HAS_OPEN_ISSUE",
    "ISSUE_CODES",
    "PLACES",
    "PUBLIC_STATUSES",
    "UNDATED",
    "Article",
    "ArticleTag",
    "Attribution",
    "Autosave",
    "Bullet",
    "Caption",
    "Clipping",
    "Correction",
    "DeskAction",
    "Disagreement",
    "Dump",
    "ImportRun",
    "IssueDecision",
    "Job",
    "LexiconWord",
    "Merge",
    "Pin",
    "PlacementRule",
    "Presence",
    "PublishedUpdate",
    "Source",
    "StoryPicture",
    "Topic",
    "TopicAlias",
    "headline_slug",
    "place_of",
]
