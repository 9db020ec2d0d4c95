"""Which reader reads which kind of file; a kind that has none is refused by name.

A kind is known by its name in `file_signatures.py` and `text_signatures.py`, which detect it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .arc import read_arc
from .delimited import read_delimited
from .epub import read_epub
from .file_signatures import ARC, EPUB, MHTML, WACZ, ForeignKind
from .mhtml import read_mhtml
from .opened import Reader
from .text_signatures import CSV
from .wacz import read_wacz
from .workbooks import read_ods, read_xls, read_xlsx

_READERS: Final[Mapping[str, Reader]] = {
    ARC.name: read_arc,
    CSV.name: read_delimited,
    MHTML.name: read_mhtml,
    "an Excel workbook (.xls)": read_xls,
}
_DOCUMENT_READERS: Final[Mapping[str, Reader]] = {
    EPUB.name: read_epub,
    WACZ.name: read_wacz,
    "an Excel workbook (.xlsx)": read_xlsx,
    "an OpenDocument spreadsheet (.ods)": read_ods,
}


def reader_of(kind: ForeignKind) -> Reader | None:
    """The reader of a kind of file that begins as no page does."""
    return _READERS.get(kind.name)


def document_reader_of(kind: ForeignKind) -> Reader | None:
    """The reader of a document that is a ZIP by itself; its `file` is that ZIP."""
    return _DOCUMENT_READERS.get(kind.name)
