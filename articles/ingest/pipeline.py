"""One import from end to end: records are read, cut, and written batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Final

from django.db import InterfaceError, OperationalError, transaction

from articles.models import ImportRun

from .crew import cut_records
from .cutting import CutDump
from .filing import DatabaseGoneError, file_dumps
from .outcomes import Counts, DumpDone, Event, ImportResult, Notice, Progress, Taken
from .readers import read_records
from .records import Record, Unreadable
from .runs import ImportOptions, close_run, open_run

BATCH_STORIES: Final = 2000
BATCH_BYTES: Final = 16 * 1024 * 1024


@dataclass(slots=True)
class _Import:
    """An import in progress."""

    options: ImportOptions
    run: ImportRun
    listener: Callable[[Event], None]
    counts: Counts = field(default_factory=Counts)
    notices: list[Notice] = field(default_factory=list)
    waiting: list[CutDump] = field(default_factory=list)
    stories_waiting: int = 0
    bytes_waiting: int = 0
    bytes_read: int = 0

    def take(self, dump: CutDump | Notice) -> None:
        """Has a batch written when enough wait."""
        self.listener(Taken(dump.name, dump.source))
        if isinstance(dump, Notice):
            self.tell(dump)
            return
        self.bytes_read += dump.byte_count
        self.waiting.append(dump)
        self.stories_waiting += len(dump.cuts)
        self.bytes_waiting += dump.byte_count
        self.listener(Progress(self.bytes_read, self.counts))
        if self.stories_waiting >= BATCH_STORIES or self.bytes_waiting >= BATCH_BYTES:
            self.write()

    def write(self) -> None:
        """Writes what waits."""
        batch, self.waiting = self.waiting, []
        self.stories_waiting = self.bytes_waiting = 0
        if not batch:
            return
        for filed in file_dumps(batch, run=self.run, options=self.options):
            if isinstance(filed, Notice):
                self.tell(filed)
                continue
            self.counts += filed.counts
            self.listener(DumpDone(filed.name, filed.source, filed.byte_count, filed.counts))
            for message in filed.remarks:
                self.tell(Notice(filed.name, message, is_failure=False, source=filed.source))
        self.listener(Progress(self.bytes_read, self.counts))

    def tell(self, notice: Notice) -> None:
        """Keeps a notice and passes it on."""
        self.notices.append(notice)
        self.listener(notice)


def run_import(
    paths: Sequence[str],
    options: ImportOptions,
    *,
    listener: Callable[[Event], None] = lambda event: None,
    stop: Callable[[], bool] = lambda: False,
    workers: int | None = None,
) -> ImportResult:
    """Imports every record that the paths hold, and says what came of it.

    `workers` is as for `cut_records`. `stop` is asked before each record: once it says yes, what
    has been read is written, and the import ends there. Repeating it is harmless. A dry run does
    all the work, reports the same counts and leaves the database as it was. Raises `DatabaseGoneError` when the database stops
    answering: batches written by then are complete, and running again goes on from there.
    """
    try:
        if not options.dry_run:
            return _run(paths, options, listener, stop, workers)
        with transaction.atomic():
            result = _run(paths, options, listener, stop, workers)
            transaction.set_rollback(True)
        return replace(result, run=None)
    except (OperationalError, InterfaceError) as error:
        raise DatabaseGoneError(str(error).strip()) from error


@dataclass(slots=True)
class _Reading:
    """The records of an import, until it is told to stop."""

    paths: Sequence[str]
    stop: Callable[[], bool]
    stopped: bool = False

    def __iter__(self) -> Iterator[Record | Unreadable]:
        for record in read_records(self.paths):
            if self.stop():
                self.stopped = True
                return
            yield record


def _run(
    paths: Sequence[str],
    options: ImportOptions,
    listener: Callable[[Event], None],
    stop: Callable[[], bool],
    workers: int | None,
) -> ImportResult:
    run = open_run(paths, options)
    job = _Import(options, run, listener)
    reading = _Reading(paths, stop)
    try:
        with closing(cut_records(reading, options, workers=workers)) as dumps:
            for dump in dumps:
                job.take(dump)
            job.write()
    except BaseException as error:
        job.notices.append(Notice("import", f"it was broken off: {error!r}", is_failure=True))
        if not isinstance(error, DatabaseGoneError):
            close_run(run, job.counts, job.notices)
        raise
    close_run(run, job.counts, job.notices)
    return ImportResult(job.counts, tuple(job.notices), run.pk, reading.stopped)
