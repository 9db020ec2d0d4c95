"""An article as plain text, to be read, quoted or piped on."""

from __future__ import annotations

from collections.abc import Iterator

from articles.models import Article, Attribution

from .absolute_urls import page_of
from .item import Item, stated_date


def text(item: Item) -> str:
    """The article as plain text in UTF-8's terms: LF line ends, a blank line between parts."""
    return "\n\n".join(part for part in _parts(item) if part) + "\n"


def _parts(item: Item) -> Iterator[str]:
    article = item.article
    yield article.kicker
    yield article.headline
    yield "\n".join(filter(None, [article.byline, date_line(item), _update_line(item)]))
    yield "\n".join(f"- {bullet}" for bullet in item.bullets)
    yield f"{article.dateline} — {item.text}" if article.dateline and item.text else item.text
    for caption in item.captions:
        credit = f" ({caption.credit})" if caption.credit else ""
        yield f"[Picture: {caption.text}{credit}]"
    for label, role in (
        ("Published by", Attribution.Role.PUBLISHER),
        ("Reporting", Attribution.Role.REPORTING),
        ("Pictures", Attribution.Role.PHOTO),
    ):
        if names := ", ".join(source["name"] for source in item.named(role)):
            yield f"{label}: {names}"
    if item.topics:
        yield f"Topics: {', '.join(topic['name'] for topic in item.topics)}"
    if item.origin.address:
        yield f"Originally at: {item.origin.address}"
    if item.origin.captured_at:
        yield f"Captured: {item.origin.captured_at.isoformat()}"
    yield page_of(article)


def _update_line(item: Item) -> str:
    updated_at = item.origin.updated_at
    return f"updated {updated_at.isoformat()}" if updated_at else ""


def date_line(item: Item) -> str:
    """The story's date as ISO 8601, no more exact than it is known."""
    stated = stated_date(item.article)
    if stated is None:
        return "undated"
    if item.article.date_precision == Article.DatePrecision.ESTIMATED:
        printed = item.article.date_text
        return f"about {stated.isoformat()}" + (f' (printed: "{printed}")' if printed else "")
    return stated.isoformat()
