"""Which reader reads which kind of file; a kind that has none is refused by name.

A kind is known by its name in `file_signatures.py` and `text_signatures.py`, which detect it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

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
from .file_signatures import ForeignKind
from .opened import Reader

_READERS: Final[Mapping[str, Reader]] = {
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
}
_DOCUMENT_READERS: Final[Mapping[str, Reader]] = {
    "a Substack export": read_substack,
}


def reader_of(kind: ForeignKind) -> Reader | None:
    """The reader of a kind of file that begins as no page does."""
    return _READERS.get(kind.name)


def document_reader_of(kind: ForeignKind) -> Reader | None:
    """The reader of a document that is a ZIP by itself; its `file` is that ZIP."""
    return _DOCUMENT_READERS.get(kind.name)
