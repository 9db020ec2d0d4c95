"""One article as the parser reads it now: parses its stored captures again, writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from articles.ingest.storage.article_rows import remove_names, save_articles
from articles.ingest.storage.merge_policy import merge, settles_date
from articles.ingest.storage.names import resolve_names
from articles.ingest.storage.picture_rows import shown
from articles.ingest.storage.quarantine_rules import load_placements
from articles.ingest.storage.working_set import Batch, WorkingArticle, load_working_articles
from articles.ingest.stories.content import Content, digests_of
from articles.ingest.stories.split import ParsedClipping
from articles.models import Article, Caption, Clipping, Dump, ImportRun
from articles.models.image_files import discarding

from .stored_dump import split_stored

MOST_CAPTURES: Final = 8
"""Captures that are read again, the newest; a front-page story may have hundreds."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The parser's content of an article's captures, and for each caption's credit the source that
    it names. `unread_count` is the number of older captures that were left out."""

    content: Content
    credited: Mapping[str, str] = field(default_factory=dict)
    unread_count: int = 0


def read_again(article: int) -> Reading | None:
    """The article as an import of its captures would create it today; None if it has no capture, or
    the parser no longer finds the story in any."""
    clippings = Clipping.objects.filter(article=article).select_related("dump__first_run")
    newest = F("dump__captured_at").desc(nulls_last=True)
    stored = list(clippings.defer("raw", "dump__original").order_by(newest, "-dump", "position"))
    content: Content | None = None
    days: list[date | None] = []
    credited: dict[str, str] = {}
    for clipping in reversed(stored[:MOST_CAPTURES]):
        story = _split_again(clipping)
        if story is None or story.content is None:
            continue
        credited |= story.credited or {}
        day = story.identity.day if story.identity else None
        sets_date = settles_date(day, days)
        days.append(day)
        content = (
            _with_names(story.content)
            if content is None
            else _merged(content, story.content, sets_date=sets_date)
        )
    if content is None:
        return None
    return Reading(content, credited, max(0, len(stored) - MOST_CAPTURES))


def make_names(reading: Reading) -> None:
    """Creates the rows of sources and topics that are new in a reading. Call it before articles are
    locked, as an import does, to avoid deadlocks."""
    resolve_names([reading.content])


def stored_content(article: int) -> tuple[Content, dict[str, str]]:
    """What the article's rows hold, and the digests of its parts as last imported."""
    with transaction.atomic():
        working_article = _working_article(Batch(ImportRun(), "", ""), article)
        return working_article.content, dict(working_article.imported)


def settle(article: int, reading: Reading, *, taken: Sequence[str], left: Sequence[str]) -> None:
    """Stores the parser's value of the parts `taken`, and for those `left` that an editor has seen
    it. Call it in a transaction.

    A part taken is the importer's from then on, and one left the editor's.
    """
    batch = Batch(ImportRun(), "", "")
    batch.names = resolve_names([reading.content])
    batch.credited = dict(reading.credited)
    working_article = _working_article(batch, article)
    content = batch.names.canonical(reading.content)
    said = digests_of(content)
    working_article.content = replace(
        working_article.content, **{part: getattr(content, part) for part in taken}
    )
    working_article.imported |= {part: said[part] for part in (*taken, *left)}
    working_article.changed = set(taken)
    pictures = _pictures(article) if "captions" in taken else {}
    remove_names(article, content, taken)
    with discarding([article] if pictures else []):
        if taken:
            save_articles(batch)
        else:
            Article.objects.filter(pk=article).update(imported_digests=working_article.imported)
        if pictures:
            _hang(article, pictures)


def _working_article(batch: Batch, article: int) -> WorkingArticle:
    load_working_articles(batch, [article])
    return batch.working_articles[article]


def _split_again(clipping: Clipping) -> ParsedClipping | None:
    """The story that the clipping's dump now has at this position: from the same line, or with more
    than half of its lines in common."""
    dump: Dump = clipping.dump
    again = split_stored(
        dump,
        list(Clipping.objects.filter(dump=dump).only("raw").order_by("position")),
        placements=load_placements([dump.sha256]),
    )
    stories = [story for story in again.clippings if story.content is not None]
    for story in stories:
        if story.first_line == clipping.first_line:
            return story
    likest = max(stories, key=lambda story: _shared(story, clipping), default=None)
    if likest is None:
        return None
    longest = max(_length(likest), _length(clipping))
    return likest if 2 * _shared(likest, clipping) > longest else None


def _shared(story: ParsedClipping, clipping: Clipping) -> int:
    last = min(story.last_line, clipping.last_line)
    return max(0, last - max(story.first_line, clipping.first_line) + 1)


def _length(lines: ParsedClipping | Clipping) -> int:
    return lines.last_line - lines.first_line + 1


def _with_names(content: Content) -> Content:
    """The content with sources and topics as their rows name them; makes no row for a new name."""
    with transaction.atomic():
        named = resolve_names([content]).canonical(content)
        transaction.set_rollback(True)
    return named


def _merged(content: Content, newer: Content, *, sets_date: bool | None) -> Content:
    return merge(content, _with_names(newer), digests_of(content), sets_date=sets_date).content


Pictures = Mapping[tuple[int, str], dict[str, Any]]


def _pictures(article: int) -> Pictures:
    """The pictures that editors added to captions, by the caption's number and text."""
    brought = {caption.pk for _, caption in shown([article])}
    rows = Caption.objects.filter(article=article).exclude(image="", alt_text="")
    rows = rows.exclude(pk__in=brought)
    return {
        (row.number, row.text): {"image": row.image.name, "alt_text": row.alt_text} for row in rows
    }


def _hang(article: int, pictures: Pictures) -> None:
    """Adds pictures to the captions of the same text or, if none has it, of the same number."""
    brought = {caption.pk for _, caption in shown([article])}
    rows = list(Caption.objects.filter(article=article).exclude(pk__in=brought))
    by_text = {text: picture for (_, text), picture in pictures.items()}
    by_number = {number: picture for (number, _), picture in pictures.items()}
    texts = {row.text for row in rows}
    homeless = {number: by_number[number] for number, text in pictures if text not in texts}
    for row in rows:
        picture = by_text.get(row.text) or homeless.get(row.number)
        values = picture or {"image": "", "alt_text": ""}
        Caption.objects.filter(pk=row.pk).update(**values)
