"""Every kind of page, as axe-core sees it: light and dark, on a phone and on a desktop."""

import pytest
from django.core.cache import cache

from articles.languages import in_language
from tests.support.accessibility import violations
from tests.support.page_kinds import WITHOUT_LANGUAGE, make_site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.support.page_kinds"),
]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_wrong_with_any_kind_of_page(live_server, page, media, language):
    cache.clear()
    found = []
    for address in make_site().values():
        if address not in WITHOUT_LANGUAGE:
            address = in_language(language, address)
        found += violations(page, live_server.url + address)
        # A browser complains of every answer that says it is an error.
        page.complaints[:] = [text for text in page.complaints if "server responded" not in text]
    assert not found, "\n".join(found)


def test_axe_finds_what_is_wrong(page):
    page.set_content(
        '<html lang="en"><title>Wrong</title><main><h1>Wrong</h1><img src="data:,">'
        "<style>p { color: #999 } @media (prefers-color-scheme: dark) { p { color: #333 } }"
        "@media (prefers-color-scheme: dark) { em { color: #999 } }</style>"
        "<p>Pale in light</p><em>Pale in dark</em>"
        "<style>button { block-size: 9px; inline-size: 9px; padding: 0; border: 0 }</style>"
        '<p><button aria-label="One"></button><button aria-label="Two"></button></p></main>'
    )
    found = violations(page)
    page.complaints.clear()
    for rule in (
        "(light 390 px, light 1280 px): color-contrast: p:",
        "(dark 390 px, dark 1280 px): color-contrast: em:",
        "(light 390 px, light 1280 px): image-alt: img:",
        "(light 390 px, light 1280 px): target-size: button[aria",
    ):
        assert any(rule in line for line in found), (rule, found)
    assert violations(page, but=["color-contrast", "image-alt", "target-size"]) == []
    assert violations(page, context={"include": ["h1"]}, but=["region"]) == []
