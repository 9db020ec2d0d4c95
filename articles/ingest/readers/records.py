"""The results of reading: a saved page, or the reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from articles.parsing import NO_HINTS, PageHints

NO_NAMES: Final[Mapping[str, str]] = MappingProxyType({})

_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Record:
    """One saved page, as bytes, and the name it is known by in messages.

    `raw` is what the record is known by and what is kept of it: a file's bytes, a line of JSON
    Lines without its end, a web archive's payload, or a table's row as JSON. Where the page is
    only a part of that, `page` is its text, or its HTML where `is_html`; `note` tells of doubts
    about its characters. Where the format tells, `captured_at` is when the page was saved, `hints`
    is what else is said of it, and `encoding` what its server called it. `source` is the input
    that the record came out of, where that holds several; without one it is the record itself.
    `format` names in words the outermost format that it was read of, packings aside, such as
    `mailbox (mbox)`.
    """

    name: str
    raw: bytes
    captured_at: date | datetime | None = None
    source: str = ""
    hints: PageHints = NO_HINTS
    encoding: str = ""
    page: str | None = None
    is_html: bool = False
    note: str = ""
    format: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An input without a record, and why; the message names the next step.

    If it is no failure, it was skipped by design and is reported for completeness.
    """

    name: str
    message: str
    source: str = ""
    is_failure: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that lies beside pages: in the same archive, folder, message or document.

    `address` is what pages call it once their links are resolved: a web address, `cid:…`, or the
    name of its file as a record's `name` would have it. `raw` is not verified. `source` is the
    input that it came out of.
    """

    name: str
    raw: bytes
    address: str
    source: str = ""


ReadRecord = Record | Unreadable
"""What reading gives to an import."""

Found = Record | Unreadable | Picture
"""What a format's reader yields."""


def called(record: ReadRecord, names: Mapping[str, str]) -> ReadRecord:
    """The record under the name that its file goes by, where `names` gives one for its path."""
    path = record.source or record.name
    if path not in names:
        return record
    name = names[path] + record.name.removeprefix(path)
    return replace(record, name=name, source=names[path] if record.source else "")


def printable(name: str) -> str:
    """A name as the database and a terminal can take it: its last 500 characters, odd bytes and
    control characters marked."""
    return _CONTROLS.sub("?", name.encode("utf-8", "replace").decode())[-500:]


def one_line(value: object, *, length: int = 500) -> str:
    """One line of text that the database can hold; empty for what is no text."""
    if not isinstance(value, str):
        return ""
    return " ".join(value.replace("\0", " ").encode(errors="replace").decode().split())[:length]


def reason_of(error: BaseException) -> str:
    """An error's message, or else its kind."""
    message = getattr(error, "strerror", None) or str(error)
    return one_line(message, length=300) or type(error).__name__
