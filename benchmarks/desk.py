"""Whether the desk's pages stay as quick among 100,000 articles as among 1,000.

    python benchmarks/desk.py

makes both archives by SQL, each in a database of its own, opens every page in each, in turns, and
prints the number of queries and the median time of all turns, in milliseconds. A page that misses
a floor is marked, and the exit status is 1:

  queries  lists and the queue at most 12, a form at most 20
  count    no COUNT over the table of articles that no LIMIT bounds
  ratio    the median among many at most 1.5 times that among few
  rows     few have as many rows to show as many have, or the ratio would say nothing

So that the last holds, both archives have the same number of what is rare: a hundred stories of a
rare source, of a rare topic, of one day; and enough for a full page of what is common.

Pages are opened as they are met in a day's work: what is kept for some minutes is kept, and each is
opened once before it is timed. `first page, nothing kept` is the desk's first page without that,
and is reported beside the floors. The databases are removed at the end, unless --keep is given;
then the next run uses them.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from articles.models import Article, Dump, Source  # noqa: E402

MOST_QUERIES_OF_LIST = 12
MOST_QUERIES_OF_FORM = 20
MOST_RATIO = 1.5
FEW = 1_000
OPENINGS = 2
"""That are timed in one turn."""

# In numbers of an article n: 60 in 100 wait, 30 are published, the rest are drafts or withdrawn.
# What is frequent and what is rare follows power(): `source-1` has a tenth of the articles and
# `source-1900` a handful. Beside that there are ten classes of a hundred articles, however many
# there are in all, spread evenly over the archive; those of one class are alike in what is rare:
#
#   0  a line that cannot be read, a source that is to be merged      1  a rare source
#   2  a rare source and a common issue, a source to be merged        3  a rare topic and place
#   4  the date of one day of 2021, counted as undated                5  out and in this week
#
# All of these wait. A fifth of the articles shares one source, topic and place. Sources from 2001
# on and topics from 5001 on are used by none.
MAKE = [
    "INSERT INTO articles_topic (name, slug) SELECT 'Topic ' || n, 'topic-' || n"
    " FROM generate_series(1, 5200) n",
    "INSERT INTO articles_source (name, slug, kind, aliases, home_page)"
    " SELECT 'Source ' || n || ' of many', 'source-' || n, 'agency', '{{}}', ''"
    " FROM generate_series(1, 2200) n",
    """
    INSERT INTO articles_importrun (kind, asked_by, started_at, state, inputs, options,
        parser_version, input_count, dump_count, byte_count, created_count, updated_count,
        unchanged_count, kept_count, quarantined_count, failed_count, line_count,
        article_line_count, chrome_line_count, quarantine_line_count, issue_counts,
        input_outcomes, failures)
    SELECT 'import', '', now() - n * interval '1 day', 'finished', '[]', '{{}}', '', 1,
        {articles} / 40, 0, {articles} / 40, n, 0, 0, n % 7, 0, 0, 0, 0, 0, '{{}}', '[]', '[]'
    FROM generate_series(1, 40) n
    """,
    """
    INSERT INTO articles_article (headline, slug, kicker, byline, dateline, place, place_slug,
        body, language, status, published_at, date_text, date_precision, date_method, ednote,
        imported_digests, confidence, created_at, modified_at, search)
    SELECT 'Headline of story number ' || n, 'headline', '', '', '', place,
        lower(replace(place, ' ', '-')), body, 'en',
        CASE WHEN n % 10 < 6 THEN 'in_review' WHEN n % 10 < 9 THEN 'published'
             WHEN n % 20 = 9 THEN 'draft' ELSE 'withdrawn' END,
        CASE class WHEN 4 THEN '2021-03-01 12:00Z'::timestamptz + random() * interval '20 hours'
                   WHEN 5 THEN now() - random() * interval '6 days'
             ELSE now() + interval '7 days' - power(random(), 2) * interval '10 years' END, '',
        CASE WHEN class = 4 OR n % 50 = 0 THEN 'unknown' ELSE 'minute' END, 'stated', '', '{{}}',
        1 - power(random(), 3), now() - CASE class WHEN 5 THEN random() * interval '20 hours'
             ELSE power(random(), 2) * interval '90 days' END, now(),
        to_tsvector('english', 'Headline of story number ' || n)
    FROM generate_series(1, {articles}) story (n)
    CROSS JOIN LATERAL (SELECT n % ({articles} / 100) AS class) classed
    CROSS JOIN LATERAL (
        SELECT 'Place ' || CASE WHEN class = 3 THEN 900 WHEN random() + 0 * n < 0.2 THEN 1
            ELSE floor(power(1000, random() + 0 * n))::int END AS place
    ) there
    CROSS JOIN LATERAL (
        SELECT string_agg(md5(random()::text || step || story.n), ' ') AS body
        FROM generate_series(1, 60) step
    ) written
    """,
    """
    INSERT INTO articles_dump (sha256, name, byte_count, line_count, encoding, first_run_id, hints,
        issues, created_at)
    SELECT lpad(a.id::text, 64, '0'),
        '/srv/pages/page-' || a.id + 1000000 - {articles} || '.txt', 2000, 60, 'utf-8',
        run.first + (a.id - 1) * 40 / {articles}, '{{}}', '[]', now()
    FROM articles_article a, (SELECT min(id) AS first FROM articles_importrun) run
    """,
    """
    INSERT INTO articles_clipping (dump_id, position, kind, article_id, first_line, last_line, raw,
        ledger, issues, reason, confidence, headline_digest, lead_digest, paragraph_digests)
    SELECT dump.id, 1, 'story', article, 1, 60,
        convert_to(repeat('A line of the page, as it came in.' || chr(10), 60), 'UTF8'),
        '[[1, 1, "headline", ""], [2, 60, "paragraph", ""]]',
        CASE WHEN class = 0 THEN
               '[{{"code": "unreadable-line", "line": 3, "message": "Not to be read."}}]'::jsonb
             WHEN class = 2 OR article % 5 < 2 THEN jsonb_build_array(jsonb_build_object(
               'code', (ARRAY['undated', 'joined-paragraph', 'cut-short', 'stray-space'])
                 [CASE WHEN class = 2 THEN 1 ELSE floor(power(5, random())) END],
               'line', 5, 'message', 'Something is odd here.'))
             ELSE '[]' END, '', 0.5, '', '', '{{}}'
    FROM articles_dump dump CROSS JOIN LATERAL (SELECT ltrim(sha256, '0')::bigint AS article) cut
    CROSS JOIN LATERAL (SELECT article % ({articles} / 100) AS class) classed
    """,
    """
    INSERT INTO articles_clipping (dump_id, position, kind, first_line, last_line, raw, ledger,
        issues, reason, confidence, headline_digest, lead_digest, paragraph_digests)
    SELECT id, 2, 'quarantine', 61, 61, 'x', '[[61, 61, "quarantine", "odd"]]', '[]', 'odd', 0, '',
        '', '{{}}' FROM articles_dump WHERE id % 50 = 0
    """,
    """
    INSERT INTO articles_articletag (content_object_id, tag_id)
    SELECT DISTINCT a.id, tag.id FROM articles_article a
    CROSS JOIN LATERAL (
        SELECT CASE WHEN step = 3 AND a.id % ({articles} / 100) = 3 THEN 4000
               WHEN step = 3 THEN NULL WHEN random() + 0 * a.id < 0.1 THEN 1
               ELSE floor(power(5000, random() + 0 * step * a.id))::int END AS number
        FROM generate_series(1, 3) step
    ) drawn
    JOIN articles_topic tag ON tag.slug = 'topic-' || drawn.number
    """,
    """
    INSERT INTO articles_attribution (article_id, source_id, role)
    SELECT a.id, source.id, role FROM articles_article a
    CROSS JOIN LATERAL (SELECT a.id % ({articles} / 100) AS class) classed
    CROSS JOIN LATERAL (
        SELECT 'reporting' AS role, CASE class WHEN 1 THEN 1500 WHEN 2 THEN 300
            ELSE CASE WHEN random() + 0 * a.id < 0.2 THEN 1
                 ELSE floor(power(2000, random() + 0 * a.id))::int END END AS number
        UNION ALL SELECT 'photo', CASE class WHEN 0 THEN 800 WHEN 2 THEN 900 END
    ) drawn
    JOIN articles_source source ON source.slug = 'source-' || drawn.number
    """,
    "INSERT INTO articles_bullet (article_id, position, text)"
    " SELECT id, n, 'A point' FROM articles_article, generate_series(1, 3) n",
    "INSERT INTO articles_caption (article_id, number, text, credit, image, alt_text)"
    " SELECT id, 1, 'A picture', '', '', '' FROM articles_article WHERE id % 2 = 0",
]

LIST = "/admin/articles/article/"
QUEUE = {"status__exact": "in_review"}
NARROWED = {
    "common issue": {"issue": "undated"},
    "rare issue": {"issue": "unreadable-line"},
    "issue that none has": {"issue": "mojibake"},
    "any issue": {"issue": "any"},
    "common source": {"source": "source-1"},
    "rare source": {"source": "source-1500"},
    "source by a typed name": {"source": "Source 15"},
    "common topic": {"topic": "topic-1"},
    "rare topic": {"topic": "topic-4000"},
    "common place": {"place": "place-1"},
    "rare place": {"place": "place-900"},
    "one dump": {"dump": "{dump}"},
    "dumps by a typed name": {"dump": "page-999"},
    "past week": {"went_out": "week"},
    "two days": {"went_out": "2021-03-01..2021-03-02"},
    "undated": {"went_out": "undated"},
    "low confidence": {"sure": "low"},
    "high confidence": {"sure": "high"},
    "came in today": {"came_in": "day"},
    "came in long ago": {"came_in": "older"},
    "source and issue": {"source": "source-300", "issue": "undated"},
}


@dataclass(frozen=True)
class Page:
    """A page to open: its address, and how many queries it may cost."""

    name: str
    address: str
    most_queries: int
    is_cold: bool = False


@dataclass
class Archive:
    """A database with articles, and somebody who is logged in to its desk."""

    name: str
    articles: int
    client: Any = None
    pages: tuple[Page, ...] = ()

    def enter(self) -> None:
        """Makes this the database that everything asks."""
        connection.close()
        connection.close_pool()
        connection.settings_dict["NAME"] = self.name
        cache.clear()
        ContentType.objects.clear_cache()


def report(text: str) -> None:
    """Progress, on standard error."""
    print(f"\r{text:60}", end="", file=sys.stderr, flush=True)


def make(archive: Archive) -> None:
    """Makes the articles where there are none, and logs somebody in."""
    if not Article.objects.exists():
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
            for number, statement in enumerate(MAKE, start=1):
                report(f"{archive.articles} articles: step {number} of {len(MAKE)}")
                cursor.execute(statement.format(articles=archive.articles))
            cursor.execute("VACUUM ANALYZE")
    user, _ = get_user_model().objects.get_or_create(
        username="editor", is_staff=True, is_superuser=True
    )
    archive.client = Client()
    archive.client.force_login(user)
    archive.pages = tuple(pages())


def pages() -> Iterator[Page]:
    """The pages, with the addresses that they have in this archive."""
    values = {"dump": Dump.objects.order_by("-pk").values_list("pk", flat=True)[0]}
    lists: dict[str, dict[str, str]] = {
        "list": {},
        "list: published": {"status__exact": "published"},
        "list: words": {"q": "story"},
        "queue": QUEUE,
        "queue: second page": QUEUE | {"p": "2"},
    }
    for name, asked in NARROWED.items():
        filled = {key: value.format(**values) for key, value in asked.items()}
        lists[f"queue: {name}"] = QUEUE | filled
        lists[f"list: {name}"] = filled
    for name, asked in lists.items():
        yield Page(name, f"{LIST}?{urlencode(asked)}", MOST_QUERIES_OF_LIST)
    yield from forms()
    yield Page("first page", "/admin/", MOST_QUERIES_OF_LIST)
    yield Page("first page, nothing kept", "/admin/", MOST_QUERIES_OF_LIST, is_cold=True)
    sources, topics = "/admin/articles/source/", "/admin/articles/topic/"
    rare = Source.objects.filter(slug__in=["source-800", "source-900"]).order_by("pk")
    keys = urlencode([("pk", source.pk) for source in rare])
    for name, address in (
        ("sources", sources),
        ("sources: unused", f"{sources}?used=no"),
        ("topics", topics),
        ("topics: unused", f"{topics}?used=no"),
        ("two rare sources to be merged", f"{sources}merge/?{keys}"),
    ):
        yield Page(name, address, MOST_QUERIES_OF_LIST)


def forms() -> Iterator[Page]:
    """An article's form, opened from several lists."""
    waiting = Article.objects.filter(status="in_review").order_by("confidence", "pk")
    first = waiting[0].pk
    middle = waiting.filter(confidence__gt=0.875)[0].pk  # half of them are surer
    for name, key, asked in (
        ("form: first of the queue", first, QUEUE),
        ("form: middle of the queue", middle, QUEUE),
        ("form: queue of a source", middle, QUEUE | {"source": "source-1"}),
        ("form: queue of a rare source", middle, QUEUE | {"source": "source-1500"}),
        ("form: queue of an issue", middle, QUEUE | {"issue": "undated"}),
        ("form: queue of a rare issue", middle, QUEUE | {"issue": "unreadable-line"}),
        ("form: list of everything", middle, {}),
    ):
        opened_from = urlencode({"_changelist_filters": urlencode(asked)})
        yield Page(name, f"{LIST}{key}/change/?{opened_from}", MOST_QUERIES_OF_FORM)


@dataclass(frozen=True)
class Measured:
    """The median time of a page in milliseconds, its rows, and the queries of one opening."""

    time: float
    rows: int
    queries: list[str]


class Opener:
    """Opens one page of an archive, and remembers how long each opening took."""

    def __init__(self, archive: Archive, page: Page) -> None:
        self.archive, self.page = archive, page
        self.times: list[float] = []
        self.rows = 0

    def open(self) -> float:
        """Opens the page once; how many milliseconds that took."""
        if self.page.is_cold:
            cache.clear()
        started = perf_counter()
        response = self.archive.client.get(self.page.address)
        taken = (perf_counter() - started) * 1000
        if response.status_code != 200:
            raise RuntimeError(f"{self.page.address} answered {response.status_code}")
        self.rows = response.content.count(b'class="action-select"')
        return taken

    def turn(self) -> None:
        """Opens the page once without looking at the clock, and some times with."""
        self.archive.enter()
        self.open()
        self.times += [self.open() for _ in range(OPENINGS)]

    def result(self) -> Measured:
        """What all turns came to."""
        with CaptureQueriesContext(connection) as queries:
            self.open()
        return Measured(median(self.times), self.rows, [query["sql"] for query in queries])


def measure(few: Archive, many: Archive, pages: tuple[Page, Page], turns: int) -> list[Measured]:
    """A page among few and among many, in turns, so that both meet the machine in one mood."""
    openers = [Opener(archive, page) for archive, page in zip((few, many), pages, strict=True)]
    for _ in range(turns):
        for opener in openers:
            opener.turn()
    results = []
    for opener in openers:
        opener.archive.enter()
        opener.open()
        results.append(opener.result())
    return results


def counts_the_table(sql: str) -> bool:
    """Whether a statement counts articles without a bound: COUNT over the table itself, or over a
    query of it that no LIMIT ends."""
    counted = re.search(r'\bcount\(.*\bFROM "?articles_article"?(?!\w)', sql, re.I | re.S)
    return bool(counted) and not re.search(r"\bLIMIT \d+", sql, re.I)


def faults(page: Page, few: Measured, many: Measured, ratio: float) -> list[str]:
    """The floors that a page misses."""
    found = []
    queries = max(few.queries, many.queries, key=len)
    if many.rows > few.rows:
        found.append("rows")
    if len(queries) > page.most_queries:
        found.append("queries")
    if any(map(counts_the_table, queries)):
        found.append("count")
    if ratio > MOST_RATIO and not page.is_cold:
        found.append("ratio")
    return found


def run(few: Archive, many: Archive, turns: int, only: str) -> bool:
    """Measures and prints; whether all floors hold."""
    heads = f"{'queries':>8}{'rows':>6}{few.articles:>9,}{'rows':>6}{many.articles:>10,}"
    print(f"{'':33}{heads}{'ratio':>7}")
    is_good = True
    for page, same in zip(few.pages, many.pages, strict=True):
        if only not in page.name:
            continue
        fast, slow = measure(few, many, (page, same), turns)
        ratio = slow.time / fast.time
        missed = faults(page, fast, slow, ratio)
        is_good &= not missed
        cells = f"{len(slow.queries):8}{fast.rows:6}{fast.time:9.1f}{slow.rows:6}{slow.time:10.1f}"
        print(
            f"{page.name:33}{cells}{ratio:7.2f}", "MISSED:" if missed else "", *missed, flush=True
        )
    print("all floors hold" if is_good else "some floors are missed")
    return is_good


def main() -> None:
    """Makes the databases where they are not there, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--keep", action="store_true", help="leave the databases for the next run")
    options = parser.parse_args()
    settings.DEBUG = False  # Django would remember every query
    settings.ALLOWED_HOSTS = ["testserver"]
    before = connection.settings_dict["NAME"]
    archives: list[Archive] = []
    try:
        for count in (FEW, options.articles):
            archive = Archive(f"newsroom_desk_{count}", count)
            connection.close()
            connection.close_pool()
            connection.settings_dict["NAME"] = before
            connection.settings_dict["TEST"]["NAME"] = archive.name
            connection.creation.create_test_db(
                verbosity=0, autoclobber=True, keepdb=True, serialize=False
            )
            archives.append(archive)
            make(archive)
        report("")
        is_good = run(archives[0], archives[1], options.turns, options.only)
    finally:
        for archive in archives:
            archive.enter()
            connection.creation.destroy_test_db(before, verbosity=0, keepdb=options.keep)
    sys.exit(0 if is_good else 1)


if __name__ == "__main__":
    main()
