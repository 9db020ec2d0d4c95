"""How long a search takes among many articles, and the same asked plainly.

    python benchmarks/search.py --articles 100000

makes the articles by SQL in a database of its own, from made-up words that are as unevenly
frequent as those of a language, and prints for each search, in milliseconds (the median of some
runs, caches of ours emptied before each, those of the database warm):

  find    the planner's estimate and the newest 20 matches
  page    the same with all that the page shows, snippets included
  counts  the counts beside the list
  plain   `WHERE search @@ query AND ... ORDER BY published_at DESC LIMIT 20`
  ratio   plain / find

The database is removed at the end, unless --keep says otherwise; then the next run uses it again.
"""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django

django.setup()

from django.core.cache import cache  # noqa: E402
from django.db import OperationalError, connection  # noqa: E402
from django.http import QueryDict  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles import search  # noqa: E402
from articles.models import Article  # noqa: E402
from articles.public import facets, listing  # noqa: E402
from articles.public.filters import ArticleFilter, read_filters  # noqa: E402

WORDS = 50_000  # of the made-up language; the frequency of a word is one by its rank
LENGTH = 200  # words of a body
PLAIN_LIMIT = 30_000  # milliseconds after which the plain statement is given up

# Letters for digits, so that a word is a word to the parser and keeps its form when stemmed.
WORD = "translate({}::text, '0123456789', 'bdfgkmprtz') || 'ou'"

MAKE = [
    "INSERT INTO articles_topic (name, slug) SELECT 'Topic ' || n, 'topic-' || n"
    " FROM generate_series(1, 1000) n",
    "INSERT INTO articles_source (name, slug, kind, aliases, home_page)"
    " SELECT 'Source ' || n, 'source-' || n, 'agency', '{{}}', '' FROM generate_series(1, 200) n",
    # Ten years of stories, evenly; the oldest tenth has a word of its own, one story another.
    """
    INSERT INTO articles_article (headline, slug, kicker, byline, dateline, place, place_slug,
        body, language, status, published_at, date_text, date_precision, date_method, ednote,
        imported_digests, created_at, modified_at)
    SELECT 'Headline ' || n, 'headline', '', '', '', place, lower(replace(place, ' ', '-')),
        body || CASE WHEN n <= {articles} / 10 THEN ' olden' ELSE '' END
             || CASE WHEN n = 7 THEN ' unique' ELSE '' END,
        'en', 'published', timestamptz '2015-01-01 UTC' + n * interval '10 years' / {articles},
        '', 'minute', 'stated', '', '{{}}', now(), now()
    FROM generate_series({first}, {last}) story (n)
    CROSS JOIN LATERAL (
        SELECT 'Place ' || floor(power(500, random() + 0 * story.n))::int AS place
    ) there
    CROSS JOIN LATERAL (
        SELECT string_agg({word}, ' ') AS body
        FROM generate_series(1, {length}) step
        CROSS JOIN LATERAL (
            SELECT floor(power({words}, random() + 0 * step * story.n))::int AS rank
        ) drawn
    ) written
    """.replace("{word}", WORD.format("rank")),
    """
    INSERT INTO articles_articletag (content_object_id, tag_id)
    SELECT a.id, tag.id FROM articles_article a
    CROSS JOIN LATERAL (
        SELECT DISTINCT floor(power(1000, random() + 0 * step * a.id))::int AS number
        FROM generate_series(1, 2) step
    ) drawn
    JOIN articles_topic tag ON tag.slug = 'topic-' || drawn.number
    """,
    """
    INSERT INTO articles_attribution (article_id, source_id, role)
    SELECT a.id, source.id, 'reporting' FROM articles_article a
    CROSS JOIN LATERAL (SELECT floor(power(200, random() + 0 * a.id))::int AS number) drawn
    JOIN articles_source source ON source.slug = 'source-' || drawn.number
    """,
    """
    INSERT INTO articles_caption (article_id, number, text, credit, image, alt_text)
    SELECT id, 1, 'A picture', '', CASE WHEN id % 50 = 0 THEN 'a.jpg' ELSE '' END, ''
    FROM articles_article WHERE id % 5 = 0
    """,
]
BATCH = 10_000


def word(rank: int) -> str:
    """The word of this rank; the rank-th most frequent."""
    return str(rank).translate(str.maketrans("0123456789", "bdfgkmprtz")) + "ou"


QUERIES = {
    "one story in all": "q=unique",
    "rare word": f"q={word(30_000)}",
    "middling word": f"q={word(1_000)}",
    "common word": f"q={word(20)}",
    "most common word": f"q={word(1)}",
    "phrase of two common words": f'q="{word(20)} {word(21)}"',
    "phrase of two most common words": f'q="{word(2)} {word(3)}"',
    "three common words": f"q={word(20)} {word(30)} {word(40)}",
    "word of old stories only": "q=olden",
    "either of two": f"q={word(500)} or {word(30_000)}",
    "all but one word": f"q=-{word(3)}",
    "no match": "q=nothing",
    "no match, with a common word": f"q=nothing {word(1)}",
    "common word, common topic": f"q={word(20)}&tag=topic-1",
    "common word, rare topic": f"q={word(20)}&tag=topic-900",
    "common word, unknown topic": f"q={word(20)}&tag=nowhere",
    "rare word, common topic": f"q={word(30_000)}&tag=topic-1",
    "middling word, source": f"q={word(1_000)}&source=source-50",
    "common word, rare place": f"q={word(20)}&place=place-400",
    "common word, a month long ago": f"q={word(20)}&from=2016-03-01&to=2016-03-31",
    "common word, with photo": f"q={word(20)}&photo=1",
    "middling word by relevance": f"q={word(1_000)}&sort=relevance",
    "common word by relevance": f"q={word(20)}&sort=relevance",
    "rare topic alone": "tag=topic-900",
    "common topic alone": "tag=topic-1",
    "source alone": "source=source-50",
    "with photo alone": "photo=1",
}


def make(articles: int) -> None:
    """Makes the articles, indexes them, and lets the database count what it needs to plan."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        for statement in MAKE:
            firsts = range(1, articles + 1, BATCH) if "{first}" in statement else [1]
            for first in firsts:
                values = {"first": first, "last": min(first + BATCH - 1, articles)}
                values |= {"articles": articles, "length": LENGTH, "words": WORDS}
                cursor.execute(statement.format(**values))
                report(f"{values['last']} made")
        cursor.execute("SELECT min(id), max(id) FROM articles_article")
        first, last = cursor.fetchone()
        for start in range(first, last + 1, BATCH):
            search.refresh(range(start, min(start + BATCH, last + 1)))
            report(f"{start + BATCH - first} indexed")
        cursor.execute("VACUUM ANALYZE")


def report(text: str) -> None:
    """Progress, on standard error."""
    print(f"\r{text}", end="   ", file=sys.stderr, flush=True)


def timed(call: Callable[[], object], runs: int) -> float:
    """The median time of a call in milliseconds, after one run that is not counted."""
    times = []
    for _ in range(runs + 1):
        cache.clear()
        search.ask_languages()
        facets.recent()
        started = perf_counter()
        call()
        times.append((perf_counter() - started) * 1000)
    return median(times[1:])


def narrowed(query: str) -> listing.Narrowing:
    """The narrowing of a query string; asks for the planner's estimate."""
    values = read_filters(QueryDict(query.replace(" ", "+")))
    return ArticleFilter(values, queryset=Article.objects.published()).narrowing()


def measure(query: str, runs: int) -> tuple[float, float, float, float | None]:
    """find, page, counts, plain."""
    narrowing = narrowed(query)
    is_ranked = "sort=relevance" in query

    def find() -> None:
        limit = search.RANKED if is_ranked else 20
        list(Article.objects.filter(pk__in=narrowed(query).newest_ids(limit)).values_list("pk"))

    def page() -> None:
        if is_ranked:
            listing.best(narrowed(query), None, now=timezone.now()).page()
        else:
            listing.newest(narrowed(query)).page()

    def counts() -> None:
        facets.facets(narrowing, "benchmark")

    def plain() -> None:
        newest = narrowing.everything().order_by("-published_at", "-id")
        list(newest.values_list("pk")[:20])

    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = {PLAIN_LIMIT}")
        try:
            plainly = timed(plain, min(runs, 3))
        except OperationalError:
            plainly = None
        cursor.execute("SET statement_timeout = 0")
    return timed(find, runs), timed(page, runs), timed(counts, runs), plainly


def main() -> None:
    """Makes the database where it is not there, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep", action="store_true", help="leave the database for the next run")
    options = parser.parse_args()
    name = f"newsroom_search_{options.articles}"
    connection.settings_dict["TEST"]["NAME"] = name
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=True, serialize=False)
    try:
        if not Article.objects.exists():
            make(options.articles)
        print(f"{options.articles} articles, WALKED {search.WALKED}, RARE {search.RARE}")
        print(f"{'':34}{'find':>8}{'page':>8}{'counts':>8}{'plain':>9}{'ratio':>8}")
        worst = 0.0
        for title, query in QUERIES.items():
            find, page, counts, plain = measure(query, options.runs)
            worst = max(worst, page)
            columns = f"{plain:9.1f}{plain / find:8.1f}" if plain else f"{'> 30 s':>9}{'':8}"
            print(f"{title:34}{find:8.1f}{page:8.1f}{counts:8.1f}{columns}", flush=True)
        print(f"slowest page {worst:.1f} ms")
    finally:
        connection.creation.destroy_test_db(before, verbosity=0, keepdb=options.keep)


if __name__ == "__main__":
    main()
