"""Search queries for the database, across the languages of the stories."""

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

from .folding import fold, lone_letter
from .index import configuration
from .query_parser import clean, language_of, part

Query = SearchQuery | CombinedSearchQuery

LANGUAGES_KEY: Final = "articles.search.languages"
LANGUAGES_SECONDS: Final = 3600


def matching(articles: ArticleQuerySet, words: str, language: str = "en") -> ArticleQuerySet:
    """The articles that contain these words.

    The syntax is that of a web search: "in this order", this or that, -without. With empty words
    all articles are returned. No input raises an exception.
    """
    query = query_for(words, [configuration(language)])
    return articles if query is None else articles.filter(search=query)


def query_for(words: str, configurations: Iterable[str]) -> Query | None:
    """The words as a query in each of these configurations; None for no words.

    A wanted word may match in any configuration, an excluded word in none: stems differ between
    languages, and each story is stemmed by the rules of its own.
    """
    parts = part(words)
    configurations = sorted(set(configurations))
    wanted = _each([parts.wanted] if parts.wanted else [], configurations)
    unwanted = _each(parts.unwanted, configurations, is_inverted=True)
    conditions = [reduce(or_, wanted)] if wanted else []
    queries = [*conditions, *unwanted]
    return reduce(and_, queries) if queries else None


def _each(
    texts: Iterable[str], configurations: Iterable[str], *, is_inverted: bool = False
) -> list[Query]:
    """A query for each text in each configuration."""
    return [
        # A letter of a writing without spaces is indexed with the one after it.
        SearchQuery(f"{letter}:*", config=name, search_type="raw", invert=is_inverted)
        if (letter := lone_letter(text))
        else SearchQuery(text, config=name, search_type="websearch", invert=is_inverted)
        for text in texts
        for name in configurations
    ]


def configurations_for(words: str, languages: Iterable[str]) -> list[str]:
    """The configurations to search in: of the site, of the words' script, of the archive."""
    codes = {language_of(words, default=settings.LANGUAGE_CODE), *languages}
    return sorted({configuration(code) for code in codes})


def known_languages() -> list[str] | None:
    """The cached languages of the archive; None if they are not in the cache."""
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
    """The languages of the archive, from its index; one query, cached for an hour."""
    with connection.cursor() as cursor:
        cursor.execute(_LANGUAGES_SQL)
        found = [language for (language,) in cursor.fetchall()]
    cache.set(LANGUAGES_KEY, found, LANGUAGES_SECONDS)
    return found


def holding_headlines(
    articles: ArticleQuerySet, headlines: Iterable[str], language: str = "en"
) -> ArticleQuerySet:
    """Articles that contain every word of one of these headlines: candidates, found by index.

    Each headline is searched in the given language and in that of its script. A caller that wants
    the exact headline compares the few results.
    """
    questions = {
        (clean(headline), configuration(code))
        for headline in headlines
        for code in (language, language_of(headline))
        if clean(headline)
    }
    if not questions:
        return articles.none()
    # One condition for each headline: each is an index scan led by its rarest word. As alternatives
    # within one query, every story with any of the words would be examined.
    queries = [SearchQuery(fold(words), config=config) for words, config in sorted(questions)]
    return articles.filter(Q(*[("search", query) for query in queries], _connector=Q.OR))
