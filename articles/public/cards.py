"""Lists of articles: what a card shows, and paging by key."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from itertools import groupby
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.db.models.functions import JSONObject, Left
from django.utils import timezone
from django.utils.text import Truncator

from articles import markup
from articles.models import (
    PLACES,
    UNDATED,
    Article,
    ArticleTag,
    Attribution,
    Bullet,
    Caption,
    Correction,
    Pin,
)
from articles.models.article import ArticleQuerySet

from .compiled_query import Prepared, Rows, either, ids_of

PAGE_LENGTH: Final = 20
CARD_FIELDS: Final = (
    *("headline", "slug", "kicker", "byline", "dateline", "place", "place_slug", "language"),
    *("status", "published_at", "date_text", "date_precision"),
)
PICTURE_FIELDS: Final = ("image", "image_width", "image_height", "alt_text")
SUMMARY_LENGTH: Final = 240  # characters of the body, where there is no bullet to show


# --- what a card shows


def topics_of(article: str = "pk") -> ArraySubquery:
    """An article's topics by name: a list of {id, name, slug}."""
    rows = ArticleTag.objects.filter(content_object=OuterRef(article)).order_by("tag__name")
    topic = JSONObject(id="tag_id", name="tag__name", slug="tag__slug")
    return ArraySubquery(rows.values(topic=topic))


def bullets_of(article: str = "pk") -> ArraySubquery:
    """An article's bullets in order: a list of texts."""
    rows = Bullet.objects.filter(article=OuterRef(article)).order_by("position", "pk")
    return ArraySubquery(rows.values("text"))


def sources_of(article: str = "pk") -> ArraySubquery:
    """An article's sources with what they did: a list of {name, slug, role}."""
    rows = Attribution.objects.filter(article=OuterRef(article)).order_by("role", "source__name")
    return ArraySubquery(
        rows.values(part=JSONObject(name="source__name", slug="source__slug", role="role"))
    )


def corrections_of(article: str = "pk") -> ArraySubquery:
    """An article's corrections, the first one first: a list of {kind, text, made_at}."""
    rows = Correction.objects.filter(article=OuterRef(article)).order_by("made_at", "pk")
    return ArraySubquery(rows.values(note=JSONObject(kind="kind", text="text", made_at="made_at")))


def cards(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Articles with all that a card shows, in one query.

    Each has `topics`, `sources`, `first_bullet`, `opening` (the start of the body, where there is
    no bullet) and `picture` (a dict of PICTURE_FIELDS, or None).
    """
    return articles.annotate(**_card_parts()).only(*CARD_FIELDS)


@cache
def _card_parts() -> dict[str, Any]:
    # Built once: `annotate` works on copies of them.
    bullets = Bullet.objects.filter(article=OuterRef("pk")).order_by("position", "pk")
    pictures = (
        Caption.objects.filter(article=OuterRef("pk"))
        .exclude(image="")
        .order_by("number", "pk")
        .values(picture=JSONObject(**{name: name for name in PICTURE_FIELDS}))
    )
    return {
        "topics": topics_of(),
        "sources": sources_of(),
        "first_bullet": Subquery(bullets.values("text")[:1]),
        "opening": Case(
            When(first_bullet=None, then=Left("body", SUMMARY_LENGTH * 4)), default=Value("")
        ),
        "picture": Subquery(pictures[:1]),
    }


_NEWEST_CARDS: Final = Prepared(
    lambda ids: cards(Article.objects.filter(pk__in=ids)).order_by("-published_at", "-id"),
    as_json=("topics", "sources", "picture"),
)


def newest_cards(ids: RawSQL) -> list[Article]:
    """The articles of these ids, a subquery for them, as `cards` gives them, newest first."""
    return newest_rows(ids).articles()


def newest_rows(ids: RawSQL) -> Rows:
    """The same, before the rows become articles."""
    return _NEWEST_CARDS.ask(ids)


def summary(article: Article) -> str:
    """A card's summary: the first bullet, or else the beginning of the body."""
    bullet: str | None = getattr(article, "first_bullet", None)
    if bullet:
        return bullet
    paragraphs = markup.plain_text(getattr(article, "opening", "")).split("\n\n")
    longest = max(paragraphs[:3], key=len, default="")
    return Truncator(longest).chars(SUMMARY_LENGTH)


def article_topics(article: Article) -> list[dict[str, str]]:
    """The topics that `cards` put on the article."""
    found: list[dict[str, str]] = getattr(article, "topics", [])
    return found


def article_sources(article: Article) -> list[dict[str, str]]:
    """The sources that `cards` put on the article."""
    found: list[dict[str, str]] = getattr(article, "sources", [])
    return found


@dataclass(frozen=True, slots=True)
class Note:
    """A correction as readers see it."""

    kind: str
    text: str
    made_at: datetime

    @property
    def is_clarification(self) -> bool:
        """True if nothing was wrong, but something was unclear."""
        return self.kind == Correction.Kind.CLARIFICATION


def corrections(article: Article) -> list[Note]:
    """The corrections that `corrections_of` put on the article as `notes`."""
    found: list[dict[str, str]] = getattr(article, "notes", [])
    return [
        Note(note["kind"], note["text"], datetime.fromisoformat(note["made_at"])) for note in found
    ]


# --- paging by key

_CURSOR: Final = re.compile(r"(\d{8}T\d{12})Z-(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The position in a list right after one article."""

    published_at: datetime
    pk: int

    @classmethod
    def of(cls, article: Article) -> Cursor:
        return cls(article.published_at, article.pk)

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """A cursor as `str()` wrote it; None for anything else."""
        match = _CURSOR.fullmatch(text)
        if not match:
            return None
        try:
            moment = datetime.strptime(f"{match[1]}+0000", "%Y%m%dT%H%M%S%f%z")
        except ValueError:
            return None
        return cls(moment, int(match[2]))

    def __str__(self) -> str:
        moment = self.published_at.astimezone(UTC)
        # %Y alone does not pad the years before 1000.
        return f"{moment.year:04}{moment:%m%dT%H%M%S%f}Z-{self.pk}"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list.

    `next` is the cursor that the page after it follows, `previous` the one that the page before
    it ends at, where there are such pages.
    """

    articles: Sequence[Article]
    next: Cursor | None
    is_first: bool
    previous: Cursor | None = None

    def days(self) -> Iterator[tuple[date | None, list[Article]]]:
        """The articles by day, here; None is the day of those without any date."""
        for day, articles in groupby(self.articles, key=day_of):
            yield day, list(articles)


def day_of(article: Article) -> date | None:
    """The day under which an article is listed; None if its date is unknown."""
    if article.published_at == UNDATED:
        return None
    return timezone.localdate(article.published_at)


def following(articles: ArticleQuerySet, after: Cursor | None) -> ArticleQuerySet:
    """Those after a cursor, newest first."""
    if after:
        place = Tuple(F("published_at"), F("id"))
        articles = articles.filter(TupleLessThan(place, (after.published_at, after.pk)))
    return articles.order_by("-published_at", "-id")


def page(articles: ArticleQuerySet, after: Cursor | None) -> Page:
    """The page after a cursor, newest first, in one query that reads only what it shows."""
    found = list(cards(following(articles, after))[: PAGE_LENGTH + 1])
    shown = found[:PAGE_LENGTH]
    has_more = len(found) > PAGE_LENGTH
    return Page(shown, Cursor.of(shown[-1]) if has_more else None, is_first=after is None)


# --- the front page


@dataclass(frozen=True, slots=True)
class TopicColumn:
    name: str
    slug: str
    articles: list[Article]


@dataclass(frozen=True, slots=True)
class Front:
    """Stories laid out: one lead, a second tier of four, topics, and the rest.

    `opening` is how a lead without a picture begins, in paragraphs of plain text.
    """

    lead: Article | None
    opening: list[str]
    second: list[Article]
    columns: list[TopicColumn]
    river: Page


FRONT_LENGTH: Final = 48
COLUMN_COUNT: Final = 4
COLUMN_LENGTH: Final = 3
OPENING_LENGTH: Final = 800  # characters; with the headline, about as tall as the second tier


def front(articles: ArticleQuerySet) -> Front:
    """The front page, in three queries at most. Each story appears once: pinned ones at their
    positions, the newest around them."""
    places = dict(Pin.objects.in_force().values_list("article", "position")[:PLACES])
    newest_ids = articles.order_by("-published_at", "-id").values("id")
    ids = ids_of(newest_ids[: FRONT_LENGTH + len(places)])
    if places:
        ids = either(ids, ids_of(articles.filter(pk__in=places).order_by().values("id")))
    found = newest_cards(ids)
    by_id = {article.pk: article for article in found}
    pinned = [(place, by_id[pk]) for pk, place in places.items() if pk in by_id]
    newest = [article for article in found if article.pk not in places]
    placed = _placed(pinned, newest)
    lead, second, rest = next(iter(placed), None), placed[1:PLACES], placed[PLACES:]
    columns = list(_columns(rest))
    in_columns = {article.pk for column in columns for article in column.articles}
    river = [article for article in rest if article.pk not in in_columns][:12]
    opening = opening_of(lead) if lead and not getattr(lead, "picture", None) else []
    return Front(lead, opening, second, columns, Page(river, None, is_first=True))


def _placed(pinned: Sequence[tuple[int, Article]], newest: Sequence[Article]) -> list[Article]:
    """The stories in the order of the front page. Of two pins at one position the second moves to
    the next; if there are too few stories before a pin, it moves up."""
    waiting, others = list(pinned), list(newest)
    placed: list[Article] = []
    while waiting or others:
        is_due = waiting and (waiting[0][0] <= len(placed) + 1 or not others)
        placed.append(waiting.pop(0)[1] if is_due else others.pop(0))
    return placed


def opening_of(article: Article) -> list[str]:
    """The first paragraphs of an article, as plain text; one query."""
    start = Left("body", OPENING_LENGTH * 3)
    body = Article.objects.filter(pk=article.pk).values_list(start, flat=True).get()
    text = Truncator(markup.plain_text(body)).chars(OPENING_LENGTH)
    return [paragraph for paragraph in text.split("\n\n") if paragraph]


def _columns(articles: Iterable[Article]) -> Iterator[TopicColumn]:
    """The most frequent topics, each with stories that are in no other column."""
    left, used = list(articles), set[str]()
    for _ in range(COLUMN_COUNT):
        counts = Counter(
            (topic["slug"], topic["name"])
            for article in left
            for topic in article_topics(article)
            if topic["slug"] not in used
        )
        (slug, name), count = next(iter(counts.most_common(1)), (("", ""), 0))
        if count < COLUMN_LENGTH:
            return
        about = [a for a in left if any(topic["slug"] == slug for topic in article_topics(a))]
        about = about[:COLUMN_LENGTH]
        left = [a for a in left if a not in about]
        used.add(slug)
        yield TopicColumn(name, slug, about)
