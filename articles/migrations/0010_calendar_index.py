"""The index of the calendar, built while others write.

When stories of before went live was not recorded. For those that came in during the last two
months, and for those under embargo, it is filled in first: when they came in, or their date if that
is later, some thousand at a time. Where this is interrupted it goes on when it is run again.
"""

from __future__ import annotations

from typing import Final

from django.apps.registry import Apps
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

AT_ONCE: Final = 20_000
LAST: Final = """
SELECT max(id) FROM (SELECT id FROM articles_article WHERE id > %s ORDER BY id LIMIT %s) batch
"""
WRITE: Final = """
UPDATE articles_article SET went_live_at = greatest(created_at, published_at)
WHERE id > %s AND id <= %s AND status = 'published' AND went_live_at IS NULL
  AND (created_at > now() - interval '2 months' OR published_at > now())
"""
REMOVE_INDEX: Final = "DROP INDEX CONCURRENTLY IF EXISTS article_live_idx"


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    after = 0
    with schema_editor.connection.cursor() as cursor:
        while True:
            cursor.execute(LAST, [after, AT_ONCE])
            last = cursor.fetchone()[0]
            if last is None:
                return
            cursor.execute(WRITE, [after, last])
            after = last


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("articles", "0009_live_from")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        # An index whose building was interrupted stays behind, and is of no use.
        migrations.RunSQL(REMOVE_INDEX, migrations.RunSQL.noop),
        AddIndexConcurrently(
            "article",
            models.Index(
                fields=["went_live_at", "id"],
                name="article_live_idx",
                condition=models.Q(("status", "published"), ("went_live_at__isnull", False)),
            ),
        ),
    ]
