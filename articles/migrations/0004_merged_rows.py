"""Merged sources and topics stay in their tables, with the key of the one they were merged into."""

from __future__ import annotations

from typing import Any, Final

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q
from django.db.models.functions import Lower

NOT_MERGED: Final = Q(merged_into=None)
IN_USE: Final = "This name is already in use."
SLUG_IN_USE: Final = "This slug is already in use."

# Kind of a merge, model, what notes of merges had of a row beside its key, name and aliases.
KINDS: Final = (
    ("source", "Source", ("slug", "kind", "home_page")),
    ("topic", "Topic", ("slug",)),
)


def keep_rows(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Makes the rows of what was merged and not restored; those whose remaining row has been
    deleted since are gone, as they were."""
    Merge = apps.get_model("articles", "Merge")
    for kind, name, fields in KINDS:
        model = apps.get_model("articles", name)
        rows: dict[int, tuple[Any, dict[str, Any]]] = {}
        for merge in Merge.objects.filter(kind=kind).order_by("made_at", "pk"):
            for other in merge.was:
                # What links are unique by is a list for topics, too.
                other["doubles"] = [
                    place if isinstance(place, list) else [place] for place in other["doubles"]
                ]
                other.setdefault("captions", [])
                if merge.undone_at is None:
                    rows[other["id"]] = merge, other
            merge.save(update_fields=["was"])
        keys = set(model.objects.values_list("pk", flat=True))
        rows = {key: row for key, row in rows.items() if key not in keys}
        while ready := [key for key, (merge, _) in rows.items() if merge.kept_key in keys]:
            for key in ready:
                merge, other = rows.pop(key)
                values = {field: other[field] for field in fields}
                if kind == "source":
                    values["aliases"] = other["aliases"]
                model.objects.create(
                    pk=key,
                    name=other["name"],
                    merged_into_id=merge.kept_key,
                    merged_at=merge.made_at,
                    **values,
                )
            keys |= set(ready)
    _check_keys(schema_editor)


def note_rows(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Writes merged rows into the notes of their merges, and deletes them."""
    Merge = apps.get_model("articles", "Merge")
    for kind, name, fields in KINDS:
        model = apps.get_model("articles", name)
        rows = model.objects.exclude(merged_into=None).in_bulk()
        for merge in Merge.objects.filter(kind=kind):
            for other in merge.was:
                if kind == "topic":
                    other["doubles"] = [article for (article,) in other["doubles"]]
                if row := rows.get(other["id"]):
                    other |= {field: getattr(row, field) for field in fields}
            merge.save(update_fields=["was"])
        model.objects.filter(pk__in=rows).delete()
    _check_keys(schema_editor)


def _check_keys(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Checks foreign keys now: PostgreSQL alters no table that waits for such a check."""
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


def _with_columns(model: str) -> list[Any]:
    """The columns, and the constraints that hold for rows that were not merged."""
    name_message = {"violation_error_message": IN_USE} if model == "source" else {}
    return [
        migrations.RemoveConstraint(model_name=model, name=f"{model}_name_unique"),
        migrations.RemoveConstraint(model_name=model, name=f"{model}_slug_unique"),
        migrations.AddField(
            model_name=model,
            name="merged_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name=model,
            name="merged_into",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=f"articles.{model}",
            ),
        ),
        migrations.AddConstraint(
            model_name=model,
            constraint=models.UniqueConstraint(
                Lower("name"), condition=NOT_MERGED, name=f"{model}_name_unique", **name_message
            ),
        ),
        migrations.AddConstraint(
            model_name=model,
            constraint=models.UniqueConstraint(
                condition=NOT_MERGED,
                fields=("slug",),
                name=f"{model}_slug_unique",
                violation_error_code="unique",
                violation_error_message=SLUG_IN_USE,
            ),
        ),
    ]


class Migration(migrations.Migration):
    """Columns first: rows come when their names need no longer be unique."""

    dependencies = [("articles", "0003_topic")]

    operations = [
        *_with_columns("source"),
        *_with_columns("topic"),
        migrations.RunPython(keep_rows, note_rows),
    ]
