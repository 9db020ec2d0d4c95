"""What readers may narrow a list by: `?q=&tag=&source=&place=&from=&to=`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import django_filters
from django import forms
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from . import search
from .lists import Recent, article_sources, article_topics
from .models import Article, ArticleTag, Attribution, Source
from .models.article import ArticleQuerySet


class WordsField(forms.CharField):
    """Words to search for; whatever was typed or pasted can be used."""

    def to_python(self, value: object) -> str:
        """The words, cleaned and cut."""
        return search.clean(str(value or ""))


class WordsFilter(django_filters.CharFilter):
    """A filter on words."""

    field_class = WordsField


ONE_DAY: Final = timedelta(days=1)


class DayField(forms.DateField):
    """A day. The calendar's very ends give way, so that one can reckon with any day it gives."""

    def to_python(self, value: str | datetime | date | None) -> date | None:
        """The day, or None."""
        day = super().to_python(value)
        return day and min(max(day, date.min + 2 * ONE_DAY), date.max - 2 * ONE_DAY)


class DayFilter(django_filters.DateFilter):
    """A filter on a day."""

    field_class = DayField


def start_of(day: date) -> datetime:
    """The first moment of a day, here."""
    return timezone.make_aware(datetime.combine(day, time.min))


class ArticleFilter(django_filters.FilterSet):
    """Narrows articles; what cannot be understood is reported in `form.errors` and left out."""

    q = WordsFilter(method="keep_matching", label=_("Words"))
    tag = django_filters.CharFilter(method="keep_on_topic", label=_("Topic"))
    source = django_filters.CharFilter(method="keep_from_source", label=_("Source"))
    place = django_filters.CharFilter(field_name="place_slug", label=_("Place"))
    since = DayFilter(method="keep_since", label=_("From"))
    until = DayFilter(method="keep_until", label=_("To"))

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        """The filters by their names in the address; `from` cannot be declared under its own."""
        names = {"since": "from", "until": "to"}
        return {names.get(name, name): item for name, item in super().get_filters().items()}

    def keep_matching(self, articles: ArticleQuerySet, name: str, words: str) -> ArticleQuerySet:
        """Those that hold the words."""
        return search.matching(articles, words, search.language_of(words))

    # The row is looked up first: with its id the database knows how frequent it is, and walks the
    # index of dates for a frequent one. By slug it would join and sort all of its articles.

    def keep_on_topic(self, articles: ArticleQuerySet, name: str, slug: str) -> ArticleQuerySet:
        """Those on the topic."""
        topic = Tag.objects.filter(slug=slug).values_list("pk", flat=True).first()
        if topic is None:
            return articles.none()
        links = ArticleTag.objects.filter(content_object=OuterRef("pk"), tag_id=topic)
        return articles.filter(Exists(links))

    def keep_from_source(self, articles: ArticleQuerySet, name: str, slug: str) -> ArticleQuerySet:
        """Those that the source had a part in, whatever part, each once."""
        source = Source.objects.filter(slug=slug).values_list("pk", flat=True).first()
        if source is None:
            return articles.none()
        parts = Attribution.objects.filter(article=OuterRef("pk"), source_id=source)
        return articles.filter(Exists(parts))

    def keep_since(self, articles: ArticleQuerySet, name: str, day: date) -> ArticleQuerySet:
        """Those of that day and later."""
        return articles.filter(published_at__gte=start_of(day))

    def keep_until(self, articles: ArticleQuerySet, name: str, day: date) -> ArticleQuerySet:
        """Those of that day and earlier."""
        return articles.filter(published_at__lt=start_of(day + ONE_DAY))


# --- what the page shows of the filters


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address of the list without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter with what can be chosen: pairs of value and name."""

    name: str
    label: str
    chosen: str
    options: list[tuple[str, str]]


# What a topic, a source or a place is called, by the filter's name and the slug.
Names = dict[tuple[str, str], str]


def names_of(recent: Recent, shown: Iterable[Article]) -> Names:
    """Names for slugs, as the recent stories and the shown ones use them."""
    names: Names = {}
    for kind, offers in _offers(recent).items():
        names |= {(kind, offer["slug"]): offer["name"] for offer in offers}
    for article in shown:
        names |= {("tag", topic["slug"]): topic["name"] for topic in article_topics(article)}
        names |= {("source", part["slug"]): part["name"] for part in article_sources(article)}
        names["place", article.place_slug] = article.place
    return names


def _offers(recent: Recent) -> dict[str, list[dict[str, Any]]]:
    return {"tag": recent.topics, "source": recent.sources, "place": recent.places}


def chips(narrowed: ArticleFilter, names: Names, query: QueryDict, path: str) -> list[Chip]:
    """The filters in force, and for each the address of the list without it."""
    found = []
    for name, value in narrowed.form.cleaned_data.items():
        if not value:
            continue
        rest = query.copy()
        for key in (name, "after"):
            rest.pop(key, None)
        without = f"{path}?{rest.urlencode()}" if rest else path
        label = str(narrowed.form.fields[name].label)
        found.append(Chip(label, _shown(name, value, names), without))
    return found


def choices(narrowed: ArticleFilter, names: Names, recent: Recent) -> list[Choice]:
    """What can be chosen of topics, sources and places: the frequent ones and the chosen one."""
    found = []
    for name, offers in _offers(recent).items():
        chosen = narrowed.form.cleaned_data.get(name) or ""
        options = {offer["slug"]: offer["name"] for offer in offers}
        if chosen:
            options.setdefault(chosen, _shown(name, chosen, names))
        by_name = sorted(options.items(), key=lambda option: option[1].casefold())
        found.append(Choice(name, str(narrowed.form.fields[name].label), chosen, by_name))
    return found


def _shown(name: str, value: Any, names: Names) -> str:
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if name == "q":
        return f"“{value}”"
    return names.get((name, value)) or str(value).replace("-", " ")
