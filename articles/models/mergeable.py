"""Rows that can be merged into others of their kind: sources and topics.

A merged row stays in its table under its key, with the key of the row that it was merged into.
So a merge can be undone, old addresses redirect, and old versions still find their rows. No list
shows it, and its name and slug are free for another row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final, TypeVar

from django.db import models
from django.db.models import Q

NOT_MERGED: Final = Q(merged_into=None)

_Row = TypeVar("_Row", bound="Mergeable")


class CurrentManager(models.Manager[_Row]):
    """The rows that were not merged into others."""

    def get_queryset(self) -> models.QuerySet[_Row]:
        """Those rows."""
        return super().get_queryset().filter(NOT_MERGED)

    def by_key(self, keys: Iterable[int]) -> dict[int, _Row]:
        """What rows of these keys are now: for a merged row, the row that it was merged into in the
        end. Keys of deleted rows are missing. One query, if none was merged."""
        all_rows: Any = self.model.all_rows
        rows: dict[int, _Row] = all_rows.in_bulk(set(keys))
        while merged := [key for key, row in rows.items() if row.merged_into_id]:
            into = all_rows.in_bulk({rows[key].merged_into_id for key in merged})
            for key in merged:
                if row := into.get(rows.pop(key).merged_into_id):
                    rows[key] = row
        return rows


class Mergeable(models.Model):
    """A row that may be merged into another one. If that one is deleted, this one goes with it."""

    merged_into = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, editable=False, related_name="+"
    )
    merged_into_id: int | None
    merged_at = models.DateTimeField(null=True, editable=False)

    objects = CurrentManager()
    all_rows = models.Manager()

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Also those with a condition on `merged_into`, which no form has."""
        super().validate_constraints(set(exclude or ()) - {"merged_into"})
