"""One article with all that a format may show of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from mimetypes import guess_type
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.text import Truncator

from articles import markup
from articles.models import Article, Attribution, Bullet, Caption
from articles.models.article import ArticleQuerySet
from articles.public import cards
from articles.public.origin import NO_ORIGIN, Origin, origin_of

from .absolute_urls import absolute

SUMMARY_LENGTH: Final = 300  # characters of the body, where there are no bullets
_NOT_A_NAME: Final = re.compile(r"[\d@:/]|\b(?:in|at|for|from|of|with|staff|by)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Picture:
    """An uploaded picture whose file exists."""

    address: str
    mime_type: str
    byte_count: int
    width: int
    height: int
    caption: Caption

    @classmethod
    def of(cls, caption: Caption) -> Picture | None:
        """The caption's picture; None without one, or if its file is missing or no picture."""
        if not caption.image:
            return None
        try:
            width, height = caption.image.width, caption.image.height
            byte_count = caption.image.size
        except (OSError, ValueError):
            return None
        if not (width and height):
            return None
        mime_type = guess_type(caption.image.name or "")[0] or "application/octet-stream"
        address = absolute(caption.image.url)
        return cls(address, mime_type, byte_count, width, height, caption)


@dataclass(frozen=True)
class Item:
    """An article and its rows.

    `topics` are dicts of name and slug, `sources` of name, slug and role; `origin` is the page that
    it was saved from.
    """

    article: Article
    topics: Sequence[dict[str, str]]
    sources: Sequence[dict[str, str]]
    bullets: Sequence[str]
    captions: Sequence[Caption]
    corrections: Sequence[cards.Note] = ()
    origin: Origin = NO_ORIGIN

    @cached_property
    def pictures(self) -> list[Picture]:
        """The pictures whose files exist, in order."""
        return [picture for caption in self.captions if (picture := Picture.of(caption))]

    @cached_property
    def text(self) -> str:
        """The body as plain text, captions left out, a blank line between its blocks."""
        return markup.plain_text(self.article.body)

    @property
    def summary(self) -> str:
        """The story in a few sentences: its bullets, or else how its body begins."""
        if self.bullets:
            return " ".join(_with_full_stop(bullet) for bullet in self.bullets)
        longest = max(self.text.split("\n\n")[:3], key=len, default="")
        return Truncator(longest).chars(SUMMARY_LENGTH)

    def named(self, role: Attribution.Role) -> list[dict[str, str]]:
        """The sources that had this part in the story."""
        return [source for source in self.sources if source["role"] == role]

    @property
    def persons(self) -> list[str]:
        """The people whom the byline names, as far as can be determined."""
        byline = re.sub(r"^by\s+", "", self.article.byline.strip(), flags=re.IGNORECASE)
        parts = [part.strip() for part in re.split(r"\s+(?:and|&)\s+|\s*[,;|]\s*", byline)]
        sources = {source["name"].casefold() for source in self.sources}
        names = [part for part in parts if part and part.casefold() not in sources]
        if all(len(name.split()) <= 4 and not _NOT_A_NAME.search(name) for name in names):
            return names
        return [byline]  # split it would be wrong; whole it is at least what was printed

    @property
    def revised_at(self) -> datetime | date | None:
        """When the story itself was last changed: by the desk or, before that, on its page."""
        return revised_at(self.article) or self.origin.updated_at

    @property
    def author(self) -> str:
        """Who wrote it, in one line: the byline, or else the sources; may be empty."""
        reporting = self.named(Attribution.Role.REPORTING)
        names = reporting or self.named(Attribution.Role.PUBLISHER)
        return self.article.byline or ", ".join(source["name"] for source in names)


def first_out(article: Article) -> datetime | None:
    """When the story was published according to its page, if only roughly; None if undated."""
    return article.published_at if article.is_dated else None


def stated_date(article: Article) -> datetime | date | None:
    """When the story was published, no more exactly than is known: a moment, a day, or None."""
    moment = first_out(article)
    if moment and article.date_precision != Article.DatePrecision.MINUTE:
        return timezone.localdate(moment)
    return moment


def changed_at(article: Article) -> datetime:
    """When what is shown here last changed. The end of an embargo is a change."""
    return max(article.modified_at, article.visible_from)


def revised_at(article: Article) -> datetime | None:
    """When the desk last changed the story itself; None where only our record of it changed.

    An imported story's times in the database are those of imports and changes of status. As dates
    of the story they would make an old archive look as if it were written today.
    """
    is_desks_own = article.date_method == Article.DateMethod.EDITOR
    return changed_at(article) if is_desks_own else None


def _with_full_stop(bullet: str) -> str:
    return bullet if bullet.endswith((".", "!", "?", "…", "؟", "۔", "。")) else f"{bullet}."


def load(articles: ArticleQuerySet) -> list[Item]:
    """Items for these articles, in their order, in one query."""
    bullets = Bullet.objects.filter(article=OuterRef("pk")).order_by("position", "pk")
    captions = Caption.objects.filter(article=OuterRef("pk")).order_by("number", "pk")
    fields = ("number", "text", "credit", *cards.PICTURE_FIELDS)
    rows = articles.annotate(
        topics=cards.topics_of(),
        sources=cards.sources_of(),
        origin=origin_of(),
        bullet_texts=ArraySubquery(bullets.values("text")),
        caption_rows=ArraySubquery(
            captions.values(row=JSONObject(**{field: field for field in fields}))
        ),
    ).defer("search", "imported_digests", "ednote")
    return [_item(article) for article in rows]


def _item(article: Article) -> Item:
    found: Any = article  # what `load` put on it
    captions = [Caption(**row) for row in found.caption_rows]
    texts = found.bullet_texts
    return Item(article, found.topics, found.sources, texts, captions, origin=Origin.of(article))
