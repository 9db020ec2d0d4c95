"""Which runs are alive: each holds an advisory lock for as long as its session lasts.

A run that is killed cannot store how it ended. But its session ends with it, and PostgreSQL
releases the lock: a row that says `running` without a lock belongs to an interrupted run.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from articles.models import ImportRun

_RUNS: Final = 0x72756E73  # "runs": the lock's first key; the second is the run's id
_UNDONE: Final = 0x756E646F  # "undo": the same for a run that is being undone
_HELD_SQL: Final = """
    SELECT objid::bigint FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 2 AND granted AND classid = %s
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def hold(run: ImportRun) -> None:
    """Marks a run as alive, in the transaction that makes its row or before others see it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_RUNS, _key(run.pk)])


def let_go(run: ImportRun) -> None:
    """Ends `hold`, once the row says how the run ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_RUNS, _key(run.pk)])


def hold_undoing(run: ImportRun) -> None:
    """Marks a run as being undone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_UNDONE, _key(run.pk)])


def let_go_undoing(run: ImportRun) -> None:
    """Ends `hold_undoing`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_UNDONE, _key(run.pk)])


def being_undone() -> int | None:
    """The key of the run that is being undone now."""
    return min(_held(_UNDONE), default=None)


def at_work() -> list[ImportRun]:
    """The runs that are at work now, oldest first."""
    held = _held()
    running = ImportRun.objects.filter(state=ImportRun.State.RUNNING).order_by("pk")
    return [run for run in running if _key(run.pk) in held]


def is_broken_off(run: ImportRun) -> bool:
    """Whether the run was interrupted: the row says `running`, but nobody holds its lock."""
    return run.state == ImportRun.State.RUNNING and _key(run.pk) not in _held()


def mark_interrupted(*, now: datetime) -> int:
    """Marks interrupted runs as such; returns how many there were.

    It counts as ended when it was last seen.
    """
    running = ImportRun.objects.filter(state=ImportRun.State.RUNNING)
    with transaction.atomic():
        rows = list(running.select_for_update(skip_locked=True).values_list("pk", flat=True))
        # Queried after the rows are locked: a run that ends meanwhile waits for us, and one that
        # begins holds its lock before its row can be seen.
        held = _held() if rows else set()
        gone = [pk for pk in rows if _key(pk) not in held]
        return ImportRun.objects.filter(pk__in=gone).update(
            state=ImportRun.State.ABANDONED,
            finished_at=Coalesce(F("seen_at"), F("started_at"), now),
        )


def _held(kind: int = _RUNS) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(_HELD_SQL, [kind])
        return {objid for (objid,) in cursor.fetchall()}


def _key(pk: int) -> int:
    return pk % 2**31
