"""A batch's working set: the articles it may touch, as they are stored and as they will be."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from articles.ingest.stories.content import (
    CaptionText,
    Content,
    Credit,
    Dated,
    StoryPicture,
)
from articles.ingest.stories.identity import Identity, KnownStories, KnownStory
from articles.ingest.stories.split import SplitDump
from articles.models import ArticleTag, Attribution, Clipping, ImportRun

from .names import Names

_AFTER_ALL_DUMPS: Final = 2**62


@dataclass(frozen=True, slots=True)
class Hearing:
    """The pictures of one capture of a story. They are held where readers see the story, and are
    not to see another one unasked."""

    pictures: tuple[StoryPicture, ...]
    is_held: bool = False


@dataclass(slots=True)
class WorkingArticle:
    """One article while a batch is at work on it.

    `status` is the article's, and of a new one the status that it begins with. `key` is None until
    it has been written. The slug, language and confidence of a new one are those of its first
    capture, whether a second follows in the same batch or in a later one.
    """

    content: Content
    imported: dict[str, str]
    key: int | None = None
    status: str = ""
    slug: str = ""
    language: str = ""
    confidence: float = 0.0
    changed: set[str] = field(default_factory=set)
    stored: Content | None = None
    """What the article's rows held when the batch began; None where there is no article yet."""
    kept: dict[str, object] = field(default_factory=dict)
    """Parts that stay as they are, because an editor has changed them or the article is published,
    with the parser's new values."""
    is_heard: bool = False
    """Whether the batch has a capture of it that no newer one outdates."""
    caption_sources: dict[tuple[int, str], int | None] = field(default_factory=dict)
    """Captions' stored sources by number and credit: an editor may have chosen them."""
    hearings: list[Hearing] = field(default_factory=list)
    """What each capture of it shows that no newer one outdates, one after the other."""


@dataclass(frozen=True, slots=True)
class StoredDump:
    """What the database knows of a dump: its key and when it was saved."""

    key: int
    captured_at: datetime | None


@dataclass(slots=True)
class Batch:
    """A batch's options and everything stored that could bear on it.

    `working_articles` is by article key, negative for articles that have none yet; `dumps` is by
    SHA-256.
    """

    run: ImportRun
    status: str
    language: str
    names: Names = field(default_factory=lambda: Names({}, {}))
    working_articles: dict[int, WorkingArticle] = field(default_factory=dict)
    known: KnownStories = field(default_factory=KnownStories)
    dumps: dict[str, StoredDump] = field(default_factory=dict)
    owners: dict[tuple[str, int], tuple[int | None, tuple[int, int]]] = field(default_factory=dict)
    """Whose a story of an imported dump is: (sha256, first line) -> the article's key, and the
    story's place in the order of imports."""
    clippings: dict[str, list[tuple[str, int, int]]] = field(default_factory=dict)
    """How an imported dump was split, by SHA-256: kind, first line and last line, in order."""
    resplit: frozenset[str] = frozenset()
    """Imported dumps, by SHA-256, whose clippings will be rewritten in any case."""
    credited: dict[str, str] = field(default_factory=dict)
    """By a caption's credit the source that it names first."""
    order: int = 0
    """How many stories of the batch came after all that is stored."""
    new_count: int = 0
    now: datetime = field(default_factory=timezone.now)
    """The time of all that the batch writes: a dump came in no later than the last change of its
    articles, unless it changed nothing in them."""
    update_published: bool = False
    """Whether published articles are brought up to date, too."""
    takes_pictures: bool = True
    """Whether the pictures of pages are written down."""
    looks_for_pictures: bool = False
    """Whether they will be looked for at the end."""

    def next_order(self) -> tuple[int, int]:
        """The place in the order of imports of a story that is new."""
        self.order += 1
        return _AFTER_ALL_DUMPS, self.order


def load(batch: Batch, dumps: Sequence[SplitDump]) -> None:
    """Fetches the stored dumps, stories and articles that the batch's dumps may be the same as."""
    identities = [
        clipping.identity
        for dump in dumps
        for clipping in dump.clippings
        if clipping.identity is not None
    ]
    _load_dumps(batch, list({dump.sha256 for dump in dumps}))
    found = _rows(
        _SAME_STORIES,
        list({identity.lead for identity in identities} - {""}),
        list({identity.headline for identity in identities} - {""}),
        list({identity.address for identity in identities} - {""}),
    )
    for _, article, captured_at, dump, position, headline, lead, paragraphs, *more in found:
        identity = Identity(headline, lead, frozenset(paragraphs), *more)
        batch.known.add(KnownStory(article, identity, captured_at, (dump, position)))
    owners = (*(row[1] for row in found), *(key for key, _ in batch.owners.values()))
    load_working_articles(batch, list({key for key in owners if key is not None}))


# Three index scans; a clipping that several find is one row.
_SAME_STORIES: Final = """
SELECT clipping.id, article_id, captured_at, dump_id, position, headline_digest, lead_digest,
  paragraph_digests, text_digest, published_on, is_published_labelled, address_digest
FROM (
  SELECT id FROM articles_clipping WHERE lead_digest = ANY(%s) AND lead_digest <> ''
  UNION
  SELECT id FROM articles_clipping WHERE headline_digest = ANY(%s) AND headline_digest <> ''
  UNION
  SELECT id FROM articles_clipping WHERE address_digest = ANY(%s) AND address_digest <> ''
) found JOIN articles_clipping clipping USING (id) JOIN articles_dump dump ON dump.id = dump_id
WHERE kind = 'story' ORDER BY clipping.id
"""

_CLIPPINGS_OF_DUMPS: Final = """
SELECT sha256, kind, first_line, last_line, article_id, dump_id, position
FROM articles_clipping JOIN articles_dump dump ON dump.id = dump_id
WHERE dump_id = ANY(%s) ORDER BY dump_id, position
"""


def _load_dumps(batch: Batch, digests: list[str]) -> None:
    stored = _rows(
        "SELECT sha256, id, captured_at FROM articles_dump WHERE sha256 = ANY(%s)", digests
    )
    if not stored:
        return
    batch.dumps = {sha256: StoredDump(key, captured_at) for sha256, key, captured_at in stored}
    keys = [dump.key for dump in batch.dumps.values()]
    for sha256, kind, first, last, article, *order in _rows(_CLIPPINGS_OF_DUMPS, keys):
        batch.clippings.setdefault(sha256, []).append((kind, first, last))
        if kind == Clipping.Kind.STORY:
            batch.owners[sha256, first] = article, (order[0], order[1])


# Locked before their rows are read, so that an editor's save is either seen whole or waits; in the
# order in which everybody locks, so that nobody waits for the other.
_ARTICLES: Final = """
SELECT id, headline, kicker, byline, dateline, place, published_at, date_text, date_precision,
  date_method, body, imported_digests, status
FROM articles_article WHERE id = ANY(%s) ORDER BY id FOR UPDATE
"""
_BULLETS: Final = """
SELECT article_id, text FROM articles_bullet WHERE article_id = ANY(%s) ORDER BY position, id
"""
# What an import has brought is none of an editor's work: see picture_rows.py.
_CAPTIONS: Final = """
SELECT caption.article_id, caption.number, text, caption.credit,
  CASE WHEN picture.id IS NULL THEN caption.image || caption.alt_text ELSE '' END, source_id
FROM articles_caption caption
LEFT JOIN articles_storypicture picture ON picture.article_id = caption.article_id
  AND picture.state = 'stored' AND picture.image = caption.image AND caption.image <> ''
  AND picture.alt_text = caption.alt_text
WHERE caption.article_id = ANY(%s)
  AND (picture.id IS NULL OR NOT picture.is_added OR text <> ''
    OR caption.credit <> picture.credit)
ORDER BY caption.number, caption.id
"""


def load_working_articles(batch: Batch, keys: list[int]) -> None:
    """Locks these articles and fetches what their rows hold."""
    if not keys:
        return
    articles = _rows(_ARTICLES, keys)
    bullets = _grouped(_rows(_BULLETS, keys))
    captions = _grouped(_rows(_CAPTIONS, keys))
    sources, tags = _load_names(batch, keys)
    for key, headline, kicker, byline, dateline, place, *dates, body, imported, status in articles:
        printed = captions[key]
        content = Content(
            headline=(headline, kicker),
            byline=byline,
            dateline=(dateline, place),
            dates=Dated(*dates),
            body=body,
            bullets=tuple(text for (text,) in bullets[key]),
            captions=tuple(CaptionText(*row[:4]) for row in printed),
            sources=frozenset(sources[key]),
            tags=frozenset(tags[key]),
        )
        credited = {(number, credit): source for number, _, credit, _, source in printed}
        batch.working_articles[key] = WorkingArticle(
            content, json.loads(imported), key, status, caption_sources=credited, stored=content
        )


def _load_names(
    batch: Batch, keys: Collection[int]
) -> tuple[dict[int, list[Credit]], dict[int, list[str]]]:
    """The credits and the topics of each article."""
    sources: dict[int, list[Credit]] = defaultdict(list)
    tags: dict[int, list[str]] = defaultdict(list)
    of_articles = Attribution.objects.filter(article__in=keys).order_by()
    for article, source, name, role in of_articles.values_list(
        "article_id", "source_id", "source__name", "role"
    ):
        batch.names.learn_source(name, source)
        sources[article].append(Credit(name, role))
    topics = ArticleTag.objects.filter(content_object__in=keys)
    for article, tag, name in topics.values_list("content_object_id", "tag_id", "tag__name"):
        batch.names.learn_tag(name, tag)
        tags[article].append(name)
    return sources, tags


def _rows(sql: str, *lists: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, lists)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    """Rows by their first column, without it."""
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *row in rows:
        found[key].append(tuple(row))
    return found
