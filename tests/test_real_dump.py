"""The real dump and its variants, where they lie beside the project; a clone alone lacks them."""

import json
from collections import Counter
from pathlib import Path

import pytest

from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.ingest.readers import captured_on, decode
from articles.ingest.stories.known_sources import registry
from articles.models import Article, Attribution, Bullet, Caption
from articles.parsing import article_as_json, parse

SHARED = Path(__file__).parents[2] / "shared" / "dumps"
REAL = SHARED / "arab-news-2025-03-18.txt"
EARLIER_KINDS = {"subheading": "crosshead", "read_more": "related_link"}

pytestmark = pytest.mark.skipif(not REAL.exists(), reason="no ../shared/dumps beside the project")


def test_the_real_dump_is_parsed_without_a_mistake():
    text = decode(REAL.read_bytes()).text
    parsed = parse(text, captured_at=captured_on(REAL.name), registry=registry())
    labels = REAL.with_suffix(".expected.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(labels) == len(parsed.articles) == 6
    for article, label in zip(parsed.articles, map(json.loads, labels), strict=True):
        found = article_as_json(article, REAL.name)
        for block in label["body"]:
            block["kind"] = EARLIER_KINDS.get(block["kind"], block["kind"])
        for key in ("headline", "byline", "dateline", "bullets", "body", "lines"):
            assert found[key] == label[key]
        for key in ("text", "date", "precision"):
            assert found["updated"][key] == label["updated"][key]
        assert {source["name"] for source in found["sources"]} == set(label["sources"])


def test_the_real_dumps_ledger_has_lines_1_to_200_once():
    parsed = parse(decode(REAL.read_bytes()).text, registry=registry())
    placed = [line for entry in parsed.ledger for line in range(entry.first, entry.last + 1)]
    assert placed == list(range(1, 201))
    assert all(article.updated.on for article in parsed.articles), "siblings date the relative ones"


@pytest.mark.django_db
def test_the_real_dump_is_imported_with_all_its_parts():
    result = run_import([str(REAL)], ImportOptions(publisher="Arab News"))
    assert str(result.counts) == "created 6, updated 0, unchanged 0, kept 0, quarantined 0"
    assert (Article.objects.count(), Bullet.objects.count(), Caption.objects.count()) == (6, 11, 4)
    assert Counter(Caption.objects.values_list("credit", "source__name")) == {
        ("Reuters", "Reuters"): 3,
        ("AP/File", "Associated Press"): 1,
    }
    bodies = "".join(Article.objects.values_list("body", flat=True))
    assert bodies.count("::: fact") == bodies.count("::: related") == bodies.count("\n## ") == 1
    assert Attribution.objects.filter(role="publisher").count() == 6
    again = run_import([str(REAL)], ImportOptions(publisher="Arab News"))
    assert str(again.counts) == "created 0, updated 0, unchanged 6, kept 0, quarantined 0"
