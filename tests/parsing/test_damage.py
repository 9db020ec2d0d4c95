"""What extraction broke is told, line by line, and no word is changed."""

import pytest

from .pages import PROSE, paragraphs, parse_one, spaced, story


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("lost-text", "“They are too proud to take orders from ” one apprentice said of it."),
        ("stray-space", "They want it settled once and for all . The guild will meet in June."),
        ("unbalanced-quotes", "The master said “we will not sell the furnace to anybody at all."),
    ],
)
def test_damage_is_told_at_its_line(code, text):
    article = parse_one(story(*spaced(PROSE[0], text, PROSE[1])))
    assert [(issue.code, issue.line) for issue in article.issues] == [(code, 11)]
    assert text in paragraphs(article)


def test_a_quotation_mark_that_points_the_wrong_way_is_told():
    article = parse_one(story(top=("  • It was “a labour of love“", "")))
    assert [issue.code for issue in article.issues] == ["wrong-quote"]


@pytest.mark.parametrize(
    "lines",
    [
        ["“The bench is full,” the master said. “Come back in June.”"],
        ["“The bench is full, and more will come.", "“They may wait,” the master said at last."],
        ["The guild asked for ‘patience’ ... and got it, in the end."],
    ],
)
def test_sound_text_has_no_issues(lines):
    assert parse_one(story(*spaced(PROSE[0], *lines))).issues == ()
