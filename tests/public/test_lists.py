"""Lists of stories, all of them or a topic's, a source's, a place's: pages, filters, counts."""

import os
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles.models import UNDATED, Article, Attribution, Topic
from articles.public import cards, facets, listing
from tests.support.builders import NOON, make_article, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_cached():
    cache.clear()


def text_of(response):
    """The page as its reader would have it in source, entities resolved."""
    return unescape(response.content.decode())


def get_article(client, article, **options):
    return client.get(article.get_absolute_url(), **options)


def make_full_article(**what_matters):
    return make_article(
        bullets=["First point"],
        captions=[{"text": "Nets", "image": "captions/nets.jpg"}],
        tags=["Oceans", "Trade"],
        attributions=[("Reuters", "reporting"), ("Harbour Gazette", "publisher")],
        place="Tyre",
        body="Boats went out.",
        **what_matters,
    )


def headlines(client, address):
    return [article.headline for article in client.get(address).context["page"].articles]


# --- how many queries


FILTERS = "tag=oceans&source=reuters&place=tyre&from=2025-01-01&to=2030-01-01&photo=1"


@pytest.mark.parametrize(
    "address",
    [
        "/articles/",
        "/articles/?tag=oceans",
        f"/articles/?{FILTERS}",
        "/topics/oceans/",
        f"/topics/oceans/?{FILTERS}",
        "/sources/reuters/",
        "/places/tyre/",
        "/archive/2025/03/18/",
    ],
)
def test_a_list_asks_for_its_page_and_what_it_holds(client, address, django_assert_num_queries):
    for number in range(25):
        make_full_article(published_at=NOON - timedelta(minutes=number))
    # the page; in one statement what it holds and what the newest stories are about
    with django_assert_num_queries(2):
        page = client.get(address).context["page"]
    assert len(page.articles) == 20
    with django_assert_num_queries(1):  # the page
        client.get(address)
    separator = "&" if "?" in address else "?"
    with django_assert_num_queries(1):  # the page
        client.get(f"{address}{separator}after={page.next}")


@pytest.mark.parametrize("order", ["", "&sort=relevance"])
def test_a_search_asks_three_times(client, order, django_assert_num_queries):
    for _ in range(25):
        make_full_article()
    address = f"/articles/?q=boats&{FILTERS}{order}"
    # which languages the archive holds; the page; what it holds and the newest stories are about
    with django_assert_num_queries(3) as queries:
        client.get(address)
    assert "language" in queries.captured_queries[0]["sql"]
    cache.delete(facets.RECENT_KEY)
    # the planner's estimate; the page; what it holds and what the newest stories are about
    with django_assert_num_queries(3) as queries:
        client.get(f"{address}&source=harbour-gazette")
    assert queries.captured_queries[0]["sql"].startswith("EXPLAIN")
    with django_assert_num_queries(2):  # the planner's estimate; the page
        client.get(address)


def test_a_search_that_finds_nothing_asks_three_times(client, django_assert_num_queries):
    make_full_article()
    # which languages there are; the page; what the newest are about, and what may have been meant
    with django_assert_num_queries(3):
        client.get("/articles/?q=botas")


def test_a_page_never_counts_all_and_never_skips(client, django_assert_max_num_queries):
    make_article()
    with django_assert_max_num_queries(2) as queries:
        client.get("/articles/?after=20250318T120000000000Z-9999999")
    statement = queries.captured_queries[0]["sql"]
    assert "OFFSET" not in statement
    assert "COUNT(" not in statement
    assert '("articles_article"."published_at", "articles_article"."id") <' in statement


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
        published_at=NOON,
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


@pytest.mark.usefixtures("pages_made_anew")
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
    cursor = cards.Cursor(datetime(year, 3, 8, 1, 2, 3, 4, tzinfo=UTC), 7)
    assert cards.Cursor.read(str(cursor)) == cursor


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
    response = client.get("/articles/?tag=deep-oceans&place=tyre&after=x&unknown=1")
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


def test_no_filter_that_is_empty_is_in_force(client):
    make_article()
    response = client.get("/articles/?q=&tag=&source=&place=&from=&to=&photo=&sort=")
    assert not response.context["chips"]
    assert str(response.context["address"]) == "/articles/"


def test_field_words_narrow_the_list_and_are_shown_as_chips(client):
    make_full_article(headline="Wanted", published_at=NOON)
    make_full_article(headline="Too late", published_at=NOON + timedelta(days=3))
    make_article(headline="Boats elsewhere", place="Sur")
    typed = 'boats place:Tyre source:"Harbour Gazette" topic:Oceans before:2025-03-20 has:photo'
    response = client.get("/articles/", {"q": typed})
    assert [article.headline for article in response.context["page"].articles] == ["Wanted"]
    chips = {chip.name: chip.value for chip in response.context["chips"]}
    assert chips == {
        "q": "“boats”",
        "tag": "Oceans",
        "source": "Harbour Gazette",
        "place": "Tyre",
        "to": "19 March 2025",
        "photo": "yes",
    }
    assert '<input type="hidden" name="place" value="tyre">' in text_of(response)


def test_what_is_typed_wins_over_what_the_address_says(client):
    make_article(headline="Here", place="Tyre")
    make_article(headline="There", place="Sur")
    assert headlines(client, "/articles/?place=sur&q=place:Tyre") == ["Here"]


def test_a_source_is_known_by_its_other_names(client):
    make_source("Associated Press", aliases=["ap", "ap photo"])
    make_article(headline="Wired", attributions=[("Associated Press", "photo")])
    make_article(headline="Other")
    assert headlines(client, "/articles/?q=source:AP") == ["Wired"]
    assert headlines(client, '/articles/?q=source:"AP+Photo"') == ["Wired"]


def test_only_a_picture_is_a_photo(client):
    make_article(headline="With", captions=[{"text": "Nets", "image": "captions/nets.jpg"}])
    make_article(headline="Caption only", captions=["Nets"])
    assert headlines(client, "/articles/?photo=1") == ["With"]
    assert len(headlines(client, "/articles/?photo=no")) == 2


# --- pages before and after


@pytest.mark.usefixtures("pages_made_anew")
def test_one_can_go_back_the_way_one_came(client):
    for _ in range(65):
        make_article()
    first = client.get("/articles/")
    second = client.get(first.context["next_address"])
    third = client.get(second.context["next_address"])
    back = client.get(third.context["previous_address"])
    assert back.context["page"].articles == second.context["page"].articles
    assert client.get(back.context["next_address"]).context["page"].articles == list(
        third.context["page"].articles
    )
    again = client.get(back.context["previous_address"])
    assert again.context["page"].articles == first.context["page"].articles
    assert again.context["previous_address"] is None
    assert f'<link rel="prev" href="{second.context["previous_address"]}">' in text_of(second)
    assert f'<link rel="next" href="{second.context["next_address"]}">' in text_of(second)


@pytest.mark.parametrize("rare", [-1, 10_000])
@pytest.mark.parametrize("query", ["", "q=boats", "tag=oceans", "q=boats&tag=oceans"])
def test_paging_back_and_forth_finds_the_same_in_each_way_of_asking(
    client, query, rare, monkeypatch
):
    monkeypatch.setattr("articles.search.newest_first.RARE", rare)
    # So short a walk that stories lie beyond it.
    monkeypatch.setattr("articles.search.newest_first.WALKED", 7)
    for number in range(90):
        make_article(
            headline=f"Story {number}",
            tags=["Oceans"] if number % 2 else ["Trade"],
            body="Boats." if number % 3 else "Cars.",
        )
    wanted = [
        f"Story {number}"
        for number in range(90)
        if ("tag" not in query or number % 2) and ("q" not in query or number % 3)
    ]
    seen, address, last = [], f"/articles/?{query}", None
    while address:
        response = client.get(address)
        seen += [article.headline for article in response.context["page"].articles]
        address, last = response.context["next_address"], response
    assert seen == wanted
    back, response = list(last.context["page"].articles), last
    while response.context["previous_address"]:
        response = client.get(response.context["previous_address"])
        back = [*response.context["page"].articles, *back]
    assert [article.headline for article in back] == wanted


@pytest.mark.usefixtures("pages_made_anew")
def test_relevance_puts_the_headline_first_and_pages_without_gap(client):
    for number in range(45):
        make_article(headline=f"Plain {number}", body="The ferry sailed. " + "Other words. " * 20)
    best = make_article(headline="Ferry, ferry, ferry", published_at=NOON - timedelta(days=900))
    first = client.get("/articles/?q=ferry&sort=relevance")
    assert first.context["page"].articles[0] == best
    make_article(headline="Ferry ferry ferry ferry", published_at=timezone.now())
    seen, response = list(first.context["page"].articles), first
    while response.context["next_address"]:
        response = client.get(response.context["next_address"])
        seen += response.context["page"].articles
    assert len(seen) == len(set(seen)) == 46  # what came in since is not among them
    middle = client.get(first.context["next_address"])
    back = client.get(middle.context["previous_address"])
    assert back.context["page"].articles == first.context["page"].articles


def test_relevance_without_words_is_newest_first(client):
    newer, older = make_article(), make_article()
    page = client.get("/articles/?sort=relevance").context["page"]
    assert page.articles == [newer, older]


@pytest.mark.parametrize("after", ["x", "20250318T120000000000Z-1.9999", "..", "\0.1"])
def test_a_ranked_place_that_means_nothing_breaks_nothing(client, after):
    make_article(body="A ferry.")
    response = client.get("/articles/", {"q": "ferry", "sort": "relevance", "after": after})
    assert response.status_code == 200


def test_a_ranked_place_reads_back_as_it_was_written():
    place = listing.RankedPlace(cards.Cursor(NOON, 7), 40)
    assert listing.RankedPlace.read(str(place)) == place


# --- counts


def test_counts_are_of_the_list_as_it_is_narrowed(client):
    make_article(tags=["Oceans"], place="Tyre", attributions=[("Reuters", "photo")])
    make_article(tags=["Oceans", "Trade"], place="Sur", attributions=[("AFP", "photo")])
    make_article(tags=["Trade"], place="Tyre")
    make_article(tags=["Oceans"], place="Tyre", status="draft")
    response = client.get("/articles/?tag=oceans")
    found = {
        str(group.label): [(option.name, option.count) for option in group.options]
        for group in response.context["groups"]
    }
    assert found == {
        "Sources": [("AFP", 1), ("Reuters", 1)],
        "Places": [("Sur", 1), ("Tyre", 1)],
    }
    option = response.context["groups"][1].options[1]
    assert option.address == "/articles/?tag=oceans&place=tyre"
    assert len(headlines(client, option.address)) == option.count
    assert "2 stories" in text_of(response)


def test_of_everything_the_counts_lead_to_pages_of_their_own(client):
    make_article(tags=["Oceans"], place="Tyre", attributions=[("Reuters", "photo")])
    groups = client.get("/articles/").context["groups"]
    assert [group.options[0].address for group in groups] == [
        "/topics/oceans/",
        "/sources/reuters/",
        "/places/tyre/",
    ]


@pytest.mark.parametrize("query", ["q=boats", "tag=oceans"])
def test_counting_stops(client, query, monkeypatch):
    monkeypatch.setattr("articles.public.facets.COUNTED", 10)
    for _ in range(12):
        make_full_article()
    response = client.get(f"/articles/?{query}")
    assert "10+ stories" in text_of(response)
    assert "Counts cover the newest 10 found." in text_of(response)


# --- a topic's, a source's, a place's page


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/topics/oceans/", "Oceans"),
        ("/sources/reuters/", "Reuters"),
        ("/places/tyre/", "Tyre"),
    ],
)
def test_topics_sources_and_places_have_pages_of_their_own(client, address, heading):
    make_full_article(headline="Wanted")
    make_article(headline="Other", tags=["Trade"], place="Sur")
    response = client.get(address)
    assert [article.headline for article in response.context["page"].articles] == ["Wanted"]
    assert f"<title>{heading} · Newsroom</title>" in text_of(response)
    assert not response.context["chips"]


@pytest.mark.parametrize(
    "address",
    ["/topics/x/", "/sources/x/", "/places/x/", "/topics//", "/topics/a%00b/", "/places/%ff/"],
)
def test_what_there_is_not_is_not_found(client, address):
    make_full_article()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("kind", ["topics", "sources", "places"])
@pytest.mark.parametrize("query", ["", "?q=boats", "?photo=1"])
def test_what_only_drafts_have_is_not_found(client, kind, query):
    make_article(
        tags=["Secret"], place="Secret", attributions=[("Secret", "photo")], status="draft"
    )
    make_article(
        tags=["Secret"],
        place="Secret",
        attributions=[("Secret", "photo")],
        published_at=timezone.now() + timedelta(days=1),
    )
    assert client.get(f"/{kind}/secret/{query}").status_code == 404


def test_a_topic_page_that_is_narrowed_to_nothing_says_so(client):
    make_full_article()
    response = client.get("/topics/oceans/?q=xyzzy")
    assert response.status_code == 200
    assert "No story fits all of this." in text_of(response)
    assert response.context["named"] == "Oceans"


def test_the_line_of_stories_per_month_is_reported_in_words(client):
    for month, count in ((1, 1), (2, 3), (4, 2)):
        for _ in range(count):
            make_article(tags=["Oceans"], published_at=datetime(2025, month, 5, tzinfo=UTC))
    page = text_of(client.get("/topics/oceans/"))
    assert "Stories per month from January 2025 to April 2025: 3 at most, in February 2025" in page
    assert 'points="0.0,13.0 33.3,1.0 66.7,19.0 100.0,7.0"' in page


def test_links_all_over_the_site_lead_to_these_pages(client):
    article = make_full_article()
    for address in ("/", "/articles/", article.get_absolute_url()):
        page = text_of(client.get(address))
        for target in ("/topics/oceans/", "/sources/harbour-gazette/", "/places/tyre/"):
            assert f'href="{target}"' in page, (address, target)


def test_an_odd_slug_breaks_no_page(client):
    article = make_article(tags=["Odd"])
    Topic.objects.update(slug="")  # as the desk leaves it for a topic of marks alone
    for address in ("/", "/articles/", article.get_absolute_url()):
        assert client.get(address).status_code == 200


def test_a_source_has_an_address():
    assert make_source("Reuters").get_absolute_url() == reverse("articles:source", args=["reuters"])


# --- in place


def test_a_script_gets_the_list_alone_and_its_shortest_address(client):
    for _ in range(25):
        make_article(body="Boats.")
    whole = client.get("/articles/?q=boats&tag=&from=")
    part = client.get("/articles/?q=boats&tag=&from=", headers={"HX-Request": "true"})
    assert "<html" in text_of(whole)
    assert "<html" not in text_of(part)
    assert text_of(part).startswith("<title>“boats” · Newsroom</title>")
    assert 'id="list"' in text_of(part)
    assert part.headers["HX-Push-Url"] == "/articles/?q=boats"
    for response in (whole, part):
        assert "HX-Request" in response.headers["Vary"]
    following = client.get(part.context["next_address"], headers={"HX-Request": "true"})
    assert following.headers["HX-Push-Url"] == part.context["next_address"]


def test_a_browser_going_back_gets_the_whole_page(client):
    make_article()
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in text_of(client.get("/articles/", headers=headers))


# --- whatever is asked

NAMES = [
    "q",
    "tag",
    "source",
    "place",
    "from",
    "to",
    "photo",
    "sort",
    "after",
    "before",
    "page",
    "x",
]
ODD = st.sampled_from(
    [
        "\0",
        "x" * 10_000,
        "0001-01-01",
        "9999-12-31",
        "20250318T120000000000Z-1",
        "00010101T000000000000Z-1",
        "99991231T235959999999Z-999999999999999999",
        "20250318T120000000000Z-1.20",
        "relevance",
        "place:x after:0001 before:9999 -a or -b",
        "😀\ud800",
        "%",
        "' OR 1=1 --",
    ]
)


@pytest.mark.parametrize(
    "path",
    ["/articles/", "/topics/oceans/", "/sources/reuters/", "/places/tyre/", "/archive/2025/03/18/"],
)
@settings(
    max_examples=int(os.environ.get("GARBAGE_EXAMPLES", "40")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(query=st.dictionaries(st.sampled_from(NAMES), st.one_of(ODD, st.text(max_size=60))))
@example(query={"before": "00010101T000000000000Z-1", "q": "boats"})
@example(query={"after": "99991231T235959999999Z-1", "q": "boats", "sort": "relevance"})
def test_no_query_string_whatever_is_an_error(client, path, query):
    if not Article.objects.exists():
        make_full_article(published_at=NOON)
    query = {name: text.encode(errors="ignore").decode() for name, text in query.items()}
    assert client.get(path, query).status_code in {200, 400, 404}


def test_an_article_with_a_source_twice_is_listed_once(client):
    article = make_article(attributions=[("Reuters", "photo"), ("Reuters", "reporting")])
    assert Attribution.objects.filter(article=article).count() == 2
    assert len(headlines(client, "/sources/reuters/")) == 1
