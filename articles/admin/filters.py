"""What the desk narrows its list of articles by."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.contrib import admin
from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from taggit.models import Tag

from articles.models import Article, Clipping

TOPICS_SECONDS: Final = 300


class DateFilter(admin.SimpleListFilter):
    """When a story went out, in the stretches a desk thinks in."""

    title = "date"
    parameter_name = "went_out"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices."""
        return [
            ("embargo", "in the future (embargo)"),
            ("week", "past 7 days"),
            ("month", "past 30 days"),
            ("year", "past year"),
            ("earlier", "earlier"),
            ("undated", "undated"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """The articles of that stretch."""
        now = timezone.now()
        days = {"week": 7, "month": 30, "year": 365}
        match self.value():
            case "embargo":
                return queryset.filter(published_at__gt=now)
            case "week" | "month" | "year" as stretch:
                since = now - timedelta(days=days[stretch])
                return queryset.filter(published_at__range=(since, now))
            case "earlier":
                return queryset.filter(published_at__lt=now - timedelta(days=365))
            case "undated":
                return queryset.filter(date_precision=Article.DatePrecision.UNKNOWN)
        return queryset


class TopicFilter(admin.SimpleListFilter):
    """The topics written about of late; any other by `?topic=<slug>`."""

    title = "topic"
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices, the most frequent first, with the one in force."""
        topics = dict(cache.get_or_set("desk-topics", newest_topics, TOPICS_SECONDS) or ())
        if chosen := request.GET.get(self.parameter_name):
            topics.setdefault(chosen, chosen.replace("-", " "))
        return list(topics.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """The articles on that topic."""
        return queryset.filter(article_tags__tag__slug=self.value()) if self.value() else queryset


class IssueFilter(admin.SimpleListFilter):
    """The articles of a run that have an issue: `?issue=<run>.<code>`, linked from the run."""

    title = "issue"
    parameter_name = "issue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Only the one in force: a list of all would have to be counted."""
        asked = request.GET.get(self.parameter_name, "")
        run, _, code = asked.partition(".")
        return [(asked, f"{code} in run {run}")] if asked else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """The articles with a clipping of that run's dumps that has the issue."""
        run, _, code = (self.value() or "").partition(".")
        if not run:
            return queryset
        if not run.isdecimal() or len(run) > 18:
            return queryset.none()
        clippings = Clipping.objects.filter(
            dump__first_run=int(run), article__isnull=False, issues__contains=[{"code": code}]
        )
        return queryset.filter(pk__in=clippings.values("article"))


def newest_topics() -> list[tuple[str, str]]:
    """Slug and name of the topics of the newest articles, published or not; for the cache."""
    newest = Article.objects.order_by("-published_at", "-id").values("pk")[:2000]
    topics = Tag.objects.filter(article_tags__content_object__in=newest)
    counted = topics.annotate(count=Count("pk")).order_by("-count", "name")
    return list(counted.values_list("slug", "name")[:25])
