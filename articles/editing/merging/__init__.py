"""Several sources, or topics, merged into one, and the undo of it.

    plan = merging.sources.plan(kept, others)      what would happen; nothing is changed
    merge = merging.sources.merge(kept, others)    done, in one transaction
    merging.undo(merge)                            undone

The names of the others become aliases of the one that is kept, so that the importer finds it by
them. What the importer wrote stays the importer's: see `articles.ingest.maintenance.rename`.
"""

from . import sources, topics
from .plan import MergeError, Plan
from .undo_merge import undo

__all__ = ["MergeError", "Plan", "sources", "topics", "undo"]
