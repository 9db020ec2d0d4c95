"""Tables written as text (CSV, TSV and the like): one record a row, read as they come."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from articles.ingest.readers.encodings import Characters, decode, marked_encoding, wide_encoding
from articles.ingest.readers.limits import LARGEST_PAGE, MIB
from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found, Unreadable
from articles.ingest.readers.streams import CHUNK, Stream

from .csv_detection import delimiter_of
from .delimited_rows import BadRow, Dialect, Rows
from .table_layout import MOST_COLUMNS, SAMPLE_ROWS, Layout, layout_of
from .table_rows import kept_row, row_as_record

_SAMPLE: Final = MIB
"""Bytes by which a table's encoding, delimiter, quotes and columns are told."""
_NAMED: Final = re.compile(r"\.(?:csv|tsv|tab|psv)(?:\.\w+)?$", re.IGNORECASE)
_LINE_ENDS: Final = re.compile(r"\r\n?")
_DOUBLED: Final = re.compile(r'\w""|""\w')
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def is_named_table(name: str, head: bytes) -> bool:
    """Whether a file that is named as a table begins as one, in a language or layout that says no
    more."""
    if not _NAMED.search(name):
        return False
    encoding, _ = _encoding(head)
    text = head.decode(encoding, "replace").removeprefix("\ufeff")
    return bool(delimiter_of(_LINE_ENDS.sub("\n", text), is_named=True))


def read_delimited(opened: Opened) -> Iterator[Found]:
    """The rows, as `name:row`, numbered as a spreadsheet numbers them. A row that breaks the rules
    is named with its line, and the rest comes in.

    A row's bytes are its wanted columns as JSON, as those of Parquet are.
    """
    csv.field_size_limit(LARGEST_PAGE)
    stream, name = opened.stream, opened.name
    head = stream.head(_SAMPLE)
    encoding, note = _encoding(head)
    text = head.decode(encoding, _errors(encoding)).removeprefix("\ufeff")
    sample = _sample(text)
    if sample is None:
        message = f"it has more than {MOST_COLUMNS} columns, the most that a table may have"
        yield Unreadable(name, f"{message}; check what divides its cells")
        return
    dialect = sample.dialect
    layout = layout_of(sample.rows[:SAMPLE_ROWS], opened.fields)
    if isinstance(layout, str):
        yield Unreadable(name, f"it is a table, and {layout}")
        return
    newline = "\n" if "\n" in text else "\r"
    table = _Table(opened, layout, note)
    rows = Rows(_lines(stream, encoding, newline), dialect, layout.width)
    while True:
        yield from table.records(rows)
        if stream.broken is None:
            return
        message = f"the rows after row {rows.row} are damaged: {stream.broken.reason}"
        yield Unreadable(name, f"{message}; fetch the file again")
        if not stream.resume():
            return
        lines = _lines(stream, encoding, newline)
        next(lines, "")  # the rest of the row that was being read
        rows = Rows(lines, dialect, layout.width, row=rows.row, line=rows.line)


@dataclass(slots=True)
class _Table:
    opened: Opened
    layout: Layout
    note: str

    def records(self, rows: Rows) -> Iterator[Found]:
        """The records of the rows; what cannot be read of them is named with row and line."""
        layout, name, fields = self.layout, self.opened.name, self.opened.fields
        for row in rows:
            if rows.row <= layout.first:
                continue
            place = f"{name}:{rows.row}"
            if isinstance(row, BadRow):
                message = f"row {rows.row} (line {row.line}) is left out: {row.reason}"
                yield Unreadable(place, message)
                continue
            if not any(row):
                continue
            if layout.is_ragged(row):
                yield Unreadable(place, self._ragged(rows, row))
                continue
            values, note = layout.values(row), self.note
            if any(isinstance(v, str) and not v.isascii() for v in values.values()):
                values, own = _mended(values)
                note = own or note
            if any("\0" in v for v in values.values()):
                message = f"row {rows.row} (line {rows.first_line}) holds NUL bytes; the file is "
                yield Unreadable(place, message + "damaged: fetch it again")
                continue
            yield row_as_record(kept_row(values), values, place, fields, note)

    def _ragged(self, rows: Rows, row: Sequence[str]) -> str:
        cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
        return (
            f"row {rows.row} (line {rows.first_line}) has {cells} where the table has "
            f"{self.layout.width} columns; mend it or leave it out"
        )


def _mended(values: dict[str, str]) -> tuple[dict[str, str], str]:
    """Cells whose bytes are not UTF-8, as `decode` reads them; and a note."""
    if not any(_SURROGATES.search(value) for value in values.values()):
        return values, ""
    joined = "\x1f".join(values.values())
    read: Characters = decode(joined.encode("utf-8", "surrogateescape"))
    cells = read.text.split("\x1f")
    if len(cells) != len(values):
        cells = [_SURROGATES.sub("\ufffd", value) for value in values.values()]
    return dict(zip(values, cells, strict=True)), read.note


# --- Characters and lines


def _encoding(head: bytes) -> tuple[str, str]:
    """The encoding of a table by its beginning, and a note where it was guessed."""
    if marked := marked_encoding(head):
        return marked, ""
    if b"\0" in head and (wide := wide_encoding(head)):
        return wide, ""
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4 or error.reason != "unexpected end of data":
            found = decode(head)
            return found.encoding, "" if found.encoding == "utf-8" else found.note
    return "utf-8", ""


def _errors(encoding: str) -> str:
    return "surrogateescape" if encoding == "utf-8" else "replace"


class _Bytes(io.RawIOBase):
    """A stream as `io` wants it."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        chunk = self._stream.read_some(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)


def _lines(stream: Stream, encoding: str, newline: str) -> Iterator[str]:
    """The lines with their ends; of one that is longer than a record may be, its beginning, without
    an end."""
    buffered = io.BufferedReader(_Bytes(stream), CHUNK)
    text = io.TextIOWrapper(buffered, encoding, _errors(encoding), newline=newline)
    is_first = True
    while line := text.readline(LARGEST_PAGE):
        if is_first:
            line, is_first = line.removeprefix("\ufeff"), False
        yield line
        if len(line) >= LARGEST_PAGE and not line.endswith(newline):
            while (more := text.readline(CHUNK)) and not more.endswith(newline):
                pass


# --- What divides rows and cells


@dataclass(frozen=True, slots=True)
class _Sample:
    """A table's first rows, as they are in a dialect. `share` of them have as many cells as most,
    `quoted` of the cells that begin with a quotation mark also end with one."""

    dialect: Dialect
    rows: list[list[str]]
    share: float
    quoted: float


def _sample(text: str) -> _Sample | None:
    """How the cells are divided and quoted, by the rows at the beginning; None where a row has too
    many."""
    text = _LINE_ENDS.sub("\n", text)
    delimiter = delimiter_of(text[: 64 * 1024], is_named=True) or ","
    end = text.find("\n")
    if text.count(delimiter, 0, end if end >= 0 else len(text)) > MOST_COLUMNS:
        return None
    if len(text) > _SAMPLE // 4:
        text = text[: text.rfind("\n") + 1] or text
    samples = [_rows_in(text, Dialect(delimiter))]
    if '\\"' in text:
        at = len(samples) if _DOUBLED.search(text) else 0
        samples.insert(at, _rows_in(text, Dialect(delimiter, escape="\\")))
    if '"' in text:
        plain = _rows_in(text, Dialect(delimiter, has_quotes=False))
        if plain.quoted < 0.5:
            samples.append(plain)
    return max(samples, key=lambda sample: sample.share)


def _rows_in(text: str, dialect: Dialect) -> _Sample:
    widths: Counter[int] = Counter()
    bad = begun = closed = 0
    found: list[list[str]] = []
    rows = Rows(io.StringIO(text), dialect, 0)
    for row in rows:
        if isinstance(row, BadRow):
            bad += 1
            found.append([])
            continue
        found.append(row)
        if any(row):
            widths[len(row)] += 1
            rows.width = rows.width if rows.width > 1 else len(row)
        if not dialect.has_quotes:
            begun += sum(cell.startswith('"') for cell in row)
            closed += sum(cell.startswith('"') and cell.endswith('"') for cell in row)
        if len(found) == 4 * SAMPLE_ROWS:
            break
    fitting = [count for width, count in widths.items() if width > 1 or dialect.has_quotes]
    share = max(fitting, default=0) / max(widths.total() + bad, 1)
    return _Sample(dialect, found, share, closed / begun if begun else 0)
