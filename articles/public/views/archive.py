"""The archive by date: all years, a year, a month, a day."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from articles.public import archive

from .http_caching import shared_page
from .lists import list_response

ONE_DAY = timedelta(days=1)


@shared_page
@conditional_page
@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """Every month of the archive with its number of stories."""
    counts = archive.months()
    context = {"rows": archive.year_rows(counts), "months": archive.first_days()}
    return render(request, "articles/archive.html", context)


@shared_page
@conditional_page
@require_safe
def year(request: HttpRequest, year: str) -> HttpResponse:
    first, end = period(year)
    days = archive.stretch(first, end)
    if not days.counts:
        raise Http404
    months = [
        (month, archive.month_weeks(month.year, month.month, days.counts))
        for month in (date(first.year, number, 1) for number in range(1, 13))
        if any(day.month == month.month for day in days.counts)
    ]
    context = {
        "first": first,
        "months": months,
        "week_days": archive.week_days(),
        "days": days,
        "total": sum(days.counts.values()),
    }
    return render(request, "articles/archive_year.html", context)


@shared_page
@conditional_page
@require_safe
def month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    first, end = period(year, month)
    days = archive.stretch(first, end)
    if not days.counts:
        raise Http404
    context = {
        "first": first,
        "last": end - ONE_DAY,
        "weeks": archive.month_weeks(first.year, first.month, days.counts),
        "week_days": archive.week_days(),
        "days": days,
        "total": sum(days.counts.values()),
    }
    return render(request, "articles/archive_month.html", context)


@shared_page
@conditional_page
@require_safe
def day(request: HttpRequest, year: str, month: str, day: str) -> HttpResponse:
    this, end = period(year, month, day)
    return list_response(
        request,
        "articles/archive_day.html",
        fixed={"from": this.isoformat(), "to": this.isoformat()},
        extra=[archive.neighbours(this, end)],
        context={"day": this},
    )


def period(*numbers: str) -> tuple[date, date]:
    """The first day of a year, a month or a day of an address, and the day after the last one; 404
    where there is no such day."""
    try:
        return archive.period(*map(int, numbers))
    except ValueError as error:
        raise Http404 from error
