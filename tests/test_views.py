"""The readers' pages: what they show, to whom, and with how many queries."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from time import perf_counter

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import override_settings
from django.urls import include, path
from django.utils import timezone

from articles import lists
from articles.models import UNDATED
from articles.templatetags import newsroom
from tests.builders import NOON, make_article, make_source

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
    # the cards; how the lead begins, as it has no picture; what the newest stories are about
    with django_assert_num_queries(3):
        client.get("/")
    with django_assert_num_queries(2):  # the cards; how the lead begins
        client.get("/")


def test_list_asks_for_its_page_and_what_can_be_chosen(client, django_assert_num_queries):
    for _ in range(25):
        make_full_article()
    address = "/articles/?q=boats&tag=oceans&source=reuters&place=tyre&from=2025-01-01"
    with django_assert_num_queries(2):  # the page; what the newest stories are about
        client.get("/articles/")
    with django_assert_num_queries(3):  # the topic's id; the source's; the page
        page = client.get(address).context["page"]
    assert len(page.articles) == 20
    with django_assert_num_queries(3):
        client.get(f"{address}&after={page.next}")


@pytest.mark.parametrize("query", ["tag=oceans", "source=reuters"])
def test_list_by_topic_or_source_looks_it_up_first(client, query, django_assert_num_queries):
    make_full_article()
    # the id; the page; what the newest stories are about
    with django_assert_num_queries(3) as queries:
        client.get(f"/articles/?{query}")
    assert "EXISTS" in queries.captured_queries[1]["sql"]


@pytest.mark.parametrize("query", ["tag=unknown", "source=unknown"])
def test_an_unknown_topic_or_source_has_no_stories(client, query):
    make_full_article()
    response = client.get(f"/articles/?{query}")
    assert not response.context["page"].articles
    assert "No story fits all of this." in text_of(response)


def test_article_asks_five_times(client, django_assert_num_queries):
    make_article(headline="Boats go out")
    article = make_full_article()
    # the article with topics and sources; bullets; captions; related; the topics of the masthead
    with django_assert_num_queries(5):
        get_article(client, article)


def test_an_article_without_pointers_does_not_look_for_other_stories(
    client, django_assert_num_queries
):
    client.get("/")
    article = make_article(body="Plain.")
    with django_assert_num_queries(3):  # the article with topics and sources; bullets; captions
        get_article(client, article)


# --- front page


def test_front_page_shows_each_story_once(client):
    for number in range(40):
        make_article(headline=f"Story {number:02}", tags=["Oceans"] if number % 2 else ["Trade"])
    page = text_of(client.get("/"))
    shown = [number for number in range(40) if f">Story {number:02}<" in page]
    assert all(page.count(f">Story {number:02}<") == 1 for number in shown)
    assert len(shown) == 1 + 4 + 2 * lists.COLUMN_LENGTH + 12


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


# --- the list


def test_list_shows_published_stories_newest_first_under_their_days(client):
    make_article(headline="Older", published_at=NOON - timedelta(days=1))
    make_article(headline="Newer", published_at=NOON)
    make_article(headline="Draft", status="draft")
    make_article(headline="Embargoed", published_at=timezone.now() + timedelta(days=1))
    page = text_of(client.get("/articles/"))
    assert page.index("Newer") < page.index('datetime="2025-03-17"') < page.index("Older")
    assert "Draft" not in page
    assert "Embargoed" not in page


def test_a_card_tells_what_where_when_and_from_whom(client):
    make_article(
        headline="Boats <go> out",
        kicker="Sea",
        bullets=["A first point", "A second point"],
        place="Tyre",
        attributions=[("Harbour Gazette", "publisher")],
    )
    page = text_of(client.get("/articles/"))
    for part in ("Sea", "A first point", "Tyre", "Harbour Gazette", ">18<"):
        assert part in page
    assert "A second point" not in page
    assert "Boats &lt;go&gt; out" in client.get("/articles/").content.decode()


def test_a_card_without_bullets_shows_how_the_body_begins(client):
    make_article(captions=["Nets"], body="![](caption:1)\n\nThe *boats* went out at dawn.")
    assert "The boats went out at dawn." in text_of(client.get("/articles/"))


def test_pages_follow_each_other_without_gap_or_repetition(client):
    same_moment = [make_article(published_at=NOON) for _ in range(30)]
    others = [make_article(published_at=NOON - timedelta(hours=1)) for _ in range(15)]
    seen, address = [], "/articles/"
    while address:
        page = client.get(address).context["page"]
        seen += [article.pk for article in page.articles]
        address = page.next and f"/articles/?after={page.next}"
    expected = sorted(same_moment, key=lambda a: -a.pk) + sorted(others, key=lambda a: -a.pk)
    assert seen == [article.pk for article in expected]


def test_a_story_that_comes_in_does_not_move_the_next_page(client):
    for _ in range(25):
        make_article()
    address = f"/articles/?after={client.get('/articles/').context['page'].next}"
    before = [article.pk for article in client.get(address).context["page"].articles]
    make_article(published_at=NOON + timedelta(hours=1))
    assert [article.pk for article in client.get(address).context["page"].articles] == before


@pytest.mark.parametrize(
    "after",
    [
        "x",
        "-1",
        "20250318T120000000000Z-",
        "20259999T120000000000Z-1",
        "0" * 5000,
        "\0",
        "٢٠٢٥",
        "%",
    ],
)
def test_a_cursor_that_means_nothing_gives_the_first_page(client, after):
    make_article(headline="Here")
    response = client.get("/articles/", {"after": after})
    assert response.status_code == 200
    assert "Here" in text_of(response)


@pytest.mark.parametrize("year", [1, 987, 1970, 9999])
def test_a_cursor_reads_back_as_it_was_written(year):
    cursor = lists.Cursor(datetime(year, 3, 8, 1, 2, 3, 4, tzinfo=UTC), 7)
    assert lists.Cursor.read(str(cursor)) == cursor


def test_a_page_never_counts_and_never_skips(client, django_assert_max_num_queries):
    make_article()
    with django_assert_max_num_queries(2) as queries:
        client.get("/articles/?after=20250318T120000000000Z-9999999")
    statement = queries.captured_queries[0]["sql"]
    assert "OFFSET" not in statement
    assert "COUNT(" not in statement
    assert '("articles_article"."published_at", "articles_article"."id") <' in statement


@pytest.mark.parametrize(
    "query",
    ["q=boats", "tag=oceans", "source=reuters", "place=tyre", "from=2025-03-18&to=2025-03-18"],
)
def test_each_filter_keeps_what_fits(client, query):
    make_article(
        headline="Wanted boats",
        tags=["Oceans"],
        attributions=[("Reuters", "reporting"), ("Reuters", "photo")],
        place="Tyre",
        published_at=datetime(2025, 3, 18, 23, 59, 59, tzinfo=UTC),
    )
    make_article(
        headline="Other",
        tags=["Trade"],
        attributions=[("AFP", "photo")],
        place="Sur",
        published_at=datetime(2025, 3, 19, tzinfo=UTC),
    )
    page = client.get(f"/articles/?{query}").context["page"]
    assert [article.headline for article in page.articles] == ["Wanted boats"]


def test_a_chip_names_the_filter_and_lifts_it_alone(client):
    make_article(tags=["Deep Oceans"], place="Tyre")
    response = client.get("/articles/?tag=deep-oceans&place=tyre&after=x")
    chips = {chip.label: chip for chip in response.context["chips"]}
    assert chips["Topic"].value == "Deep Oceans"
    assert chips["Topic"].without == "/articles/?place=tyre"
    assert chips["Place"].without == "/articles/?tag=deep-oceans"


def test_nothing_found_says_what_to_try(client):
    make_article()
    page = text_of(client.get("/articles/?q=xyzzy&tag=oceans"))
    assert "No story fits all of this." in page
    assert 'href="/articles/?tag=oceans">Without “xyzzy”' in page


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "x" * 10_000,
        "tag=%00",
        "tag=" + "x" * 10_000,
        "place=%00&source=%00",
        "from=tomorrow&to=%00",
        "from=0001-01-01&to=9999-12-31",
        "from=9999-12-31&to=0001-01-01",
        "from=" + "9" * 500,
        "q=%ff%fe&tag=%ff",
        "q=a&q=b&tag[]=1",
    ],
)
def test_no_query_string_whatever_breaks_the_list(client, query):
    make_article()
    assert client.get(f"/articles/?{query}").status_code == 200


def test_a_date_that_is_none_is_named(client):
    assert "From: " in text_of(client.get("/articles/?from=tomorrow"))


def test_stories_without_any_date_stand_last_and_say_so(client):
    make_article(headline="Dated", published_at=datetime(1985, 1, 1, tzinfo=UTC))
    undated = make_article(headline="Dateless", published_at=UNDATED, date_precision="unknown")
    page = text_of(client.get("/articles/"))
    assert page.index(">Dated<") < page.index("Undated") < page.index(">Dateless<")
    assert "1970" not in page
    assert "1970" not in text_of(get_article(client, undated))


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
        "?source=harbour-gazette",
        "?tag=oceans",
    ]
    places = [page.index(part, page.index("<main")) for part in parts]
    assert places == sorted(places)


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
        # The one element that is ours holds data, in which nothing of the text can end it.
        assert page.count("<script") == page.count('<script type="application/ld+json">')
        assert page.count("</script") == (address == article.get_absolute_url())


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
    article = make_article(headline="Boats go out", status="withdrawn", body="Taken back.")
    response = get_article(client, article)
    page = text_of(response)
    assert response.status_code == 410
    assert "Boats go out" in page
    assert "18 March 2025" in page
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
    assert "Photo not in the archive" in page
    assert "Also pictured" not in page


def test_a_picture_whose_file_is_gone_is_a_text_figure(client):
    article = make_article(captions=[{"text": "Nets dry", "image": "captions/gone.jpg"}])
    page = text_of(get_article(client, article))
    assert "Photo not in the archive" in page
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
    assert "<script" not in page
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy


def test_a_page_that_is_not_there_is_the_sites_own(client):
    response = client.get("/nothing-here")
    assert response.status_code == 404
    assert "There is no page here." in text_of(response)


@override_settings(ROOT_URLCONF="tests.test_views")
def test_an_error_page_asks_the_database_nothing(client, django_assert_num_queries):
    client.raise_request_exception = False
    with django_assert_num_queries(0):
        response = client.get("/")
    assert response.status_code == 500
    assert "Something broke on our side." in text_of(response)


def test_only_reading_is_allowed(client):
    for address in ("/", "/articles/", "/articles/1/x/", "/healthz"):
        assert client.post(address).status_code == 405


def test_healthz_answers_when_the_database_does(client, monkeypatch):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")

    def fail():
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", fail)
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"no database")


def test_what_is_much_written_about_counts_published_stories_only():
    for _ in range(2):
        make_article(tags=["Oceans"], place="Tyre", attributions=[("Reuters", "reporting")])
    make_article(tags=["Trade"])
    make_article(tags=["Secret"], status="draft")
    make_source("Unused")
    recent = lists.recent()
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
    for address in ("/", "/articles/?tag=oceans&place=tyre", article.get_absolute_url()):
        page.goto(live_server.url + address)
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, address


# --- a site whose front page is broken, for `test_an_error_page_asks_the_database_nothing`


def break_down(request):
    raise RuntimeError("broken")


urlpatterns = [path("", break_down), path("site/", include("articles.urls"))]
