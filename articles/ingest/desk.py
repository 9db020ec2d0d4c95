"""A batch's working table: the articles it may touch, as they are stored and as they shall be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from articles.models import (
    Article,
    ArticleTag,
    Attribution,
    Bullet,
    Caption,
    Clipping,
    Dump,
    ImportRun,
)

from .content import CaptionText, Content, Credit, content_of_row
from .cutting import CutDump
from .matching import Identity, KnownStories, KnownStory
from .names import Names

_AFTER_ALL_DUMPS: Final = 2**62


@dataclass(slots=True)
class Desk:
    """One article while a batch is at work on it."""

    article: Article
    content: Content
    imported: dict[str, str]
    changed: set[str] = field(default_factory=set)
    caption_sources: dict[tuple[int, str], int | None] = field(default_factory=dict)
    """Captions' stored sources by number and credit: an editor may have chosen them."""

    @property
    def is_new(self) -> bool:
        """True until the article has been written."""
        return self.article.pk is None


@dataclass(slots=True)
class Batch:
    """A batch's options and everything stored that could bear on it.

    `desks` is by article key, negative for articles that have none yet; `dumps` is by SHA-256.
    """

    run: ImportRun
    status: str
    language: str
    names: Names
    desks: dict[int, Desk] = field(default_factory=dict)
    known: KnownStories = field(default_factory=KnownStories)
    dumps: dict[str, Dump] = field(default_factory=dict)
    owners: dict[tuple[str, int], tuple[int | None, tuple[int, int]]] = field(default_factory=dict)
    """Whose a story of an imported dump is: (sha256, first line) -> the article's key, and the
    story's place in the order of imports."""
    cuts: dict[str, list[tuple[str, int, int]]] = field(default_factory=dict)
    """How an imported dump was cut, by SHA-256: kind, first line and last line, in order."""
    order: int = 0
    """How many stories of the batch came after all that is stored."""
    new_count: int = 0

    def next_order(self) -> tuple[int, int]:
        """The place in the order of imports of a story that is new."""
        self.order += 1
        return _AFTER_ALL_DUMPS, self.order


def load(batch: Batch, dumps: Sequence[CutDump]) -> None:
    """Fetches the stored dumps, stories and articles that the batch's dumps may be the same as."""
    stories = [cut for dump in dumps for cut in dump.cuts if cut.identity is not None]
    identities = [cut.identity for cut in stories if cut.identity is not None]
    batch.dumps = {
        dump.sha256: dump
        for dump in Dump.objects.filter(sha256__in={dump.sha256 for dump in dumps})
    }
    cut = Clipping.objects.filter(dump__in=batch.dumps.values()).order_by("dump", "position")
    for sha256, kind, first_line, last_line, article, *order in cut.values_list(
        "dump__sha256", "kind", "first_line", "last_line", "article_id", "dump_id", "position"
    ):
        batch.cuts.setdefault(sha256, []).append((kind, first_line, last_line))
        if kind == Clipping.Kind.STORY:
            batch.owners[sha256, first_line] = article, (order[0], order[1])
    clippings = Clipping.objects.filter(kind=Clipping.Kind.STORY).order_by("pk")
    fields = (
        "pk",
        "article_id",
        "headline_digest",
        "lead_digest",
        "paragraph_digests",
        "dump__captured_at",
        "dump_id",
        "position",
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
    for _, article, headline, lead, paragraphs, captured_at, *order in found.values():
        identity = Identity(headline, lead, frozenset(paragraphs))
        batch.known.add(KnownStory(article, identity, captured_at, (order[0], order[1])))
    owners = (*(row[1] for row in found.values()), *(key for key, _ in batch.owners.values()))
    _load_desks(batch, {key for key in owners if key is not None})


def _load_desks(batch: Batch, keys: Collection[int]) -> None:
    # Locked before their rows are read, so that an editor's save is either seen whole or waits;
    # in the order in which everybody locks, so that nobody waits for the other.
    locked = Article.objects.filter(pk__in=keys).order_by("pk").defer("search")
    articles = list(locked.select_for_update())
    bullets: dict[int, list[str]] = defaultdict(list)
    captions: dict[int, list[CaptionText]] = defaultdict(list)
    credited: dict[int, dict[tuple[int, str], int | None]] = defaultdict(dict)
    sources: dict[int, list[Credit]] = defaultdict(list)
    tags: dict[int, list[str]] = defaultdict(list)
    for key, bullet in Bullet.objects.filter(article__in=keys).values_list("article", "text"):
        bullets[key].append(bullet)
    for caption in Caption.objects.filter(article__in=keys):
        picture = f"{caption.image.name or ''}{caption.alt_text}"
        text = CaptionText(caption.number, caption.text, caption.credit, picture)
        captions[caption.article_id].append(text)
        credited[caption.article_id][caption.number, caption.credit] = caption.source_id
    for row in Attribution.objects.filter(article__in=keys).select_related("source"):
        batch.names.learn(row.source)
        sources[row.article_id].append(Credit(row.source.name, row.role))
    for topic in ArticleTag.objects.filter(content_object__in=keys).select_related("tag"):
        batch.names.learn(topic.tag)
        tags[topic.content_object_id].append(topic.tag.name)
    for article in articles:
        key = article.pk
        content = content_of_row(
            article,
            bullets=bullets[key],
            captions=captions[key],
            sources=sources[key],
            tags=tags[key],
        )
        imported = dict(article.imported_digests)
        batch.desks[key] = Desk(article, content, imported, caption_sources=credited[key])
