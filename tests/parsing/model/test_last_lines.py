"""The short sentences that end a text."""

import pytest

from articles.parsing import NO_SOURCES
from articles.parsing.line_kinds import hint_lines
from articles.parsing.lines.lines import split_lines
from articles.parsing.model.features import looks_of
from articles.parsing.model.last_lines import with_last_lines
from tests.support.sample_pages import PROSE, page, spaced


def kept(*below: str, odds: float = -0.5, gap: str = "") -> int:
    """How many of the lines below a text are taken with it."""
    text = page(*spaced(*PROSE, *([gap] if gap else []), *below))
    lines = hint_lines(split_lines(text), NO_SOURCES)
    looks = looks_of(lines, 0, len(lines))
    body = list(range(len(PROSE)))
    all_odds = [3.0] * len(PROSE) + [odds] * (len(looks) - len(PROSE))
    return len(with_last_lines(lines, looks, body, all_odds)) - len(PROSE)


@pytest.mark.parametrize(
    "line",
    [
        "The workshop opened in December and will stay until the first of February.",
        "“We will light it again tomorrow,” the glazier told the visitors with a smile.",
        "The owner of the depot did not respond to a request for comment.",
        "Der Betreiber wollte sich auf Anfrage nicht äußern, sagte ein Sprecher.",
    ],
)
def test_a_sentence_right_below_a_text_is_its_last(line: str) -> None:
    assert kept(line) == 1
    assert kept(line, odds=-2.0) == 0


@pytest.mark.parametrize(
    "line",
    [
        "Ida Brandt contributed to this report from the old tram depot.",
        "Click the button to read all of our stories about the harbour.",
        "Subscribe to get the news of the harbour before all others do.",
        "More from the harbour",
        "The council has also voted on the new breakwater and its cost, which…",
    ],
)
def test_notices_and_teasers_below_a_text_are_not(line: str) -> None:
    assert kept(line) == 0


def test_a_sentence_that_stands_farther_off_is_not() -> None:
    assert kept("The workshop opened in December and will stay until February.", gap="\n") == 0
