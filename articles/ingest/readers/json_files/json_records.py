"""JSON: one record a line (JSON Lines), an array of records, records one after another, or within
an object, however it is nested (`json_shapes.py`) and large (`json_stream.py`)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from articles.ingest.readers.encodings import decode
from articles.ingest.readers.feeds.entries import entry
from articles.ingest.readers.feeds.json_containers import stories_in
from articles.ingest.readers.fields.field_names import Fields
from articles.ingest.readers.fields.record_fields import record_of
from articles.ingest.readers.limits import LARGEST_PAGE, MIB
from articles.ingest.readers.records import ReadRecord, Record, Unreadable, printable
from articles.ingest.readers.streams import Stream

from .json_shapes import by_columns, is_action, records_at, records_within, unwrapped
from .json_stream import DEEPEST_BRACKET, BrokenJsonError, pieces_of

_TOO_LONG: Final = (
    f"it has more than {LARGEST_PAGE // MIB} MiB, the most that one record may have; is a line end "
    "missing?"
)
_DECODER: Final = json.JSONDecoder(strict=False)
_MARKS: Final = re.compile(rb'["{}\[\]]')
_MARKS_IN_TEXT: Final = re.compile(rb'["\\]')


def read_json_lines(stream: Stream, name: str, fields: Fields) -> Iterator[ReadRecord]:
    """The records of a file with one a line, as `name:line`. Blank lines are passed over.

    Where the file is damaged, the lines that were lost count as one.
    """
    number = 0
    while True:
        line = stream.read_line(LARGEST_PAGE + 1)
        number += bool(line)
        place = f"{name}:{number}"
        if stream.broken is not None and not line.endswith(b"\n"):
            number += not line
            place = f"{name}:{number}"
            lost = "this line is lost" if line else "this line, and perhaps more, is lost"
            yield Unreadable(place, f"{lost}: {stream.broken.reason}; fetch the file again")
            if not stream.resume():
                return
        elif not line:
            return
        elif len(line) > LARGEST_PAGE and not line.endswith(b"\n"):
            if line.lstrip(b"\xef\xbb\xbf \t\r").startswith(b"{"):
                stream.unread(line.lstrip(b"\xef\xbb\xbf \t\r"))
                yield from _in_pieces(stream, place, fields)
            else:
                yield Unreadable(place, _TOO_LONG)
            stream.skip_line()
        elif line.strip(b"\r\n\t \xef\xbb\xbf"):
            yield from parsed(line.removesuffix(b"\n").removesuffix(b"\r"), place, fields)
        else:
            number += stream.skip_blank_lines()


def read_json(stream: Stream, name: str, fields: Fields) -> Iterator[ReadRecord]:
    """The objects of a file of JSON, however they are laid out: as `name` if there is one, and by
    number where there are several. One that is too large to be held is read piece by piece."""
    is_list = stream.head(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
    count, has_more = 0, True
    while has_more:
        has_more = False
        for raw in _objects(stream):
            count += 1
            place = f"{name}, record {count}" if is_list or count > 1 else name
            if raw is not None:
                yield from parsed(raw, place, fields)
                continue
            yield from _in_pieces(stream, place, fields)
            has_more = stream.broken is None
            break
    if stream.broken is not None:
        message = f"it is cut short after {count} records: {stream.broken.reason}"
        yield Unreadable(name, f"{message}; fetch the file again")
    elif not count:
        yield Unreadable(name, "it holds no JSON object, or the first is not complete; check it")


def _in_pieces(stream: Stream, name: str, fields: Fields) -> Iterator[ReadRecord]:
    """The records of an object that the stream stands before and that is too large to be held."""
    count = 0
    try:
        for piece in pieces_of(stream, fields):
            place = f"{name}, {printable(piece.place)}"
            if piece.raw is None:
                count += 1
                yield Unreadable(place, _TOO_LONG)
                continue
            read = _decoded(piece.raw, place)
            if isinstance(read, Unreadable):
                count += 1
                yield read
                continue
            values, note = read
            if piece.is_record and not by_columns(values, fields):
                record = record_of(_own(values), place, values, fields, note)
                if isinstance(record, Record) and _is_named(record):
                    count += 1
                    yield record
                    continue
            shaped = records_at(values, "", fields)
            if not piece.is_record:
                one = unwrapped(values, fields)
                shaped = iter([("", one)] if one else records_within(values, fields))
            for where, own in shaped:
                count += 1
                yield record_of(_own(own), _joined(place, where), own, fields, note)
    except BrokenJsonError:
        if stream.broken is None:
            end = f"it breaks off, or breaks the rules of JSON, after {count} records"
            yield Unreadable(name, f"{end}; the rest was not read: fetch it again")
        return
    if not count:
        where = f"at {fields.records}" if fields.records else "in any list of it"
        yield Unreadable(
            name,
            f"it has more than {LARGEST_PAGE // MIB} MiB and no records {where}; say where they "
            "are, as in --records articles.results, or save them as JSON Lines",
        )


def parsed(raw: bytes, name: str, fields: Fields) -> Iterator[ReadRecord]:
    """The record that an object of JSON is; or those within it, as programs answer:
    `{"status": "ok", "articles": [{…}, {…}]}`."""
    read = _decoded(raw, name)
    if isinstance(read, Unreadable):
        yield read
        return
    values, note = read
    if fields.records:
        shaped = list(records_at(values, fields.records, fields))
        if not shaped:
            names = ", ".join(printable(one) for one in list(values)[:12]) or "none"
            message = f"there are no records at {printable(fields.records)} in it; see --records"
            yield Unreadable(name, f"{message} (its fields: {names})")
        for where, own in shaped:
            yield record_of(_own(own), _joined(f"{name}, ", where), own, fields, note)
        return
    if is_action(values):
        return
    if container := stories_in(values):
        path, stories = container
        for number, one in enumerate(stories, start=1):
            yield entry(one, f"{name}, {path}[{number}]", fields, note)
        return
    columns = by_columns(values, fields)
    record = None if columns else record_of(raw, name, values, fields, note)
    if isinstance(record, Record):
        inner_story = None if _is_named(record) else unwrapped(values, fields)
        yield (
            record
            if inner_story is None
            else record_of(_own(inner_story), name, inner_story, fields, note)
        )
        return
    inner = columns or records_within(values, fields)
    if not inner and (own_values := unwrapped(values, fields)):
        inner = [("", own_values)]
    for where, own in inner:
        yield record_of(_own(own), _joined(f"{name}, ", where), own, fields, note)
    if not inner and record is not None:
        yield record


def _is_named(record: Record) -> bool:
    """Whether it is known whose page it is; else an object within may say that."""
    return bool(record.hints.headline or record.hints.address)


def _decoded(raw: bytes, name: str) -> tuple[dict[str, Any], str] | Unreadable:
    """The fields of an object of JSON, and a note on its characters."""
    if b"\0" in raw:
        return Unreadable(name, "it holds NUL bytes; the file is damaged: fetch it again")
    characters = decode(raw)
    try:
        values = _DECODER.decode(characters.text.removeprefix("\ufeff"))
    except ValueError as error:
        return Unreadable(name, f"not valid JSON ({error}); fix it or leave it out")
    except RecursionError:
        return Unreadable(
            name, "its JSON is nested too deep to be read; leave it out, and what follows it"
        )
    if not isinstance(values, dict):
        message = "it is JSON, but no object with fields; mend it or leave it out"
        return Unreadable(name, message)
    return values, characters.note


def _own(values: dict[str, Any]) -> bytes:
    """What is kept of a record that is a part of an object: its fields as JSON, sorted."""
    own = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return own.encode("utf-8", "surrogatepass")


def _joined(name: str, where: str) -> str:
    return (name + printable(where)).removesuffix(", ")


def _objects(stream: Stream) -> Iterator[bytes | None]:
    """The bytes of each outermost object, or of those in an outermost array; the rest is passed
    over. None, as the last, is one that is too large, and the stream stands before it."""
    raw = bytearray()
    at = depth = outside = 0
    start: int | None = None
    in_text = False
    while True:
        mark = (_MARKS_IN_TEXT if in_text else _MARKS).search(raw, at)
        if mark is None or (mark.group() == b"\\" and mark.end() == len(raw)):
            at = mark.start() if mark else len(raw)
            if start is None:
                del raw[:at]
                at = 0
            elif len(raw) - start > LARGEST_PAGE:
                stream.unread(bytes(raw[start:]))
                yield None
                return
            more = stream.read_some()
            if not more:
                if start is not None and stream.broken is None:
                    yield bytes(raw[start:])  # not complete: its reader says how
                return
            raw += more
            continue
        at = mark.end()
        match mark.group():
            case b"\\":
                at += 1
            case b'"':
                in_text = not in_text and start is not None
            case b"{" | b"[" as opening:
                if start is None and opening == b"{":
                    start, outside = mark.start(), depth
                depth += 1
                if depth - outside > DEEPEST_BRACKET:
                    yield bytes(raw[start or 0 : at])  # its reader says how deep it is
                    stream.skip_all()
                    return
            case _:
                depth = max(depth - 1, 0)
                if start is not None and depth <= outside:
                    yield bytes(raw[start:at])
                    del raw[:at]
                    start, at = None, 0
