"""Who wrote a page, when, and what it is called, as printed around its story."""

from datetime import date

import pytest

from articles.ingest.readers.html import read_html
from articles.parsing import BlockKind, parse

PROSE = (
    "The ferry to the outer islands ran aground on Tuesday evening, and nobody on board was hurt.",
    "Forty passengers were taken to the harbour by two fishing boats before the tide came in.",
    "The harbour master said that the channel had not been dredged since the storms of winter.",
    "A second ferry takes over the route until the hull has been looked at in the dry dock.",
    "Fares for the week are paid back, the company wrote in a notice at the ticket office.",
)
TITLE = "Ferry runs aground off the outer islands"


def read(*, head="", foot="", above="", stated="", title=TITLE, opening=""):
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    menu = "".join(f"<li><a href='/{k}'>{k}</a></li>" for k in ("News", "Sport", "Culture"))
    page = (
        f"<html lang=en><head><title>{TITLE} | Island Post</title>{stated}</head><body>"
        f"<nav><ul>{menu}</ul></nav><main><article>{above}<h1>{title}</h1>{head}"
        f"<div class=story>{opening}{text}</div>{foot}</article></main>"
        "<footer>© 2025 Island Post. All rights reserved.</footer></body></html>"
    )
    found = read_html(page.encode())
    [article] = parse(found.text, marks=found.marks, hints=found.hints).articles
    return article


def texts(article):
    return [block.text for block in article.body]


@pytest.mark.parametrize(
    ("head", "byline"),
    [
        ("<p>By Ida Brandt</p>", "Ida Brandt"),
        ("<div>By <a href=/ida>Ida Brandt</a>, Science Editor</div>", "Ida Brandt"),
        ("<p>by Ida Brandt and Tom Akande</p>", "Ida Brandt and Tom Akande"),
        ("<p>Written by: Ida Brandt</p>", "Ida Brandt"),
        ("<p>Words: Ida Brandt</p>", "Ida Brandt"),
        ("<p>3 May 2024 by Ida Brandt</p>", "Ida Brandt"),
        ("<p>Von Jörg Müller und Anna Weiß</p>", "Jörg Müller und Anna Weiß"),
        ("<p>Par Hélène Petit</p>", "Hélène Petit"),
        ("<p>Por José Pérez</p>", "José Pérez"),
        ("<p>Tekst: Kari Nordmann</p>", "Kari Nordmann"),
        ("<p>Автор: Иван Петров</p>", "Иван Петров"),
        ("<p>بقلم: سلمى حداد</p>", "سلمى حداد"),
        ("<div>Written by</div><div>Ida Brandt</div>", "Ida Brandt"),
        ("<p>Ida Brandt</p><p>3 May 2024</p>", "Ida Brandt"),
        ("<p>Ida Brandt | Senior Writer | 3 May 2024</p>", "Ida Brandt"),
        ("<p>Ida Brandt • 5 min read</p>", "Ida Brandt"),
        ("<p>May 3, 2024 • Ida Brandt in Harbours</p>", "Ida Brandt"),
        ("<p>Written By: Ida Brandt Executive Digital Editor</p>", "Ida Brandt"),
        ("<div class=post-author>Ida Brandt</div>", "Ida Brandt"),
        ("<aside class=article-author>Ida Brandt</aside>", "Ida Brandt"),
        (
            "<p class=author-name>Ida Brandt</p><p class=author-name>Tom Akande</p>",
            "Ida Brandt, Tom Akande",
        ),
        ("<p>By the Harbour Team</p>", "the Harbour Team"),
    ],
)  # fmt: skip
def test_the_writer_is_read_off_the_head(head, byline):
    article = read(head=head)
    assert article.byline == byline
    assert article.origins["byline"].startswith("line ")
    assert texts(article) == list(PROSE)


@pytest.mark.parametrize(
    "foot",
    [
        "<p>Written by Ida Brandt</p>",
        "<div><h3>Ida Brandt</h3><p>Ida Brandt is a writer who lives on the islands.</p></div>",
        "<div class=author-box><span class=author-name>Ida Brandt</span></div>",
    ],
)
def test_the_writer_is_read_off_the_foot_where_the_head_names_none(foot):
    assert read(foot=foot).byline == "Ida Brandt"
    assert read(head="<p>By Tom Akande</p>", foot=foot).byline == "Tom Akande"


@pytest.mark.parametrize(
    "head",
    [
        "<figure><img src=a.jpg><figcaption>By Ida Brandt</figcaption></figure>",
        "<p>Photo by Ida Brandt</p>",
        "<p>Reviewed by Ida Brandt</p>",
        "<h2>Harbour Notes</h2>",
        "<ul><li><a href=/travel>Outer Islands</a></li></ul>",
    ],
)
def test_who_took_the_picture_and_what_is_no_name_is_no_byline(head):
    assert read(head=head).byline == ""


@pytest.mark.parametrize(
    "foot",
    [
        "<aside class=related><h3>Other stories</h3><p class=author>Tom Akande</p></aside>",
        "<div class=comments><p class=comment-author>Tom Akande</p><p>Well done.</p></div>",
    ],
)
def test_the_writers_of_other_stories_and_of_comments_are_none(foot):
    assert read(foot=foot).byline == ""


def test_a_page_that_states_its_writers_is_believed_where_another_name_is_printed():
    stated = "<meta name=author content='Ida Brandt'>"
    assert read(stated=stated, head="<p class=author>Rosa Díaz</p>").byline == "Ida Brandt"
    assert read(stated=stated, head="<p>By Rosa Díaz</p>").byline == "Rosa Díaz"
    both = stated + "<meta name=author content='Tom Akande'>"
    named = read(stated=both, head="<p class=author>Ida Brandt</p>")
    assert named.byline == "Ida Brandt, Tom Akande"


@pytest.mark.parametrize(
    ("author", "byline"),
    [("Harbour Desk", "Harbour Desk"), ("islandcook", "islandcook"), ("admin", ""), ("wp", "")],
)
def test_a_team_or_a_pen_name_signs_a_page_that_names_nobody(author, byline):
    assert read(stated=f"<meta name=author content='{author}'>").byline == byline


def test_an_organisation_is_stated_as_a_source_and_signs_nothing():
    stated = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "'
        f'{TITLE}", "author": {{"@type": "Organization", "name": "Harbour Board"}}}}</script>'
    )
    assert read(stated=stated).byline == ""


@pytest.mark.parametrize(
    "head",
    [
        "<p>3 May 2024</p>",
        "<p>By Ida Brandt - May 3, 2024</p>",
        "<p>Ida Brandt | 3 May 2024</p>",
        "<p>A short summary of what happened to the ferry on its way home.</p><p>3 May 2024</p>",
        "<p>03.05.2024 · 6 min read</p>",
    ],
)
def test_the_day_is_read_off_the_head(head):
    assert read(head=head).published.on == date(2024, 5, 3)


def test_what_stands_above_the_text_is_none_of_it():
    opening = "<p>By Ida Brandt</p><p>3 May 2024</p><p>5 min read</p><p>Share this</p>"
    article = read(opening=opening)
    assert texts(article) == list(PROSE)
    assert {block.kind for block in article.body} == {BlockKind.PARAGRAPH}
    assert (article.byline, article.published.on) == ("Ida Brandt", date(2024, 5, 3))


def test_the_sites_name_is_no_headline():
    logo = "<h1>Island Post</h1>"
    stated = "<meta property=og:title content='Ferry runs aground: what we know so far'>"
    assert read(above=logo, stated=stated).headline == TITLE


def test_a_kicker_within_the_headline_stays_apart_from_it():
    title = "<span class=kicker>Harbour news</span>Ferry runs aground off the outer islands"
    assert read(title=title).headline == f"Harbour news {TITLE}"


def test_an_h1_with_the_title_counts_whatever_the_boxes_around_it_are_called():
    found = read(above="<div class=sidebar>", title=TITLE, head="</div><h2>What we know</h2>")
    assert found.headline == TITLE
