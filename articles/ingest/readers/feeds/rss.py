"""RSS 0.9 to 2.0, those with RDF among them: https://www.rssboard.org/rss-specification."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found

from .entries import records_of_xml
from .feed_item import FEED_ITEM
from .given_story import FORMAT
from .xml_text import html_within, short_name, text_of

_ABOUT: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_AUTHORS: Final = ("dc:creator", "author", "itunes:author")
_MODIFIED: Final = ("atom:updated", "dcterms:modified", "dc:modified")
_PUBLISHED: Final = ("pubDate", "dc:date", "dcterms:created", "dcterms:issued", "atom:published")
_CONTENT: Final = ("content:encoded", "xhtml:body", "xhtml:div", "fullText", "fulltext")


class Channel:
    """What a feed says of itself, as far as it has been read."""

    def __init__(self) -> None:
        self.title = ""
        self.language = ""

    def read(self, element: etree._Element) -> None:
        """Takes what an element of the channel, or the channel of RDF, says of it."""
        match short_name(element):
            case "title":
                self.title = self.title or text_of(element)
            case "language" | "dc:language":
                self.language = self.language or text_of(element)

    def fields(self) -> dict[str, str]:
        """The feed's title and language, where it has them."""
        named = {"feed": self.title, "feed_language": self.language}
        return {name: value for name, value in named.items() if value}


def read_rss(opened: Opened) -> Iterator[Found]:
    """The items, as `name, item 3`."""
    channel = Channel()

    def values_of(element: etree._Element) -> dict[str, Any] | None:
        if short_name(element) != "item":
            channel.read(element)
            return None
        return item_of(element) | channel.fields()

    yield from records_of_xml(opened, values_of, containers=frozenset({"channel", "items"}))


def item_of(element: etree._Element) -> dict[str, Any]:
    """The fields of an item."""
    found = ItemFields(element)
    link = found.first("link", "rdf:about") or found.permalink()
    values: dict[str, Any] = {
        FORMAT: FEED_ITEM,
        "title": found.first("title", "dc:title", "media:title"),
        "url": link,
        "id": found.first("guid"),
        "authors": found.all(*_AUTHORS),
        "published": found.first(*_PUBLISHED),
        "modified": found.first(*_MODIFIED),
        "content": found.markup(*_CONTENT),
        "description": found.first("description", "dc:description", "itunes:summary"),
        "categories": found.all("category", "dc:subject"),
        "source": found.first("source", "dc:publisher"),
        "language": found.first("dc:language"),
        "pictures": list(pictures_of(element)),
    }
    return {name: value for name, value in values.items() if value}


class ItemFields:
    """The children of an element by name."""

    def __init__(self, element: etree._Element) -> None:
        self._found: dict[str, list[etree._Element]] = {}
        self._about = element.get(_ABOUT) or element.get("about") or ""
        for child in element:
            self._found.setdefault(short_name(child), []).append(child)

    def first(self, *names: str) -> str:
        """The text of the first of these that has any."""
        for name in names:
            if name == "rdf:about" and self._about.startswith("http"):
                return self._about
            for element in self._found.get(name, ()):
                if text := text_of(element):
                    return text
        return ""

    def all(self, *names: str) -> list[str]:
        """The texts of those under the first of these names that has any."""
        for name in names:
            texts = [text for element in self._found.get(name, ()) if (text := text_of(element))]
            if texts:
                return list(dict.fromkeys(texts))
        return []

    def elements(self, name: str) -> list[etree._Element]:
        """The children of this name."""
        return self._found.get(name, [])

    def markup(self, *names: str) -> str:
        """What the first of these holds as HTML, be it escaped or elements."""
        for name in names:
            for element in self._found.get(name, ()):
                markup = html_within(element) if len(element) else text_of(element)
                if markup.strip():
                    return markup.strip()
        return ""

    def permalink(self) -> str:
        """The `guid`, where that is an address."""
        for element in self._found.get("guid", ()):
            text = text_of(element)
            if element.get("isPermaLink", "true").lower() != "false" and text.startswith("http"):
                return text
        return ""


def pictures_of(element: etree._Element) -> Iterator[dict[str, str]]:
    """The pictures of Media RSS and enclosures, with captions and credits; a group is one."""
    for child in element:
        name = short_name(child)
        if name == "media:group":
            yield from list(pictures_of(child))[:1]
        elif name in ("media:content", "media:thumbnail", "enclosure"):
            kind = child.get("medium") or child.get("type") or ""
            if name != "media:thumbnail" and not kind.startswith("image"):
                continue
            texts = {short_name(each).removeprefix("media:"): text_of(each) for each in child}
            picture = {
                "url": child.get("url", ""),
                "text": texts.get("description") or texts.get("text", ""),
                "credit": texts.get("credit", ""),
            }
            if picture["url"] or picture["text"]:
                yield {key: value for key, value in picture.items() if value}
