"""DOCX and ODT as records: their blocks as HTML, their pictures, what they state of themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from articles.ingest.readers.office_files import ERRORS, OfficeFile, whole_file, why_damaged
from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found, Unreadable

from .blocks import Block, DocumentStory, as_html
from .building import Builder, TooMuchTextError, lines_of
from .docx import read_docx
from .odt import read_odt
from .properties import plausible_author, plausible_title
from .record import document_record, is_export, picture_of

_PROPERTIES: Final = {
    "title": "title",
    "creator": "author",
    "initial-creator": "author",
    "created": "created",
    "creation-date": "created",
    "modified": "modified",
    "date": "modified",
}
_MOMENT: Final = re.compile(
    r"(?:19|20)\d\d-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-].*)?)?"
)
_TOO_LARGE: Final = "it has more bytes than a dump may have; divide it"


def read_word_document(opened: Opened) -> Iterator[Found]:
    """A Word document (.docx) as one record, and its pictures."""
    yield from _read(opened, read_docx, "docProps/core.xml", "a Word document (.docx)")


def read_open_document(opened: Opened) -> Iterator[Found]:
    """An OpenDocument text (.odt) as one record, and its pictures."""
    yield from _read(opened, read_odt, "meta.xml", "an OpenDocument text (.odt)")


def _read(
    opened: Opened, reader: Callable[[OfficeFile], Builder], properties: str, what: str
) -> Iterator[Found]:
    name = opened.name
    raw = whole_file(opened)
    if raw is None:
        yield Unreadable(name, _TOO_LARGE)
        return
    note = ""
    try:
        file = OfficeFile(opened)
        builder = reader(file)
        blocks = builder.finish()
    except TooMuchTextError as error:
        yield Unreadable(name, str(error))
        return
    except ERRORS as error:
        yield Unreadable(name, why_damaged(error, what))
        return
    stated: dict[str, str] = {}
    try:
        stated = _properties(file, properties)
    except ERRORS:
        note = "what it states of itself cannot be read"
    if not any(block.text or block.rows for block in blocks):
        yield Unreadable(name, f"it is {what} without text; leave it out")
        return
    yield document_record(raw, name, fields_of(blocks, builder.furniture, stated), note=note)
    addresses = dict.fromkeys(block.address for block in blocks if block.address)
    for address in addresses:
        if picture := file.picture(address):
            yield picture_of(name, address, picture)


def fields_of(blocks: list[Block], furniture: list[str], stated: dict[str, str]) -> dict[str, Any]:
    """The document as a record's fields: lines of text of a press database's export, else HTML."""
    lines = lines_of(blocks)
    fields: dict[str, Any]
    if is_export(lines):
        return {"text": "\n".join(lines)}
    fields = {"html": as_html([DocumentStory(blocks)], furniture=furniture)}
    text = " ".join(block.text for block in blocks[:4])
    if title := plausible_title(stated.get("title", ""), text):
        fields["title"] = title
    if author := plausible_author(stated.get("author", "")):
        fields["author"] = author
    if saved := stated.get("modified", "") or stated.get("created", ""):
        fields["captured_at"] = saved
    return fields


def _properties(file: OfficeFile, part: str) -> dict[str, str]:
    """What the document states of itself: title, author, created, modified."""
    stated: dict[str, str] = {}
    role = ""
    for event in file.events(part):
        if event.kind == "start":
            role = _PROPERTIES.get(event.name, "")
        elif event.kind == "end":
            role = ""
        elif role and event.name.strip():
            text = event.name.strip()
            if role in ("created", "modified") and not _MOMENT.fullmatch(text):
                continue
            stated.setdefault(role, text)
    return stated
