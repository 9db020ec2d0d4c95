"""The parts of a document that is a ZIP (DOCX, ODT): its XML as events, its pictures."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from posixpath import normpath
from typing import IO, Final

from articles.ingest.readers.limits import LARGEST_DUMP, MIB
from articles.ingest.readers.opened import Opened
from articles.ingest.readers.picture_files import LARGEST_PICTURE
from articles.ingest.readers.records import reason_of
from articles.ingest.readers.zip_documents import DOCUMENT_ERRORS, IS_ENCRYPTED

from .xml_events import Event, XmlError, xml_events

_LARGEST_PART: Final = 128 * MIB
"""Bytes of a part that is XML; that of a book of 1,000 pages has 20 million."""

ERRORS: Final = (*DOCUMENT_ERRORS, XmlError)


class OfficeFile:
    """A document's parts, by name."""

    def __init__(self, opened: Opened) -> None:
        self._archive = zipfile.ZipFile(zip_of(opened))
        self._budget = opened.budget

    def names(self, start: str) -> list[str]:
        """The names of the parts that begin so, in order."""
        return sorted(name for name in self._archive.NameToInfo if name.startswith(start))

    def events(self, name: str) -> Iterator[Event]:
        """The elements of a part; none where it is missing."""
        member = self._archive.NameToInfo.get(name)
        if member is None:
            return
        self._allow(member, _LARGEST_PART)
        with self._archive.open(member) as content:

            def read(size: int) -> bytes:
                raw = content.read(size)
                self._budget.spend(len(raw))
                return raw

            yield from xml_events(read)

    def picture(self, name: str) -> bytes:
        """The bytes of a picture; empty where it is missing or damaged."""
        member = self._archive.NameToInfo.get(normpath(name))
        if member is None:
            return b""
        try:
            self._allow(member, LARGEST_PICTURE)
            raw = self._archive.read(member)
        except ERRORS:
            return b""
        self._budget.spend(len(raw))
        return raw

    def _allow(self, member: zipfile.ZipInfo, most: int) -> None:
        if member.flag_bits & IS_ENCRYPTED:
            raise XmlError("it is encrypted")
        if member.file_size > most:
            raise XmlError(f"{member.filename[:100]} has more than {most // MIB} MiB")
        self._budget.allow(member.file_size, member.compress_size)


def zip_of(opened: Opened) -> IO[bytes]:
    """The file that a reader of documents is given (see `formats.py`)."""
    if opened.file is None:
        raise ValueError("a document that is a ZIP is read from a file")
    return opened.file


def whole_file(opened: Opened) -> bytes | None:
    """All of the document's bytes; None of one that is too large to be a dump."""
    file = zip_of(opened)
    file.seek(0)
    raw = file.read(LARGEST_DUMP + 1)
    return None if len(raw) > LARGEST_DUMP else raw


def why_damaged(error: BaseException, what: str) -> str:
    """Why a document cannot be read, for its user."""
    return (
        f"it is {what} that cannot be read ({reason_of(error)}); open it with a word "
        "processor, save it as a copy and import that"
    )
