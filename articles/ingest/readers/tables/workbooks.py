"""Workbooks of Excel and OpenDocument: opened, and read sheet by sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from articles.ingest.readers.limits import MIB
from articles.ingest.readers.office_files import ERRORS, OfficeFile
from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found, Unreadable, reason_of

from .ods import sheets_of_ods
from .sheets import Sheet, records_of
from .xls import DamagedXlsError, sheets_of_xls
from .xlsx import sheets_of_xlsx

_LARGEST_XLS: Final = 64 * MIB
"""Bytes of an .xls, which is held whole; a sheet of it has at most 65,536 rows."""


def read_xlsx(opened: Opened) -> Iterator[Found]:
    """The rows of a workbook of Excel. Raises `BombError` where it unpacks to too much."""
    yield from _read_packed(opened, sheets_of_xlsx)


def read_ods(opened: Opened) -> Iterator[Found]:
    """The rows of an OpenDocument spreadsheet. Raises `BombError` where it unpacks to too much."""
    yield from _read_packed(opened, sheets_of_ods)


def read_xls(opened: Opened) -> Iterator[Found]:
    """The rows of a workbook of Excel before 2007."""
    raw = opened.whole(_LARGEST_XLS)
    if isinstance(raw, Unreadable):
        message = "an .xls may have 64 MiB; save it as .xlsx or CSV and import that"
        yield raw if opened.stream.broken else Unreadable(opened.name, message)
        return
    try:
        yield from records_of(sheets_of_xls(raw), opened)
    except DamagedXlsError as error:
        yield Unreadable(opened.name, _damaged(error))
    except ModuleNotFoundError:
        message = "reading .xls needs a library that is not installed; install it: pip install xlrd"
        yield Unreadable(opened.name, message)


def _read_packed(
    opened: Opened, sheets: Callable[[OfficeFile], Iterator[Sheet]]
) -> Iterator[Found]:
    try:
        yield from records_of(sheets(OfficeFile(opened)), opened)
    except ERRORS as error:
        yield Unreadable(opened.name, _damaged(error))


def _damaged(error: Exception) -> str:
    return (
        f"it is a workbook that cannot be read on ({reason_of(error)}); open it with a spreadsheet "
        "program, save it anew, or as CSV, and import that"
    )
