"""HTML pages into text: the page's main content, and what its markup says of it.

The text goes through the same parser as any dump. What the markup says (titles, dates, keywords)
are hints: the parser uses one only where the text confirms it, and all of them are kept with the
dump.
"""

from __future__ import annotations

import re
from typing import Final

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding
from resiliparse.parse.html import (
    DocumentNode,
    ElementNode,
    HTMLParserException,
    HTMLTree,
    Node,
)

from articles.parsing import PageHints

from .costly_markup import check_markup
from .records import one_line
from .statements import hints_of, statements_of
from .xml_prolog import prolog_of

_PAGE_ELEMENTS: Final = frozenset({"html", "head", "body"})
_ARTICLE_TYPES: Final = frozenset(
    {"Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle"}
    | {"BackgroundNewsArticle", "BlogPosting", "LiveBlogPosting", "Report", "ReviewNewsArticle"}
)
# `photo gallery`, `carousel`
_GALLERY: Final = re.compile(r"(?i)gallery|carousel|slideshow")
_STORY_TAGS: Final = frozenset({"article", "main", "body", "aside", "nav", "footer"})
# ` | Coast Tribune`, ` – Island Post`
_TITLE_PART: Final = re.compile(r" [|–—·-] ")
_WORD: Final = re.compile(r"[^\W_]+")
_MENU_DEPTH: Final = 4
"""Elements between a list and the page's root; with fewer, `extract_plain_text` drops it."""

# `<div class="text">`, `</div>`; not `<path d=""/>`
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})\b(?![^<>]*/>)")
_NEVER_NESTED: Final = frozenset(
    {"area", "base", "body", "br", "col", "dd", "dt", "embed", "head", "hr", "html", "img", "input"}
    | {"li", "link", "meta", "option", "p", "param", "source", "td", "th", "tr", "track", "wbr"}
)
_DEEPEST: Final = 512
"""Elements within one another, as browsers have it. What is asked of a page takes the square of
its depth: 9 seconds for 25,000 boxes within one another, minutes for pictures or times."""

# Elements that are looked at. Always a slice: the collections are live, and to walk one looks for
# all its elements again at each step, 5 seconds for a thousand.
_MOST_TIMES: Final = 500
_MOST_LISTS: Final = 200
_MOST_METAS: Final = 500
_MOST_CAPTIONS: Final = 200
_MOST_SCRIPTS: Final = 50
_MOST_LOOKED_AT: Final = 1_000_000
"""Characters of captions, or of times: where they stand within one another, each holds the rest."""
_LONGEST_HINT: Final = 500
_LONGEST_CAPTION: Final = 1_000


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
    return prolog.doctype == "html" or prolog.element in _PAGE_ELEMENTS


def read_html(raw: bytes, *, encoding: str = "") -> tuple[str, PageHints]:
    """The page's main text, and what its markup says of it; without an `encoding` it is looked for.

    Markup that cannot be read as such gives no text and no hints. Raises `CostlyMarkupError` for
    what is no page at all, and `MemoryError`.
    """
    encoding = encoding or detect_encoding(raw, from_html_meta=True) or "utf-8"
    page = raw.decode(encoding, "replace").removeprefix("\ufeff")
    check_markup(page)
    try:
        tree = HTMLTree.parse(page)
    except HTMLParserException as error:  # any text is a page; what it lacks is memory
        raise MemoryError(str(error)) from error
    if tree is None or tree.document is None or tree.body is None:
        return "", PageHints()
    if _nesting(page) > _DEEPEST:
        return extract_plain_text(tree, alt_texts=False), PageHints(title=one_line(tree.title))
    document = tree.document
    stated = statements_of(tree)  # before the extraction changes the page
    captions = _captions_as_paragraphs(tree, document)
    _keep_times(tree, document)
    _keep_lists(tree, document)
    text = extract_plain_text(tree, main_content=True, alt_texts=False, list_bullets=True)
    return text, hints_of(stated, text=text, captions=captions)


def _nesting(page: str) -> int:
    """How deep a page's elements stand in one another, at most; read off its tags."""
    steps = (
        0 if tag.lower() in _NEVER_NESTED else -1 if closes else 1
        for closes, tag in _TAG.findall(page)
    )
    deepest = depth = 0
    for step in steps:
        depth = max(0, depth + step)
        deepest = max(deepest, depth)
    return deepest


def _captions_as_paragraphs(tree: HTMLTree, document: DocumentNode) -> tuple[str, ...]:
    """The pictures' captions, each put where its picture stands.

    The extraction of the main content leaves figures out, captions and all; a paragraph it keeps
    wherever it keeps the text around it. Captions of other stories' pictures go with their boxes.
    """
    captions = []
    left = _MOST_LOOKED_AT
    for element in document.query_selector_all("figcaption")[:_MOST_CAPTIONS]:
        markup = element.html
        left -= len(markup)
        if left < 0:
            break
        text = " ".join(extract_plain_text(markup).split())
        if 0 < len(text) <= _LONGEST_CAPTION:
            figure = _gallery_around(_figure_around(element))
            paragraph = tree.create_element("p")
            if paragraph is not None and figure.parent is not None:
                paragraph.text = text
                figure.parent.insert_before(paragraph, figure)
                captions.append(text)
    return tuple(captions)


def _figure_around(element: Node) -> Node:
    """The figure that an element stands in, or the element itself."""
    around: Node | None = element
    while around is not None and around.tag != "figure":
        around = around.parent
    return around or element


def _gallery_around(figure: Node) -> Node:
    """The gallery that a figure stands in, which the extraction leaves out as a whole; else the
    figure."""
    outermost = figure
    around = figure.parent
    while around is not None and around.tag not in _STORY_TAGS:
        if isinstance(around, ElementNode) and _GALLERY.search(
            f"{around.getattr('class') or ''} {around.getattr('id') or ''}"
        ):
            outermost = around
        around = around.parent
    return outermost


def _keep_times(tree: HTMLTree, document: DocumentNode) -> None:
    """Puts the words of each `time` in its place: the extraction leaves such elements out, and a
    story's date most often stands in one."""
    left = _MOST_LOOKED_AT
    for element in document.query_selector_all("time")[:_MOST_TIMES]:
        words = " ".join((element.text or "").split())
        left -= len(words)
        if left < 0:
            break
        span = tree.create_element("span")
        if (
            words
            and len(words) <= _LONGEST_HINT
            and span is not None
            and element.parent is not None
        ):
            span.text = words
            element.parent.replace_child(span, element)


def _keep_lists(tree: HTMLTree, document: DocumentNode) -> None:
    """Moves a story's lists deeper: the extraction takes a list near the page's root for a menu."""
    for element in document.query_selector_all("article ul")[:_MOST_LISTS]:
        if element.parent is None or _depth(element) >= _MENU_DEPTH:
            continue
        for _ in range(_MENU_DEPTH):
            around = tree.create_element("div")
            if around is None or element.parent is None:
                return
            element.parent.replace_child(around, element)
            around.append_child(element)


def _depth(element: Node) -> int:
    depth = 0
    around = element.parent
    while around is not None and around.tag != "body" and depth < _MENU_DEPTH:
        depth += 1
        around = around.parent
    return depth
