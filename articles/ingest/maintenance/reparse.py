"""Parses stored clippings again, after the parser has improved, and merges as a re-import does.

No article is deleted and no status changes; what is published stays as it is. A story that the
parser no longer finds keeps its article; one that it finds for the first time becomes an article in
review.
"""

from __future__ import annotations

import json
import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

from django.db import (
    InterfaceError,
    OperationalError,
    transaction,
)
from django.db.models import F, QuerySet

from articles.ingest.events import Counts, DumpDone, Event, Notice, Progress, Taken, to_each
from articles.ingest.pipeline.run_log import logged_run
from articles.ingest.storage.batch import Placement, place_batch, save_batch
from articles.ingest.storage.differences import ArticleChange, change_of
from articles.ingest.storage.import_gate import inside_gate
from articles.ingest.storage.quarantine_rules import load_placements
from articles.ingest.storage.settled_issues import as_raised, issue_as_json
from articles.ingest.storage.working_set import Batch
from articles.ingest.storage.write_dumps import DatabaseGoneError, write_each
from articles.ingest.stories.identity import NO_IDENTITY
from articles.ingest.stories.split import SplitDump
from articles.models import Article, Clipping, Dump, ImportRun, PlacementRule

from .stored_dump import split_stored

logger = logging.getLogger(__name__)

BATCH_DUMPS: Final = 200
BATCH_BYTES: Final = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class LostStory:
    """A story that is no longer found in its dump; its article stays."""

    dump: str
    first_line: int
    article: int

    def lines(self) -> list[str]:
        """The story in words."""
        place = f"{self.dump}, line {self.first_line}"
        return [f"{place}: no longer found as a story; article {self.article} stays"]


@dataclass(frozen=True, slots=True)
class TakingPages:
    """An editor's decision that pages are articles although they look like none."""

    by: Any = None

    def keep(self, digests: Sequence[str]) -> None:
        """Stores the decision for the dumps with these SHA-256s."""
        kind = PlacementRule.Kind.PAGE
        PlacementRule.objects.bulk_create(
            [PlacementRule(kind=kind, sha256=sha256, made_by=self.by) for sha256 in digests],
            ignore_conflicts=True,
        )


@dataclass(slots=True)
class ReparseResult:
    """The result, or in a dry run the expected one: dumps parsed, dumps split differently, articles
    that change, by part; parts kept, `kept_published_count` of them because their article is
    published and the others because editors changed them; stories new and no longer found."""

    dump_count: int = 0
    resplit_count: int = 0
    changed_count: int = 0
    parts: Counter[str] = field(default_factory=Counter)
    kept_count: int = 0
    kept_published_count: int = 0
    new_count: int = 0
    lost_count: int = 0
    failed_count: int = 0
    counts: Counts = field(default_factory=Counts)
    stopped: bool = False
    run: int | None = None

    def __str__(self) -> str:
        parts = ", ".join(f"{part} {count:,}" for part, count in self.parts.most_common())
        said = [f"{self.changed_count:,} articles change" + (f" ({parts})" if parts else "")]
        by_editors = self.kept_count - self.kept_published_count
        said.append(f"{by_editors:,} parts are kept as editors left them")
        if self.kept_published_count:
            said.append(f"{self.kept_published_count:,} parts of published articles are kept")
        said.append(f"{self.new_count:,} stories are new")
        if self.lost_count:
            said.append(f"{self.lost_count:,} are no longer found and keep their articles")
        said.append(f"{self.resplit_count:,} of {self.dump_count:,} dumps are read otherwise")
        return "; ".join(said)


ReparseEvent = Event | ArticleChange | LostStory
"""What a listener to a reparse receives: the events of an import, and each change."""


def reparse(
    dumps: QuerySet[Dump],
    *,
    dry_run: bool,
    update_published: bool = False,
    taking: TakingPages | None = None,
    asked: Sequence[str] = (),
    asked_by: str = "",
    listener: Callable[[ReparseEvent], None] = lambda event: None,
    stop: Callable[[], bool] = lambda: False,
    opened: Callable[[ImportRun], None] = lambda run: None,
    may_wait: bool = True,
) -> ReparseResult:
    """Parses dumps again, stores them batch by batch, and reports each change.

    Published articles stay as they are, unless `update_published` is given. A dry run reports the
    same and writes nothing; it may count a new story more than once if several dumps contain it.
    With `taking` each dump is taken as an article whatever it looks like, and from then on.
    `asked` are the words of the request, for the run's row; `opened` is called with the row. While
    a run is being undone it waits, and reports that; if it may not wait, it raises
    `BeingUndoneError`.
    Memory does not grow with the number of dumps. Raises `DatabaseGoneError` when the database
    stops answering.
    """
    try:
        if dry_run:
            job = _Reparse(
                ImportRun(),
                listener,
                dry_run=True,
                update_published=update_published,
                taking=taking,
            )
            return job.go(dumps, stop)
        kind = ImportRun.Kind.REPARSE
        with inside_gate(kind, stop=stop, listener=listener, may_wait=may_wait) as entered:
            if not entered:
                return ReparseResult(stopped=True)
            options = {"update_published": True} if update_published else {}
            with logged_run(asked, options, asked_by=asked_by, kind=kind, opened=opened) as log:
                tell = to_each(log, listener)
                job = _Reparse(
                    log.run,
                    listener,
                    tell=tell,
                    update_published=update_published,
                    taking=taking,
                )
                result = job.go(dumps, stop)
            log.close(stopped=result.stopped)
            result.run = log.run.pk
            return result
    except (OperationalError, InterfaceError) as error:
        raise DatabaseGoneError(str(error).strip()) from error


class _Reparse:
    """A reparse in progress."""

    def __init__(
        self,
        run: ImportRun,
        listener: Callable[[ReparseEvent], None],
        *,
        tell: Callable[[Event], None] | None = None,
        dry_run: bool = False,
        update_published: bool = False,
        taking: TakingPages | None = None,
    ) -> None:
        self._run, self._dry_run = run, dry_run
        self._update_published = update_published
        self._taking = taking
        self._listener, self._tell = listener, tell or listener
        self._result = ReparseResult()

    def go(self, dumps: QuerySet[Dump], stop: Callable[[], bool]) -> ReparseResult:
        for keys in _batches(dumps):
            if stop():
                self._result.stopped = True
                break
            self._take(keys)
        return self._result

    def _take(self, keys: Sequence[int]) -> None:
        split_dumps, resplit = [], set()
        stored = list(_stored(keys))
        placements = load_placements(dump.sha256 for dump, _ in stored)
        if self._taking is not None:
            placements = replace(placements, pages=frozenset(dump.sha256 for dump, _ in stored))
        for dump, clippings in stored:
            self._tell(Taken(dump.name, dump.name))
            try:
                split_dump = split_stored(dump, clippings, placements=placements)
            except Exception as error:  # one bad dump must not stop the others; it is logged
                logger.exception("The parser failed on dump %s", dump.pk)
                message = f"the parser failed ({error!r}); please report it"
                self._fail(Notice(dump.name, message, is_failure=True, source=dump.name))
                continue
            split_dumps.append(split_dump)
            if _is_split_differently(split_dump, dump, clippings):
                resplit.add(dump.sha256)
        written = write_each(split_dumps, partial(self._write, resplit=frozenset(resplit)))
        for split_dump, counts in zip(split_dumps, written, strict=True):
            if isinstance(counts, Notice):
                self._fail(counts)
                continue
            self._result.counts += counts
            self._result.dump_count += 1
            self._result.resplit_count += split_dump.sha256 in resplit
            self._tell(DumpDone(split_dump.name, split_dump.source, split_dump.byte_count, counts))
        self._tell(Progress(0, self._result.counts))

    def _write(self, dumps: Sequence[SplitDump], resplit: frozenset[str]) -> list[Counts]:
        batch = Batch(
            self._run,
            Article.Status.IN_REVIEW,
            "",
            resplit=resplit & {dump.sha256 for dump in dumps},
            update_published=self._update_published,
        )
        with transaction.atomic():
            placed = place_batch(batch, dumps)
            changes = [
                change
                for working_article in batch.working_articles.values()
                if (change := change_of(working_article))
            ]
            lost = list(_lost(batch, dumps, placed))
            if self._dry_run:
                transaction.set_rollback(True)
            else:
                save_batch(batch, dumps, placed)
                if self._taking is not None:
                    self._taking.keep([dump.sha256 for dump in dumps])
        self._note(changes, lost)
        return [placement.counts for placement in placed]

    def _note(self, changes: Sequence[ArticleChange], lost: Sequence[LostStory]) -> None:
        result = self._result
        result.lost_count += len(lost)
        for change in changes:
            result.new_count += change.is_new
            result.changed_count += bool(change.changes)
            result.parts.update(part.part for part in change.changes)
            result.kept_count += len(change.kept)
            result.kept_published_count += len(change.kept) if change.is_public else 0
        for change in changes:
            self._listener(change)
        for story in lost:
            self._listener(story)

    def _fail(self, notice: Notice) -> None:
        self._result.failed_count += 1
        self._tell(notice)


def _batches(dumps: QuerySet[Dump]) -> Iterator[list[int]]:
    """The dumps' keys, a batch at a time. Of two captures the older comes first, so that the newest
    capture of a story is applied last."""
    order = (F("captured_at").asc(nulls_first=True), "pk")
    keys: list[int] = []
    size = 0
    for pk, byte_count in dumps.order_by(*order).values_list("pk", "byte_count").iterator():
        if keys and (len(keys) >= BATCH_DUMPS or size + byte_count > BATCH_BYTES):
            yield keys
            keys, size = [], 0
        keys.append(pk)
        size += byte_count
    if keys:
        yield keys


def _stored(keys: Sequence[int]) -> Iterator[tuple[Dump, list[Clipping]]]:
    """Dumps with their clippings in order, in the order of the keys."""
    clippings: dict[int, list[Clipping]] = defaultdict(list)
    for clipping in Clipping.objects.filter(dump__in=keys).order_by("dump", "position"):
        clippings[clipping.dump_id].append(clipping)
    dumps = Dump.objects.select_related("first_run").in_bulk(keys)
    for key in keys:
        if dump := dumps.get(key):  # it may have been undone a moment ago
            yield dump, clippings[key]


def _is_split_differently(again: SplitDump, dump: Dump, clippings: Sequence[Clipping]) -> bool:
    """Whether anything that is stored of the dump and its clippings would be different now."""
    stored = [
        (
            *(clipping.kind, clipping.first_line, clipping.last_line, bytes(clipping.raw)),
            *(clipping.ledger, clipping.parts, as_raised(clipping.issues)),
            *(clipping.reason, clipping.confidence),
            *(clipping.headline_digest, clipping.lead_digest),
            *(sorted(clipping.paragraph_digests), clipping.text_digest, clipping.address_digest),
            *(clipping.published_on, clipping.is_published_labelled),
            *(clipping.address_key, clipping.updated_at, clipping.is_update_timed),
        )
        for clipping in clippings
    ]
    parsed = [
        (
            *(
                str(new.kind),
                new.first_line,
                new.last_line,
                new.raw,
            ),
            *(
                json.loads(new.ledger),
                json.loads(new.parts),
                list(map(issue_as_json, new.issues)),
            ),
            *(new.reason, new.confidence),
            *(identity.headline, identity.lead, sorted(identity.paragraphs)),
            *(identity.text, identity.address, identity.day, identity.is_day_labelled),
            *(new.address_key, new.updated_at, new.is_update_timed),
        )
        for new in again.clippings
        for identity in [new.identity or NO_IDENTITY]
    ]
    return stored != parsed or dump.issues != [issue_as_json(issue) for issue in again.issues]


def _lost(
    batch: Batch, dumps: Sequence[SplitDump], placed: Sequence[Placement]
) -> Iterator[LostStory]:
    """The stored stories whose articles no longer have a story in their dump."""
    for dump, placement in zip(dumps, placed, strict=True):
        articles = {
            working_article.key for working_article in placement.working_articles if working_article
        }
        for kind, first, _ in batch.clippings.get(dump.sha256, ()):
            if kind == Clipping.Kind.STORY:
                article, _ = batch.owners[dump.sha256, first]
                if article is not None and article not in articles:
                    yield LostStory(dump.name, first, article)
