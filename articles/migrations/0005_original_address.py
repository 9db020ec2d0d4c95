"""The address of each story's page, indexed for searches and redirects, and the time of its update.

New columns are empty at once, whatever the size of the table, and the index is built while others
write. Then the addresses are filled in from what the pages of stored dumps state, some thousand at
a time; where that is interrupted, the migration goes on when it is run again. A page of several
stories, and times of updates, wait for `manage.py reparse`.
"""

from __future__ import annotations

from typing import Final

from django.apps.registry import Apps
from django.contrib.postgres.indexes import OpClass
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from articles.addresses import address_key

AT_ONCE: Final = 5_000

# Of dumps with one story; which story of several a page's address is, only the parser can say.
READ: Final = """
SELECT min(clipping.id), dump.hints ->> 'address'
FROM articles_dump dump
JOIN articles_clipping clipping ON clipping.dump_id = dump.id AND clipping.kind = 'story'
WHERE dump.id > %s AND dump.id <= %s AND dump.hints ->> 'address' <> ''
GROUP BY dump.id
HAVING count(*) = 1
"""
WRITE: Final = """
UPDATE articles_clipping SET address_key = given.key
FROM unnest(%s::bigint[], %s::text[]) AS given (id, key)
WHERE articles_clipping.id = given.id AND address_key = ''
"""
LAST: Final = """
SELECT max(id) FROM (SELECT id FROM articles_dump WHERE id > %s ORDER BY id LIMIT %s) batch
"""


def fill_keys(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    after = 0
    with schema_editor.connection.cursor() as cursor:
        while True:
            cursor.execute(LAST, [after, AT_ONCE])
            last = cursor.fetchone()[0]
            if last is None:
                return
            cursor.execute(READ, [after, last])
            keys = {clipping: address_key(address) for clipping, address in cursor.fetchall()}
            if keys:
                cursor.execute(WRITE, [list(keys), list(keys.values())])
            after = last


ADD: Final = """
ALTER TABLE articles_clipping
    ADD COLUMN IF NOT EXISTS address_key text NOT NULL DEFAULT '',
    ADD COLUMN IF NOT EXISTS updated_at timestamptz,
    ADD COLUMN IF NOT EXISTS is_update_timed boolean NOT NULL DEFAULT false
"""
REMOVE: Final = """
ALTER TABLE articles_clipping
    DROP COLUMN address_key, DROP COLUMN updated_at, DROP COLUMN is_update_timed
"""
# An index whose building was interrupted stays behind, and is of no use.
REMOVE_INDEX: Final = "DROP INDEX CONCURRENTLY IF EXISTS clipping_address_key_idx"
ADD_INDEX: Final = """
CREATE INDEX CONCURRENTLY clipping_address_key_idx
ON articles_clipping (address_key text_pattern_ops) WHERE NOT (address_key = '')
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("articles", "0004_merged_rows")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(ADD, REMOVE),
                migrations.RunPython(fill_keys, migrations.RunPython.noop),
                migrations.RunSQL(REMOVE_INDEX, migrations.RunSQL.noop),
                migrations.RunSQL(ADD_INDEX, REMOVE_INDEX),
            ],
            state_operations=[
                migrations.AddField(
                    "clipping",
                    "address_key",
                    models.TextField(blank=True, default="", db_default=""),
                ),
                migrations.AddField(
                    "clipping",
                    "updated_at",
                    models.DateTimeField(blank=True, null=True),
                ),
                migrations.AddField(
                    "clipping",
                    "is_update_timed",
                    models.BooleanField(default=False, db_default=False),
                ),
                migrations.AddIndex(
                    "clipping",
                    models.Index(
                        OpClass("address_key", name="text_pattern_ops"),
                        name="clipping_address_key_idx",
                        condition=models.Q(("address_key", ""), _negated=True),
                    ),
                ),
            ],
        ),
    ]
