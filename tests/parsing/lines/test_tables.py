"""Rows of tables in a text."""

import pytest

from articles.parsing import BlockKind, parse
from articles.parsing.lines.lines import split_lines
from articles.parsing.lines.tables import find_rows
from tests.support.sample_pages import HEADLINE, PROSE, page, parse_one, spaced, story

ROWS = ("Team\tPlayed\tPoints", "Brill\t12\t30", "Otter Isle\t12\t\t27", "Quays\t11\t9")
TABLE = ("Club\tPoints", "Brill\t30", "Otter Isle\t27", "Quays\t9")


def cells(*lines: str) -> list[tuple[str, ...]]:
    text = page(*lines)
    return [row.cells for row in find_rows(text, split_lines(text)).values()]


def test_lines_with_tabs_are_the_rows_of_a_table() -> None:
    text = page(*TABLE)
    rows = list(find_rows(text, split_lines(text)).values())
    assert [row.cells for row in rows] == [tuple(line.split("\t")) for line in TABLE]
    assert [row.is_header for row in rows] == [True, False, False, False]


def test_a_table_without_names_for_its_columns_has_no_header() -> None:
    text = page("Brill\t30", "Quays\t9")
    assert not any(row.is_header for row in find_rows(text, split_lines(text)).values())


@pytest.mark.parametrize(
    "lines",
    [
        (
            "| Club | Played | Points |",
            "|---|---|---|",
            "| Brill | 12 | 30 |",
            "| Quays | 11 | 9 |",
        ),
        ("Club   Played   Points", "Brill      12       30", "Quays      11        9"),
    ],
)
def test_bars_and_wide_gaps_part_columns_of_numbers(lines: tuple[str, ...]) -> None:
    assert cells(*lines) == [
        ("Club", "Played", "Points"),
        ("Brill", "12", "30"),
        ("Quays", "11", "9"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("\tAn indented line", "\tAnother one"),
        ("Home | News | Sport | Weather",),
        ("Home | News | Sport", "Home | News | Sport", "Home | News | Sport"),
        ("He came  late, as ever.", "She went  home.", "They stayed  away."),
        (f"Brill\t{'and so on ' * 20}", f"Quays\t{'and so on ' * 20}"),
        ("One line\twith a tab",),
    ],
)
def test_other_lines_are_no_rows(lines: tuple[str, ...]) -> None:
    assert cells(*lines) == []


@pytest.mark.parametrize("is_framed", [True, False])
def test_a_table_inside_a_story_keeps_its_order(is_framed: bool) -> None:
    body = (PROSE[0], "The table after the weekend:", "\n".join(TABLE), *PROSE[1:])
    text = (
        story(*spaced(*body)) if is_framed else page(HEADLINE, "", "3 May 2021", "", *spaced(*body))
    )
    article = parse_one(text)
    rows = [block for block in article.body if block.cells]
    assert [block.cells for block in rows] == [tuple(line.split("\t")) for line in TABLE]
    assert {block.kind for block in rows} == {BlockKind.LIST_ITEM}
    texts = [block.text for block in article.body]
    assert texts.index(PROSE[1]) == texts.index("Quays 9") + 1


def test_a_table_may_end_a_story() -> None:
    article = parse_one(page(HEADLINE, "", "3 May 2021", "", *spaced(*PROSE), "", *TABLE))
    assert [block.text for block in article.body[-2:]] == ["Otter Isle 27", "Quays 9"]


def test_rows_with_other_numbers_of_cells_are_other_tables() -> None:
    assert [len(row) for row in cells(*ROWS)] == [3, 3]


def test_many_rows_take_little_time() -> None:
    parsed = parse("Brill\t30\n" * 20_000)
    assert parsed.line_count == 20_000
