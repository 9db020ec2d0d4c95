"""The four groups of a newsroom, with what each may do. Administrators may change them."""

from __future__ import annotations

from typing import Any, Final

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def _allow(*actions: str, on: tuple[str, ...]) -> set[str]:
    """The codenames of permissions: each action on each model."""
    return {f"{action}_{model}" for action in actions for model in on}


_ALL: Final = ("view", "add", "change", "delete")
_PARTS: Final = ("bullet", "caption", "attribution", "articletag")
_NAMES: Final = ("source", "tag")

INTAKE: Final = _allow("view", "add", "change", on=("importrun",)) | _allow(
    "view", "add", "delete", on=("placementrule",)
)
"""What uploads, re-parses and the quarantine need."""

REPORTER: Final = {
    *_allow("view", "add", "change", on=("article",)),
    *_allow(*_ALL, on=_PARTS),
    *_allow("view", on=("clipping", "dump", "correction", *_NAMES)),
    "add_tag",
}
EDITOR: Final = {
    *REPORTER,
    *INTAKE,
    *_allow("add", "change", on=("correction", *_NAMES)),
    "delete_correction",
    "view_pin",
}
PUBLISHER: Final = {
    *EDITOR,
    *_allow(*_ALL, on=("pin",)),
    *_allow("delete", on=("article", *_NAMES)),
    "publish_article",
    "withdraw_article",
}
OPERATOR: Final = {*INTAKE, *_allow("view", on=("article", "clipping", "dump", *_NAMES))}

GROUPS: Final = {
    "Reporter": REPORTER,
    "Editor": EDITOR,
    "Publisher": PUBLISHER,
    "Operator": OPERATOR,
}


def make_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Creates the groups that do not exist; an existing group of the same name keeps its rights."""
    for label in ("articles", "taggit"):
        config: Any = apps.get_app_config(label)
        # Django creates permissions after all migrations; the groups need them now.
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    known = Permission.objects.filter(content_type__app_label__in=["articles", "taggit"])
    for name, codenames in GROUPS.items():
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            permissions = list(known.filter(codename__in=codenames))
            missing = codenames - {permission.codename for permission in permissions}
            if missing:
                raise LookupError(f"no such permissions: {', '.join(sorted(missing))}")
            group.permissions.set(permissions)


class Migration(migrations.Migration):
    """Groups. Backwards nothing happens: removing them would remove them from their members."""

    dependencies = [
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
