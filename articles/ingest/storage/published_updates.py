"""Published articles that a run changes (`--update-published`): their previous state is stored as a
version, and can be restored when the run is undone.

Undoing is by parts. A part that an editor or another run has changed since stays; so does the body
or the captions if one would no longer match the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from articles import publishing
from articles.ingest.stories.content import (
    GROWING_PARTS,
    CaptionText,
    Content,
    Credit,
    Dated,
    digest_of,
)
from articles.models import PUBLIC_STATUSES, Clipping, ImportRun, PublishedUpdate, Source
from articles.versions import bulk, history

from .article_rows import remove_names, save_articles
from .disagreements import note_disagreements
from .locks import lock_all_stories
from .names import resolve_names
from .picture_rows import without_brought
from .working_set import Batch, WorkingArticle, load_working_articles

_AT_ONCE: Final = 200
"""Articles restored in one transaction: so long an editor's save may have to wait."""


# --- Changing


@contextmanager
def keeping_versions(batch: Batch) -> Iterator[None]:
    """What a batch writes inside leaves a version before and after of each published article that
    it changes. Versions are of what readers could see: of what one batch makes of an article that
    is new, there is none."""
    working_articles = {
        working_article.key: working_article
        for working_article in batch.working_articles.values()
        if _is_published_change(working_article)
    }
    keys = sorted(key for key in working_articles if key is not None)
    if not keys:
        yield
        return
    before = bulk.keep_all(keys)
    yield
    publishing.reschedule(keys, now=timezone.now())
    comment = history.UPDATED.format(run=batch.run.pk, asked_by=batch.run.asked_by)
    bulk.add_all(dict.fromkeys(keys, comment))
    _note(batch.run, {key: _written(working_articles[key]) for key in keys}, before)


def _is_published_change(working_article: WorkingArticle) -> bool:
    return (
        working_article.stored is not None
        and working_article.status in PUBLIC_STATUSES
        and bool(_written(working_article))
    )


def _written(working_article: WorkingArticle) -> dict[str, str]:
    """The digests of the parts that a batch changes in a stored article."""
    return {
        part: digest_of(getattr(working_article.content, part))
        for part in sorted(working_article.changed)
        if getattr(working_article.stored, part) != getattr(working_article.content, part)
    }


def _note(run: ImportRun, written: Mapping[int, dict[str, str]], before: Mapping[int, int]) -> None:
    again = list(PublishedUpdate.objects.filter(run=run, article__in=written))
    for update in again:
        update.digests |= written[update.article_id]
    PublishedUpdate.objects.bulk_update(again, ["digests"], batch_size=500)
    known = {update.article_id for update in again}
    now = timezone.now()
    PublishedUpdate.objects.bulk_create(
        PublishedUpdate(
            run=run, article_id=key, before_id=before[key], digests=digests, made_at=now
        )
        for key, digests in written.items()
        if key not in known
    )


# --- Undoing


@dataclass(slots=True)
class Undone:
    """What came of undoing a run's updates, by article: those restored in every part, and of the
    others the parts that were left."""

    restored: set[int] = field(default_factory=set)
    left: dict[int, tuple[str, ...]] = field(default_factory=dict)


def pending(run: ImportRun) -> Iterator[list[PublishedUpdate]]:
    """The run's updates that are not undone, a batch at a time."""
    rows = PublishedUpdate.objects.filter(run=run, undone_at=None).order_by("article_id")
    after = 0
    while updates := list(rows.filter(article__gt=after).select_related("before")[:_AT_ONCE]):
        yield updates
        after = updates[-1].article_id


def undo_updates(
    run: ImportRun,
    updates: Sequence[PublishedUpdate],
    *,
    now: datetime,
    asked_by: str,
    dry_run: bool,
) -> Undone:
    """Brings back what these articles were before the run, in one transaction, and keeps versions
    before and after."""
    versions = [update.before for update in updates if update.before]
    before = dict(zip((v.pk for v in versions), history.snapshots(versions), strict=True))
    contents = {
        update.article_id: content_of(update.article_id, before[update.before_id])
        for update in updates
        if update.before_id
    }
    with transaction.atomic():
        batch = Batch(run, "", "")
        batch.names = resolve_names(contents.values())
        lock_all_stories()
        load_working_articles(batch, [update.article_id for update in updates])
        undone = Undone()
        for update in updates:
            working_article, was = (
                batch.working_articles[update.article_id],
                contents.get(update.article_id),
            )
            parts = _free_parts(working_article, update, was)
            left = tuple(part for part in update.digests if part not in parts)
            if left:
                undone.left[update.article_id] = left
            else:
                undone.restored.add(update.article_id)
            if was is not None and parts:
                _restore(working_article, was, parts)
                working_article.caption_sources = _caption_sources(before[update.before_id])
        if dry_run:
            transaction.set_rollback(True)
        else:
            _save(batch, updates, undone, now=now, asked_by=asked_by)
    return undone


def _free_parts(
    working_article: WorkingArticle, update: PublishedUpdate, was: Content | None
) -> list[str]:
    """The parts that are as the run wrote them."""
    if was is None:  # somebody has deleted the version
        return []
    free = []
    for part, digest in update.digests.items():
        now = digest_of(getattr(working_article.content, part))
        # A source that was renamed or merged since changed the digest, and is no edit.
        is_renamed = part in GROWING_PARTS and now == working_article.imported.get(part)
        if now == digest or is_renamed:
            free.append(part)
    # The body places captions by number: one must not change under the other.
    pair = {"body", "captions"} & update.digests.keys()
    if not pair <= set(free) and was.captions != working_article.content.captions:
        free = [part for part in free if part not in pair]
    return free


def _restore(working_article: WorkingArticle, was: Content, parts: Sequence[str]) -> None:
    working_article.kept = {part: getattr(working_article.content, part) for part in parts}
    working_article.content = replace(
        working_article.content, **{part: getattr(was, part) for part in parts}
    )
    working_article.imported |= {part: digest_of(getattr(was, part)) for part in parts}
    working_article.changed = set(parts)


def _save(
    batch: Batch,
    updates: Sequence[PublishedUpdate],
    undone: Undone,
    *,
    now: datetime,
    asked_by: str,
) -> None:
    changed = {
        working_article.key: working_article
        for working_article in batch.working_articles.values()
        if working_article.changed
    }
    keys = sorted(key for key in changed if key is not None)
    bulk.keep_all(keys)
    save_articles(batch)
    for key in keys:
        remove_names(key, changed[key].content, changed[key].changed)
    publishing.reschedule(keys, now=now)
    comment = history.UNDONE.format(run=batch.run.pk, asked_by=asked_by)
    bulk.add_all(dict.fromkeys(keys, comment))
    _note_captures(batch, keys, undone)
    for update in updates:
        left = undone.left.get(update.article_id, ())
        update.digests = {part: update.digests[part] for part in left} or update.digests
        if not left:
            update.undone_at, update.undone_by = now, asked_by[:200]
    fields = ["digests", "undone_at", "undone_by"]
    PublishedUpdate.objects.bulk_update(updates, fields, batch_size=500)


def _note_captures(batch: Batch, keys: Collection[int], undone: Undone) -> None:
    """Notes a disagreement where the capture that the run's text was read from stays."""
    of_run = Clipping.objects.filter(article__in=undone.restored, dump__first_run=batch.run)
    going = set(of_run.values_list("article", flat=True))
    working_articles = [batch.working_articles[key] for key in keys if key not in going]
    for working_article in working_articles:
        working_article.is_heard = True
    note_disagreements(working_articles)


def content_of(article: int, version: history.Snapshot) -> Content:
    """The parts of an article's version."""
    columns = version.columns
    at: datetime = columns["published_at"]
    return Content(
        headline=(columns["headline"], columns["kicker"]),
        byline=columns["byline"],
        dateline=(columns["dateline"], columns["place"]),
        dates=Dated(at, columns["date_text"], columns["date_precision"], columns["date_method"]),
        body=columns["body"],
        bullets=tuple(row["text"] for row in version.bullets),
        captions=without_brought(
            article,
            [
                CaptionText(
                    row["number"], row["text"], row["credit"], f"{row['image']}{row['alt_text']}"
                )
                for row in version.captions
            ],
        ),
        sources=frozenset(Credit(name, role) for name, role in version.sources),
        tags=frozenset(version.topics),
    )


def _caption_sources(version: history.Snapshot) -> dict[tuple[int, str], int | None]:
    """The sources of a version's captions; for one that was merged since, what it became."""
    current = Source.objects.by_key(row["source_id"] or 0 for row in version.captions)
    return {
        (row["number"], row["credit"]): current[row["source_id"]].pk
        if row["source_id"] in current
        else None
        for row in version.captions
    }
