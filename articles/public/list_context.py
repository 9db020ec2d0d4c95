"""The filters on a list's page: chips for the active ones, counts for the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .facets import Facets, Recent
from .filters import SETTINGS, ArticleFilter

# A filter by a row, the page that has all of the row's stories, and what the rows are called.
KINDS: Final = (
    ("tag", "topic", _("Topics")),
    ("source", "source", _("Sources")),
    ("place", "place", _("Places")),
)


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter, and the address of the list without it."""

    name: str
    label: str
    value: str
    without: str

    @property
    def title(self) -> str:
        """The filter in a page's title: with a label, as a date or a yes alone is unclear."""
        if self.name == "photo":
            return self.label
        return f"{self.label} {self.value}" if self.name in {"from", "to"} else self.value


@dataclass(frozen=True, slots=True)
class Option:
    """A possible filter: how many stories it leaves, and its address."""

    name: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """The possible filters of one kind."""

    label: str | Promise
    options: list[Option]


@dataclass(frozen=True, slots=True)
class ListAddress:
    """The address of a list: its path, its filters, and which of them the path contains."""

    path: str
    query: QueryDict
    fixed: frozenset[str]

    @property
    def filters(self) -> dict[str, str]:
        """The filters in the address's query, and the order of the list."""
        return {name: self.query.get(name, "") for name in self.query if name not in self.fixed}

    def __str__(self) -> str:
        return self.to()

    def to(self, **changes: str) -> str:
        """The address with these filters set, or removed if empty."""
        query = QueryDict(mutable=True)
        for name, value in (self.filters | changes).items():
            if value:
                query[name] = value
        return f"{self.path}?{query.urlencode()}" if query else self.path

    @property
    def is_bare(self) -> bool:
        """Whether only the path filters the list."""
        return not set(self.filters) - set(SETTINGS)


def chips(filterset: ArticleFilter, names: Mapping[str, str], address: ListAddress) -> list[Chip]:
    """The active filters that can be removed; `names` are the rows' names by filter."""
    return [
        Chip(
            name,
            str(filterset.form.fields[name].label),
            _shown(name, value, names),
            address.to(**{name: ""}),
        )
        for name, value in filterset.values().items()
        if name not in address.fixed
    ]


def groups(address: ListAddress, facets: Facets | Recent) -> list[Group]:
    """The possible further filters, of kinds that are not active yet."""
    found = []
    for name, page, label in KINDS:
        if name in address.query:
            continue
        rows = {"tag": facets.topics, "source": facets.sources, "place": facets.places}[name]
        options = [
            Option(row["name"], row["count"], _option_address(address, name, page, row["slug"]))
            for row in rows[:8]
        ]
        if options:
            found.append(Group(label, options))
    return found


def _option_address(address: ListAddress, name: str, page: str, slug: str) -> str:
    # All stories of a topic have a page of their own.
    if address.is_bare and not address.fixed:
        return reverse(f"articles:{page}", args=[slug])
    return address.to(**{name: slug})


def names_of(values: Mapping[str, Any], facets: Facets) -> dict[str, str]:
    """The names of the active topic, source and place, by filter."""
    named = {name: row["name"] for name, row in facets.named.items()}
    slugs = {name: str(values[name]) for name, _, _ in KINDS if values.get(name)}
    return {name: slug.replace("-", " ") for name, slug in slugs.items()} | named


def title_of(chips: Iterable[Chip]) -> str:
    return ", ".join(chip.title for chip in chips)


def _shown(name: str, value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if name == "q":
        return gettext("“%(words)s”") % {"words": value}
    if name == "photo":
        return gettext("yes")
    return names.get(name) or str(value)
