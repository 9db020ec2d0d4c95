"""The archive by date: years, months, days, and the calendars of them."""

from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.utils import timezone, translation

from articles.models import UNDATED
from articles.public import archive
from tests.support.builders import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_cached():
    cache.clear()


@pytest.fixture
def stories():
    """Three days in March 2025, one in February, one in 2020; others that count for nothing."""
    for day, count in (
        (date(2025, 3, 18), 4),
        (date(2025, 3, 3), 1),
        (date(2025, 2, 28), 2),
        (date(2020, 12, 31), 1),
    ):
        for number in range(count):
            moment = datetime(day.year, day.month, day.day, 23 - number, 59, tzinfo=UTC)
            make_article(headline=f"Story of {day} {number}", published_at=moment)
    make_article(published_at=datetime(2025, 3, 4, tzinfo=UTC), status="draft")
    make_article(published_at=UNDATED, date_precision="unknown")
    make_article(published_at=timezone.now() + timedelta(days=40))


def text_of(response):
    return unescape(response.content.decode())


@pytest.mark.parametrize(
    "address", ["/archive/", "/archive/2025/", "/archive/2025/03/", "/archive/2025/03/18/"]
)
def test_a_page_of_the_archive_asks_twice(client, stories, address, django_assert_num_queries):
    # the counts, or the page of the list; what the newest stories are about
    with django_assert_num_queries(2):
        assert client.get(address).status_code == 200


def test_the_archive_shows_every_month_with_stories(client, stories):
    response = client.get("/archive/")
    years = [
        (first.year, total, {cell.first.month: cell.count for cell in cells if cell.count})
        for first, total, cells in response.context["rows"]
    ]
    assert years == [(2025, 7, {2: 2, 3: 5}), (2020, 1, {12: 1})]
    for address in ("/archive/2025/", "/archive/2025/03/", "/archive/2020/12/"):
        assert f'href="{address}"' in text_of(response)


def test_a_year_links_its_days_with_their_counts(client, stories):
    page = text_of(client.get("/archive/2025/"))
    assert 'href="/archive/2025/03/18/"' in page
    assert 'href="/archive/2025/03/04/"' not in page  # a draft
    assert '<link rel="prev" href="/archive/2020/">' in page
    assert 'rel="next"' not in page
    assert "7 stories" in page


def test_a_month_tells_counts_in_words_and_shades(client, stories):
    response = client.get("/archive/2025/03/")
    page = text_of(response)
    assert '<td class="heat-4"><a href="/archive/2025/03/18/">' in page
    assert '<td class="heat-1"><a href="/archive/2025/03/03/">' in page
    assert "4 stories" in page
    assert "1 story" in page
    assert '<link rel="prev" href="/archive/2025/02/">' in page
    assert 'href="/articles/?from=2025-03-01&to=2025-03-31"' in page


def test_a_day_lists_its_stories_and_the_days_beside_it(client, stories):
    response = client.get("/archive/2025/03/03/")
    assert [a.headline for a in response.context["page"].articles] == ["Story of 2025-03-03 0"]
    page = text_of(response)
    assert '<link rel="prev" href="/archive/2025/02/28/">' in page
    assert '<link rel="next" href="/archive/2025/03/18/">' in page
    assert "<title>3 March 2025 · Newsroom</title>" in page
    assert not response.context["chips"]


def test_a_day_can_be_narrowed_and_paged(client):
    for number in range(45):
        moment = datetime(2025, 3, 18, 12, number, tzinfo=UTC)
        make_article(published_at=moment, tags=["Oceans"] if number % 2 else [])
    seen, address = 0, "/archive/2025/03/18/"
    while address:
        response = client.get(address)
        seen += len(response.context["page"].articles)
        address = response.context["next_address"]
    assert seen == 45
    assert (
        len(client.get("/archive/2025/03/18/?tag=oceans&from=2020-01-01").context["page"].articles)
        == 20
    )
    assert client.get("/archive/2025/03/18/?tag=oceans").context["counted"].total == 22


@pytest.mark.parametrize(
    "address",
    [
        "/archive/2024/",
        "/archive/2025/04/",
        "/archive/2025/03/04/",
        "/archive/2025/02/30/",
        "/archive/2025/13/",
        "/archive/0000/",
        "/archive/0001/01/01/",
        "/archive/9999/12/31/",
        "/archive/1970/01/01/",
        "/archive/2025/3/18/",
        "/archive/20250/",
    ],
)
def test_days_without_stories_and_days_that_are_none_are_not_found(client, stories, address):
    assert client.get(address).status_code == 404


def test_an_empty_archive_says_so(client):
    assert "Nothing published yet." in text_of(client.get("/archive/"))


def test_days_are_those_of_the_sites_time_zone(client):
    make_article(published_at=datetime(2025, 3, 18, 23, 30, tzinfo=UTC))
    with timezone.override("Asia/Dubai"):
        assert client.get("/archive/2025/03/19/").status_code == 200
        assert client.get("/archive/2025/03/18/").status_code == 404
        assert list(archive.stretch(date(2025, 3, 1), date(2025, 4, 1)).counts) == [
            date(2025, 3, 19)
        ]


def test_a_week_begins_as_it_does_where_the_language_is_spoken():
    with translation.override("de"):
        weeks = archive.month_weeks(2025, 3, {})
        assert [day.first.day if day else None for day in weeks[0]] == [None] * 5 + [1, 2]
        assert archive.week_days()[0][0].weekday() == 0
    with translation.override("en"):
        assert [day.first.day if day else None for day in archive.month_weeks(2025, 3, {})[1]] == [
            *range(2, 9)
        ]
        assert archive.week_days()[0][0].weekday() == 6


def test_a_line_has_the_months_without_stories_too_and_needs_three():
    line = archive.line({date(2024, 11, 1): 2, date(2025, 2, 1): 4})
    assert line.points == "0.0,10.0 33.3,19.0 66.7,19.0 100.0,1.0"
    assert (line.most, line.most_in, line.total) == (4, date(2025, 2, 1), 6)
    assert archive.line({date(2025, 1, 1): 1, date(2025, 2, 1): 1}) is None
    assert archive.line({}) is None
