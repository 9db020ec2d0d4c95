"""How a document of markup begins: its XML declaration, its document type, its first element."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from articles.ingest.readers.encodings import marked_encoding

LOOKED_AT: Final = 16 * 1024
"""Bytes of a document in which its first element is looked for."""

# `<?xml version="1.0"?>`, `<?xml-stylesheet ...?>`; HTML parsers end one at the first `>`
_INSTRUCTION: Final = re.compile(r"<\?(?!php)([\w.:-]+)[^>]*>", re.IGNORECASE)
_OPENS: Final = re.compile(rb"(?:\xef\xbb\xbf|\0{0,2}(?:\xff\xfe|\xfe\xff))?[\s\0]*<")
_SPACE: Final = re.compile(r"[\ufeff\s]*")
# `<!DOCTYPE html`, `<!doctype lewis SYSTEM "lewis.dtd">`, `<!DOCTYPE x [ <!ENTITY a "b"> ]>`
_DOCTYPE: Final = re.compile(
    r"<!doctype\s+([\w.:-]+)(?:[^>\[]*\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*\]\s*>|[^>]*>?)",
    re.IGNORECASE,
)
# `<rss version="2.0">`, `<rdf:RDF`, `<html`
_ELEMENT: Final = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)(?=[\s/>])([^<>]*)>")
_WIDE_STARTS: Final = re.compile(rb"(?P<be>\0<\0[!?A-Za-z]\0)|(?P<le><\0[!?A-Za-z]\0)")


@dataclass(frozen=True, slots=True)
class Prolog:
    """What stands before a document's content. Names are in lower case and without their prefix;
    `attributes` are those of the first element, as written."""

    has_declaration: bool
    doctype: str
    element: str
    attributes: str = ""


def prolog_of(raw: bytes) -> Prolog | None:
    """The prolog of a document of markup; None where the bytes begin with no markup.

    >>> prolog_of(b'<?xml version="1.0"?><!-- news --><rss version="2.0">').element
    'rss'
    """
    if not _OPENS.match(raw):
        return None
    text = _start_as_text(raw[:LOOKED_AT])
    at = _past_space(text, 0)
    has_declaration, doctype = False, ""
    while True:
        if text.startswith("<!--", at):
            end = text.find("-->", at + 4)
            if end < 0:
                break
            at = end + 3
        elif instruction := _INSTRUCTION.match(text, at):
            has_declaration |= instruction[1] == "xml"
            at = instruction.end()
        elif not doctype and (declared := _DOCTYPE.match(text, at)):
            doctype = declared[1].lower()
            at = declared.end()
        else:
            break
        at = _past_space(text, at)
    element = _ELEMENT.match(text, at)
    name = element[2].lower() if element else ""
    if not (name or doctype or has_declaration):
        return None
    return Prolog(has_declaration, doctype, name, element[3] if element else "")


def _past_space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def _start_as_text(start: bytes) -> str:
    """Markup's names are ASCII, so any encoding that holds it will do, and UTF-16 by its zeros."""
    if (marked := marked_encoding(start)) not in ("", "utf-8"):
        return start.decode(marked, "ignore")
    if wide := _WIDE_STARTS.match(start):
        return start.decode("utf-16-be" if wide["be"] else "utf-16-le", "ignore")
    return start.decode("utf-8", "replace")
