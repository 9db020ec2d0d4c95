"""The indexes of the states of review, built while others write."""

from __future__ import annotations

from typing import Final

from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models

REMOVE: Final = "DROP INDEX CONCURRENTLY IF EXISTS %s"


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("articles", "0011_review_states")]

    operations = [
        ValidateConstraint("article", "article_status_known"),
        # An index whose building was interrupted stays behind, and is of no use.
        migrations.RunSQL(REMOVE % "article_reviewed_idx", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "article",
            models.Index(
                condition=models.Q(("reviewed_by__isnull", False)),
                fields=["reviewed_by", "-reviewed_at"],
                name="article_reviewed_idx",
            ),
        ),
        migrations.RunSQL(REMOVE % "article_assignee_idx", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "article",
            models.Index(
                condition=models.Q(("assignee__isnull", False)),
                fields=["assignee", "status"],
                name="article_assignee_idx",
            ),
        ),
    ]
