"""The archive by days: how many stories a day, a month, a year, and calendars of them."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Final

from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.translation import pgettext_lazy

from articles.models import UNDATED
from articles.models.article import ArticleQuerySet
from articles.models.visibility import with_visibility

from .facets import Extra

KEPT_SECONDS: Final = 600
HEATS: Final = 4  # shades of a calendar's days


@dataclass(frozen=True, slots=True)
class Stretch:
    """How many stories each day of a period has, and the nearest days before and after it."""

    counts: dict[date, int]
    previous: date | None
    next: date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A day or a month of a calendar; `heat` is 0 for no stories, `HEATS` for most."""

    first: date
    count: int
    heat: int


def period(year: int, month: int = 0, day: int = 0) -> tuple[date, date]:
    """The first day of a year, of a month of it, or a day itself; and the day after the last one.

    Raises ValueError for an invalid date, and at the ends of the calendar, where a day has no
    neighbour.
    """
    first = date(year, month or 1, day or 1)
    if not 1000 <= year <= 9998:
        raise ValueError("too early or too late for an archive of news")
    if day:
        return first, first + timedelta(days=1)
    if month:
        return first, date(year + month // 12, month % 12 + 1, 1)
    return first, date(year + 1, 1, 1)


# Days are those of the site's time zone. Undated stories are in no calendar.
_DAYS_SQL: Final = with_visibility("""
    SELECT 'day', ((published_at AT TIME ZONE %s)::date)::text AS day, '', count(*)
    FROM articles_article
    WHERE {visible} AND published_at <> %s
      AND published_at >= (%s::date)::timestamp AT TIME ZONE %s
      AND published_at < (%s::date)::timestamp AT TIME ZONE %s
    GROUP BY day
""")
_NEIGHBOURS_SQL: Final = with_visibility("""
    SELECT 'previous', ((max(published_at) AT TIME ZONE %s)::date)::text, '', 0
    FROM articles_article
    WHERE {visible} AND published_at <> %s
      AND published_at < (%s::date)::timestamp AT TIME ZONE %s
  UNION ALL
    SELECT 'next', ((min(published_at) AT TIME ZONE %s)::date)::text, '', 0
    FROM articles_article
    WHERE {visible} AND published_at <> %s
      AND published_at >= (%s::date)::timestamp AT TIME ZONE %s
""")
_MONTHS_SQL: Final = with_visibility("""
    SELECT date_trunc('month', published_at AT TIME ZONE %s)::date, count(*)
    FROM articles_article
    WHERE {visible} AND published_at <> %s
    GROUP BY 1
""")


def neighbours(first: date, end: date) -> Extra:
    """The nearest days with stories before `first`, and from `end` on."""
    zone = timezone.get_current_timezone_name()
    return Extra(_NEIGHBOURS_SQL, [zone, UNDATED, first, zone, zone, UNDATED, end, zone])


def read_neighbours(rows: Mapping[str, Iterable[tuple[str, str, int]]]) -> list[date | None]:
    """The previous day and the next, from rows of `neighbours` by kind."""
    texts = [
        next((text for text, _, _ in rows.get(kind, ())), None) for kind in ("previous", "next")
    ]
    return [date.fromisoformat(text) if text else None for text in texts]


def stretch(first: date, end: date) -> Stretch:
    """The days from `first` to before `end`; one query, cached for some minutes."""
    key = f"articles.archive.{first}.{end}.{timezone.get_current_timezone_name()}"
    found: Stretch | None = cache.get(key)
    if found is None:
        found = _ask_stretch(first, end)
        cache.set(key, found, KEPT_SECONDS)
    return found


def _ask_stretch(first: date, end: date) -> Stretch:
    zone = timezone.get_current_timezone_name()
    beside = neighbours(first, end)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_DAYS_SQL} UNION ALL {beside.sql}",
            [zone, UNDATED, first, zone, end, zone, *beside.parameters],
        )
        rows = cursor.fetchall()
    days = {text: count for kind, text, _, count in rows if kind == "day"}
    by_kind = {kind: [(text, "", 0)] for kind, text, _, _ in rows if kind != "day"}
    previous, following = read_neighbours(by_kind)
    counts = {date.fromisoformat(day): count for day, count in sorted(days.items())}
    return Stretch(counts, previous, following)


def months() -> dict[date, int]:
    """How many stories each month of the archive has; one query, cached for some minutes."""
    zone = timezone.get_current_timezone_name()
    key = f"articles.archive.months.{zone}"
    found: dict[date, int] | None = cache.get(key)
    if found is None:
        with connection.cursor() as cursor:
            cursor.execute(_MONTHS_SQL, [zone, UNDATED])
            found = dict(sorted(cursor.fetchall()))
        cache.set(key, found, KEPT_SECONDS)
    return found


# --- calendars


def month_weeks(year: int, month: int, counts: Mapping[date, int]) -> list[list[Cell | None]]:
    """A month as weeks of seven days, None where a day is of another month.

    A week begins as it does where the interface's language is spoken.
    """
    # Django counts the days of a week from Sunday, the calendar from Monday.
    calendar = Calendar((int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7)
    most = max(counts.values(), default=0)
    days = [
        [day and _cell(date(year, month, day), counts, most) for day in week]
        for week in calendar.monthdayscalendar(year, month)
    ]
    return [[cell or None for cell in week] for week in days]


_SHORT_DAYS: Final = (
    pgettext_lazy("a day of the week, short", "Su"),
    pgettext_lazy("a day of the week, short", "Mo"),
    pgettext_lazy("a day of the week, short", "Tu"),
    pgettext_lazy("a day of the week, short", "We"),
    pgettext_lazy("a day of the week, short", "Th"),
    pgettext_lazy("a day of the week, short", "Fr"),
    pgettext_lazy("a day of the week, short", "Sa"),
)


def week_days() -> list[tuple[date, str]]:
    """Seven days whose names head a calendar's columns, with a name for a narrow column."""
    begins = int(get_format("FIRST_DAY_OF_WEEK"))
    numbers = [(begins + number) % 7 for number in range(7)]
    sunday = date(2024, 1, 7)
    return [(sunday + timedelta(days=number), str(_SHORT_DAYS[number])) for number in numbers]


def year_rows(counts: Mapping[date, int]) -> list[tuple[date, int, list[Cell]]]:
    """Years, the newest first: the first of January, stories in all, the twelve months."""
    most = max(counts.values(), default=0)
    years = sorted({month.year for month in counts}, reverse=True)
    rows = []
    for year in years:
        cells = [_cell(date(year, month, 1), counts, most) for month in range(1, 13)]
        rows.append((date(year, 1, 1), sum(cell.count for cell in cells), cells))
    return rows


def _cell(first: date, counts: Mapping[date, int], most: int) -> Cell:
    count = counts.get(first, 0)
    return Cell(first, count, ceil(HEATS * count / most) if count else 0)


def first_days() -> list[date]:
    """The first days of twelve months, whose names head the columns of years."""
    return [date(2024, month, 1) for month in range(1, 13)]


# --- the line of stories a month


def month_counts(articles: ArticleQuerySet) -> Extra:
    statement, parameters = articles.order_by().values("published_at").query.sql_with_params()
    zone = timezone.get_current_timezone_name()
    return Extra(
        f"""
        SELECT 'month', date_trunc('month', published_at AT TIME ZONE %s)::date::text AS first,
               '', count(*)
        FROM ({statement}) everything WHERE published_at <> %s GROUP BY first
        """,  # noqa: S608
        [zone, *parameters, UNDATED],
    )


def read_months(rows: Mapping[str, Iterable[tuple[str, str, int]]]) -> dict[date, int]:
    """Stories per month, from rows of `month_counts` by kind."""
    return {date.fromisoformat(first): count for first, _, count in rows.get("month", ())}


@dataclass(frozen=True, slots=True)
class Line:
    """Stories per month as a line: points for a drawing 100 wide and 20 high, and its ends."""

    points: str
    first: date
    last: date
    most: int
    most_in: date
    total: int


def line(counts: Mapping[date, int]) -> Line | None:
    """The line of these months, including empty ones between; None for fewer than three."""
    if not counts:
        return None
    first, last = min(counts), max(counts)
    length = (last.year - first.year) * 12 + last.month - first.month + 1
    if length < 3:
        return None
    every = [
        date(first.year + (first.month - 1 + number) // 12, (first.month - 1 + number) % 12 + 1, 1)
        for number in range(length)
    ]
    most = max(counts.values())
    points = " ".join(
        f"{100 * number / (length - 1):.1f},{19 - 18 * counts.get(month, 0) / most:.1f}"
        for number, month in enumerate(every)
    )
    most_in = max(every, key=lambda month: counts.get(month, 0))
    return Line(points, first, last, most, most_in, sum(counts.values()))
