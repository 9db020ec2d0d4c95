"""A document as a record: its HTML; or its plain text where it is a press database's export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from articles.ingest.readers.fields.field_names import USUAL_FIELDS
from articles.ingest.readers.fields.record_fields import record_of
from articles.ingest.readers.records import Picture, ReadRecord
from articles.parsing import NO_SOURCES
from articles.parsing.line_kinds import hint_lines
from articles.parsing.lines.lines import split_lines
from articles.parsing.press_databases import find_export

from .blocks import inner_address


def document_record(
    raw: bytes, name: str, values: Mapping[str, Any], *, note: str = ""
) -> ReadRecord:
    """The record of a document, known by its bytes. The names of its fields are ours, whatever the
    user calls those of tables."""
    return record_of(raw, name, values, USUAL_FIELDS, note)


def picture_of(name: str, part: str, raw: bytes) -> Picture:
    """A picture that lies in the document called `name`; `part` is what the document calls it."""
    return Picture(f"{name}/{part.rpartition('/')[2]}", raw, inner_address(part))


def is_export(lines: Sequence[str]) -> bool:
    """Whether a document's lines are the export of a press database, with many documents."""
    text = "\n".join(lines)
    return bool(find_export(text, hint_lines(split_lines(text), NO_SOURCES), ()).documents)
