"""The readers' pages: what they show, to whom, and with how many queries."""

import re
from datetime import UTC, datetime
from html import unescape
from re import findall
from time import perf_counter

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import override_settings
from django.urls import path

from articles.public import cards, facets
from articles.templatetags import newsroom
from newsroom import urls as site
from tests.support.builders import NOON, make_article, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_cached():
    cache.clear()


@pytest.fixture
def editor(django_user_model):
    user = django_user_model.objects.create_user("editor", password="secret", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    return user


def text_of(response):
    """The page as its reader would have it in source, entities resolved, without what is there
    for search engines only."""
    page = re.sub(
        r'<script type="application/ld\+json">.*?</script>', "", response.content.decode()
    )
    return unescape(page)


def get_article(client, article, **options):
    return client.get(article.get_absolute_url(), **options)


def make_full_article(**what_matters):
    return make_article(
        bullets=["First point", "Second point"],
        captions=["The harbour", {"text": "Nets", "credit": "AFP"}, "Left over"],
        tags=["Oceans", "Trade"],
        attributions=[("Reuters", "reporting"), ("AFP", "photo"), ("Harbour Gazette", "publisher")],
        dateline="TYRE, Lebanon",
        place="Tyre",
        body="![](caption:1)\n\nBoats went out.\n\n![](caption:2)\n\n## Later\n\nBoats came in.\n\n"
        "::: related\nBoats go out\n:::",
        **what_matters,
    )


# --- how many queries


def test_front_page_asks_for_its_cards_and_the_topics(client, django_assert_num_queries):
    for _ in range(60):
        make_full_article()
    # the pins; the cards; how the lead begins, as it has no picture; what the newest stories
    # are about
    with django_assert_num_queries(4):
        client.get("/")
    with django_assert_num_queries(3):  # the pins; the cards; how the lead begins
        client.get("/")


def test_article_asks_four_times(client, django_assert_num_queries):
    make_article(headline="Boats go out")
    article = make_full_article()
    # the article with its rows; the stories its body points to; those beside it; the topics of
    # the masthead
    with django_assert_num_queries(4):
        get_article(client, article)


def test_an_article_without_pointers_does_not_look_for_other_stories(
    client, django_assert_num_queries
):
    client.get("/")
    article = make_article(body="Plain.")
    with django_assert_num_queries(2):  # the article with its rows; those beside it
        get_article(client, article)


# --- front page


def test_front_page_shows_each_story_once(client):
    for number in range(40):
        make_article(headline=f"Story {number:02}", tags=["Oceans"] if number % 2 else ["Trade"])
    page = text_of(client.get("/"))
    shown = [number for number in range(40) if f">Story {number:02}<" in page]
    assert all(page.count(f">Story {number:02}<") == 1 for number in shown)
    assert len(shown) == 1 + 4 + 2 * cards.COLUMN_LENGTH + 12


def test_a_lead_without_a_picture_begins_its_story(client):
    make_article(
        captions=["Nets"],
        dateline="TYRE",
        body="![](caption:1)\n\nThe *boats* went out.",
        bullets=["A"],
    )
    page = text_of(client.get("/"))
    assert '<span class="dateline">TYRE</span>' in page
    assert "The boats went out." in page


def test_front_page_without_stories_says_so(client):
    response = client.get("/")
    assert response.status_code == 200
    assert "Nothing published yet." in text_of(response)


# --- an article


def test_an_article_shows_all_its_parts_in_order(client):
    page = text_of(get_article(client, make_full_article(kicker="Sea", byline="Ines Corkum")))
    parts = [
        ">Sea<",
        "<h1",
        "Ines Corkum",
        "Key points",
        "First point",
        "Second point",
        "The harbour",
        '<span class="dateline">TYRE, Lebanon</span>',
        "Boats went out.",
        "Nets",
        "AFP",
        '<h2 class="crosshead">Later</h2>',
        "Boats came in.",
        "Left over",
        "Published by",
        "/topics/oceans/",
    ]
    places = [page.index(part, page.index("<main")) for part in parts]
    assert places == sorted(places)
    by, at, points = (page.index(part) for part in ("Ines Corkum", 'class="paper"', "Key points"))
    assert by < at < points
    assert page.count('href="/sources/harbour-gazette/"') == 2  # beside the byline, and at the end


def test_the_first_topic_stands_above_a_headline_without_a_kicker(client):
    page = text_of(get_article(client, make_full_article(kicker="")))
    kicker = '<p class="kicker"><a href="/topics/oceans/">'
    assert page.index("<main") < page.index(kicker) < page.index("<h1")


def test_incoming_text_is_never_markup(client):
    evil = "<script>alert(1)</script>"
    article = make_article(
        headline=evil,
        slug="evil",
        kicker=evil,
        byline=evil,
        dateline=evil,
        place=evil,
        date_text=evil,
        date_precision="estimated",
        bullets=[evil],
        captions=[{"text": evil, "credit": evil}],
        tags=[evil],
        attributions=[(evil, "publisher")],
        body=f"{evil}\n\n::: fact {evil}\n{evil}\n:::\n\n::: related\n{evil}\n:::\n\n> {evil}",
    )
    for address in ("/", "/articles/", f"/articles/?q={evil}", article.get_absolute_url()):
        page = client.get(address).content.decode()
        # The one element within the page that is ours holds data, which nothing of the text ends.
        inline = re.findall(r"<script(?![^>]* src=)[^>]*>", page)
        assert inline == ['<script type="application/ld+json">'] * (
            address == article.get_absolute_url()
        )
        assert page.count("</script") == page.count("<script")


def test_a_wrong_slug_leads_to_the_right_one(client):
    article = make_article(headline="Boats go out")
    for address in (f"/articles/{article.pk}/boats/", f"/articles/{article.pk}/"):
        response = client.get(address)
        assert response.status_code == 301
        assert response.headers["Location"] == article.get_absolute_url()


def test_a_slug_may_be_of_any_script(client):
    article = make_article(headline="الصيادون في البحر", language="ar")
    response = get_article(client, article)
    assert response.status_code == 200
    assert '<article class="story" lang="ar" dir="rtl">' in text_of(response)


@pytest.mark.parametrize("address", ["/articles/1/x/", "/articles/999999999999999999/x/"])
def test_an_article_that_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_withdrawn_article_keeps_its_address_and_says_so(client):
    article = make_article(
        headline="Boats go out", status="withdrawn", body="Taken back.", published_at=NOON
    )
    response = get_article(client, article)
    page = text_of(response)
    assert response.status_code == 410
    assert "Boats go out" in page
    assert "18 March 2025" not in page
    assert "Taken back." not in page


@pytest.mark.parametrize(
    "what_matters",
    [
        {"status": "draft"},
        {"status": "in_review"},
        {"published_at": datetime(2999, 1, 1, tzinfo=UTC)},
    ],
)
def test_what_is_not_published_is_for_the_desk_only(client, editor, what_matters):
    article = make_article(**what_matters)
    assert get_article(client, article).status_code == 404
    assert client.get(f"/articles/{article.pk}/").status_code == 404  # nor does it tell its slug
    client.force_login(editor)
    response = get_article(client, article)
    assert response.status_code == 200
    assert "Not published." in text_of(response)
    assert "no-store" in response.headers["Cache-Control"]


def test_staff_who_may_not_see_articles_see_no_preview(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("accounts", is_staff=True))
    assert get_article(client, make_article(status="draft")).status_code == 404


def test_readers_pages_need_no_session(client):
    assert "Cookie" not in get_article(client, make_article()).headers.get("Vary", "")


@pytest.mark.parametrize(
    ("what_matters", "expected"),
    [
        ({"date_precision": "minute"}, "18 March 2025, 12:00 UTC"),
        ({"date_precision": "day"}, '<time datetime="2025-03-18">18 March 2025</time>'),
        (
            {"date_precision": "estimated", "date_text": "14 sec ago"},
            'About <time datetime="2025-03-18">18 March 2025</time>; the page said '
            '<span class="printed">“<bdi>14 sec ago</bdi>”',
        ),
        (
            {"date_precision": "unknown"},
            'Undated; captured <time datetime="2025-03-18">18 March 2025</time>',
        ),
    ],
)
def test_dates_say_how_well_they_are_known(client, what_matters, expected):
    article = make_article(published_at=NOON, **what_matters)
    assert expected in text_of(get_article(client, article))


def test_a_caption_stands_where_the_body_says_and_nowhere_else(client):
    article = make_article(
        captions=["Nets dry"],
        body="![](caption:1)\n\nText.\n\n![](caption:1)\n\n![](caption:7)",
    )
    page = text_of(get_article(client, article))
    assert page.count("Nets dry") == 1
    assert "Photo not available" in page
    assert "Also pictured" not in page


def test_a_picture_whose_file_is_gone_is_a_text_figure(client):
    article = make_article(captions=[{"text": "Nets dry", "image": "captions/gone.jpg"}])
    page = text_of(get_article(client, article))
    assert "Photo not available" in page
    assert "<img" not in page


def test_a_related_link_leads_to_our_own_story_of_that_headline(client):
    ours = make_article(headline="Boats GO out — again")
    make_article(headline="Hidden", status="draft")
    article = make_article(
        body="::: related\nBoats go out — again\n:::\n\n::: related\nHidden\n:::\n\n"
        "::: related\nBoats go out again and again\n:::"
    )
    page = text_of(get_article(client, article))
    related = page[page.index('class="related"') :]
    assert f'<a href="{ours.get_absolute_url()}">Boats go out — again</a>' in related
    assert "<span>Hidden</span>" in related
    assert "<span>Boats go out again and again</span>" in related


def test_a_thousand_pointers_are_answered_at_once(client):
    for number in range(200):
        make_article(headline=f"Boats of harbour {number} go out again")
    body = "\n\n".join(
        f"::: related\nBoats of harbour {number} go out again\n:::" for number in range(1000)
    )
    article = make_article(body=body)
    started = perf_counter()
    page = text_of(get_article(client, article))
    taken = perf_counter() - started
    assert taken < 5  # with room for a busy machine; the nested query was an error
    assert page.count('<a href="/articles/', page.index('class="related"')) >= 30
    assert "Boats of harbour 999 go out again" in page


def test_a_dateline_without_a_paragraph_stands_alone(client):
    article = make_article(dateline="TYRE", body="## Only a crosshead")
    assert text_of(get_article(client, article)).count("TYRE") == 1


# --- the site


@pytest.mark.parametrize("address", ["/", "/articles/", "/nothing-here"])
def test_pages_need_no_inline_style_or_script(client, address):
    make_article()
    response = client.get(address)
    page = response.content.decode()
    assert "style=" not in page
    assert "<style" not in page
    assert all("src=" in tag for tag in findall("<script[^>]*>", page))
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy


def test_a_page_that_is_not_there_is_the_sites_own(client):
    response = client.get("/nothing-here")
    assert response.status_code == 404
    assert "There is no page here." in text_of(response)


@override_settings(ROOT_URLCONF="tests.public.test_views")
def test_an_error_page_asks_the_database_nothing(client, django_assert_num_queries):
    client.raise_request_exception = False
    with django_assert_num_queries(0):
        response = client.get("/")
    assert response.status_code == 500
    assert "Something broke on our side." in text_of(response)


def test_only_reading_is_allowed(client):
    for address in ("/", "/articles/", "/articles/1/x/", "/healthz"):
        assert client.post(address).status_code == 405


PROBES = {"/healthz": (200, b"ok"), "/readyz": (503, b"no database")}


@pytest.mark.parametrize("probe", PROBES)
@pytest.mark.parametrize("host", ["testserver", "10.0.0.5", "10.0.0.5:8000", "[fd00::5]", "x_y"])
def test_probes_are_answered_by_any_name_and_say_what_they_know(
    client, monkeypatch, settings, probe, host
):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get(probe, headers={"Host": host})
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response.headers["Cache-Control"]
    assert client.head(probe, headers={"Host": host}).status_code == 200
    assert client.post(probe, headers={"Host": host}).status_code == 405

    def fail():
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", fail)
    response = client.get(probe, headers={"Host": host})
    assert (response.status_code, response.content) == PROBES[probe]


def test_no_other_address_is_answered_by_any_name(client):
    for address in ("/", "/healthz/", "/healthzz", "/ar/healthz", "/articles/"):
        assert client.get(address, headers={"Host": "10.0.0.5"}).status_code == 400, address


def test_what_is_much_written_about_counts_published_stories_only():
    for _ in range(2):
        make_article(tags=["Oceans"], place="Tyre", attributions=[("Reuters", "reporting")])
    make_article(tags=["Trade"])
    make_article(tags=["Secret"], status="draft")
    make_source("Unused")
    recent = facets.recent()
    assert [(topic["name"], topic["count"]) for topic in recent.topics] == [
        ("Oceans", 2),
        ("Trade", 1),
    ]
    assert [source["slug"] for source in recent.sources] == ["reuters"]
    assert [place["slug"] for place in recent.places] == ["tyre"]


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "ltr"), ("ar", "rtl"), ("fa-IR", "rtl"), ("", "ltr")]
)
def test_direction_follows_the_language(language, expected):
    assert newsroom.direction(language) == expected


def test_a_story_without_a_slug_breaks_no_page(client):
    article = make_article(slug="")
    assert client.get("/articles/").status_code == 200
    assert get_article(client, article).status_code == 200


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_pages_fit_every_width_and_complain_of_nothing(live_server, page, width):
    article = make_full_article(headline="Donaudampfschifffahrtsgesellschaftskapitänsmütze " * 3)
    page.set_viewport_size({"width": width, "height": 900})
    lists_and_calendars = ("/articles/?tag=oceans&place=tyre", "/archive/", "/archive/2025/03/")
    for address in ("/", *lists_and_calendars, article.get_absolute_url()):
        page.goto(live_server.url + address)
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, address


# --- a site whose front page is broken, for `test_an_error_page_asks_the_database_nothing`


def test_a_table_of_a_story_scrolls_in_a_box_of_its_own(client):
    body = "Prices at the close:\n\n| Species | Price |\n| --- | --- |\n| Cod | 54.00 |"
    html = client.get(make_article(body=body).get_absolute_url()).content.decode()
    assert '<div class="table" role="region" tabindex="0" aria-label="Table"><table>' in html
    assert '<th scope="col">Species</th>' in html


def break_down(request):
    raise RuntimeError("broken")


urlpatterns = [path("", break_down), *site.urlpatterns]
