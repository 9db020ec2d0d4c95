"""Undoes an import: restores what it changed in published articles, and removes what it created and
nobody has touched since, with its dumps.

What was touched stays, with its dumps, as a dump is stored as a whole or not at all. In a dump that
stays, the lines of a removed story are kept as lines between stories; importing the dump again
restores that story.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Min, Q, QuerySet
from django.utils.text import slugify

from articles import publishing
from articles.ingest.pictures.taking_back import take_back
from articles.ingest.storage.import_gate import StillRunningError, excluding_imports
from articles.ingest.storage.locks import lock_all_stories
from articles.ingest.storage.published_updates import Undone, pending, undo_updates
from articles.ingest.storage.work_locks import is_at_work
from articles.ingest.storage.working_set import Batch, load_working_articles
from articles.ingest.stories.content import digests_of
from articles.models import Article, Clipping, Dump, ImportRun, headline_slug
from articles.models.image_files import discarding

logger = logging.getLogger(__name__)

MOST_NAMED: Final = 20
"""Remaining articles that a result lists; more are only counted by reason."""

_AT_ONCE: Final = 500


class Reason(StrEnum):
    """Why an article stays."""

    ONLY_UPDATED = "the run only brought it up to date"
    CHANGED_SINCE = "it was published, and what the run changed was changed again since"
    SHARED = "another run's dump has it, too"
    EDITED = "an editor has changed it"
    MOVED = "its status was changed by hand"
    MADE_SINCE = "a later import made it"


@dataclass(frozen=True, slots=True)
class LeftArticle:
    """An article that stays, and why; `parts` are those that could not be restored."""

    article: int
    headline: str
    reason: Reason
    parts: tuple[str, ...] = ()


@dataclass(slots=True)
class UndoResult:
    """What was removed and what stayed; `restored_count` are published articles that the run
    changed, and that are now as they were before. `named` are the first articles that stayed."""

    removed_count: int = 0
    withdrawn_count: int = 0
    restored_count: int = 0
    removed_dump_count: int = 0
    left_dump_count: int = 0
    left: Counter[Reason] = field(default_factory=Counter)
    named: list[LeftArticle] = field(default_factory=list)
    stopped: bool = False

    def __str__(self) -> str:
        counts = (
            f"removed {self.removed_count}, withdrawn {self.withdrawn_count}, "
            f"left {self.left.total()}, dumps removed {self.removed_dump_count}, "
            f"dumps left {self.left_dump_count}"
        )
        return counts + (f", restored {self.restored_count}" if self.restored_count else "")


def undo(
    run: ImportRun,
    *,
    now: datetime,
    asked_by: str = "",
    dry_run: bool = False,
    stop: Callable[[], bool] = lambda: False,
) -> UndoResult:
    """Restores the published articles that the run changed, and withdraws and removes what it
    created and nobody has touched since.

    Of a published article each part is restored that nobody has changed since. An article is the
    run's when all its clippings are of dumps that this run was the first to read. It has been
    touched when a part is not as it was imported, when its history has an entry, or when its status
    is another than the run gave it. In batches, each complete; doing it again goes on. While it
    lasts no import begins. Raises `StillRunningError` for a run that is at work and, unless it is a
    dry run, where any import is.
    """
    if dry_run:
        _check_ended(run)
        return _Undoing(run, now, asked_by, stop, dry_run=True).go()
    with excluding_imports(run):
        run.refresh_from_db()
        _check_ended(run)
        result = _Undoing(run, now, asked_by, stop).go()
        if not result.stopped:
            ImportRun.objects.filter(pk=run.pk).update(undone_at=now)
            logger.info("undid run %s: %s", run.pk, result)
    return result


def _check_ended(run: ImportRun) -> None:
    if is_at_work(run):
        raise StillRunningError(f"run {run.pk} is at work; stop it first")


@dataclass(slots=True)
class _Undoing:
    """An undo in progress."""

    run: ImportRun
    now: datetime
    asked_by: str
    stop: Callable[[], bool]
    dry_run: bool = False
    result: UndoResult = field(default_factory=UndoResult)
    updates: Undone = field(default_factory=Undone)
    left_dumps: set[int] = field(default_factory=set)

    def go(self) -> UndoResult:
        """Undoes it, updates first: an article that is restored is no longer in the run's dumps."""
        self.result.stopped = not (
            self._undo_updates() and self._take_back_pictures() and self._undo_articles()
        )
        if not self.result.stopped:
            _remove_dumps(self.run, self.left_dumps, self.result, dry_run=self.dry_run)
        return self.result

    def _undo_updates(self) -> bool:
        """False if it was stopped."""
        for updates in pending(self.run):
            if self.stop():
                return False
            keys = [update.article_id for update in updates]
            ours = _made_by(self.run, keys)
            undone = undo_updates(
                self.run,
                [update for update in updates if update.article_id not in ours],
                now=self.now,
                asked_by=self.asked_by,
                dry_run=self.dry_run,
            )
            self.result.restored_count += len(undone.restored)
            self.updates.restored |= undone.restored
            self.updates.left |= undone.left
            headlines = dict(
                Article.objects.filter(pk__in=undone.left).values_list("pk", "headline")
            )
            _note(
                self.result,
                [
                    LeftArticle(key, headlines.get(key, ""), Reason.CHANGED_SINCE, parts)
                    for key, parts in undone.left.items()
                ],
            )
        return True

    def _take_back_pictures(self) -> bool:
        """False if it was stopped."""
        return self.dry_run or take_back(self.run, asked_by=self.asked_by, stop=self.stop)

    def _undo_articles(self) -> bool:
        """False if it was stopped."""
        for keys in _articles_of(self.run):
            if self.stop():
                return False
            with transaction.atomic():
                lock_all_stories()
                left = list(_left(self.run, keys))
                restored = self._restored(left)
                stay = [article for article in left if article.article not in restored]
                # Those of which parts were left are noted already.
                _note(self.result, [row for row in stay if row.article not in self.updates.left])
                self.left_dumps |= _dumps_of(self.run, [row.article for row in stay])
                gone = sorted(set(keys) - {article.article for article in left})
                if not self.dry_run:
                    _cut_off(self.run, restored)
                _remove(self.run, gone, self.result, now=self.now, dry_run=self.dry_run)
        return True

    def _restored(self, left: Sequence[LeftArticle]) -> set[int]:
        """Of the articles that the run only updated those that are what they were before it, be it
        since an undoing that was stopped."""
        updated = {row.article for row in left if row.reason is Reason.ONLY_UPDATED}
        undone = self.run.published_updates.filter(article__in=updated, undone_at__isnull=False)
        return updated & (self.updates.restored | set(undone.values_list("article", flat=True)))


def _articles_of(run: ImportRun) -> Iterator[list[int]]:
    """The articles that the run's dumps have, in order of id, a batch at a time."""
    clippings = Clipping.objects.filter(dump__first_run=run, kind=Clipping.Kind.STORY)
    articles = clippings.order_by("article_id").values_list("article_id", flat=True).distinct()
    after = 0
    while keys := list(articles.filter(article__gt=after)[:_AT_ONCE]):
        yield keys
        after = keys[-1]


def _left(run: ImportRun, keys: Sequence[int]) -> Iterator[LeftArticle]:
    shared = _shared(run, keys)
    edited = edited_among(keys)
    status = run.options.get("status", Article.Status.IN_REVIEW)
    fields = ("headline", "status", "created_at")
    for article in Article.objects.filter(pk__in=keys).only(*fields).order_by("pk"):
        reason = shared.get(article.pk)
        if not reason and run.undone_at and article.created_at > run.undone_at:
            reason = Reason.MADE_SINCE
        if not reason and article.pk in edited:
            reason = Reason.EDITED
        if not reason and article.status != status:
            reason = Reason.MOVED
        if reason:
            yield LeftArticle(article.pk, article.headline, reason)


def edited_among(keys: Sequence[int]) -> set[int]:
    """The articles that somebody has worked on: a part or the slug is not as it was imported, there
    is a note to editors, or the history has an entry."""
    batch = Batch(ImportRun(), "", "")
    load_working_articles(batch, list(keys))
    logged = _logged(keys)
    return {
        article.pk
        for article in Article.objects.filter(pk__in=keys).only("headline", "slug", "ednote")
        for working_article in [batch.working_articles[article.pk]]
        if article.pk in logged
        or article.ednote
        or not _is_slug_of(article.slug, article.headline)
        or digests_of(working_article.content) != working_article.imported
    }


def _is_slug_of(slug: str, headline: str) -> bool:
    """Whether a slug was made from the headline, with its vowel signs or, as once, without."""
    return slug == headline_slug(headline) or slug == headline_slug(
        slugify(headline, allow_unicode=True)
    )


def _made_by(run: ImportRun, keys: Sequence[int]) -> set[int]:
    """Of these articles those that the run made itself."""
    own = Clipping.objects.filter(article__in=keys, dump__first_run=run)
    ours = set(own.values_list("article", flat=True))
    shared = _shared(run, sorted(ours))
    return {pk for pk in ours if shared.get(pk) is not Reason.ONLY_UPDATED}


def _shared(run: ImportRun, keys: Sequence[int]) -> dict[int, Reason]:
    """The articles that other runs' dumps have: which of them were there before this run's."""
    ours = Q(clippings__dump__first_run=run)
    rows = (
        Article.objects.filter(pk__in=keys)
        .annotate(
            first=Min("clippings__dump", filter=ours), other=Min("clippings__dump", filter=~ours)
        )
        .filter(other__isnull=False)
        .values_list("pk", "first", "other")
    )
    return {
        pk: Reason.ONLY_UPDATED if other < first else Reason.SHARED for pk, first, other in rows
    }


def _logged(keys: Sequence[int]) -> set[int]:
    """The articles that somebody has done something to on the desk."""
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Article), object_id__in=map(str, keys)
    )
    return {int(pk) for pk in entries.values_list("object_id", flat=True) if pk}


def _note(result: UndoResult, left: Sequence[LeftArticle]) -> None:
    result.left.update(article.reason for article in left)
    result.named += left[: MOST_NAMED - len(result.named)]


def _remove(
    run: ImportRun, keys: Sequence[int], result: UndoResult, *, now: datetime, dry_run: bool
) -> None:
    articles = Article.objects.filter(pk__in=keys)
    result.removed_count += len(keys)
    if dry_run:
        result.withdrawn_count += articles.published(now=now).count()
        return
    result.withdrawn_count += len(publishing.withdraw_all(articles, now=now).moved)
    _make_between(
        Clipping.objects.filter(article__in=keys),
        f"Its article was removed when run {run.pk} was undone.",
    )
    with discarding(keys):
        articles.only("pk").delete()


def _cut_off(run: ImportRun, keys: Collection[int]) -> None:
    """Takes the run's captures from articles that are what they were before it."""
    _make_between(
        Clipping.objects.filter(article__in=keys, dump__first_run=run),
        f"What it changed in its article was undone when run {run.pk} was undone.",
    )


def _make_between(clippings: QuerySet[Clipping], reason: str) -> None:
    clippings.update(
        kind=Clipping.Kind.BETWEEN,
        article=None,
        reason=reason,
        headline_digest="",
        lead_digest="",
        text_digest="",
        address_digest="",
        address_key="",
        updated_at=None,
        is_update_timed=False,
        published_on=None,
        is_published_labelled=False,
        paragraph_digests=[],
    )


def _dumps_of(run: ImportRun, keys: Sequence[int]) -> set[int]:
    clippings = Clipping.objects.filter(article__in=keys, dump__first_run=run)
    return set(clippings.values_list("dump", flat=True))


def _remove_dumps(run: ImportRun, left: set[int], result: UndoResult, *, dry_run: bool) -> None:
    result.left_dump_count = len(left)
    dumps = Dump.objects.filter(first_run=run).order_by("pk").values_list("pk", flat=True)
    after = 0
    while keys := list(dumps.filter(pk__gt=after)[:_AT_ONCE]):
        after = keys[-1]
        gone = [pk for pk in keys if pk not in left]
        if dry_run:
            result.removed_dump_count += len(gone)
            continue
        with transaction.atomic():
            lock_all_stories()
            # Asked once more: an import may have used one of them since its articles went.
            free = Dump.objects.filter(pk__in=gone).exclude(
                pk__in=Clipping.objects.filter(dump__in=gone, article__isnull=False).values("dump")
            )
            pks = list(free.values_list("pk", flat=True))
            Dump.objects.filter(pk__in=pks).only("pk").delete()
        result.removed_dump_count += len(pks)
        result.left_dump_count += len(gone) - len(pks)
