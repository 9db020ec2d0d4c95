"""NewsML-G2 and NewsML 1, the envelopes of news agencies, and the texts within: XHTML, NITF, plain.

https://iptc.org/standards/newsml-g2/; each item is a record.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found

from . import newsml_1, nitf
from .document import read_documents
from .feed_html import plain
from .given_story import GivenStory, PassedOver
from .xml_text import XML_LANG, descendants, first_text, html_within, text_of

_ITEMS: Final = frozenset({"newsItem", "packageItem", "conceptItem", "knowledgeItem", "NewsItem"})
_CLASSES: Final = {
    "picture": "a picture", "graphic": "a graphic", "video": "a video", "audio": "a sound",
    "animation": "an animation", "composite": "a package of other items",
}  # fmt: skip
_WITHDRAWN: Final = frozenset({"canceled", "withheld"})
_TAGS: Final = {"body": "", "html": ""}


def read_newsml(opened: Opened) -> Iterator[Found]:
    """The items of a message or package, or the item that the file is."""
    yield from read_documents(opened, _ITEMS, story_of, frozenset({"itemSet"}))


def story_of(item: etree._Element) -> GivenStory | PassedOver:
    """The story of an item; or what it is instead."""
    if next(descendants(item, "NewsComponent"), None) is not None:
        return newsml_1.story_of(item)
    name = etree.QName(item).localname
    if name != "newsItem":
        return PassedOver(
            "a package of other items" if name == "packageItem" else "a list of terms"
        )
    if (status := _code(item, "pubStatus")) in _WITHDRAWN:
        return PassedOver(f"{status} by its publisher")
    if what := _CLASSES.get(_code(item, "itemClass")):
        return PassedOver(what)
    story = _content(item)
    meta = next(descendants(item, "contentMeta"), item)
    summary = [
        plain(text_of(each))
        for each in descendants(meta, "description")
        if "caption" not in (each.get("role") or "")
    ]
    story.headline = plain(first_text(meta, "headline")) or story.headline
    story.standfirst = story.standfirst or next(filter(None, summary), "")
    story.dateline = plain(first_text(meta, "dateline")) or story.dateline or _located(meta)
    stated = {name: value for name, value in _fields(item, meta).items() if value}
    story.fields = {**story.fields, **stated}
    return story


def _content(item: etree._Element) -> GivenStory:
    """The text that lies in an item, in the richest of the forms that it has."""
    for document in descendants(item, "nitf"):
        given = nitf.story_of(document)
        if isinstance(given, GivenStory) and given.has_text():
            return given
    for inline in descendants(item, "inlineXML"):
        body = next(descendants(inline, "body"), inline)
        if text_of(body):
            return GivenStory(html=html_within(body, _TAGS))
    for data in descendants(item, "inlineData"):
        text = text_of(data)
        is_markup = "html" in (data.get("contenttype") or "") or "</p>" in text
        if text:
            return GivenStory(html=text) if is_markup else GivenStory(text=text)
    return GivenStory()


def _located(meta: etree._Element) -> str:
    for located in descendants(meta, "located"):
        return plain(first_text(located, "name"))
    return ""


def _fields(item: etree._Element, meta: etree._Element) -> dict[str, Any]:
    language = next((one.get("tag", "") for one in descendants(meta, "language")), "")
    provider = next(descendants(item, "provider"), None)
    return {
        "author": _authors(meta),
        "published": first_text(meta, "contentCreated")
        or first_text(item, "firstCreated")
        or first_text(item, "versionCreated"),
        "modified": first_text(meta, "contentModified"),
        "url": _address(item),
        "publisher": "" if provider is None else _named(provider),
        "language": language or item.get(XML_LANG, ""),
        "tags": list(_subjects(meta)),
    }


def _authors(meta: etree._Element) -> list[str]:
    if printed := plain(first_text(meta, "by")):
        return [printed]
    creators = (first_text(creator, "name") for creator in descendants(meta, "creator"))
    return [plain(name) for name in creators if name]


def _address(item: etree._Element) -> str:
    return next(
        (
            href
            for link in descendants(item, "link")
            if (href := str(link.get("href") or "")).startswith("http")
            and "html" in (link.get("contenttype") or "html")
        ),
        "",
    )


def _subjects(meta: etree._Element) -> Iterator[str]:
    for name in ("subject", "keyword"):
        for each in descendants(meta, name):
            if label := plain(first_text(each, "name") or ("" if len(each) else text_of(each))):
                yield label


def _named(party: etree._Element) -> str:
    """A party's name, or what of its code is one: `nprov:REUTERS`."""
    code = str(party.get("literal") or party.get("qcode") or "")
    return plain(first_text(party, "name")) or code.rpartition(":")[2]


def _code(item: etree._Element, name: str) -> str:
    return next(
        (str(each.get("qcode") or "").rpartition(":")[2] for each in descendants(item, name)), ""
    )
