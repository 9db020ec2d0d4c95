"""What every format tells of an article alike."""

from datetime import date, timedelta

import pytest

from articles.models import Article
from articles.public.formats import absolute_urls, body_html, plain_text
from articles.public.formats.item import changed_at, load, stated_date
from tests.support.builders import NOON, make_article, make_picture
from tests.support.formats import loaded, make_item


@pytest.mark.parametrize(
    ("byline", "persons"),
    [
        ("By Ines Corkum", ["Ines Corkum"]),
        ("Ines Corkum and Bo Lind", ["Ines Corkum", "Bo Lind"]),
        ("INES CORKUM, BO LIND & ADA MOSS", ["INES CORKUM", "BO LIND", "ADA MOSS"]),
        ("Ines Corkum, Reuters", ["Ines Corkum"]),
        ("Reuters", []),
        ("", []),
        # Not taken apart, as the parts would be no names.
        ("Ines Corkum in Tyre, Lebanon", ["Ines Corkum in Tyre, Lebanon"]),
        (
            "Staff writers of the Gazette and agencies",
            ["Staff writers of the Gazette and agencies"],
        ),
    ],
)
def test_a_byline_is_taken_apart_where_its_parts_are_names(byline, persons):
    assert make_item(byline=byline, sources=[("Reuters", "reporting")]).persons == persons


def test_without_a_byline_the_author_is_who_reported_or_else_who_published():
    sources = [("Harbour Gazette", "publisher"), ("Reuters", "reporting"), ("AFP", "photo")]
    assert make_item(sources=sources).author == "Reuters"
    assert make_item(sources=sources[:1]).author == "Harbour Gazette"
    assert make_item(byline="Ines Corkum", sources=sources).author == "Ines Corkum"
    assert make_item().author == ""


def test_the_summary_is_the_bullets_or_how_the_body_begins():
    assert make_item(bullets=["Boats went", "They came back."]).summary == (
        "Boats went. They came back."
    )
    assert make_item(body="![](caption:1)\n\nBoats *went*.").summary == "Boats went."
    assert make_item().summary == ""


@pytest.mark.parametrize(
    ("precision", "expected"),
    [
        ("minute", NOON),
        ("day", date(2025, 3, 18)),
        ("estimated", date(2025, 3, 18)),
        ("unknown", None),
    ],
)
def test_a_date_is_stated_no_more_exactly_than_it_is_known(precision, expected):
    assert stated_date(Article(published_at=NOON, date_precision=precision)) == expected


def test_the_end_of_an_embargo_is_a_change():
    article = Article(modified_at=NOON, published_at=NOON + timedelta(hours=2))
    assert changed_at(article) == NOON + timedelta(hours=2)


@pytest.mark.parametrize("slug", ["boats-go-out", "الصيادون-في-البحر", "a(b)'c", "ü_ß"])
def test_the_quick_way_to_an_address_gives_the_same_as_the_slow_one(slug):
    article = Article(pk=12, slug=slug)
    assert absolute_urls.page_addresses()(12, slug) == absolute_urls.page_of(article)


def test_addresses_follow_the_sites_public_name(settings):
    settings.SITE_URL = "https://news.example.org"
    assert absolute_urls.identity_of(Article(pk=12)) == "https://news.example.org/articles/12/"
    assert (
        absolute_urls.absolute("https://cdn.example.org/a.jpg") == "https://cdn.example.org/a.jpg"
    )


@pytest.mark.django_db
def test_items_come_in_one_query_whatever_they_hold(django_assert_num_queries, media):
    for _ in range(3):
        make_article(
            bullets=["One", "Two"],
            captions=[{"text": "Nets", "image": make_picture()}],
            tags=["Oceans", "Trade"],
            attributions=[("AFP", "photo")],
            body="Boats went out.",
        )
    with django_assert_num_queries(1):
        items = load(Article.objects.published())
        text = "".join(plain_text.text(item) + body_html.html(item) for item in items)
    assert text.count("Boats went out.") == 6


@pytest.mark.django_db
def test_a_picture_whose_file_is_gone_is_reported_of_by_its_caption_only(media):
    gone = loaded(make_article(captions=[{"text": "Nets dry", "image": "captions/gone.jpg"}]))
    no_picture = make_picture("notes.jpg")
    no_picture.file.truncate(0)
    no_picture.file.write(b"no picture at all")
    broken = loaded(make_article(captions=[{"text": "Nets dry", "image": no_picture}]))
    for reported in (gone, broken):
        assert reported.pictures == []
        assert "<img" not in body_html.html(reported)
        assert "Nets dry" in body_html.html(reported)


def test_rich_text_stands_anywhere():
    reported = make_item(
        dateline="TYRE",
        bullets=["First <point>"],
        captions=["The harbour", "Left over"],
        body="Boats & [nets](/articles/3/nets/), [more](#top), [all](?q=a), "
        '[theirs](https://example.org/) and "/odd.\n\n'
        "![](caption:1)\n\n## Later\n\n::: fact Note\nA *fact*.\n:::\n\n> Quoted.\n\n"
        "- One\n- Two\n\n::: related\nBoats go in\n:::",
    )
    html = body_html.html(reported)
    page = "http://127.0.0.1:8000/articles/7/boats-go-out/"
    for part in (
        "<li>First &lt;point&gt;</li>",
        "<p>TYRE — Boats &amp; ",
        '<a href="http://127.0.0.1:8000/articles/3/nets/">nets</a>',
        f'<a href="{page}#top">more</a>',
        f'<a href="{page}?q=a">all</a>',
        '<a href="https://example.org/" rel="nofollow noopener">theirs</a>',
        "<figure><figcaption>The harbour</figcaption></figure>",
        "<h2>Later</h2>",
        "<aside><h3>Note</h3><p>A <em>fact</em>.</p></aside>",
        "<blockquote><p>Quoted.</p></blockquote>",
        "<ul><li>One</li><li>Two</li></ul>",
        "<p>→ Boats go in</p>",
    ):
        assert part in html
    assert html.count("The harbour") == 1
    assert html.index("Boats go in") < html.index("Left over")


def test_plain_text_has_all_parts_in_order():
    reported = make_item(
        kicker="Sea",
        byline="Ines Corkum",
        dateline="TYRE",
        date_precision="day",
        bullets=["First point"],
        captions=["The harbour"],
        topics=["Oceans"],
        sources=[("Harbour Gazette", "publisher"), ("Reuters", "reporting"), ("AFP", "photo")],
        body="Boats *went* out.\n\n## Later\n\nThey came in.",
    )
    assert plain_text.text(reported) == (
        "Sea\n\nBoats go out\n\nInes Corkum\n2025-03-18\n\n- First point\n\n"
        "TYRE — Boats went out.\n\nLater\n\nThey came in.\n\n[Picture: The harbour]\n\n"
        "Published by: Harbour Gazette\n\nReporting: Reuters\n\nPictures: AFP\n\nTopics: Oceans\n\n"
        "http://127.0.0.1:8000/articles/7/boats-go-out/\n"
    )


@pytest.mark.parametrize(
    ("what_matters", "expected"),
    [
        ({"date_precision": "minute"}, "2025-03-18T12:00:00+00:00"),
        (
            {"date_precision": "estimated", "date_text": "14 sec ago"},
            'about 2025-03-18 (printed: "14 sec ago")',
        ),
        ({"date_precision": "unknown"}, "undated"),
    ],
)
def test_plain_text_says_how_well_the_date_is_known(what_matters, expected):
    assert plain_text.date_line(make_item(**what_matters)) == expected
