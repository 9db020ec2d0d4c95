"""Tables of a page of markup: which of its lines are their rows."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import Final

from articles.parsing.line_kinds import HintedLine
from articles.parsing.lines.tables import Row
from articles.parsing.marks import Element, Mark

_CELLS: Final = frozenset({"td", "th"})
_BAR: Final = re.compile(r"\s*\|\s*")
_LONGEST_CELL: Final = 300
"""Characters; pages are laid out in tables, too, with texts in their cells."""

_LEAST_ROWS: Final = 2
_LEAST_CELLS: Final = 2
_TAKEN: Final = 0.5
"""The share of a table's rows that is taken for text, from which on all of it is."""


def rows_of_tables(
    lines: Sequence[HintedLine], marks: Sequence[Mark], body: Collection[int]
) -> dict[int, Row]:
    """The rows of the tables of which the body has half or more, by their lines' indexes. A line
    has the cells of one row, with bars between them."""
    tables: defaultdict[Element, list[int]] = defaultdict(list)
    for k, (line, mark) in enumerate(zip(lines, marks, strict=True)):
        if mark.element.tag in _CELLS and line.text:
            table = next((one for one in mark.element.around() if one.tag == "table"), None)
            if table is not None:
                tables[table].append(k)
    found: dict[int, Row] = {}
    for places in tables.values():
        if sum(k in body for k in places) >= _TAKEN * len(places):
            found |= _rows(lines, marks, places)
    return found


def _rows(
    lines: Sequence[HintedLine], marks: Sequence[Mark], places: Sequence[int]
) -> dict[int, Row]:
    cells = {k: tuple(_BAR.split(lines[k].text)) for k in places}
    [(width, rows)] = Counter(map(len, cells.values())).most_common(1)
    longest = max(len(cell) for row in cells.values() for cell in row)
    if width < _LEAST_CELLS or rows < _LEAST_ROWS or longest > _LONGEST_CELL:
        return {}
    top = places[0]
    has_header = marks[top].element.tag == "th" and (
        _is_in_head(marks[top]) or all(marks[k].element.tag == "td" for k in places[1:])
    )
    if has_header and len(cells[top]) == width - 1:
        cells[top] = ("", *cells[top])  # its first cell is empty
    return {
        k: Row(row, is_header=has_header and k == top)
        for k, row in cells.items()
        if len(row) == width
    }


def _is_in_head(mark: Mark) -> bool:
    return any(element.tag == "thead" for element in mark.element.around())
