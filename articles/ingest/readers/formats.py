"""Which reader reads which kind of file; a kind that has none is refused by name.

A kind is known by its name in `file_signatures.py` and `text_signatures.py`, which detect it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .documents.rtf import read_rtf
from .documents.word_processors import read_open_document, read_word_document
from .file_signatures import ForeignKind
from .opened import Reader
from .pdf import read_pdf
from .scans.reading import (
    read_alto_page,
    read_hocr_pages,
    read_mets_document,
    read_mets_package,
    read_page_xml_page,
)

_READERS: Final[Mapping[str, Reader]] = {
    "a PDF document": read_pdf,
    "an RTF document": read_rtf,
    "an ALTO page": read_alto_page,
    "a METS document": read_mets_document,
    "a PAGE-XML page": read_page_xml_page,
    "an hOCR page": read_hocr_pages,
}
_DOCUMENT_READERS: Final[Mapping[str, Reader]] = {
    "a Word document (.docx)": read_word_document,
    "an OpenDocument text (.odt)": read_open_document,
    "a METS package": read_mets_package,
}


def reader_of(kind: ForeignKind) -> Reader | None:
    """The reader of a kind of file that begins as no page does."""
    return _READERS.get(kind.name)


def document_reader_of(kind: ForeignKind) -> Reader | None:
    """The reader of a document that is a ZIP by itself; its `file` is that ZIP."""
    return _DOCUMENT_READERS.get(kind.name)
