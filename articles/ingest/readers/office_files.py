"""Office documents, which are ZIPs of XML (DOCX, ODT, XLSX, ODS): their parts, within limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from posixpath import normpath
from typing import IO, Final

from lxml.etree import _Element

from articles.ingest.readers.records import reason_of

from .limits import LARGEST_DUMP, MIB, BombError
from .opened import Opened
from .picture_files import LARGEST_PICTURE
from .xml_reading import Event, XmlError, xml_elements, xml_events
from .zip_documents import DOCUMENT_ERRORS, MemberError, Members

_LARGEST_HELD: Final = 128 * MIB
"""Bytes of a part whose text is held; that of a book of 1,000 pages has 20 million."""
_FREE: Final = 4 * MIB
_HIGHEST_RATIO: Final = 100
"""Bytes of XML that are unpacked whatever their ratio, and their ratio beyond that: sheets of
stories pack 3 to 10 times, of styled empty cells 50."""

ERRORS: Final = (*DOCUMENT_ERRORS, MemberError, XmlError)
"""What damaged documents raise."""


class OfficeFile(Members):
    """A document's parts, by name. Raises what is in `ERRORS`, and `BombError` where they unpack to
    too much."""

    def __init__(self, opened: Opened) -> None:
        super().__init__(opened, zip_of(opened))

    def names_from(self, start: str) -> list[str]:
        """The names of the parts that begin so, in order."""
        return sorted(name for name in self.names if name.startswith(start))

    def events(self, name: str) -> Iterator[Event]:
        """The beginnings, texts and ends of a part's elements; none where it is missing."""
        if name in self.names:
            with self._xml(name, _LARGEST_HELD) as content:
                yield from xml_events(self._counted(content))

    def elements(
        self, name: str, *names: str, starts: tuple[str, ...] = ()
    ) -> Iterator[tuple[str, str, _Element]]:
        """The elements of a part that are called so (see `xml_elements`)."""
        with self._xml(name) as content:
            yield from xml_elements(self._counted(content), *names, starts=starts)

    def picture(self, name: str) -> bytes:
        """The bytes of a picture; empty where it is missing or damaged."""
        try:
            return self.whole(normpath(name), LARGEST_PICTURE)
        except MemberError:
            return b""

    def _xml(self, name: str, most: int | None = None) -> IO[bytes]:
        if name in self.names:
            size, packed = self.sizes(name)
            if most is not None and size > most:
                raise XmlError(f"{name[:100]} has more than {most // MIB} MiB")
            if size > _FREE and size > _HIGHEST_RATIO * max(packed, 1):
                raise BombError(
                    f"{packed} bytes of it unpack to {size}, over {_HIGHEST_RATIO} times as many, "
                    "as a “zip bomb” does"
                )
        return self.opened(name)

    def _counted(self, content: IO[bytes]) -> Callable[[int], bytes]:
        def read(size: int) -> bytes:
            raw = content.read(size)
            self.budget.spend(len(raw))
            return raw

        return read


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
