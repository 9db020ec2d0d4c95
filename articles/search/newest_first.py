"""The newest articles that pass some tests, found fast whether many pass or hardly any.

`WHERE test ORDER BY date LIMIT 20` is planned well only where the planner knows how many rows pass
and how they are distributed over time; a word with one match among a million articles took 11.6 s.
So there are two ways. One walks the index of dates and tests row by row, over a bounded range. The
other fetches all matches through the index of the test, and sorts them. If the planner expects few
matches, the second way is used at once. Otherwise the first is used, and in the same statement a
longer walk if the first one was promising, and the second way if neither found enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.contrib.postgres.search import SearchRank
from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    Func,
    Model,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Coalesce

from articles.models.article import ArticleQuerySet

from .queries import Query

# EXPLAIN (ANALYZE) on a busy machine, 100,000 articles of 200 words: a row's words took some 30 µs
# to test, so that a walk that finds nothing costs 0.15 s.
WALKED: Final = 5_000  # articles of the walk
WALKED_FURTHER: Final = 10  # times as far, where the walk found enough for that to be of use
RARE: Final = 10_000  # articles; as many or fewer are fetched at once and sorted
RANKED: Final = 200  # the newest matches, which are ranked

_BEGINNING: Final = datetime(1, 1, 2, tzinfo=UTC)
_END: Final = datetime(9999, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Test:
    """A condition in two forms: one for an index, and one to test a single row."""

    __test__ = False  # no test case, whatever a test runner makes of the name

    whole: Q | Combinable | Exists
    by_row: Combinable | Exists


def words_test(query: Query) -> Test:
    # The function behind the operator @@: no index can serve it.
    by_row = Func(F("search"), query, function="ts_match_vq", output_field=BooleanField())
    return Test(Q(search=query), by_row)


def row_test(rows: QuerySet[Any, Any]) -> Test:
    """Whether there is such a row for an article; `rows` refer to it by OuterRef."""
    # A scalar subquery stays a probe for each row; EXISTS may become a join with all the rows.
    probe = rows.order_by().annotate(is_there=Value(value=True, output_field=BooleanField()))
    by_row = Subquery(probe.values("is_there")[:1], output_field=BooleanField())
    return Test(Exists(rows), by_row)


def is_rare(articles: ArticleQuerySet) -> bool:
    """Whether the planner expects few enough rows to fetch all; the query itself is not run."""
    return estimate(articles) <= RARE


def estimate(articles: ArticleQuerySet) -> int:
    """How many rows the planner expects; the query is not run."""
    statement, parameters = _sql(articles.order_by().values("pk"))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
        plan = cursor.fetchone()[0]
    rows: int = plan[0]["Plan"]["Plan Rows"]
    return rows


def whole(base: ArticleQuerySet, tests: Sequence[Test]) -> ArticleQuerySet:
    """All that pass the tests."""
    return base.filter(*[test.whole for test in tests])


def newest_ids(
    base: ArticleQuerySet,
    tests: Sequence[Test],
    *,
    limit: int,
    enough: int | None = None,
    is_rare: bool = False,
    backwards: bool = False,
) -> RawSQL:
    """A subquery for the ids of the newest articles of `base` that pass the tests.

    It returns at most `limit` ids, and at least `enough` (by default `limit`) if there are so many.
    `base` may be filtered only by what the index of dates, or of places and dates, serves.
    `is_rare` says that few articles pass the first test. Backwards, it returns the oldest ones.
    """
    order = ("published_at", "id") if backwards else ("-published_at", "-id")
    if not tests:
        return _ids(*_sql(base.order_by(*order).values("id")[:limit]))
    direction = "ASC" if backwards else "DESC"
    last = f"ORDER BY published_at {direction}, id {direction} LIMIT {int(limit)}"
    if is_rare:
        found = base.filter(tests[0].whole, *[test.by_row for test in tests[1:]])
        statement, parameters = _sql(found.order_by().values_list("id", "published_at"))
        statement = f"WITH found AS MATERIALIZED ({statement}) SELECT id FROM found {last}"  # noqa: S608
        return _ids(statement, parameters)
    near, near_parameters = _sql(_walk(base, tests, order, WALKED)[:limit])
    far, far_parameters = _sql(_walk(base, tests, order, WALKED * WALKED_FURTHER)[:limit])
    all_sql, all_parameters = _sql(whole(base, tests).order_by().values_list("id", "published_at"))
    wanted = int(limit if enough is None else enough)
    promising = wanted // WALKED_FURTHER + 1
    # PostgreSQL evaluates each condition once, and does not run a part whose condition is false.
    statement = f"""
        WITH near AS MATERIALIZED ({near}),
        far AS MATERIALIZED (
            SELECT * FROM ({far}) further
            WHERE (SELECT count(*) FROM near) BETWEEN {promising} AND {wanted - 1}
        ),
        found AS MATERIALIZED (
            SELECT * FROM ({all_sql}) everything
            WHERE greatest((SELECT count(*) FROM near), (SELECT count(*) FROM far)) < {wanted}
        )
        SELECT id FROM (
            SELECT * FROM near UNION SELECT * FROM far UNION SELECT * FROM found
        ) either {last}
    """  # noqa: S608
    return _ids(statement, (*near_parameters, *far_parameters, *all_parameters))


def _walk(base: ArticleQuerySet, tests: Sequence[Test], order: tuple[str, str], length: int) -> Any:
    """Those that pass among the first `length` articles of `base`."""
    end = Subquery(base.order_by(*order).values("published_at")[length : length + 1])
    if order[0].startswith("-"):
        within = Q(published_at__gte=Coalesce(end, Value(_BEGINNING)))
    else:
        within = Q(published_at__lte=Coalesce(end, Value(_END)))
    first, *others = [test.by_row for test in tests]
    if others:
        # Probes first: the planner assumes that testing words, which is expensive, costs the same.
        first = Case(
            When(Q(*others), then=first),
            default=Value(value=False),
            output_field=BooleanField(),
        )
    passing = base.filter(within, first)
    return passing.order_by(*order).values_list("id", "published_at")


def rank(query: Query) -> SearchRank:
    """How well an article matches; a headline weighs more than a body, a long text no more."""
    return SearchRank("search", query, normalization=Value(1))


def _ids(statement: str, parameters: tuple[Any, ...]) -> RawSQL:
    # Safe: the statement is built above; all values from outside are parameters.
    return RawSQL(statement, parameters)  # noqa: S611


def _sql(articles: QuerySet[Model, Any]) -> tuple[str, tuple[Any, ...]]:
    statement, parameters = articles.query.sql_with_params()
    return statement, tuple(parameters)
