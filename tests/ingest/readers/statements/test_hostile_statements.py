"""No statement brings markup, controls, private addresses, foreign dates or floods into a field."""

import json
import re
import time
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.readers.html import read_html
from articles.ingest.readers.statements.addresses import public_address
from articles.ingest.readers.statements.statement import plain
from articles.parsing import article_as_json, parse

PROSE = (
    "The ferry will sail three times a day from November, the harbour office said on Monday. "
    "Islanders had asked for four, and for a boat with a heated cabin."
)
HEADLINE = "Ferry timetable shrinks for the winter"
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\U000e0001-\U000e007f]"
)
ATTACKS = [
    "<script>alert(1)</script>Ida Brandt",
    "Ida <img src=x onerror=alert(1)> Brandt",
    "&lt;script&gt;alert(1)&lt;/script&gt;Ida Brandt",
    "&amp;lt;img src=x onerror=alert(1)&amp;gt;",
    "<script src=//evil.example/x.js",
    "<!--<b>Ida Brandt",
    "Ida\u202eBrandt\u2066\u200f",
    "Ida\x00\x07\x1b[31mBrandt\u2028\u2029",
    "\U000e0041\U000e0042Ida Brandt",
    "Ida\ud800Brandt",
    "a\u0300" * 5_000,
    "Ida Brandt " * 100_000,
    "javascript:alert(1)",
    "file:///etc/passwd",
]
FIELDS = (
    *("headline", "author", "publisher", "keywords", "about", "articleSection", "description"),
    *("datePublished", "dateModified", "inLanguage", "url", "mainEntityOfPage", "name", "creator"),
)


def page(stated, head=""):
    text = stated if isinstance(stated, str) else json.dumps(stated)
    return f"""<!DOCTYPE html><html><head><title>{HEADLINE}</title>{head}
    <script type="application/ld+json">{text}</script></head><body><main><article>
    <h1>{HEADLINE}</h1><p>{PROSE}</p><p>{PROSE}</p></article></main></body></html>""".encode(
        "utf-8", "replace"
    )


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from strings(name)
            yield from strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)


def assert_harmless(raw):
    text, _, hints, _ = read_html(raw)
    stated = {name: value for name, value in asdict(hints).items() if name != "captions"}
    [article] = parse(text, hints=hints).articles
    for value in (*strings(stated), *strings(article_as_json(article, "a.html"))):
        assert not UNSEEN.search(value)
        assert not re.search(r"<\s*/?\s*(?:script|img|b|!--)", value, re.IGNORECASE)
        value.encode()
    assert all(len(value) <= 2_000 for value in strings(stated))
    assert sum(map(len, strings(stated))) <= 20_000
    assert not hints.address or hints.address.startswith(("http://", "https://"))
    return hints


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_field_of_json_ld_takes_markup_controls_or_floods(field, attack):
    for value in (attack, [attack], {"@type": "Person", "name": attack}, {"@value": attack}):
        assert_harmless(page({"@type": "NewsArticle", "headline": HEADLINE, field: value}))


@pytest.mark.parametrize(
    "name", ["author", "og:title", "og:site_name", "keywords", "og:url", "og:description", "date"]
)
@pytest.mark.parametrize("attack", ATTACKS[:8])
def test_no_meta_element_does_either(name, attack):
    content = attack.replace('"', "&quot;")
    assert_harmless(page("{}", head=f'<meta name="{name}" content="{content}">'))


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/a", "http://127.1/a", "http://localhost/a", "http://10.0.0.8/a",
        "http://192.168.1.1/a", "http://[::1]/a", "http://169.254.169.254/latest", "http://intranet/a",
        "http://printer.local/a", "http://wiki.internal/a", "http://user:secret@post.example/a",
        "ftp://post.example/a", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,a",
        "https://post.example/<script>", "https://post.example/a b", "https://po\u202est.example/",
        "https://post.example/a\nb", "//", "https://", "https://post.example:99999999/", "a" * 5000,
        "https://2130706433/", "http://0x7f.1/a",
    ],
)  # fmt: skip
def test_only_addresses_of_the_public_web_count(address):
    assert public_address(address) == ""
    for head in (
        f"<link rel='canonical' href='{address}'>", f"<meta property='og:url' content='{address}'>"
    ):  # fmt: skip
        assert read_html(page("{}", head=head)).hints.address == ""
    assert read_html(page({"@type": "NewsArticle", "url": address})).hints.address == ""


@pytest.mark.parametrize(
    "stated",
    [
        "[" * 100_000, '{"a":' * 100_000, '{"@type": "NewsArticle", "author": ' * 3_000,
        "\n" * 200_000, "," * 200_000 + "]", "//" * 100_000, "<!--" * 50_000, "\\ud800" * 10_000,
        '{"@type":"NewsArticle","author":[' + '{"name":"Ida Brandt"},' * 50_000 + "1]}",
        '{"@graph":[' + ",".join('{"@type":"NewsArticle","headline":"x"}' for _ in range(20_000))
        + "]}",
        "1" * 100_000, '{"@type":"NewsArticle","datePublished":' + "9" * 5_000 + "}",
    ],
)  # fmt: skip
def test_huge_deep_and_broken_json_ld_ends_soon(stated):
    raw = page(stated)
    start = time.process_time()
    assert_harmless(raw)
    assert time.process_time() - start < 2


def test_things_that_refer_to_each_other_end():
    graph = [
        {"@id": "#a", "@type": "NewsArticle", "author": {"@id": "#b"}, "publisher": {"@id": "#a"}},
        {"@id": "#b", "author": {"@id": "#a"}, "name": {"@id": "#b", "name": {"@id": "#a"}}},
    ]
    assert assert_harmless(page({"@graph": graph})).authors == ()


def test_thousands_of_elements_end_soon():
    body = "".join(
        f'<div class="author date"><a rel="tag author" itemprop="author" href="/tag/{n}">'
        f'Ida Brandt</a><time datetime="2021-01-0{n % 9 + 1}">x</time></div>'
        for n in range(3_000)
    )
    raw = page("{}").replace(b"<main>", f"<main>{body}".encode())
    start = time.process_time()
    read_html(raw)
    assert time.process_time() - start < 3


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from([*FIELDS, "@id", "@type", "@graph"]), inner, max_size=4
            )
        ),
        max_leaves=20,
    )
)
def test_no_data_at_all_make_reading_fail(data):
    read_html(page({"@type": "NewsArticle", "data": data, "author": data, "url": data}))


@given(st.text())
def test_plain_text_is_one_line_that_can_be_stored(text):
    found = plain(text)
    assert len(found) <= 500
    assert not UNSEEN.search(found)
    found.encode()
