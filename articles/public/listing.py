"""What a list shows of the articles that a reader asked for: one page of them, newest or best."""

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
    """Which articles are asked for.

    `base` is narrowed by what the index of dates serves (dates, a place), `tests` are the other
    conditions, `words` the search, which is the first of the tests. `is_rare` says that few
    articles hold the words, `is_in_index` that the index alone tells which.
    """

    base: ArticleQuerySet
    tests: tuple[search.Test, ...] = ()
    words: search.Query | None = None
    configurations: tuple[str, ...] = ()
    is_rare: bool = False
    is_in_index: bool = True

    @classmethod
    def asking(cls, base: ArticleQuerySet, tests: Sequence[search.Test], words: str) -> Narrowing:
        """The narrowing by these words, too; one query where there are words.

        That query is the planner's estimate for the words. While nobody knows which languages the
        archive holds, they are asked for instead, and nothing is taken to be rare.
        """
        if not words:
            return cls(base, tuple(tests))
        known = search.known_languages()
        languages = search.ask_languages() if known is None else known
        configurations = tuple(search.configurations_for(words, languages))
        query = search.query_for(words, configurations)
        if query is None:
            return cls(base, tuple(tests))
        test, parted = search.words_test(query), search.part(words)
        # Nothing serves what only excludes words, however few stories are left.
        is_rare = bool(known is not None and parted.wanted) and search.is_rare(
            search.whole(base, [test])
        )
        return cls(base, (test, *tests), query, configurations, is_rare, parted.is_in_index)

    def everything(self) -> ArticleQuerySet:
        """All the articles asked for, in no order."""
        return search.whole(self.base, self.tests)

    def after(self, cursor: Cursor) -> Narrowing:
        """Those older than a place in the list."""
        place = Tuple(F("published_at"), F("id"))
        base = self.base.filter(TupleLessThan(place, (cursor.published_at, cursor.pk)))
        return replace(self, base=base)

    def before(self, cursor: Cursor) -> Narrowing:
        """Those newer than a place in the list."""
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
    """What the database told of a page of a list: `facts` for a fingerprint (see cache_keys.py).

    `page` makes the page of it, which asks nothing more. `is_time_dependent` says that the page has
    the very time of the request, so that a kept copy would never be used again.
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
        shown = found[-PAGE_LENGTH:]
        previous = Cursor.of(shown[0]) if has_more else None
        return Page(shown, Cursor.of(shown[-1]) if shown else None, not has_more, previous)
    shown = found[:PAGE_LENGTH]
    previous = Cursor.of(shown[0]) if shown and after else None
    return Page(shown, Cursor.of(shown[-1]) if has_more else None, after is None, previous)


_PLACE: Final = re.compile(r"(?P<asked>[^.]{1,60})\.(?P<shown>[0-9]{1,3})", re.ASCII)


@dataclass(frozen=True, slots=True)
class RankedPlace:
    """A place among the ranked: what is older than `asked` was ranked, and so many were shown.

    So the next page ranks the same articles, whatever has come in since.
    """

    asked: Cursor
    shown: int

    @classmethod
    def read(cls, text: str) -> RankedPlace | None:
        """A place as `str()` wrote it; None for anything else."""
        match = _PLACE.fullmatch(text)
        cursor = Cursor.read(match["asked"]) if match else None
        if match is None or cursor is None:
            return None
        return cls(cursor, min(int(match["shown"]), search.RANKED))

    def __str__(self) -> str:
        return f"{self.asked}.{self.shown}"


@dataclass(frozen=True, slots=True)
class RankedPage:
    """One page of the best among the newest matches, and the places of those beside it."""

    articles: Sequence[Article]
    next: RankedPlace | None
    previous: RankedPlace | None
    is_first: bool


def best(narrowing: Narrowing, place: RankedPlace | None, *, now: datetime) -> Answer:
    """A page of the newest `search.RANKED` matches, the best first; one query.

    Without words nothing can be ranked, and they come newest first.
    """
    place = place or RankedPlace(Cursor(now, 0), 0)
    narrowing = narrowing.after(place.asked)
    order = ["-published_at", "-id"]
    ranked = Article.objects.filter(pk__in=narrowing.newest_ids(search.RANKED))
    if narrowing.words is not None:
        ranked = ranked.alias(fit=search.rank(narrowing.words))
        order.insert(0, "-fit")
    ids = ranked.order_by(*order).values("pk")[place.shown : place.shown + PAGE_LENGTH + 1]
    found = _shown(narrowing, ids)
    if narrowing.words is not None:
        found = found.alias(fit=search.rank(narrowing.words))
    articles = list(found.order_by(*order))
    following = previous = None
    if len(articles) > PAGE_LENGTH:
        following = replace(place, shown=place.shown + PAGE_LENGTH)
    if place.shown:
        previous = replace(place, shown=max(0, place.shown - PAGE_LENGTH))
    page = RankedPage(articles[:PAGE_LENGTH], following, previous, is_first=not place.shown)
    return Answer(
        articles,  # where the page stands, its address says, unless it is the first
        lambda: page,
        is_empty=not articles,
        is_time_dependent=following is not None and page.is_first,
    )


def _shown(narrowing: Narrowing, ids: Any) -> ArticleQuerySet:
    """Cards of these ids, with snippets where there are words."""
    shown = cards(Article.objects.filter(pk__in=ids))
    return shown if narrowing.words is None else search.with_snippets(shown, narrowing.words)
