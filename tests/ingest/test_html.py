"""HTML pages: the main text through the same parser, the markup's word only as a hint."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.html import looks_like_html, read_html
from articles.ingest.pipeline import run_import
from articles.ingest.records import Record
from articles.ingest.runs import ImportOptions
from articles.ingest.text import read_text
from articles.models import Article, Clipping, Dump
from articles.parsing import PageHints, parse

HEADLINE = "Ferry timetable shrinks for the winter"
PROSE = (
    "The ferry will sail three times a day from November, the harbour office said on Monday.",
    "Islanders had asked for four, and for a boat with a heated cabin.",
    "A decision on the cabin is expected in spring, when the accounts are in.",
)
STATED = """{"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle",
"headline": "Ferry timetable shrinks for the winter", "keywords": ["Ferries", "Islands"],
"datePublished": "2021-10-30T23:05:00+01:00", "articleSection": "Transport"}]}"""


def html(*, stated=STATED, day="Published 30 October 2021", headline=HEADLINE):
    paragraphs = "".join(f"<p>{text}</p>" for text in PROSE)
    return f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
    <title>{HEADLINE} – Island Post</title><link rel="canonical" href="https://post.example/1">
    <meta property="og:title" content="{HEADLINE}">
    <script type="application/ld+json">{stated}</script><script>var x = "no prose";</script></head>
    <body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
    <main><article><h1>{headline}</h1><p>{day}</p>{paragraphs}</article></main>
    <footer>All rights reserved by the Island Post</footer></body></html>"""


@pytest.mark.parametrize(
    "start",
    [
        "<!doctype html>", "<html>", "\ufeff <HTML lang=de>", "<?xml version='1.0'?>\n<html>",
        "<!-- saved -->\n<!DOCTYPE html>",
    ],
)  # fmt: skip
def test_html_is_told_by_its_beginning(start):
    assert looks_like_html(start.encode())
    assert looks_like_html(start.removeprefix("\ufeff").encode("utf-16"))


@pytest.mark.parametrize("text", ["", "Ferry news\n<html>", "<3 from the islands", "<head count"])
def test_text_that_only_mentions_tags_is_no_html(text):
    assert not looks_like_html(text.encode())


def test_the_main_text_is_taken_and_menus_and_scripts_are_left():
    text, _ = read_html(html().encode())
    assert text.splitlines()[0] == HEADLINE
    assert all(paragraph in text for paragraph in PROSE)
    assert "Sport" not in text
    assert "no prose" not in text


def test_the_markups_word_is_read_as_hints():
    _, hints = read_html(html().encode())
    assert hints == PageHints(
        address="https://post.example/1",
        title=f"{HEADLINE} – Island Post",
        headline=HEADLINE,
        published_at=datetime.fromisoformat("2021-10-30T23:05:00+01:00"),
        section="Transport",
        keywords=("Ferries", "Islands"),
        language="en-GB",
    )


@pytest.mark.parametrize(
    "stated",
    [
        "", "{", "[]", "null", '"text"', "[" * 5000, '{"@type": 7}', '{"@type": ["NewsArticle"]}',
        '{"@type": "NewsArticle", "headline": {"a": 1}, "keywords": 7, "datePublished": "soon"}',
    ],
)  # fmt: skip
def test_broken_json_ld_leaves_the_other_hints(stated):
    _, hints = read_html(html(stated=stated).encode())
    assert hints.headline == HEADLINE
    assert hints.published_at is None


def test_a_time_counts_when_the_text_prints_its_day():
    text, hints = read_html(html().encode())
    updated = parse(text, hints=hints).articles[0].updated
    assert (updated.on, updated.method) == (date(2021, 10, 30), "page_hint")
    assert updated.at == datetime(2021, 10, 30, 22, 5, tzinfo=UTC)


@pytest.mark.parametrize("day", ["Published 3 May 2019", "Islands"])
def test_a_time_that_the_text_does_not_confirm_is_no_date(day):
    text, hints = read_html(html(day=day).encode())
    updated = parse(text, hints=hints).articles[0].updated
    assert updated is None or updated.on == date(2019, 5, 3)


def test_a_headline_counts_when_a_line_confirms_it():
    other = "Night boat to the outer islands returns"
    text = "\n".join([other, "", HEADLINE, "", *PROSE])

    def headline(**hints):
        return parse(text, hints=PageHints(**hints)).articles[0].headline

    assert headline(headline=HEADLINE) == HEADLINE
    assert headline(headline=other) == other
    assert headline(headline="Nothing of the kind") == headline()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_pages_encoding_is_found(encoding):
    page = html().replace('charset="utf-8"', f'charset="{encoding}"')
    source = read_text(Record("a.html", page.encode(encoding)))
    assert PROSE[0] in source.characters.text
    assert source.hints.title.endswith("– Island Post")


@given(st.binary(max_size=300))
def test_no_bytes_at_all_make_reading_fail(raw):
    text, _ = read_html(b"<!doctype html>" + raw)
    text.encode("utf-8", "replace")


@pytest.mark.django_db
def test_an_html_page_is_imported_and_its_own_bytes_are_kept(tmp_path):
    raw = html().encode()
    path = tmp_path / "page.html"
    path.write_bytes(raw)
    result = run_import([str(tmp_path)], ImportOptions())
    assert str(result.counts) == "created 1, updated 0, unchanged 0, kept 0, quarantined 0"
    article, dump = Article.objects.get(), Dump.objects.get()
    assert (article.headline, article.language) == (HEADLINE, "en-GB")
    assert article.date_method == "page_hint"
    assert bytes(dump.original) == raw
    assert dump.hints["address"] == "https://post.example/1"
    text = b"".join(bytes(clipping.raw) for clipping in Clipping.objects.order_by("position"))
    assert text.decode() == read_html(raw)[0]
    again = run_import([str(tmp_path)], ImportOptions())
    assert str(again.counts) == "created 0, updated 0, unchanged 1, kept 0, quarantined 0"
