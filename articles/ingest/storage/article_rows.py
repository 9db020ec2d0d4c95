"""Writes a batch's articles: new ones by COPY, and the changed parts of stored ones."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from django.db import connection
from django.utils.text import slugify

from articles import search
from articles.ingest.stories.content import CaptionText, Content
from articles.models import ArticleTag, Attribution, Bullet, Caption

from .copy import copy_rows, new_keys
from .picture_rows import carrying_pictures
from .working_set import Batch, WorkingArticle

# What an import writes of an article, new or known.
_CONTENT: Final = {
    "headline": "varchar",
    "kicker": "varchar",
    "byline": "varchar",
    "dateline": "varchar",
    "place": "varchar",
    "place_slug": "varchar",
    "body": "text",
    "published_at": "timestamptz",
    "date_text": "varchar",
    "date_precision": "varchar",
    "date_method": "varchar",
    "imported_digests": "jsonb",
    "modified_at": "timestamptz",
}
# What it writes of a new one only.
_BEGINNING: Final = {
    "slug": "varchar",
    "status": "varchar",
    "language": "varchar",
    "confidence": "float8",
    "ednote": "text",
    "created_at": "timestamptz",
    "went_live_at": "timestamptz",
}
# What the search column is made of beside the article's own columns.
_SEARCHED: Final = {"bullets": "text", "captions": "text", "sources": "text"}

_BULLET: Final = {"article_id": "int8", "position": "int4", "text": "text"}
_CAPTION: Final = {
    "article_id": "int8",
    "number": "int4",
    "text": "text",
    "credit": "varchar",
    "source_id": "int8",
    "image": "varchar",
    "alt_text": "varchar",
}
_ATTRIBUTION: Final = {"article_id": "int8", "source_id": "int8", "role": "varchar"}
_TAG: Final = {"content_object_id": "int8", "tag_id": "int4"}


def save_articles(batch: Batch) -> None:
    """Writes new articles whole, and of stored ones the parts that changed."""
    now = batch.now
    created = [
        working_article
        for working_article in batch.working_articles.values()
        if working_article.key is None
    ]
    updated = [
        working_article
        for working_article in batch.working_articles.values()
        if working_article.key is not None and working_article.changed
    ]
    if created:
        _insert(batch, created, now)
    if updated:
        _update(batch, updated, now)


# --- New articles


def _insert(batch: Batch, working_articles: Sequence[WorkingArticle], now: datetime) -> None:
    for working_article, key in zip(
        working_articles, new_keys("articles_article", len(working_articles)), strict=True
    ):
        working_article.key = key
    columns = {"id": "int8", **_CONTENT, **_BEGINNING, **_SEARCHED}
    stored = ", ".join(("id", *_CONTENT, *_BEGINNING))
    with connection.cursor() as cursor:
        cursor.execute(_incoming(columns))
        copy_rows(
            cursor,
            "incoming",
            columns,
            (_new_row(batch, working_article, now) for working_article in working_articles),
        )
        # Safe: all names are our own.
        cursor.execute(
            f"INSERT INTO articles_article ({stored}, search) "  # noqa: S608
            f"SELECT {stored}, {_VECTOR} FROM incoming; DROP TABLE incoming"
        )
        copy_rows(
            cursor, "articles_bullet", _BULLET, chain.from_iterable(map(_bullets, working_articles))
        )
        captions = chain.from_iterable(
            _captions(batch, working_article) for working_article in working_articles
        )
        copy_rows(cursor, "articles_caption", _CAPTION, captions)
        copy_rows(
            cursor, "articles_attribution", _ATTRIBUTION, _attributions(batch, working_articles)
        )
        copy_rows(cursor, "articles_articletag", _TAG, _tags(batch, working_articles))


# Dropped by hand, for in a dry run the transaction is the whole import's.
def _incoming(columns: dict[str, str]) -> str:
    made = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    return f"CREATE TEMPORARY TABLE incoming ({made}) ON COMMIT DROP"


_VECTOR: Final = search.vector_sql(
    **{name: name for name in ("language", "headline", "dateline", "byline", "body", *_SEARCHED)}
)


def _content_row(working_article: WorkingArticle, now: datetime) -> tuple[Any, ...]:
    content = working_article.content
    headline, kicker = content.headline
    dateline, place = content.dateline
    digests = json.dumps(working_article.imported)
    return (
        *(
            working_article.key,
            headline,
            kicker,
            content.byline,
            dateline,
            place,
            _place_slug(place),
        ),
        *(content.body, *content.dates, digests, now),
    )


@lru_cache(maxsize=10_000)
def _place_slug(place: str) -> str:
    return slugify(place, allow_unicode=True)[:100]


def _new_row(batch: Batch, working_article: WorkingArticle, now: datetime) -> tuple[Any, ...]:
    content = working_article.content
    captions = "\n".join(f"{caption.text} {caption.credit}" for caption in content.captions)
    sources = "\n".join(sorted(credit.source for credit in content.sources))
    return (
        *_content_row(working_article, now),
        *(
            working_article.slug,
            str(batch.status),
            working_article.language,
            working_article.confidence,
            "",
            now,
            max(now, content.dates.published_at) if batch.status == "published" else None,
        ),
        *("\n".join(content.bullets), captions, sources),
    )


def _bullets(working_article: WorkingArticle) -> Iterator[tuple[Any, ...]]:
    return (
        (working_article.key, number, text)
        for number, text in enumerate(working_article.content.bullets, start=1)
    )


def _captions(batch: Batch, working_article: WorkingArticle) -> Iterator[tuple[Any, ...]]:
    for caption in working_article.content.captions:
        source = _caption_source(batch, working_article, caption)
        yield working_article.key, caption.number, caption.text, caption.credit, source, "", ""


def _attributions(
    batch: Batch, working_articles: Iterable[WorkingArticle]
) -> Iterator[tuple[Any, ...]]:
    for working_article in working_articles:
        for name, role in sorted(working_article.content.sources):
            yield working_article.key, batch.names.source(name).pk, role


def _tags(batch: Batch, working_articles: Iterable[WorkingArticle]) -> Iterator[tuple[Any, ...]]:
    for working_article in working_articles:
        for name in sorted(working_article.content.tags):
            yield working_article.key, batch.names.tag(name).pk


def _caption_source(
    batch: Batch, working_article: WorkingArticle, caption: CaptionText
) -> int | None:
    if (caption.number, caption.credit) in working_article.caption_sources:
        return working_article.caption_sources[caption.number, caption.credit]
    named = batch.credited.get(caption.credit)
    return batch.names.source(named).pk if named else None


# --- Articles that are there already


def _update(batch: Batch, working_articles: Sequence[WorkingArticle], now: datetime) -> None:
    """The rows of the parts that changed, then the article with its search column."""
    _update_rows(batch, working_articles)
    columns = {"id": "int8", **_CONTENT}
    values = ", ".join(f"{name} = incoming.{name}" for name in _CONTENT)
    vector = search.vector_of("incoming", language="article.language")
    with connection.cursor() as cursor:
        cursor.execute(_incoming(columns))
        copy_rows(
            cursor,
            "incoming",
            columns,
            (_content_row(working_article, now) for working_article in working_articles),
        )
        # Safe: all names are our own.
        cursor.execute(
            f"UPDATE articles_article article SET {values}, search = {vector} "  # noqa: S608
            "FROM incoming WHERE article.id = incoming.id; DROP TABLE incoming"
        )


def _update_rows(batch: Batch, working_articles: Sequence[WorkingArticle]) -> None:
    bulleted = [
        working_article
        for working_article in working_articles
        if "bullets" in working_article.changed
    ]
    captioned = [
        working_article
        for working_article in working_articles
        if "captions" in working_article.changed
    ]
    bullets = [
        Bullet(article_id=key, position=position, text=text)
        for working_article in bulleted
        for key, position, text in _bullets(working_article)
    ]
    captions = [
        Caption(article_id=key, number=number, text=text, credit=credit, source_id=source)
        for working_article in captioned
        for key, number, text, credit, source, *_ in _captions(batch, working_article)
    ]
    _replace_rows(Bullet, _keys(bulleted), bullets, ["position", "text"])
    with carrying_pictures(captioned):
        fields = ["number", "text", "credit", "source"]
        _replace_rows(Caption, _keys(captioned), captions, fields)
    credits = _attributions(
        batch,
        (
            working_article
            for working_article in working_articles
            if "sources" in working_article.changed
        ),
    )
    Attribution.objects.bulk_create(
        (Attribution(article_id=key, source_id=source, role=role) for key, source, role in credits),
        batch_size=5000,
        ignore_conflicts=True,
    )
    topics = _tags(
        batch,
        (
            working_article
            for working_article in working_articles
            if "tags" in working_article.changed
        ),
    )
    ArticleTag.objects.bulk_create(
        (ArticleTag(content_object_id=key, tag_id=tag) for key, tag in topics),
        batch_size=5000,
        ignore_conflicts=True,
    )


def remove_names(article: int, content: Content, parts: Container[str]) -> None:
    """Removes the sources and topics that a content does not name; an import only adds to them."""
    if "sources" in parts:
        for row in Attribution.objects.filter(article=article).select_related("source"):
            if (row.source.name, row.role) not in content.sources:
                row.delete()
    if "tags" in parts:
        ArticleTag.objects.filter(content_object=article).exclude(
            tag__name__in=content.tags
        ).delete()


def _keys(working_articles: Iterable[WorkingArticle]) -> list[int]:
    return [
        working_article.key
        for working_article in working_articles
        if working_article.key is not None
    ]


def _replace_rows(
    model: type[Bullet] | type[Caption],
    articles: Sequence[int],
    rows: Sequence[Bullet | Caption],
    fields: Sequence[str],
) -> None:
    """Writes an article's rows over those it has, so that a form an editor has open still fits."""
    stored: dict[int, list[int]] = defaultdict(list)
    found = model._default_manager.filter(article__in=articles)
    for article, pk in found.values_list("article", "pk"):
        stored[article].append(pk)
    new = []
    kept = []
    for row in rows:
        if stored[row.article_id]:
            row.pk = stored[row.article_id].pop(0)
            kept.append(row)
        else:
            new.append(row)
    surplus = [pk for keys in stored.values() for pk in keys]
    model._default_manager.filter(pk__in=surplus).delete()
    model._default_manager.bulk_update(kept, fields, batch_size=500)  # type: ignore[arg-type]
    model._default_manager.bulk_create(new, batch_size=5000)  # type: ignore[arg-type]
