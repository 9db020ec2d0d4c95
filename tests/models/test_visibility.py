"""What readers may see is defined once for the ORM and once for SQL, and both mean the same."""

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


def test_placeholders_become_conditions_and_other_braces_stay():
    statement = "SELECT 1 FROM articles_article a WHERE {a.visible} AND {published} AND id = {kept}"

    filled_in = with_visibility(statement, now="%s")

    assert filled_in == (
        "SELECT 1 FROM articles_article a WHERE a.status = 'published' AND a.published_at <= %s"
        " AND (a.live_from IS NULL OR a.live_from <= %s) AND status = 'published' AND id = {kept}"
    )


@pytest.mark.django_db
def test_sql_and_the_orm_mean_the_same_stories():
    for status in Article.Status:
        for hours in (-1, 0, 1):
            for live in (None, NOW - timedelta(hours=1), NOW, NOW + timedelta(hours=1)):
                make_article(
                    status=status, published_at=NOW + timedelta(hours=hours), live_from=live
                )
    statement = with_visibility("SELECT id FROM articles_article WHERE {visible}", now="%s")
    with connection.cursor() as cursor:
        cursor.execute(statement, [NOW, NOW])
        visible_in_sql = {pk for (pk,) in cursor.fetchall()}

    visible = set(Article.objects.published(now=NOW).values_list("pk", flat=True))

    assert visible_in_sql == visible
    assert len(visible) == 6
    stories = Article.objects.all()
    assert {story.pk for story in stories if story.is_visible(now=NOW)} == visible


def test_no_other_module_writes_the_condition():
    condition = re.compile(r"status\s*=\s*'published'")
    modules = {
        path.relative_to(ARTICLES).as_posix()
        for path in ARTICLES.rglob("*.py")
        if "migrations" not in path.parts and condition.search(path.read_text())
    }

    assert modules == {"models/visibility.py"}
