"""Imports and undos exclude each other, and report which run blocks them.

An import, or a re-parse, waits while a run is being undone, which takes seconds to minutes. An undo
does not wait for an import, which may take hours: it fails, and reports which run is at work.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from articles.ingest.events import Notice
from articles.models import ImportRun

from .locks import GATE, locking, pass_gate, try_lock, unlock
from .work_locks import Work, held, holding, runs_at_work

_TRIED_EVERY: Final = 0.2  # seconds
_LOOKS: Final = 5


class StillRunningError(Exception):
    """An import, or another undoing, is at work; the message says which run."""


class BeingUndoneError(Exception):
    """A run is being undone; the message says which."""


@contextmanager
def inside_gate(
    kind: str = ImportRun.Kind.IMPORT,
    *,
    stop: Callable[[], bool] = lambda: False,
    listener: Callable[[Notice], None] = lambda notice: None,
    may_wait: bool = True,
) -> Iterator[bool]:
    """Lets no undoing begin while an import is inside. Waits while a run is being undone and tells
    so once; False where `stop` says yes first. Raises `BeingUndoneError` if it may not wait."""
    entered = try_lock(GATE, shared=True)
    if not entered:
        message = _being_undone()
        if not may_wait:
            raise BeingUndoneError(message)
        message += "; this begins when that has ended"
        listener(Notice(kind, message, is_failure=False))
    while not entered and not stop():
        time.sleep(_TRIED_EVERY)
        entered = try_lock(GATE, shared=True)
    try:
        yield entered
    finally:
        if entered:
            unlock(GATE, shared=True)


@contextmanager
def excluding_imports(run: ImportRun) -> Iterator[None]:
    """Lets no import begin while a run is being undone. Raises `StillRunningError` where one is at
    work, or another run is being undone."""
    with locking(GATE) as is_closed:
        if not is_closed:
            raise StillRunningError(_at_work())
        with holding(Work.UNDOING, run.pk):
            yield


def check_not_undone(run: ImportRun) -> None:
    """Waits while a run is being undone, and refuses to write to this one if it was it; in a
    transaction. A cluster's worker may still have a batch of a run whose command has died."""
    pass_gate()
    if ImportRun.objects.filter(pk=run.pk, undone_at__isnull=False).exists():
        raise StillRunningError(f"run {run.pk} was undone; import it again")


def _being_undone() -> str:
    runs = held(Work.UNDOING)
    return f"run {runs[0]} is being undone" if runs else "a run is being undone"


def _at_work() -> str:
    # Whoever has just closed the gate says a moment later what for.
    for _ in range(_LOOKS):
        if held(Work.UNDOING) or runs_at_work():
            break
        time.sleep(_TRIED_EVERY)
    if held(Work.UNDOING):
        return f"{_being_undone()}; wait until that has ended"
    names = [
        f"run {run.pk} ({run.get_kind_display()}, asked by {run.asked_by or 'nobody'})"
        for run in runs_at_work()
    ]
    who = " and ".join(names) if names else "an import or a dry run"
    verb = "are" if len(names) > 1 else "is"
    return f"{who} {verb} at work; wait until that has ended, or stop it"
