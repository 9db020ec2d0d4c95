"""What a page tells search engines, link previews and feed readers of itself, in its head."""

import json
import re
from datetime import timedelta
from html import unescape
from itertools import product
from urllib.parse import quote

import pytest
from django.core.cache import cache

from tests.public.test_http_caching import PUBLIC
from tests.support.builders import NOON, make_article, make_picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_cached():
    cache.clear()


@pytest.fixture
def story():
    return make_article(pk=12, headline="Boats go out", tags=["Oceans"], body="Boats went out.")


def head_of(client, address):
    return client.get(address).content.decode().partition("<body")[0]


def test_a_storys_page_has_its_data_for_search_engines(client, story):
    page = client.get(story.get_absolute_url()).content.decode()
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert json.loads(data)["headline"] == "Boats go out"


def test_addresses_in_a_page_do_not_follow_the_host_it_was_asked_by(client, story, settings):
    settings.SITE_URL = "https://news.example.org"
    settings.ALLOWED_HOSTS = ["*"]
    for address in PUBLIC:
        path = address.format(pk=story.pk)
        response = client.get(path, headers={"Host": "elsewhere.example.com"})
        assert b"elsewhere" not in response.content, path
    head = head_of(client, story.get_absolute_url())
    page = f"https://news.example.org{story.get_absolute_url()}"
    assert f'<link rel="canonical" href="{page}">' in head
    assert f'<meta property="og:url" content="{page}">' in head


def test_a_storys_page_tells_link_previews_what_it_is(client, media):
    article = make_article(
        headline='Boats "go" out',
        kicker="Sea",
        byline="Ines Corkum",
        bullets=["First point"],
        captions=[{"text": "Nets", "alt_text": "Nets dry", "image": make_picture()}],
        tags=["Oceans"],
        published_at=NOON,
        date_precision="day",
    )
    head = head_of(client, article.get_absolute_url())
    for part in (
        '<meta name="description" content="First point.">',
        '<meta name="author" content="Ines Corkum">',
        '<meta property="og:type" content="article">',
        '<meta property="og:title" content="Boats &quot;go&quot; out">',
        '<meta property="og:image" content="http://127.0.0.1:8000/media/captions/',
        '<meta property="og:image:alt" content="Nets dry">',
        '<meta property="article:published_time" content="2025-03-18">',
        '<meta property="article:section" content="Sea">',
        '<meta property="article:tag" content="Oceans">',
        '<meta name="twitter:card" content="summary_large_image">',
        f'type="application/json" title="ninjs" href="/articles/{article.pk}.json">',
        f'type="text/plain" href="/articles/{article.pk}.txt">',
    ):
        assert part in head


@pytest.mark.parametrize("address", ["/", "/articles/", "/nothing-here"])
def test_every_page_leads_to_the_feeds(client, address):
    page = client.get(address).content.decode()
    head, _, body = page.partition("<body")
    for kind, mime in (("rss", "rss+xml"), ("atom", "atom+xml"), ("json", "feed+json")):
        assert f'<link rel="alternate" type="application/{mime}"' in head
        assert f'<a href="/feeds/latest.{kind}">' in body


@pytest.mark.parametrize("language", ["", "/ar"])
@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/topics/oceans/", "Oceans"),
        ("/sources/reuters/", "Reuters"),
        ("/places/tyre/", "Tyre"),
        ("/archive/2025/", "2025"),
        ("/archive/2025/03/", "March 2025"),
        ("/archive/2025/03/18/", "18 March 2025"),
    ],
)
def test_the_page_of_a_topic_a_source_a_place_or_some_days_leads_to_its_feeds(
    client, address, name, language
):
    make_article(
        tags=["Oceans"], place="Tyre", attributions=[("Reuters", "reporting")], published_at=NOON
    )
    head = head_of(client, f"{language}{address}")
    for kind, of_kind in (("rss", ""), ("atom", " (Atom)"), ("json", " (JSON)")):
        assert f'href="{address}latest.{kind}"' in head
        assert language or f'title="{name}{of_kind}" href="{address}latest.{kind}"' in head
        assert client.get(f"{address}latest.{kind}").status_code == 200


# --- what lists and the archive say of themselves

SAYS = {
    "/": ("Newsroom", "A searchable archive of news pages."),
    "/articles/": ("Latest", "A searchable archive of news pages."),
    "/topics/oceans/": ("Oceans", "Stories on Oceans, the newest first."),
    "/sources/reuters/": ("Reuters", "Stories that Reuters had a part in, the newest first."),
    "/places/tyre/": ("Tyre &amp; Sur", "Stories from Tyre &amp; Sur, the newest first."),
    "/archive/": ("Archive", "All stories of the archive by year and month."),
    "/archive/2025/": ("2025", "The stories of 2025, day by day in calendars."),
    "/archive/2025/03/": ("March 2025", "The stories of March 2025, day by day in a calendar."),
    "/archive/2025/03/18/": ("18 March 2025", "Stories of 18 March 2025, the newest first."),
}
LISTS = list(SAYS)[1:5] + list(SAYS)[8:]


@pytest.fixture
def stories():
    """More than two pages of them, at noon and before."""
    for number in range(45):
        make_article(
            headline=f"Boat {number}",
            tags=["Oceans", "Trade"] if number % 2 else ["Oceans"],
            place="Tyre & Sur",
            place_slug="tyre",
            attributions=[("Reuters", "reporting")],
            published_at=NOON - timedelta(minutes=number),
        )
    make_article(published_at=NOON - timedelta(days=2))


def values_of(head, pattern):
    return re.findall(pattern, head)


def test_a_page_describes_itself_and_no_other(client, stories, subtests):
    for address, (name, text) in SAYS.items():
        with subtests.test(address=address):
            for language in ("", "/ar"):
                head = head_of(client, f"{language}{address}")
                own = f"http://127.0.0.1:8000{language}{address}"
                (description,) = values_of(head, '<meta name="description" content="([^"]*)">')
                assert values_of(head, '<meta property="og:description" content="([^"]*)">') == [
                    description
                ]
                assert values_of(head, '<meta property="og:url" content="([^"]*)">') == [own]
                assert values_of(head, '<link rel="canonical" href="([^"]*)">') == [own]
                assert len(values_of(head, "<link rel=.alternate. hreflang=")) == 3
                assert "noindex" not in head
                if not language:
                    assert description.startswith(text)
                    assert f'<meta property="og:title" content="{name}">' in head


def test_a_narrowed_list_is_for_no_search_engine(client, stories, subtests):
    for address, query in product(
        LISTS, ("q=boat", "q=-zebra", "photo=1", "q=boat&sort=relevance")
    ):
        with subtests.test(address=address, query=query):
            head = head_of(client, f"{address}?{query}")
            assert '<meta name="robots" content="noindex, follow">' in head
            assert "canonical" not in head
            assert "hreflang" not in head


def test_what_does_not_narrow_a_list_leaves_it_its_one_address(client, stories, subtests):
    for address, query in product(LISTS, ("utm_source=x", "q=", "from=tomorrow", "x=y&fbclid=1")):
        with subtests.test(address=address, query=query):
            head = head_of(client, f"{address}?{query}")
            assert values_of(head, '<link rel="canonical" href="([^"]*)">') == [
                f"http://127.0.0.1:8000{address}"
            ]
            assert "noindex" not in head


def test_the_pages_of_a_list_are_linked_both_ways(client, stories, subtests):
    for address, query in product(LISTS, ("", "q=boat", "q=boat&sort=relevance")):
        with subtests.test(address=address, query=query):
            here, seen = f"{address}?{query}", []
            while here:
                head = unescape(head_of(client, here))
                seen.append(here)
                after = values_of(head, r'<link rel="next" href="([^"]*after=[^"]*)">')
                before = values_of(head, r'<link rel="prev" href="([^"]*(?:before|after)=[^"]*)">')
                assert len(before) == (len(seen) > 1)
                assert query in here
                here = after[0] if after else ""
            assert len(seen) == 3
            assert "noindex" in head_of(client, seen[1])


def test_a_narrowed_day_has_only_its_own_pages_beside_it(client, stories):
    other = '<link rel="prev" href="/archive/2025/03/16/">'
    assert other in head_of(client, "/archive/2025/03/18/")
    narrowed = head_of(client, "/archive/2025/03/18/?tag=oceans")
    assert other not in narrowed
    assert '<link rel="next" href="/archive/2025/03/18/?tag=oceans&amp;after=' in narrowed


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("tag=oceans&place=tyre", "Oceans, Tyre &amp; Sur"),
        ("from=2025-03-01&to=2025-03-31", "From 1 March 2025, To 31 March 2025"),
        ("q=boat&photo=1", "“boat”, With photo"),
    ],
)
def test_a_narrowed_lists_title_says_what_is_in_it(client, stories, query, title):
    head = head_of(client, f"/articles/?{query}")
    assert f"<title>{title} · Newsroom</title>" in head


def test_a_story_without_a_text_has_no_empty_description(client):
    head = head_of(client, make_article(body="").get_absolute_url())
    assert "description" not in head.partition("ld+json")[0]


@pytest.mark.parametrize("slug", ["a.b", "a b"])
def test_a_place_whose_slug_fits_no_feed_has_none_and_its_page_is_whole(client, slug):
    make_article(place="A and B", place_slug=slug)
    head = head_of(client, f"/places/{quote(slug)}/")
    assert "A and B" in head
    assert "latest.rss" not in head.partition("/feeds/latest.rss")[0]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_browser_takes_the_data_for_data_and_reports_nothing(live_server, page):
    article = make_article(
        headline="Boats </script><script>alert(1)</script> go out", slug="boats", body="Boats."
    )
    page.add_init_script(
        "window.violations = [];"
        "addEventListener('securitypolicyviolation', event => violations.push(event.blockedURI))"
    )
    page.goto(live_server.url + article.get_absolute_url())
    data = page.locator('script[type="application/ld+json"]')
    assert json.loads(data.inner_text())["headline"] == article.headline
    assert page.locator("script:not([src])").count() == 1
    assert page.evaluate("violations") == []
