"""One page of the articles that a reader asked for, newest or best first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from articles import search
from articles.models import Article
from articles.models.article import ArticleQuerySet

from .cards import PAGE_LENGTH, Cursor, Page, cards, newest_rows


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which articles a list contains.

    `base` is filtered by what the index of dates serves (dates, a place), `tests` are the other
    conditions, `words` the search, which is the first of the tests. `is_rare` says that few
    articles contain the words, `is_in_index` that the index alone finds them.
    """

    base: ArticleQuerySet
    tests: tuple[search.Test, ...] = ()
    words: search.Query | None = None
    configurations: tuple[str, ...] = ()
    is_rare: bool = False
    is_in_index: bool = True

    @classmethod
    def asking(cls, base: ArticleQuerySet, tests: Sequence[search.Test], words: str) -> Narrowing:
        """The narrowing with these words added; one query if there are words.

        That query is the planner's estimate for the words. While the archive's languages are not
        in the cache, they are queried instead, and nothing counts as rare.
        """
        if not words:
            return cls(base, tuple(tests))
        known = search.known_languages()
        languages = search.ask_languages() if known is None else known
        configurations = tuple(search.configurations_for(words, languages))
        query = search.query_for(words, configurations)
        if query is None:
            return cls(base, tuple(tests))
        test, parts = search.words_test(query), search.part(words)
        # No index serves a search that only excludes words, however few stories are left.
        is_rare = bool(known is not None and parts.wanted) and search.is_rare(
            search.whole(base, [test])
        )
        return cls(base, (test, *tests), query, configurations, is_rare, parts.is_in_index)

    def everything(self) -> ArticleQuerySet:
        """All the articles, in no order."""
        return search.whole(self.base, self.tests)

    def after(self, cursor: Cursor) -> Narrowing:
        """Those older than a position in the list."""
        place = Tuple(F("published_at"), F("id"))
        base = self.base.filter(TupleLessThan(place, (cursor.published_at, cursor.pk)))
        return replace(self, base=base)

    def before(self, cursor: Cursor) -> Narrowing:
        """Those newer than a position in the list."""
        place = Tuple(F("published_at"), F("id"))
        base = self.base.filter(TupleGreaterThan(place, (cursor.published_at, cursor.pk)))
        return replace(self, base=base)

    def newest_ids(self, limit: int, **options: Any) -> Any:
        """A subquery for the ids of the newest."""
        return search.newest_ids(
            self.base, self.tests, limit=limit, is_rare=self.is_rare, **options
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows for a page of a list; `facts` are their fingerprint's values (see cache_keys.py).

    `page` builds the page, without further queries. `is_time_dependent` says that the page contains
    the time of the request, so that a cached copy would never be used again.
    """

    facts: Any
    page: Callable[[], Page | RankedPage]
    is_empty: bool
    is_time_dependent: bool = False


def newest(
    narrowing: Narrowing, *, after: Cursor | None = None, before: Cursor | None = None
) -> Answer:
    """The page after a cursor, or the one that ends before a cursor; newest first, one query."""
    is_backwards = before is not None and after is None
    if after:
        narrowing = narrowing.after(after)
    elif before:
        narrowing = narrowing.before(before)
    ids = narrowing.newest_ids(PAGE_LENGTH + 1, backwards=is_backwards)
    if narrowing.words is None:
        rows = newest_rows(ids)
        return Answer(
            repr(rows.values),  # nothing but plain values; quicker than value by value
            lambda: _newest_page(rows.articles(), after, is_backwards=is_backwards),
            is_empty=not rows.values,
        )
    found = list(_shown(narrowing, ids).order_by("-published_at", "-id"))
    return Answer(
        found,
        lambda: _newest_page(found, after, is_backwards=is_backwards),
        is_empty=not found,
    )


def _newest_page(found: Sequence[Article], after: Cursor | None, *, is_backwards: bool) -> Page:
    has_more = len(found) > PAGE_LENGTH
    if is_backwards:
        articles = found[-PAGE_LENGTH:]
        previous = Cursor.of(articles[0]) if has_more else None
        return Page(articles, Cursor.of(articles[-1]) if articles else None, not has_more, previous)
    articles = found[:PAGE_LENGTH]
    previous = Cursor.of(articles[0]) if articles and after else None
    return Page(articles, Cursor.of(articles[-1]) if has_more else None, after is None, previous)


_PLACE: Final = re.compile(r"(?P<cursor>[^.]{1,60})\.(?P<count>[0-9]{1,3})", re.ASCII)


@dataclass(frozen=True, slots=True)
class RankedPlace:
    """A position in a ranked list: the first `count` stories are on earlier pages.

    The stories older than `start` are ranked, so that each page ranks the same ones, whatever was
    added since.
    """

    start: Cursor
    count: int

    @classmethod
    def read(cls, text: str) -> RankedPlace | None:
        """A position as `str()` wrote it; None for anything else."""
        match = _PLACE.fullmatch(text)
        cursor = Cursor.read(match["cursor"]) if match else None
        if match is None or cursor is None:
            return None
        return cls(cursor, min(int(match["count"]), search.RANKED))

    def __str__(self) -> str:
        return f"{self.start}.{self.count}"


@dataclass(frozen=True, slots=True)
class RankedPage:
    """One page of the best among the newest matches, and the positions of the pages beside it."""

    articles: Sequence[Article]
    next: RankedPlace | None
    previous: RankedPlace | None
    is_first: bool


def best(narrowing: Narrowing, place: RankedPlace | None, *, now: datetime) -> Answer:
    """A page of the newest `search.RANKED` matches, the best first; one query.

    Without words nothing can be ranked, and the newest come first.
    """
    place = place or RankedPlace(Cursor(now, 0), 0)
    narrowing = narrowing.after(place.start)
    order = ["-published_at", "-id"]
    ranked = Article.objects.filter(pk__in=narrowing.newest_ids(search.RANKED))
    if narrowing.words is not None:
        ranked = ranked.alias(fit=search.rank(narrowing.words))
        order.insert(0, "-fit")
    ids = ranked.order_by(*order).values("pk")[place.count : place.count + PAGE_LENGTH + 1]
    found = _shown(narrowing, ids)
    if narrowing.words is not None:
        found = found.alias(fit=search.rank(narrowing.words))
    articles = list(found.order_by(*order))
    following = previous = None
    if len(articles) > PAGE_LENGTH:
        following = replace(place, count=place.count + PAGE_LENGTH)
    if place.count:
        previous = replace(place, count=max(0, place.count - PAGE_LENGTH))
    page = RankedPage(articles[:PAGE_LENGTH], following, previous, is_first=not place.count)
    return Answer(
        articles,  # the address has the page's position, unless it is the first page
        lambda: page,
        is_empty=not articles,
        is_time_dependent=following is not None and page.is_first,
    )


def _shown(narrowing: Narrowing, ids: Any) -> ArticleQuerySet:
    """Cards of these ids, with snippets if there are words."""
    articles = cards(Article.objects.filter(pk__in=ids))
    return articles if narrowing.words is None else search.with_snippets(articles, narrowing.words)
