"""What crawlers ask for: robots.txt and the sitemaps, at their addresses."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.public.formats.test_sitemaps import locations, read
from tests.support.builders import make_article

pytestmark = pytest.mark.django_db


def get(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    return read(response.content.decode())


def test_from_robots_txt_a_crawler_finds_every_published_story(client, settings):
    settings.SITE_URL = "https://news.example.org"
    story, far = make_article(pk=5), make_article(pk=123_456)
    make_article(pk=77_777, status="draft")
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Sitemap: https://news.example.org/sitemap.xml" in lines
    assert "Sitemap: https://news.example.org/news-sitemap.xml" in lines
    found = [
        address
        for sitemap in locations(get(client, "/sitemap.xml"))
        for address in locations(get(client, sitemap.removeprefix("https://news.example.org")))
    ]
    assert found == [
        f"https://news.example.org{article.get_absolute_url()}" for article in (story, far)
    ]


def test_crawlers_are_asked_to_leave_the_desk_and_narrowed_lists_alone(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /admin/" in lines
    assert "Disallow: /articles/?" in lines
    assert not any(line in ("Disallow: /", "Disallow: /articles/") for line in lines)


@pytest.mark.parametrize(
    ("address", "is_allowed"),
    [
        *(("/", True), ("/articles/", True), ("/articles/12/boats/", True), ("/topics/a/", True)),
        *(("/articles/?after=20250318T120000000000Z-1", True), ("/archive/2025/03/18/", True)),
        *(("/articles/?q=boats", False), ("/articles/?q=boats&after=1", False)),
        *(("/admin/", False), ("/admin/articles/article/12/", False), ("/api/articles/", False)),
        *(("/articles/12.json", True), ("/feeds/latest.rss", True), ("/sitemap-0.xml", True)),
    ],
)
def test_what_robots_may_read(client, address, is_allowed):
    """By the longest rule that fits, as RFC 9309 has it, and by the first, as of old."""
    rules = [
        (line.split(": ", 1)[1], line.startswith("Allow"))
        for line in client.get("/robots.txt").content.decode().splitlines()
        if line.startswith(("Allow: ", "Disallow: "))
    ]
    translated = not address.endswith((".json", ".rss", ".xml")) and "/api/" not in address
    for language in ("", "/ar") if translated else ("",):
        fit = [(rule, allows) for rule, allows in rules if f"{language}{address}".startswith(rule)]
        first = fit[0][1] if fit else True
        longest = max(fit, key=lambda found: len(found[0]))[1] if fit else True
        assert (first, longest) == (is_allowed, is_allowed), language


def test_each_sitemap_asks_once(client, django_assert_num_queries):
    for _ in range(5):
        make_article(pk=None, published_at=timezone.now() - timedelta(hours=1))
    (address,) = locations(get(client, "/sitemap.xml"))
    path = address.removeprefix("http://127.0.0.1:8000")
    with django_assert_num_queries(1):  # the stretches of ids
        client.get("/sitemap.xml")
    with django_assert_num_queries(1) as queries:  # a stretch's stories
        client.get(path)
    assert "OFFSET" not in queries.captured_queries[0]["sql"]
    assert "COUNT(" not in queries.captured_queries[0]["sql"]
    with django_assert_num_queries(1):  # the stories of two days
        assert len(locations(get(client, "/news-sitemap.xml"))) == 5
    with django_assert_num_queries(0):
        client.get("/robots.txt")


@pytest.mark.parametrize("number", ["0", "7", "999999999999"])
def test_a_stretch_without_published_stories_has_no_sitemap(client, number):
    make_article(pk=1, status="draft")
    assert client.get(f"/sitemap-{number}.xml").status_code == 404


def test_a_site_without_stories_has_empty_sitemaps(client):
    make_article(published_at=datetime(2999, 1, 1, tzinfo=UTC))
    for address in ("/sitemap.xml", "/news-sitemap.xml"):
        response = client.get(address)
        assert response.status_code == 200
        assert b"<loc>" not in response.content
