"""The roles that a person can have on the desk, in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.models import Group
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

DESCRIPTIONS: Final = {
    "Reporter": _("Writes stories and corrects those in review. Changes nothing that readers see."),
    "Editor": _(
        "Reviews stories, tells the parser where it was wrong, uploads pages, corrects sources and "
        "topics."
    ),
    "Publisher": _(
        "Decides what readers see: publishes, withdraws and deletes stories, pins the front page."
    ),
    "Operator": _("Imports saved pages and looks after imports. Edits no stories."),
}
NAMES: Final = {
    "Reporter": pgettext_lazy("role", "Reporter"),
    "Editor": pgettext_lazy("role", "Editor"),
    "Publisher": pgettext_lazy("role", "Publisher"),
    "Operator": pgettext_lazy("role", "Operator"),
}
ADMINISTRATOR: Final = "administrator"
"""The value of the choice that is no group: everything, people and their rights included."""


@dataclass(frozen=True, slots=True)
class Role:
    """A choice for an invitation: a group's key, or `ADMINISTRATOR`."""

    value: str
    name: str
    description: str


def name_of(group: str) -> str:
    """A group's name in the language of the interface, where it is one that comes with the site."""
    return str(NAMES.get(group, group))


def roles_for(inviter: Any) -> list[Role]:
    """The roles that this user may give to others: no right of them goes beyond the user's own."""
    may = inviter.get_all_permissions()
    groups = Group.objects.prefetch_related("permissions__content_type").order_by("name")
    roles = [
        Role(str(group.pk), name_of(group.name), _described(group))
        for group in groups
        if inviter.is_superuser or _rights(group) <= may
    ]
    known = list(DESCRIPTIONS)
    names = {str(group.pk): group.name for group in groups}
    roles.sort(key=lambda role: (_place(names[role.value], known), role.name))
    if inviter.is_superuser:
        text = gettext("May do everything, including looking after people and their rights.")
        roles.append(Role(ADMINISTRATOR, gettext("Administrator"), text))
    return roles


def _rights(group: Group) -> set[str]:
    return {f"{right.content_type.app_label}.{right.codename}" for right in group.permissions.all()}


def _described(group: Group) -> str:
    own = gettext("A group of this site, with the rights that its administrator gave it.")
    return str(DESCRIPTIONS.get(group.name, own))


def _place(name: str, known: list[str]) -> int:
    return known.index(name) if name in known else len(known)


def in_words(user: Any, groups: Iterable[Group]) -> str:
    """The roles of a user, separated by commas."""
    names = [name_of(group.name) for group in groups]
    if user.is_superuser:
        names.insert(0, gettext("Administrator"))
    return gettext(", ").join(names) or gettext("none")
