"""Writes split dumps into the database, one transaction a batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from django.db import connection, transaction

from articles.ingest.events import Counts
from articles.ingest.stories.content import (
    GROWING_PARTS,
    Content,
    StoryPicture,
    digest_of,
    digests_of,
)
from articles.ingest.stories.identity import KnownStory
from articles.ingest.stories.split import ParsedClipping, SplitDump
from articles.models import PUBLIC_STATUSES, Clipping, ImportRun

from .article_rows import save_articles
from .clipping_rows import save_clippings
from .disagreements import note_disagreements
from .import_gate import check_not_undone
from .locks import lock_everything, lock_stories
from .merge_policy import Merge, is_surer, merge, settles_date
from .moved_stories import claim_moved_stories
from .names import resolve_names
from .picture_rows import note_pictures
from .published_updates import keeping_versions
from .working_set import Batch, Hearing, WorkingArticle, load


def write_batch(
    dumps: Sequence[SplitDump],
    *,
    run: ImportRun,
    status: str,
    language: str,
    update_published: bool = False,
    pictures: bool = True,
) -> list[Counts]:
    """Stores the dumps, all or none, and returns the counts of each.

    `status` and `language` are for new articles only. With `pictures` those that the pages show are
    written down, to be looked for at the end of the import.
    """
    with transaction.atomic():
        check_not_undone(run)
        batch = Batch(
            run,
            status,
            language,
            update_published=update_published,
            takes_pictures=pictures,
            looks_for_pictures=pictures,
        )
        placed = place_batch(batch, dumps)
        save_batch(batch, dumps, placed)
        return [placement.counts for placement in placed]


class Placement(NamedTuple):
    """Where a dump's stories belong: its counts, and the article of each clipping."""

    counts: Counts
    working_articles: Sequence[WorkingArticle | None]


def place_batch(batch: Batch, dumps: Sequence[SplitDump]) -> list[Placement]:
    """Decides what will be written of the dumps, with all locks held, and writes none of it.

    Names of sources and topics that are new get rows, however. To be called in a transaction.
    """
    with connection.cursor() as cursor:
        # A commit does not wait for the disk: after a crash of the server the last batches may
        # be missing, whole, and running again brings them back.
        cursor.execute("SET LOCAL synchronous_commit = off")
    is_part_of_more = bool(connection.savepoint_ids)
    if is_part_of_more:
        lock_everything()
    batch.names = resolve_names(
        clipping.content
        for dump in dumps
        for clipping in dump.clippings
        if clipping.content is not None
    )
    if not is_part_of_more:
        lock_stories(_known_by(dumps))
    load(batch, dumps)
    claim_moved_stories(batch, dumps)
    return [_place_dump(batch, dump) for dump in dumps]


def save_batch(batch: Batch, dumps: Sequence[SplitDump], placed: Sequence[Placement]) -> None:
    """Writes what `place_batch` has found, in the same transaction."""
    with keeping_versions(batch):
        save_articles(batch)
    note_pictures(batch)
    note_disagreements(batch.working_articles.values())
    save_clippings(batch, dumps, [placement.working_articles for placement in placed])


def _known_by(dumps: Sequence[SplitDump]) -> Iterator[str]:
    """The digests by which another import could know the same dumps and stories."""
    for dump in dumps:
        yield dump.sha256
        for clipping in dump.clippings:
            if clipping.identity is not None:
                yield clipping.identity.headline
                yield clipping.identity.lead
                yield clipping.identity.address


def _place_dump(batch: Batch, dump: SplitDump) -> Placement:
    counts = _initial_counts(dump)
    working_articles: list[WorkingArticle | None] = []
    for clipping in dump.clippings:
        counts.quarantined += clipping.kind == Clipping.Kind.QUARANTINE
        working_articles.append(
            _place_story(batch, dump, clipping, counts) if clipping.content else None
        )
    return Placement(counts, working_articles)


def _initial_counts(dump: SplitDump) -> Counts:
    """The dump's lines by place and its issues; a dump whose lines do not add up is refused."""
    lines = (dump.article_line_count, dump.chrome_line_count, dump.quarantine_line_count)
    if sum(lines) != dump.line_count:
        raise ValueError(f"{dump.line_count} lines came in, and {sum(lines)} have a place")
    issues = chain(dump.issues, *(clipping.issues for clipping in dump.clippings))
    return Counts(
        lines=dump.line_count,
        article_lines=dump.article_line_count,
        chrome_lines=dump.chrome_line_count,
        quarantine_lines=dump.quarantine_line_count,
        issues=dict(Counter(issue.code for issue in issues)),
    )


def _place_story(
    batch: Batch, dump: SplitDump, clipping: ParsedClipping, counts: Counts
) -> WorkingArticle | None:
    if clipping.content is None or clipping.identity is None:
        raise ValueError("only a story can be placed")
    content = batch.names.canonical(clipping.content)
    batch.credited |= clipping.credited or {}
    known = batch.known.same_as(clipping.identity)
    key, order = _owner(batch, dump, clipping, known)
    if key is None:  # an editor has deleted the article: it stays deleted
        counts.kept += 1
        return None
    story = KnownStory(key, clipping.identity, dump.captured_at, order)
    batch.known.add(story)
    if key not in batch.working_articles:
        digests = (
            clipping.digests
            if content is clipping.content and clipping.digests
            else digests_of(content)
        )
        batch.working_articles[key] = WorkingArticle(
            content,
            digests,
            status=batch.status,
            slug=clipping.slug,
            language=batch.language or clipping.language or "en",
            confidence=clipping.confidence,
            hearings=[Hearing(clipping.pictures)],
        )
        counts.created += 1
        return batch.working_articles[key]
    working_article = batch.working_articles[key]
    # Not by what an earlier parser made of the very same lines.
    others = [other for other in known if other.order != order]
    outdated = any(other.supersedes(story) for other in others)
    sets_date = settles_date(story.identity.day, (other.identity.day for other in others))
    # One that this very batch has made counts, too: else the rows would depend on where a batch
    # ends, or an import is interrupted.
    is_public = working_article.status in PUBLIC_STATUSES and not batch.update_published
    merged = merge(
        working_article.content,
        content,
        working_article.imported,
        outdated=outdated,
        sets_date=sets_date,
        is_public=is_public,
    )
    working_article.content = merged.content
    working_article.changed |= set(merged.changed)
    working_article.imported |= {
        part: digest_of(getattr(merged.content, part)) for part in merged.changed
    }
    if not outdated:
        working_article.is_heard = True
        working_article.kept = _news(working_article, content, merged)
        pictures = _fitting(clipping.pictures, merged.content, content)
        working_article.hearings.append(Hearing(pictures, is_held=is_public))
    counts.kept += len(merged.kept)
    counts.kept_published += len(merged.held)
    counts.updated += bool(merged.changed)
    counts.unchanged += not merged.changed
    return working_article


def _fitting(
    pictures: tuple[StoryPicture, ...], content: Content, incoming: Content
) -> tuple[StoryPicture, ...]:
    """The pictures whose captions are the article's, too: an editor may have changed those."""
    if content.captions == incoming.captions:
        return pictures
    texts = {caption.number: caption.text for caption in content.captions}
    said = {caption.number: caption.text for caption in incoming.captions}
    return tuple(
        picture
        for picture in pictures
        if not picture.number or texts.get(picture.number) == said.get(picture.number)
    )


def _news(working_article: WorkingArticle, content: Content, merged: Merge) -> dict[str, object]:
    """Of the kept parts, those that the parser now reads differently than when they were imported.
    For parts that grow this is unknown if an editor changed them: they come from many captures. A
    date that is no surer than the editor's does not count: relative ones differ in every
    capture."""
    parts = {part: getattr(content, part) for part in merged.kept if part not in GROWING_PARTS}
    parts |= {part: value for part, value in merged.held.items() if part in GROWING_PARTS}
    if not is_surer(working_article.content, content):
        parts.pop("dates", None)
    return {
        part: value
        for part, value in parts.items()
        if digest_of(value) != working_article.imported.get(part)
    }


def _owner(
    batch: Batch, dump: SplitDump, clipping: ParsedClipping, known: Sequence[KnownStory]
) -> tuple[int | None, tuple[int, int]]:
    """The key of the article that a story belongs to, and the story's place in the order of
    imports. None is an article that was deleted."""
    if (place := (dump.sha256, clipping.first_line)) in batch.owners:
        return batch.owners[place]
    if not known:
        return _new_key(batch), batch.next_order()
    owners = (story.article for story in known if story.article is not None)
    return next(owners, None), batch.next_order()


def _new_key(batch: Batch) -> int:
    """A key for an article that has none yet: negative, so that it meets no real one."""
    batch.new_count += 1
    return -batch.new_count
