"""Old paths of a site that moved here lead to its stories, and change nothing else."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.support.builders import NOON, make_article, make_capture

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
OLD = "https://www.oldsite.example"


@pytest.fixture(autouse=True)
def _moved(settings):
    cache.clear()
    settings.ALLOWED_HOSTS = ["*"]
    settings.REDIRECT_OLD_PATHS_OF = ["www.oldsite.example", "old.example"]


def make_story(address, **what_matters):
    article = make_article(**what_matters)
    make_capture(article, address)
    return article


def leads_to(client, path, **extra):
    response = client.get(path, **extra)
    if response.status_code != 301:
        return response.status_code
    return response.headers["Location"].removeprefix(SITE)


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/news/ferry-aground", "/news/ferry-aground"),
        ("/news/ferry-aground/", "/news/ferry-aground"),
        ("/news/ferry-aground", "/news/ferry-aground/"),
        ("/News/Ferry-Aground.HTML", "/news/ferry-aground.html"),
        ("/news/ferry", "/news/ferry?utm_source=mail&share=1"),
        ("/story.php?id=4", "/story.php?id=4"),
        ("/story.php?id=4&lang=en", "/story.php?utm_id=1&lang=en&id=4"),
        ("/2019/05/03/%D9%85%D8%B1%D9%83%D8%A8", "/2019/05/03/%D9%85%D8%B1%D9%83%D8%A8/"),
        ("/a%20b%2520c", "/a%20b%2520c"),
        ("/articles/12/ferry", "/articles/12/ferry/"),
        ("/archive/2019/03/45/", "/archive/2019/03/45/"),
        ("/ar/markab", "/ar/markab"),
    ],
)
def test_the_old_path_leads_to_the_story(client, address, path):
    story = make_story(OLD + address)
    expected = story.get_absolute_url()
    prefix = "/ar" if path.startswith("/ar/") else ""
    assert leads_to(client, path) == prefix + expected
    assert client.head(path).status_code == 301
    assert client.post(path).status_code != 301


def test_the_language_of_the_address_stays(client):
    story = make_story(f"{OLD}/news/ferry-aground")
    expected = f"/ar{story.get_absolute_url()}"
    assert leads_to(client, "/ar/news/ferry-aground") == expected


@pytest.mark.parametrize(
    "path",
    ["/news/ferry", "/news", "/news/ferry-aground/2", "/story.php", "/story.php?id=41",
     "/story.php?id=4&page=2", "//www.oldsite.example/news/ferry-aground/x", "/%00", "/%FF"],
)  # fmt: skip
def test_another_path_is_not_there(client, path):
    make_story(f"{OLD}/news/ferry-aground")
    make_story(f"{OLD}/story.php?id=4")
    assert leads_to(client, path) == 404


def test_a_path_of_another_site_is_not_there(client):
    make_story("https://elsewhere.example/news/ferry-aground")
    assert leads_to(client, "/news/ferry-aground") == 404


def test_without_the_setting_nothing_redirects_and_nothing_is_asked(client, settings):
    settings.REDIRECT_OLD_PATHS_OF = []
    make_story(f"{OLD}/news/ferry-aground")
    client.get("/news/ferry-aground")
    with CaptureQueriesContext(connection) as queries:
        assert leads_to(client, "/news/ferry-aground") == 404
    assert len(queries) == 0


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": "draft"},
        {"status": "in_review"},
        {"status": "withdrawn"},
        {"published_at": datetime(2999, 1, 1, tzinfo=UTC)},
    ],
)
def test_a_story_that_readers_may_not_see_is_not_given_away(client, admin_client, hidden):
    make_story(f"{OLD}/news/ferry-aground", **hidden)
    assert leads_to(client, "/news/ferry-aground") == 404
    assert leads_to(admin_client, "/news/ferry-aground") == 404


def test_what_the_site_answers_itself_stays(client):
    story = make_article()
    for path in ("/articles/", "/articles", f"/articles/{story.pk}/", "/healthz", "/", "/archive"):
        before = leads_to(client, path)
        make_story(OLD + path)
        assert leads_to(client, path) == before != 404


def test_of_two_stories_at_one_address_the_newest_is_meant(client):
    make_story(f"{OLD}/weather/tides-this-week", published_at=NOON.replace(year=2019))
    newest = make_story(f"{OLD}/weather/tides-this-week", published_at=NOON.replace(year=2021))
    make_story(f"{OLD}/weather/tides-this-week", published_at=NOON.replace(year=2020))
    make_story(f"{OLD}/weather/tides-this-week", status="draft")
    assert leads_to(client, "/weather/tides-this-week") == newest.get_absolute_url()


def test_an_address_of_a_list_that_many_pages_state_is_no_storys(client):
    only = make_story(f"{OLD}/obituary")
    assert leads_to(client, "/obituary") == only.get_absolute_url()
    make_story(f"{OLD}/obituary")
    assert leads_to(client, "/obituary") == 404


def test_capitals_count_where_two_addresses_differ_in_nothing_else(client):
    stories = {each: make_story(f"{OLD}/a/{each}-1") for each in ("xYz", "Xyz")}
    for each, story in stories.items():
        assert leads_to(client, f"/a/{each}-1") == story.get_absolute_url()


def test_the_host_of_the_request_decides_between_two_old_sites(client):
    first = make_story("https://oldsite.example/news/ferry-aground")
    second = make_story("https://old.example/news/ferry-aground")
    for host, story in (("oldsite.example", first), ("www.old.example:80", second)):
        assert leads_to(client, "/news/ferry-aground", headers={"host": host}) == (
            story.get_absolute_url()
        )


def test_the_redirect_is_under_the_sites_own_address_and_asks_one_query(client):
    story = make_story(f"{OLD}/news/ferry-aground")
    path = "/news/ferry-aground?next=https://evil.example/"
    client.get("/elsewhere")
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path, headers={"host": "evil.example"})
    assert response.headers["Location"] == SITE + story.get_absolute_url()
    assert "max-age=0" in response.headers["Cache-Control"]
    assert len(queries) == 1
    assert len(client.get(f"/{'a' * 5000}").content) > 0
