"""The interface in more than one language: addresses, the way from one to the other, and heads."""

import re
from html import unescape

import pytest
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import expect

from articles.languages import in_language
from articles.models import Article, Correction
from tests.support.builders import NOON, make_article

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/articles/",
    "/articles/{pk}/boats-go-out/",
    "/topics/oceans/",
    "/sources/reuters/",
    "/places/tyre/",
    "/archive/",
    "/archive/2025/",
    "/archive/2025/03/",
    "/archive/2025/03/18/",
]
FOR_PROGRAMS = [
    "/articles/{pk}.json",
    "/articles/{pk}.txt",
    "/api/articles/",
    "/feeds/latest.rss",
    "/topics/oceans/latest.atom",
    "/sitemap.xml",
    "/sitemap-0.xml",
    "/news-sitemap.xml",
    "/robots.txt",
    "/healthz",
]


@pytest.fixture(autouse=True)
def _nothing_cached():
    cache.clear()


@pytest.fixture
def story():
    return make_article(
        published_at=NOON,
        pk=12,
        headline="Boats go out",
        tags=["Oceans"],
        place="Tyre",
        attributions=[("Reuters", "reporting")],
        body="Boats went out.",
    )


def page_of(client, address, **options):
    response = client.get(address, **options)
    assert response.status_code == 200
    return response.content.decode()


def links(rel, page):
    """What the head links to: by language, or a set where no language is named."""
    tags = re.findall(rf'<link rel="{rel}" (?:hreflang="([\w-]+)" )?href="([^"]+)">', page)
    return {language or "": unescape(address) for language, address in tags}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_an_address_in_each_language_and_each_names_the_others(client, story, address):
    address = address.format(pk=story.pk)
    site = "http://127.0.0.1:8000"
    alternates = {
        "en": site + address,
        "ar": f"{site}/ar{address}",
        "x-default": site + address,
    }
    english, arabic = page_of(client, address), page_of(client, f"/ar{address}")
    assert '<html lang="en" dir="ltr">' in english
    assert '<html lang="ar" dir="rtl">' in arabic
    assert links("canonical", english) == {"": alternates["en"]}
    assert links("canonical", arabic) == {"": alternates["ar"]}
    assert links("alternate", english) == links("alternate", arabic) == alternates


@pytest.mark.parametrize("address", PAGES)
def test_no_page_depends_on_anything_but_its_address(client, story, address):
    address = address.format(pk=story.pk)
    client.cookies["django_language"] = "ar"
    response = client.get(address, headers={"Accept-Language": "ar"})
    assert '<html lang="en" dir="ltr">' in response.content.decode()
    assert response.headers["Content-Language"] == "en"
    varies = response.headers.get("Vary", "")
    assert "Accept-Language" not in varies
    assert "Cookie" not in varies


@pytest.mark.parametrize("address", FOR_PROGRAMS)
def test_what_programs_read_has_one_address(client, story, address):
    address = address.format(pk=story.pk)
    response = client.get(address)
    assert response.status_code == 200
    assert "Vary" not in response.headers or "Accept" not in response.headers["Vary"]
    assert "/ar/" not in response.content.decode() or address == "/robots.txt"
    assert client.get(f"/ar{address}").status_code == 404


def test_an_arabic_page_leads_to_arabic_pages_and_the_feeds_of_all(client, story):
    address = story.get_absolute_url()
    page = page_of(client, "/ar/articles/")
    paths = set(re.findall(r'<a[^>]* href="(/[^"#]*)', page))
    assert f"/ar{address}" in paths
    assert "/ar/topics/oceans/" in paths
    assert {path for path in paths if not path.startswith("/ar/")} == {
        "/articles/",  # in English
        "/feeds/latest.rss",
        "/feeds/latest.atom",
        "/feeds/latest.json",
    }
    assert 'data-suggest="/ar/suggest"' in page


def test_suggestions_lead_to_pages_in_the_language_of_the_page(client, story):
    found = client.get("/ar/suggest?q=oce").json()["suggestions"]
    assert [suggestion["url"] for suggestion in found] == ["/ar/topics/oceans/"]


def test_what_a_story_is_known_by_is_the_same_in_every_language(client, story):
    address = story.get_absolute_url()
    page = page_of(client, f"/ar{address}")
    assert f'"@id": "http://127.0.0.1:8000/articles/{story.pk}/"' in page
    assert f'"url": "http://127.0.0.1:8000/ar{address}"' in page


def test_a_storys_answer_is_another_in_another_language(client, story):
    address = story.get_absolute_url()
    english, arabic = client.get(address), client.get(f"/ar{address}")
    assert english.headers["ETag"] != arabic.headers["ETag"]


def test_the_way_to_another_language_keeps_the_page_and_its_query(client, story):
    def switch(address):
        page = client.get(address).content.decode()
        (found,) = re.findall(r'<p class="languages" id="languages">(.*?)</p>', page)
        return unescape(found)

    assert switch("/articles/?q=boats&photo=") == (
        '<a href="/ar/articles/?q=boats&photo=" hreflang="ar" lang="ar" dir="rtl">العربيّة</a>'
    )
    assert switch("/ar/places/tyre/?q=%D8%B5%D9%88%D8%B1") == (
        '<a href="/places/tyre/?q=%D8%B5%D9%88%D8%B1" hreflang="en" lang="en" dir="ltr">English</a>'
    )
    assert 'href="/ar/nothing-here"' in switch("/nothing-here")
    assert 'href="/ar/admin/login/?next=%2Far%2Fadmin%2F"' in switch("/admin/login/?next=/admin/")


def test_a_topic_in_arabic_letters_is_marked_where_the_reader_is(client):
    story = make_article(**ARABIC)
    page = page_of(client, f"/ar/topics/{story.tags.get().slug}/")
    (current,) = re.findall(r'<a href="[^"]*" aria-current="page"[^>]*>([^<]*)</a>', page)
    assert current == "مصايد"


def test_a_narrowed_list_is_reported_to_no_search_engine_in_any_language(client, story):
    for address in ("/articles/?q=boats", "/ar/articles/?q=boats", "/ar/articles/?sort=relevance"):
        page = page_of(client, address)
        if "sort" not in address:
            assert '<meta name="robots" content="noindex, follow">' in page
            assert not links("alternate", page)
            assert not links("canonical", page)


@pytest.mark.parametrize(
    ("code", "path", "expected"),
    [
        ("ar", "/", "/ar/"),
        ("en", "/ar/", "/"),
        ("ar", "/ar/x/", "/ar/x/"),
        ("ar", "/articles/", "/ar/articles/"),
        ("en", "/art/", "/art/"),
        ("en", "/ar-EG/", "/ar-EG/"),
    ],
)
def test_a_path_is_led_into_another_language(code, path, expected):
    assert in_language(code, path) == expected


def test_a_site_of_one_language_offers_no_other(client, story, settings):
    settings.LANGUAGES = [("en", "English")]
    page = page_of(client, "/")
    assert not links("alternate", page)
    assert links("canonical", page)
    assert 'class="languages"' not in page


def test_a_page_in_arabic_asks_the_database_no_more(client, story, django_assert_num_queries):
    for address in ("/", "/articles/", story.get_absolute_url()):
        cache.clear()
        with CaptureQueriesContext(connection) as english:
            page_of(client, address)
        cache.clear()
        with django_assert_num_queries(len(english)):
            page_of(client, f"/ar{address}")


@pytest.mark.parametrize("name", ["400", "403", "500"])
def test_a_page_that_tells_of_an_error_can_be_shown_without_a_request(name):
    assert 'href="/ar/"' in render_to_string(f"{name}.html")


# --- nothing is left in English

ARABIC = {
    "headline": "قوارب الصيد تعود إلى البحر",
    "slug": "قوارب",
    "kicker": "اقتصاد",
    "byline": "ليلى منصور",
    "dateline": "صور",
    "place": "صور",
    "language": "ar",
    "body": "عادت القوارب.\n\n## السوق\n\nينتظر التجار.",
    "bullets": ["نقطة"],
    "captions": ["قوارب"],
    "tags": ["مصايد"],
    "attributions": [("رويترز", "reporting"), ("النهار", "publisher"), ("وكالة", "photo")],
}
# What is written so in Arabic, too, and the search box's words.
LATIN = {"Newsroom", "ninjs", "RSS", "Atom", "JSON", "English", "UTC"}


def latin_words(page):
    page = re.sub(r"<(script|style|code)\b.*?</\1>", " ", page, flags=re.DOTALL)
    said = re.findall(r'(?:title|alt|placeholder|aria-label|data-suggest-\w+)="([^"]*)"', page)
    text = unescape(" ".join([re.sub(r"<[^>]*>", " ", page), *said]))
    return set(re.findall(r"[A-Za-z]{2,}", text)) - LATIN


@pytest.mark.parametrize("precision", Article.DatePrecision.values)
def test_no_word_of_a_page_in_arabic_is_english(client, precision):
    story = make_article(**ARABIC, date_precision=precision, date_text="قبل يومين")
    Correction.objects.create(article=story, text="صحّحنا العدد.", made_at=NOON)
    addresses = [address.format(pk=story.pk) for address in PAGES if "boats" not in address]
    addresses = [re.sub("(oceans|reuters|tyre)", "", address) for address in addresses]
    addresses = [address for address in addresses if "//" not in address]
    slug = story.tags.get().slug
    addresses += [
        story.get_absolute_url(),
        f"/topics/{slug}/",
        f"/places/{story.place_slug}/?from=2020-01-01&photo=1",
        "/articles/?q=قوارب&sort=relevance",
        "/articles/?q=قوارب&photo=1&from=x",
        "/articles/?after=20010101T000000000000Z-1",
        "/nothing-here",
    ]
    for address in addresses:
        page = client.get(f"/ar{address}").content.decode()
        assert '<html lang="ar" dir="rtl">' in page
        assert latin_words(page) == set(), address


def test_a_withdrawn_story_says_so_in_arabic(client):
    story = make_article(**ARABIC, status="withdrawn")
    page = client.get(f"/ar{story.get_absolute_url()}").content.decode()
    assert "سُحب هذا الخبر" in page
    assert latin_words(page) == set()


# --- in a real browser


@pytest.fixture
def site(live_server):
    for number in range(25):
        make_article(headline=f"Ferry number {number}", tags=["Ferries"])
    return live_server.url


def switches_and_keeps_the_page(page, site):
    page.goto(f"{site}/articles/")
    page.get_by_label("Words").fill("ferry")
    page.get_by_role("button", name="Show stories").click()
    expect(page.get_by_role("link", name="Words “ferry”")).to_be_visible()
    page.get_by_role("link", name="Earlier stories").click()
    expect(page.get_by_role("link", name="Later stories")).to_be_visible()
    place = page.url.partition("after=")[2]
    page.get_by_role("link", name="العربيّة").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("الأخبار")
    assert page.url.startswith(f"{site}/ar/articles/?")
    assert "q=ferry" in page.url
    assert page.url.endswith(place)
    expect(page.get_by_role("link", name="أخبار أحدث")).to_be_visible()
    page.get_by_role("link", name="Ferry number").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ferry number")
    page.get_by_role("link", name="English").click()
    assert "/ar/" not in page.url
    expect(page.get_by_text("1 min read")).to_be_visible()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_reader_switches_to_arabic_and_back_and_keeps_the_page(page, site):
    switches_and_keeps_the_page(page, site)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_reader_switches_without_scripts(browser, site):
    context = browser.new_context(java_script_enabled=False)
    switches_and_keeps_the_page(context.new_page(), site)
    context.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1280])
def test_arabic_pages_fit_and_complain_of_nothing(page, site, width):
    page.set_viewport_size({"width": width, "height": 800})
    for address in ("/", "/articles/", "/articles/?q=zzz", "/archive/", "/archive/2025/", "/nope/"):
        page.goto(f"{site}/ar{address}")
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wide), address
    page.complaints.clear()  # the browser's note of the page that is not there
