"""Exports of Movable Type, TypePad and their like: https://movabletype.org/documentation/appendices/import-export-format.html."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from articles.ingest.readers.encodings import decode
from articles.ingest.readers.limits import LARGEST_PAGE, MIB
from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found, Unreadable
from articles.ingest.readers.streams import Stream

from .document import record_of_story
from .entries import ending
from .feed_html import plain
from .given_story import GivenStory
from .shortcodes import with_paragraphs

_ENTRY_END: Final = b"--------"
_PART_END: Final = "-----"
_FIELD: Final = re.compile(r"([A-Z][A-Z ]{1,30}):[ \t]?(.*)")
_PARTS: Final = frozenset({"BODY", "EXTENDED BODY", "EXCERPT", "KEYWORDS", "COMMENT", "PING"})
# `01/31/2002 03:31:05 PM`, `2002-01-31 15:31:05`
_AMERICAN: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def read_movable_type(opened: Opened) -> Iterator[Found]:
    """The entries, as `name, entry 3`."""
    count = 0
    for raw in _entries(opened.stream):
        count += 1
        name = f"{opened.name}, entry {count}"
        if len(raw) > LARGEST_PAGE:
            limit = f"it has more than {LARGEST_PAGE // MIB} MiB"
            yield Unreadable(name, f"{limit}; is the line {_ENTRY_END.decode()} missing after it?")
            return
        characters = decode(raw)
        given = _story(characters.text)
        yield record_of_story(raw, name, given, opened.fields, characters.note)
    problem = ""
    if opened.stream.broken is not None:
        problem = f"it is damaged after {count} entries ({opened.stream.broken.reason})"
        problem += "; fetch it again"
    yield from ending(opened.name, problem, count)


def _entries(stream: Stream) -> Iterator[bytes]:
    """The bytes of each entry, without the line that ends it."""
    lines: list[bytes] = []
    size = 0
    while line := stream.read_line(LARGEST_PAGE + 1):
        if line.rstrip() == _ENTRY_END:
            if any(each.strip() for each in lines):
                yield b"".join(lines)
            lines, size = [], 0
            continue
        lines.append(line)
        size += len(line)
        if size > LARGEST_PAGE:
            break
    if any(each.strip() for each in lines):
        yield b"".join(lines)


def _story(entry: str) -> GivenStory:
    fields: dict[str, list[str]] = {}
    parts: dict[str, str] = {}
    sections = re.split(rf"^{_PART_END}[ \t]*$\n?", entry.replace("\r\n", "\n"), flags=re.MULTILINE)
    for section in sections:
        first, _, rest = section.lstrip("\n").partition("\n")
        named = _FIELD.fullmatch(first)
        if named and named[1] in _PARTS and not (named[2] and named[1] not in ("KEYWORDS",)):
            if named[1] not in ("COMMENT", "PING"):
                parts.setdefault(named[1], f"{named[2]}{rest}".strip())
            continue
        for line in section.split("\n"):
            if field := _FIELD.fullmatch(line):
                fields.setdefault(field[1], []).append(field[2].strip())
    body = "\n\n".join(filter(None, (parts.get("BODY", ""), parts.get("EXTENDED BODY", ""))))

    def get(name: str) -> str:
        return next(iter(fields.get(name, ())), "")

    status = get("STATUS").lower()
    keywords = re.split(r"[,\n]", parts.get("KEYWORDS", "") + "," + get("TAGS").replace('"', ""))
    return GivenStory(
        headline=plain(get("TITLE")),
        html=with_paragraphs(body),
        standfirst=plain(parts.get("EXCERPT", "")),
        fields={
            "author": get("AUTHOR"),
            "published": _day(get("DATE")),
            "url": get("UNIQUE URL"),
            "section": get("PRIMARY CATEGORY"),
            "tags": [
                *fields.get("CATEGORY", ()),
                *(word.strip() for word in keywords if word.strip()),
            ],
        },
        note="" if status in ("publish", "") else f"it was not published there: {status}",
    )


def _day(stated: str) -> str:
    """The day as ISO 8601: the format has no zone."""
    if american := _AMERICAN.match(stated):
        month, day, year = american.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    return stated[:10]
