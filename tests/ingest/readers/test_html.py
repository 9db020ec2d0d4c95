"""HTML pages: the main text through the same parser, the markup's word only as a hint."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.ingest.readers.html import looks_like_html, read_html
from articles.ingest.readers.records import Record
from articles.ingest.readers.text import read_text
from articles.models import Article, Clipping, Dump
from articles.parsing import PageHints, Role, parse

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
def test_html_is_reported_by_its_beginning(start):
    assert looks_like_html(start.encode())
    assert looks_like_html(start.removeprefix("\ufeff").encode("utf-16"))


@pytest.mark.parametrize("text", ["", "Ferry news\n<html>", "<3 from the islands", "<head count"])
def test_text_that_only_mentions_tags_is_no_html(text):
    assert not looks_like_html(text.encode())


def story(page):
    """The one story of a page, and what its ledger says of each line."""
    text, marks, hints, _ = read_html(page if isinstance(page, bytes) else page.encode())
    parsed = parse(text, marks=marks, hints=hints)
    roles = {
        line: entry.role
        for entry in parsed.ledger
        for line in text.split("\n")[entry.first - 1 : entry.last]
    }
    [article] = parsed.articles
    return article, roles


def paragraphs(article):
    return [block.text for block in article.body if block.kind == "paragraph"]


def test_every_text_that_a_reader_sees_is_a_line_and_scripts_are_none():
    text, marks, *_ = read_html(html().encode())
    lines = text.split("\n")
    assert lines == [
        *("Home", "Sport", HEADLINE, "Published 30 October 2021", *PROSE),
        "All rights reserved by the Island Post",
    ]
    assert len(marks) == len(lines)
    assert [mark.element.tag for mark in marks] == ["li", "li", "h1", *"pppp", "footer"]


def test_of_a_page_the_story_is_taken_and_menus_and_feet_are_furniture():
    article, roles = story(html())
    assert article.headline == HEADLINE
    assert paragraphs(article) == list(PROSE)
    assert article.published.on == date(2021, 10, 30)
    assert {roles[line] for line in ("Home", "Sport")} == {Role.CHROME}
    assert roles["All rights reserved by the Island Post"] is Role.CHROME


def test_the_markups_word_is_read_as_hints():
    _, _, hints, _ = read_html(html().encode())
    assert hints == PageHints(
        address="https://post.example/1",
        title=f"{HEADLINE} – Island Post",
        headline=HEADLINE,
        published_at=datetime.fromisoformat("2021-10-30T23:05:00+01:00"),
        section="Transport",
        keywords=("Ferries", "Islands"),
        language="en-GB",
        publisher="Island Post",
        kinds=("NewsArticle",),
        origins={
            "address": "link canonical",
            "headline": "JSON-LD headline",
            "published_at": "JSON-LD datePublished",
            "section": "JSON-LD articleSection",
            "keywords": "JSON-LD keywords",
            "language": "html lang",
            "publisher": "title",
        },
    )


@pytest.mark.parametrize(
    "stated",
    [
        "", "{", "[]", "null", '"text"', "[" * 5000, '{"@type": 7}', '{"@type": ["NewsArticle"]}',
        '{"@type": "NewsArticle", "headline": {"a": 1}, "keywords": 7, "datePublished": "soon"}',
    ],
)  # fmt: skip
def test_broken_json_ld_leaves_the_other_hints(stated):
    _, _, hints, _ = read_html(html(stated=stated).encode())
    assert hints.headline == HEADLINE
    assert hints.published_at is None


def test_a_time_counts_when_the_text_prints_its_day():
    text, _, hints, _ = read_html(html().encode())
    updated = parse(text, hints=hints).articles[0].updated
    assert (updated.on, updated.method) == (date(2021, 10, 30), "page_hint")
    assert updated.at == datetime(2021, 10, 30, 22, 5, tzinfo=UTC)


@pytest.mark.parametrize("day", ["Published 3 May 2019", "Islands"])
def test_a_time_that_the_text_does_not_confirm_is_no_date(day):
    text, _, hints, _ = read_html(html(day=day).encode())
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
    text, *_ = read_html(b"<!doctype html>" + raw)
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
    assert text.decode() == read_html(raw).text
    again = run_import([str(tmp_path)], ImportOptions())
    assert str(again.counts) == "created 0, updated 0, unchanged 1, kept 0, quarantined 0"


SHOT = "The ferry Skarv at the quay in October, with its old cabin."
FIGURE = f"""<figure><img src="a.jpg" alt="a boat"><figcaption>{SHOT}
<span class="credit">(Reuters)</span></figcaption></figure>"""


def with_figure(place):
    return html().replace(place, f"{FIGURE}{place}", 1).encode()


@pytest.mark.parametrize("place", [f"<p>{PROSE[0]}", f"<p>{PROSE[1]}"])
def test_a_pictures_caption_is_a_caption_and_no_paragraph(place):
    article, _ = story(with_figure(place))
    assert [(caption.text, caption.credit) for caption in article.captions] == [(SHOT, "Reuters")]
    assert paragraphs(article) == list(PROSE)


@pytest.mark.parametrize(
    "caption",
    [
        f"<figcaption>{SHOT}</figcaption>",
        f'<p class="wp-caption-text">{SHOT}</p>',
        f'<div class="image-caption"><p>{SHOT}</p></div>',
        f'<span class="bildunterschrift">{SHOT}</span>',
    ],
)
def test_a_caption_goes_by_many_names(caption):
    figure = f'<div class="media"><img src="a.jpg">{caption}</div>'
    article, _ = story(html().replace(f"<p>{PROSE[1]}", f"{figure}<p>{PROSE[1]}", 1))
    assert [caption.text for caption in article.captions] == [SHOT]
    assert paragraphs(article) == list(PROSE)


def test_captions_of_other_stories_beside_the_text_stay_out_of_it():
    aside = f"<aside><h2>Most read</h2>{FIGURE}</aside><footer>"
    article, roles = story(html().replace("<footer>", aside, 1))
    assert not article.captions
    assert roles[f"{SHOT} (Reuters)"] is Role.CHROME


@pytest.mark.parametrize(
    ("parts", "text", "credit"),
    [
        ("<p>Boats at rest.</p><p>Photo: Ida Brandt</p>", "Boats at rest.", "Ida Brandt"),
        ('<p>Boats at rest.</p><p class="credit">Ida Brandt</p>', "Boats at rest.", "Ida Brandt"),
        ("<p>Boats at rest.</p><p>The Skarv is left.</p>", "Boats at rest. The Skarv is left.", ""),
        ('<i>Boats at rest.</i><br><small class="credit">AFP</small>', "Boats at rest.", "AFP"),
    ],
)
def test_a_caption_in_parts_is_one_and_an_empty_one_none(parts, text, credit):
    figures = f"<figure><figcaption>{parts}</figcaption></figure><figure><figcaption> </figcaption>"
    page = html().replace(f"<p>{PROSE[1]}", f"{figures}</figure><p>{PROSE[1]}", 1)
    article, _ = story(page)
    assert [(caption.text, caption.credit) for caption in article.captions] == [(text, credit)]
    assert paragraphs(article) == list(PROSE)


@pytest.mark.parametrize(
    "day",
    [
        '<time datetime="2021-10-30T22:05:00Z">30 October 2021</time>',
        "<p>Published <time>30 October 2021</time></p>",
        '<div class="meta"><span>Published <time>30 October 2021</time></span></div>',
    ],
)
def test_a_date_that_the_page_marks_as_one_stands_in_the_text(day):
    page = html().replace("<p>Published 30 October 2021</p>", day)
    assert read_html(page.encode()).text.count("30 October 2021") == 1
    article, _ = story(page)
    assert article.updated.on == date(2021, 10, 30)
    assert article.updated.at == datetime(2021, 10, 30, 22, 5, tzinfo=UTC)


@pytest.mark.parametrize("box", ['class="photo gallery"', 'id="gallery"', 'class="carousel"'])
def test_the_captions_of_a_gallery_stand_in_the_text(box):
    other = "<figure><figcaption>The quay at night. (AFP)</figcaption></figure>"
    gallery = f"<div {box}><div>{FIGURE}</div><div>{other}</div></div>"
    page = html().replace(f"<p>{PROSE[1]}", f"{gallery}<p>{PROSE[1]}", 1)
    article, _ = story(page)
    captions = [(caption.text, caption.credit) for caption in article.captions]
    assert captions == [(SHOT, "Reuters"), ("The quay at night.", "AFP")]
    assert paragraphs(article) == list(PROSE)


@pytest.mark.parametrize("depth", [0, 1, 5])
def test_a_list_in_the_story_stands_in_the_text_and_a_menu_does_not(depth):
    points = "<ul><li>a boat with a cabin</li><li>a sailing at noon</li></ul>"
    page = html().replace(f"<p>{PROSE[1]}", f"{points}<p>{PROSE[1]}", 1)
    page = page.replace("<main>", "<main>" + depth * "<div>").replace(
        "</main>", depth * "</div>" + "</main>"
    )
    article, roles = story(page)
    items = [block.text for block in article.body if block.kind == "list_item"]
    assert items == ["a boat with a cabin", "a sailing at noon"]
    assert roles["Sport"] is Role.CHROME


def test_of_the_headlines_in_the_markup_the_one_counts_that_the_text_prints():
    stated = STATED.replace("Ferry timetable shrinks for the winter", "Three sailings a day, not 4")
    assert read_html(html(stated=stated).encode()).hints.headline == HEADLINE
    page = html(stated=stated).replace('property="og:title"', 'property="none"')
    assert read_html(page.encode()).hints.headline == HEADLINE  # the title, less the paper's name
    page = html(stated=stated, headline="Fewer ferries")
    assert read_html(page.encode()).hints.headline == HEADLINE  # og:title and title agree on it
    page = page.replace("<h1>Fewer ferries</h1>", "")
    assert read_html(page.encode()).hints.headline == HEADLINE  # og:title and title agree on it
    page = page.replace("og:title", "none").replace(f"<title>{HEADLINE}", "<title>Boats")
    assert read_html(page.encode()).hints.headline == "Three sailings a day, not 4"


def test_an_address_in_the_json_ld_counts_where_the_page_links_none():
    stated = STATED.replace(
        '"@type": "NewsArticle",', '"@type": "NewsArticle", "url": "https://post.example/2",'
    )
    assert read_html(html(stated=stated).encode()).hints.address == "https://post.example/1"
    page = html(stated=stated).replace('rel="canonical"', 'rel="other"')
    assert read_html(page.encode()).hints.address == "https://post.example/2"


def test_a_page_nested_deeper_than_any_browser_goes_is_read_plainly():
    page = html().replace("<article>", "<article>" + 600 * "<div>")
    text, _, hints, _ = read_html(page.encode())
    assert all(paragraph in text for paragraph in PROSE)
    assert "All rights reserved" in text
    assert hints == PageHints(title=f"{HEADLINE} – Island Post")
