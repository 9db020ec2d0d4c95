"""What readers may see is said in one place, for the ORM and for SQL."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from articles.models import Article
from articles.models.visibility import with_visibility
from tests.support.builders import make_article

NOW = datetime(2026, 3, 18, 12, tzinfo=UTC)
ARTICLES = Path(__file__).parents[2] / "articles"


def test_the_conditions_stand_where_the_statement_asks_for_them():
    asked = "SELECT 1 FROM articles_article a WHERE {a.visible} AND {published} AND id = {kept}"

    said = with_visibility(asked, now="%s")

    assert said == (
        "SELECT 1 FROM articles_article a WHERE a.status = 'published' AND a.published_at <= %s"
        " AND status = 'published' AND id = {kept}"
    )


@pytest.mark.django_db
def test_sql_and_the_orm_mean_the_same_stories():
    for status in Article.Status:
        for hours in (-1, 0, 1):
            make_article(status=status, published_at=NOW + timedelta(hours=hours))
    statement = with_visibility("SELECT id FROM articles_article WHERE {visible}", now="%s")
    with connection.cursor() as cursor:
        cursor.execute(statement, [NOW])
        found = {pk for (pk,) in cursor.fetchall()}

    visible = set(Article.objects.published(now=NOW).values_list("pk", flat=True))

    assert found == visible
    assert len(visible) == 2


def test_no_other_statement_says_who_is_visible():
    says = re.compile(r"status\s*=\s*'published'")
    modules = {
        path.relative_to(ARTICLES).as_posix()
        for path in ARTICLES.rglob("*.py")
        if "migrations" not in path.parts and says.search(path.read_text())
    }

    assert modules == {"models/visibility.py"}
