"""A stored dump as the parser reads it: its text from its clippings, and its metadata."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time
from typing import Any, Final

from articles.ingest.readers import Characters, errors_for
from articles.ingest.stories.split import SplitDump, split_text
from articles.models import Clipping, Dump
from articles.parsing import Issue, PageHints, Placements

_HINTS: Final = frozenset(field.name for field in fields(PageHints))
_MOMENTS: Final = frozenset({"published_at", "modified_at"})
_TUPLES: Final = frozenset({"keywords", "captions", "authors", "agencies", "kinds"})
_SURROGATES: Final = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def split_stored(dump: Dump, clippings: Sequence[Clipping], *, placements: Placements) -> SplitDump:
    """Parses a stored dump again, with the hints, the capture time, the publisher, the topics and
    the choice of pages that it was imported with.

    The stored encoding is used; it is not guessed a second time.
    """
    raw = b"".join(bytes(clipping.raw) for clipping in clippings)
    exact = raw.decode(dump.encoding, errors_for(dump.encoding))
    characters = Characters(exact.translate(_SURROGATES), exact, dump.encoding)
    split_dump = split_text(
        characters,
        _hints(dump.hints),
        captured_at=_captured(dump.captured_at),
        publisher=dump.first_run.options.get("publisher", ""),
        tags=dump.first_run.options.get("tags", ()),
        placements=placements.of(dump.sha256),
        furniture=placements.furniture,
        all_pages=bool(dump.first_run.options.get("all_pages")),
    )
    read = [Issue(**issue) for issue in dump.issues if issue["code"] == "encoding"]
    return replace(
        split_dump,
        name=dump.name,
        sha256=dump.sha256,
        byte_count=dump.byte_count,
        source=dump.name,
        issues=(*read, *split_dump.issues),
        hints=dump.hints,
        captured_at=dump.captured_at,
    )


def _captured(moment: datetime | None) -> date | datetime | None:
    """A capture time at midnight sharp is a day: that is how a day is stored."""
    if moment is not None and moment.astimezone(UTC).time() == time():
        return moment.astimezone(UTC).date()
    return moment


def _hints(stored: dict[str, Any]) -> PageHints:
    """The inverse of `hints_as_json`."""
    values = {name: value for name, value in stored.items() if name in _HINTS}
    for name in _MOMENTS & values.keys():
        is_day = len(values[name]) == len("2025-03-18")
        read = date.fromisoformat if is_day else datetime.fromisoformat
        values[name] = read(values[name])
    for name in _TUPLES & values.keys():
        values[name] = tuple(values[name])
    return PageHints(**values)
