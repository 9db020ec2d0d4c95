"""HTML pages into text: the page's main content, and what its markup says of it.

The text goes through the same parser as any dump. What the markup says (titles, dates, keywords)
are hints: the parser uses one only where the text confirms it, and all of them are kept with the
dump.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, Final, NamedTuple

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding
from resiliparse.parse.html import (
    DocumentNode,
    HTMLParserException,
    HTMLTree,
)

from articles.parsing import NO_HINTS, Mark, PageHints

from .canonical_url import story_address
from .costly_markup import check_markup
from .marked_lines import marked_text
from .records import one_line
from .xml_prolog import prolog_of

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
    if prolog.doctype == "html" or prolog.element in _PAGE_ELEMENTS:
        return True
    if prolog.has_declaration or prolog.doctype or prolog.element not in _FRAGMENT_ELEMENTS:
        return False
    start = raw[:_PIECE].replace(b"\0", b"")
    closed = sum(1 for _ in islice(_CLOSING_TAG.finditer(start), _LEAST_CLOSED))
    return closed == _LEAST_CLOSED or b"<!doctype html" in start.lower()


class HtmlPage(NamedTuple):
    """A page: its text in lines, what its markup says of each, and what it states of itself."""

    text: str = ""
    marks: tuple[Mark, ...] = ()
    hints: PageHints = NO_HINTS


def read_html(raw: bytes, *, encoding: str = "") -> HtmlPage:
    """The page's lines with their marks, and what it states of itself; without an `encoding` it is
    looked for.

    Markup that cannot be read as such gives no text. Raises `CostlyMarkupError` for what is no page
    at all, and `MemoryError`.
    """
    encoding = encoding or detect_encoding(raw, from_html_meta=True) or "utf-8"
    page = raw.decode(encoding, "replace").removeprefix("\ufeff")
    check_markup(page)
    try:
        tree = HTMLTree.parse(page)
    except HTMLParserException as error:  # any text is a page; what it lacks is memory
        raise MemoryError(str(error)) from error
    if tree is None or tree.document is None or tree.body is None:
        return HtmlPage()
    if _nesting(page) > _DEEPEST:
        text = extract_plain_text(tree, alt_texts=False)
        return HtmlPage(text, hints=PageHints(title=one_line(tree.title)))
    text, marks = marked_text(page)
    return HtmlPage(text, marks, _hints(tree, tree.document, (), text))


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


def _hints(
    tree: HTMLTree, document: DocumentNode, captions: tuple[str, ...], text: str
) -> PageHints:
    meta = _meta(document)
    stated: Mapping[str, Any] = next(_articles_of(document), {})
    keywords = _words(stated.get("keywords")) or _words(
        meta.get("news_keywords") or meta.get("keywords")
    )
    link = document.query_selector('link[rel="canonical"]')
    addresses = (link.getattr("href") if link else "", meta.get("og:url"), stated.get("url"))
    root = document.query_selector("html")
    published, modified = stated.get("datePublished"), stated.get("dateModified")
    return PageHints(
        address=_own_address([*addresses, *_main_entity(stated)]),
        title=one_line(tree.title),
        headline=_printed_one(
            (one_line(stated.get("headline")), one_line(meta.get("og:title"))),
            one_line(tree.title),
            text,
        ),
        published_at=_moment(published) or _moment(meta.get("article:published_time")),
        modified_at=_moment(modified) or _moment(meta.get("article:modified_time")),
        section=one_line(_first(stated.get("articleSection")))
        or one_line(meta.get("article:section")),
        keywords=tuple(keywords),
        language=one_line(root.getattr("lang") if root else "", length=10),
        captions=captions,
    )


def _own_address(stated: Sequence[object]) -> str:
    """Of the addresses that the markup gives the first that can be a story's, or else the first:
    many a page calls its site's front page its canonical address."""
    addresses = list(filter(None, map(one_line, stated)))
    own = (address for address in addresses if story_address(address).address)
    return next(own, next(iter(addresses), ""))


def _main_entity(stated: Mapping[str, Any]) -> list[object]:
    """The address of the page that a JSON-LD article calls itself the main thing of."""
    page = stated.get("mainEntityOfPage")
    return [page.get("@id"), page.get("url")] if isinstance(page, Mapping) else [page]


def _printed_one(named: Sequence[str], title: str, text: str) -> str:
    """Of the headlines that the markup names the first that the text prints on a line of its own,
    or else the first. The page's title counts less the paper's name at its end."""
    lines = {_words_of(line) for line in text.splitlines() if 0 < len(line) <= _LONGEST_HINT}
    shorter = [title[: match.start()] for match in _TITLE_PART.finditer(title)]
    for headline in (*named, *reversed(shorter)):
        if headline and _words_of(headline) in lines:
            return headline
    return next(filter(None, named), "")


def _words_of(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _meta(document: DocumentNode) -> dict[str, str]:
    """The page's meta elements by name or property, the first of each."""
    values: dict[str, str] = {}
    for element in document.query_selector_all("meta[content]")[:_MOST_METAS]:
        name = element.getattr("property") or element.getattr("name") or ""
        values.setdefault(name.casefold(), element.getattr("content") or "")
    return values


def _articles_of(document: DocumentNode) -> Iterator[Mapping[str, Any]]:
    """The page's JSON-LD objects that are articles; broken JSON is passed over, as browsers do."""
    for script in document.query_selector_all('script[type="application/ld+json"]')[:_MOST_SCRIPTS]:
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(data, depth=4):
            kinds = thing.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and kind in _ARTICLE_TYPES for kind in kinds):
                yield thing


def _things(data: object, *, depth: int) -> Iterator[Mapping[str, Any]]:
    if isinstance(data, Mapping):
        yield data
        inner = [data.get("@graph"), data.get("mainEntity"), data.get("mainEntityOfPage")]
    else:
        inner = list(data) if isinstance(data, list) else []
    if depth:
        for thing in inner:
            yield from _things(thing, depth=depth - 1)


def _words(value: object) -> list[str]:
    """Keywords as a list, or one text with commas."""
    parts: Sequence[object] = value.split(",") if isinstance(value, str) else []
    if isinstance(value, list):
        parts = value
    words = (one_line(part, length=100) for part in parts[:50])
    return list(dict.fromkeys(word for word in words if word))


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else value


def _moment(value: object) -> date | datetime | None:
    """A time as ISO 8601 writes it, of one without a zone the day; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.date()
