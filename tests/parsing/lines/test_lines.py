"""Text into lines: numbers as an editor counts them, offsets that give the text back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.parsing.lines.lines import clean, split_lines


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("one", 1),
        ("one\n", 1),
        ("one\ntwo", 2),
        ("one\r\ntwo\r\n", 2),
        ("one\rtwo", 2),
        ("\n\n", 2),
        ("one\u2028two\u2029three\x85four\x0bfive\r\n", 5),
        ("one\x0cand still", 1),
    ],
)
def test_lines_are_counted_as_an_editor_counts_them(text, count):
    assert len(split_lines(text)) == count


def test_blank_lines_above_are_counted_to_the_last_line_with_text():
    assert [line.blanks_before for line in split_lines("a\n\n \n\nb\nc")] == [0, 0, 1, 2, 3, 0]


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        ("from\u00a0renewable  sources ", "from renewable sources"),
        ("e\u0301tude", "étude"),
        ("\ufeffHeadline", "Headline"),
        ("co\u00adoperate", "cooperate"),
        ("\u200fعربي\u200f", "عربي"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\x00b", "ab"),
        ("\u3000\u00a0\t", ""),
    ],
)
def test_what_nobody_can_see_is_cleaned_away(printed, cleaned):
    assert clean(printed) == cleaned


@given(st.text(alphabet=st.characters() | st.sampled_from("\r\n\u00a0 \t\u2028")))
def test_lines_joined_by_their_offsets_are_the_text(text):
    lines = split_lines(text)
    assert "".join(text[line.start : line.end] for line in lines) == text
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)
