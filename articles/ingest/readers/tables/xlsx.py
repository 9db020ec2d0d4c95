"""Workbooks of Excel (.xlsx): their sheets, row by row, with values as they were last calculated.

ECMA-376, part 1, 18.2 to 18.8. Memory does not grow with the sheets: texts that cells share are
kept in a temporary file.
"""

from __future__ import annotations

import re
import tempfile
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from posixpath import join, normpath
from typing import TYPE_CHECKING, Any, Final

from articles.ingest.readers.limits import MIB
from articles.ingest.readers.office_files import OfficeFile
from articles.ingest.readers.xml_reading import XmlError, attribute

from .sheets import Sheet, SheetRow
from .table_layout import MOST_COLUMNS

if TYPE_CHECKING:
    from lxml.etree import _Element

_WORKBOOK: Final = "xl/workbook.xml"
_BINARY: Final = "xl/workbook.bin"
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})$")
_HELD: Final = 8 * MIB
_DAY_ZERO: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - sheets have no zones
_DAY_ZERO_OF_MACS: Final = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_DAY: Final = 2_958_466
"""The last day of 9999 in Excel's count."""
_DATES: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Numbers of the formats of days and times that every workbook has."""
# What stands in a format without meaning a part of a date: "text", \x, [Red], _x, *x
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|[_*].', re.IGNORECASE)
_OF_DATES: Final = re.compile(r"[dmyhs]", re.IGNORECASE)


def sheets_of_xlsx(file: OfficeFile) -> Iterator[Sheet]:
    """The sheets in order. Raises what `OfficeFile` does."""
    names = set(file.names)
    if _WORKBOOK not in names and _BINARY in names:
        raise XmlError("it is a binary workbook (.xlsb); save it as .xlsx")
    targets = _targets(file)
    day_zero = _DAY_ZERO
    listed: list[tuple[str, str, bool]] = []
    for _, local, element in file.elements(_WORKBOOK, "sheet", "workbookPr"):
        if local == "workbookPr":
            if _flag(element.get("date1904")):
                day_zero = _DAY_ZERO_OF_MACS
            continue
        key = attribute(element, "id")
        is_hidden = element.get("state", "visible") != "visible"
        listed.append((element.get("name", ""), targets.get(key, ""), is_hidden))
    dates = _styles_of_dates(file) if "xl/styles.xml" in names else frozenset()
    with _SharedTexts() as texts:
        if shared := next((name for name in names if name.endswith("/sharedStrings.xml")), ""):
            texts.read(file, shared)
        for name, member, is_hidden in listed:
            if member in names and "/worksheets/" in f"/{member}":
                rows = _rows(file, member, _Cells(texts, dates, day_zero))
                yield Sheet(name, rows, is_hidden=is_hidden)


def _flag(value: str | None) -> bool:
    return value in ("1", "true", "on")


def _targets(file: OfficeFile) -> dict[str, str]:
    found: dict[str, str] = {}
    for _, _, element in file.elements("xl/_rels/workbook.xml.rels", "Relationship"):
        target = element.get("Target", "")
        member = target[1:] if target.startswith("/") else normpath(join("xl", target))
        found[element.get("Id", "")] = member
    return found


def _styles_of_dates(file: OfficeFile) -> frozenset[int]:
    """The numbers of the cell styles that show a number as a day or time."""
    formats: dict[str, bool] = {}
    found: set[int] = set()
    number, is_of_cells = 0, False
    for event, local, element in file.elements(
        "xl/styles.xml", "numFmt", "cellXfs", "xf", starts=("cellXfs",)
    ):
        if local == "cellXfs":
            is_of_cells = event == "start"
        elif local == "numFmt":
            code = _LITERAL.sub("", element.get("formatCode", "")).partition(";")[0]
            is_date = _OF_DATES.search(code) is not None and "General" not in code
            formats[element.get("numFmtId", "")] = is_date
        elif is_of_cells:
            key = element.get("numFmtId", "")
            if formats.get(key, key.isdigit() and int(key) in _DATES):
                found.add(number)
            number += 1
    return frozenset(found)


class _SharedTexts:
    """The texts that cells share, by number."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_HELD)  # noqa: SIM115 - closed on exit
        self._ends = array("Q", [0])

    def __enter__(self) -> _SharedTexts:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, file: OfficeFile, name: str) -> None:
        """Reads all of them."""
        for _, _, element in file.elements(name, "si"):
            size = self._file.write(_text(element).encode("utf-8", "replace"))
            self._ends.append(self._ends[-1] + size)

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self._ends) - 1:
            return ""
        start, end = self._ends[number], self._ends[number + 1]
        self._file.seek(start)
        return self._file.read(end - start).decode("utf-8", "replace")


def _text(element: _Element) -> str:
    """The text of a shared or inline string, without its phonetic guides."""
    parts = []
    for child in element.iterdescendants("{*}t"):
        parent = child.getparent()
        if parent is None or not str(parent.tag).endswith("}rPh"):
            parts.append(child.text or "")
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(parts))


_ESCAPED: Final = re.compile(r"_x(00[01][0-9A-Fa-f]|000[AD])_")


@dataclass(frozen=True, slots=True)
class _Cells:
    """How a workbook's cells are read."""

    texts: _SharedTexts
    dates: frozenset[int]
    day_zero: datetime

    def value(self, cell: _Element) -> Any:
        """A text, a day or a time; empty for errors."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _text(cell)
        raw = next((child.text or "" for child in cell.iterchildren("{*}v")), "")
        if kind == "s":
            return self.texts[int(raw)] if raw.isdigit() else ""
        if kind == "e" or not raw:
            return ""
        if kind == "b":
            return "TRUE" if raw == "1" else "FALSE"
        if kind == "n":
            style = cell.get("s", "")
            return self._number(raw, is_date=style.isdigit() and int(style) in self.dates)
        return raw

    def _number(self, raw: str, *, is_date: bool) -> Any:
        try:
            number = float(raw)
        except ValueError:
            return raw
        if is_date and 0 <= number < _LAST_DAY:
            return day_of(number, self.day_zero)
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else raw


def day_of(number: float, day_zero: datetime) -> date | datetime | str:
    """A day, or a time, by its count of days; only a time of day is a text."""
    moment = day_zero + timedelta(seconds=round(number * 86_400))
    if number < 1:
        return moment.time().isoformat()
    return moment.date() if moment.time() == time() else moment


def _rows(file: OfficeFile, member: str, cells: _Cells) -> Iterator[SheetRow]:
    row: list[Any] = []
    number = 0
    for event, local, element in file.elements(member, "row", "c", starts=("row",)):
        if local == "row":
            if event == "end":
                yield SheetRow(number, row)
                continue
            stated = element.get("r", "")
            number = int(stated) if stated.isdigit() and len(stated) < 8 else number + 1
            row = []
            continue
        reference = _REFERENCE.match(element.get("r", ""))
        column = _column(reference[1]) if reference else len(row)
        value = cells.value(element)
        if value == "" or column >= MOST_COLUMNS:
            continue
        row.extend([""] * (column - len(row)))
        row[column:] = [value]


def _column(letters: str) -> int:
    """The number of a column: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
