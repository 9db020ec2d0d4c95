"""The database lock that a worker holds as long as it works on a job."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection

_JOBS: Final = 0x6A6F6273  # "jobs": the lock's first key; the second is the job's id


@contextmanager
def holding(key: int) -> Iterator[bool]:
    """Holds a job's lock; yields False if somebody else holds it."""
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
    """Whether somebody is working on it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 "
            "AND granted AND classid = %s AND objid = %s AND database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database()))",
            [_JOBS, key % 2**31],
        )
        return bool(cursor.fetchone()[0])
