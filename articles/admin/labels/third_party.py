"""Strings of libraries in the admin that are translated here, because the library has no
translation or an unsuitable one. The site's translations take precedence."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

OF_THE_ADMIN: Final = (
    gettext_noop("The {name} “{obj}” was added successfully."),
    gettext_noop("The {name} “{obj}” was changed successfully."),
)
OF_TAGGIT: Final = (gettext_noop("Taggit"), gettext_noop("tag"), gettext_noop("tags"))
OF_DJANGO_TASKS: Final = (gettext_noop("Task Result"), gettext_noop("Task Results"))
# Field names in the change log, which the admin stores in English, with a capital letter.
OF_THE_LOG: Final = (
    gettext_noop("Aliases"),
    gettext_noop("Alternative text"),
    gettext_noop("Story"),
    gettext_noop("Body"),
    gettext_noop("Byline"),
    gettext_noop("Credit"),
    gettext_noop("Date"),
    gettext_noop("Date precision"),
    gettext_noop("Dateline"),
    gettext_noop("Headline"),
    gettext_noop("Home page"),
    gettext_noop("Image"),
    gettext_noop("Kicker"),
    gettext_noop("Kind"),
    gettext_noop("Language"),
    gettext_noop("Live from"),
    gettext_noop("Name"),
    gettext_noop("Note to editors"),
    gettext_noop("Number"),
    gettext_noop("Place"),
    gettext_noop("Position"),
    gettext_noop("Publication date"),
    gettext_noop("Role"),
    gettext_noop("Shown when withdrawn"),
    gettext_noop("Slug"),
    gettext_noop("Source"),
    gettext_noop("Text"),
    gettext_noop("Topics"),
    gettext_noop("Withdrawal notice"),
)
