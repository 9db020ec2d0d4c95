"""OpenDocument spreadsheets (.ods): their sheets, row by row. OpenDocument 1.3, part 3, 9."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from articles.ingest.readers.office_files import OfficeFile
from articles.ingest.readers.xml_reading import attribute

from .sheets import Sheet, SheetRow
from .table_layout import MOST_COLUMNS

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTENT: Final = "content.xml"
_MOST_ROWS: Final = 1_048_576
_CELLS: Final = ("table-cell", "covered-table-cell")


def sheets_of_ods(file: OfficeFile) -> Iterator[Sheet]:
    """The sheets in order, each to be read before the next. Raises what `OfficeFile` does."""
    hidden: set[str] = set()
    style = ""
    ends = ("table-properties", "table", "table-row", *_CELLS)
    elements = file.elements(_CONTENT, *ends, starts=("style", "table", "table-row"))
    for event, local, element in elements:
        if local == "style":
            style = attribute(element, "name")
        elif local == "table-properties" and attribute(element, "display") == "false":
            hidden.add(style)
        elif local == "table" and event == "start":
            is_hidden = attribute(element, "style-name") in hidden
            rows = _rows(elements)
            yield Sheet(attribute(element, "name"), rows, is_hidden=is_hidden)
            for _ in rows:  # what its reader left
                pass


def _rows(elements: Iterator[tuple[str, str, _Element]]) -> Iterator[SheetRow]:
    """The rows of a table up to its end; a repeated one once."""
    number = 1
    row: list[Any] = []
    for event, local, element in elements:
        if local == "table" and event == "end":
            return
        if local == "table-row":
            if event == "start":
                row = []
                continue
            yield SheetRow(number, row)
            number = min(number + _repeated(element, "number-rows-repeated"), _MOST_ROWS)
        elif local in _CELLS:
            count = _repeated(element, "number-columns-repeated")
            value = _value(element) if local == "table-cell" else ""
            row.extend([value] * min(count, MOST_COLUMNS - len(row)))


def _repeated(element: _Element, name: str) -> int:
    stated = attribute(element, name)
    return max(int(stated), 1) if stated.isdigit() and len(stated) < 8 else 1


def _value(cell: _Element) -> Any:
    if day := attribute(cell, "date-value"):
        try:
            return date.fromisoformat(day) if len(day) == 10 else datetime.fromisoformat(day)
        except ValueError:
            pass
    return "\n".join(_line(line) for line in cell.iterchildren("{*}p"))


def _line(element: _Element) -> str:
    """The text of a paragraph with its spaces and line ends, without notes."""
    parts = [element.text or ""]
    for child in element.iterchildren():
        local = str(child.tag).rpartition("}")[2]
        if local == "s":
            count = attribute(child, "c")
            parts.append(" " * min(int(count) if count.isdigit() else 1, 100))
        elif local == "tab":
            parts.append("\t")
        elif local == "line-break":
            parts.append("\n")
        elif local not in ("annotation", "ruby-text"):
            parts.append(_line(child))
        parts.append(child.tail or "")
    return "".join(parts)
