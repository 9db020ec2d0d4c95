"""HTML pages into text: the page's main content, and what its markup says of it.

The text goes through the same parser as any dump. What the markup says (titles, dates, keywords)
are hints: the parser uses one only where the text confirms it, and all of them are kept with the
dump.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding
from resiliparse.parse.html import DocumentNode, HTMLTree, Node

from articles.parsing import PageHints

# `<!doctype html>`, `<html lang="en">`, `<?xml ...><html`, comments before them
_STARTS_AS_HTML: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,2000}?-->\s*){0,5}"
    rb"<(?:!doctype\s+html|html[\s>]|head>|body[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_ARTICLE_TYPES: Final = frozenset(
    {"Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle"}
    | {"BackgroundNewsArticle", "BlogPosting", "LiveBlogPosting", "Report", "ReviewNewsArticle"}
)
_LONGEST_HINT: Final = 500
_LONGEST_CAPTION: Final = 1_000
_MOST_CAPTIONS: Final = 200


def looks_like_html(raw: bytes) -> bool:
    """Whether the bytes begin as a page of HTML does; names are not asked.

    >>> looks_like_html(b"<!DOCTYPE html><title>Ferry news</title>")
    True
    >>> looks_like_html(b"Ferry news\\n\\n<html> is a tag, the teacher said.")
    False
    """
    start = raw[:8192]
    if start.startswith(_WIDE_MARKS):
        start = start[2:].replace(b"\0", b"")
    return _STARTS_AS_HTML.match(start) is not None


def read_html(raw: bytes) -> tuple[str, PageHints]:
    """The page's main text, and what its markup says of it.

    Never raises: markup that cannot be read as such gives no text and no hints.
    """
    encoding = detect_encoding(raw, from_html_meta=True) or "utf-8"
    tree = HTMLTree.parse_from_bytes(raw, encoding)
    if tree is None or tree.document is None or tree.body is None:
        return "", PageHints()
    captions = _captions_as_paragraphs(tree, tree.document)
    text = extract_plain_text(tree, main_content=True, alt_texts=False, list_bullets=True)
    return text, _hints(tree, tree.document, captions)


def _captions_as_paragraphs(tree: HTMLTree, document: DocumentNode) -> tuple[str, ...]:
    """The pictures' captions, each put where its picture stands.

    The extraction of the main content leaves figures out, captions and all; a paragraph it keeps
    wherever it keeps the text around it. Captions of other stories' pictures go with their boxes.
    """
    captions = []
    for element in list(document.query_selector_all("figcaption"))[:_MOST_CAPTIONS]:
        text = " ".join(extract_plain_text(element.html).split())
        if 0 < len(text) <= _LONGEST_CAPTION:
            figure = _figure_around(element)
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


def _hints(tree: HTMLTree, document: DocumentNode, captions: tuple[str, ...]) -> PageHints:
    meta = _meta(document)
    stated: Mapping[str, Any] = next(_articles_of(document), {})
    keywords = _words(stated.get("keywords")) or _words(
        meta.get("news_keywords") or meta.get("keywords")
    )
    link = document.query_selector('link[rel="canonical"]')
    root = document.query_selector("html")
    published, modified = stated.get("datePublished"), stated.get("dateModified")
    return PageHints(
        address=_cut(link.getattr("href") if link else "") or _cut(meta.get("og:url")),
        title=_cut(tree.title),
        headline=_cut(stated.get("headline")) or _cut(meta.get("og:title")),
        published_at=_moment(published) or _moment(meta.get("article:published_time")),
        modified_at=_moment(modified) or _moment(meta.get("article:modified_time")),
        section=_cut(_first(stated.get("articleSection"))) or _cut(meta.get("article:section")),
        keywords=tuple(keywords),
        language=_cut(root.getattr("lang") if root else "", length=10),
        captions=captions,
    )


def _meta(document: DocumentNode) -> dict[str, str]:
    """The page's meta elements by name or property, the first of each."""
    found: dict[str, str] = {}
    for element in document.query_selector_all("meta[content]"):
        name = element.getattr("property") or element.getattr("name") or ""
        found.setdefault(name.casefold(), element.getattr("content") or "")
    return found


def _articles_of(document: DocumentNode) -> Iterator[Mapping[str, Any]]:
    """The page's JSON-LD objects that are articles; broken JSON is passed over, as browsers do."""
    for script in document.query_selector_all('script[type="application/ld+json"]'):
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
    words = (_cut(part, length=100) for part in parts[:50])
    return list(dict.fromkeys(word for word in words if word))


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else value


def _moment(value: object) -> datetime | None:
    """A time as ISO 8601 writes it; None for anything else, and for a time without a zone."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _cut(value: object, *, length: int = _LONGEST_HINT) -> str:
    """One line of text that the database can hold; empty for anything that is no text."""
    if not isinstance(value, str):
        return ""
    return " ".join(value.replace("\0", " ").encode(errors="replace").decode().split())[:length]
