"""Which reader reads which kind of file; a kind that has none is refused by name.

A kind is known by its name in `file_signatures.py` and `text_signatures.py`, which detect it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from .file_signatures import ForeignKind
from .html import looks_like_html
from .mail import read_apple_mail, read_mail, read_mailbox
from .markdown import is_markdown, is_markdown_name, read_markdown
from .opened import Reader
from .records import Found, Record
from .restructured_text import is_restructured_text, read_restructured_text
from .text_signatures import APPLE_MAIL, MAIL, MAILBOX

MARKDOWN: Final = "Markdown"
RESTRUCTURED_TEXT: Final = "reStructuredText"

_READERS: Final[Mapping[str, Reader]] = {
    MAIL.name: read_mail,
    MAILBOX.name: read_mailbox,
    APPLE_MAIL.name: read_apple_mail,
}
_DOCUMENT_READERS: Final[Mapping[str, Reader]] = {}


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
