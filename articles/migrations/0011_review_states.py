"""More states of review: needs attention (with a note and whom it waits for), ready (with who read
it and when), rejected.

The new columns are empty at once, whatever the size of the table; what is stored already is known to
keep to the new list of states, so it is looked at in the next migration, while others write.
Editors and Publishers of the groups that came with the site get the right to decide on a review.
"""

from __future__ import annotations

from typing import Any, Final

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

STATES: Final = ["draft", "in_review", "attention", "ready", "rejected", "published", "withdrawn"]
NAMES: Final = {
    "draft": "draft",
    "in_review": "in review",
    "attention": "needs attention",
    "ready": "ready to publish",
    "rejected": "rejected",
    "published": "published",
    "withdrawn": "withdrawn",
}


def person(name: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        blank=True,
        db_index=False,
        editable=False,
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        verbose_name=name,
    )


def allow(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    config: Any = apps.get_app_config("articles")
    # Django creates permissions after all migrations; the groups need this one now.
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    right = apps.get_model("auth", "Permission").objects.get(
        codename="review_article", content_type__app_label="articles"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=["Editor", "Publisher"]):
        group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0010_calendar_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            "article",
            {
                "ordering": ["-published_at", "-id"],
                "permissions": [
                    ("review_article", "Can mark stories as ready or rejected"),
                    ("publish_article", "Can publish articles and send them back"),
                    ("withdraw_article", "Can withdraw published articles"),
                ],
                "verbose_name": "story",
                "verbose_name_plural": "stories",
            },
        ),
        migrations.RemoveConstraint("article", "article_status_known"),
        migrations.AddField("article", "assignee", person("assigned to")),
        migrations.AddField(
            "article",
            "attention_note",
            models.TextField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                verbose_name="what needs attention",
            ),
        ),
        migrations.AddField(
            "article",
            "reviewed_at",
            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="read at"),
        ),
        migrations.AddField("article", "reviewed_by", person("read by")),
        migrations.AlterField(
            "article",
            "status",
            models.CharField(
                choices=list(NAMES.items()),
                default="in_review",
                max_length=10,
                verbose_name="status",
            ),
        ),
        AddConstraintNotValid(
            "article",
            models.CheckConstraint(
                condition=models.Q(("status__in", STATES)), name="article_status_known"
            ),
        ),
        migrations.RunPython(allow, migrations.RunPython.noop, elidable=False),
    ]
