"""Figures for the desk's first page: what is pending, what was imported, what is published.

No figure reads the whole table of articles, however long it is: issues and sources are counted
among the first stories of the queue, and every other count stops at `MOST`. The result is cached
for a minute.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from articles.models import Article, ImportRun

from .calendar import midnight

MOST: Final = 1000
"""Where counting stops; also how many of the queue's first stories are examined."""
KEPT_SECONDS: Final = 60
DAYS_BACK: Final = 14
DAYS_AHEAD: Final = 7
RUNS_SHOWN: Final = 8
SOURCES_SHOWN: Final = 8
AGES: Final = (("day", 1), ("week", 7), ("month", 30))
"""How long a story has waited: the name of a period, and its length in days."""
KEY: Final = "desk.figures"


@dataclass(frozen=True, slots=True)
class Count:
    """A number with what it counts; `key` is the value of the list's filter. A number above `MOST`
    means that there are more."""

    key: str
    name: str
    count: int

    @property
    def is_more(self) -> bool:
        """Whether counting stopped."""
        return self.count > MOST


@dataclass(frozen=True, slots=True)
class Day:
    """The number of stories that readers first saw, or will see, on a day."""

    on: date
    count: int
    is_ahead: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of the desk. `runs` are the newest first; `days` in order, from two weeks ago to
    a week ahead."""

    waiting: Count
    issues: list[Count]
    sources: list[Count]
    ages: list[Count]
    quarantined: Count
    runs: list[ImportRun]
    days: list[Day]
    later: Count

    @property
    def is_sample(self) -> bool:
        """Whether more stories are pending than were examined for issues and sources."""
        return self.waiting.is_more


def figures(*, now: datetime) -> Figures:
    """The figures, at most about a minute old."""
    found: Figures | None = cache.get(KEY)
    if found is None:
        found = _count(now)
        cache.set(KEY, found, KEPT_SECONDS)
    return found


def _count(now: datetime) -> Figures:
    rows: dict[str, list[Count]] = {"issue": [], "source": [], "one": [], "age": []}
    today = timezone.localdate(now)
    starts = [midnight(today + timedelta(days=n)) for n in range(-DAYS_BACK, DAYS_AHEAD + 2)]
    since = [now - timedelta(days=days) for _, days in AGES]
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL,
            {
                "most": MOST,
                "sources": SOURCES_SHOWN,
                "ages": [*(name for name, _ in AGES), "older"],
                "from": [*since, datetime.min.replace(tzinfo=now.tzinfo)],
                "until": [datetime.max.replace(tzinfo=now.tzinfo), *since],
                "starts": starts[:-1],
                "ends": starts[1:],
                "later": starts[-1],
            },
        )
        days: list[Day] = []
        for kind, key, name, count in cursor.fetchall():
            if kind == "day":
                on = today + timedelta(days=len(days) - DAYS_BACK)
                days.append(Day(on, count, is_ahead=on > today))
            else:
                rows[kind].append(Count(key, name, count))
    one = {count.key: count for count in rows["one"]}
    return Figures(
        one["waiting"],
        rows["issue"],
        rows["source"],
        rows["age"],
        one["quarantine"],
        _runs(),
        days,
        one["later"],
    )


def _runs() -> list[ImportRun]:
    shown = ("kind", "started_at", "state", "created_count", "updated_count", "quarantined_count")
    rows: Any = ImportRun.objects.order_by("-started_at").only(*shown, "failed_count", "undone_at")
    return list(rows[:RUNS_SHOWN])


# One statement. `cardinality(ARRAY(... LIMIT n))` counts no further than n. Ages and days have an
# index each: article_waiting_idx, article_live_idx.
_SQL: Final = f"""
WITH waiting AS MATERIALIZED (
  SELECT id FROM articles_article WHERE status = '{Article.Status.IN_REVIEW}'
  ORDER BY confidence, id LIMIT %(most)s + 1
),
issue AS (
  SELECT DISTINCT waiting.id, issue ->> 'code' AS code FROM waiting
  JOIN articles_clipping clipping ON article_id = waiting.id AND issues <> '[]'
  CROSS JOIN LATERAL jsonb_array_elements(issues) issue
  WHERE issue ->> 'settled' IS NULL
),
named AS (
  SELECT slug, name, count(DISTINCT waiting.id) AS count FROM waiting
  JOIN articles_attribution ON article_id = waiting.id
  JOIN articles_source source ON source.id = source_id
  GROUP BY source.id ORDER BY count DESC, name LIMIT %(sources)s
)
(SELECT 'issue', code, code, count(id)::int FROM issue GROUP BY code ORDER BY 4 DESC, code)
UNION ALL SELECT 'source', slug, name, count::int FROM named
UNION ALL SELECT 'one', 'waiting', '', (SELECT count(id)::int FROM waiting)
UNION ALL SELECT 'one', 'quarantine', '', cardinality(ARRAY(
  SELECT id FROM articles_clipping WHERE kind = 'quarantine' LIMIT %(most)s + 1))
UNION ALL SELECT 'one', 'later', '', cardinality(ARRAY(
  SELECT id FROM articles_article
  WHERE status = '{Article.Status.PUBLISHED}' AND went_live_at >= %(later)s LIMIT %(most)s + 1))
UNION ALL SELECT 'age', age.name, '', cardinality(ARRAY(
  SELECT id FROM articles_article WHERE status = '{Article.Status.IN_REVIEW}'
  AND created_at > since AND created_at <= until LIMIT %(most)s + 1))
FROM unnest(%(ages)s::text[], %(from)s::timestamptz[], %(until)s::timestamptz[])
  age (name, since, until)
UNION ALL (SELECT 'day', '', '', cardinality(ARRAY(
  SELECT id FROM articles_article WHERE status = '{Article.Status.PUBLISHED}'
  AND went_live_at >= since AND went_live_at < until LIMIT %(most)s + 1))
FROM unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) day (since, until) ORDER BY since)
"""  # noqa: S608 - nothing in it came in from outside
