"""Workbooks of Excel as it wrote them up to 2003 (.xls), which are read whole."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from datetime import time
from typing import TYPE_CHECKING, Any, Final

from .sheets import Sheet, SheetRow

if TYPE_CHECKING:
    from xlrd.sheet import Sheet as XlsSheet

_ERRORS: Final = (
    *(struct.error, AssertionError, LookupError, ValueError, TypeError, ArithmeticError),
    *(AttributeError, NotImplementedError, OSError, EOFError),
)
"""What xlrd raises besides its own errors where a workbook is damaged."""


class DamagedXlsError(Exception):
    """A workbook that cannot be read."""


def sheets_of_xls(raw: bytes) -> Iterator[Sheet]:
    """The sheets in order. Raises `DamagedXlsError`, and `ModuleNotFoundError` without xlrd."""
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=raw, logfile=io.StringIO(), on_demand=True, ragged_rows=True
        )
        for number in range(book.nsheets):
            sheet = book.sheet_by_index(number)
            rows = _rows(sheet, book.datemode)
            yield Sheet(sheet.name, rows, is_hidden=bool(sheet.visibility))
            book.unload_sheet(number)
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError, *_ERRORS) as error:
        raise DamagedXlsError(str(error) or type(error).__name__) from error


def _rows(sheet: XlsSheet, date_mode: int) -> Iterator[SheetRow]:
    for number in range(sheet.nrows):
        yield SheetRow(number + 1, [_value(cell, date_mode) for cell in sheet.row(number)])


def _value(cell: Any, date_mode: int) -> Any:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_TEXT:
        return cell.value
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return str(int(cell.value)) if cell.value.is_integer() else str(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            moment = xlrd.xldate.xldate_as_datetime(cell.value, date_mode)
        except (ValueError, OverflowError):
            return str(cell.value)
        return moment.date() if moment.time() == time() else moment
    return ""
