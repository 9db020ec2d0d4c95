"""A record's text, whatever its format: plain text as it is, HTML by its main content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from articles.parsing import NO_HINTS, Mark, PageHints, PageImage
from articles.parsing.lines.character_references import REFERENCE, count_references

from . import Characters, decode, encoding_of_page
from .html import HtmlPage, looks_like_html, read_html
from .inline_markup import read_markup
from .page_images import Bases, bases_of
from .records import Record
from .statements import host_of

_FEWEST_ELEMENTS: Final = 2
"""Of a file of text that is saved with tags; one alone may be what the text is about."""


@dataclass(frozen=True, slots=True)
class DumpText:
    """What the parser reads of a record.

    Where the text is not the record's own but was taken out of it, `is_derived` is true: its
    bytes are then the text's in UTF-8, and the record's must be kept beside them. `encoding` is
    that of the record's bytes. `marks` are what a page's markup says of each line, `images` the
    pictures that it shows.
    """

    characters: Characters
    hints: PageHints = NO_HINTS
    marks: Sequence[Mark] = ()
    is_derived: bool = False
    encoding: str = "utf-8"
    images: Sequence[PageImage] = ()


def read_text(record: Record) -> DumpText:
    """The record's text. The format is detected by content, not by name."""
    if record.page is not None:
        return _text_of_fields(record, record.page)
    if not looks_like_html(record.raw):
        return _text_of_bytes(record)
    encoding, note = encoding_of_page(record.raw, record.encoding)
    note = "; ".join(filter(None, (record.note, note)))
    page = read_html(record.raw, encoding=encoding, bases=_bases(record))
    if not encoding.startswith(("utf-16", "utf-32")):
        note = _with_zeros(note, record.raw.decode("latin-1"))
    return _of_html(page, record.hints, note, encoding)


def _text_of_bytes(record: Record) -> DumpText:
    """Plain text as it is, or without the tags that it was saved with."""
    characters = decode(record.raw, record.encoding)
    note = "; ".join(filter(None, (record.note, characters.note)))
    note = _with_zeros(note, characters.text)
    text, is_html = read_markup(characters.text, fewest=_FEWEST_ELEMENTS)
    if is_html:
        raw = text.encode("utf-8", "replace")
        page = read_html(raw, encoding="utf-8", bases=_bases(record))
        return _of_html(page, record.hints, note, characters.encoding)
    if text != characters.text:
        return _derived(text, record.hints, note, characters.encoding)
    note = _with_references(note, text)
    return DumpText(replace(characters, note=note), record.hints, encoding=characters.encoding)


def _with_references(note: str, text: str) -> str:
    """The note of a text's encoding, with a word on character references, which are read."""
    count = count_references(text)
    if not count:
        return note
    example = REFERENCE.search(text)
    such = f", such as {example[0]}," if example else ""
    read = (
        f"it holds a character reference{such} which is read as the character"
        if count == 1
        else f"it holds {count} character references{such} which are read as the characters"
    )
    return f"{note}; {read}" if note else read


def _with_zeros(note: str, text: str) -> str:
    """The note of a text's encoding, with a word on NUL bytes: they are no text, and whoever has
    the file should know that it is damaged."""
    count = text.count("\0")
    if not count:
        return note
    line = text.count("\n", 0, text.index("\0")) + 1
    how_many = "a NUL byte" if count == 1 else f"{count} NUL bytes"
    zeros = (
        f"it holds {how_many}, from line {line} on, left out of the text; the file may be damaged: "
        "hold it against its original"
    )
    return f"{note}; {zeros}" if note else zeros


def _text_of_fields(record: Record, page: str) -> DumpText:
    if not record.is_html:
        return _derived(page, record.hints, record.note)
    raw = page.encode("utf-8", "replace")
    read = read_html(raw, encoding="utf-8", bases=_bases(record))
    return _of_html(read, record.hints, record.note)


def _of_html(page: HtmlPage, hints: PageHints, note: str, encoding: str = "utf-8") -> DumpText:
    text = _derived(page.text, _joined(hints, page.hints), note, encoding)
    return replace(text, marks=page.marks, images=page.images)


def _bases(record: Record) -> Bases:
    return bases_of(record.name, record.source, record.hints.address)


def _derived(text: str, hints: PageHints, note: str, encoding: str = "utf-8") -> DumpText:
    clean = text.encode("utf-8", "replace").decode()
    characters = Characters(clean, clean, "utf-8", _with_references(note, clean))
    return DumpText(characters, hints, is_derived=True, encoding=encoding)


def _joined(source: PageHints, markup: PageHints) -> PageHints:
    """What the markup says, and where it is silent what the record's source does. Where neither
    says whose page it is, the host of its address does."""
    silent = {
        name: value
        for name in PageHints.__dataclass_fields__
        if name != "origins" and (value := getattr(source, name)) and not getattr(markup, name)
    }
    hints = replace(markup, **silent, origins={**source.origins, **markup.origins})
    if not hints.publisher and (host := host_of(hints.address)):
        origins = {**hints.origins, "publisher": "address"}
        return replace(hints, publisher=host, origins=origins)
    return hints
