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

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from django.db import DatabaseError, InterfaceError, connection

MOST_KEYS: Final = 600
"""Digests that one batch locks one by one: with ten writers that is a server's whole table of
locks at its defaults (64 locks for each of 100 connections)."""

_NAMES: Final = 0x6E616D6573  # "names"
_ALL_STORIES: Final = 0x6E657773  # "news"
_KNOWN_NAMES: Final = 0x6B6E6F776E  # "known"
_PICTURES: Final = 0x70696373  # "pics"; with the beginning of a digest
GATE: Final = 0x67617465  # "gate"


def try_lock(*key: int, shared: bool = False) -> bool:
    """Takes a lock until `unlock`, or until the connection ends; False if that would need waiting.
    It is the session's, and outlives transactions. A key is one number or two."""
    return bool(_call("pg_try_advisory_lock", *key, shared=shared))


def unlock(*key: int, shared: bool = False) -> None:
    """Ends one `try_lock`. Where the connection is gone, so is the lock."""
    with suppress(DatabaseError, InterfaceError):
        _call("pg_advisory_unlock", *key, shared=shared)


@contextmanager
def locking(*key: int, shared: bool = False) -> Iterator[bool]:
    """Holds a lock as `try_lock` takes it; yields whether it was free."""
    is_ours = try_lock(*key, shared=shared)
    try:
        yield is_ours
    finally:
        if is_ours:
            unlock(*key, shared=shared)


def pass_gate() -> None:
    """Waits while a run is being undone, and lets no undoing begin until the transaction ends: for
    a batch that another session's import has sent here."""
    _call("pg_advisory_xact_lock", GATE, shared=True)


def lock_stories(digests: Iterable[str]) -> None:
    """Waits until no other import is at work on a story or dump with one of these digests."""
    keys = sorted({int(digest[:15], 16) for digest in digests if digest})
    if len(keys) > MOST_KEYS:
        lock_all_stories()
        return
    _call("pg_advisory_xact_lock", _ALL_STORIES, shared=True)
    with connection.cursor() as cursor:
        # Kinds of key have a number of their own, so that none is `_ALL_STORIES` or `_NAMES`.
        cursor.execute(
            "SELECT count(pg_advisory_xact_lock(key)) FROM unnest(%s::bigint[]) key",
            [[key | 1 << 60 for key in keys]],
        )


def lock_all_stories() -> None:
    """Waits until no import is at work on any story, and lets none begin."""
    _call("pg_advisory_xact_lock", _ALL_STORIES)


def lock_everything() -> None:
    """Waits for all other imports, for good: for a dry run, whose transaction spans its batches.
    It must not come to ask for names while it holds stories, nor pile up locks."""
    lock_names()
    lock_all_stories()


def lock_names() -> None:
    """Waits until no other import is making rows of sources or topics; to be asked for before
    `lock_stories`."""
    _call("pg_advisory_xact_lock", _NAMES)


def use_names() -> None:
    """Waits until nobody merges sources or topics, and lets nobody begin: the rows of names that an
    import has found stay."""
    _call("pg_advisory_xact_lock", _KNOWN_NAMES, shared=True)


def hold_names() -> None:
    """Waits until no import has any names in use, and lets none begin."""
    _call("pg_advisory_xact_lock", _KNOWN_NAMES)


@contextmanager
def making_picture(digest: str) -> Iterator[None]:
    """Waits until no other import is making the files of the picture with this digest, and lets
    none begin: both would write them under the same names. The lock is the session's."""
    key = (_PICTURES, int(digest[:7], 16))
    _call("pg_advisory_lock", *key)
    try:
        yield
    finally:
        unlock(*key)


def _call(function: str, *key: int, shared: bool = False) -> Any:
    name, places = f"{function}{'_shared' * shared}", ", ".join(["%s"] * len(key))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name}({places})", key)
        return cursor.fetchone()[0]
