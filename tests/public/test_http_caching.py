"""What may be kept of each public answer, and when it counts as changed."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles import publishing
from articles.models import Article
from tests.support.builders import NOON, make_article

pytestmark = pytest.mark.django_db

PUBLIC = [
    "/",
    "/articles/",
    "/articles/?q=boats",
    "/articles/{pk}/boats-go-out/",
    "/archive/",
    "/archive/2025/",
    "/archive/2025/03/",
    "/archive/2025/03/18/",
    "/ar/",
    "/ar/articles/",
    "/ar/articles/{pk}/boats-go-out/",
    "/articles/{pk}.json",
    "/articles/{pk}.txt",
    "/api/articles/",
    "/feeds/latest.rss",
    "/feeds/latest.atom",
    "/feeds/latest.json",
    "/topics/oceans/latest.rss",
    "/sitemap.xml",
    "/sitemap-0.xml",
    "/news-sitemap.xml",
    "/robots.txt",
    "/topics/oceans/",
    "/sources/reuters/",
    "/places/tyre/",
    "/archive/",
    "/archive/2025/",
    "/archive/2025/03/",
    "/archive/2025/03/18/",
    "/ar/archive/2025/03/18/",
    "/archive/2025/03/latest.json",
]


@pytest.fixture(autouse=True)
def _nothing_cached():
    cache.clear()


@pytest.fixture
def story():
    return make_article(
        pk=12,
        headline="Boats go out",
        tags=["Oceans"],
        place="Tyre",
        attributions=[("Reuters", "reporting")],
        body="Boats went out.",
        published_at=NOON,
    )


@pytest.mark.parametrize("address", PUBLIC)
def test_public_answers_may_be_kept_by_caches_for_a_minute(client, story, address):
    response = client.get(address.format(pk=story.pk))
    assert response.status_code == 200
    # A browser asks for a page each time: an editor looks at once for what was just published.
    is_page = "html" in response.headers["Content-Type"]
    expected = "max-age=0, s-maxage=60" if is_page else "max-age=60, stale-while-revalidate=60"
    assert response.headers["Cache-Control"] == f"public, {expected}"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies


@pytest.mark.parametrize("address", PUBLIC)
def test_an_unchanged_answer_is_not_sent_again(client, story, address):
    address = address.format(pk=story.pk)
    headers = client.get(address).headers
    again = client.get(address, headers={"If-None-Match": headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == headers["Cache-Control"]


@pytest.mark.parametrize("address", PUBLIC)
def test_staff_and_readers_are_answered_alike(client, admin_client, story, address):
    address = address.format(pk=story.pk)
    assert client.get(address).content == admin_client.get(address).content


def test_an_unchanged_article_asks_once(client, story, django_assert_num_queries):
    tag = client.get(story.get_absolute_url()).headers["ETag"]
    with django_assert_num_queries(1):  # the article with its rows
        response = client.get(story.get_absolute_url(), headers={"If-None-Match": tag})
    assert response.status_code == 304


def test_an_article_is_new_when_it_changed_and_each_day(client, story, monkeypatch):
    address = story.get_absolute_url()
    headers = client.get(address).headers
    by_tag = {"If-None-Match": headers["ETag"]}
    by_time = {"If-Modified-Since": headers["Last-Modified"]}
    assert client.get(address, headers=by_time).status_code == 304
    story.modified_at = timezone.now() + timedelta(seconds=2)
    Article.objects.filter(pk=story.pk).update(modified_at=story.modified_at)
    assert client.get(address, headers=by_tag).status_code == 200
    assert client.get(address, headers=by_time).status_code == 200
    Article.objects.filter(pk=story.pk).update(modified_at=NOON)
    by_tag = {"If-None-Match": client.get(address).headers["ETag"]}
    assert client.get(address, headers=by_tag).status_code == 304
    tomorrow = timezone.now() + timedelta(days=1)  # the masthead's date is another then
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert client.get(address, headers=by_tag).status_code == 200


def test_a_withdrawn_article_says_so_whatever_the_reader_has(client, story):
    headers = client.get(story.get_absolute_url()).headers
    publishing.withdraw(story, now=timezone.now())
    conditions = {
        "If-None-Match": headers["ETag"],
        "If-Modified-Since": headers["Last-Modified"],
    }
    assert client.get(story.get_absolute_url(), headers=conditions).status_code == 410
    assert client.get(f"/articles/{story.pk}.json", headers=conditions).status_code == 410


def test_a_preview_is_kept_by_no_one_and_reported_to_no_search_engine(admin_client):
    draft = make_article(status="draft")
    response = admin_client.get(draft.get_absolute_url())
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]
    assert "ETag" not in response.headers
    page = response.content.decode()
    assert "ld+json" not in page
    assert "og:title" not in page
    assert '<meta name="robots" content="noindex">' in page
