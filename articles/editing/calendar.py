"""What goes live on which day of a month, and what went live: the desk's calendar.

No count goes further than `MOST`, so that a day on which an archive was published costs no more
than any other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import connection
from django.utils import timezone

from articles.models import Article

MOST: Final = 1000
"""Where counting stops."""
SHOWN: Final = 4
"""Stories of a day that are named; a link leads to all of them."""


@dataclass(frozen=True, slots=True)
class Story:
    """A published story, and when readers saw it first or will see it."""

    pk: int
    headline: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """The stories of a day: how many, at most `MOST` + 1, and the first of them."""

    on: date
    count: int
    stories: Sequence[Story]

    @property
    def is_more(self) -> bool:
        """Whether counting stopped."""
        return self.count > MOST


def days(first: date, length: int) -> list[Day]:
    """The days from `first` on, by the time zone of the site; two queries."""
    starts = [midnight(first + timedelta(days=number)) for number in range(length + 1)]
    stories: dict[int, list[Story]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"since": starts[:-1], "until": starts[1:], "most": MOST + 1})
        counts: dict[int, int] = dict(cursor.fetchall())
        cursor.execute(_FIRST, {"since": starts[:-1], "until": starts[1:], "shown": SHOWN})
        for number, pk, headline, at in cursor.fetchall():
            stories[number].append(Story(pk, headline, at))
    return [
        Day(first + timedelta(days=number), counts[number + 1], tuple(stories[number + 1]))
        for number in range(length)
    ]


def midnight(on: date) -> datetime:
    """The beginning of a day."""
    return timezone.make_aware(datetime.combine(on, time.min))


# Each day is a stretch of article_live_idx. `cardinality(ARRAY(... LIMIT n))` counts no further.
_OF_DAY: Final = f"""
FROM articles_article
WHERE status = '{Article.Status.PUBLISHED}' AND went_live_at IS NOT NULL
  AND went_live_at >= since AND went_live_at < until
"""
_DAYS: Final = """
FROM unnest(%(since)s::timestamptz[], %(until)s::timestamptz[])
  WITH ORDINALITY AS day (since, until, number)
"""
_COUNTS: Final = f"SELECT number, cardinality(ARRAY(SELECT id {_OF_DAY} LIMIT %(most)s)) {_DAYS}"
_FIRST: Final = f"""
SELECT number, story.id, story.headline, story.went_live_at {_DAYS}
CROSS JOIN LATERAL (
  SELECT id, headline, went_live_at {_OF_DAY} ORDER BY went_live_at, id LIMIT %(shown)s
) story
ORDER BY number, story.went_live_at, story.id
"""
