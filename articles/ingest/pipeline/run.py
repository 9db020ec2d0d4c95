"""One import from end to end: records are read, cut, and written batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from django.db import InterfaceError, OperationalError, transaction

from articles.ingest.events import (
    Counts,
    DumpDone,
    Event,
    ImportResult,
    Notice,
    Progress,
    Taken,
    to_each,
)
from articles.ingest.options import ImportOptions
from articles.ingest.readers import Fields, read_records
from articles.ingest.readers.records import NO_NAMES, Record, Unreadable, called
from articles.ingest.storage.import_gate import inside_gate
from articles.ingest.storage.quarantine_rules import load_placements
from articles.ingest.storage.write_dumps import DatabaseGoneError, Filed, file_dumps
from articles.ingest.stories.cut import CutDump
from articles.models import ImportRun

from .dask import import_on_cluster
from .process_pool import cut_records
from .run_log import RunLog, open_run, options_as_json

BATCH_STORIES: Final = 1000
"""When the last page is cut, half a batch waits on average: of larger ones the end of an import
costs more than they save."""
FIRST_BATCH_STORIES: Final = 125
"""Each batch has twice as many as the one before, up to `BATCH_STORIES`: writing begins soon, and
does not wait until the workers have cut a whole batch."""
BATCH_BYTES: Final = 16 * 1024 * 1024


@dataclass(slots=True)
class _Import:
    """An import in progress."""

    options: ImportOptions
    run: ImportRun
    reading: _Reading
    listener: Callable[[Event], None]
    counts: Counts = field(default_factory=Counts)
    waiting: list[CutDump] = field(default_factory=list)
    batch_stories: int = FIRST_BATCH_STORIES
    stories_waiting: int = 0
    bytes_waiting: int = 0

    def take(self, dump: CutDump | Notice) -> None:
        """Adds a dump to the batch, and flushes the batch when it is large enough."""
        self._tell_taken(dump)
        if isinstance(dump, Notice):
            self.tell(dump)
            return
        self.waiting.append(dump)
        self.stories_waiting += len(dump.cuts)
        self.bytes_waiting += dump.byte_count
        self.listener(Progress(self.reading.bytes_read, self.counts))
        if (
            self.stories_waiting >= min(self.batch_stories, BATCH_STORIES)
            or self.bytes_waiting >= BATCH_BYTES
        ):
            self.write()

    def write(self) -> None:
        """Flushes the batch."""
        batch, self.waiting = self.waiting, []
        self.stories_waiting = self.bytes_waiting = 0
        if not batch:
            return
        self.batch_stories = min(BATCH_STORIES, 2 * self.batch_stories)
        for filed in file_dumps(batch, run=self.run, options=self.options):
            self.note(filed)
        self.listener(Progress(self.reading.bytes_read, self.counts))

    def take_filed(self, filed: Filed | Notice) -> None:
        """Counts a dump that a cluster's worker has stored."""
        self._tell_taken(filed)
        self.note(filed)
        self.listener(Progress(self.reading.bytes_read, self.counts))

    def note(self, filed: Filed | Notice) -> None:
        """Counts and reports the result of a dump."""
        if isinstance(filed, Notice):
            self.tell(filed)
            return
        self.counts += filed.counts
        self.listener(DumpDone(filed.name, filed.source, filed.byte_count, filed.counts))
        for message in filed.remarks:
            self.tell(Notice(filed.name, message, is_failure=False, source=filed.source))

    def _tell_taken(self, found: CutDump | Filed | Notice) -> None:
        """What was passed over by design is no record."""
        if not isinstance(found, Notice) or found.is_failure:
            self.listener(Taken(found.name, found.source))

    def tell(self, notice: Notice) -> None:
        """Passes a notice on."""
        self.listener(notice)


def run_import(
    paths: Sequence[str],
    options: ImportOptions,
    *,
    listener: Callable[[Event], None] = lambda event: None,
    stop: Callable[[], bool] = lambda: False,
    workers: int | None = None,
    scheduler: str = "",
    names: Mapping[str, str] = NO_NAMES,
    opened: Callable[[ImportRun], None] = lambda run: None,
) -> ImportResult:
    """Imports every record of the paths, and returns the result.

    `workers` is as for `cut_records`; `scheduler` is the address of a Dask cluster that does all
    the work instead, which cannot be a dry run. `stop` is called before each record: once it
    returns true, the current batch is written, and the import ends. `names` maps a path to its
    display name, if that differs; `opened` is called with the run's row once it exists. Repeating
    an import is harmless. While a run is being undone it waits, and reports that. A dry run does
    all the work, reports the same counts and leaves the database as it was. Raises
    `DatabaseGoneError` when the database stops answering: batches written by then are complete,
    and the next import continues from there.
    """
    if scheduler and options.dry_run:
        raise ValueError("a cluster's workers cannot share the one transaction of a dry run")
    reading = _Reading(paths, Fields.with_named(dict(options.fields)), stop, names)
    try:
        if not options.dry_run:
            tell = partial(_tell_waiting, listener)
            with inside_gate(stop=stop, tell=tell) as entered:
                if not entered:
                    return ImportResult(Counts(), (), None, stopped=True)
                return _run(reading, options, listener, workers, scheduler, opened)
        with transaction.atomic():
            result = _run(reading, options, listener, workers, scheduler, opened)
            transaction.set_rollback(True)
        return replace(result, run=None)
    except (OperationalError, InterfaceError) as error:
        raise DatabaseGoneError(str(error).strip()) from error


def _tell_waiting(listener: Callable[[Event], None], message: str) -> None:
    listener(Notice("import", message, is_failure=False))


@dataclass(slots=True)
class _Reading:
    """The records of an import, until it has to stop; `bytes_read` is its progress."""

    paths: Sequence[str]
    fields: Fields
    stop: Callable[[], bool]
    names: Mapping[str, str]
    stopped: bool = False
    bytes_read: int = 0

    def advance(self, byte_count: int) -> None:
        """So many bytes more of the inputs are read."""
        self.bytes_read += byte_count

    def must_stop(self) -> bool:
        """Whether somebody has asked to stop; checked only while work is left."""
        self.stopped = self.stopped or self.stop()
        return self.stopped

    def __iter__(self) -> Iterator[Record | Unreadable]:
        for record in read_records(self.paths, fields=self.fields, on_bytes=self.advance):
            if self.must_stop():
                return
            yield called(record, self.names) if self.names else record


def _run(
    reading: _Reading,
    options: ImportOptions,
    listener: Callable[[Event], None],
    workers: int | None,
    scheduler: str,
    opened: Callable[[ImportRun], None],
) -> ImportResult:
    inputs = [reading.names.get(path, path) for path in reading.paths]
    run = open_run(inputs, options_as_json(options), asked_by=options.asked_by)
    opened(run)
    log = RunLog(run)
    job = _Import(options, run, reading, to_each(log, listener))
    try:
        if scheduler:
            _import_on(scheduler, job, reading)
        else:
            cutting = cut_records(
                reading,
                options,
                workers=workers,
                placements=load_placements(),
                stopped=reading.must_stop,
            )
            with closing(cutting) as dumps:
                for dump in dumps:
                    job.take(dump)
                job.write()
    except BaseException as error:
        log(Notice("import", f"it was interrupted: {error!r}", is_failure=True))
        if not isinstance(error, DatabaseGoneError):
            log.close()
        raise
    return log.close(stopped=reading.stopped)


def _import_on(scheduler: str, job: _Import, reading: _Reading) -> None:
    found = import_on_cluster(reading, run=job.run, options=job.options, address=scheduler)
    with closing(found):
        for filed in found:
            job.take_filed(filed)
