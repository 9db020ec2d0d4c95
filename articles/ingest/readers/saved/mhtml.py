"""Pages that a browser saved as one file (MHTML, RFC 2557): the page, and the pictures with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final
from urllib.parse import urljoin

from articles.ingest.readers.encodings import encoding_of_page
from articles.ingest.readers.fields.moments import moment_of
from articles.ingest.readers.html import looks_like_html
from articles.ingest.readers.limits import MIB
from articles.ingest.readers.mime import MOST_PARTS_OF_PAGE, MimeBombError, Part, message_of
from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found, Picture, Record, Unreadable, one_line
from articles.ingest.readers.statements import public_address
from articles.parsing import PageHints

LARGEST_MHTML: Final = 128 * MIB
"""Bytes of a page with all its pictures; a long illustrated story has some ten million."""
_HTML: Final = ("text/html", "application/xhtml+xml")
_PAGES: Final = (*_HTML, "text/plain")


def read_mhtml(opened: Opened) -> Iterator[Found]:
    """The page, known by the file's bytes, and each picture under the address that the page calls
    it. The frames in it are other pages, and no stories."""
    raw = opened.whole(LARGEST_MHTML)
    if isinstance(raw, Unreadable):
        yield raw
        return
    try:
        message = message_of(raw, most_parts=MOST_PARTS_OF_PAGE)
    except MimeBombError as error:
        yield Unreadable(opened.name, f"{error}; leave it out")
        return
    parts = [part for part in message.walk() if not part.parts]
    root = _root(message, parts)
    if root is None:
        advice = "open it in a browser and save it again"
        yield Unreadable(opened.name, f"no page is in it (text/html); {advice}")
        return
    payload = root.content
    encoding, note = encoding_of_page(payload, root.charset)
    page = payload.decode(encoding, "replace")
    location = _snapshot(message) or message.location or root.location
    notes = ["" if root.is_whole else "the page is cut short: the file ends within it", note]
    yield Record(
        opened.name,
        raw,
        captured_at=_saved_at(message),
        hints=_hints(message, location),
        page=page,
        is_html=root.content_type in _HTML or looks_like_html(payload),
        note="; ".join(filter(None, notes)),
    )
    for number, part in enumerate(parts, start=1):
        if part.content_type.startswith("image/") and part.is_whole:
            address = _address(part, page, root.location or location)
            if address:
                yield Picture(f"{opened.name}, part {number}", part.content, address)


def _root(message: Part, parts: Sequence[Part]) -> Part | None:
    """The part that is the page: the one that the head names, or the first that is a page."""
    pages = [part for part in parts if part.content_type in _HTML]
    pages = pages or [part for part in parts if part.content_type in _PAGES]
    start = message.parameter("start").removeprefix("<").removesuffix(">")
    stated = _snapshot(message)
    named = (part for part in pages if start and part.content_id == start)
    located = (part for part in pages if stated and part.location == stated)
    return next(named, None) or next(located, None) or next(iter(pages), None)


def _snapshot(message: Part) -> str:
    """The page's address, as browsers write it above the parts."""
    return "".join(message.header("snapshot-content-location").split())


def _address(part: Part, page: str, base: str) -> str:
    """What the page calls a picture: by its part's name or its address."""
    content_id = part.content_id
    location = part.location
    if content_id and (not location or f"cid:{content_id}" in page):
        return f"cid:{content_id}"
    try:
        return urljoin(base, location)
    except ValueError:
        return location


def _saved_at(message: Part) -> date | datetime | None:
    """When it was saved. A time in `-0000` is in UTC (RFC 5322, 3.3)."""
    moment = moment_of(message.header("date").replace(" -0000", " +0000"))
    if isinstance(moment, datetime) and moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    return moment


def _hints(message: Part, location: str) -> PageHints:
    stated: dict[str, Any] = {"title": one_line(message.header("subject"))}
    origins = {}
    if address := public_address(location):
        stated["address"] = address
        origins["address"] = "address in the MHTML file"
    return PageHints(**stated, origins=origins)
