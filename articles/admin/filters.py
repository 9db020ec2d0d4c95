"""What the desk narrows its list of articles by."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.contrib import admin
from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from taggit.models import Tag

from articles.models import Article, Attribution, Clipping, Source

TOPICS_SECONDS: Final = 300

# What the parser finds fault with; see articles/parsing.
ISSUE_CODES: Final = (
    "cut-short",
    "joined-paragraph",
    "lost-text",
    "mojibake",
    "no-headline",
    "repeated-bullet",
    "repeated-caption",
    "repeated-paragraph",
    "stray-space",
    "unbalanced-quotes",
    "undated",
    "unreadable-line",
    "wrong-quote",
)


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


def newest_topics() -> list[tuple[str, str]]:
    """Slug and name of the topics of the newest articles, published or not; for the cache."""
    newest = Article.objects.order_by("-published_at", "-id").values("pk")[:2000]
    topics = Tag.objects.filter(article_tags__content_object__in=newest)
    counted = topics.annotate(count=Count("pk")).order_by("-count", "name")
    return list(counted.values_list("slug", "name")[:25])


class IssueFilter(admin.SimpleListFilter):
    """What a person should look at, by its code; of one run by `?issue=<run>.<code>`, which the
    run's page links to."""

    title = "issue"
    parameter_name = "issue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The codes, and the run's one that is in force."""
        choices = [("any", "any"), *((code, code.replace("-", " ")) for code in ISSUE_CODES)]
        run, dot, code = request.GET.get(self.parameter_name, "").partition(".")
        return [(f"{run}.{code}", f"{code} in run {run}"), *choices] if dot else choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """The articles with a clipping that has the issue."""
        asked = self.value()
        if not asked:
            return queryset
        run, dot, code = asked.partition(".")
        if dot:
            if not run.isdecimal() or len(run) > 18:
                return queryset.none()
            of_run = Clipping.objects.filter(
                dump__first_run=int(run), article__isnull=False, issues__contains=[{"code": code}]
            )
            return queryset.filter(pk__in=of_run.values("article"))
        clippings = Clipping.objects.filter(article=OuterRef("pk"))
        found = (
            clippings.exclude(issues=[])
            if asked == "any"
            else clippings.filter(issues__contains=[{"code": asked}])
        )
        return queryset.filter(Exists(found))


class ConfidenceFilter(admin.SimpleListFilter):
    """How sure the parser was."""

    title = "sure"
    parameter_name = "sure"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices."""
        return [("low", "below 0.5"), ("middle", "0.5 to 0.9"), ("high", "0.9 and more")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """The articles of that stretch; those written here have no confidence."""
        match self.value():
            case "low":
                return queryset.filter(confidence__lt=0.5)
            case "middle":
                return queryset.filter(confidence__gte=0.5, confidence__lt=0.9)
            case "high":
                return queryset.filter(confidence__gte=0.9)
        return queryset


class SourceFilter(admin.SimpleListFilter):
    """The sources of the newest articles; any other by `?source=<slug>`."""

    title = "source"
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices, the most frequent first, with the one in force."""
        sources = dict(cache.get_or_set("desk-sources", newest_sources, TOPICS_SECONDS) or ())
        if chosen := request.GET.get(self.parameter_name):
            sources.setdefault(chosen, chosen.replace("-", " "))
        return list(sources.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """The articles to which that source gave anything."""
        if not self.value():
            return queryset
        parts = Attribution.objects.filter(article=OuterRef("pk"), source__slug=self.value())
        return queryset.filter(Exists(parts))


def newest_sources() -> list[tuple[str, str]]:
    """Slug and name of the sources of the newest articles, published or not; for the cache."""
    newest = Article.objects.order_by("-published_at", "-id").values("pk")[:2000]
    sources = Source.objects.filter(attributions__article__in=newest)
    counted = sources.annotate(count=Count("pk")).order_by("-count", "name")
    return list(counted.values_list("slug", "name")[:25])
