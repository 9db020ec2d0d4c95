"""Cut dumps into rows, one transaction a batch.

One advisory lock lets one batch at a time through, so that two imports of the same stories end in
the same rows as one after the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify

from articles import search
from articles.models import (
    Article,
    ArticleTag,
    Attribution,
    Bullet,
    Caption,
    Clipping,
    Dump,
    ImportRun,
    headline_slug,
)
from articles.parsing.credits import credited_sources

from .content import (
    CaptionText,
    Content,
    Credit,
    content_of_row,
    digest_of,
    digests_of,
)
from .cutting import Cut, CutDump
from .matching import Identity, KnownStories, KnownStory
from .merging import merge
from .names import Names, resolve_names

_IMPORT_LOCK: Final = 0x6E657773  # "news"; the key of pg_advisory_xact_lock

_AFTER_ALL_ROWS: Final = 2**62


@dataclass(slots=True)
class DumpOutcome:
    """What one dump came to: stories by outcome, parts kept, clippings in quarantine."""

    line_count: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    quarantined: int = 0
    issue_codes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Desk:
    """One article while a batch is at work on it."""

    article: Article
    content: Content
    imported: dict[str, str]
    changed: set[str] = field(default_factory=set)

    @property
    def is_new(self) -> bool:
        return self.article.pk is None


@dataclass(slots=True)
class _Batch:
    run: ImportRun
    status: str
    language: str
    names: Names
    desks: dict[int, _Desk] = field(default_factory=dict)
    known: KnownStories = field(default_factory=KnownStories)
    dumps: dict[str, Dump] = field(default_factory=dict)
    owners: dict[tuple[str, int], tuple[int | None, int]] = field(default_factory=dict)
    """Whose a story of an imported dump is: (sha256, first line) -> the article's key, and the
    clipping's."""
    order: int = _AFTER_ALL_ROWS


def write_batch(
    dumps: Sequence[CutDump], *, run: ImportRun, status: str, language: str
) -> list[DumpOutcome]:
    """Writes the dumps, all or none, and says what each came to.

    `status` and `language` are for new articles only.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_IMPORT_LOCK])
        names = resolve_names(
            cut.content for dump in dumps for cut in dump.cuts if cut.content is not None
        )
        batch = _Batch(run, status, language, names)
        _load(batch, dumps)
        placed = [_place_dump(batch, dump) for dump in dumps]
        _save_articles(batch)
        _save_clippings(batch, dumps, [articles for _, articles in placed])
        return [outcome for outcome, _ in placed]


# What is there already


def _load(batch: _Batch, dumps: Sequence[CutDump]) -> None:
    stories = [cut for dump in dumps for cut in dump.cuts if cut.identity is not None]
    identities = [cut.identity for cut in stories if cut.identity is not None]
    batch.dumps = {
        dump.sha256: dump
        for dump in Dump.objects.filter(sha256__in={dump.sha256 for dump in dumps})
    }
    clippings = Clipping.objects.filter(kind=Clipping.Kind.STORY).order_by("pk")
    for sha256, first_line, article, pk in clippings.filter(
        dump__in=batch.dumps.values()
    ).values_list("dump__sha256", "first_line", "article_id", "pk"):
        batch.owners[sha256, first_line] = article, pk
    fields = (
        "pk",
        "article_id",
        "headline_digest",
        "lead_digest",
        "paragraph_digests",
        "dump__captured_at",
    )
    leads = {identity.lead for identity in identities} - {""}
    headlines = {identity.headline for identity in identities} - {""}
    found = {
        row[0]: row
        for row in (
            *clippings.filter(lead_digest__in=leads).values_list(*fields),
            *clippings.filter(headline_digest__in=headlines).values_list(*fields),
        )
    }
    for pk, article, headline, lead, paragraphs, captured_at in found.values():
        identity = Identity(headline, lead, frozenset(paragraphs))
        batch.known.add(KnownStory(article, identity, captured_at, pk))
    owners = (*(row[1] for row in found.values()), *(key for key, _ in batch.owners.values()))
    _load_desks(batch, {key for key in owners if key is not None})


def _load_desks(batch: _Batch, keys: Collection[int]) -> None:
    bullets: dict[int, list[str]] = defaultdict(list)
    captions: dict[int, list[CaptionText]] = defaultdict(list)
    sources: dict[int, list[Credit]] = defaultdict(list)
    tags: dict[int, list[str]] = defaultdict(list)
    for key, bullet in Bullet.objects.filter(article__in=keys).values_list("article", "text"):
        bullets[key].append(bullet)
    for caption in Caption.objects.filter(article__in=keys):
        picture = f"{caption.image.name or ''}{caption.alt_text}"
        text = CaptionText(caption.number, caption.text, caption.credit, picture)
        captions[caption.article_id].append(text)
    for row in Attribution.objects.filter(article__in=keys).select_related("source"):
        batch.names.learn(row.source)
        sources[row.article_id].append(Credit(row.source.name, row.role))
    for topic in ArticleTag.objects.filter(content_object__in=keys).select_related("tag"):
        batch.names.learn(topic.tag)
        tags[topic.content_object_id].append(topic.tag.name)
    # Locked, so that an editor's save waits for the merge instead of being merged away.
    for article in Article.objects.filter(pk__in=keys).defer("search").select_for_update():
        key = article.pk
        content = content_of_row(
            article,
            bullets=bullets[key],
            captions=captions[key],
            sources=sources[key],
            tags=tags[key],
        )
        batch.desks[key] = _Desk(article, content, dict(article.imported_digests))


# Story by story


def _place_dump(batch: _Batch, dump: CutDump) -> tuple[DumpOutcome, list[_Desk | None]]:
    """The outcome, and for each cut the article it belongs to."""
    outcome = DumpOutcome(dump.line_count, issue_codes=[issue.code for issue in dump.issues])
    desks: list[_Desk | None] = []
    for cut in dump.cuts:
        outcome.issue_codes += [issue.code for issue in cut.issues]
        outcome.quarantined += cut.kind == Clipping.Kind.QUARANTINE
        desks.append(_place_story(batch, dump, cut, outcome) if cut.content else None)
    return outcome, desks


def _place_story(batch: _Batch, dump: CutDump, cut: Cut, outcome: DumpOutcome) -> _Desk | None:
    if cut.content is None or cut.identity is None:
        raise ValueError("only a story can be placed")
    content = batch.names.canonical(cut.content)
    known = batch.known.same_as(cut.identity)
    key, order = _owner(batch, dump, cut, known)
    if key is None:  # an editor has deleted the article: it stays deleted
        outcome.kept += 1
        return None
    story = KnownStory(key, cut.identity, dump.captured_at, order)
    batch.known.add(story)
    if key not in batch.desks:
        batch.desks[key] = _new_desk(batch, content, cut.confidence)
        outcome.created += 1
        return batch.desks[key]
    desk = batch.desks[key]
    outdated = any(other.supersedes(story) for other in known)
    merged = merge(desk.content, content, desk.imported, outdated=outdated)
    desk.content = merged.content
    desk.changed |= set(merged.changed)
    desk.imported |= {part: digest_of(getattr(merged.content, part)) for part in merged.changed}
    outcome.kept += len(merged.kept)
    outcome.updated += bool(merged.changed)
    outcome.unchanged += not merged.changed
    return desk


def _owner(
    batch: _Batch, dump: CutDump, cut: Cut, known: Sequence[KnownStory]
) -> tuple[int | None, int]:
    """The key of the article that a story belongs to, and the story's place in the order of
    imports. None is an article that was deleted."""
    if (place := (dump.sha256, cut.first_line)) in batch.owners:
        return batch.owners[place]
    batch.order += 1
    if not known:
        return _new_key(batch), batch.order
    owners = (story.article for story in known if story.article is not None)
    return next(owners, None), batch.order


def _new_key(batch: _Batch) -> int:
    """A key for an article that has none yet: negative, so that it meets no real one."""
    return -1 - sum(key < 0 for key in batch.desks)


def _new_desk(batch: _Batch, content: Content, confidence: float) -> _Desk:
    article = Article(status=batch.status, language=batch.language, confidence=confidence)
    return _Desk(article, content, digests_of(content))


# Rows


def _save_articles(batch: _Batch) -> None:
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
    everything = set(Content.__dataclass_fields__)
    _save_rows(batch, [(desk, everything) for desk in created])
    _save_rows(batch, [(desk, desk.changed) for desk in updated])
    search.refresh([desk.article.pk for desk in (*created, *updated)])


def _fill(desk: _Desk, now: datetime) -> None:
    article, content = desk.article, desk.content
    article.headline, article.kicker = content.headline
    article.slug = article.slug or headline_slug(article.headline)
    article.byline = content.byline
    article.dateline, article.place = content.dateline
    article.place_slug = slugify(article.place, allow_unicode=True)
    article.body = content.body
    article.published_at, article.date_text = content.dates[:2]
    article.date_precision, article.date_method = content.dates[2:]
    article.imported_digests = desk.imported
    article.modified_at = now


def _save_rows(batch: _Batch, desks: Sequence[tuple[_Desk, set[str]]]) -> None:
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


def _caption(batch: _Batch, article: int, caption: CaptionText) -> Caption:
    named = credited_sources(caption.credit)
    return Caption(
        article_id=article,
        number=caption.number,
        text=caption.text,
        credit=caption.credit[:300],
        source=batch.names.source(named[0].name) if named else None,
    )


def _save_clippings(
    batch: _Batch, dumps: Sequence[CutDump], owners: Sequence[Sequence[_Desk | None]]
) -> None:
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
            first_run=batch.run,
            issues=[_issue(issue.code, issue.line, issue.message) for issue in dump.issues],
        )
        for dump, _ in new.values()
    )
    Clipping.objects.bulk_create(
        (
            _clipping(row, position, cut, desk)
            for row, (dump, desks) in zip(rows, new.values(), strict=True)
            for position, (cut, desk) in enumerate(zip(dump.cuts, desks, strict=True), start=1)
        ),
        batch_size=1000,
    )


def _clipping(dump: Dump, position: int, cut: Cut, desk: _Desk | None) -> Clipping:
    clipping = Clipping(
        dump=dump,
        position=position,
        kind=cut.kind,
        article=desk.article if desk else None,
        first_line=cut.first_line,
        last_line=cut.last_line,
        raw=cut.raw,
        ledger=cut.ledger,
        issues=[_issue(issue.code, issue.line, issue.message) for issue in cut.issues],
        reason=cut.reason,
        confidence=cut.confidence,
    )
    if cut.identity is not None:
        clipping.headline_digest = cut.identity.headline
        clipping.lead_digest = cut.identity.lead
        clipping.paragraph_digests = sorted(cut.identity.paragraphs)
    return clipping


def _issue(code: str, line: int, message: str) -> dict[str, object]:
    return {"code": code, "line": line, "message": message}
