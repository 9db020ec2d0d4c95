"""The article body: Markdown to blocks, blocks to Markdown, and both to HTML and plain text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.markdown_tables import table
from articles.markup import (
    Block,
    Kind,
    escape,
    plain,
    plain_text,
    render,
    to_blocks,
    to_markdown,
)

# Single characters would rarely make Markdown by chance: pieces of it do.
MARKS = st.sampled_from(
    [
        *"#>-+*_`~=|:!&<()[]\\.\"' \t\n",
        ":::",
        "::: fact",
        "::: fact A heading",
        "::: related",
        "\n:::\n",
        "\n\n",
        "![](caption:1)",
        "![Port](caption:22)",
        "\n![](caption:3)\n",
        "![x](https://example.org/x.png)",
        "[a](/articles/1/)",
        "[a](javascript:x)",
        "[a]: /b\n",
        "<https://example.org/>",
        "<b>",
        "<!--",
        "&amp;",
        "&#35;",
        "1. ",
        "\n2) ",
        "\n- ",
        "\n* ",
        "\n  - ",
        "\n    ",
        "\n> ",
        "\n## ",
        " ##",
        "\n### ",
        "\n```\n",
        "\n~~~\n",
        "\n---\n",
        "\n===\n",
        "**",
        "  \n",
        "\r\n",
        "\r",
        "\0",
        "\x0b",
        "\x1c",
        "\u2028",
        "\u00a0",
        "\u200b",
        "عنوان",
        "word",
        "10",
    ]
)
SOURCE = st.lists(MARKS | st.text(max_size=3), max_size=30).map("".join)


def normalised(text: str) -> str:
    return " ".join(text.replace("\0", "").split())


LINE = SOURCE.map(normalised)
ESCAPED = LINE.map(escape)
SOME = LINE.filter(bool).map(escape)
LINKED = st.tuples(ESCAPED, SOME).map(
    lambda texts: f"See {texts[0]} [the *whole* story](/articles/1/) and **so** {texts[1]}"
)
INLINE = SOME | LINKED
PARAGRAPHS = st.lists(INLINE, min_size=1, max_size=3).map("\n\n".join)
BLOCKS = st.lists(
    st.builds(Block, st.sampled_from([Kind.PARAGRAPH, Kind.CROSSHEAD, Kind.LIST_ITEM]), INLINE)
    | st.builds(Block, st.just(Kind.CAPTION), number=st.integers(0, 999_999))
    | st.builds(Block, st.just(Kind.PULL_QUOTE), PARAGRAPHS)
    | st.builds(Block, st.just(Kind.RELATED_LINK), PARAGRAPHS)
    | st.builds(Block, st.just(Kind.FACT_BOX), PARAGRAPHS | st.just(""), heading=ESCAPED),
    max_size=8,
)

BODY = """\
The first paragraph, with a [link](https://example.org/a?b=1&c=2) and *stress*.

![](caption:2)

## What happens next

- One thing
- Another

::: fact The port in numbers
Eleven berths.

Two cranes.
:::

> We will wait.

::: related
[Read more](/articles/7/)
:::

1. kept
2. as it is
"""


def test_a_body_is_read_as_blocks() -> None:
    assert to_blocks(BODY) == [
        Block(
            Kind.PARAGRAPH,
            "The first paragraph, with a [link](https://example.org/a?b=1&c=2) and *stress*.",
        ),
        Block(Kind.CAPTION, number=2),
        Block(Kind.CROSSHEAD, "What happens next"),
        Block(Kind.LIST_ITEM, "One thing"),
        Block(Kind.LIST_ITEM, "Another"),
        Block(Kind.FACT_BOX, "Eleven berths.\n\nTwo cranes.", heading="The port in numbers"),
        Block(Kind.PULL_QUOTE, "We will wait."),
        Block(Kind.RELATED_LINK, "[Read more](/articles/7/)"),
        Block(Kind.OTHER, "1. kept\n2. as it is"),
    ]
    assert to_markdown(to_blocks(BODY)) == BODY.rstrip("\n")


@pytest.mark.parametrize(
    ("markdown", "kinds"),
    [
        ("", []),
        ("  \n\n \t", []),
        ("one\ntwo", ["paragraph"]),
        ("one\n![](caption:1)\ntwo", ["paragraph", "caption", "paragraph"]),
        ("![](caption:1)\n![](caption:2)", ["caption", "caption"]),
        ("- one\n\n- two", ["list_item", "list_item"]),
        ("- one\n\n  two", ["other"]),
        ("- one\n  - two", ["other"]),
        ("### small", ["other"]),
        ("```\ncode\n```", ["other"]),
        ("---", ["other"]),
        ("one\n---", ["paragraph", "other"]),
        ("    not code", ["paragraph"]),
        ("[not a definition]: /x", ["paragraph"]),
        ("::: fact\n:::", ["fact_box"]),
        ("::: fact A\n:::\n::: fact B\n:::", ["fact_box", "fact_box"]),
        ("text\n::: related\nmore\n:::\ntext", ["paragraph", "related_link", "paragraph"]),
        ("::: fact never closed\ntext", ["paragraph"]),
        (":::", ["paragraph"]),
        ("::: unknown\ntext\n:::", ["paragraph"]),
        ("> ::: fact\n> :::", ["pull_quote"]),
        ("##", []),
        (">", []),
        ("-", []),
    ],
)
def test_each_kind_of_block_is_reported_from_the_others(markdown: str, kinds: list[str]) -> None:
    assert [block.kind for block in to_blocks(markdown)] == kinds


def test_an_unclosed_box_loses_nothing() -> None:
    markdown = "Before\n\n::: fact The port\n\nEleven berths.\n\n![](caption:1)"

    assert to_markdown(to_blocks(markdown)) == markdown


def test_line_ends_of_browsers_make_no_difference() -> None:
    assert to_blocks(BODY.replace("\n", "\r\n")) == to_blocks(BODY)


@pytest.mark.parametrize(
    "prose",
    [
        "It's the U.N.'s “last chance” – or so they say – (Reuters).",
        "A 12-hour truce: 3 < 5, 7 > 5; AT&T said 50% & more + tax = $9.",
        "[sic] She said: 'We're done!' … and left...",
        "Write to desk@example.org or see https://example.org/a_b/c-d?e=1&f=2#g",
        "2020 was bad. 1.5 million 10) ten",
        "بيروت - قال الوزير: «لا تعليق»",
    ],
)
def test_ordinary_prose_stays_as_it_is(prose: str) -> None:
    assert escape(prose) == prose


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("# 1 in the charts", "\\# 1 in the charts"),
        ("#1 in the charts", "#1 in the charts"),
        ("- a dash", "\\- a dash"),
        ("---", "\\---"),
        ("12. June", "12\\. June"),
        ("> quoted", "\\> quoted"),
        ("::: fact", "\\::: fact"),
        ("*very*", "\\*very\\*"),
        ("_very_", "\\_very\\_"),
        ("``quoted''", "\\`\\`quoted''"),
        ("![](caption:1)", "![\\](caption:1)"),
        ("&amp;", "\\&amp;"),
        ("<a@example.org>", "\\<a@example.org>"),
        ("C:\\_x", "C:\\\\\\_x"),
        ("  two\n lines ", "two lines"),
        ("a\0b", "ab"),
    ],
)
def test_what_would_mean_something_is_escaped(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@given(LINE)
@example("![](caption:1)")
@example("\\")
@example("::: fact")
def test_escaped_text_reads_as_the_text_itself(text: str) -> None:
    assert plain(escape(text)) == text


@given(LINE)
def test_escaped_text_is_one_paragraph_of_that_text(text: str) -> None:
    assert to_blocks(escape(text)) == ([Block(Kind.PARAGRAPH, escape(text))] if text else [])
    assert plain_text(escape(text)) == text


@given(BLOCKS)
def test_blocks_come_back_from_markdown_as_they_were(blocks: list[Block]) -> None:
    assert to_blocks(to_markdown(blocks)) == blocks


@given(SOURCE | st.text())
@example("> \x85")
@example("* a\n\n- > b\n")
@example("- a\n\n   1. b")
@example("-    a\n\n   1. b")
@example("## a # ##")
@example("\x0b## a")
def test_any_text_whatever_can_be_read_and_is_stable_after_one_round(text: str) -> None:
    once = to_markdown(to_blocks(text))

    assert to_markdown(to_blocks(once)) == once
    render(text)
    plain_text(text)


@given(st.lists(st.sampled_from(["word", "more", ":::", "::: fact X", "- ", "> ", "\n", "\n\n"])))
def test_no_word_is_lost_on_the_way(pieces: list[str]) -> None:
    source = " ".join(pieces)

    kept = to_markdown(to_blocks(source))

    assert [kept.count(word) for word in ("word", "more")] == [
        source.count(word) for word in ("word", "more")
    ]


def test_a_body_is_rendered_block_by_block() -> None:
    blocks = render(BODY)

    assert [block.kind for block in blocks] == [
        "paragraph",
        "caption",
        "crosshead",
        "list_item",
        "fact_box",
        "pull_quote",
        "related_link",
        "other",
    ]
    paragraph, caption, crosshead, items, fact, quote, related, other = blocks
    assert paragraph.html == (
        'The first paragraph, with a <a href="https://example.org/a?b=1&amp;c=2"'
        ' rel="nofollow noopener">link</a> and <em>stress</em>.'
    )
    assert caption.number == 2
    assert crosshead.html == "What happens next"
    assert items.items == ("One thing", "Another")
    assert fact.heading == "The port in numbers"
    assert fact.html == "<p>Eleven berths.</p>\n<p>Two cranes.</p>"
    assert quote.html == "<p>We will wait.</p>"
    assert related.html == '<a href="/articles/7/">Read more</a>'
    assert other.html == "<ol>\n<li>kept</li>\n<li>as it is</li>\n</ol>"


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("a <b onclick='x'>b</b>", "a &lt;b onclick='x'&gt;b&lt;/b&gt;"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[x](JaVaScRiPt:alert)", "[x](JaVaScRiPt:alert)"),
        ("[x](data:text/html,x)", "[x](data:text/html,x)"),
        ("[x](//evil.example)", "[x](//evil.example)"),
        ("<javascript:alert(1)>", "&lt;javascript:alert(1)&gt;"),
        ("[x](/\\evil.example)", '<a href="/%5Cevil.example">x</a>'),
        ("[x](caption:1)", "<a>x</a>"),
        ("[x](/a)", '<a href="/a">x</a>'),
        ("[x](mailto:a@example.org)", '<a href="mailto:a@example.org">x</a>'),
        ("see ![the *port*](https://example.org/x.png)", "see the <em>port</em>"),
        ("see ![](caption:1) there", "see  there"),
        ('[x](/a "<b>")', '<a href="/a" title="&lt;b&gt;">x</a>'),
    ],
)
def test_html_and_addresses_of_strangers_do_not_get_through(markdown: str, html: str) -> None:
    (block,) = render(markdown)

    assert block.html == html


def test_neighbouring_list_items_are_one_rendered_block() -> None:
    assert [block.kind for block in render("- a\n- b\n\ntext\n\n- c")] == [
        "list_item",
        "paragraph",
        "list_item",
    ]


def test_the_readable_text_leaves_captions_and_marks_out() -> None:
    assert plain_text(BODY) == "\n\n".join(
        [
            "The first paragraph, with a link and stress.",
            "What happens next",
            "One thing",
            "Another",
            "The port in numbers",
            "Eleven berths.",
            "Two cranes.",
            "We will wait.",
            "Read more",
            "kept",
            "as it is",
        ]
    )


def test_a_table_names_its_columns_and_reads_row_by_row() -> None:
    written = table([("Club", "Points"), ("Brill | Co", "30"), ("Quays",)], has_header=True)
    [block] = render(written)
    assert '<th scope="col">Club</th>' in block.html
    assert block.html.count("<tr>") == 3
    assert "<td>Brill | Co</td>" in block.html
    assert plain_text(written) == "Club | Points\nBrill | Co | 30\nQuays | "
    assert to_blocks(written) == [Block(Kind.OTHER, written)]


def test_a_table_without_a_header_has_no_empty_one() -> None:
    [block] = render(table([("Brill", "30"), ("Quays", "9")], has_header=False))
    assert block.html.startswith("<table>")
    assert "<th" not in block.html


def test_a_cell_is_plain_text() -> None:
    [block] = render(
        table(
            [tuple(map(escape, row)) for row in (("*Club*", "<b>"), ("`a|b`", "[x](y)"))],
            has_header=True,
        )
    )
    assert "*Club*" in block.html
    assert "&lt;b&gt;" in block.html
    assert "`a|b`" in block.html
