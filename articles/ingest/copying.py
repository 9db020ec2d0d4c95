"""Rows into tables by COPY, the quickest way there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg.types.json import Jsonb


def copy_rows(
    cursor: CursorWrapper,
    table: str,
    columns: Mapping[str, str],
    rows: Iterable[tuple[object, ...]],
) -> None:
    """Streams rows into a table. `columns` are names with their PostgreSQL types, which each row
    must fit: nothing is converted."""
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(list(columns.values()))
        for row in rows:
            copy.write_row(row)


def new_keys(table: str, count: int) -> list[int]:
    """So many keys of rows yet to be written, in ascending order."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def as_jsonb(text: str) -> Jsonb:
    """A text that is JSON already, for a column of type jsonb."""
    return Jsonb(text, dumps=_as_it_is)


def _as_it_is(text: str) -> str:
    return text
