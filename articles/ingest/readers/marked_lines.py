"""An HTML page as marked lines: every text that it holds, in reading order, each line with the
elements around it.

A block element begins a line, as does `<br>`; the cells of a table's row are one line. Nothing
that a reader could see is left out, so that the ledger covers the page: what is menu and what is
story is for the parser to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from lxml import etree

from articles.parsing.marks import Element, Mark

_BLOCKS: Final = frozenset(
    {"address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd"}
    | {"details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer"}
    | {"form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li"}
    | {"main", "menu", "nav", "ol", "optgroup", "option", "p", "pre", "search", "section", "select"}
    | {"summary", "table", "tbody", "tfoot", "thead", "title", "tr", "ul"}
)
_CELLS: Final = frozenset({"td", "th"})
_UNSEEN: Final = frozenset(
    {"applet", "audio", "canvas", "datalist", "embed", "head", "iframe", "math", "noembed"}
    | {"noframes", "object", "script", "style", "svg", "template", "textarea", "video"}
)
"""Elements whose text no reader sees: code, drawings, fallbacks for what cannot be embedded."""

_LINKS: Final = frozenset({"a"})
_STRESS: Final = frozenset({"b", "strong", "em", "i", "h1", "h2", "h3", "h4", "h5", "h6"})
_APART: Final = frozenset({"a", "button", "label", "span", "time"})
"""Inline elements that style sheets set apart: `<span>By</span><a>Ida Brandt</a>`."""

_HIDING: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDING_WORDS: Final = frozenset({"hidden", "sr-only", "visually-hidden", "visuallyhidden"})
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_WHITE: Final = re.compile(r"\s+")
_DEEPEST: Final = 512
"""Elements within one another that are told apart, as in browsers."""
_LONGEST_WORDS: Final = 300
"""Characters of a class or id that are read; utility classes go on for thousands."""


class MarkedText(NamedTuple):
    """A page's text, and a mark for each of its lines."""

    text: str
    marks: tuple[Mark, ...]


def marked_text(page: str) -> MarkedText:
    """The page's text in lines; an empty text for a page without any."""
    root = parse_page(page)
    if root is None:
        return MarkedText("", ())
    lines = _Lines()
    lines.read(root)
    return MarkedText("\n".join(lines.texts), tuple(lines.marks))


def parse_page(page: str) -> etree._Element | None:
    """The page's root element, or None for a page without any."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(page.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # nothing but comments, or nothing at all
        return None


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    """`articleBody-v2 story` -> article, body, v, story."""
    return tuple(word.lower() for word in _WORD.findall(text[:_LONGEST_WORDS]))


def _element(node: etree._Element, parent: Element | None) -> Element:
    attributes = node.attrib
    named = ""
    if attributes:
        named = " ".join([value for key in _NAMING if (value := attributes.get(key)) is not None])
    return Element(str(node.tag), _words(named) if named else (), parent)


_NAMING: Final = ("class", "id", "itemprop", "role")


def _hides(node: etree._Element) -> bool:
    if (
        node.tag == "noscript"
    ):  # some pages have all their text in one, for browsers without scripts
        return True
    attributes = node.attrib
    if not attributes:
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    if style is not None and _HIDING.search(style):
        return True
    classes = attributes.get("class")
    return classes is not None and not _HIDING_WORDS.isdisjoint(classes.split())


class _Lines:
    """Reads a page's elements in order, and collects the lines."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.marks: list[Mark] = []
        self._pieces: list[str] = []
        self._inner: set[str] = set()
        self._linked = self._stressed = self._timed = 0
        self._in_links = self._in_stress = self._in_times = self._in_hidden = 0
        self._closed = ""
        self._block: Element | None = None

    def read(self, root: etree._Element) -> None:
        """Walks the elements; the depth of a page is no depth of calls."""
        elements: list[Element] = []
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, node in walk:
            tag = node.tag
            if event == "start":
                if tag in _UNSEEN:
                    walk.skip_subtree()
                    elements.append(elements[-1] if elements else _element(node, None))
                    continue
                parent = elements[-1] if elements else None
                if parent is not None and parent.depth >= _DEEPEST:
                    here = parent
                else:
                    here = _element(node, parent)
                elements.append(here)
                self._open(node, tag, here)
                if node.text:
                    self._add(node.text)
            else:
                here = elements.pop()
                if tag not in _UNSEEN:
                    self._close(node, tag, elements[-1] if elements else here)
                if node.tail and elements:
                    self._add(node.tail)
        self._end()

    def _open(self, node: etree._Element, tag: str, here: Element) -> None:
        if tag in _BLOCKS:
            self._end()
            self._block = here
        elif tag == "br":
            self._end()
        elif tag in _CELLS:
            self._open_cell(here)
        else:
            self._inner.add(tag)
            if self._closed and tag in _APART:
                self._space()
        self._closed = ""
        self._in_links += tag in _LINKS
        self._in_stress += tag in _STRESS
        self._in_times += tag == "time"
        if self._in_hidden or _hides(node):
            self._in_hidden += 1

    def _open_cell(self, here: Element) -> None:
        if any(piece.strip() for piece in self._pieces):
            self._pieces.append(" | ")
        else:
            self._block = here

    def _close(self, node: etree._Element, tag: str, around: Element) -> None:
        if tag in _BLOCKS:
            self._end()
            self._block = around
        self._closed = tag if tag in _APART else ""
        self._in_links -= tag in _LINKS
        self._in_stress -= tag in _STRESS
        self._in_times -= tag == "time"
        if self._in_hidden:
            self._in_hidden -= 1

    def _space(self) -> None:
        """Two inline elements that touch each other are set apart, unless a sign joins them."""
        if self._pieces and self._pieces[-1][-1:].isalnum():
            self._pieces.append(" ")

    def _add(self, text: str) -> None:
        if self._closed and not text[0].isspace():
            self._closed = ""
        size = len(text)
        self._pieces.append(text)
        if self._in_links:
            self._linked += size
        if self._in_stress:
            self._stressed += size
        if self._in_times:
            self._timed += size

    def _end(self) -> None:
        if self._pieces:
            text = _WHITE.sub(" ", "".join(self._pieces)).strip()
            if text and self._block is not None:
                mark = Mark(
                    self._block,
                    frozenset(self._inner),
                    min(self._linked, len(text)),
                    min(self._stressed, len(text)),
                    min(self._timed, len(text)),
                    self._in_hidden > 0,
                )
                self.texts.append(text)
                self.marks.append(mark)
            self._pieces = []
            self._linked = self._stressed = self._timed = 0
        self._inner = set()


def marks_by_line(text: MarkedText) -> Iterator[tuple[str, Mark]]:
    """Each line with its mark."""
    return zip(text.text.split("\n"), text.marks, strict=True)
