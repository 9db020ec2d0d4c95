"""Locks that let imports run at once and end in the same rows as one after the other.

Whoever writes a story first locks what it could be known by, so that two imports of one story meet
here and the second sees what the first has written. A batch of few stories locks their digests one
by one, beside others that do the same; a batch of many locks all stories, for the server's table
of locks is small (64 a connection, shared by all). Either way everybody locks in one order: names
first, then stories; digests ascending. Locks go with the transaction.

Names that are known are locked, too, against being merged: shared by all who import, and asked for
before any of these.

Before all of that stands the gate: imports and undoing exclude each other for as long as either
lasts, so that neither counts what the other has removed or made. An import that finds a run being
undone waits at the gate; an undo that finds an import at work does not begin.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import connection

MOST_KEYS: Final = 600
"""Digests that one batch locks one by one: with ten writers that is a server's whole table of
locks at its defaults (64 locks for each of 100 connections)."""

_NAMES: Final = 0x6E616D6573  # "names"
_ALL_STORIES: Final = 0x6E657773  # "news"
_KNOWN_NAMES: Final = 0x6B6E6F776E  # "known"


_GATE: Final = 0x67617465  # "gate"


def enter_gate() -> bool:
    """Enters the gate as an import, until `leave_gate`; False while a run is being undone.

    It is the session's: it outlives transactions, and ends with the connection.
    """
    return _locked("SELECT pg_try_advisory_lock_shared(%s)", _GATE)


def leave_gate() -> None:
    """Ends one `enter_gate`."""
    _locked("SELECT pg_advisory_unlock_shared(%s)", _GATE)


def close_gate() -> bool:
    """Closes the gate to imports, until `open_gate`; False while one is inside, or it is closed."""
    return _locked("SELECT pg_try_advisory_lock(%s)", _GATE)


def open_gate() -> None:
    """Ends one `close_gate`."""
    _locked("SELECT pg_advisory_unlock(%s)", _GATE)


def pass_gate() -> None:
    """Waits while a run is being undone, and lets no undoing begin until the transaction ends: for
    a batch that another session's import has sent here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_GATE])


def _locked(sql: str, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, [key])
        return bool(cursor.fetchone()[0])


def lock_stories(digests: Iterable[str]) -> None:
    """Waits until no other import is at work on a story or dump with one of these digests."""
    keys = sorted({int(digest[:15], 16) for digest in digests if digest})
    with connection.cursor() as cursor:
        if len(keys) > MOST_KEYS:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ALL_STORIES])
            return
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_ALL_STORIES])
        # Kinds of key have a number of their own, so that none is `_ALL_STORIES` or `_NAMES`.
        cursor.execute(
            "SELECT count(pg_advisory_xact_lock(key)) FROM unnest(%s::bigint[]) key",
            [[key | 1 << 60 for key in keys]],
        )


def lock_all_stories() -> None:
    """Waits until no import is at work on any story, and lets none begin."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ALL_STORIES])


def lock_everything() -> None:
    """Waits for all other imports, for good: for a dry run, whose transaction spans its batches.
    It must not come to ask for names while it holds stories, nor pile up locks."""
    lock_names()
    lock_all_stories()


def lock_names() -> None:
    """Waits until no other import is making rows of sources or topics; to be asked for before
    `lock_stories`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NAMES])


def use_names() -> None:
    """Waits until nobody merges sources or topics, and lets nobody begin: the rows of names that an
    import has found stay."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_KNOWN_NAMES])


def hold_names() -> None:
    """Waits until no import has any names in use, and lets none begin."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_KNOWN_NAMES])
