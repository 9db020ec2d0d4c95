"""An HTML page as marked lines: no text that a reader sees is lost, and each line knows where it
stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.readers.costly_markup import CostlyMarkupError
from articles.ingest.readers.html import read_html
from articles.ingest.readers.marked_lines import marked_text

INLINE = ("a", "b", "em", "span", "strong", "time", "small", "abbr")
BLOCK = ("div", "p", "section", "article", "li", "h2", "blockquote", "figure", "figcaption")
UNSEEN = ("script", "style", "template", "svg")


def lines(body):
    return marked_text(f"<!doctype html><html><body>{body}</body></html>").text.split("\n")


def marks(body):
    return marked_text(f"<!doctype html><html><body>{body}</body></html>").marks


@st.composite
def pages(draw):
    """A page's body, and the words on it in order; words are numbered, so each stands once."""
    words = iter(range(10_000))
    seen = []

    def text():
        word = f"w{next(words)}"
        seen.append(word)
        return f"{word} "

    def element(depth):
        kind = draw(st.sampled_from(("text", "inline", "block", "br", "unseen", "table")))
        if kind == "text" or depth > 4:
            return text()
        if kind == "br":
            return "<br>"
        if kind == "unseen":
            tag = draw(st.sampled_from(UNSEEN))
            return f"<{tag}>x1 = 2</{tag}>"
        if kind == "table":
            return f"<table><tr><td>{text()}</td><td>{text()}</td></tr></table>"
        tag = draw(st.sampled_from(INLINE if kind == "inline" else BLOCK))
        if tag == "p" or kind == "inline":  # a block would end a paragraph
            return f"<{tag}>{text()}</{tag}>"
        inner = "".join(element(depth + 1) for _ in range(draw(st.integers(0, 4))))
        return f"<{tag}>{inner}</{tag}>"

    body = "".join(element(0) for _ in range(draw(st.integers(1, 6))))
    return body, seen


@given(pages())
def test_every_word_that_a_reader_sees_is_in_the_lines_once_and_in_order(page):
    body, seen = page
    text, marked, *_ = marked_text(f"<html><body>{body}</body></html>")
    assert [word for word in text.split() if word != "|"] == seen
    assert len(marked) == (text.count("\n") + 1 if text else 0)
    assert all(line == " ".join(line.split()) for line in text.split("\n"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>One</p><p>Two</p>", ["One", "Two"]),
        ("<div>One<p>Two</p>Three</div>", ["One", "Two", "Three"]),
        ("One<br>Two<br><br>Three", ["One", "Two", "Three"]),
        ("<p>One <b>and</b> two</p>", ["One and two"]),
        ("<p><span>By</span><a>Ida Brandt</a></p>", ["By Ida Brandt"]),
        ("<p><span class='cap'>T</span>he ferry</p>", ["The ferry"]),
        ("<p>H<sub>2</sub>O</p>", ["H2O"]),
        ("<table><tr><th>Port<th>Boats<tr><td>Otter<td>4</table>", ["Port | Boats", "Otter | 4"]),
        ("<table><tr><td><p>One</p>Two</td><td>Three</table>", ["One", "Two | Three"]),
        ("<pre>one\n  two\n\nthree</pre>", ["one", "two", "three"]),
        ("<p>one\n two</p>", ["one two"]),
        ("<ul><li>One<ul><li>Two</li></ul></li></ul>", ["One", "Two"]),
        ("<p>a &amp; b&nbsp;c &lt;d&gt;</p>", ["a & b c <d>"]),
        ("<script>var a = 1</script><p>One</p><style>p{}</style>", ["One"]),
        ("<!-- no --><p>One<!-- no --> two</p>", ["One two"]),
        ("<p>العبّارة</p><p>渡船</p>", ["العبّارة", "渡船"]),
    ],
)  # fmt: skip
def test_a_line_is_what_a_reader_sees_on_one(body, expected):
    assert lines(body) == expected


def test_a_mark_has_the_elements_around_the_line():
    [mark] = marks(
        '<main><div class="articleBody-v2" id="top"><p><time>3 May</time></p></div></main>'
    )
    assert [element.tag for element in mark.element.around()] == [
        "p",
        "div",
        "main",
        "body",
        "html",
    ]
    assert mark.element.parent.words == ("article", "body", "v", "top")
    assert (mark.inner.tag, mark.inner.parent) == ("time", mark.element)
    assert mark.timed == len("3 May")


def test_links_and_bold_type_are_counted_by_characters():
    [mark] = marks('<p>Read <a href="/1">this story</a> or <b>that</b></p>')
    assert (mark.linked, mark.stressed) == (len("this story"), len("that"))


@pytest.mark.parametrize(
    "box",
    [
        '<div style="display: none">{}</div>', "<div hidden>{}</div>", "<noscript>{}</noscript>",
        '<div aria-hidden="true">{}</div>', '<span class="sr-only">{}</span>',
        '<div style="DISPLAY:NONE"><p>{}</p></div>',
    ],
)  # fmt: skip
def test_what_browsers_hide_is_kept_and_marked(box):
    found = marks(box.format("Hidden") + "<p>Shown</p>")
    assert [mark.is_hidden for mark in found] == [True, False]


def test_a_page_without_text_has_no_lines():
    for page in ("", "<!-- nothing -->", "<html></html>", "<html><body><img src=a></body></html>"):
        assert marked_text(page).marks == ()


@pytest.mark.parametrize("page", ["<p>a line</p>" * 20_001, "<i>" * 450_001])
def test_what_is_no_page_is_refused(page):
    with pytest.raises(CostlyMarkupError, match=r"20,001 lines|450,0\d\d tags"):
        read_html(f"<html><body>{page}".encode())


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<a>here</a><span>.</span> More", "here. More"),
        ("<a><span>the trial</span></a><span>, which</span>", "the trial, which"),
        ("<a>Ida</a><span>’s boat</span>", "Ida’s boat"),
        ("<span>By</span><a>Ida Brandt</a>", "By Ida Brandt"),
        ("<a>Topics</a><span>(12)</span>", "Topics (12)"),
        ("<span>«Ja</span><span>»</span><span>, sagt</span>", "«Ja», sagt"),
    ],
)
def test_inline_elements_are_set_apart_where_words_meet(markup, text):
    assert marked_text(f"<p>{markup}</p>").text == text
