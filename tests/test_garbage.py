"""Whatever is asked of the public addresses, nothing is an error of ours."""

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.test_caching import PUBLIC

pytestmark = pytest.mark.django_db

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
FIELDS = st.sampled_from(["q", "tag", "source", "place", "from", "to", "after", "page", "x"])
PATTERNS = [
    "/feeds/{}",
    "/feeds/latest.{}",
    "/topics/{}/latest.rss",
    "/sources/{}/latest.atom",
    "/places/{}/latest.json",
    "/articles/{}.json",
    "/articles/{}.txt",
    "/sitemap-{}.xml",
    "/api/{}",
]
NO_RESET = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
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
