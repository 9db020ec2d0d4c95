"""The feeds' addresses: which stories, with how many queries, and when they count as changed."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import feedparser
import pytest
from django.utils import timezone

from articles import publishing
from articles.models import UNDATED, Article
from articles.public.views.feeds import FEED_LENGTH
from tests.support.builders import NOON, make_article, make_source, make_tag

pytestmark = pytest.mark.django_db

KINDS = ["rss", "atom", "json"]
PARTS = ["topics/oceans", "sources/reuters", "places/tyre"]
DAYS = ["archive/2025", "archive/2025/03", "archive/2025/03/18"]


def titles(response):
    """The headlines of a feed, whatever its kind."""
    if "json" in response.headers["Content-Type"]:
        return [item["title"] for item in json.loads(response.content)["items"]]
    headers = {name.lower(): value for name, value in response.headers.items()}
    found = feedparser.parse(response.content, response_headers=headers)
    assert not found.bozo, found.get("bozo_exception")
    return [entry.title for entry in found.entries]


def make_story(headline, **what_matters):
    return make_article(
        headline=headline,
        tags=["Oceans"],
        place="Tyre",
        attributions=[("Reuters", "reporting")],
        **what_matters,
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_latest_stories_come_newest_first(client, kind):
    make_story("Older", published_at=NOON - timedelta(days=1))
    make_story("Newer", published_at=NOON)
    response = client.get(f"/feeds/latest.{kind}")
    assert titles(response) == ["Newer", "Older"]
    expected = {"rss": "application/rss+xml", "atom": "application/atom+xml"}
    assert response.headers["Content-Type"].startswith(expected.get(kind, "application/feed+json"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", PARTS)
def test_a_topic_a_source_and_a_place_have_feeds_of_their_own(client, part, kind):
    make_story("About it")
    make_article(headline="About something else", tags=["Trade"], place="Sidon")
    assert titles(client.get(f"/{part}/latest.{kind}")) == ["About it"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("archive/2025", ["Next month", "Next day", "Evening", "Morning", "New Year"]),
        ("archive/2025/03", ["Next day", "Evening", "Morning"]),
        ("archive/2025/03/18", ["Evening", "Morning"]),
        ("archive/1970", []),
        ("archive/1970/01/01", []),
    ],
)
def test_a_year_a_month_and_a_day_have_feeds_of_their_own(client, kind, part, expected):
    for headline, moment in {
        "New Year": datetime(2025, 1, 1, tzinfo=UTC),
        "Old Year": datetime(2024, 12, 31, 23, 59, 59, tzinfo=UTC),
        "Morning": datetime(2025, 3, 18, tzinfo=UTC),
        "Evening": datetime(2025, 3, 18, 23, 59, 59, tzinfo=UTC),
        "Next day": datetime(2025, 3, 19, tzinfo=UTC),
        "Next month": datetime(2025, 4, 1, tzinfo=UTC),
        "Next year": datetime(2026, 1, 1, tzinfo=UTC),
        "Of no day": UNDATED,
    }.items():
        make_story(headline, published_at=moment)
    response = client.get(f"/{part}/latest.{kind}")
    assert response.status_code == (200 if expected else 404)
    assert not expected or titles(response) == expected


@pytest.mark.parametrize(
    ("part", "title"),
    [(DAYS[0], "2025"), (DAYS[1], "March 2025"), (DAYS[2], "18 March 2025")],
)
def test_a_feed_of_some_days_names_them_and_their_page(client, settings, part, title):
    settings.SITE_URL = "https://news.example.org"
    make_story("Then", published_at=NOON)
    feed = feedparser.parse(client.get(f"/{part}/latest.atom").content).feed
    assert feed.title == f"{title} · Newsroom"
    links = {link.rel: link.href for link in feed.links}
    assert links["self"] == f"https://news.example.org/{part}/latest.atom"
    assert links["alternate"] == f"https://news.example.org/{part}/"
    assert client.get(f"/{part}/").status_code == 200


def test_the_days_of_a_feed_are_those_of_the_sites_time_zone(client):
    make_story("Late", published_at=datetime(2025, 3, 18, 23, 30, tzinfo=UTC))
    with timezone.override("Asia/Dubai"):
        assert titles(client.get("/archive/2025/03/19/latest.rss")) == ["Late"]
        assert client.get("/archive/2025/03/18/latest.rss").status_code == 404


@pytest.mark.parametrize(
    "day", ["2025/13", "2025/02/30", "0000", "0999/01", "9999/12/31", "2025/3"]
)
def test_days_that_are_none_have_no_feed(client, day):
    make_story("Then", published_at=NOON)
    assert client.get(f"/archive/{day}/latest.rss").status_code == 404


def test_a_feed_names_its_page_itself_and_its_subject(client, settings):
    settings.SITE_URL = "https://news.example.org"
    make_story("About it")
    feed = feedparser.parse(client.get("/topics/oceans/latest.atom").content).feed
    assert feed.title == "Oceans · Newsroom"
    links = {link.rel: link.href for link in feed.links}
    assert links["self"] == "https://news.example.org/topics/oceans/latest.atom"
    assert links["alternate"].startswith("https://news.example.org/")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", ["feeds", *PARTS, *DAYS])
def test_what_readers_may_not_see_is_in_no_feed(client, part, kind):
    make_story("Seen", published_at=NOON)
    for status in ("draft", "in_review", "withdrawn"):
        make_story(f"Hidden {status}", status=status, published_at=NOON)
    make_story("Hidden embargoed", published_at=timezone.now() + timedelta(hours=1))
    response = client.get(f"/{part}/latest.{kind}")
    assert titles(response) == ["Seen"]
    assert b"Hidden" not in response.content


@pytest.mark.parametrize("part", [*PARTS, *DAYS])
def test_what_only_drafts_are_about_has_no_feed(client, part):
    make_story("Hidden", status="draft", published_at=NOON)
    assert client.get(f"/{part}/latest.rss").status_code == 404


@pytest.mark.parametrize("part", ["topics/none", "sources/none", "places/none"])
def test_what_is_not_known_has_no_feed(client, part):
    make_tag("Unused")
    make_source("Unused")
    assert client.get(f"/{part}/latest.rss").status_code == 404
    assert client.get("/topics/unused/latest.rss").status_code == 404
    assert client.get("/sources/unused/latest.rss").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_a_site_without_stories_has_a_feed(client, kind):
    assert titles(client.get(f"/feeds/latest.{kind}")) == []


def test_a_slug_may_be_of_any_script(client):
    make_article(headline="الصيادون", tags=["بحر"], language="ar")
    response = client.get(f"/topics/{quote('بحر')}/latest.rss")
    assert titles(response) == ["الصيادون"]


def test_a_feed_has_the_newest_thirty(client):
    for number in range(FEED_LENGTH + 5):
        make_article(headline=f"Story {number}", published_at=NOON - timedelta(minutes=number))
    assert titles(client.get("/feeds/latest.rss")) == [f"Story {n}" for n in range(FEED_LENGTH)]


# --- how many queries


@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_asks_for_its_state_and_then_for_its_stories(
    client, kind, django_assert_num_queries
):
    for number in range(5):
        make_story(f"Story {number}", bullets=["One"], captions=["Nets"], published_at=NOON)
    with django_assert_num_queries(2):  # ids and times; the stories with all their rows
        client.get(f"/feeds/latest.{kind}")
    for part in PARTS:
        with django_assert_num_queries(3):  # the topic, the source, the place's name; as above
            client.get(f"/{part}/latest.{kind}")
    for part in DAYS:
        with django_assert_num_queries(2):  # as the latest
            client.get(f"/{part}/latest.{kind}")


def test_an_unchanged_feed_asks_once(client, django_assert_num_queries):
    make_story("Story")
    tag = client.get("/feeds/latest.rss").headers["ETag"]
    with django_assert_num_queries(1):  # ids and times
        response = client.get("/feeds/latest.rss", headers={"If-None-Match": tag})
    assert response.status_code == 304
    assert response.content == b""
    assert response.headers["ETag"] == tag
    assert "public" in response.headers["Cache-Control"]


# --- when a feed has changed


@pytest.fixture
def changed(client):
    """Whether the feed differs, by its tag, from what it was when the fixture was last asked."""
    tag = ""

    def ask():
        nonlocal tag
        response = client.get("/feeds/latest.rss", headers={"If-None-Match": tag})
        tag = response.headers["ETag"]
        return response.status_code == 200

    ask()
    return ask


def test_nothing_happened_nothing_changed(changed):
    assert not changed()


def test_a_story_that_comes_in_changes_the_feed(changed):
    make_article()
    assert changed()
    assert not changed()


def test_a_correction_changes_the_feed(changed):
    article = make_article()
    changed()
    article.headline = "Corrected"
    article.save()
    assert changed()


def test_a_withdrawal_changes_the_feed_though_no_other_story_changed(changed):
    make_article()
    article = make_article()
    changed()
    publishing.withdraw(article, now=timezone.now())
    assert changed()


def test_the_end_of_an_embargo_changes_the_feed(changed):
    article = make_article(published_at=timezone.now() + timedelta(hours=1))
    assert not changed()
    before = article.modified_at
    # What the clock does: only the date and the present change places.
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now(), modified_at=before)
    assert changed()


def test_a_reader_that_asks_by_time_alone_is_reported_everything(client):
    make_article()
    response = client.get(
        "/feeds/latest.rss", headers={"If-Modified-Since": "Fri, 31 Dec 2999 23:59:59 GMT"}
    )
    assert response.status_code == 200
    assert "Last-Modified" not in response.headers


def test_stories_of_every_age_can_be_reported_of(client):
    for year in (1, 987, 1970, 2025):
        make_article(published_at=datetime(year, 3, 8, tzinfo=UTC), date_precision="day")
    for kind in KINDS:
        assert len(titles(client.get(f"/feeds/latest.{kind}"))) == 4
