"""Tables of HTML pages: their rows stay rows, the first of them the header where it is one."""

import re

import pytest

from articles.ingest.readers.html import read_html
from articles.parsing import parse

PAGE = """<!doctype html><html><head><title>Fares to the islands rise</title></head><body>
<nav><a href="/">Home</a></nav><article><h1>Fares to the islands rise</h1><time>14 March 2024</time>
<p>The ferry company raises its fares in May, for the first time in six years, its owner said on
Thursday. Children under six travel without a ticket, as they did before.</p>
{table}
<p>The harbour office expects no fewer passengers, for the bus round the bay takes two hours longer
and runs only three times a day, a spokesman of the office said.</p></article></body></html>"""
HEADED = "<tr><th>To</th><th>Now</th><th>From May</th></tr>"
ROWS = (
    "<tr><td>Otter Island</td><td>4.20</td><td>5.00</td></tr>"
    "<tr><td>Heron Rock</td><td>6.10</td><td><b>7</b>.00</td></tr>"
)
NAMED = re.sub(r"<tr><td>([^<]*)</td>", r"<tr><th>\1</th>", ROWS)


def cells_of(table: str) -> list[tuple[tuple[str, ...], bool]]:
    page = read_html(PAGE.format(table=table).encode(), encoding="utf-8")
    [article] = parse(page.text, marks=page.marks, hints=page.hints, all_pages=True).articles
    texts = [block.text for block in article.body]
    assert texts[0].startswith("The ferry company")
    assert texts[-1].startswith("The harbour office")
    return [(block.cells, block.is_header) for block in article.body if block.cells]


@pytest.mark.parametrize(
    ("table", "headers"),
    [
        pytest.param(f"<table>{HEADED}{ROWS}</table>", [True, False, False], id="th in a row"),
        pytest.param(
            f"<table><caption>Fares</caption><thead>{HEADED}</thead><tbody>{ROWS}</tbody></table>",
            [True, False, False],
            id="thead",
        ),
        pytest.param(f"<table>{ROWS}</table>", [False, False], id="no header"),
        pytest.param(
            f"<div class='wide'><table>{NAMED}</table></div>",
            [False, False],
            id="the first cell of a row is its name",
        ),
    ],
)
def test_rows_of_a_table_and_their_header(table, headers):
    rows = cells_of(table)
    assert [is_header for _, is_header in rows] == headers
    assert rows[-1][0] == ("Heron Rock", "6.10", "7.00")


def test_the_empty_corner_of_a_header_keeps_its_place():
    table = f"<table><thead>{HEADED.replace('To', '', 1)}</thead>{ROWS}</table>"
    assert cells_of(table)[0] == (("", "Now", "From May"), True)


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>Tickets are sold on board and at the pier from six o'clock on.</td></tr>"
        "<tr><td>Dogs travel at half the fare, and bicycles are free of charge.</td></tr></table>",
        f"<table>{ROWS.split('</tr>')[0]}</tr></table>",
    ],
    ids=["one column lays out a text", "one row"],
)
def test_what_is_laid_out_in_a_table_is_none(table):
    assert cells_of(table) == []
