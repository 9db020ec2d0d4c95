"""Words put to the database: what matches them, in whatever language the stories are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_
from typing import Final

from django.conf import settings
from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery
from django.core.cache import cache
from django.db import connection
from django.db.models import Q

from articles.models.article import ArticleQuerySet
from articles.models.visibility import with_visibility

from .index import configuration
from .query_parser import clean, language_of, part

Query = SearchQuery | CombinedSearchQuery

LANGUAGES_KEY: Final = "articles.search.languages"
LANGUAGES_SECONDS: Final = 3600


def matching(articles: ArticleQuerySet, words: str, language: str = "en") -> ArticleQuerySet:
    """The articles that hold these words.

    The words may be written as in a web search: "in this order", either or the other, -without.
    Empty words leave the articles as they are; no words whatever raise.
    """
    query = query_for(words, [configuration(language)])
    return articles if query is None else articles.filter(search=query)


def query_for(words: str, configurations: Iterable[str]) -> Query | None:
    """The words as a query in each of these configurations; None for no words.

    What is asked for may match in any of them, what is excluded in none: stems differ from one
    language to the next, and a story is stemmed by its own.
    """
    parted = part(words)
    configurations = sorted(set(configurations))
    wanted = _each([parted.wanted] if parted.wanted else [], configurations)
    unwanted = _each(parted.unwanted, configurations, is_inverted=True)
    conditions = [reduce(or_, wanted)] if wanted else []
    queries = [*conditions, *unwanted]
    return reduce(and_, queries) if queries else None


def _each(
    texts: Iterable[str], configurations: Iterable[str], *, is_inverted: bool = False
) -> list[Query]:
    """A query for each text in each configuration."""
    return [
        SearchQuery(text, config=name, search_type="websearch", invert=is_inverted)
        for text in texts
        for name in configurations
    ]


def configurations_for(words: str, languages: Iterable[str]) -> list[str]:
    """The configurations to ask in: of the site, of the words' script, of the archive."""
    codes = {language_of(words, default=settings.LANGUAGE_CODE), *languages}
    return sorted({configuration(code) for code in codes})


def known_languages() -> list[str] | None:
    """The languages of the archive; None where that has not been asked for an hour."""
    found: list[str] | None = cache.get(LANGUAGES_KEY)
    return found


_LANGUAGES_SQL: Final = with_visibility("""
WITH RECURSIVE held AS (
    (SELECT min(language) AS language FROM articles_article WHERE {published})
  UNION ALL
    SELECT (
        SELECT min(language) FROM articles_article
        WHERE {published} AND language > held.language
    ) FROM held WHERE held.language IS NOT NULL
)
SELECT language FROM held WHERE language IS NOT NULL
""")


def ask_languages() -> list[str]:
    """The languages of the archive, from its index; one query, kept for an hour."""
    with connection.cursor() as cursor:
        cursor.execute(_LANGUAGES_SQL)
        found = [language for (language,) in cursor.fetchall()]
    cache.set(LANGUAGES_KEY, found, LANGUAGES_SECONDS)
    return found


def holding_headlines(
    articles: ArticleQuerySet, headlines: Iterable[str], language: str = "en"
) -> ArticleQuerySet:
    """Articles that hold every word of one of these headlines: candidates, found by index.

    Each headline is asked for in the given language and in that of its script. Whoever wants the
    very headline compares the few that come back.
    """
    questions = {
        (clean(headline), configuration(code))
        for headline in headlines
        for code in (language, language_of(headline))
        if clean(headline)
    }
    if not questions:
        return articles.none()
    # One condition a headline, side by side: each is an index scan led by its rarest word. As
    # alternatives within one query, every story that holds any of the words would be looked at.
    queries = [SearchQuery(words, config=config) for words, config in sorted(questions)]
    return articles.filter(Q(*[("search", query) for query in queries], _connector=Q.OR))
