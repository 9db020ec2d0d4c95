"""Feeds that are damaged, or made to exhaust a machine: one sentence, and the rest is read."""

from __future__ import annotations

import time

import pytest

from articles.ingest.readers import read_records
from articles.ingest.readers.feeds.shortcodes import as_html
from articles.ingest.readers.records import Record, Unreadable
from articles.ingest.readers.streams import Stream
from articles.ingest.readers.xml_reading import XmlStream

TEXT = "The ferry sailed at noon, the office said."
ITEM = f"<item><title>Fähre fährt</title><description>{TEXT}</description></item>"
START, END = '<rss version="2.0"><channel>', "</channel></rss>"
FEED = f"{START}{ITEM}{END}"
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
ATTRIBUTES = " ".join(f"a{n}=''" for n in range(100_000))


def declared(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>{FEED}'


DEEP = "<a>" * 100_000 + "</a>" * 100_000

# What is read before the end, and what is reported
HOSTILE = {
    "billion laughs": (
        f'<!DOCTYPE rss [<!ENTITY e0 "ha">{ENTITIES}]>{START}<item>&e11;</item>{END}',
        (0, "declares entities of its own"),
    ),
    "billion laughs in an attribute": (
        f'<!DOCTYPE rss [<!ENTITY e0 "ha">{ENTITIES}]><rss a="&e11;"><channel>{ITEM}{END}',
        (0, "declares entities of its own"),
    ),
    "an external entity": (
        f'<!DOCTYPE rss [<!ENTITY e SYSTEM "file:///etc/passwd">]>{START}<item>&e;</item>{END}',
        (0, "declares entities of its own"),
    ),
    "a parameter entity": (
        f'<!DOCTYPE rss [<!ENTITY % e SYSTEM "http://127.0.0.1:9/"> %e;]>{FEED}',
        (0, "declares entities of its own"),
    ),
    "an external document type": (
        f'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/a.dtd">{FEED}',
        (1, ""),
    ),
    "100,000 elements deep": (
        f"{START}{ITEM}<item>{DEEP}</item>{END}",
        (1, "Excessive depth"),
    ),
    "a gigantic text": (
        f"{START}{ITEM}<item><title>{'x' * 12_000_000}</title></item>{END}",
        (1, "Text node too long"),
    ),
    "100,000 attributes": (
        f"{START}{ITEM}<item {ATTRIBUTES}/>{ITEM}{END}",
        (2, "it has no text"),
    ),
    "cut short": (f"{START}{ITEM}{ITEM[:60]}", (1, "it is cut short after 1 of its parts")),
    "closed in the wrong order": (f"{START}{ITEM}</rss>", (1, "cut short or damaged")),
    "trailing garbage": (f"{FEED}\n<script>x</script> garbage", (1, "")),
    "control characters": (FEED.replace("noon", "no\0\x08on"), (1, "")),
    "nothing in it": (f"{START}{END}", (0, "it has no entries")),
    "UTF-8 that is Latin-1": (declared("utf-8").encode("latin-1"), (1, "")),
    "Latin-1 that is UTF-8": (declared("iso-8859-1"), (1, "")),
    "UTF-16 that is UTF-8": (declared("utf-16"), (1, "")),
    "UTF-16": (declared("utf-16").encode("utf-16"), (1, "")),
    "an unknown encoding": (declared("klingon"), (1, "")),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_damaged_feed_ends_in_one_sentence(tmp_path, name):
    content, (count, sentence) = HOSTILE[name]
    path = tmp_path / "a.rss"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    start = time.monotonic()
    found = list(read_records([str(path)]))
    assert time.monotonic() - start < 5
    records = [each for each in found if isinstance(each, Record)]
    problems = [each.message for each in found if isinstance(each, Unreadable)]
    assert [(each.hints.headline, TEXT in each.page) for each in records] == [
        ("Fähre fährt", True)
    ] * count
    assert len(problems) == bool(sentence)
    assert all(sentence in problem for problem in problems)


def test_marks_that_nobody_closes_take_no_more_than_their_length():
    start = time.monotonic()
    for mark in ("[caption x]<img> ", "[a ", "<!-- a - ", "<figure><pre>", "[embed]"):
        as_html(mark * 30_000)
    assert time.monotonic() - start < 5


def test_what_has_been_read_is_let_go():
    stream = XmlStream(
        Stream(iter([START.encode(), *[ITEM.encode()] * 3000, END.encode()])),
        frozenset({"channel"}),
    )
    held = [sum(len(each) for each in piece.getparent()) for piece in stream]
    assert len(held) == 3000
    assert max(held[100:]) <= max(held[:100])
