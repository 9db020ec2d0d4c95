"""Who may pin stories to the front page: publishers; editors see what is pinned."""

from __future__ import annotations

from typing import Any, Final

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GIVEN: Final = {
    "Editor": {"view_pin"},
    "Publisher": {f"{act}_pin" for act in ("view", "add", "change", "delete")},
}


def give(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Adds the rights to the groups that are there; one that was renamed or removed stays so."""
    config: Any = apps.get_app_config("articles")
    # Permissions are made after all migrations as a rule; the groups need them now.
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    known = Permission.objects.filter(content_type__app_label="articles")
    for name, codenames in GIVEN.items():
        for group in Group.objects.filter(name=name):
            group.permissions.add(*known.filter(codename__in=codenames))


class Migration(migrations.Migration):
    """Rights; backwards they stay, for somebody may have given them by hand as well."""

    dependencies = [
        ("articles", "0014_pin"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
