"""Merges several sources or topics into one, and undoes such merges.

    plan = merging.sources.plan(kept, others)      what would happen; nothing is changed
    merge = merging.sources.merge(kept, others)    done, in one transaction
    merging.undo(merge)                            undone

The names of the others become aliases of the one that remains, so that the importer finds it by
them. Parts that the importer wrote remain the importer's: see `articles.ingest.maintenance.rename`.
"""

from . import sources, topics
from .plan import MergeError, Plan
from .undo_merge import undo

__all__ = ["MergeError", "Plan", "sources", "topics", "undo"]
