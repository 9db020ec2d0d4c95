"""Which runs and jobs are being worked on: whoever works on one holds an advisory lock.

A process that is killed cannot store how it ended. But its session ends with it, and PostgreSQL
releases the lock: a row that says that it is being worked on, without a lock, was interrupted.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from enum import IntEnum

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from articles.models import ImportRun, Job

from .locks import locking, try_lock, unlock


class Work(IntEnum):
    """What is done with a row: the lock's first key; its second is the row's id."""

    JOB = 0x6A6F6273  # "jobs"
    RUN = 0x72756E73  # "runs"
    UNDOING = 0x756E646F  # "undo"


def hold(work: Work, pk: int) -> bool:
    """Takes a row's lock until `let_go`; False if another session holds it."""
    return try_lock(work, _key(pk))


def let_go(work: Work, pk: int) -> None:
    """Ends `hold`, once the row says how the work ended."""
    unlock(work, _key(pk))


def holding(work: Work, pk: int) -> AbstractContextManager[bool]:
    """Holds a row's lock; yields False if another session holds it."""
    return locking(work, _key(pk))


def is_held(work: Work, pk: int) -> bool:
    """Whether somebody does this with the row now."""
    return _key(pk) in held(work)


def held(work: Work) -> list[int]:
    """The ids of the rows that somebody does this with now, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 "
            "AND granted AND classid = %s AND database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY objid",
            [work],
        )
        return [key for (key,) in cursor.fetchall()]


def is_at_work(row: ImportRun | Job) -> bool:
    """Whether the row says that it is being worked on, and somebody does."""
    return row.state in row.IN_PROGRESS and is_held(_work_on(row), row.pk)


def is_interrupted(row: ImportRun | Job) -> bool:
    """Whether the row says that it is being worked on, but nobody does."""
    return row.state in row.IN_PROGRESS and not is_held(_work_on(row), row.pk)


def runs_at_work() -> list[ImportRun]:
    """The runs that are at work now, oldest first."""
    runs = ImportRun.objects.filter(state__in=ImportRun.IN_PROGRESS).order_by("pk")
    return [run for run in runs if is_at_work(run)]


def mark_interrupted(*, now: datetime) -> int:
    """Marks interrupted runs as such; returns how many there were.

    A run counts as ended when it was last seen.
    """
    runs = ImportRun.objects.filter(state__in=ImportRun.IN_PROGRESS)
    with transaction.atomic():
        # The locks are looked at after the rows are locked: a run that ends meanwhile waits for
        # us, and one that begins holds its lock before its row can be seen.
        locked = list(runs.select_for_update(skip_locked=True).only("state"))
        interrupted = [run.pk for run in locked if is_interrupted(run)]
        return ImportRun.objects.filter(pk__in=interrupted).update(
            state=ImportRun.State.ABANDONED,
            finished_at=Coalesce(F("seen_at"), F("started_at"), now),
        )


def _work_on(row: ImportRun | Job) -> Work:
    return Work.JOB if isinstance(row, Job) else Work.RUN


def _key(pk: int) -> int:
    return pk % 2**31
