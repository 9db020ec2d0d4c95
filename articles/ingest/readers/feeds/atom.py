"""Atom 1.0 (RFC 4287) and 0.3, and Blogger's exports, which are Atom."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found
from articles.ingest.readers.xml_reading import local_name

from .entries import records_of_xml
from .feed_item import FEED_ITEM
from .given_story import FORMAT, PassedOver
from .rss import ItemFields, pictures_of
from .xml_text import html_within, text_of

_BLOGGER_KIND: Final = "http://schemas.google.com/g/2005#kind"
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_IS_PLAIN: Final = frozenset({"text", "text/plain"})


def read_atom(opened: Opened) -> Iterator[Found]:
    """The entries, as `name, item 3`."""
    feed: dict[str, Any] = {}

    def values_of(element: etree._Element) -> dict[str, Any] | PassedOver | None:
        name = local_name(element)
        if not feed.get("feed_language"):
            root = element.getparent()
            feed["feed_language"] = (root.get(_XML_LANG) if root is not None else "") or ""
        if name == "title":
            feed.setdefault("feed", _text(element))
        elif name == "author":
            feed.setdefault("feed_authors", list(_names([element])))
        if name != "entry":
            return None
        entry = entry_of(element)
        if isinstance(entry, PassedOver):
            return entry
        return entry | {name: value for name, value in feed.items() if value and name not in entry}

    yield from records_of_xml(opened, values_of, single="entry")


def entry_of(element: etree._Element) -> dict[str, Any] | PassedOver:
    """The fields of an entry; or what it is instead of a story."""
    children: dict[str, list[etree._Element]] = {}
    for child in element:
        children.setdefault(local_name(child), []).append(child)
    if what := _what_else(element, children):
        return PassedOver(what)
    found = ItemFields(element)
    links = children.get("link", [])
    content = next(iter(children.get("content", ())), None)
    values: dict[str, Any] = {
        FORMAT: FEED_ITEM,
        "title": _text(next(iter(children.get("title", ())), None)),
        "url": _link(links, "alternate"),
        "id": _first(children, "id"),
        "authors": list(_names(children.get("author", []))),
        "published": _first(children, "published", "issued", "created"),
        "modified": _first(children, "updated", "modified"),
        "content": "" if content is None else _markup(content),
        "summary": _markup(children["summary"][0]) if "summary" in children else "",
        "categories": list(_categories(children.get("category", []))) or found.all("dc:subject"),
        "source": _of_source(children.get("source", [])),
        "language": element.get(_XML_LANG, ""),
        "pictures": [*pictures_of(element), *_enclosed(links)],
        "is_draft": _is_draft(children),
    }
    if content is not None and content.get("type", "text") in _IS_PLAIN and not len(content):
        values["content_text"] = values.pop("content") and text_of(content)
    return {name: value for name, value in values.items() if value}


def _what_else(element: etree._Element, children: dict[str, list[etree._Element]]) -> str:
    """What an entry of Blogger is, if no post."""
    for category in children.get("category", ()):
        if category.get("scheme") == _BLOGGER_KIND:
            kind = category.get("term", "").rpartition("#")[2]
            return "" if kind == "post" else f"of the kind {kind}"
    kind = _first(children, "type").lower()  # of a takeout since 2024
    return f"of the kind {kind}" if kind in ("comment", "page") else ""


def _is_draft(children: dict[str, list[etree._Element]]) -> bool:
    for control in children.get("control", ()):
        if any(local_name(each) == "draft" and text_of(each) == "yes" for each in control):
            return True
    return _first(children, "status") in ("DRAFT", "SOFT_TRASHED")


def _first(children: dict[str, list[etree._Element]], *names: str) -> str:
    return next(
        (text for name in names for one in children.get(name, ()) if (text := text_of(one))), ""
    )


def _link(links: list[etree._Element], relation: str) -> str:
    ranked = sorted(links, key=lambda link: link.get("type", "text/html") != "text/html")
    return next(
        (link.get("href", "") for link in ranked if link.get("rel", "alternate") == relation), ""
    )


def _enclosed(links: list[etree._Element]) -> Iterator[dict[str, str]]:
    for link in links:
        if link.get("rel") == "enclosure" and link.get("type", "").startswith("image"):
            yield {"url": link.get("href", "")}


def _names(people: list[etree._Element]) -> Iterator[str]:
    for person in people:
        for part in person:
            if local_name(part) == "name" and (name := text_of(part)):
                yield name


def _categories(categories: list[etree._Element]) -> Iterator[str]:
    for category in categories:
        if category.get("scheme") != _BLOGGER_KIND:
            yield from filter(None, [category.get("label") or category.get("term")])


def _of_source(sources: list[etree._Element]) -> str:
    """The title of the feed that an entry was taken from."""
    return next(
        (_text(part) for source in sources for part in source if local_name(part) == "title"), ""
    )


def _text(element: etree._Element | None) -> str:
    return text_of(element)


def _markup(element: etree._Element) -> str:
    """A text construct as HTML, or as plain text where its type says so."""
    kind = element.get("type", "text").lower()
    if element.get("mode") == "base64":
        try:
            return base64.b64decode(text_of(element), validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return ""
    if len(element) and (kind == "xhtml" or "xml" in kind or element.get("mode") == "xml"):
        return html_within(element).strip()
    return text_of(element)
