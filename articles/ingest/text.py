"""A record's text, whatever its format: plain text as it is, HTML by its main content."""

from __future__ import annotations

from dataclasses import dataclass

from articles.parsing import NO_HINTS, PageHints

from .html import looks_like_html, read_html
from .readers import Characters, decode
from .records import Record


@dataclass(frozen=True, slots=True)
class DumpText:
    """What the parser reads of a record.

    Where the text is not the record's own but was taken out of it, `is_derived` is true: its
    bytes are then the text's in UTF-8, and the record's must be kept beside them.
    """

    characters: Characters
    hints: PageHints = NO_HINTS
    is_derived: bool = False


def read_text(record: Record) -> DumpText:
    """The record's text. The format is told by the content, not by the name."""
    if not looks_like_html(record.raw):
        return DumpText(decode(record.raw))
    text, hints = read_html(record.raw)
    clean = text.encode("utf-8", "replace").decode()
    return DumpText(Characters(clean, clean, "utf-8"), hints, is_derived=True)
