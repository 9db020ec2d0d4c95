"""What a list's stories are about, with counts, and what the newest stories are about.

One statement counts everything that a list shows beside its stories; the result is cached for some
minutes, so that a page rarely needs this query.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from articles import search
from articles.models.visibility import with_visibility

if TYPE_CHECKING:
    from .listing import Narrowing

RECENT_COUNT: Final = 2000  # newest stories, whose topics, sources and places count as current
RECENT_LENGTH: Final = 30  # of every kind
RECENT_KEY: Final = "articles.recent"
KEPT_SECONDS: Final = 300

COUNTED: Final = 1000  # the newest stories of a list, whose topics, sources and places are counted
SHOWN: Final = 8  # of every kind
ENOUGH: Final = 1  # stories that make counts worth showing, if finding more is expensive


@dataclass(frozen=True, slots=True)
class Recent:
    """What the newest stories are about, the most frequent first: lists of {name, slug, count}."""

    topics: list[dict[str, Any]]
    sources: list[dict[str, Any]]
    places: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Facets:
    """What a list contains: lists of {name, slug, count}, the most frequent first.

    `total` is how many stories it has, None if they were not counted; `is_more` says that counting
    stopped at `total` and there may be more. `counted` is how many of the newest stories the counts
    cover. `named` has {name, slug} of the topic, source and place that the list is filtered by, if
    published stories have them, and `extra` the rows of the caller's `Extra`s: two texts and a
    number, by kind.
    """

    total: int | None = None
    is_more: bool = False
    counted: int = 0
    topics: list[dict[str, Any]] = field(default_factory=list)
    sources: list[dict[str, Any]] = field(default_factory=list)
    places: list[dict[str, Any]] = field(default_factory=list)
    named: dict[str, dict[str, Any]] = field(default_factory=dict)
    extra: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extra:
    """More to be counted in the same statement: SQL for rows of (kind, text, text, number)."""

    sql: str
    parameters: Sequence[Any] = ()


# --- the parts of the statement

_NEWEST_SQL: Final = with_visibility(
    """
    SELECT id, place, place_slug FROM articles_article
    WHERE {visible}
    ORDER BY published_at DESC, id DESC LIMIT %s
""",
    now="%s",
)

_COUNT_SQL: Final = """
    SELECT '{of}topics' AS kind, tag.name, tag.slug, count(*) AS count
    FROM {of} JOIN articles_articletag link ON link.content_object_id = {of}.id
    JOIN articles_topic tag ON tag.id = link.tag_id GROUP BY tag.id
  UNION ALL
    SELECT '{of}sources', source.name, source.slug, count(DISTINCT {of}.id)
    FROM {of} JOIN articles_attribution part ON part.article_id = {of}.id
    JOIN articles_source source ON source.id = part.source_id GROUP BY source.id
  UNION ALL
    SELECT '{of}places', min(place), place_slug, count(*)
    FROM {of} WHERE place_slug <> '' GROUP BY place_slug
"""

_RANKED_SQL: Final = """
    SELECT kind, name, slug, count FROM (
        SELECT *, row_number() OVER (PARTITION BY kind ORDER BY count DESC, name) AS position
        FROM ({counts}) counted
    ) ranked WHERE position <= {length} ORDER BY kind, position
"""

_NAMED_SQL: Final = {
    "tag": with_visibility("""
        SELECT 'tag', name, slug, id FROM articles_topic tag WHERE slug = %s AND EXISTS (
            SELECT 1 FROM articles_articletag link
            JOIN articles_article article ON article.id = link.content_object_id
            WHERE link.tag_id = tag.id AND {visible})
    """),
    "source": with_visibility("""
        SELECT 'source', name, slug, id FROM articles_source source
        WHERE (slug = %s OR aliases @> ARRAY[%s]::varchar[]) AND EXISTS (
            SELECT 1 FROM articles_attribution part
            JOIN articles_article article ON article.id = part.article_id
            WHERE part.source_id = source.id AND {visible})
        ORDER BY (slug = %s) DESC, id LIMIT 1
    """),
    "place": with_visibility("""
        SELECT 'place', place, place_slug, id FROM articles_article
        WHERE {visible} AND place_slug <> '' AND place_slug = %s
        ORDER BY published_at DESC, id DESC LIMIT 1
    """),
}


def _part(of: str, length: int) -> str:
    return _RANKED_SQL.format(counts=_COUNT_SQL.format(of=of), length=length)


def _rows(statement: str, parameters: Sequence[Any]) -> list[tuple[str, str, str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[tuple[str, str, str, int]] = cursor.fetchall()
    return found


def _of_kind(rows: Iterable[tuple[str, str, str, int]], kind: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "slug": slug, "count": count}
        for row_kind, name, slug, count in rows
        if row_kind == kind
    ]


# --- the newest stories


def recent(*, now: datetime | None = None) -> Recent:
    """What the newest stories are about; one statement, cached for some minutes."""
    found: Recent | None = cache.get(RECENT_KEY)
    if found is None:
        # Safe: no part of it came in from outside.
        statement = f"WITH recent AS MATERIALIZED ({_NEWEST_SQL}) {_part('recent', RECENT_LENGTH)}"
        found = _keep_recent(_rows(statement, [now := now or timezone.now(), now, RECENT_COUNT]))
    return found


def _keep_recent(rows: Sequence[tuple[str, str, str, int]]) -> Recent:
    found = Recent(*(_of_kind(rows, f"recent{kind}") for kind in ("topics", "sources", "places")))
    cache.set(RECENT_KEY, found, KEPT_SECONDS)
    return found


# --- a list


def facets(
    narrowing: Narrowing,
    key: str,
    *,
    named: dict[str, str] | None = None,
    extra: Sequence[Extra] = (),
    now: datetime | None = None,
) -> Facets:
    """What a list contains; one statement, cached for some minutes under the key.

    If `recent()` is not in the cache, the same statement counts that, too.
    """
    # The key may contain any words, so it could be too long for a cache.
    key = f"articles.facets.{sha256(key.encode()).hexdigest()}"
    found: Facets | None = cache.get(key)
    if found is None:
        found = _count(narrowing, named or {}, extra, now or timezone.now())
        cache.set(key, found, KEPT_SECONDS)
    return found


Part = tuple[str, Sequence[Any]]  # SQL and its parameters


def _count(
    narrowing: Narrowing, named: dict[str, str], extra: Sequence[Extra], now: datetime
) -> Facets:
    sample = narrowing.newest_ids(COUNTED + 1, enough=ENOUGH)
    # Safe, here and below: all values from outside are parameters.
    newest = f"SELECT id, place, place_slug FROM articles_article WHERE id IN ({sample.sql})"  # noqa: S608
    tables: list[Part] = [(f"sample AS MATERIALIZED ({newest})", sample.params)]
    parts: list[Part] = [
        (_part("sample", SHOWN), []),
        ("SELECT 'counted', '', '', (SELECT count(*) FROM sample)", []),
        *_total(narrowing),
        *((_NAMED_SQL[name], _named_parameters(name, slug)) for name, slug in named.items()),
        *((more.sql, more.parameters) for more in extra),
    ]
    is_recent_known = cache.get(RECENT_KEY) is not None
    if not is_recent_known:
        tables.append((f"recent AS MATERIALIZED ({_NEWEST_SQL})", [now, now, RECENT_COUNT]))
        parts.append((_part("recent", RECENT_LENGTH), []))
    statement = f"WITH {', '.join(sql for sql, _ in tables)} " + " UNION ALL ".join(
        f"({sql})" for sql, _ in parts
    )
    rows = _rows(statement, [value for _, values in (*tables, *parts) for value in values])
    if not is_recent_known:
        _keep_recent(rows)
    return _read(rows)


def _total(narrowing: Narrowing) -> Iterator[Part]:
    """How many stories there are in all, as the walk for the sample may have ended early.

    They are counted if an index finds them. If every text would have to be read, they are not
    counted; the query then only finds whether there are more rows than were walked.
    """
    if not narrowing.tests or narrowing.is_rare:
        return
    if narrowing.is_in_index:
        articles = narrowing.everything().order_by().values("pk")[: COUNTED + 1]
        everything, parameters = articles.query.sql_with_params()
        statement = f"""
            SELECT 'total', '', '', greatest(
                (SELECT count(*) FROM sample),
                CASE WHEN (SELECT count(*) FROM sample) <= %s
                    THEN (SELECT count(*) FROM ({everything}) everything) END
            )
        """  # noqa: S608
        yield statement, [COUNTED, *parameters]
        return
    articles = narrowing.base.order_by().values("pk")[: search.WALKED + 1]
    base, parameters = articles.query.sql_with_params()
    yield f"SELECT 'walked', '', '', (SELECT count(*) FROM ({base}) base)", parameters  # noqa: S608


def _named_parameters(name: str, slug: str) -> list[str]:
    return [slug, slug.replace("-", " "), slug] if name == "source" else [slug]


def _read(rows: Sequence[tuple[str, str, str, int]]) -> Facets:
    numbers = {"counted", "total", "walked"}
    counts = {kind: count for kind, _, _, count in rows if kind in numbers}
    total = counts.get("total", counts["counted"])
    more: dict[str, list[tuple[str, str, int]]] = {}
    for kind, name, slug, count in rows:
        if kind not in {*numbers, *_NAMED_SQL} and not kind.startswith(("sample", "recent")):
            more.setdefault(kind, []).append((name, slug, count))
    return Facets(
        total=min(total, COUNTED),
        is_more=total > COUNTED or counts.get("walked", 0) > search.WALKED,
        counted=min(counts["counted"], COUNTED),
        topics=_of_kind(rows, "sampletopics"),
        sources=_of_kind(rows, "samplesources"),
        places=_of_kind(rows, "sampleplaces"),
        named={kind: {"name": n, "slug": s} for kind, n, s, _ in rows if kind in _NAMED_SQL},
        extra=more,
    )
