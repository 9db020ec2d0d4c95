"""Markdown and reStructuredText: taken apart as such, and told from plain text."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from articles.ingest.readers import read_records
from articles.ingest.readers.markdown import is_markdown
from articles.ingest.readers.reading import read_kept
from articles.ingest.readers.records import Record, Unreadable
from articles.ingest.readers.text import read_text
from articles.parsing import parse
from tests.support.mail_files import COST, FERRIES, LEAD, SEALS


@pytest.fixture
def reading(tmp_path):
    """Reads a file: its only record or what was wrong with it; a record's bytes are read to the
    same again."""

    def read(name, text):
        (tmp_path / name).write_bytes(text.encode())
        [found] = read_records([str(tmp_path / name)])
        if isinstance(found, Record):
            again = read_kept(found.raw, found.name)
            assert (again.page, again.hints) == (found.page, found.hints)
        return found

    return read


def articles(record):
    read = read_text(record)
    return parse(read.characters.text, marks=read.marks, hints=read.hints).articles


def blocks(article):
    return [(block.kind.value, block.text) for block in article.body]


PAGE = f"""# Council backs flood wall

*By Mira Oldfield*

![Engineer Tomas Brandl on the quay](wall.jpg)

{LEAD.replace("harbour", "[harbour](https://bay.example)").replace("Thursday", "**Thursday**")}

## Three metres

{COST}

> "We have waited long enough," said Brandl.

- Length: two kilometres
- Cost: 41 million
"""


def test_the_marks_of_markdown_say_what_each_block_is(reading):
    for name in ("a.md", "a.markdown", "a.txt"):
        record = reading(name, PAGE)
        [article] = articles(record)
        assert record.format == "Markdown"
        assert (article.headline, article.byline) == ("Council backs flood wall", "Mira Oldfield")
        assert blocks(article) == [
            ("caption", "Engineer Tomas Brandl on the quay"),
            ("paragraph", LEAD),
            ("crosshead", "Three metres"),
            ("paragraph", COST),
            ("paragraph", '"We have waited long enough," said Brandl.'),
            ("list_item", "Length: two kilometres"),
            ("list_item", "Cost: 41 million"),
        ]


ZONE = timezone(timedelta(hours=1))
FRONT_MATTER = {
    "jekyll": (
        '---\nlayout: post\ntitle: "Fähren: ins Dock"\nauthor: Ida Brandt\n'
        "date: 2024-03-14 16:05:00 +0100\ntags:\n  - Häfen\n---\n",
        datetime(2024, 3, 14, 16, 5, tzinfo=ZONE),
    ),
    "broken YAML": (
        "---\ntitle: Fähren: ins Dock\nauthor: Ida Brandt\ndate: 2024-03-14\ntags: [Häfen]\n---\n",
        date(2024, 3, 14),
    ),
    "hugo": (
        '+++\ntitle = "Fähren: ins Dock"\ndate = 2024-03-14T16:05:00Z\nauthors = ["Ida Brandt"]\n'
        'tags = ["Häfen"]\ndraft = true\n+++\n',
        datetime(2024, 3, 14, 16, 5, tzinfo=UTC),
    ),
    "json": (
        '{\n"title": "Fähren: ins Dock", "date": "2024-03-14",\n"author": "Ida Brandt",'
        ' "tags": ["Häfen"]\n}\n',
        date(2024, 3, 14),
    ),
    "pelican": (
        "Title: Fähren: ins Dock\nDate: 2024-03-14 16:05\nAuthor: Ida Brandt\nTags: Häfen\n",
        date(2024, 3, 14),
    ),
    "hexo": (
        "title: 'Fähren: ins Dock'\ndate: 2024-03-14\nauthor: Ida Brandt\ntags: Häfen\n---\n",
        date(2024, 3, 14),
    ),
}


def test_front_matter_states_and_is_no_text(reading):
    for name, (above, published) in FRONT_MATTER.items():
        record = reading("a.md", f"{above}\n{FERRIES}\n\n**{SEALS}**\n")
        [article] = articles(record)
        assert article.headline == "Fähren: ins Dock", name
        assert [text for _, text in blocks(article)] == [FERRIES, SEALS], name
        assert article.byline == "Ida Brandt", name
        assert record.hints.published_at == published, name
        assert record.hints.keywords == ("Häfen",), name
        assert record.hints.origins["published_at"].startswith("front matter "), name
        assert record.hints.kinds == (("draft",) if name == "hugo" else ()), name


def test_what_programs_add_to_markdown_is_read(reading):
    record = reading(
        "a.md",
        f"---\ncreated: 2024-03-14\ncover:\n  image: dock.jpg\n  caption: The dock\n---\n"
        f"# Pupils count\n\n![[seals.jpg|Seals on the rocks]]\n\n{SEALS}[^1] %%check%%\n\n"
        '{{< figure src="boats.jpg" caption="Boats" attr="Photo: Ida Brandt" >}}\n\n'
        "![A ferry](holm.jpg)\n*The ferry Holm. Photo: Tom Falk*\n\n> [!note] Rings\n> Two rings "
        f"[[north|of the north]].\n{{: .box}}\n\n[^1]: {COST}\n",
    )
    [article] = articles(record)
    assert [(c.text, c.credit) for c in article.captions] == [
        ("The dock", ""),
        ("Seals on the rocks", ""),
        ("Boats", "Ida Brandt"),
        ("The ferry Holm.", "Tom Falk"),
    ]
    texts = [text for kind, text in blocks(article) if kind != "caption"]
    assert texts == [SEALS, "Rings", "Two rings of the north.", COST]
    assert '<img src="seals.jpg"' in record.page


def test_several_stories_below_heads_of_one_level_are_several(reading):
    text = "\n\n".join(
        f"# {head}\n\n*{day} March 2024*\n\n{one} {COST}"
        for head, day, one in (
            ("Council backs wall", 14, LEAD),
            ("Ferries go to the dock", 13, FERRIES),
            ("Pupils count the seals", 12, SEALS),
        )
    )
    found = articles(reading("a.md", text))
    assert [article.headline for article in found] == [
        *("Council backs wall", "Ferries go to the dock", "Pupils count the seals")
    ]


def test_several_heads_of_the_first_level_without_dates_may_be_several_stories(reading):
    text = f"# Council backs wall\n\n{LEAD}\n\n{COST}\n\n# Pupils count\n\n{SEALS}\n\n{FERRIES}\n"
    [article] = articles(reading("a.md", text))
    assert [issue.code for issue in article.issues if issue.code == "may-be-several"]
    [article] = articles(reading("b.md", text.replace("# Pupils", "## Pupils")))
    assert not [issue for issue in article.issues if issue.code == "may-be-several"]


def test_plain_text_stays_plain_text(reading):
    marks = (
        f"Council backs wall\n\n#harbour #news\n\n* one\n* two\n\n1. One\n2. Two\n\n---\n\n{LEAD}"
        "\n\n> quoted mail\n\n*** \n\nsnake_case_name and 2 * 3 * 4 [sic] (see below)\n\n# 12\n"
    )
    assert not is_markdown(marks, "a.txt")
    assert not is_markdown("# Only a head\n\nAnd text.\n", "a.txt")
    assert not is_markdown(f"---\n{LEAD}\ntitle: not one\n---\n{COST}\n", "a.txt")
    assert reading("a.txt", marks).format == "plain text"
    assert reading("a.md", f"Council backs wall\n\n{LEAD}\n").format == "plain text"


RST = f"""======================
Pupils count the seals
======================

:Author: Mira Oldfield
:Date: 2024-03-14
:tags: seals, school

{SEALS}

.. figure:: seals.jpg

   Seals on the rocks. Photo: Ida Brandt

West coast
==========

{FERRIES}

* One ring

.. include:: /etc/passwd

.. raw:: html

   <p>raw</p>

{COST}
"""


def test_restructured_text_is_read_and_opens_no_files(reading):
    for name in ("a.rst", "a.txt"):
        record = reading(name, RST)
        [article] = articles(record)
        assert record.format == "reStructuredText"
        assert (article.headline, article.byline) == ("Pupils count the seals", "Mira Oldfield")
        assert record.hints.published_at == date(2024, 3, 14)
        assert record.hints.keywords == ("seals", "school")
        assert blocks(article) == [
            ("paragraph", SEALS),
            ("caption", "Seals on the rocks."),
            ("crosshead", "West coast"),
            ("paragraph", FERRIES),
            ("list_item", "One ring"),
            ("paragraph", COST),
        ]
        assert "root:" not in record.page


def test_markup_made_to_exhaust_a_machine_ends_in_a_sentence_soon(reading):
    aliases = "a: &a [x,x,x]\n" + "".join(
        f"{c}: &{c} [{', '.join([f'*{chr(ord(c) - 1)}'] * 9)}]\n" for c in "bcdefghijklmnopq"
    )
    replaced = "".join(f".. |a{k}| replace:: {f'|a{k + 1}| ' * 9}\n" for k in range(30))
    for name, text, words in (
        ("a.md", f"# A\n\n**text** {'[a](' * 60_000}", "marks, as no page has"),
        ("a.md", f"# A\n\n{LEAD * 20_000}", "more than 1 MiB"),
        ("a.rst", f"A\n=====\n\n{LEAD * 3000}", "more than 256 KiB"),
        ("a.rst", f"A\n=====\n\n{replaced}\n|a0| text", "substitutions"),
        ("a.md", f"---\ntitle: T\n{aliases}---\n\n# T\n\n{LEAD}\n", ""),
        ("a.md", f"---\ntitle: {'[' * 20_000}\n---\n\n# T\n\n{LEAD}\n", ""),
    ):
        started = time.monotonic()
        found = reading(name, text)
        assert time.monotonic() - started < 5, name
        assert words in (found.message if isinstance(found, Unreadable) else "")


def test_asciidoc_and_textile_are_refused_by_name(reading):
    for text, words in (
        (f"= Council backs wall\nMira Oldfield\n:date: 2024\n\n{LEAD}\n", "AsciiDoc"),
        (f"h1. Council backs wall\n\n{LEAD}\n\nh2. Metres\n\n{COST}\n", "Textile"),
    ):
        assert words in reading("a.txt", text).message
