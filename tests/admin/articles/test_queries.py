"""How often the database is asked for an article's form, and for a save of it.

Everything that is captured counts: the session and the user, savepoints and their release (outside
of a test the outermost pair is BEGIN and COMMIT).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.versions import history
from articles.versions.stored import ROWS

from .test_admin import change, form_of, full_article, make_clipping

pytestmark = pytest.mark.django_db

MOST_TO_OPEN = 18
MOST_TO_SAVE = 40
QUEUE = "?_changelist_filters=status__exact%3Din_review"

ONCE = ("articles_article", "articles_bullet", "articles_caption", "articles_attribution")


@pytest.fixture(autouse=True)
def _no_cached_filters() -> None:
    cache.clear()


@pytest.fixture
def article() -> Article:
    """A story of the review queue with rows of all kinds and an issue, as it was imported."""
    ContentType.objects.get_for_models(Article, *ROWS)  # each process asks for them once
    article = full_article(status="in_review", confidence=0.8)
    make_clipping(article)
    return article


def kinds(ask: Callable[[], object]) -> list[str]:
    """The verb and the table of each query that a request makes, such as `SELECT auth_user`."""
    with CaptureQueriesContext(connection) as queries:
        ask()
        return [_kind(query["sql"]) for query in queries]


def _kind(sql: str) -> str:
    verb = sql.split()[0]
    if verb in ("SAVEPOINT", "RELEASE"):
        return verb
    table = re.search(r'(?:FROM|INTO|UPDATE)\s+(?:unnest\(.*? JOIN )?"?(\w+)', sql)
    return f"{verb} {table[1] if table else sql[:60]}"


def reported(queries: list[str]) -> str:
    return "\n".join([f"{len(queries)} queries:", *queries])


def test_opening_a_form_reads_each_row_once(admin_client: Client, article: Article) -> None:
    first = kinds(lambda: admin_client.get(change(article) + QUEUE))  # reads the list's filters
    queries = kinds(lambda: admin_client.get(change(article) + QUEUE))

    assert len(first) <= MOST_TO_OPEN, reported(first)
    assert len(queries) <= len(first) - 3, reported(queries)
    reads = Counter(query for query in queries if query.startswith("SELECT articles_"))
    assert reads.pop("SELECT articles_article") == 3, reported(
        queries
    )  # with those before and after
    assert set(reads.values()) == {1}, reported(queries)


@pytest.mark.parametrize("is_first", [True, False], ids=["the first save", "a later save"])
def test_a_save_reads_an_article_once_before_and_once_after(
    admin_client: Client, article: Article, *, is_first: bool
) -> None:
    if not is_first:
        admin_client.post(change(article), form_of(admin_client, article).posted(kicker="Sea"))
    posted = form_of(admin_client, article).posted(headline="Ferries run again")

    queries = kinds(lambda: admin_client.post(change(article) + QUEUE, posted))

    assert len(queries) <= MOST_TO_SAVE, reported(queries)
    for table in ONCE:
        reads = [query for query in queries if query == f"SELECT {table}"]
        assert len(reads) == 2 + (table == "articles_caption"), reported(queries)  # their pictures
    assert queries.count("UPDATE articles_article") == 2, reported(queries)  # the search column
    assert queries.count("INSERT reversion_revision") == 1 + is_first, reported(queries)
    article.refresh_from_db()
    assert article.headline == "Ferries run again"
    newest, before = history.newest_versions(article)[:2]
    assert newest.columns["headline"] == "Ferries run again"
    assert before.columns["headline"] == "Ferries stop"
    for kept in (newest, before):
        assert [row["text"] for row in kept.bullets][1:] == ["Second", "Third"]
        assert sorted(kept.topics) == ["Gulf", "gas market", "oil, crude"]
        assert len(kept.captions) == len(kept.sources) == 2


def test_rows_that_are_not_changed_cost_a_save_no_query(
    admin_client: Client, article: Article
) -> None:
    many = full_article(
        status="in_review",
        bullets=[f"Point {number}" for number in range(30)],
        captions=[f"Picture {number}" for number in range(30)],
        attributions=[(f"Agency no. {number}", "photo") for number in range(30)],
    )
    make_clipping(many)
    counts = []
    for row in (article, many):
        posted = form_of(admin_client, row).posted(headline="Ferries run again")
        counts.append(len(kinds(lambda: admin_client.post(change(row) + QUEUE, posted))))  # noqa: B023

    assert counts[0] == counts[1]
