"""No page of HTML takes its reader for ever, whatever a megabyte of it is made of."""

import signal

import pytest

from articles.ingest.readers.html import looks_like_html, read_html
from articles.parsing import parse
from tests.support.odd_texts import MEGABYTE, UNITS

HARD_STOP = 60
"""Seconds; the slowest takes about 2."""

# Where the odd text stands in the page
PLACES = {
    "a paragraph": "<html><body><p>{}</p></body></html>",
    "a title": "<html><head><title>{}</title></head><body><p>Ferry</p></body></html>",
    "a caption": "<html><body><figure><figcaption>{}</figcaption></figure></body></html>",
    "a time": "<html><body><article><time>{}</time></article></body></html>",
    "a gallery's class": "<html><body><div class='{}'><figure><figcaption>Ferry</figcaption>"
    "</figure></div></body></html>",
    "structured data": "<html><head><script type='application/ld+json'>{}</script></head></html>",
    "the beginning": "{}<html><body><p>Ferry</p></body></html>",
}
MARKUP = {
    "open comments": "<!-- ",
    "nested boxes": "<div>",
    "nested lists": "<ul><li>",
    "figures": "<figure><figcaption>x",
    "times": "<time>1",
    "open braces": '{"a":',
    "open lists": "[",
    "declarations": "<?xml ",
    "pictures beside each other": "<figure><figcaption>x</figcaption></figure>",
    "times beside each other": "<time>1</time>",
    "lists beside each other": "<ul><li>x</li></ul>",
}


@pytest.fixture
def hard_stop():
    def stop(*_):
        raise TimeoutError(f"not through after {HARD_STOP} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(HARD_STOP)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.usefixtures("hard_stop")
def test_a_megabyte_of_anything_anywhere_is_read_to_its_end(place):
    for unit in (*UNITS.values(), *MARKUP.values()):
        odd = unit * (MEGABYTE // 8 // len(unit))
        raw = PLACES[place].format(odd).encode()
        looks_like_html(raw)
        text, _, hints, _ = read_html(raw)
        assert len(hints.title) <= 500
        assert len(text) <= len(raw)


@pytest.mark.parametrize("name", ["opening brackets", "straight quotes", "spaces", "bullets"])
@pytest.mark.usefixtures("hard_stop")
def test_a_line_of_a_megabyte_goes_through_to_the_parser(name):
    unit = UNITS[name]
    raw = f"<html><body><p>Ferry</p><p>{unit * (MEGABYTE // len(unit))}</p></body></html>".encode()
    text, _, hints, _ = read_html(raw)
    assert parse(text, hints=hints).offsets[-1] == len(text)
