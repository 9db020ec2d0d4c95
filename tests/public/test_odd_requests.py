"""Whatever is asked of the public addresses, nothing is an error of ours."""

import importlib
import os
from urllib.parse import quote, quote_from_bytes

import pytest
from django.urls import clear_url_caches
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.editing import merging
from articles.models import Source
from newsroom import urls
from tests.public.test_http_caching import PUBLIC
from tests.support.builders import NOON, make_article, make_source, make_tag

pytestmark = pytest.mark.django_db

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
FIELDS = st.sampled_from(["q", "tag", "source", "place", "from", "to", "after", "page", "x"])
PATTERNS = [
    "/feeds/{}",
    "/feeds/latest.{}",
    "/topics/{}/latest.rss",
    "/sources/{}/latest.atom",
    "/places/{}/latest.json",
    "/archive/{}/latest.rss",
    "/archive/2025/{}/latest.atom",
    "/archive/2025/03/{}/latest.json",
    "/articles/{}.json",
    "/articles/{}.txt",
    "/sitemap-{}.xml",
    "/api/{}",
]
# More by GARBAGE_EXAMPLES=20000, for a run of many minutes.
NO_RESET = settings(
    max_examples=int(os.environ.get("GARBAGE_EXAMPLES", "60")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@given(pattern=st.sampled_from(PATTERNS), text=TEXT)
@NO_RESET
def test_no_address_whatever_is_an_error(client, pattern, text):
    response = client.get(pattern.format(quote(text)))
    assert response.status_code in (200, 301, 404), text


@given(
    address=st.sampled_from([*PUBLIC[:3], "/api/articles/", "/feeds/latest.json", "/sitemap.xml"]),
    query=st.lists(st.tuples(FIELDS, TEXT), max_size=5),
)
@NO_RESET
def test_no_query_whatever_is_an_error(client, address, query):
    string = "&".join(f"{name}={quote(value)}" for name, value in query)
    response = client.get(f"{address.partition('?')[0]}?{string}")
    assert response.status_code in (200, 400, 404), string


@given(
    address=st.sampled_from(["/articles/12/boats-go-out/", *PUBLIC[7:]]),
    name=st.sampled_from(["If-None-Match", "If-Modified-Since", "If-Match", "Accept-Language"]),
    value=st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=40),
)
@NO_RESET
def test_no_header_whatever_is_an_error(client, address, name, value):
    assert client.get(address, headers={name: value}).status_code in (200, 304, 404, 412)


@pytest.mark.parametrize("number", ["1" * 18, "1" * 19, "٣", "-1", "1.0", "0x1", "%00"])
def test_no_number_whatever_is_an_error(client, number):
    for pattern in ("/articles/{}.json", "/articles/{}.txt", "/sitemap-{}.xml"):
        assert client.get(pattern.format(number)).status_code == 404


def test_very_long_values_are_no_error(client):
    for field in ("q", "tag", "source", "place", "from", "after"):
        assert client.get("/api/articles/", {field: "x" * 10_000}).status_code in (200, 400)
    assert client.get(f"/topics/{'x' * 10_000}/latest.rss").status_code == 404
    assert client.get(f"/places/{'x' * 10_000}/latest.rss").status_code == 404


# --- raw: as bytes arrive, be they text or not

READERS = [
    *("/", "/articles/", "/topics/oceans/", "/sources/reuters/", "/places/tyre/", "/archive/"),
    *("/archive/2025/", "/archive/2025/03/", "/archive/2025/03/18/", "/articles/12/boats-go-out/"),
    *("/ar/", "/ar/articles/", "/ar/topics/oceans/", "/ar/archive/2025/03/18/"),
    *("/suggest", "/ar/suggest", "/api/articles/", "/articles/12.json", "/feeds/latest.rss"),
    *("/topics/oceans/latest.atom", "/archive/2025/03/latest.json", "/topics/old/latest.rss"),
    *("/sources/old/", "/topics/old/", "/ar/sources/old/", "/sources/ap/", "/sitemap.xml"),
    *("/news-sitemap.xml", "/robots.txt", "/healthz"),
]
RAW_NAMES = st.sampled_from(
    [
        *("q", "tag", "source", "place", "from", "to", "after", "before", "photo", "sort", "page"),
        *("next", "cursor", "limit", "q[]", "", "%00", "%FF", "tag%5B%5D", "csrfmiddlewaretoken"),
    ]
)
FIELD_WORDS = st.builds(
    "{}{}:{}".format,
    st.sampled_from(["", "-", '"', "--"]),
    st.sampled_from(["topic", "tag", "source", "place", "after", "before", "has", "PLACE", "x"]),
    st.sampled_from(["", '"', "tyre", "2025", "2025-13", "2025-02-30", "0000-00-00", "photo", "::"])
    | TEXT,
)
DATES = st.sampled_from(
    [
        *("2025-02-30", "0000-01-01", "9999-12-31", "10000-01-01", "-1-01-01", "2025-3-1", "today"),
        *("20250318T120000000000Z-1", "00010101T000000000000Z-1", "99991231T235959999999Z-9" * 3),
        "99991231T235959999999Z-1.200",
        "20250318T120000000000Z-1.999",
        "2025-03-18T12:00:00+99:99",
    ]
)
NUMBERS = st.sampled_from(["0", "-1", "1e400", "9" * 400, "٣", "NaN", "Infinity", "0x10", "1_000"])
SPECIAL = st.sampled_from(
    [
        b"\x00",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"\xed\xb0\x80",
        b"%",
        b"%%%",
        b"'",
        b'"',
        b"\\",
        b"&|!()",
        b"<->",
        b":*",
        b"\xe2\x80\xae",
        b"\r\n",
        b"a" * 10000,
        "ا".encode() * 5000,
        b"x&y=" * 2500,
        b'"' * 999,
        b"or " * 500,
        b"- " * 500,
        b"( " * 500,
        b"{{ 7 }}",
        b"%s",
        b"../" * 50,
    ]
)
RAW_VALUES = st.one_of(
    SPECIAL,
    st.binary(max_size=60),
    st.one_of(FIELD_WORDS, DATES, NUMBERS, TEXT).map(lambda text: text.encode()),
    st.lists(FIELD_WORDS, max_size=6).map(lambda words: " ".join(words).encode()),
)
HTMX = st.sampled_from([{}, {"HX-Request": "true"}, {"HX-Request": "\xff", "HX-Target": "list"}])


@pytest.fixture
def stories():
    make_article(
        pk=12, headline="Boats go out", tags=["Oceans"], place="Tyre", body="Boats went out.",
        attributions=[("Reuters", "reporting")], published_at=NOON,
    )  # fmt: skip
    Source.objects.update(aliases=["ap"])
    merging.sources.merge(make_source("Reuters"), [make_source("Old")], now=timezone.now())
    merging.topics.merge(make_tag("Oceans"), [make_tag("Old")], now=timezone.now())


@given(
    address=st.sampled_from(READERS),
    query=st.lists(st.tuples(RAW_NAMES, RAW_VALUES), max_size=5),
    headers=HTMX,
)
@NO_RESET
def test_no_bytes_whatever_in_a_query_are_an_error(client, stories, address, query, headers):
    string = "&".join(f"{name}={quote_from_bytes(value)}" for name, value in query)
    response = client.get(f"{address}?{string}", headers=headers)
    assert response.status_code in (200, 301, 400, 404), (address, string)


@given(
    pattern=st.sampled_from(
        [
            "/{}",
            "/ar/{}",
            "/articles/{}/",
            "/articles/12/{}/",
            "/topics/{}/",
            "/sources/{}/",
            "/places/{}/",
            "/archive/{}/",
            "/archive/2025/{}/",
            "/archive/2025/03/{}/",
            "/preview/{}/",
            "/sitemap-{}.xml",
            "/static/{}",
            "/media/{}",
            "/topics/{}/latest.rss",
            "/archive/{}/latest.rss",
            "/archive/2025/03/{}/latest.atom",
        ]
    ),
    value=RAW_VALUES,
)
@NO_RESET
def test_no_bytes_whatever_in_a_path_are_an_error(client, stories, pattern, value):
    response = client.get(pattern.format(quote_from_bytes(value, safe="")))
    assert response.status_code in (200, 301, 302, 400, 404), value


REAL_QUERIES = [
    *("page=abc", "after=garbage", "after=%00", "q=%00", "q=a%00b", "from=%00", "tag=%00"),
    *("q=%ED%A0%80", "source=%FF", "from=2025-02-30", "to=99999-01-01", "sort=none", "x=y"),
    *("q=place:", "q=after:2025-99", "q=has:none", 'q="', "q=-", "q=or", "photo=maybe"),
    *(f"q={'x' * 10_000}", f"{'x' * 10_000}=1", "&" * 1_000, "=", "tag=nowhere&place=nowhere"),
]


@pytest.mark.parametrize("address", READERS)
def test_what_people_and_robots_really_send_is_no_error(client, stories, address):
    answers = {query: client.get(f"{address}?{query}").status_code for query in REAL_QUERIES}
    wrong = {query: code for query, code in answers.items() if code not in (200, 301, 400, 404)}
    assert not wrong


def test_a_thousand_fields_and_more_are_refused_or_answered(client, stories):
    query = "&".join(f"a{number}=1" for number in range(30_000))
    assert client.get(f"/articles/?{query}").status_code in (200, 400)


@pytest.mark.parametrize("marks", ["- ", "-", "(-", "! -", '-"a" ', "a -", "-a-", "or -", "x:-"])
def test_a_row_of_marks_in_a_search_is_no_error(client, stories, marks):
    """PostgreSQL holds 32 operators within one another; these were more."""
    for words in (marks * 150, f"{marks * 150}boats"):
        for address in ("/articles/", "/articles/?sort=relevance", "/api/articles/"):
            assert client.get(address, {"q": words}).status_code == 200, (marks, address)


@pytest.fixture
def development(settings, tmp_path):
    """The addresses as the development server has them: with pictures."""
    settings.DEBUG = True
    settings.MEDIA_ROOT = tmp_path
    importlib.reload(urls)
    clear_url_caches()
    yield tmp_path
    settings.DEBUG = False
    importlib.reload(urls)
    clear_url_caches()


@pytest.mark.parametrize(
    "path",
    [
        *("x" * 256, "x" * 10_000, "a/" * 3000, "%C3%A9" * 200, "y/" + "x" * 300, "x" * 300 + "/y"),
        *("a%00b", "%00", "%FF", "%ED%A0%80", "../secret", "%2e%2e/%2e%2e/etc/passwd", "//etc/x"),
        *("boat.png/x", "boat.png/../../x", "%5c..%5cx", "", ".", "~root", "%0a"),
    ],
)
@pytest.mark.parametrize("root", ["/media/", "/static/"])
def test_no_name_of_a_file_is_an_error_in_development(client, development, root, path):
    (development / "boat.png").write_bytes(b"a picture")
    assert client.get(f"{root}{path}").status_code in (400, 404), path
    if root == "/media/":
        assert b"".join(client.get("/media/boat.png").streaming_content) == b"a picture"


@pytest.mark.parametrize("part", ["x" * 256, "x" * 5000, "%C3%A9" * 300, "%F0%9F%9B%B6" * 100])
@pytest.mark.parametrize(
    "pattern",
    [
        *("/preview/{}/", "/topics/{}/", "/sources/{}/", "/places/{}/", "/articles/12/{}/", "/{}"),
        *("/ar/topics/{}/", "/topics/{}/latest.rss", "/archive/{}/", "/suggest?q={}", "/{}/{}/"),
    ],
)
def test_no_overlong_part_of_a_path_is_an_error(client, stories, pattern, part):
    assert client.get(pattern.replace("{}", part)).status_code in (200, 301, 302, 404)
