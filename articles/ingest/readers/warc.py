"""Web archives (WARC, and WET with its text): one record a page that the crawl brought home.

FastWARC reads the records. Where one begins and ends is found here, for a reader that leaves that
to the archive ends at the first damage, and what follows is lost.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from articles.ingest.readers.records import Found, Picture, Record, Unreadable
from articles.ingest.readers.statements import public_address
from articles.parsing import PageHints
from articles.parsing.lines.language_codes import language_code

from .limits import LARGEST_PAGE, MIB
from .moments import moment_of
from .picture_files import LARGEST_PICTURE, starts_as_picture
from .streams import Stream

_PAGE_TYPES: Final = (b"response", b"resource", b"conversion")
_TEXT_TYPES: Final = ("text/html", "application/xhtml+xml", "text/plain", "")
_FOUND: Final = 200
_A_DAY: Final = timedelta(days=1)
_LONGEST_HEAD: Final = 64 * 1024
_START: Final = re.compile(rb"WARC/\d\.\d\s")
# In the middle of a line, too: a record that was cut off there is followed by the next at once.
_NEXT: Final = re.compile(rb"\r?\n(?=WARC/\d\.\d\r?\n)|(?=WARC/\d\.\d\r?\n(?i:WARC-))")
_NEXT_IN_HEAD: Final = re.compile(rb"\S(?=WARC/\d\.\d\r?\n\Z)")
_END: Final = b"\r\n\r\n"
_CUT_IN_HEAD: Final = "the record is cut off within its head"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A record as it stands in the archive: its head, and its block where it is wanted."""

    offset: int
    head: bytes
    kind: bytes
    block: bytes


def read_web_archive(stream: Stream, name: str) -> Iterator[Found]:
    """The pages of an archive, as `name@offset`, the offset of the record in the unpacked archive.

    Answers other than 200 and payloads that are neither text nor a picture are passed over: they
    hold no news.
    """
    while True:
        _skip_blank_lines(stream)
        place = f"{name}@{stream.offset}"
        entry = _next_entry(stream)
        if isinstance(entry, _Entry):
            if entry.kind in _PAGE_TYPES:
                yield from _page(entry, f"{name}@{entry.offset}")
        elif stream.broken is not None:
            why = stream.broken.reason
            yield Unreadable(place, f"the archive is damaged here ({why}); fetch it again")
            if not stream.resume():
                return
        elif entry is None:
            return
        else:
            yield Unreadable(place, f"{entry}; fetch it again (the records after it were read)")


def _next_entry(stream: Stream) -> _Entry | str | None:
    """The next record, or what is wrong with it; the stream then stands before the next one."""
    offset = stream.offset
    line = stream.read_line(_LONGEST_HEAD)
    if not line:
        return None
    if not _START.match(line):
        _skip_to_next(stream)
        return "what stands here is no record of a web archive"
    head = [line]
    size = len(line)
    while (line := stream.read_line(_LONGEST_HEAD)) not in (b"\r\n", b"\n", b""):
        if _START.match(line):
            stream.unread(line)
            return _CUT_IN_HEAD
        if (following := _NEXT_IN_HEAD.search(line)) and stream.head(5).upper() == b"WARC-":
            stream.unread(line[following.end() :])
            return _CUT_IN_HEAD
        head.append(line)
        size += len(line)
        if size > _LONGEST_HEAD:
            _skip_to_next(stream)
            return f"the record's head has more than {_LONGEST_HEAD // 1024} KiB"
    return _with_block(stream, offset, head)


def _with_block(stream: Stream, offset: int, head: list[bytes]) -> _Entry | str:
    fields: dict[bytes, bytes] = {}
    for line in head[1:]:
        key, _, value = line.partition(b":")
        fields.setdefault(key.strip().lower(), value.strip())
    kind, stated = fields.get(b"warc-type", b"").lower(), fields.get(b"content-length", b"")
    if not stated.isdigit() or len(stated) > 18 or not kind:
        _skip_to_next(stream)
        lacking = "length" if kind else "type"
        return f"the record's head does not state its {lacking}"
    length = int(stated)
    if length > LARGEST_PAGE:
        if stream.skip(length) < length and stream.broken is None:
            return f"the page is cut short: the archive ends before its {length} bytes do"
        message = f"it has {length // MIB} MiB; at most {LARGEST_PAGE // MIB} are read"
        return message if kind in _PAGE_TYPES else _Entry(offset, b"", kind, b"")
    block = stream.read(length)
    if len(block) == length and stream.head(4) in (_END, b"\r\n", b"\n\n", b"\n", b""):
        joined = b"".join(line.rstrip(b"\r\n") + b"\r\n" for line in head) + b"\r\n"
        return _Entry(offset, joined, kind, block)
    following = _NEXT.search(block)
    if following:
        stream.unread(block[following.end() :])
    elif len(block) == length:
        _skip_to_next(stream)
    if len(block) < length and not following:
        return f"the page is cut short: {len(block)} of {length} bytes"
    return "the record's stated length is not its length"


def _skip_blank_lines(stream: Stream) -> None:
    """Goes to the first line that is none: a record ends with two that are."""
    while (line := stream.read_line(_LONGEST_HEAD)) in (b"\r\n", b"\n"):
        pass
    stream.unread(line)


def _skip_to_next(stream: Stream) -> None:
    """Goes to the next line that begins a record."""
    while line := stream.read_line(_LONGEST_HEAD):
        if _START.match(line):
            stream.unread(line)
            return


def _page(entry: _Entry, name: str) -> Iterator[Found]:
    whole = io.BytesIO(entry.head + entry.block + _END)
    try:
        for record in ArchiveIterator(whole, auto_decode="all"):
            if not _is_page(record):
                yield from _picture(record, name)
                return
            raw = record.reader.read(LARGEST_PAGE + 1)
            if len(raw) > LARGEST_PAGE:
                yield Unreadable(name, f"it unpacks to more than {LARGEST_PAGE // MIB} MiB")
                return
            yield Record(
                name,
                raw,
                captured_at=record.record_date,
                hints=_hints(record),
                encoding=(record.is_http and record.http_charset) or "",
            )
    except (OSError, ValueError) as error:
        yield Unreadable(name, f"the page cannot be read ({error}); fetch it again")


def _picture(record: WarcRecord, name: str) -> Iterator[Picture]:
    """The picture that an answer is; one that is too large is passed over."""
    if not _type_of(record).startswith("image/") or _is_refused(record):
        return
    address = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    raw = record.reader.read(LARGEST_PICTURE + 1)
    if address and len(raw) <= LARGEST_PICTURE and starts_as_picture(raw):
        yield Picture(name, raw, address)


def _hints(record: WarcRecord) -> PageHints:
    """What the archive and the server say of a page. Both are weaker than its markup. When it was
    last modified is, for most servers, when it was asked for, and says something only where it is
    a day or more before the capture; it is never when the story was published."""
    stated: dict[str, Any] = {}
    origins = {}
    if address := public_address(record.headers.get("WARC-Target-URI") or ""):
        stated["address"] = address
        origins["address"] = "WARC-Target-URI"
    named = record.headers.get("WARC-Identified-Content-Language") or ""
    languages = {"WARC-Identified-Content-Language": named.partition(",")[0]}
    if record.is_http:
        served = record.http_headers.get("Content-Language") or ""
        languages["HTTP Content-Language"] = "" if "," in served else served
        modified = moment_of(record.http_headers.get("Last-Modified") or "")
        captured = record.record_date
        if isinstance(modified, datetime) and captured and captured - modified >= _A_DAY:
            stated["modified_at"] = modified
            origins["modified_at"] = "HTTP Last-Modified"
    for origin, language in languages.items():
        if code := language_code(language):
            stated["language"] = code
            origins["language"] = origin
    return PageHints(**stated, origins=origins)


def _is_page(entry: WarcRecord) -> bool:
    if entry.record_type == WarcRecordType.conversion:
        return True
    return _type_of(entry) in _TEXT_TYPES and not _is_refused(entry)


def _type_of(entry: WarcRecord) -> str:
    kind = entry.http_content_type if entry.is_http else entry.headers.get("Content-Type")
    return (kind or "").partition(";")[0].strip().lower()


def _is_refused(entry: WarcRecord) -> bool:
    return entry.is_http and entry.http_headers.status_code != _FOUND
