"""What reading gives: a saved page, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Record:
    """One saved page, as bytes, and the name it is known by in messages.

    `captured_at` is when it was saved, where the format tells.
    """

    name: str
    raw: bytes
    captured_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An input that gave nothing, and why; the message names the next step."""

    name: str
    message: str
