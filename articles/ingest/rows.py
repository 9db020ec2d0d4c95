"""A batch's outcome into rows: only what changed is written."""

from __future__ import annotations

from collections import defaultdict
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
    Clipping,
    Dump,
    headline_slug,
)
from articles.parsing.credits import credited_sources

from .content import PARTS, CaptionText
from .cutting import Cut, CutDump
from .desk import Batch, Desk
from .matching import Identity
from .registry import registry

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
    attributions, tags = [], []
    for desk, changed in desks:
        key, content = desk.article.pk, desk.content
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
    bullets = [
        Bullet(article_id=desk.article.pk, position=position, text=text)
        for desk, changed in desks
        if "bullets" in changed
        for position, text in enumerate(desk.content.bullets, start=1)
    ]
    captions = [
        _caption(batch, desk, caption)
        for desk, changed in desks
        if "captions" in changed
        for caption in desk.content.captions
    ]
    stale = [desk.article.pk for desk, changed in desks if "bullets" in changed]
    _replace_rows(Bullet, stale, bullets, ["position", "text"])
    stale = [desk.article.pk for desk, changed in desks if "captions" in changed]
    _replace_rows(Caption, stale, captions, ["number", "text", "credit", "source"])
    Attribution.objects.bulk_create(attributions, batch_size=5000, ignore_conflicts=True)
    ArticleTag.objects.bulk_create(tags, batch_size=5000, ignore_conflicts=True)


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


def _caption(batch: Batch, desk: Desk, caption: CaptionText) -> Caption:
    row = Caption(
        article_id=desk.article.pk,
        number=caption.number,
        text=caption.text,
        credit=caption.credit[:300],
    )
    if (caption.number, row.credit) in desk.caption_sources:
        row.source_id = desk.caption_sources[caption.number, row.credit]
    elif named := credited_sources(caption.credit, registry()):
        row.source = batch.names.source(named[0].name)
    return row


def save_clippings(
    batch: Batch, dumps: Sequence[CutDump], owners: Sequence[Sequence[Desk | None]]
) -> None:
    """Writes the dumps that are new, and their clippings; `owners` has each cut's article.

    A known dump that the parser now cuts otherwise than it did gets new clippings.
    """
    new = {dump.sha256: dump for dump in dumps if dump.sha256 not in batch.dumps}
    rows = Dump.objects.bulk_create(_dump(batch, dump) for dump in new.values())
    to_write = dict(zip(new, rows, strict=True))
    for dump in dumps:
        row = batch.dumps.get(dump.sha256)
        if row is None:
            continue
        if row.captured_at is None and dump.captured_at is not None:
            Dump.objects.filter(pk=row.pk).update(captured_at=dump.captured_at)
        cuts = [(str(cut.kind), cut.first_line, cut.last_line) for cut in dump.cuts]
        if cuts != batch.cuts.get(dump.sha256, []):
            Clipping.objects.filter(dump=row).delete()
            to_write[dump.sha256] = row
    with connection.cursor() as cursor, cursor.copy(_COPY_CLIPPINGS) as copy:
        copy.set_types([kind for _, kind in _CLIPPING_COLUMNS])
        for dump, desks in zip(dumps, owners, strict=True):
            row = to_write.pop(dump.sha256, None)
            if row is None:
                continue
            for position, (cut, desk) in enumerate(zip(dump.cuts, desks, strict=True), start=1):
                copy.write_row(_clipping_row(row.pk, position, cut, desk))


def _dump(batch: Batch, dump: CutDump) -> Dump:
    return Dump(
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
