"""The newsroom's own table of topics, in place of the tagging library's.

Topics keep their keys, so links of stories, old versions and notes of merges still name them. So do
the rights to topics of users and groups, and the admin's log of topics.
"""

from __future__ import annotations

import django.db.models.deletion
import taggit.managers
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.functions import Lower

OLD, NEW = ("taggit", "tag"), ("articles", "topic")

# The old index has the name of the new one.
DROP_INDEX = "DROP INDEX topic_name_unique"
CREATE_INDEX = "CREATE UNIQUE INDEX topic_name_unique ON taggit_tag (lower(name))"

COPY = """
INSERT INTO {new} (id, name, slug) SELECT id, name, slug FROM {old} ORDER BY id;
SELECT setval(pg_get_serial_sequence('{new}', 'id'), max(id)) FROM {new} HAVING max(id) IS NOT NULL;
"""
COPY_FORWARDS = COPY.format(old="taggit_tag", new="articles_topic")
# Tags that something else uses (nothing of the newsroom does) stay in the library's table.
REMOVE_OLD = "DELETE FROM taggit_tag WHERE id NOT IN (SELECT tag_id FROM taggit_taggeditem)"
COPY_BACKWARDS = (
    "DELETE FROM taggit_tag WHERE id IN (SELECT id FROM articles_topic);"
    + COPY.format(old="articles_topic", new="taggit_tag")
)


def _move_rights(apps: Apps, old: tuple[str, str], new: tuple[str, str]) -> None:
    """Gives the rights to one model, and the log of its rows, to another model."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    kinds = [ContentType.objects.get_or_create(app_label=a, model=m)[0] for a, m in (old, new)]
    apps.get_model("admin", "LogEntry").objects.filter(content_type=kinds[0]).update(
        content_type=kinds[1]
    )
    holders = (
        apps.get_model("auth", "Group").permissions.through,
        apps.get_model("auth", "User").user_permissions.through,
    )
    for action in ("add", "change", "delete", "view"):
        # Django creates permissions after all migrations; the groups need them now.
        right, _ = Permission.objects.get_or_create(
            content_type=kinds[1],
            codename=f"{action}_{new[1]}",
            defaults={"name": f"Can {action} {new[1]}"},
        )
        before = Permission.objects.filter(
            content_type=kinds[0], codename=f"{action}_{old[1]}"
        ).first()
        for holder in holders:
            holder.objects.filter(permission=before).update(permission=right)


def move_rights(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """From the library's tags to our topics."""
    _move_rights(apps, OLD, NEW)


def move_rights_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """From our topics to the library's tags."""
    _move_rights(apps, NEW, OLD)


class Migration(migrations.Migration):
    """Topics. Rows are copied before the foreign keys turn, and removed after that."""

    dependencies = [
        ("articles", "0002_groups"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [
        migrations.RunSQL(DROP_INDEX, CREATE_INDEX),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("slug", models.SlugField(allow_unicode=True, max_length=100, verbose_name="slug")),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "constraints": [
                    models.UniqueConstraint(Lower("name"), name="topic_name_unique"),
                    models.UniqueConstraint(fields=("slug",), name="topic_slug_unique"),
                ],
            },
        ),
        migrations.RunSQL(COPY_FORWARDS, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="article",
            name="tags",
            field=taggit.managers.TaggableManager(
                blank=True,
                help_text="A comma-separated list of tags.",
                through="articles.ArticleTag",
                to="articles.Topic",
                verbose_name="topics",
            ),
        ),
        migrations.AlterField(
            model_name="articletag",
            name="tag",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="article_tags",
                to="articles.topic",
                verbose_name="topic",
            ),
        ),
        migrations.AlterField(
            model_name="topicalias",
            name="tag",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="aliases",
                to="articles.topic",
                verbose_name="topic",
            ),
        ),
        migrations.RunSQL(REMOVE_OLD, COPY_BACKWARDS),
        migrations.RunPython(move_rights, move_rights_back),
    ]
