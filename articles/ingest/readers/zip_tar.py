"""ZIP and tar: their members, one after another, each read as a file of its own would be.

Members are read as streams and never written under their names.
"""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Final

from articles.ingest.readers.records import (
    Found,
    Picture,
    Unreadable,
    printable,
    reason_of,
)

from .detection.file_signatures import kind_of_zip
from .detection.sniffing import SNIFFED, ending_of, is_wanted, may_be_page
from .detection.unsupported import lies_beside_pages
from .formats import document_reader_of, format_of, of_format
from .limits import HEAVY, LARGEST_LIST, MIB, BombError, Budget
from .opened import Opened
from .picture_files import LARGEST_PICTURE, is_picture_name, starts_as_picture
from .saved.companions import PARTS, Companions, is_index
from .streams import CHUNK, Readable, Stream
from .zip_documents import ARCHIVE_ERRORS, IS_ENCRYPTED, member_chunks

_LONGEST_NAME: Final = MIB
_LONGEST_MIMETYPE: Final = 200
_HEADERS: Final = (
    *(tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK),
    *(tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE),
)
_TAIL: Final = 22 + 65535  # a ZIP's last record, with the longest comment


def read_zip(opened: Opened) -> Iterator[Found]:
    """What the wanted members hold, or what the document holds that the ZIP is. Raises `BombError`
    where they unpack to too much."""
    with opened.as_file() as source:
        if isinstance(source, Unreadable):
            yield source
        else:
            own = replace(opened, file=source.file, size=source.size, meter=source.meter)
            yield from _read(own, source.file, source.size)


def _read(opened: Opened, file: IO[bytes], size: int) -> Iterator[Found]:
    name, budget, meter = opened.name, opened.budget, opened.meter
    try:
        if problem := _problem_of_list(file):
            yield Unreadable(name, problem)
            return
        archive = zipfile.ZipFile(file)
    except ARCHIVE_ERRORS as error:
        message = f"it is no complete ZIP file ({reason_of(error)}); fetch or pack it again"
        yield Unreadable(name, message)
        return
    members = archive.infolist()
    if kind := kind_of_zip([member.filename for member in members], _mimetype(archive)):
        if reader := document_reader_of(kind):
            yield from of_format(reader(opened), format_of(kind))
        else:
            yield Unreadable(name, str(kind))
        return
    budget.allow(budget.unpacked + sum(member.file_size for member in members), size)
    if sum(member.compress_size for member in members) > size:
        raise BombError("its members lie in one another, as in a “zip bomb”")
    others = _Others(name, [member.filename for member in members])
    for member in members:
        if member.is_dir():
            continue
        place = f"{name}/{printable(member.filename)}"
        if others.may_be_picture(member.filename):
            yield from _zipped_picture(archive, member, place, budget, others)
            continue
        if not others.wants(member.filename, partial(_head, archive, member)):
            continue
        if meter is not None:
            meter.reach(member.header_offset + member.compress_size)
        budget.allow(member.file_size, member.compress_size)
        budget.take(HEAVY)
        if member.flag_bits & IS_ENCRYPTED:
            yield Unreadable(place, "it is encrypted; unpack it with its password and import that")
            continue
        try:
            content = archive.open(member)
        except ARCHIVE_ERRORS as error:
            message = f"it cannot be unpacked ({reason_of(error)}); unpack it with another tool"
            yield Unreadable(place, message)
            continue
        with content:
            yield from opened.read(Stream(member_chunks(content, budget)), place)
    yield from others.notices()


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    """What a document says that it is, in a member that is not packed (OCF, OpenDocument)."""
    member = archive.NameToInfo.get("mimetype")
    if member is None or member.file_size > _LONGEST_MIMETYPE:
        return b""
    try:
        return archive.read(member)
    except ARCHIVE_ERRORS:
        return b""


def _head(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """A member's first bytes; none where they cannot be had."""
    try:
        with archive.open(member) as content:
            return content.read(SNIFFED)
    except ARCHIVE_ERRORS:
        return b""


def read_tar(opened: Opened) -> Iterator[Found]:
    """What the wanted members hold, read front to back as it may come on a pipe."""
    stream, name, budget = opened.stream, opened.name, opened.budget
    others = _Others(name)
    tail = _Tail(stream)
    last = "its beginning"
    try:
        # One big buffer, as members are copied out of it.
        with tarfile.open(fileobj=tail, mode="r|", bufsize=CHUNK, tarinfo=_Member) as archive:
            while (member := archive.next()) is not None:
                archive.members = []  # type: ignore[attr-defined] # it remembers all of millions
                if not member.isfile():
                    continue
                last = f"{name}/{printable(member.name)}"
                if others.may_be_picture(member.name):
                    content = archive.extractfile(member)
                    if content is not None:
                        with content:
                            yield from _picture(content, member.name, last, budget, others)
                    continue
                content = archive.extractfile(member)
                if content is not None:
                    with content:
                        inner = Stream(member_chunks(content, budget))
                        if others.wants(member.name, partial(inner.head, SNIFFED)):
                            yield from opened.read(inner, last)
    except ARCHIVE_ERRORS as error:
        why = stream.broken.reason if stream.broken else reason_of(error)
        yield Unreadable(name, f"it is cut short after {last} ({why}); fetch it again")
        return
    if not tail.is_ended:
        yield Unreadable(name, f"its end is missing after {last}; fetch it again")
    yield from others.notices()


class _Others:
    """The members that are not read: those of other kinds, which are reported once, and parts of
    others, told by the names of all where those are known beforehand."""

    def __init__(self, name: str, members: Iterable[str] = ()) -> None:
        self._name = name
        self._found = 0
        self._skipped: Counter[str] = Counter()
        self._pictures: Counter[str] = Counter()
        self._companions = Companions(members)

    def may_be_picture(self, member: str) -> bool:
        """Whether a member is a picture by its name, and none of the dumps."""
        return is_picture_name(member) and not is_wanted(member)

    def passes(self, member: str, *, is_picture: bool) -> None:
        """Notes a member that is no dump; a picture is of use only beside pages."""
        (self._pictures if is_picture else self._skipped)[ending_of(member)] += 1

    def wants(self, member: str, head: Callable[[], bytes]) -> bool:
        """Whether a member is to be read, of which `head` gives the first bytes; notes it where it
        is not."""
        name = PurePosixPath(member).name
        self._companions.see(member)
        if is_index(name) or self._companions.has_list(member):
            return False
        is_other = not (is_wanted(member) or may_be_page(name, head))
        if is_other or lies_beside_pages(name, head):
            self.passes(member, is_picture=False)
            return False
        if self._companions.has_part(member):
            self._skipped[PARTS] += 1
            return False
        self._found += 1
        return True

    def notices(self) -> Iterator[Unreadable]:
        """The report at the end."""
        skipped = self._skipped if self._found else self._skipped + self._pictures
        yield from passed_over(self._name, skipped, is_empty=not self._found)


def passed_over(name: str, kinds: Counter[str], *, is_empty: bool) -> Iterator[Unreadable]:
    """Reports how many files of other kinds a folder or archive has, by suffix; that is a failure
    if it has nothing else."""
    count = kinds.total()
    if not count and not is_empty:
        return
    listed = ", ".join(
        f"{printable(suffix)[:20] or 'without a suffix'} ({number})"
        for suffix, number in kinds.most_common(8)
    )
    if is_empty:
        others = f"; {count} of other kinds are there: {listed}" if count else ""
        message = f"it holds no dumps by their names, such as .txt, .html or .jsonl.gz{others}"
    else:
        files = "file of another kind was" if count == 1 else "files of other kinds were"
        message = f"{count} {files} not read: {listed}"
    yield Unreadable(name, message, is_failure=is_empty)


class _Member(tarfile.TarInfo):
    """A member whose name is no bomb: tarfile reads long names and headers whole."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Member:
        member = super().frombuf(buf, encoding, errors)
        if member.type in _HEADERS and member.size > _LONGEST_NAME:
            raise tarfile.ReadError(f"a header has {member.size} bytes")
        return member


class _Tail(io.RawIOBase):
    """Passes bytes on and remembers whether the last block was the end mark, all zeros."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._size = 0
        self._last = b""

    def read(self, size: int = -1) -> bytes:
        raw = self._stream.read(size)
        self._size += len(raw)
        self._last = (self._last + raw)[-2 * tarfile.BLOCKSIZE :]
        return raw

    @property
    def is_ended(self) -> bool:
        whole = self._last[: len(self._last) - self._size % tarfile.BLOCKSIZE]
        return not whole[-tarfile.BLOCKSIZE :].strip(b"\0")


def _zipped_picture(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    place: str,
    budget: Budget,
    others: _Others,
) -> Iterator[Picture]:
    budget.allow(member.file_size, member.compress_size)
    budget.take(HEAVY)
    if member.flag_bits & IS_ENCRYPTED:
        others.passes(member.filename, is_picture=False)
        return
    try:
        with archive.open(member) as content:
            yield from _picture(content, member.filename, place, budget, others)
    except ARCHIVE_ERRORS:
        others.passes(member.filename, is_picture=False)


def _picture(
    content: Readable, member: str, place: str, budget: Budget, others: _Others
) -> Iterator[Picture]:
    """A member that is a picture; one that is none, or is too large, is passed over and counted."""
    raw = content.read(LARGEST_PICTURE + 1)
    budget.spend(len(raw))
    is_picture = len(raw) <= LARGEST_PICTURE and starts_as_picture(raw)
    others.passes(member, is_picture=is_picture)
    if is_picture:
        yield Picture(place, raw, place)


def _problem_of_list(file: IO[bytes]) -> str:
    """Whether the list of members is too long to be held; zipfile reads all of it at once."""
    size = file.seek(0, 2)
    file.seek(max(size - _TAIL - 100, 0))
    tail = file.read()
    last, large = tail.rfind(b"PK\x05\x06"), tail.rfind(b"PK\x06\x06")
    listed = int.from_bytes(tail[last + 12 : last + 16], "little") if last >= 0 else 0
    if listed == 0xFFFFFFFF and large >= 0:
        listed = int.from_bytes(tail[large + 40 : large + 48], "little")
    if min(listed, size) <= LARGEST_LIST:
        return ""
    return (
        f"its list of members has {listed // MIB} MiB, and at most {LARGEST_LIST // MIB} are read; "
        "divide it, or pack its files as .tar.gz, which may have any number"
    )
