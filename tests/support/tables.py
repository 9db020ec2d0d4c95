"""Leaves the tables of the test's database as `flush` does, in a fraction of its time."""

from typing import Final

from django.db import connection, transaction

KEPT: Final = frozenset({"django_content_type", "auth_permission", "django_migrations"})
"""What the migrations made and no test changes."""

LARGE: Final = 128 * 1024
"""Bytes from which a table is truncated, so that rows long deleted slow nobody down."""


def empty_tables() -> None:
    """Removes all rows but those of `KEPT`."""
    tables = sorted(set(connection.introspection.table_names()) - KEPT)
    quoted = {table: connection.ops.quote_name(table) for table in tables}
    filled = " UNION ALL ".join(
        f"SELECT '{table}', pg_table_size('{name}') WHERE EXISTS (SELECT FROM {name})"  # noqa: S608
        for table, name in quoted.items()
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(filled)
        sizes = dict(cursor.fetchall())
        if max(sizes.values(), default=0) > LARGE:
            cursor.execute(f"TRUNCATE {', '.join(quoted.values())}")
        else:
            for table in sizes:
                cursor.execute(f"DELETE FROM {quoted[table]}")  # noqa: S608
