"""The fixture dumps parse as the people who wrote them labelled them, by hand."""

import json
from pathlib import Path

import pytest

from articles.ingest.readers import captured_on, decode
from articles.ingest.stories.known_sources import registry
from articles.parsing import article_as_json, parse

FIXTURES = Path(__file__).parents[2] / "fixtures"
DUMPS = sorted([*FIXTURES.glob("dumps/*.txt"), *FIXTURES.glob("pages/*.txt")])


def labelled(dump):
    lines = dump.with_suffix(".expected.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def comparable(article):
    """What the labels hold: a parse less the parser's own opinions."""
    updated = article["updated"]
    names = {source if isinstance(source, str) else source["name"] for source in article["sources"]}
    return {
        **{key: article[key] for key in ("headline", "byline", "dateline", "bullets", "body")},
        **{key: article[key] for key in ("topics", "lines")},
        "kicker": article.get("kicker", ""),
        "updated": updated and {key: updated[key] for key in ("text", "date", "precision")},
        "sources": names,
    }


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.stem)
def test_a_dump_parses_as_labelled(dump):
    text = decode(dump.read_bytes()).text
    parsed = parse(text, captured_at=captured_on(dump.name), registry=registry())
    found = [article_as_json(article, dump.name) for article in parsed.articles]
    assert [comparable(article) for article in found] == [
        comparable(article) for article in labelled(dump)
    ]


def test_a_listing_page_is_quarantined_with_the_reason():
    [listing] = [dump for dump in DUMPS if not labelled(dump)]
    parsed = parse(listing.read_text(encoding="utf-8"), registry=registry())
    reported = {(entry.role, entry.reason) for entry in parsed.ledger if entry.role != "blank"}
    assert ("quarantine", "the page holds no story") in reported
    assert {role for role, _ in reported} <= {"quarantine", "chrome"}
    assert [issue.code for issue in parsed.issues] == ["no-story"]


def test_there_are_dumps_enough_for_a_news_site():
    assert len(DUMPS) >= 8
    assert sum(len(labelled(dump)) for dump in DUMPS) >= 30
