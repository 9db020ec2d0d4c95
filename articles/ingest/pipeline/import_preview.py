"""What an import would do, story by story and file by file; nothing is written.

Unlike a dry run of `run_import` it works in short transactions, one a batch, so that editors and
imports need not wait for it. A new story that stands in two batches is counted as new twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from itertools import repeat
from typing import Any, Final

from django.db import transaction

from articles.ingest.events import Counts, Notice, PictureFound
from articles.ingest.options import ImportOptions
from articles.ingest.readers.records import NO_NAMES
from articles.ingest.storage.batch import Placement, place_batch
from articles.ingest.storage.differences import change_of
from articles.ingest.storage.quarantine_rules import load_placements
from articles.ingest.storage.working_set import Batch, WorkingArticle
from articles.ingest.storage.write_dumps import in_batches, write_each
from articles.ingest.stories.content import Dated
from articles.ingest.stories.split import ParsedClipping, SplitDump
from articles.models import PUBLIC_STATUSES, Clipping, ImportRun

from .process_pool import split_records
from .run import Reading

MOST_STORIES: Final = 300
"""Stories that an inventory lists; more are only counted by file."""
MOST_FILES: Final = 200
MOST_REMARKS: Final = 20
"""Failures, and quarantined clippings, that are listed for each file."""
MOST_ISSUES: Final = 5
"""Issues that are listed for each story."""

_BATCH_STORIES: Final = 1000


@dataclass(slots=True)
class StoryFound:
    """One story, and what would happen to it: `new`, `again` (a second capture of a new one),
    `updated`, `unchanged`, or `deleted` (an editor deleted its article, which stays deleted).
    `status` is that of its article where readers see it, else empty. `issues` are the first."""

    headline: str
    line: int
    date: str
    bullet_count: int
    outcome: str
    published_at: str = ""
    precision: str = ""
    article: int | None = None
    status: str = ""
    issue_count: int = 0
    issues: list[dict[str, Any]] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


@dataclass(slots=True)
class FileFound:
    """One file: how many of its records are of which format, how many stories, pictures, bullets
    and issues it has, the first of them, what would be in quarantine, and what could not be
    read."""

    name: str
    formats: dict[str, int] = field(default_factory=dict)
    picture_count: int = 0
    story_count: int = 0
    bullet_count: int = 0
    issue_count: int = 0
    stories: list[StoryFound] = field(default_factory=list)
    quarantined: list[dict[str, Any]] = field(default_factory=list)
    failures: list[dict[str, str]] = field(default_factory=list)
    remarks: list[dict[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Inventory:
    """All files together; `published` are the articles among them that readers see. `stopped` says
    that somebody stopped the look."""

    files: dict[str, FileFound] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    bullet_count: int = 0
    failed_count: int = 0
    dump_count: int = 0
    published: set[int] = field(default_factory=set)
    stopped: bool = False

    @property
    def issue_count(self) -> int:
        """Things that a person should look at."""
        return sum(self.counts.issues.values())

    def __str__(self) -> str:
        said = [
            _number(self.counts.stories, ("story", "stories")),
            _number(self.bullet_count, ("key point", "key points")),
            _number(self.issue_count, ("issue", "issues")),
        ]
        return ", ".join(said)

    def as_json(self) -> dict[str, Any]:
        """The inventory as a job's row keeps it."""
        return {
            "summary": str(self),
            "story_count": self.counts.stories,
            "bullet_count": self.bullet_count,
            "issue_count": self.issue_count,
            "counts": asdict(self.counts),
            "failed_count": self.failed_count,
            "dump_count": self.dump_count,
            "published_count": len(self.published),
            "file_count": len(self.files),
            "files": [asdict(file) for file in list(self.files.values())[:MOST_FILES]],
        }


def take_inventory(
    paths: Sequence[str],
    options: ImportOptions,
    *,
    names: Mapping[str, str] = NO_NAMES,
    stop: Callable[[], bool] = lambda: False,
    taken: Callable[[str], None] = lambda name: None,
) -> Inventory:
    """What an import of the paths would do. Nothing is written, and nobody waits for it long.
    `taken` is called with the name of each dump.

    Raises `DatabaseGoneError` when the database stops answering.
    """
    look = _Look(options)
    named = (names[path] for path in paths if path in names)
    look.inventory.files = {name: FileFound(name) for name in named}  # in the order of the paths
    reading = Reading(paths, stop, names, picture_found=look.note_picture)
    splitting = split_records(reading, options, placements=load_placements())
    with closing(splitting):
        look.take(_reporting(splitting, taken))
    look.inventory.stopped = reading.stopped
    return look.inventory


def _reporting(
    dumps: Iterator[SplitDump | Notice], taken: Callable[[str], None]
) -> Iterator[SplitDump | Notice]:
    for dump in dumps:
        taken(dump.name)
        yield dump


class _Look:
    """A look in progress."""

    def __init__(self, options: ImportOptions) -> None:
        self.inventory = Inventory()
        self._options = options
        self._listed_count = 0

    def take(self, dumps: Iterator[SplitDump | Notice]) -> None:
        for batch in in_batches(dumps, repeat(_BATCH_STORIES)):
            if isinstance(batch, Notice):
                self._note(batch)
                continue
            seen: set[int] = set()
            placed = write_each(batch, self._place, "the database would refuse it (%s)")
            for dump, placement in zip(batch, placed, strict=True):
                if isinstance(placement, Notice):
                    self._note(placement)
                else:
                    self._count(dump, placement, seen)

    def _place(self, dumps: Sequence[SplitDump]) -> list[Placement]:
        batch = Batch(
            ImportRun(),
            self._options.status,
            self._options.language,
            update_published=self._options.update_published,
        )
        with transaction.atomic():
            placed = place_batch(batch, dumps)
            transaction.set_rollback(True)
        return placed

    def _count(self, dump: SplitDump, placement: Placement, seen: set[int]) -> None:
        """Counts a dump and describes its stories; `seen` are the articles of its batch that have
        been described."""
        inventory, file = self.inventory, self._file(dump.source)
        inventory.counts += placement.counts
        inventory.dump_count += 1
        file.formats[dump.format] = file.formats.get(dump.format, 0) + 1
        file.issue_count += sum(placement.counts.issues.values())
        for clipping, working_article in zip(
            dump.clippings, placement.working_articles, strict=True
        ):
            if clipping.kind == Clipping.Kind.QUARANTINE and len(file.quarantined) < MOST_REMARKS:
                lines = {
                    "first": clipping.first_line,
                    "last": clipping.last_line,
                    "reason": clipping.reason,
                }
                file.quarantined.append({"dump": dump.name, **lines})
            if clipping.content is None:
                continue
            if (
                working_article is not None
                and working_article.key is not None
                and working_article.status in PUBLIC_STATUSES
            ):
                inventory.published.add(working_article.key)
            file.story_count += 1
            file.bullet_count += len(clipping.content.bullets)
            inventory.bullet_count += len(clipping.content.bullets)
            if self._listed_count < MOST_STORIES:
                self._listed_count += 1
                file.stories.append(
                    _story(clipping, working_article, is_first=id(working_article) not in seen)
                )
            seen.add(id(working_article))
        for issue in dump.issues:
            if len(file.remarks) < MOST_REMARKS:
                where = f"{dump.name}, line {issue.line}"
                file.remarks.append({"where": where, "message": issue.message})

    def note_picture(self, picture: PictureFound) -> None:
        """Counts a picture that lies beside pages."""
        self._file(picture.source).picture_count += 1

    def _note(self, notice: Notice) -> None:
        file = self._file(notice.source or notice.name)
        self.inventory.failed_count += notice.is_failure
        entries = file.failures if notice.is_failure else file.remarks
        if len(entries) < MOST_REMARKS:
            entries.append({"where": notice.name, "message": notice.message})

    def _file(self, name: str) -> FileFound:
        return self.inventory.files.setdefault(name, FileFound(name))


def _story(
    clipping: ParsedClipping, working_article: WorkingArticle | None, *, is_first: bool
) -> StoryFound:
    content = clipping.content
    if content is None:
        raise ValueError("only a story can be described")
    story = StoryFound(
        headline=content.headline[0],
        line=clipping.first_line,
        date=_date_in_words(content.dates),
        bullet_count=len(content.bullets),
        outcome="deleted",
        published_at=content.dates.published_at.isoformat(),
        precision=content.dates.precision,
        issue_count=len(clipping.issues),
        issues=[
            {"code": issue.code, "line": issue.line, "message": issue.message}
            for issue in clipping.issues[:MOST_ISSUES]
        ],
    )
    if working_article is None:
        return story
    if working_article.stored is None:
        story.outcome = "new" if is_first else "again"
        return story
    change = change_of(working_article)
    story.article = working_article.key
    story.status = working_article.status if working_article.status in PUBLIC_STATUSES else ""
    story.outcome = "updated" if change and change.changes else "unchanged"
    if change:
        story.changes = [part.part for part in change.changes]
        story.kept = [part.part for part in change.kept]
    return story


def _date_in_words(dates: Dated) -> str:
    if dates.precision == "unknown":
        return "undated"
    at = dates.published_at
    day = f"{at.day} {at:%b %Y}"
    if dates.precision == "minute":
        return f"{day}, {at:%H:%M}"
    return f"c. {day}" if dates.precision == "estimated" else day


def _number(count: int, nouns: tuple[str, str]) -> str:
    return f"{count:,} {nouns[count != 1]}"
