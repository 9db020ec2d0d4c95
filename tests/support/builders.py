"""Rows for tests: a builder fills in what a test does not state."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from articles import search
from articles.addresses import address_key
from articles.models import (
    Article,
    ArticleTag,
    Attribution,
    Bullet,
    Caption,
    Clipping,
    Dump,
    ImportRun,
    Source,
    Topic,
)
from articles.models.article import headline_slug

NOON = datetime(2025, 3, 18, 12, 0, tzinfo=UTC)

_number = count(1)


def make_source(name: str = "", **what_matters: Any) -> Source:
    """A source; the one that is there where the name is known."""
    name = name or f"Agency {next(_number)}"
    known = Source.objects.filter(name__iexact=name).first()
    slug = headline_slug(name)[:80]
    return known or Source.objects.create(**{"name": name, "slug": slug} | what_matters)


def make_tag(name: str) -> Topic:
    """A topic; the one that is there where the name is known."""
    return Topic.objects.get_or_create(slug=headline_slug(name), defaults={"name": name})[0]


def make_article(
    *,
    bullets: Sequence[str] = (),
    captions: Iterable[str | dict[str, Any]] = (),
    tags: Iterable[str] = (),
    attributions: Iterable[tuple[str, str]] = (),
    **what_matters: Any,
) -> Article:
    """A published article, indexed for search.

    `captions` are texts or dicts of the fields of `Caption`, numbered from 1; `attributions` are
    pairs of a source's name and its role. Each article is a minute older than the one before.
    """
    number = next(_number)
    what_matters.setdefault("headline", f"Headline number {number}")
    what_matters.setdefault("slug", headline_slug(what_matters["headline"]))
    what_matters.setdefault("place_slug", place_slug(what_matters.get("place", "")))
    what_matters.setdefault("status", Article.Status.PUBLISHED)
    what_matters.setdefault("published_at", NOON - timedelta(minutes=number))
    if what_matters["status"] == Article.Status.PUBLISHED:
        what_matters.setdefault("went_live_at", what_matters["published_at"])
    article = Article.objects.create(**what_matters)
    Bullet.objects.bulk_create(
        Bullet(article=article, position=position, text=text)
        for position, text in enumerate(bullets)
    )
    Caption.objects.bulk_create(
        Caption(
            **{"article": article, "number": at}
            | ({"text": caption} if isinstance(caption, str) else caption)
        )
        for at, caption in enumerate(captions, start=1)
    )
    ArticleTag.objects.bulk_create(
        ArticleTag(content_object=article, tag=make_tag(name)) for name in tags
    )
    Attribution.objects.bulk_create(
        Attribution(article=article, source=make_source(name), role=role)
        for name, role in attributions
    )
    search.refresh([article.pk])
    return article


def make_capture(
    article: Article | None, address: str = "", *, captured_at: datetime | None = None, **more: Any
) -> Clipping:
    """A saved page with the story: its address as its markup states it, and when it was captured.
    `more` are fields of the clipping."""
    number = next(_number)
    run = ImportRun.objects.create(started_at=NOON)
    dump = Dump.objects.create(
        sha256=f"{number:064}",
        name=f"page-{number}.html",
        byte_count=1,
        line_count=1,
        encoding="utf-8",
        captured_at=captured_at,
        first_run=run,
        hints={"address": address} if address else {},
    )
    if article is not None:  # the dump came in with the article
        Dump.objects.filter(pk=dump.pk).update(created_at=article.modified_at)
    fields = {"position": 1, "kind": Clipping.Kind.STORY, "first_line": 1, "last_line": 1}
    fields |= {"raw": b"\n", "address_key": address_key(address)}
    return Clipping.objects.create(dump=dump, article=article, **(fields | more))


def make_picture(name: str = "harbour.png", *, width: int = 6, height: int = 4) -> ContentFile:
    """A picture to upload; the fixture `media` keeps it in a folder of the test's own."""
    data = BytesIO()
    Image.new("RGB", (width, height), "navy").save(data, "PNG")
    return ContentFile(data.getvalue(), name)


def place_slug(place: str) -> str:
    """A place's slug, empty where there is no place."""
    return headline_slug(place) if place else ""
