"""JSON: one record a line (JSON Lines), an array of records, records one after another, or a list
of them within an object."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from articles.ingest.readers.records import ReadRecord, Unreadable

from .encodings import decode
from .feeds.entries import entry
from .feeds.json_containers import stories_in
from .field_names import Fields
from .limits import LARGEST_PAGE, MIB
from .record_fields import Page, page_of, record_of
from .streams import Stream

_TOO_LONG: Final = (
    f"it has more than {LARGEST_PAGE // MIB} MiB, the most that one record may have; is a line end "
    "missing?"
)
_DEEPEST_LIST: Final = 4
_MOST_BRANCHES: Final = 100
"""How many objects deep a list of records is looked for, and in how many objects of one depth."""

_DECODER: Final = json.JSONDecoder(strict=False)
_MARKS: Final = re.compile(rb'["{}\[\]]')
_MARKS_IN_TEXT: Final = re.compile(rb'["\\]')


def read_json_lines(stream: Stream, name: str, fields: Fields) -> Iterator[ReadRecord]:
    """The records of a file with one a line, as `name:line`. Blank lines are passed over.

    Where the file is damaged, the lines that were lost count as one.
    """
    number = 0
    while True:
        line = stream.read_line(LARGEST_PAGE + 1)
        number += bool(line)
        place = f"{name}:{number}"
        if stream.broken is not None and not line.endswith(b"\n"):
            number += not line
            place = f"{name}:{number}"
            lost = "this line is lost" if line else "this line, and perhaps more, is lost"
            yield Unreadable(place, f"{lost}: {stream.broken.reason}; fetch the file again")
            if not stream.resume():
                return
        elif not line:
            return
        elif len(line) > LARGEST_PAGE and not line.endswith(b"\n"):
            stream.skip_line()
            yield Unreadable(place, _TOO_LONG)
        elif line.strip(b"\r\n\t \xef\xbb\xbf"):
            yield from parsed(line.removesuffix(b"\n").removesuffix(b"\r"), place, fields)
        else:
            number += stream.skip_blank_lines()


def read_json(stream: Stream, name: str, fields: Fields) -> Iterator[ReadRecord]:
    """The objects of a file of JSON, however they are laid out: as `name` if there is one, and by
    number where there are several."""
    is_list = stream.head(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
    count = 0
    for count, raw in enumerate(_objects(stream), start=1):
        place = f"{name}, record {count}"
        if raw is None:
            yield Unreadable(place, _TOO_LONG + " The rest of the file was not read.")
            return
        yield from parsed(raw, place if is_list or count > 1 else name, fields)
    if stream.broken is not None:
        message = f"it is cut short after {count} records: {stream.broken.reason}"
        yield Unreadable(name, f"{message}; fetch the file again")
    elif not count:
        yield Unreadable(name, "it holds no JSON object, or the first is not complete; check it")


def parsed(raw: bytes, name: str, fields: Fields) -> Iterator[ReadRecord]:
    """The record that an object of JSON is; or those in a list within it, as programs answer:
    `{"status": "ok", "articles": [{…}, {…}]}`."""
    if b"\0" in raw:
        yield Unreadable(name, "it holds NUL bytes; the file is damaged: fetch it again")
        return
    characters = decode(raw)
    try:
        values = _DECODER.decode(characters.text.removeprefix("\ufeff"))
    except ValueError as error:
        yield Unreadable(name, f"not valid JSON ({error}); fix it or leave it out")
        return
    except RecursionError:
        yield Unreadable(name, "its JSON is nested too deep to be read; leave it out")
        return
    if not isinstance(values, dict):
        message = "it is JSON, but no object with fields; mend it or leave it out"
        yield Unreadable(name, message)
        return
    if container := stories_in(values):
        path, stories = container
        for number, one in enumerate(stories, start=1):
            yield entry(one, f"{name}, {path}[{number}]", fields, characters.note)
        return
    record = record_of(raw, name, values, fields, characters.note)
    path, inner = _list_within(values, fields) if isinstance(record, Unreadable) else ("", [])
    for number, one in enumerate(inner, start=1):
        own = json.dumps(one, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        place = f"{name}, {path}[{number}]"
        yield record_of(own.encode("utf-8", "surrogatepass"), place, one, fields, characters.note)
    if not inner:
        yield record


def _list_within(values: dict[str, Any], fields: Fields) -> tuple[str, list[dict[str, Any]]]:
    """The first list of records within an object, outermost first, and the names that lead to it;
    empty where there is none."""
    level = [("", values)]
    for _ in range(_DEEPEST_LIST):
        below: list[tuple[str, dict[str, Any]]] = []
        for path, one in level:
            for name, value in one.items():
                here = f"{path}.{name}" if path else name
                if isinstance(value, dict):
                    below.append((here, value))
                elif isinstance(value, list):
                    found = [item for item in value if isinstance(item, dict)]
                    if any(_is_story(item, fields) for item in found):
                        return here, found
        level = below[:_MOST_BRANCHES]
    return "", []


def _is_story(values: dict[str, Any], fields: Fields) -> bool:
    """Whether an object is a page and has a title or an address, as comments and paragraphs do
    not."""
    page = page_of(values, fields)
    return isinstance(page, Page) and bool(page.hints.headline or page.hints.address)


def _objects(stream: Stream) -> Iterator[bytes | None]:
    """The bytes of each outermost object, or of those in an outermost array; the rest is passed
    over. None, as the last, is one that is too large."""
    raw = bytearray()
    at = depth = outside = 0
    start: int | None = None
    in_text = False
    while True:
        mark = (_MARKS_IN_TEXT if in_text else _MARKS).search(raw, at)
        if mark is None or (mark.group() == b"\\" and mark.end() == len(raw)):
            at = mark.start() if mark else len(raw)
            if start is None:
                del raw[:at]
                at = 0
            elif len(raw) > LARGEST_PAGE:
                yield None
                return
            more = stream.read_some()
            if not more:
                if start is not None and stream.broken is None:
                    yield bytes(raw[start:])  # not complete: its reader says how
                return
            raw += more
            continue
        at = mark.end()
        match mark.group():
            case b"\\":
                at += 1
            case b'"':
                in_text = not in_text and start is not None
            case b"{" | b"[" as opening:
                if start is None and opening == b"{":
                    start, outside = mark.start(), depth
                depth += 1
            case _:
                depth = max(depth - 1, 0)
                if start is not None and depth <= outside:
                    yield bytes(raw[start:at])
                    del raw[:at]
                    start, at = None, 0
