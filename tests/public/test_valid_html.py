"""Every kind of page is HTML as the standard has it: nothing that a browser would have to mend."""

from collections import Counter

import html5lib
import pytest
from django.core.cache import cache
from html5lib.html5parser import ParseError

from tests.support.page_kinds import make_site

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.support.page_kinds")]


def read(html):
    """The document's elements; a `ParseError` for the first thing that is not as it should be."""
    return list(html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html).iter())


def test_each_kind_of_page_is_read_without_an_error(client, media):
    cache.clear()
    client.raise_request_exception = False
    for kind, address in make_site().items():
        for headers in ({}, {"HX-Request": "true"}):
            html = client.get(address, headers=headers).content.decode()
            is_part = "<!doctype" not in html
            try:
                elements = read(f"<!doctype html><title>A part</title>{html}" if is_part else html)
            except ParseError as error:
                pytest.fail(f"{kind}: {error}")
            ids = Counter(element.get("id") for element in elements if element.get("id"))
            assert not [name for name, count in ids.items() if count > 1], kind
            assert is_part or [element.tag for element in elements].count("h1") == 1, kind
            named = {
                name
                for element in elements
                for attribute in ("for", "aria-labelledby", "aria-describedby", "list")
                for name in element.get(attribute, "").split()
            }
            assert named <= set(ids), kind


@pytest.mark.parametrize(
    "wrong",
    ["<p><div>a</div></p>", "<a href='/'><a href='/b'>b</a></a>", "<ul><li></ul></li>", "<p a a>"],
)
def test_the_reading_of_these_tests_is_strict(wrong):
    with pytest.raises(ParseError):
        read(f"<!doctype html><title>Wrong</title>{wrong}")
