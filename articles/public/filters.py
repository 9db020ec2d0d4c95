"""The filters of readers' lists: `?q=&tag=&source=&place=&from=&to=&photo=&url=`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar, Final

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, OuterRef, Q, Subquery, When
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles import search
from articles.models import UNDATED, ArticleTag, Attribution, Caption, Source, Topic
from articles.models.article import ArticleQuerySet

from .listing import Narrowing


class WordsField(forms.CharField):
    """Words to search for; any typed or pasted text is valid."""

    def to_python(self, value: object) -> str:
        """The words, cleaned and cut."""
        return search.clean(str(value or ""))


class WordsFilter(django_filters.CharFilter):
    field_class = WordsField


ONE_DAY: Final = timedelta(days=1)


class DayField(forms.DateField):
    """A day. The first and last days of the calendar are moved inwards, so that one can calculate
    with every value."""

    def to_python(self, value: str | datetime | date | None) -> date | None:
        """The day, or None."""
        day = super().to_python(value)
        return day and min(max(day, date.min + 2 * ONE_DAY), date.max - 2 * ONE_DAY)


class DayFilter(django_filters.DateFilter):
    field_class = DayField


class YesField(forms.CharField):
    """A box that is ticked or is not: `1` or nothing."""

    def to_python(self, value: object) -> str:
        """`1` for anything that says yes."""
        return "1" if str(value or "").strip().lower() in {"1", "on", "yes", "true"} else ""


class YesFilter(django_filters.CharFilter):
    field_class = YesField


class AddressField(forms.CharField):
    """Addresses of the pages that stories were saved from, as `search.read_addresses` reads
    them."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Enter a host or an address, such as example.org or example.org/news.")
    }

    def to_python(self, value: object) -> str:
        """The addresses, one space between them."""
        text = " ".join(str(value or "").split())
        if text and search.read_addresses(text) is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return text


class AddressFilter(django_filters.CharFilter):
    field_class = AddressField


def start_of(day: date) -> datetime:
    """The first moment of a day, here."""
    return timezone.make_aware(datetime.combine(day, time.min))


# Rows are looked up by slug within the query, so that a filter needs no further query.


def topic_test(slug: str) -> search.Test:
    topic = Subquery(Topic.objects.filter(slug=slug).values("pk")[:1])
    return search.row_test(ArticleTag.objects.filter(content_object=OuterRef("pk"), tag_id=topic))


def source_test(slug: str) -> search.Test:
    """Whether the source contributed to an article, in any role."""
    source = Subquery(named_sources(slug).values("pk")[:1])
    return search.row_test(Attribution.objects.filter(article=OuterRef("pk"), source_id=source))


def photo_test() -> search.Test:
    """Whether an article has a picture, not only a caption."""
    return search.row_test(Caption.objects.filter(article=OuterRef("pk")).exclude(image=""))


def named_sources(slug: str) -> Any:
    """Sources with this slug or else with this alias: `ap`."""
    other_name = slug.replace("-", " ")
    named = Source.objects.filter(Q(slug=slug) | Q(aliases__contains=[other_name]))
    return named.order_by(Case(When(slug=slug, then=0), default=1), "pk")


class ArticleFilter(django_filters.FilterSet):
    """Filters articles; an invalid value is reported in `form.errors` and ignored.

    `qs` are the articles as an ordinary queryset, `narrowing()` the same for a list that must be
    fast.
    """

    q = WordsFilter(method="keep_matching", label=_("Words"))
    tag = django_filters.CharFilter(method="keep_on_topic", label=_("Topic"))
    source = django_filters.CharFilter(method="keep_from_source", label=_("Source"))
    place = django_filters.CharFilter(field_name="place_slug", label=_("Place"))
    since = DayFilter(method="keep_since", label=_("From"))
    until = DayFilter(method="keep_until", label=_("To"))
    photo = YesFilter(method="keep_with_photo", label=_("With photo"))
    url = AddressFilter(method="keep_at_address", label=_("Original address"))

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        """The filters by their names in the address; `from` cannot be declared under its own."""
        names = {"since": "from", "until": "to"}
        return {names.get(name, name): item for name, item in super().get_filters().items()}

    def narrowing(self) -> Narrowing:
        """The same articles, in a form for fast lists; one query if there are words."""
        base: ArticleQuerySet = self.queryset.all()
        values = self.values()
        for name in ("place", "from", "to"):
            if values.get(name):
                base = self.filters[name].filter(base, values[name])
        return Narrowing.asking(base, list(_tests(values)), values.get("q", ""))

    def values(self) -> dict[str, Any]:
        """The filters in force by name, in the order in which they are declared."""
        _ = self.errors  # the form is read at the first look at its errors
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    def keep_matching(self, articles: ArticleQuerySet, name: str, words: str) -> ArticleQuerySet:
        return search.matching(articles, words, search.language_of(words))

    def keep_on_topic(self, articles: ArticleQuerySet, name: str, slug: str) -> ArticleQuerySet:
        return search.whole(articles, [topic_test(slug)])

    def keep_from_source(self, articles: ArticleQuerySet, name: str, slug: str) -> ArticleQuerySet:
        """Those that the source contributed to in any role, each once."""
        return search.whole(articles, [source_test(slug)])

    def keep_with_photo(self, articles: ArticleQuerySet, name: str, is_on: str) -> ArticleQuerySet:
        return search.whole(articles, [photo_test()])

    def keep_at_address(self, articles: ArticleQuerySet, name: str, typed: str) -> ArticleQuerySet:
        return search.at_addresses(articles, typed)

    def keep_since(self, articles: ArticleQuerySet, name: str, day: date) -> ArticleQuerySet:
        """Those of that day and later; not those without a known day."""
        return articles.filter(published_at__gte=start_of(day)).exclude(published_at=UNDATED)

    def keep_until(self, articles: ArticleQuerySet, name: str, day: date) -> ArticleQuerySet:
        """Those of that day and earlier; not those without a known day."""
        end = start_of(day + ONE_DAY)
        return articles.filter(published_at__lt=end).exclude(published_at=UNDATED)


def _tests(values: dict[str, Any]) -> Iterator[search.Test]:
    yield from search.address_tests(values.get("url", ""))
    if slug := values.get("tag"):
        yield topic_test(slug)
    if slug := values.get("source"):
        yield source_test(slug)
    if values.get("photo"):
        yield photo_test()


# Parameters that the address may have beside the filters.
SETTINGS: Final = ("sort",)


def read_filters(query: QueryDict) -> QueryDict:
    """An address's filters, with the filters that are typed in the search words.

    A typed filter wins over the address's. Empty and unknown parameters are left out, and so are
    positions in the list.
    """
    typed = search.read(query.get("q", ""))
    plain = QueryDict(mutable=True)
    values = {name: query.get(name, "") for name in (*ArticleFilter.get_filters(), *SETTINGS)}
    values |= {"q": typed.words}
    values |= {
        name: slugify(value, allow_unicode=True) if name in {"tag", "source", "place"} else value
        for name, value in typed.filters.items()
    }
    for name, value in values.items():
        if value:
            plain[name] = value
    return plain
