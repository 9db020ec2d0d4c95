"""The worker: each task is done by a process of its own, forked from this one, under limits.

Whatever an upload does to its process, this one lives on, says what became of the job, and takes up
the next. Forked, a process is ready in hundredths of a second: all that it needs is loaded. So that
it shares no connection to the database with this one, this one has none while it forks.
"""

from __future__ import annotations

import logging
import os
import signal
import time
from multiprocessing.context import ForkProcess
from types import FrameType
from typing import Any, Final

from django.conf import settings
from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    connections,
)
from django.db.backends.postgresql.base import DatabaseWrapper
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from articles.ingest import jobs, resource_limits
from articles.ingest.pipeline.process_pool import load_models

logger = logging.getLogger(__name__)

_DATABASE_GONE: Final = 78
"""The exit status of a process that could not write down how it ended."""

_LOOK_EVERY: Final = 0.25
_FIRST_WAIT: Final = 0.5
_LONGEST_WAIT: Final = 15.0
"""Seconds between two looks whether the database is back."""


class JobWorker(Worker):
    """A worker that outlives what it works on, and a database that is away for a while."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._child: ForkProcess | None = None
        self._ends_at: float | None = None

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """The first signal lets the batch in hand finish, for as long as the patience lasts; the
        next ends it at once."""
        jobs.worker_is_ending.set()
        if self._child is not None:
            if self._ends_at is None:
                # One second is left for the record of how the job ended.
                self._ends_at = time.monotonic() + max(1, settings.STOP_TIMEOUT - 1)
                self._child.terminate()
            else:
                self._child.kill()
        super().shutdown(signum, frame)

    def run(self) -> None:
        """Does pending tasks until it has to end; waits while the database does not answer."""
        load_models()
        while True:
            try:
                super().run()
                return
            except (OperationalError, InterfaceError, ProgrammingError) as error:
                if self.batch:
                    raise
                if not self.running:
                    return  # a signal that comes between BEGIN and its answer leaves such an error
                reason = str(error).strip().partition("\n")[0]
                logger.warning("The database does not answer (%s); waiting for it.", reason)
            self._wait_for_database()

    def _wait_for_database(self) -> None:
        """Tries the database, with ever longer pauses, until it answers."""
        close_connections()
        wait = _FIRST_WAIT
        while self.running:
            time.sleep(wait)
            try:
                DBTaskResult.objects.exists()
            except DatabaseError:
                close_connections()
                wait = min(_LONGEST_WAIT, 2 * wait)
            else:
                logger.warning("The database answers again.")
                return

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Runs a task in a process of its own."""
        self.running_task = True
        try:
            if why := self._have_done(db_task_result):
                fail(db_task_result, why)
        finally:
            self.running_task = False
            self._run_tasks += 1

    def _have_done(self, task: DBTaskResult) -> str:
        """Why the task's process failed; empty if it succeeded, or recorded its failure itself."""
        is_bounded = jobs.is_bounded(_job_of(task))
        close_connections()
        in_hand = resource_limits.Note()
        child = ForkProcess(target=self._do, args=(task, in_hand, os.getpid()))
        child.start()
        self._child = child
        try:
            return self._wait(child, in_hand, is_bounded=is_bounded)
        finally:
            if child.is_alive():
                child.kill()
            child.join()
            self._child, self._ends_at = None, None

    def _wait(self, child: ForkProcess, in_hand: resource_limits.Note, *, is_bounded: bool) -> str:
        seconds = float(settings.IMPORT_TIME_LIMIT)
        since, last = time.monotonic(), ""
        while child.is_alive():
            child.join(_LOOK_EVERY)
            now = time.monotonic()
            if not is_bounded and in_hand.text != last:
                since, last = now, in_hand.text
            if self._ends_at is not None and now >= self._ends_at and child.is_alive():
                return "the worker was ended in the middle of it"
            if seconds and now - since >= seconds and child.is_alive():
                reason = resource_limits.too_long(seconds, setting="IMPORT_TIME_LIMIT")
                return f"{reason}{_at(in_hand)}"
        if child.exitcode in (0, _DATABASE_GONE) or not self.running:
            return ""
        return f"the process that did it died, perhaps for want of memory{_at(in_hand)}"

    def _do(self, task: DBTaskResult, in_hand: resource_limits.Note, parent: int) -> None:
        """Runs in the task's process."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # its parent ends it
        signal.signal(signal.SIGQUIT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, lambda number, frame: jobs.worker_is_ending.set())
        resource_limits.die_with_parent(parent)
        resource_limits.limit_memory()
        jobs.in_hand = in_hand
        try:
            super().run_task(task)
        except (OperationalError, InterfaceError):
            os._exit(_DATABASE_GONE)  # its parent will notice, and wait for the database
        close_connections()


def _at(in_hand: resource_limits.Note) -> str:
    return f" (the last that it read was {in_hand.text})" if in_hand.text else ""


def fail(task: DBTaskResult, why: str) -> None:
    """Records that a task's process did not finish, and why."""
    logger.error("Task %s of job %s was ended: %s.", task.task_path, _job_of(task), why)
    task.refresh_from_db()
    if task.status == "RUNNING":
        task.set_failed(RuntimeError(why))
    jobs.fail(_job_of(task), why)


def _job_of(task: DBTaskResult) -> int:
    return int(task.args_kwargs["args"][0])


def close_connections() -> None:
    """Closes this process's connections, including idle ones in its pools."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if isinstance(connection, DatabaseWrapper):
            connection.close_pool()
