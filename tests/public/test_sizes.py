"""How much a reader's browser has to fetch: pages, and what of ours they load."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache

from tests.support.page_kinds import make_site

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.support.page_kinds")]

MOST_BYTES = 60_000
LIBRARIES = ("django_htmx/",)


def loaded(page):
    """The style sheets and scripts of ours that a page loads: bytes by name, not compressed. What
    a script imports is preloaded (tests/newsroom/test_static_files.py)."""
    links = r'link rel="(?:stylesheet|modulepreload)" href'
    named = re.findall(rf'<(?:{links}|script src)="/static/([^"]+)"', page)
    return {
        name: bytes_of(Path(finders.find(name))) for name in named if not name.startswith(LIBRARIES)
    }


def bytes_of(path):
    """The bytes of a file and of those that it imports."""
    imported = re.findall(r'^@import url\("([^"]+)"\)', path.read_text(), re.MULTILINE)
    return path.stat().st_size + sum(bytes_of(path.parent / name) for name in imported)


@pytest.mark.parametrize("language", ["", "/ar"])
def test_no_page_is_larger_than_60_kb(client, media, language):
    cache.clear()
    client.raise_request_exception = False
    sizes = {
        kind: len(client.get(language + address).content) for kind, address in make_site().items()
    }
    assert sizes["list"] > 10_000  # a full page of a list, with counts
    assert {kind: size for kind, size in sizes.items() if size > MOST_BYTES} == {}


def test_a_storys_page_loads_60_kb_of_style_and_scripts_at_most(client, media):
    page = client.get(make_site()["article"]).content.decode()
    files = loaded(page)
    assert set(files) == {
        "articles/newsroom.css",
        "articles/combobox.js",
        "articles/suggest.js",
        "articles/story.js",
    }
    assert sum(files.values()) <= MOST_BYTES


def test_nothing_is_loaded_from_elsewhere(client, media):
    client.raise_request_exception = False
    for kind, address in make_site().items():
        page = client.get(address).content.decode()
        loads = re.findall(r'<(?:script|img|iframe|source|video|audio)\b[^>]* src="([^"]+)"', page)
        loads += re.findall(
            r'<link rel="(?:stylesheet|preload|modulepreload|icon)"[^>]* href="([^"]+)"', page
        )
        assert [url for url in loads if not re.match(r"/(?!/)", url)] == [], kind
