"""The members of a document that is a ZIP by itself (WACZ, EPUB, DOCX), each within its budget, and
what damaged ZIPs raise."""

from __future__ import annotations

import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Final

from articles.ingest.readers.records import reason_of

from .limits import HEAVY, LARGEST_PAGE, MIB, BombError, Budget
from .opened import Opened
from .streams import CHUNK, Break, Readable, Stream

ARCHIVE_ERRORS: Final = (
    *(OSError, EOFError, RuntimeError, NotImplementedError, ValueError),
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError),
)
"""What damaged archives and members raise."""
DOCUMENT_ERRORS: Final = (*ARCHIVE_ERRORS, KeyError)
"""The same, and what a document raises that lacks one of its members."""
IS_ENCRYPTED: Final = 0x1
"""The flag of a member that only its password opens."""


def member_chunks(content: Readable, budget: Budget) -> Iterator[bytes | Break]:
    """A member's bytes, with a break where it is damaged. Raises `BombError`."""
    try:
        while chunk := content.read(CHUNK):
            budget.spend(len(chunk))
            yield chunk
    except ARCHIVE_ERRORS as error:
        yield Break(reason_of(error))


class MemberError(Exception):
    """A member cannot be had; says why, and what to do."""


class Members:
    """The members of the ZIP that `opened` is, by name. Raises `MemberError` for one that cannot be
    had and `BombError` where they unpack to too much."""

    def __init__(self, opened: Opened, file: IO[bytes]) -> None:
        try:
            self._archive = zipfile.ZipFile(file)
        except ARCHIVE_ERRORS as error:
            raise MemberError(
                f"it is no complete ZIP file ({reason_of(error)}); fetch it again"
            ) from error
        self.budget = opened.budget
        self._meter = opened.meter
        members = self._archive.infolist()
        size = opened.size or 0
        self.budget.allow(self.budget.unpacked + sum(one.file_size for one in members), size)
        if sum(member.compress_size for member in members) > size:
            raise BombError("its members lie in one another, as in a “zip bomb”")
        self.names = tuple(self._archive.NameToInfo)

    def stream(self, name: str) -> Stream:
        """A member's bytes as they come."""
        return Stream(member_chunks(self.opened(name), self.budget))

    def whole(self, name: str, most: int = LARGEST_PAGE) -> bytes:
        """All bytes of a member, which may have at most so many."""
        stream = self.stream(name)
        raw = stream.read(most + 1)
        if stream.broken is not None:
            raise MemberError(f"it is damaged ({stream.broken.reason}); fetch it again")
        if len(raw) > most:
            raise MemberError(f"it has more than {most // MIB} MiB, the most that are read of it")
        return raw

    def sizes(self, name: str) -> tuple[int, int]:
        """Bytes of a member, unpacked and packed, as the list of members states them."""
        member = self._archive.NameToInfo[name]
        return member.file_size, member.compress_size

    def opened(self, name: str) -> IO[bytes]:
        """A member as a file, whose bytes its reader counts."""
        member = self._archive.NameToInfo.get(name)
        if member is None:
            raise MemberError("it is named in the list of files and is not there; fetch it again")
        if self._meter is not None:
            self._meter.reach(member.header_offset + member.compress_size)
        self.budget.allow(member.file_size, member.compress_size)
        self.budget.take(HEAVY)
        if member.flag_bits & IS_ENCRYPTED:
            raise MemberError("it is encrypted; unpack it with its password and import that")
        try:
            return self._archive.open(member)
        except ARCHIVE_ERRORS as error:
            raise MemberError(
                f"it cannot be unpacked ({reason_of(error)}); fetch it again"
            ) from error
