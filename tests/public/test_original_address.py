"""What readers and programs learn of the page that a story was saved from."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles.models import Dump
from articles.public.formats import ninjs, plain_text, schema_org
from articles.public.origin import SHOWN_LENGTH, Origin
from tests.support.builders import NOON, make_article, make_capture
from tests.support.formats import loaded, make_item
from tests.support.ninjs_schema import complaints

pytestmark = pytest.mark.django_db

ADDRESS = "https://www.post.example/news/ferry-aground/"
CAPTURED = datetime(2025, 5, 3, tzinfo=UTC)
UPDATED = datetime(2025, 3, 19, 8, 30, tzinfo=UTC)


@pytest.fixture
def story():
    cache.clear()
    article = make_article(headline="Ferry aground")
    update = {"updated_at": UPDATED, "is_update_timed": True}
    make_capture(article, ADDRESS, captured_at=CAPTURED, **update)
    return article


def page_of(client, article, language=""):
    text = client.get(f"{language}{article.get_absolute_url()}").text
    return re.sub(r"\s+", " ", text)


def test_the_page_says_where_and_when_a_story_was_saved(client, story):
    text = page_of(client, story)
    assert (
        f'<a class="original" href="{ADDRESS}" rel="external nofollow noopener" >'
        '<bdi dir="ltr" ><bdi>post.example</bdi>/<bdi>news</bdi>/<bdi>ferry-aground</bdi></bdi></a>'
    ) in text
    assert (
        '<dt>Captured on</dt> <dd> <span dir="ltr"><time datetime="2025-05-03">3 May 2025</time>'
        in text
    )
    assert re.search(r'Updated <time datetime="2025-03-19T08:30:00\+00:00">', text)


def test_nothing_is_said_of_a_story_written_here(client):
    text = page_of(client, make_article())
    assert not re.search("Originally at|Captured on|Updated ", text)
    assert not loaded(make_article()).origin


def test_the_time_of_the_import_is_no_capture(client):
    article = make_article()
    make_capture(article, ADDRESS)
    text = page_of(client, article)
    assert "Originally at" in text
    assert "Captured on" not in text


@pytest.mark.parametrize(
    "odd",
    ["", "https://post.example/", "javascript:alert(1)", "http://127.0.0.1/a", "http://10.1.2.3/a-b",
     "http://intranet/a", "ftp://post.example/a", "https://me:secret@post.example/a",
     "https://desk.local/a", 'https://post.example/"><script>'],
)  # fmt: skip
def test_no_other_than_a_public_address_of_a_page_is_shown(client, odd):
    article = make_article()
    make_capture(article, odd, captured_at=CAPTURED)
    item = loaded(article)
    assert item.origin.address == ""
    text = page_of(client, article)
    assert "Originally at" not in text
    assert "Captured on" in text
    for given in (json.dumps(ninjs.item(item)), plain_text.text(item)):
        assert not odd or odd not in given
    assert "url" not in schema_org.news_article(item)["isBasedOn"]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://www.post.example/a?id=4", "post.example/a?id=4"),
        ("https://post.example?id=4", "post.example/?id=4"),
        ("http://post.example:8080/a/", "post.example:8080/a"),
        ("https://post.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1", "post.example/أخبار"),
        ("https://post.example/a%E2%80%AEb", "post.example/a%E2%80%AEb"),
        ("https://post.example/%E9t%E9", "post.example/%E9t%E9"),
        ("https://post.example/a%20b%00", "post.example/a%20b%00"),
    ],
)
def test_an_address_is_shown_readably(address, shown):
    assert "/".join(Origin(address).shown) == shown


@pytest.mark.parametrize(
    ("stated", "given"),
    [
        ("?utm_source=mail&fbclid=1", ""),
        ("?id=4&utm_source=mail", "?id=4"),
        ("?a=%D8%A3&b", "?a=%D8%A3&b"),
    ],
)
def test_an_address_is_given_without_what_links_are_counted_by(stated, given):
    article = make_article()
    make_capture(article, f"https://post.example/ferry-aground{stated}")
    assert loaded(article).origin.address == f"https://post.example/ferry-aground{given}"


def test_a_long_address_is_shortened():
    shown = Origin(f"https://post.example/world/2019/ferry-{'a' * 200}.html").shown
    assert shown[:2] == ["post.example", "…"]
    assert shown[2].startswith("ferry-aaa")
    assert len("/".join(shown)) <= SHOWN_LENGTH
    host = f"{'a' * 60}.example"
    assert Origin(f"https://{host}/{'b' * 60}").shown == [host, f"{'b' * 19}…"]


def test_of_several_captures_the_newest_with_an_address_counts():
    article = make_article()
    make_capture(article, "https://post.example/old-one", captured_at=CAPTURED.replace(year=2020))
    make_capture(article, ADDRESS, captured_at=CAPTURED)
    make_capture(article, "https://post.example/undated-one")
    make_capture(article, captured_at=CAPTURED.replace(year=2026))
    assert loaded(article).origin.address == ADDRESS
    assert loaded(article).origin.captured_at == CAPTURED.date()


def test_a_capture_that_changed_nothing_for_readers_does_not_count_until_the_story_is_changed():
    article = make_article()
    make_capture(article, captured_at=CAPTURED)
    later = make_capture(article, ADDRESS, captured_at=CAPTURED.replace(year=2026))
    Dump.objects.filter(pk=later.dump_id).update(created_at=timezone.now())
    assert loaded(article).origin == Origin("", CAPTURED.date())
    article.save()
    assert loaded(article).origin == Origin(ADDRESS, CAPTURED.date().replace(year=2026))


@pytest.mark.parametrize(
    ("updated_at", "is_timed", "precision", "expected"),
    [
        (UPDATED, True, "minute", UPDATED),
        (UPDATED, True, "day", UPDATED),
        (datetime(2025, 3, 19, tzinfo=UTC), False, "minute", UPDATED.date()),
        (NOON.replace(minute=30), True, "minute", NOON.replace(minute=30)),
        (NOON.replace(minute=30), True, "day", None),
        (datetime(2025, 3, 18, tzinfo=UTC), False, "minute", None),
        (UPDATED, True, "unknown", None),
        (NOON.replace(second=59), True, "minute", None),  # as systems store it while publishing
        (NOON.replace(year=2024), True, "minute", None),
        (None, False, "minute", None),
    ],
)
def test_an_update_is_told_if_it_came_after_publication(updated_at, is_timed, precision, expected):
    article = make_article(published_at=NOON, date_precision=precision)
    make_capture(article, updated_at=updated_at, is_update_timed=is_timed)
    assert loaded(article).origin.updated_at == expected


def test_json_ld_names_the_original_and_its_archived_copy(story):
    found = schema_org.news_article(loaded(story))
    page = f"http://127.0.0.1:8000{story.get_absolute_url()}"
    assert found["url"] == page
    assert found["isBasedOn"] == {
        "@type": "WebPage",
        "url": ADDRESS,
        "archivedAt": {"@type": "WebPage", "url": page, "dateCreated": "2025-05-03"},
    }
    # Of a story whose date is the page's, not the desk's.
    story.date_method = "stated"
    story.save()
    assert schema_org.news_article(loaded(story))["dateModified"] == UPDATED.isoformat()
    assert "isBasedOn" not in schema_org.news_article(make_item())


def test_ninjs_has_the_address_as_another_identifier(story):
    item = ninjs.item(loaded(story))
    assert not complaints(item)
    assert item["altIds"] == [{"role": "originalAddress", "value": ADDRESS}]
    roles = {each["role"]: each["value"] for each in item["descriptions"]}
    assert roles["capturedAt"] == "2025-05-03"
    assert roles["updatedAt"] == "2025-03-19T08:30:00Z"
    assert "altIds" not in ninjs.item(make_item())


def test_feeds_and_plain_text_have_it(client, story):
    assert f"<dc:source>{ADDRESS}</dc:source>" in client.get("/feeds/latest.rss").text
    assert f'<link href="{ADDRESS}" rel="via"/>' in client.get("/feeds/latest.atom").text
    item = client.get("/feeds/latest.json").json()["items"][0]
    assert item["external_url"] == ADDRESS
    assert item["_newsroom"]["captured_at"] == "2025-05-03"
    assert item["_newsroom"]["updated_at"] == "2025-03-19T08:30:00+00:00"
    text = client.get(f"/articles/{story.pk}.txt").text
    assert "\nupdated 2025-03-19T08:30:00+00:00\n" in text
    assert f"\nOriginally at: {ADDRESS}\n\nCaptured: 2025-05-03\n" in text
