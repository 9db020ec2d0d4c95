"""Web archives packed with their lists of pages and indexes (WACZ): what their WARC files hold.

The lists (`pages/*.jsonl`) name pages that the WARC files hold, and are no source of pages
themselves: a title or a time counts where the page has none. Indexes, logs and the list of files
(`datapackage.json`) are known parts that nothing is read of.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from articles.ingest.readers.detection.file_signatures import WEB_ARCHIVE_MEMBER
from articles.ingest.readers.fields.moments import moment_of
from articles.ingest.readers.limits import MIB
from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found, Record, Unreadable, one_line, printable
from articles.ingest.readers.streams import Stream
from articles.ingest.readers.zip_documents import MemberError, Members

_LIST: Final = re.compile(r"pages/[^/]+\.jsonl", re.IGNORECASE)
_MOST_LISTED: Final = 50_000
"""Pages whose titles are held in memory, some 15 MB; of those after them only the archives tell."""
_LONGEST_LINE: Final = MIB
"""Bytes of a line of a list. Some have the whole text of the page in it."""


@dataclass(frozen=True, slots=True)
class _Listed:
    title: str
    captured_at: date | datetime | None


def read_wacz(opened: Opened) -> Iterator[Found]:
    """The pages and pictures of each web archive in it, as `name/archive/data.warc.gz@offset`."""
    if opened.file is None:
        return
    try:
        members = Members(opened, opened.file)
    except MemberError as error:
        yield Unreadable(opened.name, f"{error}")
        return
    listed = _listed_pages(members)
    for member in filter(WEB_ARCHIVE_MEMBER.fullmatch, members.names):
        place = f"{opened.name}/{printable(member)}"
        try:
            stream = members.stream(member)
        except MemberError as error:
            yield Unreadable(place, f"{error}")
            continue
        for found in opened.read(stream, place):
            yield _completed(found, listed) if isinstance(found, Record) else found


def _listed_pages(members: Members) -> dict[str, _Listed]:
    """What the lists say of pages, by address. A list that cannot be read says nothing."""
    listed: dict[str, _Listed] = {}
    for name in filter(_LIST.fullmatch, members.names):
        try:
            stream = members.stream(name)
        except MemberError:
            continue
        _add_list(stream, listed)
    return listed


def _add_list(stream: Stream, listed: dict[str, _Listed]) -> None:
    while len(listed) < _MOST_LISTED and (line := stream.read_line(_LONGEST_LINE)):
        if not line.endswith(b"\n") and len(line) == _LONGEST_LINE:
            stream.skip_line()
            continue
        try:
            page = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if not isinstance(page, dict) or not isinstance(address := page.get("url"), str):
            continue  # the first line says what the list is
        title = one_line(page.get("title"))
        if title != address:
            listed.setdefault(address, _Listed(title, moment_of(page.get("ts"))))


def _completed(record: Record, listed: dict[str, _Listed]) -> Record:
    """The record with what the lists say of its page where the archive is silent."""
    page = listed.get(record.hints.address)
    if page is None:
        return record
    hints = record.hints
    if page.title and not hints.title:
        hints = replace(hints, title=page.title)
    return replace(record, hints=hints, captured_at=record.captured_at or page.captured_at)
