"""Filters of the article list.

None of them reads the whole table. Filters with possibly thousands of choices are in
search_filters.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.editing.calendar import midnight
from articles.models import (
    HAS_OPEN_ISSUE,
    ISSUE_CODES,
    Article,
    Clipping,
    Disagreement,
    Source,
    Topic,
)

from .bounded_paginator import among
from .labels.issues import ISSUE_WORDS, in_words


class DateFilter(admin.SimpleListFilter):
    """By publication date: recent periods, one day, or a range of days."""

    title = _("date")
    parameter_name = "went_out"
    template = "admin/articles/days_filter.html"

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any
    ) -> None:
        typed = [_last(params.pop(name, "")) for name in ("went_out_from", "went_out_to")]
        super().__init__(request, params, model, model_admin)
        if any(typed):
            self.used_parameters[self.parameter_name] = "..".join(typed)
        self.first, self.last = _days(self.value() or "")
        self.hidden: list[tuple[str, str]] = []

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("embargo", gettext("in the future (embargo)")),
            ("week", gettext("past 7 days")),
            ("month", gettext("past 30 days")),
            ("year", gettext("past year")),
            ("earlier", gettext("older")),
            ("undated", gettext("undated")),
        ]

    def expected_parameters(self) -> list[str | None]:
        return [self.parameter_name, "went_out_from", "went_out_to"]

    def choices(self, changelist: Any) -> Any:
        """The choices, and the other parameters of the list for the form with the two date
        inputs."""
        typed = ["went_out_from", "went_out_to"]
        self.hidden = other_parameters(changelist, [self.parameter_name, *typed])
        for choice in super().choices(changelist):
            for name in typed:  # else they would go on to count
                choice["query_string"] = _without(choice["query_string"], name)
            yield choice

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
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
        if self.first:
            queryset = queryset.filter(published_at__gte=midnight(self.first))
        if self.last:
            queryset = queryset.filter(published_at__lt=midnight(self.last + timedelta(days=1)))
        return queryset


def _last(value: Any) -> str:
    """A parameter's last value; Django passes lists."""
    return str(value[-1] if isinstance(value, list) and value else value or "")


def _days(period: str) -> tuple[date | None, date | None]:
    """First and last day of `2025-03-18` or `2025-03-01..2025-03-18`; None for an open end."""
    first, dots, last = period.partition("..")
    days = [day_in(text) for text in (first, last if dots else first)]
    return days[0], days[1]


def day_in(text: str) -> date | None:
    """The day that a text names as 2025-03-18."""
    try:
        day = parse_date(text)
    except ValueError:  # 31 February
        return None
    # Outside these years midnight does not exist in every time zone.
    return day if day and 1 < day.year < 9999 else None


def _without(address: str, name: str) -> str:
    parts = [part for part in address.removeprefix("?").split("&") if part.split("=")[0] != name]
    return f"?{'&'.join(parts)}"


def other_parameters(changelist: Any, without: Iterable[str | None]) -> list[tuple[str, str]]:
    """The list's other parameters, for the hidden inputs of a form."""
    return [
        (name, value)
        for name, values in changelist.filter_params.items()
        if name not in without
        for value in values
    ]


_NARROWING: Final = frozenset({"issue", "source", "topic", "place", "dump", "q"})


def is_alone(request: HttpRequest, narrowed_by: admin.SimpleListFilter) -> bool:
    """Whether no other filter that may be selective is in force."""
    parameters = {name for name, value in request.GET.items() if value}
    return not (parameters & _NARROWING) - {narrowed_by.parameter_name}


class CameInFilter(admin.SimpleListFilter):
    """By import date, which is also how long an article has been in the queue."""

    title = _("imported")
    parameter_name = "came_in"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices; the periods do not overlap."""
        return [
            ("day", gettext("past 24 hours")),
            ("week", gettext("1 to 7 days ago")),
            ("month", gettext("7 to 30 days ago")),
            ("older", gettext("older")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        stretches = {"day": (1, 0), "week": (7, 1), "month": (30, 7), "older": (0, 30)}
        since, until = stretches.get(self.value() or "", (0, 0))
        now = timezone.now()
        if since:
            queryset = queryset.filter(created_at__gt=now - timedelta(days=since))
        return queryset.filter(created_at__lte=now - timedelta(days=until)) if until else queryset


class IssueFilter(admin.SimpleListFilter):
    """By issue code; `?issue=<run>.<code>`, which the page of a run links to, means those of one
    run."""

    title = _("issue")
    parameter_name = "issue"
    template = "admin/articles/long_filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The codes, and the selected one if it is of a run or unknown."""
        choices = {"any": gettext("any"), **{code: in_words(code) for code in ISSUE_WORDS}}
        selected = request.GET.get(self.parameter_name, "")
        run, dot, code = selected.partition(".")
        if dot:
            return [
                (
                    selected,
                    gettext("%(issue)s, in import %(run)s") % {"issue": in_words(code), "run": run},
                ),
                *choices.items(),
            ]
        if selected:
            choices.setdefault(selected, in_words(selected))
        return list(choices.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """Articles with a clipping that has the issue, neither fixed nor dismissed."""
        value = self.value()
        if not value:
            return queryset
        run, dot, code = value.rpartition(".")
        # Expressions that `clipping_issue_codes_idx` and `clipping_with_issue_idx` serve.
        clippings = Clipping.objects.alias(codes=ISSUE_CODES).filter(HAS_OPEN_ISSUE)
        clippings = clippings.filter(article__isnull=False)
        if code != "any":
            clippings = clippings.filter(codes__contains=[code])  # type: ignore[misc]
        if dot:
            if not _is_key(run):
                return queryset.none()
            clippings = clippings.filter(dump__first_run=int(run))
        return among(queryset, clippings, "article", is_alone=is_alone(request, self))


class ConfidenceFilter(admin.SimpleListFilter):
    title = _("confidence")
    parameter_name = "sure"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("low", gettext("below %(share)s") % {"share": "50%"}),
            ("middle", gettext("%(first)s to %(last)s") % {"first": "50%", "last": "90%"}),
            ("high", gettext("%(share)s and above") % {"share": "90%"}),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """Articles in this range; those written here have no confidence."""
        match self.value():
            case "low":
                return queryset.filter(confidence__lt=0.5)
            case "middle":
                return queryset.filter(confidence__gte=0.5, confidence__lt=0.9)
            case "high":
                return queryset.filter(confidence__gte=0.9)
        return queryset


def _is_key(text: str) -> bool:
    return text.isdecimal() and len(text) <= 18


class UnusedFilter(admin.SimpleListFilter):
    """Sources or topics without articles; `links` of the admin says which links are counted."""

    title = _("use")
    parameter_name = "used"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", gettext("unused")), ("yes", gettext("used"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value not in ("yes", "no"):
            return queryset
        links = {Source: ("attributions", "captions"), Topic: ("article_tags",)}[queryset.model]
        used = Q()
        for name in links:
            rows = queryset.model._meta.get_field(name)
            related = rows.related_model._default_manager.filter(
                **{rows.field.name: OuterRef("pk")}
            )
            used |= Q(Exists(related))
        return queryset.filter(used if value == "yes" else ~used)


class DisagreementFilter(admin.SimpleListFilter):
    """Articles of which the parser now reads some parts differently from an editor's version.
    Imports and re-parses record these, so the filter parses nothing."""

    title = _("parser")
    parameter_name = "parser"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("disagrees", gettext("differs from an edit"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """By the key of the small table of disagreements."""
        if self.value() != "disagrees":
            return queryset
        return queryset.filter(pk__in=Disagreement.objects.values("article"))
