"""What this site gives out as ninjs, RSS, Atom and JSON Feed comes in again as the same story."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from articles.models import Article, Caption
from articles.public.formats import feeds, ninjs
from articles.public.formats.item import Item
from tests.support.builders import NOON
from tests.support.feed_files import CAPTION, CREDIT, FIRST, HEADLINE, SECOND

CHANNEL = feeds.Channel(
    "Selby Bay Post", "News", "https://post.example/", "https://post.example/feed", "en"
)


def item() -> Item:
    article = Article(
        pk=7,
        headline=HEADLINE,
        slug="wall",
        byline="Mira Oldfield, Tom Brandl",
        dateline="SELBY BAY",
        language="en",
        published_at=datetime(2024, 3, 14, 16, 5, tzinfo=UTC),
        date_precision=Article.DatePrecision.MINUTE,
        created_at=NOON,
        modified_at=NOON,
        body=f"{FIRST}\n\n![](caption:1)\n\n## What it costs\n\n{SECOND}",
    )
    return Item(
        article,
        [{"name": "Floods", "slug": "floods"}],
        [{"name": "Selby Bay Post", "slug": "post", "role": "publisher"}],
        ["The wall is two kilometres long", "It costs 41 million crowns"],
        [Caption(number=1, text=CAPTION, credit=CREDIT)],
    )


def day_item() -> Item:
    """The same, known by its day alone: ninjs has the start of that day where the site is."""
    found = item()
    found.article.date_precision = Article.DatePrecision.DAY
    found.article.published_at = datetime.fromisoformat("2024-03-14T00:00:00+03:00")
    return found


WRITTEN = {
    "story.json": lambda item: json.dumps(ninjs.item(item)).encode(),
    "list.json": lambda item: json.dumps([ninjs.item(item)], indent=1).encode(),
    "latest.rss": lambda item: feeds.xml("rss", CHANNEL, [item]),
    "latest.atom": lambda item: feeds.xml("atom", CHANNEL, [item]),
    "latest.json": lambda item: json.dumps(feeds.json_feed(CHANNEL, [item])).encode(),
}


def parsed(path, raw):
    path.write_bytes(raw)
    out = io.StringIO()
    call_command("parse_dump", str(path), stdout=out)
    [line] = out.getvalue().splitlines()
    return json.loads(line)


@pytest.mark.parametrize("name", WRITTEN)
def test_a_story_that_this_site_gave_out_comes_in_as_it_was(tmp_path, name):
    story = parsed(tmp_path / name, WRITTEN[name](item()))
    assert story["headline"] == HEADLINE
    assert story["byline"] == "Mira Oldfield, Tom Brandl"
    assert story["dateline"] == "SELBY BAY"
    assert story["published"]["date"] == "2024-03-14"
    assert story["published"]["time"] == "16:05:00+00:00"
    assert story["language"] == "en"
    assert story["topics"] == ["Floods"]
    assert {"name": "Selby Bay Post", "role": "publisher"} in story["sources"]
    assert story["bullets"] == ["The wall is two kilometres long", "It costs 41 million crowns"]
    body = [(block["kind"], block["text"], block.get("credit", "")) for block in story["body"]]
    assert ("caption", CAPTION, CREDIT) in body
    assert [block for block in body if block[0] != "caption"] == [
        ("paragraph", FIRST, ""),
        ("crosshead", "What it costs", ""),
        ("paragraph", SECOND, ""),
    ]


def test_a_story_known_by_its_day_keeps_the_day(tmp_path):
    for name in ("story.json", "latest.json"):
        published = parsed(tmp_path / name, WRITTEN[name](day_item()))["published"]
        assert (published["date"], published["precision"]) == ("2024-03-14", "day")


def test_a_withdrawn_story_of_this_site_is_passed_over(tmp_path, capsys):
    (tmp_path / "a.json").write_text(json.dumps(ninjs.canceled(item().article)))
    call_command("parse_dump", str(tmp_path / "a.json"), stdout=io.StringIO())
    assert "it is canceled by its publisher, no story" in capsys.readouterr().err
