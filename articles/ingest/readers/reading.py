"""A file's records: unpacked as often as needed, detected by content, and read by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from typing import IO, Final

from articles.ingest.readers.records import (
    Found,
    Picture,
    ReadRecord,
    Record,
    Unreadable,
    reason_of,
)
from articles.ingest.resource_limits import read_guarded

from .decompression import unpack
from .detection.file_signatures import OLD_OFFICE, directory_of_old_office, kind_by_signature
from .detection.sniffing import SNIFFED, Kind, kind_of, packing_of
from .detection.text_signatures import CSV
from .detection.unsupported import foreign_kind, recognised_kind, refusal_of
from .fields.field_names import USUAL_FIELDS, Fields
from .formats import format_of, markup_reader_of, of_format, reader_of
from .html import looks_like_html
from .inputs import Input, find_inputs
from .json_files.json_records import parsed, read_json, read_json_lines
from .json_files.wide_text import in_utf8
from .limits import HEAVY, MIB, BombError, Budget, Meter
from .markdown import is_markdown_name
from .opened import Opened
from .picture_files import LARGEST_PICTURE, starts_as_picture
from .saved.saved_pages import with_saved_marks
from .streams import CHUNK, Break, Stream
from .tables.delimited import is_named_table
from .tables.parquet import read_parquet
from .web_archives.warc import read_web_archive
from .zip_tar import read_tar, read_zip

_MOST_FAILURES: Final = 1000
"""Unreadable records after which an input is given up, if most of its records fail."""


def read_records(
    paths: Sequence[str],
    *,
    fields: Fields = USUAL_FIELDS,
    on_bytes: Callable[[int], None] = lambda byte_count: None,
    on_picture: Callable[[Picture], None] = lambda picture: None,
) -> Iterator[ReadRecord]:
    """Every record of the paths, one at a time, and what could not be read.

    `fields` names the fields of JSON and tables. `on_bytes` is called with the number of newly read
    bytes of the inputs: packed bytes, so that they add up to the files' sizes. `on_picture` is
    called with each picture that lies beside the pages, before or after the page that shows it.
    """
    for source in find_inputs(paths):
        if isinstance(source, Unreadable):
            yield source
            continue
        if source.is_picture:
            yield from _hand_on(source, on_bytes, on_picture)
            continue
        found = _read_input(source, fields, on_bytes)
        noted = _records(found, on_picture, source.name)
        reading = _sensible(_with_refusals(noted), source.name)
        for record in read_guarded(reading, partial(Unreadable, source.name)):
            yield record if record.name == source.name else replace(record, source=source.name)


def _hand_on(
    source: Input, on_bytes: Callable[[int], None], on_picture: Callable[[Picture], None]
) -> Iterator[Unreadable]:
    """Hands on a file that is a picture by its name; one that is none is passed over, and said
    so."""
    try:
        with source.open() as file:
            raw = file.read(LARGEST_PICTURE + 1)
    except OSError as error:
        yield Unreadable(source.name, f"it cannot be read ({reason_of(error)})", is_failure=False)
        return
    on_bytes(min(len(raw), source.size or 0))
    if len(raw) <= LARGEST_PICTURE and starts_as_picture(raw):
        on_picture(Picture(source.name, raw, source.name, source.name))
    else:
        message = "it is no picture that can be taken along, and was passed over"
        yield Unreadable(source.name, message, is_failure=False)


def read_kept(raw: bytes, name: str, fields: Fields = USUAL_FIELDS) -> Record | None:
    """The record that bytes which an import kept (`Record.raw`) are read as now; None where they
    are no longer read as one."""
    start = raw[:64].lstrip()
    is_json = start[:1] == b"{" and not start.startswith(b"{\\rtf")
    if is_json and not is_markdown_name(name):
        found: Iterator[Found] = parsed(raw, name, fields)
    else:
        budget = Budget(lambda: len(raw))
        meter = Meter(lambda byte_count: None)
        found = _Reading(fields, budget, meter).read(Stream(iter([raw])), name, 0)
    return next((each for each in found if isinstance(each, Record) and each.raw == raw), None)


def _is_empty(record: Found) -> bool:
    """Whether a record has a field for a page, and nothing in it."""
    return isinstance(record, Record) and record.page is not None and not record.page.strip()


def _records(
    found: Iterator[Found], on_picture: Callable[[Picture], None], source: str
) -> Iterator[ReadRecord]:
    for each in found:
        if isinstance(each, Picture):
            on_picture(replace(each, source=source))
        else:
            yield each


def _with_refusals(records: Iterator[ReadRecord]) -> Iterator[ReadRecord]:
    """Refuses records that are not pages, whatever format they came from."""
    for record in records:
        refusal = refusal_of(record) if isinstance(record, Record) else ""
        yield Unreadable(record.name, refusal) if refusal else record


def _sensible(records: Iterator[ReadRecord], name: str) -> Iterator[ReadRecord]:
    """Gives an input up if most of its records fail: a message for each line helps nobody."""
    record_count = failures = 0
    for record in records:
        yield record
        record_count += isinstance(record, Record)
        failures += isinstance(record, Unreadable) and record.is_failure
        if failures >= _MOST_FAILURES and failures > record_count:
            message = f"{failures} of its records cannot be read; the rest was not tried"
            yield Unreadable(name, message)
            return


def _read_input(source: Input, fields: Fields, on_bytes: Callable[[int], None]) -> Iterator[Found]:
    meter = Meter(on_bytes)
    try:
        file = source.open()
    except Exception as error:  # files give OSError, each remote store's driver its own
        yield Unreadable(source.name, f"it cannot be opened ({reason_of(error)}); check it")
        return
    is_ours = source.name != "standard input"
    with file if is_ours else nullcontext(file):
        stream = Stream(_chunks(file, meter))
        reading = _Reading(fields, Budget(lambda: meter.position), meter)
        try:
            for record in reading.read(stream, source.name, 0, file=file, size=source.size):
                reading.budget.take(HEAVY if _is_empty(record) else 1)
                yield record
        except BombError as error:
            message = f"{error}; it is not read on: unpack what you trust of it, and import that"
            yield Unreadable(source.name, message)
            return
    if source.size is not None:
        meter.reach(source.size)


@dataclass(slots=True)
class _Reading:
    """The reading of one input, with all that is packed in it."""

    fields: Fields
    budget: Budget
    meter: Meter

    def read(
        self,
        stream: Stream,
        name: str,
        depth: int,
        *,
        file: IO[bytes] | None = None,
        size: int | None = None,
    ) -> Iterator[Found]:
        """What a stream holds. `file` is the same as a file, where it has one of its own."""
        self.budget.enter(depth)
        while not (head := stream.head(SNIFFED)) and stream.broken is not None:
            yield Unreadable(name, f"its beginning is lost: {stream.broken.reason}; fetch it again")
            if not stream.resume():
                return
        if packing := packing_of(head):
            self.budget.enter(depth + 1)
            unpacked = Stream(unpack(stream, packing, self.budget))
            yield from self.read(unpacked, name, depth + 1)
            return
        meter = None if file is None else self.meter
        opened = Opened(
            stream, name, self.fields, self.budget, self._inner(depth), file, size, meter
        )
        kind = kind_of(head, name)
        match kind:
            case Kind.WARC:
                found = read_web_archive(stream, name, self.budget)
                yield from of_format(found, "web archive (WARC)")
            case Kind.JSON_LINES:
                yield from of_format(read_json_lines(stream, name, self.fields), "JSON Lines")
            case Kind.JSON:
                yield from of_format(read_json(stream, name, self.fields), "JSON")
            case Kind.TAR:
                self.budget.enter(depth + 1)
                yield from read_tar(opened)
            case Kind.ZIP:
                self.budget.enter(depth + 1)
                yield from read_zip(opened)
            case Kind.PARQUET:
                yield from of_format(read_parquet(opened), "Parquet table")
            case Kind.WIDE_JSON:
                yield from self.read(in_utf8(stream), name, depth)
            case Kind.PAGE:
                yield from _read_one(opened, head)

    def _inner(self, depth: int) -> Callable[[Stream, str], Iterator[Found]]:
        return lambda stream, name: self.read(stream, name, depth + 1)


def _read_one(opened: Opened, head: bytes) -> Iterator[Found]:
    """A stream that is a page, or a file of another kind that has a reader."""
    kind = foreign_kind(head) or recognised_kind(head)
    kind = kind or (CSV if is_named_table(opened.name, head) else None)
    if kind is OLD_OFFICE and (at := directory_of_old_office(head)) <= _FARTHEST_DIRECTORY:
        kind = foreign_kind(head[:512] + opened.stream.head(at + _DIRECTORY)[at:])
    if kind and (reader := reader_of(kind)):
        yield from of_format(reader(opened), format_of(kind))
    elif kind_of_start := kind_by_signature(head):
        # Reported before the rest is read, which may be hours of video.
        yield Unreadable(opened.name, f"{kind or kind_of_start}")
    elif kind is None and (markup := markup_reader_of(head, opened.name)):
        name, reader = markup
        yield from of_format(reader(opened), name)
    else:
        raw = opened.whole()
        if isinstance(raw, Unreadable):
            yield raw
        else:
            kind_of_page = "HTML page" if looks_like_html(head) else "plain text"
            yield with_saved_marks(Record(opened.name, raw, format=kind_of_page))


_FARTHEST_DIRECTORY: Final = 32 * MIB
_DIRECTORY: Final = 4096
"""Bytes into an old Office document at which its directory may begin, and those looked at."""


def _chunks(file: IO[bytes], meter: Meter) -> Iterator[bytes | Break]:
    read = getattr(file, "read1", file.read)  # of a pipe: what is there, without waiting for more
    try:
        while chunk := read(CHUNK):
            meter.advance(len(chunk))
            yield chunk
    except Exception as error:  # disks give OSError, each remote store's driver its own
        yield Break(f"reading failed ({reason_of(error)})")
