"""Formats that no reader supports and that must not be taken for pages; checks every record."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from articles.ingest.readers.encodings import WIDE_MARKS, wide_encoding
from articles.ingest.readers.html import looks_like_html
from articles.ingest.readers.records import Record

from .file_signatures import ForeignKind, kind_by_signature, kind_of_binary
from .text_plausibility import looks_like_text
from .text_signatures import MAIL, kind_of_text

_LOOKED_AT: Final = 64 * 1024
_BESIDE_PAGES: Final = frozenset(
    {"a sitemap", "a property list", "a picture (SVG)", "an OPML list", "a list of bookmarks"}
    | {"a map (KML)", "a map (GPX)", "subtitles (TTML)", "a dictionary in XML"}
)
"""Kinds of XML that lie beside pages in a site's folder and never hold a story."""
_JAPANESE_SWITCHES: Final = (b"\x1b$B", b"\x1b$@", b"\x1b(J")
_HOCR_MARK: Final = re.compile(rb"class\s*=\s*[\"']?ocr_page\b|name\s*=\s*[\"']ocr-system[\"']")
_HOCR: Final = ForeignKind("an hOCR page", "convert it to text and import that")
_ISO_2022: Final = ForeignKind(
    "Japanese text in ISO-2022-JP",
    "convert it to UTF-8 (iconv -f ISO-2022-JP -t UTF-8 FILE) and import that",
)


def refusal_of(record: Record) -> str:
    """A sentence that says what a record is and what to do with it; empty for a page."""
    if record.page is None:
        kind = foreign_kind(record.raw)
    else:
        kind = foreign_kind_of_text(record.page, is_html=record.is_html)
    return str(kind) if kind else ""


def lies_beside_pages(name: str, head: Callable[[], bytes]) -> bool:
    """Whether a file in a folder or archive is XML of a kind that holds no story, a sitemap or a
    program's own: it is passed over and counted, as files of other kinds are. `head` gives its
    first bytes if they are asked for."""
    if not name.lower().endswith(".xml"):
        return False
    kind = foreign_kind(head())
    return kind is not None and (
        kind.name in _BESIDE_PAGES or kind.name.startswith("an XML document")
    )


def foreign_kind(raw: bytes) -> ForeignKind | None:
    """The kind of a file that is no page; None of one that may be."""
    start = raw[:_LOOKED_AT]
    if kind := kind_by_signature(start):
        return kind
    if start.startswith(WIDE_MARKS) or not looks_like_text(raw):
        if wide := wide_encoding(start):
            text = start.decode(wide, "ignore")
            return foreign_kind_of_text(text, is_html=looks_like_html(start))
        return kind_of_binary(start)
    if looks_like_html(start):
        return None
    kind = kind_of_text(start.decode("utf-8", "replace"))
    if kind is None and any(switch in start for switch in _JAPANESE_SWITCHES):
        return _ISO_2022
    return kind


def is_mail(raw: bytes) -> bool:
    """Whether bytes begin as a mail message does."""
    return foreign_kind(raw[:_LOOKED_AT]) is MAIL


def recognised_kind(start: bytes) -> ForeignKind | None:
    """The kind of a page of HTML that is recognised text of a picture (hOCR), by its beginning."""
    return _HOCR if looks_like_html(start) and _HOCR_MARK.search(start) else None


def foreign_kind_of_text(text: str, *, is_html: bool) -> ForeignKind | None:
    """The kind of what a record's field holds instead of a page."""
    start = text[:_LOOKED_AT]
    raw = start.encode("utf-8", "replace")
    if kind := kind_by_signature(_as_bytes(start[:4096])):
        return kind
    if not looks_like_text(raw):
        return kind_of_binary(_as_bytes(start[:4096]))
    return None if is_html else kind_of_text(start)


def _as_bytes(text: str) -> bytes:
    """The bytes that somebody has put into a text one by one, as Latin-1."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")
