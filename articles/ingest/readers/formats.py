"""Which reader reads which kind of file; a kind that has none is refused by name.

A kind is known by its name in `file_signatures.py` and `text_signatures.py`, which detect it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from .detection.file_signatures import ARC, EPUB, MHTML, WACZ, ForeignKind
from .detection.text_signatures import APPLE_MAIL, CSV, MAIL, MAILBOX
from .documents.rtf import read_rtf
from .documents.word_processors import read_open_document, read_word_document
from .feeds.atom import read_atom
from .feeds.movable_type import read_movable_type
from .feeds.newsml import read_newsml
from .feeds.nitf import read_nitf
from .feeds.rss import read_rss
from .feeds.sgml import read_sgml
from .feeds.story_file import read_story_file
from .feeds.substack import read_substack
from .feeds.wires import read_wires
from .feeds.wordpress import read_wordpress
from .html import looks_like_html
from .mail import read_apple_mail, read_mail, read_mailbox
from .markdown import is_markdown, is_markdown_name, read_markdown
from .opened import Reader
from .pdf import read_pdf
from .records import Found, Record
from .restructured_text import is_restructured_text, read_restructured_text
from .saved.epub import read_epub
from .saved.mhtml import read_mhtml
from .scans.reading import (
    read_alto_page,
    read_hocr_pages,
    read_mets_document,
    read_mets_package,
    read_page_xml_page,
)
from .tables.delimited import read_delimited
from .tables.workbooks import read_ods, read_xls, read_xlsx
from .web_archives.arc import read_arc
from .web_archives.wacz import read_wacz

MARKDOWN: Final = "Markdown"
RESTRUCTURED_TEXT: Final = "reStructuredText"

_READERS: Final[Mapping[str, Reader]] = {
    APPLE_MAIL.name: read_apple_mail,
    MAIL.name: read_mail,
    MAILBOX.name: read_mailbox,
    ARC.name: read_arc,
    CSV.name: read_delimited,
    MHTML.name: read_mhtml,
    "an Excel workbook (.xls)": read_xls,
    "an RSS feed": read_rss,
    "an RDF or RSS 1.0 file": read_rss,
    "an Atom feed": read_atom,
    "a WordPress export (WXR)": read_wordpress,
    "a NITF document": read_nitf,
    "a NewsML document": read_newsml,
    "a NewsML-G2 message": read_newsml,
    "a NewsML-G2 item": read_newsml,
    "a NewsML-G2 package": read_newsml,
    "an SGML collection of news": read_sgml,
    "an SGML collection (TREC)": read_sgml,
    "a story with highlights (.story)": read_story_file,
    "a Movable Type export": read_movable_type,
    "a wire message (IPTC 7901 or ANPA 1312)": read_wires,
    "a PDF document": read_pdf,
    "an RTF document": read_rtf,
    "an ALTO page": read_alto_page,
    "a METS document": read_mets_document,
    "a PAGE-XML page": read_page_xml_page,
    "an hOCR page": read_hocr_pages,
}
_DOCUMENT_READERS: Final[Mapping[str, Reader]] = {
    EPUB.name: read_epub,
    WACZ.name: read_wacz,
    "an Excel workbook (.xlsx)": read_xlsx,
    "an OpenDocument spreadsheet (.ods)": read_ods,
    "a Word document (.docx)": read_word_document,
    "an OpenDocument text (.odt)": read_open_document,
    "a METS package": read_mets_package,
    "a Substack export": read_substack,
}


def format_of(kind: ForeignKind) -> str:
    """What the format of a kind of file is called: `mailbox (mbox)`."""
    return kind.name.removeprefix("an ").removeprefix("a ")


def of_format(found: Iterator[Found], name: str) -> Iterator[Found]:
    """What a reader yields, with its records said to be of a format."""
    for each in found:
        yield replace(each, format=name) if isinstance(each, Record) else each


def reader_of(kind: ForeignKind) -> Reader | None:
    """The reader of a kind of file that begins as no page does."""
    return _READERS.get(kind.name)


def markup_reader_of(head: bytes, name: str) -> tuple[str, Reader] | None:
    """The reader of a text that is written in a markup for people, by its first bytes and the name
    it goes by, and what that is called; None for plain text and for HTML."""
    text = head.decode("utf-8", "replace").removeprefix("\ufeff").lstrip("\r\n")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if is_markdown_name(name) or not looks_like_html(head):
        if is_markdown(text, name):
            return MARKDOWN, read_markdown
        if is_restructured_text(text, name):
            return RESTRUCTURED_TEXT, read_restructured_text
    return None


def document_reader_of(kind: ForeignKind) -> Reader | None:
    """The reader of a document that is a ZIP by itself; its `file` is that ZIP."""
    return _DOCUMENT_READERS.get(kind.name)
