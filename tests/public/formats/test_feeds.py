"""RSS, Atom and JSON Feed, read as feed readers do."""

import json
from datetime import timedelta

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.models import UNDATED
from articles.public.formats import feeds
from articles.public.formats.xml import legal
from tests.support.builders import NOON, make_article, make_picture
from tests.support.formats import loaded, make_item

CHANNEL = feeds.Channel(
    title="Newsroom",
    description="The newest stories",
    page="https://news.example.org/",
    address="https://news.example.org/feeds/latest.rss",
    language="en",
)
ODD = [
    "control \x01\x08\x0b\x0c\x1f characters",
    "]]> and <![CDATA[",
    "emoji 🛶 and 👩‍👩‍👧",
    "not a character: \ufffe \uffff",
    "الصيادون في البحر \u202bRTL\u202c",
    "<b>&amp;</b> & \"quotes\" 'and' \u2028 more",
]


def read(kind, *items):
    found = feedparser.parse(feeds.xml(kind, CHANNEL, items))
    assert not found.bozo, found.get("bozo_exception")
    return found


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_the_channel_says_what_it_is(kind):
    feed = read(kind, make_item()).feed
    assert feed.title == "Newsroom"
    assert feed.subtitle == "The newest stories"
    assert feed.language == "en"
    links = {link.rel: link.href for link in feed.links}
    assert links == {"alternate": CHANNEL.page, "self": CHANNEL.address}


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_a_story_is_reported_whole(kind):
    item = make_item(
        byline="Ines Corkum",
        topics=["Oceans", "Trade & tariffs"],
        bullets=["First <point>"],
        body="Boats *went* out.",
        language="de",
        modified_at=NOON + timedelta(days=2),
    )
    (entry,) = read(kind, item).entries
    assert entry.title == "Boats go out"
    assert entry.link == "http://127.0.0.1:8000/articles/7/boats-go-out/"
    assert entry.id == "http://127.0.0.1:8000/articles/7/"
    assert entry.author == "Ines Corkum"
    assert [tag.term for tag in entry.tags] == ["Oceans", "Trade & tariffs"]
    assert entry.published_parsed[:5] == (2025, 3, 18, 12, 0)
    assert entry.summary == "<ul><li>First &lt;point&gt;</li></ul>"
    assert "<p>Boats <em>went</em> out.</p>" in entry.content[-1].value
    if kind == "atom":
        assert entry.updated_parsed[:3] == (2025, 3, 20)


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_an_undated_story_has_no_date_of_publication(kind):
    (entry,) = read(kind, make_item(published_at=UNDATED, date_precision="unknown")).entries
    assert "published" not in entry


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_an_edited_slug_or_date_leaves_the_identity_alone(kind):
    before = read(kind, make_item()).entries[0]
    after = read(kind, make_item(slug="new", published_at=UNDATED)).entries[0]
    assert before.id == after.id
    assert before.link != after.link


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_a_feed_without_stories_is_a_feed_and_stays_the_same(kind):
    assert read(kind).entries == []
    assert feeds.xml(kind, CHANNEL, []) == feeds.xml(kind, CHANNEL, [])


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "count"), [("rss", 1), ("atom", 2)])
def test_pictures_come_with_their_size_caption_and_credit(kind, count, media):
    pictures = [
        {"text": "Nets", "credit": "AFP", "image": make_picture()},
        {"text": "Boats", "image": make_picture("boats.png")},
    ]
    article = make_article(captions=pictures)
    (entry,) = read(kind, loaded(article)).entries
    assert len(entry.enclosures) == count  # RSS allows one
    assert entry.enclosures[0].type == "image/png"
    assert int(entry.enclosures[0].length) > 0
    assert entry.enclosures[0].href.startswith("http://127.0.0.1:8000/media/")
    if kind == "rss":
        sizes = [(content["width"], content["height"]) for content in entry.media_content]
        assert sizes == [("6", "4")] * 2
        assert entry.media_credit[0]["content"] == "AFP"


@pytest.mark.parametrize("kind", ["rss", "atom"])
@pytest.mark.parametrize("odd", ODD)
def test_odd_characters_break_no_feed(kind, odd):
    item = make_item(headline=odd, byline=odd, topics=[odd], bullets=[odd], body=odd)
    (entry,) = read(kind, item).entries
    assert entry.author == legal(odd).strip()


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
@settings(max_examples=50, deadline=None)
def test_no_text_whatever_breaks_a_feed(headline, body):
    item = make_item(headline=headline, byline=headline, topics=[headline], body=body)
    for kind in ("rss", "atom"):
        assert len(read(kind, item).entries) == 1
    json.dumps(feeds.json_feed(CHANNEL, [item]), ensure_ascii=False).encode()


def test_json_feed_has_what_its_version_1_1_asks_for():
    item = make_item(
        byline="Ines Corkum",
        topics=["Oceans"],
        bullets=["First"],
        body="Boats.",
        date_precision="estimated",
        date_text="14 sec ago",
    )
    feed = feeds.json_feed(CHANNEL, [item])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["title"], feed["home_page_url"]) == (CHANNEL.title, CHANNEL.page)
    assert feed["feed_url"] == CHANNEL.address
    assert feed["items"] == [
        {
            "id": "http://127.0.0.1:8000/articles/7/",
            "url": "http://127.0.0.1:8000/articles/7/boats-go-out/",
            "title": "Boats go out",
            "summary": "First.",
            "content_html": "<ul><li>First</li></ul>\n<p>Boats.</p>",
            "date_published": "2025-03-18T12:00:00Z",
            "date_modified": "2025-03-18T12:00:00Z",
            "authors": [{"name": "Ines Corkum"}],
            "tags": ["Oceans"],
            "language": "en",
            "_newsroom": {"date_precision": "estimated", "date_text": "14 sec ago"},
        }
    ]


def test_json_feed_of_a_bare_undated_story_has_a_content_and_no_date():
    item = make_item(date_precision="unknown")
    (reported,) = feeds.json_feed(CHANNEL, [item])["items"]
    assert reported["content_html"] == ""
    assert "date_published" not in reported


@pytest.mark.django_db
def test_json_feed_attaches_pictures(media):
    article = make_article(captions=[{"text": "Nets", "image": make_picture()}])
    (reported,) = feeds.json_feed(CHANNEL, [loaded(article)])["items"]
    (attachment,) = reported["attachments"]
    assert reported["image"] == attachment["url"]
    assert (attachment["mime_type"], attachment["title"]) == ("image/png", "Nets")
