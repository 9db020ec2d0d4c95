"""The log of what people did on the desk, and undoing each act.

Each kind of act is registered once, with the right that it needs, its sentence and its undo:

    log("publish", by=user, articles=keys, state=..., detail=...)   within the act's transaction
    undo(action, by=user, now=now)

Undoing never overwrites what somebody changed since: that is left and told.
"""

from .log import (
    ActionKind,
    Undone,
    is_open,
    is_too_old,
    kind_of,
    log,
    newest,
    of_article,
    register,
    undo,
)

__all__ = [
    "ActionKind",
    "Undone",
    "is_open",
    "is_too_old",
    "kind_of",
    "log",
    "newest",
    "of_article",
    "register",
    "undo",
]
