"""What each kind of page asks the database, query by query and by name: the front page at most four
times, a list twice, an article five times, a search three times."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.public.facets import RECENT_KEY
from tests.support.page_kinds import make_site

pytestmark = pytest.mark.django_db

# By the first of these that a statement fits.
NAMES = {
    "estimate": r"EXPLAIN \(FORMAT JSON\)",
    "counts": r"WITH sample AS MATERIALIZED",
    "recent": r"WITH recent AS MATERIALIZED",
    "languages": r"WITH RECURSIVE",
    "beside": r".*chosen AS \(",
    "months": r"SELECT date_trunc\('month'",
    "days": r"SELECT 'day'",
    "opening": r'SELECT LEFT\("articles_article"."body", \d+\) AS \S+ FROM',
    "story": r'.*AS "notes".*FROM "articles_article" WHERE "articles_article"."id"',
    "pins": r'SELECT "articles_pin"."article_id"',
    "cards": r'.*AS "first_bullet".*FROM "articles_article"',
    "pointed to": r'SELECT (?:(?!FROM).)*"headline"(?:(?!FROM).)*FROM "articles_article"',
}

# What is asked while nothing is known of the archive yet, and what when the page is asked for
# again: "recent" is what the newest stories are about, for the masthead; where a list is counted,
# its statement tells that, too.
ASKED = {
    "front": ("pins, cards, opening, recent", "pins, cards, opening"),
    "list": ("cards, recent", "cards"),
    "list, narrowed": ("cards, counts", "cards"),
    "list, further on": ("cards, recent", "cards"),
    "search": ("languages, cards, counts", "estimate, cards"),
    "search by relevance": ("languages, cards, counts", "estimate, cards"),
    "search by address": ("languages, cards, counts", "estimate, cards"),
    "search that finds nothing": ("languages, cards, counts", "estimate, cards"),
    "search with a slip": ("languages, cards, counts", "estimate, cards"),
    "article": (
        "story, pointed to, beside, recent",
        "story, pointed to",
    ),
    "article in Arabic": (
        "story, pointed to, beside, recent",
        "story, pointed to",
    ),
    "article without a date": ("story, beside, recent", "story"),
    "article without a text": ("story, beside, recent", "story"),
    "article withdrawn": ("story, recent", "story"),
    "topic": ("cards, counts", "cards"),
    "topic, narrowed": ("languages, cards, counts", "estimate, cards"),
    "source": ("cards, counts", "cards"),
    "place": ("cards, counts", "cards"),
    "archive": ("months, recent", ""),
    "year": ("days, recent", ""),
    "month": ("days, recent", ""),
    "day": ("cards, counts", "cards"),
    "not there": ("recent", ""),
}
MOST = {"front": 4, "list": 2, "search": 3, "article": 5}


def asked(client, address):
    """The names of the queries that a page asks, in their order."""
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return ", ".join(name_of(query["sql"]) for query in queries)


def name_of(statement):
    statement = re.sub(r"\s+", " ", statement).strip()
    for name, pattern in NAMES.items():
        if re.match(pattern, statement):
            return name
    return f"unnamed: {statement[:300]}"


def test_each_kind_of_page_asks_these_queries_and_no_others(client, media):
    found = {}
    for kind, address in make_site().items():
        cache.clear()
        if kind in ASKED:
            found[kind] = (asked(client, address), asked(client, address))
    assert found == ASKED


def test_no_kind_of_page_asks_more_than_it_may():
    for kind, (at_first, _) in ASKED.items():
        most = MOST.get(kind.partition(",")[0].partition(" ")[0], 3)
        assert len(at_first.split(", ")) <= most, kind


def test_a_search_for_what_is_common_asks_no_more_once_the_languages_are_known(client, media):
    make_site()
    cache.clear()
    client.get("/articles/?q=boats")
    cache.delete(RECENT_KEY)
    assert asked(client, "/articles/?q=harbour") == "estimate, cards, counts"
