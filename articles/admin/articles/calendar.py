"""The calendar: what goes live on which day, and what went live."""

from __future__ import annotations

import calendar as months
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import get_format
from django.utils.translation import gettext

from articles.editing.calendar import MOST, Day, days


@dataclass(frozen=True, slots=True)
class Cell:
    """A day in the table: its stories, the list of all of them, and where it lies in time."""

    day: Day
    address: str
    is_today: bool
    is_ahead: bool
    is_outside: bool
    """Of the month before or after, which fills the first and the last week."""

    @property
    def more_count(self) -> int:
        """Stories that are not named."""
        return max(0, min(self.day.count, MOST) - len(self.day.stories))


def calendar_view(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """A month, by default the present one; `?month=2026-12` is another."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    today = timezone.localdate()
    first = _month(request.GET.get("month", "")) or today.replace(day=1)
    weeks = _weeks(first, today)
    context = {
        **admin.admin_site.each_context(request),
        "title": gettext("Calendar"),
        "opts": admin.opts,
        "media": admin.media,
        "month": first,
        "weeks": weeks,
        "weekdays": [WEEKDAYS[cell.day.on.weekday()] for cell in weeks[0]],
        "is_empty": not any(cell.day.count for week in weeks for cell in week),
        "before": _address(_moved(first, -1)),
        "after": _address(_moved(first, 1)),
        "now": _address(today) if (first.year, first.month) != (today.year, today.month) else "",
        "most": MOST,
    }
    return TemplateResponse(request, "admin/articles/article/calendar.html", context)


def _month(text: str) -> date | None:
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    # Outside these years the weeks around a month do not exist in every time zone.
    return first if 1 < first.year < 9998 else None


def _moved(first: date, by: int) -> date:
    number = first.year * 12 + first.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def _address(first: date) -> str:
    return f"{reverse('admin:articles_article_calendar')}?month={first:%Y-%m}"


def _weeks(first: date, today: date) -> list[list[Cell]]:
    """The whole weeks that cover a month, in the order of the language."""
    offset = (first.weekday() + 1 - get_format("FIRST_DAY_OF_WEEK")) % 7
    start = first - timedelta(days=offset)
    length = offset + months.monthrange(first.year, first.month)[1]
    cells = [_cell(day, first, today) for day in days(start, -(-length // 7) * 7)]
    return [cells[number : number + 7] for number in range(0, len(cells), 7)]


def _cell(day: Day, first: date, today: date) -> Cell:
    return Cell(
        day,
        address=list_of(day.on),
        is_today=day.on == today,
        is_ahead=day.on > today,
        is_outside=day.on.month != first.month,
    )


def list_of(on: date) -> str:
    """The list of the stories that go live on a day."""
    query: Sequence[tuple[str, Any]] = [("status__exact", "published"), ("live", on.isoformat())]
    return f"{reverse('admin:articles_article_changelist')}?{urlencode(query)}"
