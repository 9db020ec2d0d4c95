"""Bytes in order, from wherever they come, with the places marked where some are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

CHUNK: Final = 256 * 1024
_BLANK_LINES: Final = re.compile(rb"[ \t\r\n]*\n")


class Readable(Protocol):
    """What gives bytes when it is asked for some."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Break:
    """A place in a stream where bytes are damaged or missing, and why."""

    reason: str


class Stream:
    """Bytes in order. A `Break` reads like an end; `resume` goes on behind it.

    `offset` counts the bytes handed out, `put_back` those that were put back in front.
    """

    def __init__(self, chunks: Iterator[bytes | Break]) -> None:
        self.offset = 0
        self.put_back = 0
        self._break: Break | None = None
        self._chunks = chunks
        self._buffer = b""
        self._at = 0

    @property
    def broken(self) -> Break | None:
        """The break that the stream stands before, where all up to it has been handed out."""
        return None if self._rest() else self._break

    def head(self, size: int) -> bytes:
        """The next bytes, at most so many, which stay in the stream."""
        while len(self._buffer) - self._at < size and self._fill():
            pass
        return self._buffer[self._at : self._at + size]

    def read_some(self, size: int = CHUNK) -> bytes:
        """As many bytes as are at hand, at most so many; none at the end."""
        if self._at == len(self._buffer):
            self._fill()
        return self._take(min(size, len(self._buffer) - self._at))

    def read(self, size: int) -> bytes:
        """So many bytes, or all there are up to the end."""
        parts = []
        while size > 0 and (part := self.read_some(size)):
            parts.append(part)
            size -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def read_line(self, limit: int) -> bytes:
        """A line with its end, or the first `limit` bytes of it; none at the end."""
        end = self._buffer.find(b"\n", self._at, self._at + limit) + 1
        if end:
            return self._take(end - self._at)
        parts, size = [], 0
        while size < limit and (part := self.head(1)):
            end = self._buffer.find(b"\n", self._at) + 1 or len(self._buffer)
            part = self._take(min(end - self._at, limit - size))
            parts.append(part)
            size += len(part)
            if part.endswith(b"\n"):
                break
        return b"".join(parts)

    def skip(self, size: int) -> int:
        """Passes over so many bytes and says how many there were."""
        passed = 0
        while passed < size and (part := self.read_some(size - passed)):
            passed += len(part)
        return passed

    def skip_all(self) -> None:
        """Passes over all that is left, up to the end or a break."""
        while self.read_some():
            pass

    def skip_line(self) -> None:
        """Passes over the rest of a line."""
        while (part := self.read_line(CHUNK)) and not part.endswith(b"\n"):
            pass

    def skip_blank_lines(self) -> int:
        """Passes over lines with nothing on them and says how many there were."""
        passed = 0
        while self.head(1) and (blank := _BLANK_LINES.match(self._buffer, self._at)):
            passed += blank[0].count(b"\n")
            self._take(len(blank[0]))
        return passed

    def unread(self, raw: bytes) -> None:
        """Puts bytes back in front."""
        self._buffer = raw + self._buffer[self._at :]
        self._at = 0
        self.offset -= len(raw)
        self.put_back += len(raw)

    def resume(self) -> bool:
        """Goes on behind a break; false where nothing comes any more."""
        if self.broken is None:
            return False
        self._break = None
        return bool(self.head(1)) or self._break is not None

    def _take(self, size: int) -> bytes:
        taken = self._buffer[self._at : self._at + size]
        self._at += size
        self.offset += size
        return taken

    def _fill(self) -> bool:
        if self._break is not None:
            return False
        for chunk in self._chunks:
            if isinstance(chunk, Break):
                self._break = chunk
                return False
            if chunk:
                self._buffer = self._buffer[self._at :] + chunk if self._rest() else chunk
                self._at = 0
                return True
        return False

    def _rest(self) -> int:
        return len(self._buffer) - self._at
