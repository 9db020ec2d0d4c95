"""References to characters that were left in a text: read in the parse, kept in the bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.parsing import parse
from articles.parsing.lines.character_references import count_references, with_references_read
from articles.parsing.lines.lines import clean, split_lines


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("the council&rsquo;s wall", "the council’s wall"),
        ("the council&#8217;s wall", "the council’s wall"),
        ("the council&#x2019;s wall", "the council’s wall"),
        ("the council&#146;s wall", "the council’s wall"),
        ("&quot;No,&quot; she said &mdash; twice&hellip;", '"No," she said — twice…'),
        ("caf&eacute;s of Malm&ouml;", "cafés of Malmö"),
        ("Smith &amp; Sons, R&amp;D", "Smith & Sons, R&D"),
        ("5 &lt; 6 &gt; 4", "5 < 6 > 4"),
        ("it cost 40&nbsp;crowns", "it cost 40 crowns"),
        ("it cost 40&amp;nbsp;crowns", "it cost 40 crowns"),
        ("the council&amp;rsquo;s wall", "the council’s wall"),
        ("the council&amp;amp;#39;s wall", "the council's wall"),
        ("&laquo;&nbsp;Non&nbsp;&raquo;, dit-elle", "« Non », dit-elle"),
        ("Die Br&uuml;cke &bdquo;Nord&ldquo;", "Die Brücke „Nord“"),
        ("&#1054;&#1085; &#1089;&#1082;&#1072;&#1079;&#1072;&#1083;", "Он сказал"),
        ("&#x627;&#x644;&#x645;&#x64a;&#x646;&#x627;&#x621;", "الميناء"),
        ("&#28207;&#21475;", "港口"),
        ("flood&shy;wall", "floodwall"),
        ("https://a.example/?a=1&amp;b=2", "https://a.example/?a=1&b=2"),
        ("&nbsp;", ""),
    ],
)
def test_references_are_read(text, read):
    assert clean(text) == read
    assert [line.text for line in split_lines(f"{text}\n")] == [read]


@pytest.mark.parametrize(
    "text",
    [
        *("AT&T said", "Marks & Spencer", "R&D; and so on", "Q&A;", "a & b; c", "rock &roll;"),
        *("https://a.example/?a=1&copy=2&lt=3", "&;", "&#;", "&#x;", "&#0;", "&#xD800;", "&#1;"),
        *("&#99999999;", "int *p = &sum;", "if (a &lt; b) { c(); }"),
        *('Write "&nbsp;" for a space', "the mark `&amp;` alone", "“&lt;”"),
        "In HTML, &mdash; is a dash and &nbsp; a space",
        "An entity such as &copy; is read",
    ],
)
def test_what_is_no_reference_or_is_about_them_stays(text):
    assert with_references_read(text) == text
    assert count_references(text) == 0


def test_a_word_in_a_line_on_html_is_still_a_word():
    text = "The site&rsquo;s HTML has &nbsp; everywhere"
    assert with_references_read(text) == "The site’s HTML has &nbsp; everywhere"


def test_they_are_counted():
    assert count_references("a&rsquo;s\nAT&T\n&quot;b&quot;\nx = &sum;\n") == 3
    assert count_references("no & none;") == 0


def test_the_places_of_lines_are_those_of_the_text_as_it_came():
    text = "One&rsquo;s\r\n&nbsp;\n  Two &amp; three\n"
    lines = split_lines(text)
    assert [line.text for line in lines] == ["One’s", "", "Two & three"]
    assert [text[line.start : line.end] for line in lines] == [
        "One&rsquo;s\r\n",
        "&nbsp;\n",
        "  Two &amp; three\n",
    ]
    assert lines[2].blanks_before == 1


def test_a_story_has_characters_in_all_its_parts():
    text = """Port council&#39;s plan for caf&eacute;s &amp; inns

By Zo&euml; Brandl

MALM&Ouml;, 14 March 2024 &mdash; The port council voted on Monday to dredge the north channel, \
which has filled with sand, before the winter storms reach the harbour&rsquo;s inns.

&ldquo;The work costs nine million crowns,&rdquo; said its engineer, Ida Holm, &quot;and it takes \
until May, when the herring leave the bay and the boats go out again.&quot;

Fishermen asked for a later start, as the herring leave the bay in the last week of April each \
year, and the mooring fees of those weeks pay for the&nbsp;winter.
"""
    [article] = parse(text).articles
    assert article.headline == "Port council's plan for cafés & inns"
    assert article.byline == "Zoë Brandl"
    assert article.dateline == "MALMÖ"
    assert [block.text[-16:] for block in article.body] == [
        " harbour’s inns.",
        's go out again."',
        " for the winter.",
    ]


@given(st.text(alphabet="&amp;#39;ltquo x\n{}\"'", max_size=60))
def test_a_cleaned_line_has_no_more_to_clean_but_what_it_is_about(text):
    for line in split_lines(text):
        assert len(clean(line.text)) <= len(line.text)
    assert split_lines(text)[-1:] == [] or split_lines(text)[-1].end == len(text)
