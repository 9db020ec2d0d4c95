"""A statement of a page as the form of its article shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _

MOST_SHOWN: Final = 300
"""Characters of a statement that are shown."""

NAMES: Final = {
    "headline": _("Headline"),
    "title": _("Page title"),
    "authors": _("Authors"),
    "published_at": _("Date published"),
    "modified_at": _("Date updated"),
    "publisher": _("Publisher"),
    "section": _("Section"),
    "keywords": _("Topics"),
    "description": _("Description"),
    "language": _("Language"),
    "address": _("Address"),
    "kinds": _("Page kind"),
    "is_paywalled": _("Paywall"),
}
"""What a page states, in the order of the table."""


class Fate(StrEnum):
    """What became of a statement."""

    TAKEN = "taken"
    DIFFERS = "differs"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Statement:
    """A row of the table: what is stated of what, and where.

    `line` is the number of the line that prints it, 0 for a statement of the markup. `said` is its
    fate in words, `why` the reason, `why_line` a line to look at. `fills` is what a button puts
    into the form, as JSON: `inputs` by name, `topics`, a `bullet`, or a `source` as id, name and
    role; it is empty where there is nothing to fill.
    """

    key: str
    value: str
    origin: str
    fate: Fate
    said: str
    line: int = 0
    why: str = ""
    why_line: int = 0
    fills: str = ""

    @property
    def name(self) -> str:
        return str(NAMES[self.key])
