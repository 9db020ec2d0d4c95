"""Which reader reads which kind of file; a kind that has none is refused by name.

A kind is known by its name in `file_signatures.py` and `text_signatures.py`, which detect it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .feeds.atom import read_atom
from .feeds.rss import read_rss
from .feeds.wordpress import read_wordpress
from .file_signatures import ForeignKind
from .opened import Reader

_READERS: Final[Mapping[str, Reader]] = {
    "an RSS feed": read_rss,
    "an RDF or RSS 1.0 file": read_rss,
    "an Atom feed": read_atom,
    "a WordPress export (WXR)": read_wordpress,
}
_DOCUMENT_READERS: Final[Mapping[str, Reader]] = {
    "an RSS feed": read_rss,
    "an RDF or RSS 1.0 file": read_rss,
    "an Atom feed": read_atom,
    "a WordPress export (WXR)": read_wordpress,
}


def reader_of(kind: ForeignKind) -> Reader | None:
    """The reader of a kind of file that begins as no page does."""
    return _READERS.get(kind.name)


def document_reader_of(kind: ForeignKind) -> Reader | None:
    """The reader of a document that is a ZIP by itself; its `file` is that ZIP."""
    return _DOCUMENT_READERS.get(kind.name)
