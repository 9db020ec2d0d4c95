"""An HTML page as marked lines: every text that it holds, in reading order, each line with the
elements around it.

A block element begins a line, as does `<br>`; the cells of a table's row are one line. Nothing
that a reader could see is left out, so that the ledger covers the page: what is menu and what is
story is for the parser to decide.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from lxml import etree

from articles.parsing.marks import Element, Mark, PageImage

from .broken_lines import FEWEST, innermost, put_together
from .costly_markup import check_marked_lines
from .page_images import (
    LONGEST_ALT,
    MOST_ADDRESSES,
    Bases,
    addresses_of,
    is_of_story,
)
from .records import one_line

NO_BASES: Final = Bases()
MOST_IMAGES: Final = 500
"""Pictures of a page that are looked at."""

_BLOCKS: Final = frozenset(
    {"address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd"}
    | {"details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer"}
    | {"form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li"}
    | {"main", "menu", "nav", "ol", "optgroup", "option", "p", "pre", "search", "section", "select"}
    | {"summary", "table", "tbody", "tfoot", "thead", "title", "tr", "ul"}
)
_PICTURES: Final = frozenset({"img", "amp-img"})
_CELLS: Final = frozenset({"td", "th"})
_UNSEEN: Final = frozenset(
    {"applet", "audio", "canvas", "datalist", "embed", "head", "iframe", "math", "noembed"}
    | {"noframes", "object", "script", "style", "svg", "template", "textarea", "video"}
)
"""Elements whose text no reader sees: code, drawings, fallbacks for what cannot be embedded."""

_COUNTED: Final = frozenset(
    {"a", "time", "pre", "b", "strong", "em", "i", "h1", "h2", "h3", "h4", "h5", "h6"}
)
"""Elements whose characters are counted: links, times, what is printed bold or italic; and `pre`,
where line ends count."""

_APART: Final = frozenset({"a", "button", "label", "span", "time"})
"""Inline elements that style sheets set apart: `<span>By</span><a>Ida Brandt</a>`."""

_OPENING_MARKS: Final = frozenset("([{«„“‘#@€$£+&")
"""Marks that a word may begin with."""

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_HIDING: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDING_WORDS: Final = frozenset({"hidden", "sr-only", "visually-hidden", "visuallyhidden"})
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
DEEPEST: Final = 512
"""Elements within one another that are told apart, as in browsers."""
_LONGEST_WORDS: Final = 300
"""Characters of a class or id that are read; utility classes go on for thousands."""


class MarkedText(NamedTuple):
    """A page's text, a mark for each of its lines, and the pictures between them; `depth` is how
    many elements stand within one another at most, as far as they are told apart."""

    text: str = ""
    marks: tuple[Mark, ...] = ()
    depth: int = 0
    images: tuple[PageImage, ...] = ()


def marked_text(page: str, bases: Bases = NO_BASES) -> MarkedText:
    """The page's text in lines; an empty text for a page without any. The addresses of pictures are
    resolved against `bases`. Raises `CostlyMarkupError` where there are more lines than any page
    has."""
    root = parse_page(page)
    if root is None:
        return MarkedText()
    lines = _Lines(bases.of_page(root))
    lines.read(root)
    texts, marks, gone = put_together(lines.texts, lines.marks, lines.blocks)
    images = (
        image._replace(lines=image.lines - bisect_left(gone, image.lines))
        for image in _merged(lines.images)
    )
    return MarkedText("\n".join(texts), tuple(marks), lines.depth, tuple(images))


def _merged(images: Iterable[PageImage]) -> Iterator[PageImage]:
    """The pictures, each once: what is loaded late stands in `noscript` a second time. What several
    have in common besides is what browsers show until they are loaded."""
    merged: list[PageImage] = []
    places: dict[str, int] = {}
    for image in images:
        place = places.get(image.addresses[0], len(merged))
        if place == len(merged):
            merged.append(image)
        else:
            known = merged[place]
            both = tuple(dict.fromkeys((*known.addresses, *image.addresses)))[:MOST_ADDRESSES]
            merged[place] = known._replace(addresses=both, alt=known.alt or image.alt)
        for one in image.addresses:
            places.setdefault(one, place)
    uses = Counter(one for image in merged for one in image.addresses)
    for image in merged:
        first, *others = image.addresses
        own = tuple(one for one in others if uses[one] == 1)
        yield image._replace(addresses=(first, *own))


def parse_page(page: str) -> etree._Element | None:
    """The page's root element, or None for a page without any."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(page.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # nothing but comments, or nothing at all
        return None


@lru_cache(maxsize=8192)
def _words(*names: str | None) -> tuple[str, ...]:
    """`articleBody-v2 story` -> article, body, v, story."""
    text = " ".join([name for name in names if name])
    return tuple([word.lower() for word in _WORD.findall(text[:_LONGEST_WORDS])])


class _Lines:
    """Reads a page's elements in order, and collects the lines."""

    def __init__(self, bases: Bases) -> None:
        self._bases = bases
        self.images: list[PageImage] = []
        self.texts: list[str] = []
        self.marks: list[Mark] = []
        self.depth = 0
        self.blocks: list[list[tuple[str, int | None]]] = []
        """The lines of each block that line breaks divide, as printed."""
        self._broken: list[tuple[str, int | None]] = []
        self._pieces: list[str] = []
        self._linked = self._stressed = self._timed = 0
        self._in_links = self._in_stress = self._in_times = self._in_hidden = self._in_pre = 0
        self._closed = self._is_shown = self._is_apart = False
        self._block: Element | None = None
        self._inner: Element | None = None
        self._elements: list[Element] = []

    def read(self, root: etree._Element) -> None:
        """Walks the elements; the depth of a page is no depth of calls."""
        elements = self._elements
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, node in walk:
            tag = node.tag
            if event == "start":
                here = self._element(node, tag, elements)
                elements.append(here)
                if here.depth > self.depth:
                    self.depth = here.depth
                if tag in _UNSEEN:
                    walk.skip_subtree()
                    continue
                if tag in _PICTURES:
                    self._show(node, elements[-2] if len(elements) > 1 else here)
                self._open(tag, here)
                if node.text:
                    self._add(node.text)
            else:
                elements.pop()
                if tag not in _UNSEEN:
                    self._close(tag, elements)
                if node.tail and elements:
                    self._add(node.tail)
        self._end()

    def _show(self, node: etree._Element, around: Element) -> None:
        """Notes a picture, where it may be one of the story."""
        if len(self.images) >= MOST_IMAGES or not is_of_story(node, around):
            return
        if addresses := addresses_of(node, self._bases):
            alt = one_line(node.get("alt"), length=LONGEST_ALT)
            begun = any(piece.strip() for piece in self._pieces)
            self.images.append(PageImage(addresses, alt, around, len(self.texts) + begun))

    def _element(self, node: etree._Element, tag: str, elements: list[Element]) -> Element:
        """The element that a node is, or the one around it where those are too many."""
        parent = elements[-1] if elements else None
        if parent is not None and parent.depth >= DEEPEST:
            self._in_hidden += self._in_hidden > 0
            return parent
        get = node.get
        classes = get("class")
        if tag not in _UNSEEN and (self._in_hidden or tag == "noscript" or _hides(get, classes)):
            self._in_hidden += 1
        return Element(tag, _words(classes, get("id"), get("itemprop"), get("role")), parent)

    def _open(self, tag: str, here: Element) -> None:
        if tag in _BLOCKS:
            self._end()
            self._block = here
        elif tag == "br":
            self._break()
        elif tag in _CELLS:
            if any(piece.strip() for piece in self._pieces):
                self._pieces.append(" | ")
            else:
                self._block = here
        elif tag in _APART and self._closed and self._pieces and self._pieces[-1][-1:].isalnum():
            self._is_apart = True
        self._closed = False
        if tag in _COUNTED:
            self._count(tag, 1)

    def _close(self, tag: str, elements: list[Element]) -> None:
        if tag in _BLOCKS:
            self._end()
            self._block = elements[-1] if elements else None
        self._closed = tag in _APART
        if tag in _COUNTED:
            self._count(tag, -1)
        if self._in_hidden:
            self._in_hidden -= 1

    def _count(self, tag: str, step: int) -> None:
        if tag == "a":
            self._in_links += step
        elif tag == "time":
            self._in_times += step
        elif tag == "pre":
            self._in_pre += step
        else:
            self._in_stress += step

    def _add(self, text: str) -> None:
        if self._in_pre and "\n" in text:
            *ended, text = text.split("\n")
            for line in ended:
                self._add_piece(line)
                self._break()
        self._add_piece(text)

    def _add_piece(self, text: str) -> None:
        if not text or text.isspace():
            self._closed = False
            if not self._pieces:
                return
        elif self._closed and not text[0].isspace():
            self._closed = False
        if text and not text.isspace():
            # `<a>here</a><span>.</span>` has no space before its stop.
            is_word = text[0].isalnum() or text[0] in _OPENING_MARKS
            if (self._is_apart and is_word) or self._begins_after_kicker(text):
                self._pieces.append(" ")
            self._is_apart = False
            here = self._elements[-1]
            self._inner = here if self._inner is None else innermost(self._inner, here)
            self._is_shown = self._is_shown or not self._in_hidden
        self._pieces.append(text)
        if self._in_links:
            self._linked += len(text)
        if self._in_stress:
            self._stressed += len(text)
        if self._in_times:
            self._timed += len(text)

    def _begins_after_kicker(self, text: str) -> bool:
        """Whether a headline begins right behind an element with its kicker, without a space:
        `<h1><span>Harbour news</span>Ferry aground</h1>`."""
        if self._block is None or self._block.tag not in _HEADINGS or not self._pieces:
            return False
        return self._pieces[-1][-1:].islower() and text[0].isupper()

    def _break(self) -> None:
        """Ends a line, but not its block."""
        self._broken.append((self._printed(), self._end_line()))

    def _printed(self) -> str:
        text = "".join(self._pieces)
        return text if self._in_pre else text.strip()

    def _end(self) -> None:
        """Ends a line with its block."""
        if self._broken:
            self._break()
            if len(self._broken) >= FEWEST:
                self.blocks.append(self._broken)
            self._broken = []
        elif self._pieces:
            self._end_line()

    def _end_line(self) -> int | None:
        """Ends a line, and returns its place; a blank one has none."""
        if not self._pieces:
            return None
        place = None
        text = " ".join("".join(self._pieces).split())
        if text and self._block is not None:
            size = len(text)
            mark = Mark(
                self._block,
                self._inner or self._block,
                min(self._linked, size),
                min(self._stressed, size),
                min(self._timed, size),
                not self._is_shown,
            )
            place = len(self.texts)
            self.texts.append(text)
            self.marks.append(mark)
            check_marked_lines(len(self.marks))
        self._pieces = []
        self._inner = None
        self._is_shown = self._is_apart = False
        self._linked = self._stressed = self._timed = 0
        return place


def _hides(get: Callable[[str], str | None], classes: str | None) -> bool:
    """Whether an element's attributes hide it from readers."""
    if get("hidden") is not None or get("aria-hidden") == "true":
        return True
    style = get("style")
    if style is not None and _HIDING.search(style):
        return True
    return classes is not None and not _HIDING_WORDS.isdisjoint(classes.split())
