"""An article's parts as they are stored, out of a parse."""

import json

from articles.ingest.maintenance.stored_dump import hints_of_json
from articles.ingest.readers.records import Record
from articles.ingest.stories.content import content_of_parse
from articles.ingest.stories.line_spans import parts_as_json
from articles.ingest.stories.split import split_record
from articles.markup import to_blocks
from articles.parsing import PageHints, hints_as_json, parse
from tests.support.sample_pages import HEADLINE, PROSE, page, spaced

STATED = PageHints(authors=("Ida Brandt",), publisher="Island Post", keywords=("Trams",))


def content(**options):
    text = page(HEADLINE, "", *spaced(*PROSE))
    [article] = parse(text, hints=STATED).articles
    return content_of_parse(article, captured_at=None, **options)


def test_the_publisher_that_a_page_states_is_a_source():
    assert content().sources == {("Island Post", "publisher")}
    assert (content().byline, content().tags) == ("Ida Brandt", {"Trams"})


def test_a_publisher_that_is_given_counts_before_the_stated_one():
    assert content(publisher="Coast Tribune").sources == {("Coast Tribune", "publisher")}


def test_statements_are_read_back_from_a_stored_dump_as_they_were():
    raw = f"""<html lang="en"><head><title>{HEADLINE}</title><script type="application/ld+json">
    {{"@type": "NewsArticle", "author": [{{"name": "Ida Brandt"}}, {{"@type": "Organization",
    "name": "Reuters"}}], "datePublished": "2024-03-01T10:00:00+01:00", "keywords": "Trams, Glass",
    "publisher": {{"name": "Island Post"}}}}</script></head><body><main><article><h1>{HEADLINE}</h1>
    {"".join(f"<p>{line}</p>" for line in PROSE)}</article></main></body></html>"""
    dump = split_record(Record("a.html", raw.encode()))
    hints = hints_of_json(dump.hints)
    assert hints_as_json(hints) == dump.hints
    assert hints.authors == ("Ida Brandt",)
    assert hints.agencies == ("Reuters",)
    assert hints.origins["published_at"] == "JSON-LD datePublished"
    [story] = [clipping.content for clipping in dump.clippings if clipping.content]
    assert story.byline == "Ida Brandt"
    assert story.sources == {("Island Post", "publisher"), ("Reuters", "reporting")}
    assert story.dates.method == "page_metadata"


def test_the_rows_of_a_table_are_one_block_of_the_body():
    table = "Club\tPoints\nBrill | Co\t30\nQuays\t9"
    text = page(HEADLINE, "", *spaced(PROSE[0], table, *PROSE[1:]))
    [article] = parse(text).articles
    body = content_of_parse(article, captured_at=None).body
    written = "| Club | Points |\n| --- | --- |\n| Brill \\| Co | 30 |\n| Quays | 9 |"
    assert body == "\n\n".join([PROSE[0], written, *PROSE[1:]])
    assert [block.kind for block in to_blocks(body)] == [
        "paragraph",
        "other",
        "paragraph",
        "paragraph",
    ]
    parts = [part for part in json.loads(parts_as_json(article)) if len(part) > 4]
    assert [part[2:] for part in parts] == [[5, 5, 6, 6, 7, 7]]
