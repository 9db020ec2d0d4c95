"""Merges several sources or topics into one, and undoes such merges.

    plan = merging.sources.plan(kept, others)      what would happen; nothing is changed
    merge = merging.sources.merge(kept, others)    done, in one transaction
    merging.undo(merge)                            undone

The others' rows stay, with the key of the one that remains (see `articles.models.mergeable`); their
names become its aliases, so that the importer finds it by them. Parts that the importer wrote
remain the importer's: see `articles.ingest.maintenance.rename`.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from articles.models import Merge

from .kinds import sources, topics
from .merge import Merging
from .plan import MergeError, Plan, one_transaction

__all__ = ["MergeError", "Merging", "Plan", "sources", "topics", "undo"]


def undo(merge: Merge, *, now: datetime) -> None:
    """Restores the merged rows, with those of their links that still exist. Links that an editor
    has removed since then stay removed; newer links stay with the kept one. Raises `MergeError`."""
    names = ", ".join(other["name"] for other in merge.was)
    taken = gettext("This name or address is now in use (%(names)s): rename that first.") % {
        "names": names
    }
    with one_transaction(taken=taken):
        merge = Merge.objects.select_for_update().get(pk=merge.pk)
        if merge.undone_at:
            raise MergeError(gettext("This merge has already been undone."))
        (sources if merge.kind == Merge.Kind.SOURCE else topics).restore(merge, now=now)
        merge.undone_at = now
        merge.save(update_fields=["undone_at"])
