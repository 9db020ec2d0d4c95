"""Words of libraries on the desk that are translated here: they have no translation of their own,
or one that reads badly beside ours. A translation of the site goes before a library's.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

OF_THE_ADMIN: Final = (
    gettext_noop("Select %s to change"),
    gettext_noop("Select %s to view"),
    gettext_noop("The {name} “{obj}” was added successfully."),
    gettext_noop("The {name} “{obj}” was changed successfully."),
)
OF_TAGGIT: Final = (gettext_noop("Taggit"), gettext_noop("tag"), gettext_noop("tags"))
OF_DJANGO_TASKS: Final = (gettext_noop("Task Result"), gettext_noop("Task Results"))
