"""Sheets of workbooks as tables: each that holds stories gives a record a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, NamedTuple

from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found, Unreadable, printable

from .table_layout import SAMPLE_ROWS, layout_of
from .table_rows import kept_row, row_as_record


class SheetRow(NamedTuple):
    """A row's number, as the sheet shows it, and its cells: texts, days, times."""

    number: int
    cells: list[Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook; its rows can be read once, before the next sheet."""

    name: str
    rows: Iterator[SheetRow]
    is_hidden: bool = False


def records_of(sheets: Iterator[Sheet], opened: Opened) -> Iterator[Found]:
    """The rows of all sheets that hold stories, as `book.xlsx/Sheet1:12`. Others are noted, and are
    a failure where there is nothing else."""
    passed: list[Unreadable] = []
    is_any_read = False
    for sheet in sheets:
        place = f"{opened.name}/{printable(sheet.name)}"
        rows = (row for row in sheet.rows if any(cell != "" for cell in row.cells))
        first = list(islice(rows, SAMPLE_ROWS))
        if not first:
            continue
        layout = layout_of([row.cells for row in first], opened.fields)
        if isinstance(layout, str):
            passed.append(Unreadable(place, f"the sheet was passed over: {layout}"))
            continue
        is_any_read = True
        if sheet.is_hidden:
            message = "the sheet is hidden in the workbook; its rows were read, too"
            yield Unreadable(place, message, is_failure=False)
        for row in islice(chain(first, rows), layout.first, None):
            values = layout.values(row.cells)
            raw = kept_row(values)
            yield row_as_record(raw, values, f"{place}:{row.number}", opened.fields)
    for notice in passed:
        yield Unreadable(notice.name, notice.message, is_failure=not is_any_read)
    if not passed and not is_any_read:
        yield Unreadable(opened.name, "its sheets are empty; check it")
