"""What elements of XML hold: their names under the usual prefixes, their text, and their HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

_PREFIXES: Final = (
    ("http://purl.org/rss/1.0/modules/content", "content"),
    ("http://purl.org/rss/1.0", ""),
    ("http://my.netscape.com/rdf/simple/0.9", ""),
    ("http://channel.netscape.com/rdf/simple/0.9", ""),
    ("http://backend.userland.com/", ""),
    ("http://purl.org/dc/terms", "dcterms"),
    ("http://purl.org/dc/elements", "dc"),
    ("http://search.yahoo.com/mrss", "media"),
    ("http://www.itunes.com/dtds/podcast", "itunes"),
    ("http://www.w3.org/2005/Atom", "atom"),
    ("http://purl.org/atom/ns", "atom"),
    ("http://www.w3.org/2007/app", "app"),
    ("http://purl.org/atom/app", "app"),
    ("http://schemas.google.com/blogger", "blogger"),
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns", "rdf"),
    ("http://www.w3.org/1999/xhtml", "xhtml"),
    ("http://www.w3.org/XML/1998/namespace", "xml"),
)
"""How namespaces begin, and the prefix that their elements usually have."""
_WORDPRESS: Final = re.compile(r"https?://wordpress\.org/export/[\d.]+/(excerpt/)?")
_HTML_ATTRIBUTES: Final = ("src", "srcset", "href", "alt", "class", "id", "datetime")
"""Asked for one by one: to list the attributes of an element takes the square of their number."""
_VOID: Final = frozenset({"br", "img", "hr", "source", "wbr"})
_UNSEEN: Final = frozenset({"script", "style"})


def short_name(element: etree._Element) -> str:
    """An element's name with the prefix that is usual for its namespace: `content:encoded`."""
    tag: object = element.tag
    if not isinstance(tag, str):
        return ""
    if not tag.startswith("{"):
        return tag
    space, _, name = tag[1:].partition("}")
    if wordpress := _WORDPRESS.fullmatch(space):
        return f"{'excerpt' if wordpress[1] else 'wp'}:{name}"
    for start, prefix in _PREFIXES:
        if space.startswith(start):
            return f"{prefix}:{name}" if prefix else name
    return name if not space else f"{space} {name}"


def text_of(element: etree._Element | None) -> str:
    """All text in an element, with white space around it stripped."""
    return "" if element is None else "".join(_texts(element)).strip()


def _texts(element: etree._Element) -> Iterator[str]:
    tag: object = element.tag
    if isinstance(tag, str):
        if element.text:
            yield element.text
        for child in element:
            yield from _texts(child)
            if child.tail:
                yield child.tail
    elif isinstance(element, etree._Entity):
        yield html.unescape(element.text or "")


def html_within(element: etree._Element, tags: Mapping[str, str] | None = None) -> str:
    """What an element holds as HTML. `tags` gives what elements of another vocabulary are in HTML,
    by name: an empty one is left out, its content stays."""
    return "".join(_html_within(element, tags or {}))


def _html_within(element: etree._Element, tags: Mapping[str, str]) -> Iterator[str]:
    if element.text:
        yield html.escape(element.text, quote=False)
    for child in element:
        yield html_of(child, tags)
        if child.tail:
            yield html.escape(child.tail, quote=False)


def html_of(element: etree._Element, tags: Mapping[str, str] | None = None) -> str:
    """An element and what it holds as HTML."""
    written: object = element.tag
    if not isinstance(written, str):
        text = element.text if isinstance(element, etree._Entity) else ""
        return html.escape(html.unescape(text or ""), quote=False)
    name = written.rpartition("}")[2]
    tag = (tags or {}).get(name, name).lower()
    if tag in _UNSEEN:
        return ""
    inner = "" if tag in _VOID else html_within(element, tags)
    if not tag or not tag.isalnum():
        return inner
    attributes = "".join(
        f' {key}="{html.escape(str(value))}"'
        for key in _HTML_ATTRIBUTES
        if (value := element.get(key)) is not None
    )
    return f"<{tag}{attributes}>" if tag in _VOID else f"<{tag}{attributes}>{inner}</{tag}>"


XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def descendants(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements below that have this name, in any namespace, in order."""
    yield from element.iterdescendants(name, f"{{*}}{name}")


def first_text(element: etree._Element, name: str) -> str:
    """The text of the first element below of this name that has any."""
    return next((text for each in descendants(element, name) if (text := text_of(each))), "")
