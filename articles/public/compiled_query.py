"""Queries that are compiled once: the SQL is stored, and each use adds its own values.

Django builds a query's SQL again for each execution, which for a card's columns takes longer than
the database needs to answer. The query itself is still written with the ORM.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from articles.models import Article
from articles.models.article import ArticleQuerySet

_HERE: Final = "the ids come here"


@dataclass(frozen=True, slots=True)
class Rows:
    """The database's rows, before they become articles.

    `values` are plain values, from which a cache key can be made (see cache_keys.py).
    """

    columns: tuple[str, ...]
    values: list[tuple[Any, ...]]
    as_json: Sequence[str]

    def articles(self) -> list[Article]:
        """An article for each row, in their order."""
        at = {name: number for number, name in enumerate(self.columns)}
        names = [name for name in _FIELDS if name in at]  # `from_db` wants them in this order
        others = [(name, number) for name, number in at.items() if name not in _FIELDS]
        found = []
        for row in self.values:
            article = Article.from_db(DEFAULT_DB_ALIAS, names, [row[at[name]] for name in names])
            for name, number in others:
                value = row[number]
                setattr(article, name, _read(value) if name in self.as_json else value)
            found.append(article)
        return found


# Fields with a column of the same name, whose values need no conversion.
_FIELDS: Final = tuple(
    field.attname
    for field in Article._meta.concrete_fields
    if field.attname == field.column and not hasattr(field, "from_db_value")
)


class Prepared:
    """Articles by their ids, with the columns that `build` adds to them.

    `build` gets a condition `pk__in=...` for the ids, and must use it once. `as_json` names the
    annotations that are JSON, or lists of it, which Django would have parsed itself.
    """

    def __init__(self, build: Callable[[RawSQL], ArticleQuerySet], as_json: Sequence[str]) -> None:
        self._build = build
        self._as_json = as_json

    def of(self, ids: RawSQL) -> list[Article]:
        """The articles of these ids, a subquery for them."""
        return self.ask(ids).articles()

    def ask(self, ids: RawSQL) -> Rows:
        """The same as rows; one query."""
        before, after, first, last = self._parts
        with connection.cursor() as cursor:
            # Safe: both parts are Django's; values stay parameters.
            cursor.execute(f"{before}({ids.sql}){after}", [*first, *ids.params, *last])
            columns = tuple(column.name for column in cursor.description)
            return Rows(columns, cursor.fetchall(), self._as_json)

    @cached_property
    def _parts(self) -> tuple[str, str, list[Any], list[Any]]:
        """The SQL before and after the ids, and the values before and after theirs."""
        query = self._build(RawSQL("SELECT %s", [_HERE])).query
        statement, values = query.sql_with_params()
        before, _, after = statement.partition("(SELECT %s)")
        at = list(values).index(_HERE)
        if before.count("%s") != at or values.count(_HERE) != 1:
            raise ValueError("the ids have to stand in the query once, and nothing before them odd")
        return before, after, list(values[:at]), list(values[at + 1 :])


def ids_of(articles: QuerySet[Article, Any]) -> RawSQL:
    """A subquery for the ids of articles; the queryset must select nothing else."""
    # Safe: Django's own; values stay parameters.
    return RawSQL(*articles.query.sql_with_params())  # noqa: S611


def either(one: RawSQL, other: RawSQL) -> RawSQL:
    """A subquery for the ids of both."""
    return RawSQL(f"({one.sql}) UNION ({other.sql})", [*one.params, *other.params])  # noqa: S611


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return [_read(one) for one in value]
    return json.loads(value) if isinstance(value, str) else value
