"""An article in the vocabulary of schema.org, as search engines read it from its page.

`NewsArticle` as https://schema.org/NewsArticle has it, with the properties that Google's
documentation of article structured data asks for. What is not known is left out: a story without a
picture has no `image`, an undated one no `datePublished`.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from articles.models import Attribution
from articles.public.cards import Note

from .absolute_urls import absolute, identity_of, list_of, page_of
from .item import Item, Picture, stated_date

# As Django's own `json_script`: nothing in the text can end the element or open a comment.
_ESCAPES: Final = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}

# `Harbour Desk`, `Island Post Staff`, `Redaktion Kultur`
_TEAM: Final = re.compile(
    r"\b(?:team|staff|desk|editors|newsroom|redaktion|rédaction|redacción|redazione|redação|redactie)\b",
    re.IGNORECASE,
)


def script_text(item: Item) -> SafeString:
    """The article's JSON-LD, ready to stand inside a `script` element.

    It is data: browsers do not run it, and a Content-Security-Policy does not apply to it.
    """
    text = json.dumps(news_article(item), ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(text)  # noqa: S308 - the three signs that matter in HTML are escaped


def news_article(item: Item) -> dict[str, Any]:
    article = item.article
    page, site = page_of(article), _site()
    publishers = [_source(source) for source in item.named(Attribution.Role.PUBLISHER)]
    reporting = [_source(source) for source in item.named(Attribution.Role.REPORTING)]
    topics = [topic["name"] for topic in item.topics]
    stated, revised = stated_date(article), item.revised_at
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": identity_of(article),
        "url": page,
        "mainEntityOfPage": {"@type": "WebPage", "@id": page},
        "headline": article.headline,
        "abstract": "\n".join(item.bullets),
        "description": item.summary,
        "dateline": article.dateline,
        "datePublished": stated.isoformat() if stated else "",
        "dateModified": revised.isoformat() if revised else "",
        "author": _authors(item, reporting or publishers or [site]),
        # The paper that the story comes from; the site itself if none is known.
        "publisher": publishers[0] if len(publishers) == 1 else publishers or site,
        "sdPublisher": site,
        "sourceOrganization": reporting,
        "correction": [_correction(note) for note in item.corrections],
        "isBasedOn": _original(item, page),
        "isPartOf": {"@type": "WebSite", "name": settings.SITE_NAME, "url": absolute("/")},
        "image": [_image(picture) for picture in item.pictures],
        "associatedMedia": _missing_pictures(item),
        "articleSection": article.kicker or next(iter(topics), ""),
        "keywords": topics,
        "contentLocation": _place(article.place),
        "inLanguage": article.language,
        "wordCount": len(item.text.split()),
        "isAccessibleForFree": True,
    }
    return {name: value for name, value in found.items() if value not in ("", [], {})}


def _original(item: Item, page: str) -> dict[str, Any]:
    """The page that the story was saved from. Its archived copy is the story's page here, created
    when that page was captured."""
    if not item.origin:
        return {}
    captured = item.origin.captured_at
    copy = {"@type": "WebPage", "url": page}
    found = {
        "@type": "WebPage",
        "url": item.origin.address,
        "archivedAt": copy | ({"dateCreated": captured.isoformat()} if captured else {}),
    }
    return {name: value for name, value in found.items() if value != ""}


def _site() -> dict[str, str]:
    return {"@type": "Organization", "name": settings.SITE_NAME, "url": absolute("/")}


def _source(source: dict[str, str]) -> dict[str, str]:
    return {
        "@type": "Organization",
        "name": source["name"],
        "url": list_of("source", source["slug"]),
    }


def _authors(item: Item, organizations: list[dict[str, str]]) -> list[dict[str, str]]:
    """Whom the byline names, one by one, or else the organizations behind the story. A team is no
    person."""
    named = [
        {"@type": "Organization" if _TEAM.search(name) else "Person", "name": name}
        for name in item.persons
    ]
    return named or organizations


def _image(picture: Picture) -> dict[str, Any]:
    caption = picture.caption
    found = {
        "@type": "ImageObject",
        "url": picture.address,
        "contentUrl": picture.address,
        "width": picture.width,
        "height": picture.height,
        "caption": caption.text,
        "creditText": caption.credit,
        "description": caption.alt_text,
    }
    return {name: value for name, value in found.items() if value != ""}


def _missing_pictures(item: Item) -> list[dict[str, str]]:
    """Captions and credits of pictures that the archive does not have."""
    shown = {picture.caption.number for picture in item.pictures}
    return [
        {"@type": "ImageObject", "caption": caption.text}
        | ({"creditText": caption.credit} if caption.credit else {})
        for caption in item.captions
        if caption.number not in shown and caption.text
    ]


def _correction(note: Note) -> dict[str, str]:
    return {
        "@type": "CorrectionComment",
        "text": note.text,
        "datePublished": note.made_at.isoformat(),
    }


def _place(name: str) -> dict[str, str]:
    return {"@type": "Place", "name": name} if name else {}
