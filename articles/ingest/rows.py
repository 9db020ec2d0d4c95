"""A batch's outcome into rows: only what changed is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import connection
from django.utils import timezone
from django.utils.text import slugify
from psycopg.types.json import Jsonb

from articles import search
from articles.models import (
    Article,
    ArticleTag,
    Attribution,
    Bullet,
    Caption,
    Dump,
    headline_slug,
)
from articles.parsing.credits import credited_sources

from .content import PARTS, CaptionText
from .cutting import Cut, CutDump
from .desk import Batch, Desk
from .matching import Identity

_NO_IDENTITY: Final = Identity("", "", frozenset())

# Clippings go in by COPY: they hold the dumps' bytes, and an INSERT would double each of them.
_CLIPPING_COLUMNS: Final = (
    ("dump_id", "int8"),
    ("position", "int4"),
    ("kind", "varchar"),
    ("article_id", "int8"),
    ("first_line", "int4"),
    ("last_line", "int4"),
    ("raw", "bytea"),
    ("ledger", "jsonb"),
    ("issues", "jsonb"),
    ("reason", "varchar"),
    ("confidence", "float8"),
    ("headline_digest", "varchar"),
    ("lead_digest", "varchar"),
    ("paragraph_digests", "int8[]"),
)
_COPY_CLIPPINGS: Final = (
    f"COPY articles_clipping ({', '.join(name for name, _ in _CLIPPING_COLUMNS)}) "
    "FROM STDIN (FORMAT BINARY)"
)


def save_articles(batch: Batch) -> None:
    """Writes new articles whole, and of stored ones the parts that changed."""
    now = timezone.now()
    created = [desk for desk in batch.desks.values() if desk.is_new]
    updated = [desk for desk in batch.desks.values() if not desk.is_new and desk.changed]
    for desk in (*created, *updated):
        _fill(desk, now)
    Article.objects.bulk_create([desk.article for desk in created], batch_size=1000)
    Article.objects.bulk_update(
        [desk.article for desk in updated],
        [
            "headline",
            "kicker",
            "byline",
            "dateline",
            "place",
            "place_slug",
            "body",
            "published_at",
            "date_text",
            "date_precision",
            "date_method",
            "imported_digests",
            "modified_at",
        ],
        batch_size=500,
    )
    everything = set(PARTS)
    _save_rows(batch, [(desk, everything) for desk in created])
    _save_rows(batch, [(desk, desk.changed) for desk in updated])
    search.refresh([desk.article.pk for desk in (*created, *updated)])


def _fill(desk: Desk, now: datetime) -> None:
    article, content = desk.article, desk.content
    article.headline, article.kicker = content.headline
    article.slug = article.slug or headline_slug(article.headline)
    article.byline = content.byline
    article.dateline, article.place = content.dateline
    article.place_slug = slugify(article.place, allow_unicode=True)[:100]
    article.body = content.body
    article.published_at, article.date_text = content.dates[:2]
    article.date_precision, article.date_method = content.dates[2:]
    article.imported_digests = desk.imported
    article.modified_at = now


def _save_rows(batch: Batch, desks: Sequence[tuple[Desk, set[str]]]) -> None:
    """The rows of the parts that changed."""
    bullets, captions, attributions, tags = [], [], [], []
    stale_bullets, stale_captions = [], []
    for desk, changed in desks:
        key, content = desk.article.pk, desk.content
        if "bullets" in changed:
            stale_bullets.append(key)
            bullets += [
                Bullet(article_id=key, position=position, text=text)
                for position, text in enumerate(content.bullets, start=1)
            ]
        if "captions" in changed:
            stale_captions.append(key)
            captions += [_caption(batch, key, caption) for caption in content.captions]
        if "sources" in changed:
            attributions += [
                Attribution(article_id=key, source=batch.names.source(name), role=role)
                for name, role in sorted(content.sources)
            ]
        if "tags" in changed:
            tags += [
                ArticleTag(content_object_id=key, tag=batch.names.tag(name))
                for name in sorted(content.tags)
            ]
    Bullet.objects.filter(article__in=stale_bullets).delete()
    Caption.objects.filter(article__in=stale_captions).delete()
    Bullet.objects.bulk_create(bullets, batch_size=5000)
    Caption.objects.bulk_create(captions, batch_size=5000)
    Attribution.objects.bulk_create(attributions, batch_size=5000, ignore_conflicts=True)
    ArticleTag.objects.bulk_create(tags, batch_size=5000, ignore_conflicts=True)


def _caption(batch: Batch, article: int, caption: CaptionText) -> Caption:
    named = credited_sources(caption.credit)
    return Caption(
        article_id=article,
        number=caption.number,
        text=caption.text,
        credit=caption.credit[:300],
        source=batch.names.source(named[0].name) if named else None,
    )


def save_clippings(
    batch: Batch, dumps: Sequence[CutDump], owners: Sequence[Sequence[Desk | None]]
) -> None:
    """Writes the dumps that are new, and their clippings; `owners` has each cut's article."""
    new = {dump.sha256: (dump, desks) for dump, desks in zip(dumps, owners, strict=True)}
    new = {sha256: pair for sha256, pair in new.items() if sha256 not in batch.dumps}
    rows = Dump.objects.bulk_create(
        Dump(
            sha256=dump.sha256,
            name=dump.name,
            byte_count=dump.byte_count,
            line_count=dump.line_count,
            encoding=dump.encoding,
            captured_at=dump.captured_at,
            original=dump.original,
            hints=dump.hints,
            first_run=batch.run,
            issues=[_issue(issue.code, issue.line, issue.message) for issue in dump.issues],
        )
        for dump, _ in new.values()
    )
    with connection.cursor() as cursor, cursor.copy(_COPY_CLIPPINGS) as copy:
        copy.set_types([kind for _, kind in _CLIPPING_COLUMNS])
        for row, (dump, desks) in zip(rows, new.values(), strict=True):
            for position, (cut, desk) in enumerate(zip(dump.cuts, desks, strict=True), start=1):
                copy.write_row(_clipping_row(row.pk, position, cut, desk))


def _clipping_row(dump: int, position: int, cut: Cut, desk: Desk | None) -> tuple[object, ...]:
    identity = cut.identity or _NO_IDENTITY
    issues = [_issue(issue.code, issue.line, issue.message) for issue in cut.issues]
    return (
        dump,
        position,
        str(cut.kind),
        desk.article.pk if desk else None,
        cut.first_line,
        cut.last_line,
        cut.raw,
        Jsonb(cut.ledger),
        Jsonb(issues),
        cut.reason,
        cut.confidence,
        identity.headline,
        identity.lead,
        sorted(identity.paragraphs),
    )


def _issue(code: str, line: int, message: str) -> dict[str, object]:
    return {"code": code, "line": line, "message": message}
