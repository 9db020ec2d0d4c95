"""One import from end to end: records are read, split, and written batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from django.db import InterfaceError, OperationalError, transaction

from articles.ingest.events import (
    Counts,
    DumpDone,
    Event,
    ImportResult,
    Notice,
    PictureFound,
    Progress,
    Taken,
    to_each,
)
from articles.ingest.options import ImportOptions
from articles.ingest.pictures.fetching import Fetcher
from articles.ingest.pictures.spool import Spool, spooling
from articles.ingest.pictures.storing import Storing
from articles.ingest.readers import USUAL_FIELDS, Fields, read_records
from articles.ingest.readers.picture_files import pictures_in
from articles.ingest.readers.records import (
    NO_NAMES,
    Picture,
    ReadRecord,
    Record,
    called,
    printable,
)
from articles.ingest.storage.import_gate import inside_gate
from articles.ingest.storage.quarantine_rules import load_placements
from articles.ingest.storage.write_dumps import (
    DatabaseGoneError,
    Filed,
    file_dumps,
    in_batches,
)
from articles.ingest.stories.split import SplitDump
from articles.models import ImportRun

from .dask import import_on_cluster
from .process_pool import split_records
from .run_log import NO_PICTURES, RunLog, logged_run, options_as_json

BATCH_STORIES: Final = 1000
"""When the last page is split, half a batch waits on average: of larger ones the end of an import
costs more than they save."""
FIRST_BATCH_STORIES: Final = 125
"""Each batch has twice as many as the one before, up to `BATCH_STORIES`: writing begins soon, and
does not wait until the workers have split a whole batch."""


_ENDS: Final = ("", "/", "@", ":", ",", "[")
"""What follows the name of an input in that of a record or picture in it."""

make_fetcher: Callable[[], Fetcher] = Fetcher
"""What fetches pictures from the web, where an import is asked to."""


@dataclass(slots=True)
class _Import:
    """An import in progress."""

    options: ImportOptions
    log: RunLog
    reading: Reading
    listener: Callable[[Event], None]

    def write(self, dumps: Iterable[SplitDump | Notice]) -> None:
        """Stores dumps, batch by batch."""
        for batch in in_batches(self._taken(dumps), _batch_sizes()):
            if isinstance(batch, Notice):
                self.listener(batch)
                continue
            for filed in file_dumps(batch, run=self.log.run, options=self.options):
                self._note(filed)
            self._report_progress()

    def take_filed(self, dumps: Iterable[Filed | Notice]) -> None:
        """Counts dumps that a cluster's workers have stored."""
        for filed in dumps:
            self._report_taken(filed)
            self._note(filed)
            self._report_progress()

    def store_pictures(self, spool: Spool) -> Mapping[str, int]:
        """Stores the pictures of what was imported, once all is read; how many, by what became of
        them. A stopped import leaves them to the next one."""
        if self.reading.must_stop():
            return NO_PICTURES
        is_fetching = self.options.fetch_pictures and not self.options.dry_run
        storing = Storing(
            self.log.run,
            spool,
            self.options,
            self.listener,
            self.reading.must_stop,
            make_fetcher() if is_fetching else None,
        )
        return storing.go()

    def _taken(self, dumps: Iterable[SplitDump | Notice]) -> Iterator[SplitDump | Notice]:
        for dump in dumps:
            self._report_taken(dump)
            if not isinstance(dump, Notice):
                self._report_progress()
            yield dump

    def _note(self, filed: Filed | Notice) -> None:
        if isinstance(filed, Notice):
            self.listener(filed)
            return
        done = DumpDone(filed.name, filed.source, filed.byte_count, filed.counts, filed.format)
        self.listener(done)
        for message in filed.remarks:
            self.listener(Notice(filed.name, message, is_failure=False, source=filed.source))

    def _report_taken(self, dump: SplitDump | Filed | Notice) -> None:
        # What was passed over by design is no record.
        if not isinstance(dump, Notice) or dump.is_failure:
            self.listener(Taken(dump.name, dump.source))

    def _report_progress(self) -> None:
        self.listener(Progress(self.reading.bytes_read, self.log.total.counts))


def _batch_sizes() -> Iterator[int]:
    size = FIRST_BATCH_STORIES
    while True:
        yield min(size, BATCH_STORIES)
        size = min(2 * size, BATCH_STORIES)


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

    `workers` is as for `split_records`; `scheduler` is the address of a Dask cluster that does all
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
    fields = Fields.with_named(dict(options.fields), options.records)
    reading = Reading(paths, stop, names, fields)
    run = partial(_run, reading, options, listener, workers, scheduler, opened)
    try:
        if options.dry_run:
            with transaction.atomic():
                result = run()
                transaction.set_rollback(True)
            return replace(result, run=None)
        with inside_gate(stop=stop, listener=listener) as entered:
            return run() if entered else ImportResult(Counts(), (), None, stopped=True)
    except (OperationalError, InterfaceError) as error:
        raise DatabaseGoneError(str(error).strip()) from error


@dataclass(slots=True)
class Reading:
    """The records of an import, until it has to stop; `bytes_read` is its progress."""

    paths: Sequence[str]
    stop: Callable[[], bool]
    names: Mapping[str, str]
    fields: Fields = USUAL_FIELDS
    stopped: bool = False
    bytes_read: int = 0
    picture_found: Callable[[PictureFound], None] = lambda found: None
    _last_picture: str = ""
    spool: Spool | None = None
    """Where the pictures are kept aside that lie beside the records and in them."""

    def advance(self, byte_count: int) -> None:
        """So many bytes more of the inputs are read."""
        self.bytes_read += byte_count

    def must_stop(self) -> bool:
        """Whether somebody has asked to stop; checked only while work is left."""
        self.stopped = self.stopped or self.stop()
        return self.stopped

    def __iter__(self) -> Iterator[ReadRecord]:
        for record in read_records(
            self.paths, fields=self.fields, on_bytes=self.advance, on_picture=self._take_picture
        ):
            if self.must_stop():
                return
            if self.spool is not None and isinstance(record, Record):
                for picture in pictures_in(record):
                    self.spool.add(picture)
            yield called(record, self.names) if self.names else record

    def _take_picture(self, picture: Picture) -> None:
        """Reports a picture once, by however many addresses pages may call it, and keeps it."""
        if picture.name != self._last_picture:
            self._last_picture = picture.name
            source = self.names.get(picture.source, picture.source)
            self.picture_found(PictureFound(printable(picture.name), printable(source)))
        if self.spool is None:
            return
        for path, name in self.names.items():
            if picture.name.startswith(path) and picture.name[len(path) : len(path) + 1] in _ENDS:
                address = picture.address
                if address.startswith(path):
                    address = name + address.removeprefix(path)
                own_name = name + picture.name.removeprefix(path)
                picture = replace(picture, name=own_name, address=address)
                break
        self.spool.add(picture)


def _run(
    reading: Reading,
    options: ImportOptions,
    listener: Callable[[Event], None],
    workers: int | None,
    scheduler: str,
    opened: Callable[[ImportRun], None],
) -> ImportResult:
    inputs = [reading.names.get(path, path) for path in reading.paths]
    values = options_as_json(options)
    with (
        logged_run(inputs, values, asked_by=options.asked_by, opened=opened) as log,
        spooling() if options.pictures else nullcontext() as spool,
    ):
        reading.spool = spool
        job = _Import(options, log, reading, to_each(log, listener))
        reading.picture_found = job.listener
        if scheduler:
            filing = import_on_cluster(reading, run=log.run, options=options, address=scheduler)
            with closing(filing):
                job.take_filed(filing)
        else:
            placements = load_placements()
            splitting = split_records(
                reading,
                options,
                workers=workers,
                placements=placements,
                stopped=reading.must_stop,
            )
            with closing(splitting):
                job.write(splitting)
        pictures = job.store_pictures(spool) if spool is not None else NO_PICTURES
    return log.close(stopped=reading.stopped, pictures=pictures)
