"""A stream whose format is known, with all that a reader of that format may need."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Final

from articles.ingest.readers.records import Found, Unreadable

from .fields.field_names import Fields
from .limits import LARGEST_DUMP, LARGEST_SPOOLED, MIB, Budget, Meter
from .streams import Stream

_TOO_LARGE_TO_COPY: Final = (
    f"it comes packed or on a pipe and has more than {LARGEST_SPOOLED // MIB} MiB; it is read from "
    "its end: save it as a file of its own and import that"
)


@dataclass(frozen=True, slots=True)
class Opened:
    """An input, or a member of one. `read` reads a stream that is packed in it, whatever that is.

    `file` is the same as a file, where it has one of its own, with its size and the meter that
    reports how far it has been read.
    """

    stream: Stream
    name: str
    fields: Fields
    budget: Budget
    read: Callable[[Stream, str], Iterator[Found]]
    file: IO[bytes] | None = None
    size: int | None = None
    meter: Meter | None = None

    def whole(self, most: int | None = None) -> bytes | Unreadable:
        """All of its bytes, at most `most` (else `LARGEST_DUMP`), or why they cannot be had."""
        largest = LARGEST_DUMP if most is None else most
        raw = self.stream.read(largest + 1)
        if self.stream.broken is not None:
            reason = self.stream.broken.reason
            return Unreadable(self.name, f"{reason}; nothing of it was read: fetch it again")
        if len(raw) > largest:
            limit = f"a dump may have {largest // MIB} MiB; split it between pages"
            return Unreadable(self.name, f"it has more, and {limit}")
        return raw

    @contextmanager
    def as_file(self) -> Iterator[SeekableFile | Unreadable]:
        """The same as a file that can be read from its end; what comes as a stream is copied."""
        if self.file is not None and self.file.seekable() and self.size is not None:
            self.file.seek(0)
            yield SeekableFile(self.file, self.size, self.meter)
            return
        with tempfile.TemporaryFile() as copy:
            while chunk := self.stream.read_some():
                copy.write(chunk)
                if copy.tell() > LARGEST_SPOOLED:
                    yield Unreadable(self.name, _TOO_LARGE_TO_COPY)
                    return
            if self.stream.broken is not None:
                yield Unreadable(self.name, f"{self.stream.broken.reason}; fetch it again")
                return
            size = copy.tell()
            copy.seek(0)
            yield SeekableFile(copy, size, None)


@dataclass(frozen=True, slots=True)
class SeekableFile:
    """A file and its size in bytes. With a meter, how far it is read counts as progress."""

    file: IO[bytes]
    size: int
    meter: Meter | None


Reader = Callable[[Opened], Iterator[Found]]
"""Reads what has been detected to be of its format."""
