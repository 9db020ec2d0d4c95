"""Filters with possibly thousands of choices: those of the newest articles are listed, and any
other is found by typing its name. None of them reads the whole table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final, NamedTuple

from django.contrib import admin
from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Min, Q, QuerySet, Value
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles.models import Article, ArticleTag, Attribution, Clipping, Dump, Source, Topic

from .bounded_paginator import among
from .filters import is_alone, other_parameters
from .forms import completes

OFFERED_SECONDS: Final = 300
LOOKED_AT: Final = 2000
"""The newest articles, whose topics, sources and places are listed."""
OFFERED: Final = 25
DUMPS_SEARCHED: Final = 20_000
"""The newest dumps, whose names are searched; a search in all of 100,000 took longer than a page
may."""


class Found(NamedTuple):
    """A row that a filter can be set to: its key, its value in addresses, and its name."""

    pk: Any
    value: str
    name: str


class TypedFilter(admin.SimpleListFilter):
    """A filter that lists some choices and finds any other by typing.

    `found` are the rows that the value means: one, or those whose names begin with it.
    """

    template = "admin/articles/typed_filter.html"
    completes: ClassVar[dict[str, str]] = {}
    hint = _("Name")
    parameter_name: str

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any
    ) -> None:
        self.hidden: list[tuple[str, str]] = []
        self.found: list[Found] = []
        super().__init__(request, params, model, model_admin)

    def has_output(self) -> bool:
        """True: one can type even if no choice is listed."""
        return True

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The listed choices, the most frequent first, and the rows that the typed value means."""
        value = " ".join((self.value() or "").split())
        if not value:
            self.used_parameters.pop(self.parameter_name, None)
        self.found = self.find(value) if value else []
        if len(self.found) == 1:
            self.used_parameters[self.parameter_name] = self.found[0].value
        offered = dict(cache.get_or_set(self._key, self.offer, OFFERED_SECONDS) or ())
        meant = {row.value: row.name for row in self.found}
        return list((meant | offered).items())

    @property
    def _key(self) -> str:
        return f"desk-{self.parameter_name}"

    def offer(self) -> list[tuple[str, str]]:
        """The listed choices, as pairs of value and name; cached for some minutes."""
        raise NotImplementedError

    def find(self, value: str) -> list[Found]:
        """The rows that a value of the address means."""
        raise NotImplementedError

    def choices(self, changelist: Any) -> Any:
        """The choices, and the other parameters of the list for the form with the input."""
        self.hidden = other_parameters(changelist, [self.parameter_name])
        return super().choices(changelist)

    @property
    def typed(self) -> str:
        """The text of the input: the name of the selected row, or else what was typed."""
        return self.found[0].name if len(self.found) == 1 else self.value() or ""

    def with_rows(
        self, queryset: QuerySet[Article], keys: Sequence[Any], *, is_alone: bool
    ) -> QuerySet[Article]:
        """The articles of these rows; `is_alone` if no other filter is in force."""
        raise NotImplementedError

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """The articles of the selected rows; none if the value means no row."""
        if not self.value():
            return queryset
        keys = [row.pk for row in self.found]
        if not keys:
            return queryset.none()
        return self.with_rows(queryset, keys, is_alone=is_alone(request, self))


def _newest() -> QuerySet[Any]:
    return Article.objects.order_by("-published_at", "-id").values("pk")[:LOOKED_AT]


def _named(rows: QuerySet[Any], value: str, aliases: Q) -> list[Found]:
    """Rows by slug or name; else by alias; else those whose names begin with the value."""
    rows = rows.alias(folded=Lower("name")).order_by("name")
    exact = Q(slug=value) | Q(folded=Lower(Value(value)))
    for meant in (exact, aliases, Q(folded__startswith=value.lower())):
        found = list(rows.filter(meant).values_list("pk", "slug", "name")[:OFFERED])
        if found:
            return list(map(Found._make, found))
    return []


def find_topics(value: str) -> list[Found]:
    """Topics by slug, name, alias, or the beginning of a name."""
    return _named(Topic.objects.all(), value, Q(aliases__name=value.lower()))


def find_sources(value: str) -> list[Found]:
    """Sources by slug, name, alias, or the beginning of a name."""
    return _named(Source.objects.all(), value, Q(aliases__contains=[value.lower()]))


class TopicFilter(TypedFilter):
    """The topics of the newest articles; any other by its name."""

    title = _("topic")
    parameter_name = "topic"
    completes = completes("articletag", "tag")
    hint = _("Any topic")

    def offer(self) -> list[tuple[str, str]]:
        """Slug and name of the topics of the newest articles, published or not."""
        topics = Topic.objects.filter(article_tags__content_object__in=_newest())
        counted = topics.annotate(count=Count("pk")).order_by("-count", "name")
        return list(counted.values_list("slug", "name")[:OFFERED])

    def find(self, value: str) -> list[Found]:
        return find_topics(value)

    def with_rows(
        self, queryset: QuerySet[Article], keys: Sequence[Any], *, is_alone: bool
    ) -> QuerySet[Article]:
        links = ArticleTag.objects.filter(tag__in=keys)
        return among(queryset, links, "content_object", is_alone=is_alone)


class SourceFilter(TypedFilter):
    """The sources of the newest articles; any other by one of its names."""

    title = _("source")
    parameter_name = "source"
    completes = completes("attribution", "source")
    hint = _("Any source")

    def offer(self) -> list[tuple[str, str]]:
        """Slug and name of the sources of the newest articles, published or not."""
        sources = Source.objects.filter(attributions__article__in=_newest())
        counted = sources.annotate(count=Count("pk")).order_by("-count", "name")
        return list(counted.values_list("slug", "name")[:OFFERED])

    def find(self, value: str) -> list[Found]:
        return find_sources(value)

    def with_rows(
        self, queryset: QuerySet[Article], keys: Sequence[Any], *, is_alone: bool
    ) -> QuerySet[Article]:
        """Articles with one of these sources in any role."""
        links = Attribution.objects.filter(source__in=keys)
        return among(queryset, links, "article", is_alone=is_alone)


class PlaceFilter(TypedFilter):
    """The places of the newest articles; any other by its name."""

    title = _("place")
    parameter_name = "place"
    hint = _("Any place")

    def offer(self) -> list[tuple[str, str]]:
        places = Article.objects.filter(pk__in=_newest()).exclude(place_slug="").order_by()
        counted = places.values("place_slug").annotate(count=Count("pk"), name=Min("place"))
        rows = counted.order_by("-count", "place_slug")[:OFFERED]
        return [(row["place_slug"], row["name"]) for row in rows]

    def find(self, value: str) -> list[Found]:
        slug = slugify(value, allow_unicode=True)[:100]
        here = Article.objects.filter(place_slug=slug).exclude(place_slug="").order_by()
        name = next(iter(here.values_list("place", flat=True)[:1]), None) if slug else None
        return [Found(slug, slug, name)] if name else []

    def with_rows(
        self, queryset: QuerySet[Article], keys: Sequence[Any], *, is_alone: bool
    ) -> QuerySet[Article]:
        return queryset.filter(place_slug__in=keys).exclude(place_slug="")


# A separate subquery: otherwise the planner would read the names of all dumps.
_NEWEST_DUMPS: Final = """
SELECT id, name FROM (SELECT id, name FROM articles_dump ORDER BY id DESC LIMIT %s) newest
WHERE position(lower(%s) IN lower(name)) > 0 LIMIT %s
"""


class DumpFilter(TypedFilter):
    """The newest dumps; others by a part of their name."""

    title = _("dump")
    parameter_name = "dump"
    hint = _("Part of its name")

    def offer(self) -> list[tuple[str, str]]:
        newest = Dump.objects.order_by("-pk").values_list("pk", "name")[:8]
        return [(str(pk), _short(name)) for pk, name in newest]

    def find(self, value: str) -> list[Found]:
        """A dump by its number, or the newest whose names contain the words."""
        if value.isdecimal() and len(value) <= 18:
            found = list(Dump.objects.filter(pk=int(value)).values_list("pk", "name"))
        else:
            with connection.cursor() as cursor:
                cursor.execute(_NEWEST_DUMPS, [DUMPS_SEARCHED, value, OFFERED])
                found = cursor.fetchall()
        return [Found(pk, str(pk), _short(name)) for pk, name in found]

    def with_rows(
        self, queryset: QuerySet[Article], keys: Sequence[Any], *, is_alone: bool
    ) -> QuerySet[Article]:
        cut = Clipping.objects.filter(dump__in=keys, article__isnull=False)
        return among(queryset, cut, "article", is_alone=is_alone)


def _short(name: str) -> str:
    """The end of a path or address, its most informative part."""
    return name if len(name) <= 40 else f"…{name[-39:]}"
