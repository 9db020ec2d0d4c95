"""Rows of CSV, by the rules of its quotes; one that breaks them does not take others with it."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from articles.ingest.readers.limits import LARGEST_PAGE, MIB

MOST_CELLS: Final = 1_000_000
"""Delimiters in one line; a story has some hundreds."""
_MOST_LINES_MENDED: Final = 50
_LONGEST_MENDED: Final = 64 * 1024
_FEWEST_SWALLOWED: Final = 2

_NEVER_CLOSED: Final = "a quotation mark in it is never closed; the rows below it were read"
_TOO_LONG: Final = (
    f"it has more than {LARGEST_PAGE // MIB} MiB, the most that one row may have; is a line end or "
    "a quotation mark missing?"
)
_TOO_MANY: Final = f"it has more than {MOST_CELLS} cells; check what divides them"
_BAD_QUOTES: Final = "its quotation marks are not doubled and do not say where its cells end"


@dataclass(frozen=True, slots=True)
class Dialect:
    """What divides cells, whether `"` may stand around them, and what escapes it."""

    delimiter: str
    has_quotes: bool = True
    escape: str = ""

    def options(self) -> dict[str, Any]:
        """The same for `csv.reader`."""
        return {
            "delimiter": self.delimiter,
            "quoting": csv.QUOTE_MINIMAL if self.has_quotes else csv.QUOTE_NONE,
            "escapechar": self.escape or None,
            "skipinitialspace": self.delimiter != "\t",
            "strict": self.has_quotes,
        }


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read, the line that it begins on, and why."""

    line: int
    reason: str


class _UnfitLineError(Exception):
    """A line that is too long, or has too many cells."""


@dataclass(slots=True)
class Rows:
    """The rows of lines (with their ends), and where the last one stood: its number and its first
    line. `width` is how many columns the table has; 0 where that is not known."""

    lines: Iterator[str]
    dialect: Dialect
    width: int
    row: int = 0
    line: int = 0
    first_line: int = 0
    _held: list[str] = field(default_factory=list)
    _size: int = 0
    _waiting: deque[str] = field(default_factory=deque)

    def __iter__(self) -> Iterator[list[str] | BadRow]:
        reader = csv.reader(self._feed(), **self.dialect.options())
        while True:
            self._held.clear()
            self._size = 0
            self.first_line = self.line + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (csv.Error, _UnfitLineError) as error:
                found = self._mended(error)
                reader = csv.reader(self._feed(), **self.dialect.options())
            else:
                found = cells
                if len(self._held) > _FEWEST_SWALLOWED and self._has_swallowed_rows():
                    found = self._without_first_line(_NEVER_CLOSED)
                    reader = csv.reader(self._feed(), **self.dialect.options())
            self.row += 1
            yield found

    def _feed(self) -> Iterator[str]:
        """Lines for one reader, which takes no more of them than its row has."""
        while (line := self._next_line()) is not None:
            yield line

    def _next_line(self) -> str | None:
        if self._waiting:
            line = self._waiting.popleft()
        elif (read := next(self.lines, None)) is not None:
            line = read
        else:
            return None
        self.line += 1
        self._held.append(line)
        self._size += len(line)
        if self._size >= LARGEST_PAGE:
            raise _UnfitLineError(_TOO_LONG)
        if len(line) > MOST_CELLS and line.count(self.dialect.delimiter) > MOST_CELLS:
            raise _UnfitLineError(_TOO_MANY)
        if "\r" in line:
            body = line.rstrip("\r\n")
            return body.replace("\r", "\n" if '"' in body else " ") + "\n"
        return line

    def _mended(self, error: Exception) -> list[str] | BadRow:
        """The row in which quotation marks stand as in prose (`"He said "no""`), or why it is
        left out; the rows below are read again."""
        if isinstance(error, _UnfitLineError):
            if len(self._held) == 1:
                return BadRow(self.first_line, str(error))
            return self._without_first_line(_NEVER_CLOSED)
        is_at_end = "unexpected end" in str(error)
        if not is_at_end and self.width and (cells := self._by_outer_quotes()):
            return cells
        if is_at_end or len(self._held) > 1:
            return self._without_first_line(_NEVER_CLOSED)
        return BadRow(self.first_line, _BAD_QUOTES)

    def _by_outer_quotes(self) -> list[str] | None:
        """The cells, where a quotation mark ends one only before a delimiter or a line's end; of as
        many lines as that needs, unless one of them begins a cell of its own."""
        by = re.escape(self.dialect.delimiter)
        opening = re.compile(rf'(?:^|{by})"(?=[^"{by}\s])')
        try:
            for _ in range(_MOST_LINES_MENDED):
                last = self._held[-1]
                if len(self._held) > 1 and opening.search(last):
                    return None
                if '"' in last:
                    cells = cells_by_outer_quotes("".join(self._held), self.dialect.delimiter)
                    if cells is not None and len(cells) == self.width:
                        return cells
                if self._size > _LONGEST_MENDED or self._next_line() is None:
                    return None
        except _UnfitLineError:
            pass
        return None

    def _without_first_line(self, reason: str) -> BadRow:
        """Leaves the row's first line out, and has the others read as rows of their own."""
        bad = BadRow(self.first_line, reason)
        others = self._held[1:]
        self._waiting.extendleft(reversed(others))
        self.line -= len(others)
        return bad

    def _has_swallowed_rows(self) -> bool:
        """Whether lines within a row look like rows: of the same cells, which follow their
        delimiters at once, as prose does not have them."""
        if self.width < 3:
            return False
        inner = [line for line in self._held[1:-1] if line.strip()]
        by = self.dialect.delimiter
        alike = sum(
            line.count(by) == self.width - 1 and f"{by} " not in line and not line.startswith(by)
            for line in inner
        )
        return alike >= _FEWEST_SWALLOWED and alike > len(inner) / 2


def cells_by_outer_quotes(text: str, delimiter: str) -> list[str] | None:
    """The cells of a row, where a quotation mark ends one only before a delimiter or the end; None
    where one is open.

    >>> cells_by_outer_quotes('1,"He said "no", twice",3', ",")
    ['1', 'He said "no", twice', '3']
    """
    by = re.escape(delimiter)
    cell = re.compile(rf'[ ]*"(.*?)"[ ]*({by}|\Z)|([^{by}]*)({by}|\Z)', re.DOTALL)
    text = text.rstrip("\r\n")
    cells: list[str] = []
    at = 0
    while match := cell.match(text, at):
        plain = match[3]
        if plain is not None and plain.lstrip().startswith('"'):
            return None
        cells.append(match[1].replace('""', '"') if plain is None else plain)
        if not (match[2] or match[4]):
            return cells
        at = match.end()
    return None
