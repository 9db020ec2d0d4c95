"""What may be kept of each public answer; what is told to search engines; and garbage."""

import json
import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import publishing
from articles.models import Article
from tests.builders import NOON, make_article, make_picture

pytestmark = pytest.mark.django_db

PUBLIC = [
    "/",
    "/articles/",
    "/articles/?q=boats",
    "/articles/{pk}/boats-go-out/",
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
]


@pytest.fixture(autouse=True)
def _nothing_cached():
    cache.clear()


@pytest.fixture
def story():
    return make_article(pk=12, headline="Boats go out", tags=["Oceans"], body="Boats went out.")


@pytest.mark.parametrize("address", PUBLIC)
def test_public_answers_may_be_kept_by_everyone_for_a_minute(client, story, address):
    response = client.get(address.format(pk=story.pk))
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=60"
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
    with django_assert_num_queries(1):  # the article with topics and sources
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


def test_a_preview_is_kept_by_no_one_and_told_to_no_search_engine(admin_client):
    draft = make_article(status="draft")
    response = admin_client.get(draft.get_absolute_url())
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]
    assert "ETag" not in response.headers
    page = response.content.decode()
    assert "ld+json" not in page
    assert "og:title" not in page
    assert '<meta name="robots" content="noindex">' in page


# --- what a page tells of itself


def head_of(client, address):
    return client.get(address).content.decode().partition("<body")[0]


def test_a_storys_page_has_its_data_for_search_engines(client, story):
    page = client.get(story.get_absolute_url()).content.decode()
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert json.loads(data)["headline"] == "Boats go out"


def test_addresses_in_a_page_do_not_follow_the_host_it_was_asked_by(client, story, settings):
    settings.SITE_URL = "https://news.example.org"
    settings.ALLOWED_HOSTS = ["*"]
    for address in PUBLIC:
        path = address.format(pk=story.pk)
        response = client.get(path, headers={"Host": "elsewhere.example.com"})
        assert b"elsewhere" not in response.content, path
    head = head_of(client, story.get_absolute_url())
    page = f"https://news.example.org{story.get_absolute_url()}"
    assert f'<link rel="canonical" href="{page}">' in head
    assert f'<meta property="og:url" content="{page}">' in head


def test_a_storys_page_tells_link_previews_what_it_is(client, media):
    article = make_article(
        headline='Boats "go" out',
        kicker="Sea",
        byline="Ines Corkum",
        bullets=["First point"],
        captions=[{"text": "Nets", "alt_text": "Nets dry", "image": make_picture()}],
        tags=["Oceans"],
        published_at=NOON,
        date_precision="day",
    )
    head = head_of(client, article.get_absolute_url())
    for part in (
        '<meta name="description" content="First point.">',
        '<meta name="author" content="Ines Corkum">',
        '<meta property="og:type" content="article">',
        '<meta property="og:title" content="Boats &quot;go&quot; out">',
        '<meta property="og:image" content="http://127.0.0.1:8000/media/captions/',
        '<meta property="og:image:alt" content="Nets dry">',
        '<meta property="article:published_time" content="2025-03-18">',
        '<meta property="article:section" content="Sea">',
        '<meta property="article:tag" content="Oceans">',
        '<meta name="twitter:card" content="summary_large_image">',
        f'type="application/json" title="ninjs" href="/articles/{article.pk}.json">',
        f'type="text/plain" href="/articles/{article.pk}.txt">',
    ):
        assert part in head


@pytest.mark.parametrize("address", ["/", "/articles/", "/nothing-here"])
def test_every_page_leads_to_the_feeds(client, address):
    page = client.get(address).content.decode()
    head, _, body = page.partition("<body")
    for kind, mime in (("rss", "rss+xml"), ("atom", "atom+xml"), ("json", "feed+json")):
        assert f'<link rel="alternate" type="application/{mime}"' in head
        assert f'<a href="/feeds/latest.{kind}">' in body


# --- garbage

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
FIELDS = st.sampled_from(["q", "tag", "source", "place", "from", "to", "after", "page", "x"])
PATTERNS = [
    "/feeds/{}",
    "/feeds/latest.{}",
    "/topics/{}/latest.rss",
    "/sources/{}/latest.atom",
    "/places/{}/latest.json",
    "/articles/{}.json",
    "/articles/{}.txt",
    "/sitemap-{}.xml",
    "/api/{}",
]
NO_RESET = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(pattern=st.sampled_from(PATTERNS), text=TEXT)
@NO_RESET
def test_no_address_whatever_is_an_error(client, pattern, text):
    response = client.get(pattern.format(quote(text)))
    assert response.status_code in (200, 301, 404), text


@given(
    address=st.sampled_from([*PUBLIC[:3], "/api/articles/", "/feeds/latest.json", "/sitemap.xml"]),
    query=st.lists(st.tuples(FIELDS, TEXT), max_size=5),
)
@NO_RESET
def test_no_query_whatever_is_an_error(client, address, query):
    string = "&".join(f"{name}={quote(value)}" for name, value in query)
    response = client.get(f"{address.partition('?')[0]}?{string}")
    assert response.status_code in (200, 400, 404), string


@given(
    address=st.sampled_from(["/articles/12/boats-go-out/", *PUBLIC[7:]]),
    name=st.sampled_from(["If-None-Match", "If-Modified-Since", "If-Match", "Accept-Language"]),
    value=st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=40),
)
@NO_RESET
def test_no_header_whatever_is_an_error(client, address, name, value):
    assert client.get(address, headers={name: value}).status_code in (200, 304, 404, 412)


@pytest.mark.parametrize("number", ["1" * 18, "1" * 19, "٣", "-1", "1.0", "0x1", "%00"])
def test_no_number_whatever_is_an_error(client, number):
    for pattern in ("/articles/{}.json", "/articles/{}.txt", "/sitemap-{}.xml"):
        assert client.get(pattern.format(number)).status_code == 404


def test_very_long_values_are_no_error(client):
    for field in ("q", "tag", "source", "place", "from", "after"):
        assert client.get("/api/articles/", {field: "x" * 10_000}).status_code in (200, 400)
    assert client.get(f"/topics/{'x' * 10_000}/latest.rss").status_code == 404
    assert client.get(f"/places/{'x' * 10_000}/latest.rss").status_code == 404
