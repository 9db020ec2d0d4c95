"""Web archives (WARC, and WET with its text): one record a page that the crawl brought home.

Where a record begins and ends is looked for, not only taken from its head: a reader that trusts the
head ends at the first damage, and what follows is lost. What a record holds is read by
`http_answers.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from articles.ingest.readers.fields.moments import moment_of
from articles.ingest.readers.limits import LARGEST_PAGE, MIB, MOST_PUT_BACK, Budget
from articles.ingest.readers.records import Found, Unreadable
from articles.ingest.readers.streams import Stream

from .http_answers import Answer, Capture, answer_of, pages_of

TOO_DAMAGED: Final = (
    "so many of its records are not as long as they say that the rest was not tried; fetch it again"
)
_PAGE_TYPES: Final = (b"response", b"resource", b"conversion")
# What crawlers note of a page or of themselves, under an address of no page: its text and pictures
# of it (`urn:text:https://…`, `screenshot:…`), logs (`metadata://…`), rules for robots.
_NOTES: Final = re.compile(
    r"(?:urn|metadata|screenshot|thumbnail|dns|whois|about|data):|https?://[^/]+/robots\.txt$",
    re.IGNORECASE,
)
_LONGEST_HEAD: Final = 64 * 1024
_START: Final = re.compile(rb"WARC/\d\.\d\s")
# In the middle of a line, too: a record that was cut off there is followed by the next at once.
_NEXT: Final = re.compile(rb"\r?\n(?=WARC/\d\.\d\r?\n)|(?=WARC/\d\.\d\r?\n(?i:WARC-))")
_NEXT_IN_HEAD: Final = re.compile(rb"\S(?=WARC/\d\.\d\r?\n\Z)")
_END: Final = b"\r\n\r\n"
_CUT_IN_HEAD: Final = "the record is cut off within its head"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A record as it stands in the archive: its fields, and its block where it is wanted."""

    offset: int
    fields: Mapping[bytes, bytes]
    kind: bytes
    block: bytes


def read_web_archive(stream: Stream, name: str, budget: Budget) -> Iterator[Found]:
    """The pages and pictures of an archive, as `name@offset`, the offset of the record in the
    unpacked archive.

    Answers other than 200 and payloads of other kinds are passed over: they hold no news. So are
    records that only say that a page was the same as before (`revisit`); those are counted.
    """
    revisits = 0
    while True:
        _skip_blank_lines(stream)
        place = f"{name}@{stream.offset}"
        entry = _next_entry(stream)
        if isinstance(entry, _Entry):
            revisits += entry.kind == b"revisit"
            if entry.kind in _PAGE_TYPES:
                yield from _page(entry, f"{name}@{entry.offset}", budget)
        elif stream.broken is not None:
            why = stream.broken.reason
            yield Unreadable(place, f"the archive is damaged here ({why}); fetch it again")
            if not stream.resume():
                break
        elif entry is None:
            break
        else:
            yield Unreadable(place, f"{entry}; fetch it again (the records after it were read)")
            if stream.put_back > MOST_PUT_BACK:
                yield Unreadable(name, TOO_DAMAGED)
                break
    if revisits:
        message = f"{revisits} of its records hold no page, only that it was the same as before"
        yield Unreadable(name, f"{message} (revisit): passed over", is_failure=False)


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
        return message if kind in _PAGE_TYPES else _Entry(offset, fields, kind, b"")
    block = stream.read(length)
    if len(block) == length and stream.head(4) in (_END, b"\r\n", b"\n\n", b"\n", b""):
        return _Entry(offset, fields, kind, block)
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


def _page(entry: _Entry, name: str, budget: Budget) -> Iterator[Found]:
    address = _field(entry, b"warc-target-uri").removeprefix("<").removesuffix(">")
    if _NOTES.match(address):
        return
    media_type = _field(entry, b"content-type")
    if entry.kind == b"conversion":
        answer = Answer.of_file(entry.block, "text/plain")
    elif media_type.lower().startswith("application/http") or entry.block.startswith(b"HTTP/"):
        answer = answer_of(entry.block)
    else:
        answer = Answer.of_file(entry.block, media_type)
    capture = Capture(
        name,
        address,
        "WARC-Target-URI",
        _captured(_field(entry, b"warc-date")),
        _field(entry, b"warc-identified-content-language"),
        _what_is_missing(entry),
    )
    yield from pages_of(answer, capture, budget)


def _field(entry: _Entry, name: bytes) -> str:
    return entry.fields.get(name, b"").decode("utf-8", "replace")


def _captured(stated: str) -> date | datetime | None:
    moment = moment_of(stated)
    if isinstance(moment, datetime) and moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    return moment


def _what_is_missing(entry: _Entry) -> str:
    """What the archive says that it left out of a page when it was captured."""
    if why := _field(entry, b"warc-truncated"):
        return f"the page is cut short: the archive left its end out ({why[:40]})"
    if b"warc-segment-number" in entry.fields:
        return "the page is cut short: the archive holds it in several segments, this is the first"
    return ""
