"""What the desk narrows its list of articles by.

None of it looks at the whole table. Where there may be thousands of choices: search_filters.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

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
    """When a story went out: in the stretches a desk thinks in, on a day, or between two."""

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
        """The choices."""
        return [
            ("embargo", gettext("in the future (embargo)")),
            ("week", gettext("past 7 days")),
            ("month", gettext("past 30 days")),
            ("year", gettext("past year")),
            ("earlier", gettext("older")),
            ("undated", gettext("undated")),
        ]

    def expected_parameters(self) -> list[str | None]:
        """What the address may say."""
        return [self.parameter_name, "went_out_from", "went_out_to"]

    def choices(self, changelist: Any) -> Any:
        """The choices; beside them the two inputs need what else the list is narrowed by."""
        typed = ["went_out_from", "went_out_to"]
        self.hidden = other_parameters(changelist, [self.parameter_name, *typed])
        for choice in super().choices(changelist):
            for name in typed:  # else they would go on to count
                choice["query_string"] = _without(choice["query_string"], name)
            yield choice

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
        if self.first:
            queryset = queryset.filter(published_at__gte=_midnight(self.first))
        if self.last:
            queryset = queryset.filter(published_at__lt=_midnight(self.last + timedelta(days=1)))
        return queryset


def _last(value: Any) -> str:
    """A parameter's last value; Django hands lists on."""
    return str(value[-1] if isinstance(value, list) and value else value or "")


def _days(asked: str) -> tuple[date | None, date | None]:
    """First and last day of `2025-03-18` or `2025-03-01..2025-03-18`; None where it is open."""
    first, dots, last = asked.partition("..")
    days = [_day(text) for text in (first, last if dots else first)]
    return days[0], days[1]


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:  # 31 February
        return None
    # Beyond these years a day has no midnight everywhere.
    return day if day and 1 < day.year < 9999 else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _without(address: str, name: str) -> str:
    parts = [part for part in address.removeprefix("?").split("&") if part.split("=")[0] != name]
    return f"?{'&'.join(parts)}"


def other_parameters(changelist: Any, without: Iterable[str | None]) -> list[tuple[str, str]]:
    """What the list's address says besides, for the hidden inputs of a form."""
    return [
        (name, value)
        for name, values in changelist.filter_params.items()
        if name not in without
        for value in values
    ]


_NARROWING: Final = frozenset({"issue", "source", "topic", "place", "dump", "q"})


def is_alone(request: HttpRequest, narrowed_by: admin.SimpleListFilter) -> bool:
    """Whether nothing else that could be rare narrows the list."""
    asked = {name for name, value in request.GET.items() if value}
    return not (asked & _NARROWING) - {narrowed_by.parameter_name}


class CameInFilter(admin.SimpleListFilter):
    """When an article came in: how long it has waited."""

    title = _("imported")
    parameter_name = "came_in"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices: one stretch follows on the other."""
        return [
            ("day", gettext("past 24 hours")),
            ("week", gettext("1 to 7 days ago")),
            ("month", gettext("7 to 30 days ago")),
            ("older", gettext("older")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """The articles of that stretch."""
        stretches = {"day": (1, 0), "week": (7, 1), "month": (30, 7), "older": (0, 30)}
        since, until = stretches.get(self.value() or "", (0, 0))
        now = timezone.now()
        if since:
            queryset = queryset.filter(created_at__gt=now - timedelta(days=since))
        return queryset.filter(created_at__lte=now - timedelta(days=until)) if until else queryset


class IssueFilter(admin.SimpleListFilter):
    """What a person should look at, by its code; of one run by `?issue=<run>.<code>`, which the
    run's page links to."""

    title = _("issue")
    parameter_name = "issue"
    template = "admin/articles/long_filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The codes, and the one of a run, or one that is new, that is in force."""
        choices = {"any": gettext("any"), **{code: in_words(code) for code in ISSUE_WORDS}}
        asked = request.GET.get(self.parameter_name, "")
        run, dot, code = asked.partition(".")
        if dot:
            return [
                (
                    asked,
                    gettext("%(issue)s, in import %(run)s") % {"issue": in_words(code), "run": run},
                ),
                *choices.items(),
            ]
        if asked:
            choices.setdefault(asked, in_words(asked))
        return list(choices.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """The articles with a clipping that has the issue, neither fixed nor dismissed."""
        asked = self.value()
        if not asked:
            return queryset
        run, dot, code = asked.rpartition(".")
        # In the terms of `clipping_issue_codes_idx` and `clipping_with_issue_idx`.
        found = Clipping.objects.alias(codes=ISSUE_CODES).filter(HAS_OPEN_ISSUE)
        found = found.filter(article__isnull=False)
        if code != "any":
            found = found.filter(codes__contains=[code])  # type: ignore[misc]
        if dot:
            if not _is_key(run):
                return queryset.none()
            found = found.filter(dump__first_run=int(run))
        return among(queryset, found, "article", is_alone=is_alone(request, self))


class ConfidenceFilter(admin.SimpleListFilter):
    """How sure the parser was."""

    title = _("confidence")
    parameter_name = "sure"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices."""
        return [
            ("low", gettext("below %(share)s") % {"share": "50%"}),
            ("middle", gettext("%(first)s to %(last)s") % {"first": "50%", "last": "90%"}),
            ("high", gettext("%(share)s and above") % {"share": "90%"}),
        ]

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


def _is_key(text: str) -> bool:
    return text.isdecimal() and len(text) <= 18


class UnusedFilter(admin.SimpleListFilter):
    """Sources or topics that no article has; `links` of the admin says what links are counted."""

    title = _("use")
    parameter_name = "used"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices."""
        return [("no", gettext("unused")), ("yes", gettext("used"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those that are linked, or those that are not."""
        wanted = self.value()
        if wanted not in ("yes", "no"):
            return queryset
        links = {Source: ("attributions", "captions"), Topic: ("article_tags",)}[queryset.model]
        used = Q()
        for name in links:
            rows = queryset.model._meta.get_field(name)
            related = rows.related_model._default_manager.filter(
                **{rows.field.name: OuterRef("pk")}
            )
            used |= Q(Exists(related))
        return queryset.filter(used if wanted == "yes" else ~used)


class DisagreementFilter(admin.SimpleListFilter):
    """Articles of which the parser now reads parts otherwise than an editor left them. The
    importer and the re-parse note these, so the list costs no parse."""

    title = _("parser")
    parameter_name = "parser"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The one choice."""
        return [("disagrees", gettext("differs from an edit"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """By the key of the small table of disagreements."""
        if self.value() != "disagrees":
            return queryset
        return queryset.filter(pk__in=Disagreement.objects.values("article"))
