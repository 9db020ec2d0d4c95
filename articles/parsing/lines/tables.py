"""Rows of tables in a text: cells with tabs between them, or with wide gaps or bars in columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from .lines import Line, clean

_LONGEST_ROW: Final = 400
_LONGEST_CELL: Final = 80
_LONGEST_ALIGNED: Final = 30
_MOST_CELLS: Final = 20
_LEAST_ROWS: Final = 2
_LEAST_ALIGNED: Final = 3
"""Rows, and columns, of a table that no tab parts; wide gaps stand in printed columns, too."""

_GAP: Final = re.compile(r"(?<=\S) {2,}(?=\S)")
_NO_CELL: Final = re.compile(r"[-–—:+=| ]*")


class Row(NamedTuple):
    """A row of a table: its cells, and whether they name the columns."""

    cells: tuple[str, ...]
    is_header: bool


def find_rows(text: str, lines: Sequence[Line]) -> Mapping[int, Row]:
    """The rows of tables by their line's index. Lines of one table stand together, with the same
    number of cells; blank lines may part them.

    >>> from .lines import split_lines
    >>> table = "Species\\tPrice\\nCod\\t54.00\\nHerring\\t11.20"
    >>> find_rows(table, split_lines(table))[0]
    Row(cells=('Species', 'Price'), is_header=True)
    """
    found: dict[int, Row] = {}
    for mark, least_rows, least_cells in (
        ("\t", _LEAST_ROWS, 2),
        ("|", _LEAST_ALIGNED, _LEAST_ALIGNED),
        ("  ", _LEAST_ALIGNED, _LEAST_ALIGNED),
    ):
        if mark in text:
            for run in _runs(text, lines, mark, least_cells):
                if len(run) >= least_rows and (mark == "\t" or _are_columns(run)):
                    found |= {k: row for k, row in _headed(run) if k not in found}
    return found


def _runs(
    text: str, lines: Sequence[Line], mark: str, least_cells: int
) -> Iterator[list[tuple[int, tuple[str, ...]]]]:
    run: list[tuple[int, tuple[str, ...]]] = []
    for k, line in enumerate(lines):
        if not line.text:
            continue
        cells = _cells(text[line.start : line.end], mark) if len(line.text) <= _LONGEST_ROW else ()
        if mark == "|" and cells and not any(cells):
            continue  # `|---|---|`
        if len(cells) < least_cells or (run and len(cells) != len(run[0][1])):
            if run:
                yield run
            run = []
        if len(cells) >= least_cells:
            run.append((k, cells))
    if run:
        yield run


def _cells(raw: str, mark: str) -> tuple[str, ...]:
    if mark not in raw.strip():
        return ()
    inner = raw.strip("\r\n").rstrip("\t ")
    if mark == "\t":
        cells = inner.lstrip(" ").split("\t")
        if not cells[0].strip() and len(cells) == 2:
            return ()  # an indented line
    else:
        inner = inner.strip()
        cells = inner.strip("|").split("|") if mark == "|" else _GAP.split(inner)
    found = tuple("" if _NO_CELL.fullmatch(cell) else clean(cell) for cell in cells)
    longest = _LONGEST_CELL if mark == "\t" else _LONGEST_ALIGNED
    if len(found) > _MOST_CELLS or max(map(len, found)) > longest:
        return ()
    return found


def _are_columns(run: Sequence[tuple[int, tuple[str, ...]]]) -> bool:
    """Whether columns that no tab parts are a table's: most of their rows hold numbers."""
    numbered = sum(any(any(map(str.isdigit, cell)) for cell in cells[1:]) for _, cells in run)
    return 2 * numbered > len(run)


def _headed(run: Sequence[tuple[int, tuple[str, ...]]]) -> Iterator[tuple[int, Row]]:
    """The rows, the first of them as the header where it names columns of numbers."""
    (_, first), *rest = run
    has_header = not any(map(_has_digit, first[1:])) and any(
        2 * sum(_has_digit(cells[column]) for _, cells in rest) > len(rest)
        for column in range(1, len(first))
    )
    for place, (k, cells) in enumerate(run):
        yield k, Row(cells, is_header=has_header and place == 0)


def _has_digit(cell: str) -> bool:
    return any(map(str.isdigit, cell))
