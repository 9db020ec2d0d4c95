"""Old web archives (ARC, the Internet Archive's before WARC): one record a page or picture.

A line before each answer says where it came from, when, of what type, and how long it is; version 1
has five fields in it, version 2 ten (Burner and Kahle, Arc File Format, 1996).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, NamedTuple

from articles.ingest.readers.limits import LARGEST_PAGE, MIB, MOST_PUT_BACK
from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found, Unreadable
from articles.ingest.readers.streams import Stream

from .http_answers import Capture, answer_of, pages_of
from .warc import TOO_DAMAGED

_LONGEST_LINE: Final = 64 * 1024
_FEWEST_FIELDS: Final = 5
_SCHEME: Final = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]{1,20}:")
_SCHEME_IN_BLOCK: Final = re.compile(rb"\n(?=[A-Za-z][A-Za-z0-9+.-]{1,20}:)")
_DATE: Final = re.compile(rb"\d{14}")
_NO_TYPES: Final = ("no-type", "unknown", "-")


class _Head(NamedTuple):
    address: str
    captured_at: datetime | None
    media_type: str
    size: int


def read_arc(opened: Opened) -> Iterator[Found]:
    """The pages and pictures of an archive, as `name@offset`, the offset of the record in the
    unpacked archive. Answers other than 200 and of other kinds are passed over."""
    stream, name = opened.stream, opened.name
    while True:
        stream.skip_blank_lines()
        place = f"{name}@{stream.offset}"
        line = stream.read_line(_LONGEST_LINE)
        head = _head_of(line)
        if head is not None:
            yield from _record(opened, head, place)
        elif line and stream.broken is None:
            _skip_to_next(stream)
            what = "what stands here is no record of a web archive"
            yield Unreadable(place, f"{what}; fetch it again (the records after it were read)")
        if stream.put_back > MOST_PUT_BACK:
            yield Unreadable(name, TOO_DAMAGED)
            return
        if stream.broken is not None:
            why = stream.broken.reason
            yield Unreadable(place, f"the archive is damaged here ({why}); fetch it again")
            if not stream.resume():
                return
        elif not line:
            return


def _record(opened: Opened, head: _Head, place: str) -> Iterator[Found]:
    stream = opened.stream
    if head.size > LARGEST_PAGE:
        stream.skip(head.size)
        message = f"it has {head.size // MIB} MiB; at most {LARGEST_PAGE // MIB} are read"
        yield Unreadable(place, message)
        return
    block = stream.read(head.size)
    if len(block) < head.size:
        if stream.broken is None:
            message = f"the page is cut short: {len(block)} of {head.size} bytes"
            yield Unreadable(place, f"{message}; fetch it again")
            _back_to_next(stream, block)
    elif stream.head(1) not in (b"\n", b"\r", b"") and not _is_at_record(stream):
        _back_to_next(stream, block)
        message = "the record's stated length is not its length; fetch it again"
        yield Unreadable(place, f"{message} (the records after it were read)")
    elif not head.address.startswith("filedesc:"):
        answer = answer_of(block, head.media_type)
        origin = "address in the web archive"
        capture = Capture(place, head.address, origin, head.captured_at)
        yield from pages_of(answer, capture, opened.budget)


def _head_of(line: bytes) -> _Head | None:
    """What the line before an answer says; None for any other line.

    `https://a.example/wall 192.0.2.1 20240315080000 text/html 2340`. Between the type and the
    length version 2 has status, checksum, location, offset and file name. An address or a type may
    have spaces in it.
    """
    fields = line.rstrip(b"\r\n").split(b" ")
    if len(fields) < _FEWEST_FIELDS or not line.endswith(b"\n") or not _SCHEME.match(line):
        return None
    size = fields[-1]
    dates = (at for at, field in enumerate(fields[2:-2], 2) if _DATE.fullmatch(field))
    at = next(dates, None)
    if at is None or not size.isdigit() or len(size) > len("999999999999"):
        return None
    media_type = fields[at + 1].decode("latin-1")
    return _Head(
        b" ".join(fields[: at - 1]).decode("utf-8", "replace"),
        _moment(fields[at].decode("ascii")),
        "" if media_type in _NO_TYPES else media_type,
        int(size),
    )


def _moment(digits: str) -> datetime | None:
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _is_at_record(stream: Stream) -> bool:
    start, end, _ = stream.head(_LONGEST_LINE).partition(b"\n")
    return _head_of(start + end) is not None


def _back_to_next(stream: Stream, block: bytes) -> None:
    """Goes to the first line that begins a record, in a block that was read too far or after it."""
    for line_end in _SCHEME_IN_BLOCK.finditer(block):
        begin = line_end.end()
        end = block.find(b"\n", begin, begin + _LONGEST_LINE) + 1
        if end and _head_of(block[begin:end]):
            stream.unread(block[begin:])
            return
    stream.unread(block[block.rfind(b"\n") + 1 :])  # the beginning of a line that goes on after it
    _skip_to_next(stream)


def _skip_to_next(stream: Stream) -> None:
    """Goes to the next line that begins a record."""
    while line := stream.read_line(_LONGEST_LINE):
        if _head_of(line):
            stream.unread(line)
            return
