"""The four groups of a newsroom, with what each may do. Administrators may change them."""

from __future__ import annotations

from typing import Any, Final

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_ROWS: Final = ("bullet", "caption", "attribution", "articletag")
_SEEN: Final = ("clipping", "dump")

REPORTER: Final = {
    *(f"{act}_article" for act in ("view", "add", "change")),
    *(f"{act}_{row}" for act in ("view", "add", "change", "delete") for row in _ROWS),
    *(f"view_{model}" for model in (*_SEEN, "source", "tag", "correction")),
    "add_tag",
}
EDITOR: Final = REPORTER | {
    *(f"{act}_{model}" for act in ("add", "change") for model in ("source", "tag", "correction")),
    "delete_correction",
    "view_importrun",
}
PUBLISHER: Final = EDITOR | {
    "publish_article",
    "withdraw_article",
    "delete_article",
    "delete_source",
    "delete_tag",
}
OPERATOR: Final = {
    *(f"view_{model}" for model in (*_SEEN, "importrun", "article", "source", "tag")),
    "add_importrun",
    "change_importrun",
}
GROUPS: Final = {
    "Reporter": REPORTER,
    "Editor": EDITOR,
    "Publisher": PUBLISHER,
    "Operator": OPERATOR,
}


def make_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Makes the groups that are not there; one of the same name keeps its permissions."""
    for label in ("articles", "taggit"):
        config: Any = apps.get_app_config(label)
        # Permissions are made after all migrations as a rule; the groups need them now.
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    known = Permission.objects.filter(content_type__app_label__in=["articles", "taggit"])
    for name, codenames in GROUPS.items():
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            found = list(known.filter(codename__in=codenames))
            missing = codenames - {permission.codename for permission in found}
            if missing:
                raise LookupError(f"no such permissions: {', '.join(sorted(missing))}")
            group.permissions.set(found)


class Migration(migrations.Migration):
    """Groups; taking them away again would take them from their members, so backwards does nothing."""

    dependencies = [
        ("articles", "0006_corrections_and_rights"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
