"""What reading gives: a saved page, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Record:
    """One saved page, as bytes, and the name it is known by in messages.

    `captured_at` is when it was saved, where the format tells. `source` is the input that it came
    out of, where that holds several records; without one the input is the record itself.
    """

    name: str
    raw: bytes
    captured_at: datetime | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An input that gave nothing, and why; the message names the next step."""

    name: str
    message: str
    source: str = ""


def printable(name: str) -> str:
    """A name as the database and a terminal can take it: its last 500 characters, odd bytes
    marked."""
    return name.encode("utf-8", "replace").decode().replace("\0", "?")[-500:]
