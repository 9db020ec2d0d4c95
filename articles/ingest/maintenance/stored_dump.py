"""A stored dump as the parser reads it: its text from its clippings, and its metadata."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time
from typing import Any, Final

from articles.ingest.readers import Characters, Fields, errors_for, readable
from articles.ingest.readers.html import looks_like_html
from articles.ingest.readers.reading import read_kept
from articles.ingest.readers.records import Record
from articles.ingest.readers.statements.languages import DETECTED
from articles.ingest.readers.text import DumpText, read_text
from articles.ingest.stories.split import SplitDump, split_text
from articles.models import Clipping, Dump
from articles.parsing import Issue, PageHints, Placements

_HINTS: Final = frozenset(field.name for field in fields(PageHints))
_MOMENTS: Final = frozenset({"published_at", "modified_at"})
_TUPLES: Final = frozenset({"keywords", "captions", "authors", "agencies", "kinds"})


def split_stored(dump: Dump, clippings: Sequence[Clipping], *, placements: Placements) -> SplitDump:
    """Parses a stored dump again, with the hints, the capture time, the publisher, the topics and
    the choice of pages that it was imported with.

    A page is read again from its own bytes; where editors placed lines of the text that was read of
    it before, and its text is another now, that text stays. The stored encoding is used; it is not
    guessed a second time.
    """
    text = _stored_text(dump, clippings)
    placed = placements.of(dump.sha256)
    again = _read_again(dump)
    if again is not None and (not placed or again.characters.text == text.characters.text):
        text = again
    options = dump.first_run.options
    split_dump = split_text(
        text.characters,
        text.hints,
        marks=text.marks,
        images=text.images,
        captured_at=_captured(dump.captured_at),
        publisher=options.get("publisher", ""),
        tags=options.get("tags", ()),
        placements=placed,
        furniture=placements.furniture,
        all_pages=bool(options.get("all_pages")) or dump.sha256 in placements.pages,
    )
    read = [Issue(**issue) for issue in dump.issues if issue["code"] == "encoding"]
    return replace(
        split_dump,
        name=dump.name,
        sha256=dump.sha256,
        byte_count=dump.byte_count,
        source=dump.name,
        issues=(*read, *(issue for issue in split_dump.issues if issue.code != "encoding")),
        hints=dump.hints,
        captured_at=dump.captured_at,
    )


def _stored_text(dump: Dump, clippings: Sequence[Clipping]) -> DumpText:
    raw = b"".join(bytes(clipping.raw) for clipping in clippings)
    exact = raw.decode(dump.encoding, errors_for(dump.encoding))
    characters = Characters(readable(exact), exact, dump.encoding)
    return DumpText(characters, _stated(dump))


def _stated(dump: Dump) -> PageHints:
    """What the page states, and not the language that was detected of its text."""
    hints = hints_of_json(dump.hints)
    if hints.origins.get("language") != DETECTED:
        return hints
    origins = {name: origin for name, origin in hints.origins.items() if name != "language"}
    return replace(hints, language="", origins=origins)


def _read_again(dump: Dump) -> DumpText | None:
    """What is read of a page's own bytes, or of those of the record that holds it; None for a dump
    of plain text, whose bytes are its text."""
    if dump.original is None:
        return None
    raw = bytes(dump.original)
    hints = _stated(dump)
    if looks_like_html(raw):
        encoding = str(dump.hints.get("encoding", ""))
        return read_text(Record(dump.name, raw, hints=hints, encoding=encoding))
    # Not the path of records: what is kept is the record itself.
    fields = dump.first_run.options.get("fields", ())
    named = dict(field.split("=", 1) for field in fields)
    record = read_kept(raw, dump.name, Fields.with_named(named))
    return read_text(record) if record else None


def _captured(moment: datetime | None) -> date | datetime | None:
    """A capture time at midnight sharp is a day: that is how a day is stored."""
    if moment is not None and moment.astimezone(UTC).time() == time():
        return moment.astimezone(UTC).date()
    return moment


def hints_of_json(stored: dict[str, Any]) -> PageHints:
    """What a dump's row has of what its page states: the inverse of `hints_as_json`."""
    values = {name: value for name, value in stored.items() if name in _HINTS}
    for name in _MOMENTS & values.keys():
        is_day = len(values[name]) == len("2025-03-18")
        read = date.fromisoformat if is_day else datetime.fromisoformat
        values[name] = read(values[name])
    for name in _TUPLES & values.keys():
        values[name] = tuple(values[name])
    return PageHints(**values)
