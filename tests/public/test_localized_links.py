"""Whoever reads the site in Arabic stays in Arabic where a story leads to another page of ours."""

import re
from html import unescape

import pytest
from django.core.cache import cache
from django.utils import translation
from django.utils.safestring import SafeString

from articles.public.localized_links import in_interface
from tests.support.builders import make_article

KEPT = [
    *("https://elsewhere.example/articles/1/", "mailto:desk@news.example.org", "#later", "?q=x"),
    *("/articles/12.json", "/feeds/latest.rss", "/topics/oceans/latest.atom", "/media/a.png"),
    *("/sitemap.xml", "/static/x.css", "/admin/", "/nothing/of/ours", "/ar/nothing/of/ours"),
    "https://news.example.org.evil.example/articles/1/",
]


@pytest.mark.parametrize(
    ("link", "english", "arabic"),
    [
        ("/articles/12/boats/", "/articles/12/boats/", "/ar/articles/12/boats/"),
        ("/articles/12/", "/articles/12/", "/ar/articles/12/"),
        ("/ar/articles/12/boats/", "/articles/12/boats/", "/ar/articles/12/boats/"),
        ("/articles/1/%D8%A8/#a", "/articles/1/%D8%A8/#a", "/ar/articles/1/%D8%A8/#a"),
        ("/articles/?q=a&amp;tag=b", "/articles/?q=a&amp;tag=b", "/ar/articles/?q=a&amp;tag=b"),
        ("/topics/oceans/", "/topics/oceans/", "/ar/topics/oceans/"),
        ("/archive/2025/03/18/", "/archive/2025/03/18/", "/ar/archive/2025/03/18/"),
        ("/", "/", "/ar/"),
        ("https://news.example.org/articles/12/", "/articles/12/", "/ar/articles/12/"),
        *((address, address, address) for address in KEPT),
    ],
)
def test_a_link_to_a_readers_page_leads_to_it_in_the_interfaces_language(
    settings, link, english, arabic
):
    settings.SITE_URL = "https://news.example.org"
    html = SafeString(f'<em>a</em> <a href="{link}" title="t">b</a> /articles/12/')
    for code, expected in (("en", english), ("ar", arabic)):
        with translation.override(code):
            assert in_interface(html) == html.replace(f'"{link}"', f'"{expected}"')


def test_a_link_of_our_own_by_its_whole_address_is_not_one_that_leaves(settings):
    settings.SITE_URL = "https://news.example.org"
    html = SafeString(
        '<a href="https://news.example.org/articles/12/" rel="nofollow noopener">b</a>'
    )
    assert in_interface(html) == '<a href="/articles/12/">b</a>'
    html = SafeString(html.replace("example.org", "example.com"))
    assert in_interface(html) == html


@pytest.mark.django_db
@pytest.mark.parametrize("first", ["/ar", ""])
def test_every_link_within_a_story_keeps_the_readers_language_whichever_was_read_first(
    client, first
):
    cache.clear()
    make_article(pk=12, headline="Boats go out", body="Boats went out.")
    link = "[there](/articles/12/boats-go-out/)"
    story = make_article(
        headline="Links",
        tags=["Oceans"],
        place="Tyre",
        attributions=[("Reuters", "reporting")],
        body=f"Read {link}.\n\n## See {link}\n\n> Quoted {link}\n\n- Item {link}\n\n"
        f"::: fact About {link}\nFact {link}\n:::\n\n::: related\nMore {link}\n:::\n\n"
        f"::: related\nBoats go out\n:::\n\n1. Other {link}",
    )
    pages = {}
    for language in (first, "" if first else "/ar"):
        pages[language] = client.get(f"{language}/articles/{story.pk}/links/").content.decode()
    for language, page in pages.items():
        reported = page.partition("<article")[2].partition("</article>")[0]
        links = [unescape(link) for link in re.findall(r'<a href="([^"]*)"', reported)]
        assert links.count(f"{language}/articles/12/boats-go-out/") == 9
        assert all(link.startswith("/ar/") == bool(language) for link in links), links


@pytest.mark.django_db
def test_feeds_and_data_keep_the_sites_own_language(client, settings):
    settings.SITE_URL = "https://news.example.org"
    cache.clear()
    make_article(pk=12, body="Read [there](/articles/12/).")
    client.get("/ar/articles/12/")
    for address in ("/feeds/latest.json", "/feeds/latest.rss", "/articles/12.json"):
        text = client.get(address).content.decode()
        assert "https://news.example.org/articles/12/" in text, address
        assert "/ar/articles" not in text, address
