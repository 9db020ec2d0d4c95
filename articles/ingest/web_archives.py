"""Web archives (WARC, and WET with its text): one record a page that the crawl brought home."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from .records import Record, Unreadable

ARCHIVE_SUFFIXES: Final = (".warc", ".warc.gz", ".wet", ".wet.gz")
LARGEST_PAGE: Final = 32 * 1024 * 1024
"""Bytes; a page of a crawl has 0.1 to 2 million."""

_PAGES: Final = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_TEXT_TYPES: Final = ("text/html", "application/xhtml+xml", "text/plain", "")
_FOUND: Final = 200


def is_web_archive(path: Path) -> bool:
    """Whether a file begins as a web archive does, compressed or not. Its name is not asked."""
    try:
        with path.open("rb") as stream:
            start = stream.read(5)
        if start.startswith(b"\x1f\x8b"):
            with gzip.open(path) as unpacked:
                start = unpacked.read(5)
    except (OSError, EOFError):
        return False  # whoever reads it will say what is wrong
    return start == b"WARC/"


def read_web_archive(path: Path) -> Iterator[Record | Unreadable]:
    """The pages of an archive, one at a time; a page that cannot be read does not stop the rest.

    Answers other than 200 and payloads that are no text are passed over: they hold no news.
    """
    number = 0
    try:
        for number, entry in enumerate(ArchiveIterator(str(path), record_types=_PAGES), start=1):
            name = entry.headers.get("WARC-Target-URI") or f"{path}, record {number}"
            if entry.content_length > LARGEST_PAGE:
                message = f"it has {entry.content_length} bytes; at most {LARGEST_PAGE} are read"
                yield Unreadable(f"{path}: {name}", message)
            elif _is_page(entry):
                length = entry.content_length  # what remains of it, the HTTP head being read
                raw = entry.reader.read()
                if len(raw) < length:
                    message = f"the page is cut short: {len(raw)} of {length} bytes; fetch it again"
                    yield Unreadable(f"{path}: {name}", message)
                    continue
                yield Record(name, raw, captured_at=entry.record_date)
    except (OSError, EOFError, ValueError) as error:
        message = (
            f"the archive breaks off after {number} pages ({error}); those before it were read"
        )
        yield Unreadable(str(path), message)


def _is_page(entry: WarcRecord) -> bool:
    if entry.record_type == WarcRecordType.conversion:
        return True
    kind = entry.http_content_type if entry.is_http else entry.headers.get("Content-Type")
    if (kind or "").partition(";")[0].strip().lower() not in _TEXT_TYPES:
        return False
    return not entry.is_http or entry.http_headers.status_code == _FOUND
