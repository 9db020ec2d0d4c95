"""What readers may narrow a list by: the words of the address, `?q=&tag=&source=&place=&from=&to=`."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import search
from .models import Attribution
from .models.article import ArticleQuerySet


class WordsField(forms.CharField):
    """Words to search for; whatever was typed or pasted can be used."""

    def to_python(self, value: object) -> str:
        """The words, cleaned and cut."""
        return search.clean(str(value or ""))


class WordsFilter(django_filters.CharFilter):
    """A filter on words."""

    field_class = WordsField


def start_of(day: date) -> datetime:
    """The first moment of a day, here. The calendar's two ends give way by a day."""
    day = min(max(day, date.min + timedelta(days=1)), date.max - timedelta(days=1))
    return timezone.make_aware(datetime.combine(day, time.min))


class ArticleFilter(django_filters.FilterSet):
    """Narrows articles; what cannot be understood is reported in `form.errors` and left out."""

    q = WordsFilter(method="keep_matching", label=_("Words"))
    tag = django_filters.CharFilter(field_name="article_tags__tag__slug", label=_("Topic"))
    source = django_filters.CharFilter(method="keep_from_source", label=_("Source"))
    place = django_filters.CharFilter(field_name="place_slug", label=_("Place"))
    since = django_filters.DateFilter(method="keep_since", label=_("From"))
    until = django_filters.DateFilter(method="keep_until", label=_("To"))

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        """The filters by their names in the address; `from` cannot be declared under its own."""
        names = {"since": "from", "until": "to"}
        return {names.get(name, name): item for name, item in super().get_filters().items()}

    def keep_matching(self, articles: ArticleQuerySet, name: str, words: str) -> ArticleQuerySet:
        """Those that hold the words."""
        return search.matching(articles, words, search.language_of(words))

    def keep_from_source(self, articles: ArticleQuerySet, name: str, slug: str) -> ArticleQuerySet:
        """Those that the source had a part in, whatever part, each once."""
        parts = Attribution.objects.filter(article=OuterRef("pk"), source__slug=slug)
        return articles.filter(Exists(parts))

    def keep_since(self, articles: ArticleQuerySet, name: str, day: date) -> ArticleQuerySet:
        """Those of that day and later."""
        return articles.filter(published_at__gte=start_of(day))

    def keep_until(self, articles: ArticleQuerySet, name: str, day: date) -> ArticleQuerySet:
        """Those of that day and earlier."""
        return articles.filter(published_at__lt=start_of(min(day, date.max - timedelta(days=2)) + timedelta(days=1)))
