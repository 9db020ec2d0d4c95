"""NITF 3, the markup of news agencies: https://iptc.org/standards/nitf/."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found
from articles.ingest.readers.xml_reading import local_name

from .document import read_documents
from .feed_html import plain
from .given_story import GivenCaption, GivenStory, PassedOver
from .xml_text import XML_LANG, descendants, first_text, html_within, text_of

_TAGS: Final = dict.fromkeys(
    (
        *("block", "person", "org", "location", "city", "state", "region", "country", "event"),
        *("chron", "money", "num", "function", "object.title", "virtloc", "copyrite", "lang"),
        *("sublocation", "postaddr", "name.given", "name.family", "alt-code", "body.content"),
        *("pronounce", "frac", "frac-num", "frac-den", "ds"),
    ),
    "",
) | {
    "hl1": "h2",
    "hl2": "h2",
    "bq": "blockquote",
    "nitf-table": "table",
    "fn": "p",
    "note": "aside",
}
_APART: Final = frozenset({"media", "nitf-table-metadata", "nitf-col"})
_WITHDRAWN: Final = frozenset({"canceled", "cancelled", "embargoed", "withheld"})


def read_nitf(opened: Opened) -> Iterator[Found]:
    """The document's story, or those of several in one root."""
    yield from read_documents(opened, frozenset({"nitf"}), story_of)


def story_of(document: etree._Element) -> GivenStory | PassedOver:
    """The story that an element `nitf` is."""
    head = next(descendants(document, "head"), None)
    body = next(descendants(document, "body"), document)
    top = next(descendants(body, "body.head"), body)
    content = next(descendants(body, "body.content"), None)
    if (status := _attribute(document, "docdata", "management-status")) in _WITHDRAWN:
        return PassedOver(f"{status} by its publisher")
    captions = list(_captions(content)) if content is not None else []
    points = list(descendants(top, "abstract"))
    abstract = [text for each in points for text in _paragraphs(each)]
    several = len(abstract) > 1
    title = first_text(head, "title") if head is not None else ""
    return GivenStory(
        headline=plain(_headline(top) or title),
        html="" if content is None else _body(content),
        standfirst="" if several else next(iter(abstract), "") or _subhead(top),
        bullets=abstract if several else (),
        dateline=_dateline(top),
        captions=captions,
        fields=_fields(document, head, top),
    )


def _headline(top: etree._Element) -> str:
    for headline in descendants(top, "hedline"):
        if text := first_text(headline, "hl1"):
            return text
    return first_text(top, "hl1")


def _subhead(top: etree._Element) -> str:
    return plain(first_text(next(descendants(top, "hedline"), top), "hl2"))


def _dateline(top: etree._Element) -> str:
    """The dateline as written, without its day where that is an element of its own."""
    for dateline in descendants(top, "dateline"):
        text = " ".join(text_of(dateline).split())
        for day in descendants(dateline, "story.date"):
            text = text.replace(" ".join(text_of(day).split()) or "\0", "")
        return text.strip(" ,;")
    return ""


def _fields(
    document: etree._Element, head: etree._Element | None, top: etree._Element
) -> dict[str, Any]:
    subjects: list[str] = []
    if head is not None:
        for name, attribute in (("keyword", "key"), ("identified-content", "")):
            for each in descendants(head, name):
                subjects.append(each.get(attribute, "") if attribute else "")
                subjects += [text_of(one) for one in descendants(each, "classifier")]
    body = next(descendants(document, "body"), document)
    return {
        "author": _byline(top),
        "published": _norm(document, "date.issue")
        or _norm(document, "story.date")
        or _attribute(document, "pubdata", "date.publication"),
        "modified": _norm(document, "date.release"),
        "url": _attribute(document, "pubdata", "ex-ref"),
        "publisher": _attribute(document, "pubdata", "name")
        or plain(first_text(top, "distributor"))
        or _attribute(document, "doc.copyright", "holder"),
        "section": _attribute(document, "pubdata", "position.section"),
        "language": document.get(XML_LANG) or body.get(XML_LANG) or document.get("lang") or "",
        "tags": list(dict.fromkeys(filter(None, map(str.strip, subjects)))),
    }


def _byline(top: etree._Element) -> list[str]:
    for byline in descendants(top, "byline"):
        people = [plain(text_of(person)) for person in descendants(byline, "person")]
        return list(filter(None, people)) or [plain(text_of(byline))]
    return []


def _attribute(document: etree._Element, name: str, attribute: str) -> str:
    for element in descendants(document, name):
        if value := element.get(attribute):
            return str(value)
    return ""


def _norm(document: etree._Element, name: str) -> str:
    return _attribute(document, name, "norm")


def _paragraphs(element: etree._Element) -> Iterator[str]:
    found = [plain(text_of(each)) for each in descendants(element, "p")]
    yield from filter(None, found or [plain(text_of(element))])


def _captions(content: etree._Element) -> Iterator[GivenCaption]:
    for media in descendants(content, "media"):
        if (media.get("media-type") or "image").lower() not in ("image", "photo", "graphic"):
            continue
        references = list(descendants(media, "media-reference"))
        address = next((one.get("source", "") for one in references if one.get("source")), "")
        alt = next((one.get("alternate-text", "") for one in references), "")
        credit = plain(first_text(media, "media-producer"))
        yield GivenCaption(plain(first_text(media, "media-caption")), credit, address, alt)


def _body(content: etree._Element) -> str:
    """The text without the pictures and their captions, which are parts of their own."""
    for element in list(content.iter()):
        if local_name(element) in _APART and (parent := element.getparent()) is not None:
            _cut_out(parent, element)
    return html_within(content, _TAGS)


def _cut_out(parent: etree._Element, element: etree._Element) -> None:
    """Removes an element, and leaves the text behind it."""
    if element.tail and element.tail.strip():
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
