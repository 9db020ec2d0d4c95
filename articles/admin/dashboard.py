"""The first page of the admin: the review queue, recent imports and publications, each with a
link to its list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.editing.dashboard import MOST, Count, Day, Figures, figures
from articles.models import Article, ImportRun

from . import charts
from .articles.autosave import unsaved
from .articles.calendar import list_of
from .charts import COLUMN_WIDTH, Row
from .imports.runs import came_of
from .labels.issues import in_words, listed
from .people.first_steps import steps_for

AGE_WORDS: Final = {
    "day": _("today"),
    "week": _("this week"),
    "month": _("this month"),
    "older": _("older"),
}


def index(request: HttpRequest) -> HttpResponse:
    """Django's first page, with the figures above its list of models."""
    context = {"desk": _context(request, timezone.now()), "first_steps": steps_for(request)}
    context["unsaved"] = unsaved(request)
    return admin.site.index(request, context)


def _context(request: HttpRequest, now: datetime) -> dict[str, Any]:
    numbers = figures(now=now)
    context: dict[str, Any] = {"most": MOST}
    if request.user.has_perm("articles.view_article"):
        context |= _waiting(numbers) | _going_out(numbers)
    if request.user.has_perm("articles.view_importrun"):
        context |= _came_in(numbers)
    return context


def _waiting(numbers: Figures) -> dict[str, Any]:
    queue = {"status__exact": Article.Status.IN_REVIEW.value}
    return {
        "waiting": numbers.waiting,
        "waiting_in_words": _number(numbers.waiting),
        "queue": _list(**queue),
        "is_sample": numbers.is_sample,
        "issues": _bars(
            numbers.issues, "issue", queue, {c.key: in_words(c.key) for c in numbers.issues}
        ),
        "sources": _bars(
            numbers.sources, "source", queue, {c.key: c.name for c in numbers.sources}
        ),
        "ages": _bars(numbers.ages, "came_in", queue, AGE_WORDS),
    }


def _bars(
    counts: list[Count], parameter: str, queue: dict[str, str], names: Mapping[str, str | Promise]
) -> list[charts.Bar]:
    return charts.bars(
        [
            Row(
                str(names[count.key]),
                _number(count),
                _list(**queue, **{parameter: count.key}),
                [("waiting", "waiting", min(count.count, MOST))],
            )
            for count in counts
        ]
    )


def _came_in(numbers: Figures) -> dict[str, Any]:
    quarantine = reverse("admin:articles_clipping_changelist") + "?kind__exact=quarantine"
    return {
        "runs": charts.bars([_run_row(run) for run in numbers.runs]),
        "all_runs": reverse("admin:articles_importrun_changelist"),
        "quarantined": numbers.quarantined.count,
        "quarantined_in_words": _number(numbers.quarantined),
        "quarantine": quarantine,
    }


def _run_row(run: ImportRun) -> Row:
    counts = [
        ("created", gettext("created"), run.created_count),
        ("updated", gettext("updated"), run.updated_count),
        ("quarantined", gettext("in quarantine"), run.quarantined_count),
    ]
    started = timezone.localtime(run.started_at)
    at = listed([date_format(started, "j M"), date_format(started, "H:i")])
    name = at if run.kind == ImportRun.Kind.IMPORT else listed([at, run.get_kind_display()])
    address = reverse("admin:articles_importrun_change", args=[run.pk])
    return Row(name, came_of(run), address, counts)


def _going_out(numbers: Figures) -> dict[str, Any]:
    ahead = [day for day in numbers.days if day.is_ahead]
    return {
        "days": charts.columns([_day_row(day) for day in numbers.days]),
        "days_width": COLUMN_WIDTH * len(numbers.days),
        "scheduled": sum(day.count for day in ahead) + numbers.later.count,
        "scheduled_in_words": f"{sum(day.count for day in ahead) + numbers.later.count:,}",
        "scheduled_list": _list(status__exact="published", live="waiting"),
        "published": sum(day.count for day in numbers.days if not day.is_ahead),
        "published_in_words": f"{sum(day.count for day in numbers.days if not day.is_ahead):,}",
        "has_days": any(day.count for day in numbers.days),
        "calendar": reverse("admin:articles_article_calendar"),
        "drafts": _list(status__exact="draft"),
    }


def _day_row(day: Day) -> Row:
    kind = "scheduled" if day.is_ahead else "published"
    word = gettext("scheduled") if day.is_ahead else gettext("published")
    number = f"{MOST:,}+" if day.count > MOST else f"{day.count:,}"
    return Row(
        date_format(day.on, "D j M"),
        f"{number} {word}",
        list_of(day.on),
        [(kind, word, min(day.count, MOST))],
    )


def _number(count: Count) -> str:
    return f"{MOST:,}+" if count.is_more else f"{count.count:,}"


def _list(**parameters: str) -> str:
    return f"{reverse('admin:articles_article_changelist')}?{urlencode(parameters)}"
