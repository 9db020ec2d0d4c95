"""Members of a ZIP that are XML, as office documents have them: streamed, and within limits."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from articles.ingest.readers.limits import MIB, BombError, Budget, Meter
from articles.ingest.readers.zip_documents import DOCUMENT_ERRORS

if TYPE_CHECKING:
    from lxml.etree import _Element

_FREE: Final = 4 * MIB
_HIGHEST_RATIO: Final = 100
"""Bytes of XML that are unpacked whatever their ratio, and their ratio beyond that: sheets of
stories pack 3 to 10 times, of styled empty cells 50."""


class DamagedXmlError(Exception):
    """A member that is missing, or no XML."""


@dataclass(slots=True)
class PackedXml:
    """A ZIP whose members are read as XML."""

    archive: zipfile.ZipFile
    budget: Budget
    meter: Meter | None

    def names(self) -> list[str]:
        """The names of its members."""
        return self.archive.namelist()

    def elements(
        self, name: str, *tags: str, starts: tuple[str, ...] = ()
    ) -> Iterator[tuple[str, str, _Element]]:
        """The elements of these local names at their `end`, and those of `starts` also at their
        `start`: what it is, the local name, and the element, which is dropped afterwards. Raises
        `DamagedXmlError`, and `BombError` where it unpacks to too much."""
        from lxml import etree

        source = self._open(name)
        wanted = [f"{{*}}{tag}" for tag in {*tags, *starts}]
        try:
            with source:
                for event, element in etree.iterparse(
                    source,
                    events=("start", "end"),
                    tag=wanted,
                    resolve_entities=False,
                    no_network=True,
                    load_dtd=False,
                    huge_tree=False,
                ):
                    local = element.tag.rpartition("}")[2]
                    if event == "start":
                        if local in starts:
                            yield event, local, element
                        continue
                    if local in tags:
                        yield event, local, element
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
        except (etree.XMLSyntaxError, *DOCUMENT_ERRORS) as error:
            raise DamagedXmlError(f"{name}: {error}") from error

    def _open(self, name: str) -> io.BufferedIOBase:
        try:
            member = self.archive.getinfo(name)
        except KeyError:
            raise DamagedXmlError(f"{name} is missing") from None
        size, packed = member.file_size, member.compress_size
        if size > _FREE and size > _HIGHEST_RATIO * max(packed, 1):
            raise BombError(
                f"{packed} bytes of it unpack to {size}, over {_HIGHEST_RATIO} times as many, as a "
                "“zip bomb” does"
            )
        if self.meter is not None:
            self.meter.reach(member.header_offset + packed)
        self.budget.spend(size)
        try:
            return self.archive.open(member)  # type: ignore[return-value]
        except DOCUMENT_ERRORS as error:
            raise DamagedXmlError(f"{name}: {error}") from error


def attribute(element: _Element, name: str) -> str:
    """An attribute in whatever namespace, by its local name; empty without it."""
    found = (value for key, value in element.items() if str(key).endswith("}" + name))
    return str(next(found, ""))
