"""Tags in fields and files of text: markup is read, and a text that mentions tags is left alone."""

import json
import time

import pytest

from articles.ingest.readers import read_records
from articles.ingest.readers.inline_markup import read_markup
from articles.ingest.readers.records import Record
from articles.ingest.readers.text import read_text
from articles.parsing import parse

ONE = "The port council voted on Monday to dredge the north channel before the winter storms."
TWO = "The work costs nine million crowns, said its engineer, Ida Holm, and takes until May."
THREE = "Fishermen asked for a later start, as the herring leave the bay in the last week of April."
HEADLINE = "Council votes to dredge channel"


def paragraphs_of(tmp_path, **fields):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"title": HEADLINE, **fields}))
    [record] = read_records([str(path)])
    source = read_text(record)
    [article] = parse(source.characters.text, hints=source.hints).articles
    assert article.headline == HEADLINE
    return [block.text for block in article.body]


@pytest.mark.parametrize(
    "text",
    [
        f"{ONE}<br><br>{TWO}<br><br>{THREE}",
        f"{ONE}<br/><br />{TWO}<BR><BR>{THREE}<br>",
        f"{ONE}<br>\n<br>\n{TWO}<br>\n<br>\n{THREE}",
        f"{ONE}\n\n{TWO}\n\n{THREE}".replace("port", "<b>port</b>"),
        f"{ONE}\n\n{TWO}\n\n{THREE}".replace("Ida Holm", '<a href="/ida">Ida Holm</a>'),
        f"{ONE}\n\n{TWO}\n\n{THREE}".replace("herring", "<i class=fish>herring</i>"),
        f"{ONE}\n\n{TWO}\n\n{THREE}".replace("Fishermen", "<span style='x'>Fishermen</span>"),
        f"<p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>",
        f"{ONE}<p>{TWO}<p>{THREE}",
        f"{ONE}</p>\n<p>{TWO}</p>\n<p>{THREE}</p>",
        f"<div>{ONE}</div>\n<div>{TWO}</div><div>{THREE}</div>",
        f"<strong>{ONE[:9]}</strong>{ONE[9:]}\n\n{TWO}\n\n{THREE}",
        f"&lt;p&gt;{ONE}&lt;/p&gt;&lt;p&gt;{TWO}&lt;/p&gt;&lt;p&gt;{THREE}&lt;/p&gt;",
        f"{ONE}&lt;br&gt;&lt;br /&gt;{TWO}&lt;br&gt;&lt;br&gt;{THREE}",
        f"{ONE}&#13;&#10;&#13;&#10;{TWO}&#10;&#10;{THREE}",
    ],
)
@pytest.mark.parametrize("name", ["text", "content", "maintext", "body"])
def test_tags_in_a_text_field_are_read(tmp_path, text, name):
    assert paragraphs_of(tmp_path, **{name: text}) == [ONE, TWO, THREE]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("L’<em>Étoile</em> coule.<br><br>Le port ferme.", "L’Étoile coule.\n\nLe port ferme."),
        ("<b>Hafen</b>: Die <i>Möwe</i> sank.", "Hafen: Die Möwe sank."),
        ("غرقت <b>السفينة</b> اليوم.<br>أغلق الميناء.", "غرقت السفينة اليوم.\nأغلق الميناء."),
        ("<b>港口</b>关闭。<br><br>船沉了。", "港口关闭。\n\n船沉了。"),
        ("Порт <strong>закрыт</strong> до мая.", "Порт закрыт до мая."),
        ("Ruder &lt;b&gt;...&lt;/b&gt; wins", "Ruder ... wins"),
        ("&amp;lt;i&amp;gt;Möwe&amp;lt;/i&amp;gt; sank", "Möwe sank"),
        ('See <a href="https://a.example/?a=1&amp;b=2">the plan</a>.', "See the plan."),
    ],
)
def test_tags_of_any_language_are_read(text, read):
    assert read_markup(text) == (read, False)


@pytest.mark.parametrize(
    "text",
    [
        "The <b> tag makes text bold.",
        "In HTML, <b>word</b> is bold.",
        "A tag such as <p>text</p> is a paragraph.",
        "Write <br> to break a line.",
        "Use the tag <br><br> twice.",
        "a < b and b > c",
        "if a <b and c> d",
        "x<y>z and <a b> c",
        "From <ida@port.example> to <b@c.example>",
        "See <https://a.example/>",
        "3 <i 4",
        "The price rose <strong",
        "It said <b></b> and <i>…</i>.",
        "```\n<p>One</p>\n<p>Two</p>\n<p>Three</p>\n```",
        "I <3 this <not a tag> place",
        "5 &lt; 6",
        "<name> signed the <title> of the <place>.",
    ],
)
def test_a_text_that_only_mentions_tags_stays(text):
    assert read_markup(text) == (text, False)


def test_a_list_keeps_the_paragraphs_around_it(tmp_path):
    text = f"{ONE}\n\n{TWO}\n<ul>\n<li>Start on 1 May</li>\n<li>End in June</li>\n</ul>\n{THREE}"
    [first, second, *items, last] = paragraphs_of(tmp_path, text=text)
    assert [first, second, last] == [ONE, TWO, THREE]
    assert [item.lstrip("• ") for item in items] == ["Start on 1 May", "End in June"]


def test_scripts_in_a_text_field_are_left_out(tmp_path):
    text = f"{ONE}<script>var a = '<b>x</b>';</script><br><br>{TWO}<br><br>{THREE}"
    assert paragraphs_of(tmp_path, text=text) == [ONE, TWO, THREE]


def test_a_file_of_text_with_tags_throughout_is_read_without_them():
    raw = f"{HEADLINE}\n\n{ONE}<br><br>{TWO.replace('Ida Holm', '<b>Ida Holm</b>')}\n".encode()
    source = read_text(Record("a.txt", raw))
    assert source.characters.text == f"{HEADLINE}\n\n{ONE}\n\n{TWO}\n"
    assert source.is_derived


def test_markup_on_a_few_lines_of_a_text_leaves_its_other_lines_as_they_are():
    lines = [HEADLINE, "", ONE, TWO, THREE, "", "Comments", "Ida: I agree", "Ole: so do I"]
    raw = "\n".join([*lines, f"<p>{ONE}</p><p>{TWO}</p>"]).encode()
    source = read_text(Record("a.txt", raw))
    assert source.characters.text.split("\n")[: len(lines)] == lines
    assert [line for line in source.characters.text.split("\n")[len(lines) :] if line] == [ONE, TWO]


@pytest.mark.parametrize("text", ["The <b> tag is bold; a < b.", "It was <b>closed</b>."])
def test_a_file_of_text_with_a_tag_in_it_is_kept_as_it_is(text):
    raw = f"{HEADLINE}\n\n{ONE} {text}\n".encode()
    source = read_text(Record("a.txt", raw))
    assert source.characters.text.encode() == raw
    assert not source.is_derived


@pytest.mark.parametrize(
    "text",
    [
        "<b>" * 200_000,
        "<script>" * 100_000 + "<b>ab</b>",
        "<!--" * 200_000 + "<b>ab</b>",
        "<a " + " " * 500_000 + "<b>ab</b>",
        "<a x=" * 100_000 + "<b>ab</b>",
        "<b>ab</b>" + " " * 300_000 + "\n" * 300_000 + "<p>",
        "<h2>ab</h2>" + "\n" * 300_000 + " " * 300_000 + "<",
        "<br" * 200_000 + ">.",
        "." + " " * 300_000 + "<b>ab</b>",
        "&lt;b&gt;" * 100_000,
        "[+" * 300_000,
    ],
)
def test_odd_markup_costs_no_more_than_its_length(text):
    started = time.perf_counter()
    read_markup(text)
    assert time.perf_counter() - started < 5
