"""The lock that whoever works on a job holds for as long, in the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection

_JOBS: Final = 0x6A6F6273  # "jobs": the lock's first key; the second is the job's id


@contextmanager
def holding(key: int) -> Iterator[bool]:
    """Holds a job; False where somebody else does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_JOBS, key % 2**31])
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_JOBS, key % 2**31])


def is_held(key: int) -> bool:
    """Whether somebody is at work on it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 "
            "AND granted AND classid = %s AND objid = %s AND database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database()))",
            [_JOBS, key % 2**31],
        )
        return bool(cursor.fetchone()[0])
