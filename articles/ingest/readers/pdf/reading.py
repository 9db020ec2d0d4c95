"""A PDF as a record: its text as HTML, its pictures, what it states about itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from articles.ingest.readers.documents.blocks import as_html
from articles.ingest.readers.documents.properties import plausible_author, plausible_title
from articles.ingest.readers.documents.record import document_record, picture_of
from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found, Unreadable

from .extraction import Extraction, PdfError
from .layout import Layout, layout_of
from .printed_page import PrintedPage

_FEWEST_WORDS: Final = 20
"""Words of a document that could hold a story."""
_FEWEST_LETTERS: Final = 8
"""Characters of a page that is more than a picture with a page number."""
_GARBAGE: Final = 0.25
"""The share of a page's characters that stand for no letter."""
_MOST_NAMED: Final = 12
_DATE: Final = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:Z|([+-])(\d\d)'?(\d\d)?)?")
_FIRST_YEAR: Final = 1993
"""Of PDF; before it, and at the first moment of a year, the clock was not set."""
_OCR: Final = "run OCR first, for instance: ocrmypdf in.pdf out.pdf"


def read_pdf(opened: Opened) -> Iterator[Found]:
    """The PDF as one record, however many stories its pages hold, and its pictures."""
    raw = opened.whole()
    if isinstance(raw, Unreadable):
        yield raw
        return
    extraction = Extraction(raw)
    try:
        pages = list(extraction.pages())
    except PdfError as error:
        yield Unreadable(opened.name, str(error))
        return
    garbled = [page.number for page in pages if page.unreadable > _GARBAGE * max(page.letters, 1)]
    scans = [page.number for page in pages if page.letters < _FEWEST_LETTERS and _has_scan(page)]
    if problem := _why_unread(pages, garbled, scans):
        yield Unreadable(opened.name, problem)
        return
    layout = layout_of([page for page in pages if page.number not in garbled])
    if layout.word_count < _FEWEST_WORDS:
        yield Unreadable(opened.name, _too_little(layout))
        return
    yield document_record(
        raw,
        opened.name,
        _fields(layout, extraction.information),
        note=_note(extraction, garbled, scans),
    )
    for address, picture in layout.pictures.items():
        yield picture_of(opened.name, address, picture)


def _has_scan(page: PrintedPage) -> bool:
    return page.is_scanned or any(piece.picture for piece in page.pieces)


def _why_unread(pages: Sequence[PrintedPage], garbled: Sequence[int], scans: Sequence[int]) -> str:
    """Why none of the pages can be read; empty where some can."""
    if len(garbled) == len(pages) > 0:
        return (
            "it is a PDF document whose text does not say which letters it is made of; " + _OCR
        ).replace("ocrmypdf in", "ocrmypdf --force-ocr in")
    if len(scans) + len(garbled) < len(pages) and any(page.letters for page in pages):
        return ""
    return (
        "it is a PDF document of pictures (a scan) and has no text; " + _OCR
        if scans
        else ("it is a PDF document and has no text; " + _OCR)
    )


def _too_little(layout: Layout) -> str:
    words = "1 word" if layout.word_count == 1 else f"{layout.word_count} words"
    return (
        f"it is a PDF document with {words} of text, too few for a story; if its pages are "
        f"pictures, {_OCR}"
    )


def _fields(layout: Layout, information: dict[str, str]) -> dict[str, Any]:
    """The document as a record's fields. What it says of itself counts where it cannot be an
    accident: programs fill in file names as titles, and logins as authors."""
    fields: dict[str, Any] = {"html": as_html(layout.stories, furniture=layout.furniture)}
    if len(layout.stories) == 1:
        text = " ".join(block.text for block in layout.stories[0].blocks[:4])
        if title := plausible_title(information.get("Title", ""), text):
            fields["title"] = title
        if author := plausible_author(information.get("Author", "")):
            fields["author"] = author
    if layout.address:
        fields["url"] = layout.address
    if created := _moment(information.get("CreationDate", "")):
        fields["captured_at"] = created
    return fields


def _moment(text: str) -> str:
    """`D:20240314160500+01'00'` as ISO 8601; empty for what is no such date."""
    match = _DATE.match(text.strip())
    if match is None:
        return ""
    year, month, day, hour, minute, second, sign, hours, minutes = match.groups()
    zone = f"{sign}{hours}:{minutes or '00'}" if sign else "Z" if text.endswith("Z") else ""
    stated = f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone}"
    try:
        datetime.fromisoformat(stated)
    except ValueError:
        return ""
    is_unset = (month, day, hour, minute) == ("01", "01", "00", "00")
    return "" if is_unset or int(year) < _FIRST_YEAR else stated


def _note(extraction: Extraction, garbled: Sequence[int], scans: Sequence[int]) -> str:
    """Which pages were not read, and why."""
    notes = []
    if scans:
        notes.append(f"{_named(scans)} without text: a picture; {_OCR}")
    if garbled:
        notes.append(f"{_named(garbled)} not read: the text does not say which letters it is")
    if extraction.lost:
        notes.append(f"{_named(extraction.lost)} not read: damaged")
    if extraction.unread:
        first = extraction.page_count - extraction.unread + 1
        notes.append(
            f"pages {first} to {extraction.page_count} not read: one of them needs too much time "
            "or memory, or they are too many"
        )
    return "; ".join(notes)


def _named(pages: Sequence[int]) -> str:
    """`page 3`, `pages 3, 4 and 7 more`."""
    shown = ", ".join(map(str, pages[:_MOST_NAMED]))
    if len(pages) > _MOST_NAMED:
        return f"pages {shown} and {len(pages) - _MOST_NAMED} more"
    return f"page {shown}" if len(pages) == 1 else f"pages {shown}"
