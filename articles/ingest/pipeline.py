"""One import from end to end: records are read, cut, and written batch by batch."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    connection,
    reset_queries,
    transaction,
)
from django.utils import timezone

from articles.models import ImportRun

from .cutting import CutDump, cut_record
from .outcomes import Counts, DumpDone, DumpOutcome, Event, ImportResult, Notice, Progress, Taken
from .readers import read_records
from .records import Record, Unreadable, printable
from .runs import ImportOptions, close_run, open_run
from .writing import write_batch

logger = logging.getLogger(__name__)

BATCH_STORIES: Final = 1000
BATCH_BYTES: Final = 16 * 1024 * 1024


class DatabaseGoneError(Exception):
    """The database stopped answering; what was written before is complete and stays."""


@dataclass(slots=True)
class _Import:
    """An import in progress."""

    options: ImportOptions
    run: ImportRun
    listener: Callable[[Event], None]
    counts: Counts = field(default_factory=Counts)
    notices: list[Notice] = field(default_factory=list)
    waiting: list[CutDump] = field(default_factory=list)
    bytes_read: int = 0

    def take(self, record: Record | Unreadable) -> None:
        """Cuts one record and writes a batch when enough wait."""
        source = printable(record.source or record.name)
        self.listener(Taken(printable(record.name), source))
        if isinstance(record, Unreadable):
            self.tell(Notice(record.name, record.message, is_failure=True, source=source))
            return
        self.bytes_read += len(record.raw)
        try:
            dump = cut_record(
                record,
                captured_at=self.options.captured_at,
                publisher=self.options.publisher,
                tags=self.options.tags,
            )
        except Exception as error:  # one bad record must not stop the others; it is told in full
            logger.exception("The parser failed on %s", record.name)
            message = f"the parser failed ({error!r}); please report it with the file"
            self.tell(Notice(record.name, message, is_failure=True, source=source))
            return
        self.waiting.append(dump)
        self.listener(Progress(self.bytes_read, self.counts))
        stories = sum(len(waiting.cuts) for waiting in self.waiting)
        size = sum(waiting.byte_count for waiting in self.waiting)
        if stories >= BATCH_STORIES or size >= BATCH_BYTES:
            self.write()

    def write(self) -> None:
        """Writes what waits, in one transaction; if that fails, each dump in one of its own, so
        that only the bad one is left out."""
        batch, self.waiting = self.waiting, []
        if not batch:
            return
        try:
            outcomes = self._write(batch)
        except Exception as error:  # each dump is tried by itself, and the bad one told in full
            _raise_if_gone(error)
            logger.warning("A batch was refused (%s); its dumps are written one by one", error)
            outcomes = [outcome for dump in batch for outcome in self._write_alone(dump)]
        reset_queries()  # in development Django remembers every query
        for dump, outcome in outcomes:
            counts = Counts.of(outcome)
            self.counts += counts
            self.listener(DumpDone(dump.name, dump.source, dump.byte_count, counts))
            for message in _remarks(dump):
                self.tell(Notice(dump.name, message, is_failure=False, source=dump.source))
        self.listener(Progress(self.bytes_read, self.counts))

    def tell(self, notice: Notice) -> None:
        """Keeps a notice and passes it on."""
        self.notices.append(notice)
        self.listener(notice)

    def _write(self, batch: Sequence[CutDump]) -> list[tuple[CutDump, DumpOutcome]]:
        outcomes = write_batch(
            batch, run=self.run, status=self.options.status, language=self.options.language
        )
        return list(zip(batch, outcomes, strict=True))

    def _write_alone(self, dump: CutDump) -> list[tuple[CutDump, DumpOutcome]]:
        try:
            return self._write([dump])
        except Exception as error:  # told in full; the other dumps go on
            _raise_if_gone(error)
            if not isinstance(error, DatabaseError):
                logger.exception("%s cannot be written", dump.name)
            reason = str(error).strip() or repr(error)
            message = f"the database refused it ({reason}); nothing of it was written"
            self.tell(Notice(dump.name, message, is_failure=True, source=dump.source))
            return []


def run_import(
    paths: Sequence[str],
    options: ImportOptions,
    *,
    listener: Callable[[Event], None] = lambda event: None,
    stop: Callable[[], bool] = lambda: False,
) -> ImportResult:
    """Imports every record that the paths hold, and says what came of it.

    `stop` is asked before each record: once it says yes, what has been read is written, and the
    import ends there. Repeating it is harmless. A dry run does all the work, reports the same
    counts and leaves the database as it was. Raises `DatabaseGoneError` when the database stops
    answering: batches written by then are complete, and running again goes on from there.
    """
    try:
        if not options.dry_run:
            return _run(paths, options, listener, stop)
        with transaction.atomic():
            result = _run(paths, options, listener, stop)
            transaction.set_rollback(True)
        return replace(result, run=None)
    except (OperationalError, InterfaceError) as error:
        raise DatabaseGoneError(str(error).strip()) from error


def _raise_if_gone(error: Exception) -> None:
    """Tells a database that went away from one that refused: only the first ends an import."""
    if isinstance(error, (OperationalError, InterfaceError)) and not _answers():
        raise DatabaseGoneError(str(error).strip()) from error


def _answers() -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _run(
    paths: Sequence[str],
    options: ImportOptions,
    listener: Callable[[Event], None],
    stop: Callable[[], bool],
) -> ImportResult:
    run = open_run(paths, options)
    job = _Import(options, run, listener)
    stopped = False
    try:
        for record in read_records(paths):
            if stopped := stop():
                break
            job.take(record)
        job.write()
    except BaseException as error:
        job.notices.append(Notice("import", f"it was broken off: {error!r}", is_failure=True))
        if not isinstance(error, DatabaseGoneError):
            close_run(run, job.counts, job.notices)
        raise
    close_run(run, job.counts, job.notices)
    return ImportResult(job.counts, tuple(job.notices), run.pk, stopped)


def _remarks(dump: CutDump) -> list[str]:
    """What an operator should know of a dump that did come in."""
    remarks = [issue.message for issue in dump.issues]
    undated = [
        cut.first_line for cut in dump.cuts if any(issue.code == "undated" for issue in cut.issues)
    ]
    if undated and dump.captured_at is None:
        lines = ", ".join(map(str, undated[:5])) + (" …" if len(undated) > 5 else "")
        remarks.append(
            f"no date for the story on line {lines}; give --captured-at to date and sort it"
        )
    remarks += [
        f"the story on line {cut.first_line} is dated {cut.content.dates.published_at:%Y-%m-%d}, "
        "in the future: once published it stays under embargo until then"
        for cut in dump.cuts
        if cut.content and cut.content.dates.published_at > timezone.now() + timedelta(days=1)
    ]
    if any(issue.code != "empty" for issue in dump.issues) or not dump.issues:
        remarks += [
            f"lines {cut.first_line} to {cut.last_line} are in quarantine: {cut.reason}"
            for cut in dump.cuts
            if cut.kind == "quarantine" and cut.reason not in remarks
        ]
    return remarks
