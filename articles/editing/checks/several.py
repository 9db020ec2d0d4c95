"""How many of several stories have which finding: what the question before publishing them says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext, ngettext

from articles.models import HAS_OPEN_ISSUE, ISSUE_CODES, Article, Caption, Clipping
from articles.models.article import ArticleQuerySet

from .story import HEAVY_ISSUES

NAMED: Final = 10
"""Stories of a kind that are named."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: a heading, a sentence with the number, and the first stories that have
    it."""

    code: str
    heading: str
    text: str
    stories: Sequence[Article]
    more_count: int


def counts_of(articles: ArticleQuerySet) -> list[Kind]:
    """The kinds of findings that any of these articles have, but for missing bodies."""
    pictures = Caption.objects.filter(article=OuterRef("pk"), alt_text="").exclude(image="")
    is_heavy = reduce(or_, (Q(codes__contains=[code]) for code in sorted(HEAVY_ISSUES)))
    issues = Clipping.objects.alias(codes=ISSUE_CODES).filter(
        HAS_OPEN_ISSUE, is_heavy, article=OuterRef("pk")
    )
    kinds = [
        _kind(
            "no-date",
            gettext("Without a date"),
            articles.filter(date_precision=Article.DatePrecision.UNKNOWN),
        ),
        _kind(
            "no-alt-text",
            gettext("With a picture without alternative text"),
            articles.filter(Exists(pictures)),
        ),
        _kind(
            "issues",
            gettext("With issues that readers may notice"),
            articles.filter(Exists(issues)),
        ),
    ]
    return [kind for kind in kinds if kind is not None]


def _kind(code: str, heading: str, having: ArticleQuerySet) -> Kind | None:
    count = having.count()
    if not count:
        return None
    text = ngettext("%(count)s story", "%(count)s stories", count) % {"count": count}
    stories = having.only("headline").order_by("pk")[:NAMED]
    return Kind(code, heading, text, list(stories), max(0, count - NAMED))
