"""Rows for the sources of the registry, made or completed; what an editor wrote stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from articles.models import Source
from articles.parsing import KnownSource, SourceRegistry

from .names import add_sources, aliases_of, source_of


@dataclass(frozen=True, slots=True)
class SourceCounts:
    """What came of loading: rows made, rows that lacked something, and rows left as they were."""

    created: int = 0
    completed: int = 0
    unchanged: int = 0

    def __str__(self) -> str:
        return f"created {self.created}, completed {self.completed}, unchanged {self.unchanged}"


@transaction.atomic
def load_sources(registry: SourceRegistry) -> SourceCounts:
    """Makes a row for each source that has none, and completes those that have one.

    A row is a source's by its name, by an alias that is the source's name (an editor gave it
    another one), or by its name being an alias of the source. To such a row only what is missing
    is added: aliases that no other row has, a home page where there is none, a kind where it is
    `other`. Its name, and whatever else an editor wrote, stays. Doing it again changes nothing.
    """
    rows = list(Source.objects.select_for_update().order_by("pk"))
    owners = _owners(rows)
    found = [(known, _row_of(known, owners)) for known in registry.sources]
    completed = [row for known, row in found if row and _complete(row, known, owners)]
    Source.objects.bulk_update(completed, ["kind", "aliases", "home_page"])
    created = [_without_taken(source_of(known), owners) for known, row in found if row is None]
    add_sources(created)
    unchanged = len(found) - len(completed) - len(created)
    return SourceCounts(len(created), len(completed), unchanged)


def _owners(rows: Sequence[Source]) -> dict[str, Source]:
    """Each row by its name and aliases; a name counts for more than another row's alias."""
    by_alias = {alias.casefold(): row for row in reversed(rows) for alias in row.aliases}
    return by_alias | {row.name.casefold(): row for row in rows}


def _row_of(known: KnownSource, owners: dict[str, Source]) -> Source | None:
    if row := owners.get(known.name.casefold()):
        return row
    named = (owners.get(alias) for alias in aliases_of(known))
    return next((row for row in named if row and row.name.casefold() in aliases_of(known)), None)


def _complete(row: Source, known: KnownSource, owners: dict[str, Source]) -> bool:
    """Adds what the row lacks; False when it lacks nothing."""
    forms = dict.fromkeys((known.name.casefold(), *aliases_of(known)))
    lacking = [form for form in forms if form not in owners]
    row.aliases = [*row.aliases, *lacking]
    owners.update(dict.fromkeys(lacking, row))
    gains_home = bool(known.home and not row.home_page)
    gains_kind = row.kind == Source.Kind.OTHER != known.kind
    if gains_home:
        row.home_page = known.home
    if gains_kind:
        row.kind = known.kind
    return bool(lacking) or gains_home or gains_kind


def _without_taken(row: Source, owners: dict[str, Source]) -> Source:
    """A new row, less the aliases that an editor has given to another one."""
    row.aliases = [alias for alias in row.aliases if alias not in owners]
    return row
