"""Lists of articles as RSS 2.0, Atom 1.0 (RFC 4287) and JSON Feed 1.1.

All three have the same of each story: its address, that of the page that it was saved from, its
first date as far as it is known, when it last changed here, who wrote it, its topics, a summary,
the whole text and its pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from articles.models import UNDATED

from . import body_html
from .absolute_urls import absolute, identity_of, page_of
from .item import Item, Picture, changed_at, first_out
from .xml import legal

CONTENT_TYPES: Final = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Channel:
    """The metadata of a feed; both addresses are absolute."""

    title: str
    description: str
    page: str
    address: str
    language: str


def xml(kind: str, channel: Channel, items: Sequence[Item]) -> bytes:
    """The feed as XML; `kind` is rss or atom."""
    feed = (_Rss if kind == "rss" else _Atom)(
        title=legal(channel.title),
        link=channel.page,
        description=legal(channel.description),
        subtitle=legal(channel.description),
        language=channel.language,
        feed_url=channel.address,
        feed_guid=channel.address,
        author_name=legal(settings.SITE_NAME),
    )
    for item in items:
        feed.add_item(**_entry(kind, item))
    return feed.writeString("utf-8").encode()


def _entry(kind: str, item: Item) -> dict[str, Any]:
    enclosures = [
        Enclosure(picture.address, str(picture.byte_count), picture.mime_type)
        for picture in item.pictures
    ]
    return {
        "title": legal(item.article.headline),
        "link": page_of(item.article),
        "unique_id": identity_of(item.article),
        "unique_id_is_permalink": True,
        "description": legal(body_html.summary_html(item)) or None,
        "author_name": legal(item.author) or None,
        "pubdate": first_out(item.article),
        "updateddate": changed_at(item.article),
        "categories": [legal(topic["name"]) for topic in item.topics],
        # An item of RSS has one at most.
        "enclosures": enclosures[:1] if kind == "rss" else enclosures,
        "content": legal(body_html.html(item)),
        "language": legal(item.article.language),
        "pictures": item.pictures,
        "original": legal(item.origin.address),
    }


class _Steady:
    """A feed whose date is that of its stories: a feed without stories has a constant date."""

    items: list[dict[str, Any]]

    def latest_post_date(self) -> datetime:
        """The time of the latest change of its stories."""
        return max((item["updateddate"] for item in self.items), default=UNDATED)


class _Rss(_Steady, Rss201rev2Feed):
    """RSS with common modules: the whole text, languages, picture credits."""

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
        }

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("dc:language", item["language"])
        if item["original"]:
            handler.addQuickElement("dc:source", item["original"])
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])
        for picture in item["pictures"]:
            _add_media(handler, picture)


def _add_media(handler: SimplerXMLGenerator, picture: Picture) -> None:
    handler.startElement(
        "media:content",
        AttributesImpl(
            {
                "url": picture.address,
                "type": picture.mime_type,
                "fileSize": str(picture.byte_count),
                "medium": "image",
                "width": str(picture.width),
                "height": str(picture.height),
            }
        ),
    )
    if picture.caption.text:
        handler.addQuickElement("media:description", legal(picture.caption.text), {"type": "plain"})
    if picture.caption.credit:
        handler.addQuickElement("media:credit", legal(picture.caption.credit))
    handler.endElement("media:content")


class _Atom(_Steady, Atom1Feed):
    """Atom with the whole text and the language of each story."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]} if item["language"] else {}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["original"]:
            handler.addQuickElement("link", attrs={"rel": "via", "href": item["original"]})
        handler.addQuickElement("content", item["content"], {"type": "html"})


def json_feed(channel: Channel, items: Sequence[Item]) -> dict[str, Any]:
    """The feed as JSON Feed 1.1 has it: https://www.jsonfeed.org/version/1.1/."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "description": channel.description,
        "home_page_url": channel.page,
        "feed_url": channel.address,
        "language": channel.language,
        "authors": [{"name": settings.SITE_NAME, "url": absolute("/")}],
        "items": [_json_item(item) for item in items],
    }


def _json_item(item: Item) -> dict[str, Any]:
    article = item.article
    pictures = item.pictures
    found: dict[str, Any] = {
        "id": identity_of(article),
        "url": page_of(article),
        "external_url": item.origin.address,
        "title": article.headline,
        "summary": item.summary,
        "image": pictures[0].address if pictures else "",
        "date_modified": _moment(changed_at(article)),
        "authors": [{"name": item.author}] if item.author else [],
        "tags": [topic["name"] for topic in item.topics],
        "language": article.language,
        "attachments": [
            {
                "url": picture.address,
                "mime_type": picture.mime_type,
                "title": picture.caption.text,
                "size_in_bytes": picture.byte_count,
            }
            for picture in pictures
        ],
        # An extension, as the format allows: how well the date is known, and of the page that the
        # story was saved from when it was captured and last updated.
        "_newsroom": {"date_precision": article.date_precision, "date_text": article.date_text}
        | {
            name: moment.isoformat()
            for name in ("captured_at", "updated_at")
            if (moment := getattr(item.origin, name))
        },
    }
    if moment := first_out(article):
        found["date_published"] = _moment(moment)
    # One of the two contents has to be there, even if a story has no text at all.
    return {name: value for name, value in found.items() if value not in ("", [])} | {
        "content_html": body_html.html(item)
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
