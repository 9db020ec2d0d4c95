"""An item of NewsML 1: a story's text lies in one of its components, its pictures in others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from . import nitf
from .feed_html import plain
from .given_story import GivenCaption, GivenStory, PassedOver
from .xml_text import XML_LANG, descendants, first_text, html_within, text_of

_TAGS: Final = {"body": "", "html": "", "DataContent": ""}
_WITHDRAWN: Final = frozenset({"canceled", "withheld", "embargoed"})
_PICTURES: Final = frozenset({"photo", "picture", "graphic", "image"})


def story_of(item: etree._Element) -> GivenStory | PassedOver:
    """The story of an item; or what it is instead."""
    status = _formal_name(item, "Status").lower()
    if status in _WITHDRAWN:
        return PassedOver(f"{status} by its publisher")
    story = _content(item)
    captions = list(_captions(item))
    if not story.has_text() and captions:
        return PassedOver("a picture")
    story.headline = plain(first_text(item, "HeadLine")) or story.headline
    story.standfirst = story.standfirst or plain(first_text(item, "SubHeadLine"))
    story.dateline = plain(first_text(item, "DateLine")) or story.dateline
    story.captions = [*story.captions, *captions]
    stated = {name: value for name, value in _fields(item).items() if value}
    story.fields = {**story.fields, **stated}
    return story


def _content(item: etree._Element) -> GivenStory:
    for document in descendants(item, "nitf"):
        given = nitf.story_of(document)
        if isinstance(given, GivenStory) and given.has_text():
            return given
    for content in descendants(item, "ContentItem"):
        if _formal_name(content, "MediaType").lower() in _PICTURES or _is_caption(content):
            continue
        for data in descendants(content, "DataContent"):
            body = next(descendants(data, "body"), data)
            text = text_of(body)
            if text and not len(body):
                return GivenStory(html=text) if "</p>" in text else GivenStory(text=text)
            if text:
                return GivenStory(html=html_within(body, _TAGS))
    return GivenStory()


def _is_caption(content: etree._Element) -> bool:
    component = content.getparent()
    if component is None:
        return False
    roles = (child.get("FormalName", "") for child in component if _name(child) == "Role")
    return any("caption" in role.lower() for role in roles)


def _captions(item: etree._Element) -> Iterator[GivenCaption]:
    """The pictures, each with the caption that lies in the same component or beside it."""
    for content in descendants(item, "ContentItem"):
        if _formal_name(content, "MediaType").lower() not in _PICTURES:
            continue
        component = content.getparent()
        around = component.getparent() if component is not None else None
        texts = (
            plain(text_of(data))
            for place in (component, around)
            if place is not None
            for other in descendants(place, "ContentItem")
            if _is_caption(other)
            for data in descendants(other, "DataContent")
        )
        credit = "" if component is None else plain(first_text(component, "CreditLine"))
        own = "" if component is None else plain(first_text(component, "HeadLine"))
        text = next(texts, "") or own
        yield GivenCaption(text, credit, str(content.get("Href") or ""))


def _fields(item: etree._Element) -> dict[str, Any]:
    byline = plain(first_text(item, "ByLine"))
    publisher = ""
    for name in ("Source", "Provider"):
        for each in descendants(item, name):
            publisher = publisher or _formal_name(each, "Party")
    keywords = [plain(text_of(each)) for each in descendants(item, "KeywordLine")]
    language = _formal_name(item, "Language")
    return {
        "author": [byline] if byline else [],
        "published": first_text(item, "FirstCreated"),
        "modified": first_text(item, "ThisRevisionCreated"),
        "publisher": publisher,
        "language": language or item.get(XML_LANG, ""),
        "tags": [word.strip() for line in keywords for word in line.split(",") if word.strip()],
    }


def _formal_name(element: etree._Element, name: str) -> str:
    return next((str(each.get("FormalName") or "") for each in descendants(element, name)), "")


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
