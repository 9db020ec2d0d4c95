"""Filters of the desk where there may be thousands of choices: those of the newest stories are
offered, any other is found by typing its name. Nothing looks at the whole table."""

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
"""The newest articles, whose topics, sources and places are offered."""
OFFERED: Final = 25
DUMPS_SEARCHED: Final = 20_000
"""The newest dumps, among whose names is searched; all of 100,000 took longer than a page may."""


class Found(NamedTuple):
    """A row that a filter may be set to: its key, how the address names it, and its name."""

    pk: Any
    asked: str
    name: str


class TypedFilter(admin.SimpleListFilter):
    """A filter that offers some choices and finds any other by what is typed.

    `found` are the rows that are meant by it: one, or those whose names begin with it.
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
        """Always: one may type where nothing is offered."""
        return True

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """What is offered, the most frequent first, with what is meant by what was typed."""
        asked = " ".join((self.value() or "").split())
        if not asked:
            self.used_parameters.pop(self.parameter_name, None)
        self.found = self.find(asked) if asked else []
        if len(self.found) == 1:
            self.used_parameters[self.parameter_name] = self.found[0].asked
        offered = dict(cache.get_or_set(self._key, self.offer, OFFERED_SECONDS) or ())
        meant = {row.asked: row.name for row in self.found}
        return list((meant | offered).items())

    @property
    def _key(self) -> str:
        return f"desk-{self.parameter_name}"

    def offer(self) -> list[tuple[str, str]]:
        """The choices, as the address names them, with their names; kept for some minutes."""
        raise NotImplementedError

    def find(self, asked: str) -> list[Found]:
        """What is meant by the address or by what was typed."""
        raise NotImplementedError

    def choices(self, changelist: Any) -> Any:
        """The choices; beside them the input needs what else the list is narrowed by."""
        self.hidden = other_parameters(changelist, [self.parameter_name])
        return super().choices(changelist)

    @property
    def typed(self) -> str:
        """What stands in the input: the name of what is in force, or else what was typed."""
        return self.found[0].name if len(self.found) == 1 else self.value() or ""

    def narrowed(
        self, queryset: QuerySet[Article], keys: Sequence[Any], *, is_alone: bool
    ) -> QuerySet[Article]:
        """The articles of these rows; `is_alone` where nothing else narrows them."""
        raise NotImplementedError

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """The articles of what is meant; none where nothing is."""
        if not self.value():
            return queryset
        keys = [row.pk for row in self.found]
        if not keys:
            return queryset.none()
        return self.narrowed(queryset, keys, is_alone=is_alone(request, self))


def _newest() -> QuerySet[Any]:
    return Article.objects.order_by("-published_at", "-id").values("pk")[:LOOKED_AT]


def _named(rows: QuerySet[Any], asked: str, aliases: Q) -> list[Found]:
    """Rows by slug or name; else by another name; else those whose names begin so."""
    rows = rows.alias(folded=Lower("name")).order_by("name")
    exact = Q(slug=asked) | Q(folded=Lower(Value(asked)))
    for meant in (exact, aliases, Q(folded__startswith=asked.lower())):
        found = list(rows.filter(meant).values_list("pk", "slug", "name")[:OFFERED])
        if found:
            return list(map(Found._make, found))
    return []


def find_topics(asked: str) -> list[Found]:
    """Topics by slug, name, another name, or the beginning of a name."""
    return _named(Topic.objects.all(), asked, Q(aliases__name=asked.lower()))


def find_sources(asked: str) -> list[Found]:
    """Sources by slug, name, alias, or the beginning of a name."""
    return _named(Source.objects.all(), asked, Q(aliases__contains=[asked.lower()]))


class TopicFilter(TypedFilter):
    """The topics written about of late; any other by its name."""

    title = _("topic")
    parameter_name = "topic"
    completes = completes("articletag", "tag")
    hint = _("Any topic")

    def offer(self) -> list[tuple[str, str]]:
        """Slug and name of the topics of the newest articles, published or not."""
        topics = Topic.objects.filter(article_tags__content_object__in=_newest())
        counted = topics.annotate(count=Count("pk")).order_by("-count", "name")
        return list(counted.values_list("slug", "name")[:OFFERED])

    def find(self, asked: str) -> list[Found]:
        """Topics by slug, name or another name."""
        return find_topics(asked)

    def narrowed(
        self, queryset: QuerySet[Article], keys: Sequence[Any], *, is_alone: bool
    ) -> QuerySet[Article]:
        """The articles on these topics."""
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

    def find(self, asked: str) -> list[Found]:
        """Sources by slug, name or alias."""
        return find_sources(asked)

    def narrowed(
        self, queryset: QuerySet[Article], keys: Sequence[Any], *, is_alone: bool
    ) -> QuerySet[Article]:
        """The articles to which these sources gave anything."""
        links = Attribution.objects.filter(source__in=keys)
        return among(queryset, links, "article", is_alone=is_alone)


class PlaceFilter(TypedFilter):
    """The places of the newest articles; any other by its name."""

    title = _("place")
    parameter_name = "place"
    hint = _("Any place")

    def offer(self) -> list[tuple[str, str]]:
        """Slug and name of the places."""
        places = Article.objects.filter(pk__in=_newest()).exclude(place_slug="").order_by()
        counted = places.values("place_slug").annotate(count=Count("pk"), name=Min("place"))
        rows = counted.order_by("-count", "place_slug")[:OFFERED]
        return [(row["place_slug"], row["name"]) for row in rows]

    def find(self, asked: str) -> list[Found]:
        """The place of this name."""
        slug = slugify(asked, allow_unicode=True)[:100]
        here = Article.objects.filter(place_slug=slug).exclude(place_slug="").order_by()
        name = next(iter(here.values_list("place", flat=True)[:1]), None) if slug else None
        return [Found(slug, slug, name)] if name else []

    def narrowed(
        self, queryset: QuerySet[Article], keys: Sequence[Any], *, is_alone: bool
    ) -> QuerySet[Article]:
        """The stories from there."""
        return queryset.filter(place_slug__in=keys).exclude(place_slug="")


# A subquery of its own: the planner would look through the names of all dumps instead.
_NEWEST_DUMPS: Final = """
SELECT id, name FROM (SELECT id, name FROM articles_dump ORDER BY id DESC LIMIT %s) newest
WHERE position(lower(%s) IN lower(name)) > 0 LIMIT %s
"""


class DumpFilter(TypedFilter):
    """The newest dumps; of the others those whose names hold what was typed."""

    title = _("dump")
    parameter_name = "dump"
    hint = _("Part of its name")

    def offer(self) -> list[tuple[str, str]]:
        """The newest dumps."""
        newest = Dump.objects.order_by("-pk").values_list("pk", "name")[:8]
        return [(str(pk), _short(name)) for pk, name in newest]

    def find(self, asked: str) -> list[Found]:
        """A dump by its number, or the newest whose names hold the words."""
        if asked.isdecimal() and len(asked) <= 18:
            found = list(Dump.objects.filter(pk=int(asked)).values_list("pk", "name"))
        else:
            with connection.cursor() as cursor:
                cursor.execute(_NEWEST_DUMPS, [DUMPS_SEARCHED, asked, OFFERED])
                found = cursor.fetchall()
        return [Found(pk, str(pk), _short(name)) for pk, name in found]

    def narrowed(
        self, queryset: QuerySet[Article], keys: Sequence[Any], *, is_alone: bool
    ) -> QuerySet[Article]:
        """The articles cut from these dumps."""
        cut = Clipping.objects.filter(dump__in=keys, article__isnull=False)
        return among(queryset, cut, "article", is_alone=is_alone)


def _short(name: str) -> str:
    """The end of a path or address, where it says most."""
    return name if len(name) <= 40 else f"…{name[-39:]}"
