"""News items in ninjs 3.1, IPTC's standard for news in JSON.

https://iptc.org/standards/ninjs/. The roles of headlines, descriptions, bodies and sources are ours
to choose there; docs/formats.md lists them. `firstCreated` and `versionCreated` are, as the
standard has it, those of this object. The story's own date is `contentCreated`, which an undated
one lacks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any, Final

from articles.models import Article

from . import body_html
from .absolute_urls import identity_of, list_of
from .item import Item, Picture, first_out

STANDARD: Final = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
}


def item(story: Item) -> dict[str, Any]:
    article = story.article
    found: dict[str, Any] = {
        "uri": identity_of(article),
        "standard": STANDARD,
        "type": "text",
        "representationType": "full",
        "pubStatus": "usable",
        "version": article.modified_at.astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ"),
        "firstCreated": _moment(article.created_at),
        "versionCreated": _moment(article.modified_at),
        "language": article.language,
        "title": article.headline,
        "slugline": article.slug,
        "by": article.byline,
        "located": article.dateline or article.place,
        "headlines": _texts(("main", [article.headline]), ("kicker", [article.kicker])),
        "descriptions": _texts(
            ("keyPoint", story.bullets),
            ("datePrecision", [article.date_precision]),
            ("dateAsPrinted", [article.date_text]),
            ("updatedAt", _stated(story.origin.updated_at)),
            ("capturedAt", _stated(story.origin.captured_at)),
        ),
        "bodies": _bodies(story),
        "subjects": [
            {"name": topic["name"], "rel": "about", "uri": list_of("topic", topic["slug"])}
            for topic in story.topics
        ],
        "places": _places(article),
        "infoSources": [
            {
                "name": source["name"],
                "role": source["role"],
                "uri": list_of("source", source["slug"]),
            }
            for source in story.sources
        ],
        "associations": list(_associations(story)),
        "altIds": _alternatives(story.origin.address),
    }
    if moment := first_out(article):
        found["contentCreated"] = _moment(moment)
    return {name: value for name, value in found.items() if value not in ("", [])}


def canceled(article: Article) -> dict[str, Any]:
    """A withdrawn article: that it is, and nothing of what it said."""
    return {
        "uri": identity_of(article),
        "standard": STANDARD,
        "type": "text",
        "pubStatus": "canceled",
        "firstCreated": _moment(article.created_at),
        "versionCreated": _moment(article.modified_at),
    }


def _alternatives(address: str) -> list[dict[str, str]]:
    """The address of the page that the story was saved from: what it was known by there."""
    return [{"role": "originalAddress", "value": address}] if address else []


def _stated(moment: datetime | date | None) -> list[str]:
    """A moment, or a day where no more is known."""
    if isinstance(moment, datetime):
        return [_moment(moment)]
    return [moment.isoformat()] if moment else []


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _texts(*by_role: tuple[str, Iterable[str]]) -> list[dict[str, str]]:
    return [
        {"role": role, "contentType": "text/plain", "value": text}
        for role, texts in by_role
        for text in texts
        if text
    ]


def _bodies(story: Item) -> list[dict[str, Any]]:
    if not story.article.body:
        return []
    words, characters = len(story.text.split()), len(story.text)
    return [
        {
            "role": role,
            "contentType": content_type,
            "wordCount": words,
            "charCount": characters,
            "value": value,
        }
        for role, content_type, value in (
            ("main", "text/plain", story.text),
            ("richText", "text/html", body_html.body_html(story)),
        )
    ]


def _places(article: Article) -> list[dict[str, str]]:
    if not article.place_slug:
        return []
    return [{"name": article.place, "rel": "located", "uri": list_of("place", article.place_slug)}]


def _associations(story: Item) -> Iterator[dict[str, Any]]:
    """The pictures; one without a file in the archive is represented by its caption alone."""
    pictures = {picture.caption.number: picture for picture in story.pictures}
    for caption in story.captions:
        picture = pictures.get(caption.number)
        found = {
            "name": f"caption-{caption.number}",
            "uri": f"{identity_of(story.article)}#caption-{caption.number}",
            "type": "picture",
            "rel": "illustration",
            "representationType": "full" if picture else "partial",
            "by": caption.credit,
            "descriptions": _texts(("caption", [caption.text]), ("altText", [caption.alt_text])),
            "renditions": [_rendition(picture)] if picture else [],
        }
        yield {name: value for name, value in found.items() if value not in ("", [])}


def _rendition(picture: Picture) -> dict[str, Any]:
    return {
        "name": "original",
        "href": picture.address,
        "contentType": picture.mime_type,
        "width": picture.width,
        "height": picture.height,
        "sizeInBytes": picture.byte_count,
    }
