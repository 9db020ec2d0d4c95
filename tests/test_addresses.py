"""Addresses of saved pages: which are the same, and what a typed one means."""

import pytest

from articles.addresses import LONGEST_KEY, address_key, read_pattern

SAME = [
    "https://www.post.example/News/ferry-aground",
    "http://post.example/news/ferry-aground/",
    "HTTPS://POST.example:443/news//ferry-aground/index.html#comments",
    "https://post.example./news/ferry-aground/amp?utm_source=mail&fbclid=1",
]


@pytest.mark.parametrize("address", SAME)
def test_one_page_has_one_key(address):
    assert address_key(address) == "example,post,)/news/ferry-aground"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://post.example/a?b=1&c=2", "https://post.example/a?c=2&utm_id=4&b=1"),
        ("https://post.example/%D8%A3%D8%AE", "https://post.example/أخ"),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
        ("https://post.example/caf%C3%A9", "https://post.example/cafe\u0301"),
    ],
)
def test_spellings_of_an_address_have_one_key(one, other):
    assert address_key(one) == address_key(other) != ""


@pytest.mark.parametrize(
    "other",
    [
        "https://post.example/a",
        "https://post.example/a?id=2",
        "https://post.example/a/b?id=1",
        "https://m.post.example/a?id=1",
        "https://post.example:8080/a?id=1",
        "https://postexample/a?id=1",
        "https://post.example/a?id=1&12345",
    ],
)
def test_other_pages_have_other_keys(other):
    assert address_key(other) != address_key("https://post.example/a?id=1")


@pytest.mark.parametrize(
    "odd", ["", "ferry", "mailto:a@b.example", "javascript:alert(1)", "http://[::1", "https://"]
)
def test_what_is_no_web_address_has_no_key(odd):
    assert address_key(odd) == ""


def test_keys_fit_the_index_and_the_database():
    long = "https://post.example/" + "%F0%9F%9A%A2" * 900
    assert len(address_key(long)) <= LONGEST_KEY
    assert address_key(long) != address_key(long + "x")
    assert "\0" not in address_key("https://post.example/a%00b")


@pytest.mark.parametrize(
    ("typed", "fitting", "others"),
    [
        ("post.example", ["post.example", "www.post.example/a", "m.post.example/a?b"],
         ["apost.example"]),
        ("*.post.example", ["post.example/a", "a.b.post.example/"], ["post.example.org"]),
        ("https://www.post.example/", ["post.example/a"], ["post.examples"]),
        ("m.post.example", ["m.post.example/a"], ["post.example/a"]),
        ("post.example:8080", ["post.example:8080/a"], ["post.example/a", "post.example:8081/"]),
        ("post.example/news", ["post.example/news", "post.example/news/a", "post.example/newsroom"],
         ["post.example/a/news", "m.post.example/news"]),
        ("post.example/news/",
         ["post.example/news", "post.example/news/a", "post.example/news?a=1"],
         ["post.example/newsroom"]),
        ("post.example/NEWS/fer", ["post.example/news/ferry"], ["post.example/news"]),
        ("https://post.example/news", ["post.example/news/", "www.post.example/News?utm_id=1"],
         ["post.example/news/a", "post.example/news?id=1"]),
        ("https://post.example/news*", ["post.example/news/a"], ["post.example/a"]),
        ("post.example/story?id=4", ["post.example/story?id=4&at_medium=x"],
         ["post.example/story", "post.example/story?id=41"]),
        ("post.example/أخبار", ["post.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/1"],
         ["post.example/1"]),
    ],
)  # fmt: skip
def test_a_typed_address_means_these_pages(typed, fitting, others):
    pattern = read_pattern(typed)

    def fits(address):
        key = address_key(f"https://{address}")
        return key == pattern.exact or key.startswith(pattern.starts)

    assert [fits(address) for address in fitting] == [True] * len(fitting)
    assert [fits(address) for address in others] == [False] * len(others)


@pytest.mark.parametrize(
    "odd", ["", "*", "-", "harbour", "ftp://post.example/a", "a b.example", "post..example",
            "https://", "//", "'\"<b>.example", "http://[::1]/a"]
)  # fmt: skip
def test_what_is_no_address_is_not_understood(odd):
    assert read_pattern(odd) is None
