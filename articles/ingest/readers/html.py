"""HTML pages: their lines with the marks of each, and what they state about themselves."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final, NamedTuple

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding
from resiliparse.parse.html import HTMLParserException, HTMLTree

from articles.parsing import NO_HINTS, Mark, PageHints, PageImage

from .costly_markup import check_markup
from .detection.xml_prolog import prolog_of
from .encodings import readable
from .marked_lines import DEEPEST, NO_BASES, marked_text
from .page_images import Bases
from .records import one_line
from .statements import hints_of, statements_of
from .xhtml import with_ends

_PAGE_ELEMENTS: Final = frozenset({"html", "head", "body"})
_FRAGMENT_ELEMENTS: Final = frozenset(
    {"a", "article", "aside", "base", "blockquote", "center", "div", "dl", "figure", "font", "form"}
    | {"h1", "h2", "h3", "h4", "header", "img", "link", "main", "meta", "nav", "ol", "p", "script"}
    | {"section", "span", "style", "table", "title", "ul"}
)
"""What a piece of a page begins with, or a page whose `<html>` was left out."""

_PIECE: Final = 16 * 1024
_LEAST_CLOSED: Final = 3
_CLOSING_TAG: Final = re.compile(
    rb"</(?:a|article|b|blockquote|div|em|figure|h[1-6]|head|i|li|p|script|section|span|strong|style"
    rb"|table|td|title|tr|ul)\s*>",
    re.IGNORECASE,
)


def looks_like_html(raw: bytes) -> bool:
    """Whether the bytes begin as a page of HTML does; names are not asked.

    >>> looks_like_html(b"<!DOCTYPE html><title>Ferry news</title>")
    True
    >>> looks_like_html(b"Ferry news\\n\\n<html> is a tag, the teacher said.")
    False
    """
    prolog = prolog_of(raw)
    if prolog is None:
        return False
    if prolog.doctype == "html" or prolog.element in _PAGE_ELEMENTS:
        return True
    if prolog.has_declaration or prolog.doctype or prolog.element not in _FRAGMENT_ELEMENTS:
        return False
    start = raw[:_PIECE].replace(b"\0", b"")
    closed = sum(1 for _ in islice(_CLOSING_TAG.finditer(start), _LEAST_CLOSED))
    return closed == _LEAST_CLOSED or b"<!doctype html" in start.lower()


class HtmlPage(NamedTuple):
    """A page: its text in lines, what its markup says of each, what it states of itself, and the
    pictures that it shows."""

    text: str = ""
    marks: tuple[Mark, ...] = ()
    hints: PageHints = NO_HINTS
    images: tuple[PageImage, ...] = ()


def read_html(raw: bytes, *, encoding: str = "", bases: Bases = NO_BASES) -> HtmlPage:
    """The page's lines with their marks, and what it states of itself; without an `encoding` it is
    looked for. `bases` are what the addresses of its pictures are relative to.

    Markup that cannot be read as such gives no text. Raises `CostlyMarkupError` for what is no page
    at all, and `MemoryError`.
    """
    encoding = encoding or detect_encoding(raw, from_html_meta=True) or "utf-8"
    errors = "surrogateescape" if encoding.lower() == "utf-8" else "replace"
    page = readable(raw.decode(encoding, errors)).removeprefix("\ufeff")
    page = with_ends(page)
    check_markup(page)
    try:
        tree = HTMLTree.parse(page)
    except HTMLParserException as error:  # any text is a page; what it lacks is memory
        raise MemoryError(str(error)) from error
    if tree is None or tree.document is None or tree.body is None:
        return HtmlPage()
    text, marks, depth, images = marked_text(page, bases)
    if depth >= DEEPEST:  # what is asked of elements takes the square of their depth
        text = extract_plain_text(tree, alt_texts=False)
        return HtmlPage(text, hints=PageHints(title=one_line(tree.title)))
    return HtmlPage(
        text, marks, hints_of(statements_of(tree), text=text, base=bases.address), images
    )
