"""The order in which a page is read: heads across the page, columns side by side, rows of tables.

A page is cut where white space allows: into bands from top to bottom, each with the same columns
all the way down, and a band into its columns; then each of these again (known as XY cut).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from .printed_page import Piece
from .right_to_left import is_right_to_left

_DEEPEST: Final = 8
_LEAST_GUTTER: Final = 4.0
"""Points between two columns at least."""
_GUTTER: Final = 0.4
"""Sizes of the type between two columns at least."""
_COLUMN_LETTERS: Final = 16
"""Characters that half of a column's lines have at least; cells of tables have fewer."""
_COLUMN_LINES: Final = 2
_OVERLAP: Final = 0.5
"""The share of its height by which a piece is on the same line as another."""


@dataclass(slots=True)
class Region:
    """A stretch of a page that is read from top to bottom: its pieces, row by row. `is_column`
    tells that others stand beside it."""

    rows: list[list[Piece]]
    left: float
    right: float
    is_column: bool = False
    band: int = 0


def regions_of(pieces: Sequence[Piece], *, size: float, from_right: bool = False) -> list[Region]:
    """The regions of a page in reading order; `size` is that of its body type. With `from_right`
    columns and pieces of a line are read from right to left."""
    return _Cutter(size, from_right).cut(list(pieces), 0, is_column=False)


class _Cutter:
    def __init__(self, size: float, from_right: bool) -> None:
        self._gutter = max(_LEAST_GUTTER, _GUTTER * size)
        self._from_right = from_right
        self._size = size
        self._bands = 0

    def cut(self, pieces: list[Piece], depth: int, *, is_column: bool) -> list[Region]:
        if not pieces:
            return []
        if depth < _DEEPEST:
            if len(columns := self._columns(pieces)) > 1:
                self._bands += depth == 0
                return self._in_order(columns, depth)
            bands = self._bands_of(pieces)
            if len(bands) > 1:
                found: list[Region] = []
                for band in bands:
                    self._bands += depth == 0
                    found += self.cut(band, depth + 1, is_column=is_column)
                return found
        return [self._region(pieces, is_column=is_column)]

    def _in_order(self, columns: list[list[Piece]], depth: int) -> list[Region]:
        ordered = columns[::-1] if self._from_right else columns
        return [
            region for column in ordered for region in self.cut(column, depth + 1, is_column=True)
        ]

    def _region(self, pieces: list[Piece], *, is_column: bool) -> Region:
        rows = rows_of(pieces, from_right=self._from_right)
        texts = [piece for piece in pieces if piece.text] or pieces
        left = min(piece.left for piece in texts)
        right = max(piece.right for piece in texts)
        return Region(rows, left, right, is_column, self._bands)

    def _columns(self, pieces: list[Piece]) -> list[list[Piece]]:
        """The pieces in columns, from left to right; one where no gutter runs all the way down."""
        if len(pieces) < 2 * _COLUMN_LINES:
            return [pieces]
        ordered = sorted(pieces, key=lambda piece: piece.left)
        columns: list[list[Piece]] = [[ordered[0]]]
        right = ordered[0].right
        for piece in ordered[1:]:
            if piece.left - right >= self._gutter:
                columns.append([])
            columns[-1].append(piece)
            right = max(right, piece.right)
        return self._honest(columns)

    def _honest(self, columns: list[list[Piece]]) -> list[list[Piece]]:
        """Columns that are some: text that runs beside other text. What is none goes to its
        neighbour, as marks of lists and cells of tables do."""
        merged: list[list[Piece]] = []
        for column in columns:
            if merged and not (_is_column(column) and _is_column(merged[-1])):
                merged[-1].extend(column)
            else:
                merged.append(list(column))
        return merged

    def _bands_of(self, pieces: list[Piece]) -> list[list[Piece]]:
        """The pieces in bands, top to bottom: as long as the same gutters run down."""
        strips = _strips(pieces)
        if len(strips) < 2:
            return [pieces]
        bands: list[list[Piece]] = []
        band: list[Piece] = []
        gutters: list[tuple[float, float]] = []
        for strip in strips:
            own = self._gutters(strip)
            if not band:
                band, gutters = list(strip), own
                continue
            shared = self._shared(gutters, own, band, strip)
            if shared is None:
                bands.append(band)
                band, gutters = list(strip), own
            else:
                band.extend(strip)
                gutters = shared
        bands.append(band)
        return self._settled(bands)

    def _shared(
        self,
        gutters: list[tuple[float, float]],
        own: list[tuple[float, float]],
        band: list[Piece],
        strip: list[Piece],
    ) -> list[tuple[float, float]] | None:
        """The gutters that run down a band and a further strip; None where the strip begins another
        band, as it stops the gutters or has some where the band has none."""
        if not gutters and not own:
            return []
        if not gutters:
            return None
        left = min(piece.left for piece in strip)
        right = max(piece.right for piece in strip)
        free = [cut for one in gutters if (cut := self._narrowed(one, strip))]
        if not own and (len(free) < len(gutters)):
            return None
        if not free:
            return None
        if not own and any(cut[0] <= left or right <= cut[1] for cut in free):
            # one column goes on alone, unless a head stands there
            gap = min(piece.top for piece in strip) - max(piece.bottom for piece in band)
            head = max(piece.size for piece in strip)
            if head > 1.25 * self._size and gap > self._size:
                return None
        return free

    def _narrowed(
        self, gutter: tuple[float, float], strip: list[Piece]
    ) -> tuple[float, float] | None:
        """What a strip leaves of a gutter; None where that is too narrow."""
        start, end = gutter
        for piece in strip:
            if piece.left <= start:
                start = max(start, piece.right)
            else:
                end = min(end, piece.left)
        return (start, end) if end - start >= self._gutter else None

    def _gutters(self, strip: list[Piece]) -> list[tuple[float, float]]:
        ordered = sorted(strip, key=lambda piece: piece.left)
        found = []
        right = ordered[0].right
        for piece in ordered[1:]:
            if piece.left - right >= self._gutter:
                found.append((right, piece.left))
            right = max(right, piece.right)
        return found

    def _settled(self, bands: list[list[Piece]]) -> list[list[Piece]]:
        """Bands that fall into columns, and what lies between them in one piece."""
        settled: list[list[Piece]] = []
        is_plain = False
        for band in bands:
            has_columns = len(self._columns(band)) > 1
            if has_columns or not is_plain:
                settled.append(band)
            else:
                settled[-1] = settled[-1] + band
            is_plain = not has_columns
        return settled


def _is_column(pieces: list[Piece]) -> bool:
    """Whether pieces one above another are a column of text, or a picture in one."""
    if any(piece.picture for piece in pieces):
        return True
    lengths = [len(piece.text) for piece in pieces]
    return len(pieces) >= _COLUMN_LINES and median(lengths) >= _COLUMN_LETTERS


def _strips(pieces: list[Piece]) -> list[list[Piece]]:
    """The pieces in strips across the page between which no piece lies."""
    ordered = sorted(pieces, key=lambda piece: piece.top)
    strips = [[ordered[0]]]
    bottom = _foot(ordered[0])
    for piece in ordered[1:]:
        if piece.top + 0.25 * piece.height >= bottom:
            strips.append([])
        strips[-1].append(piece)
        bottom = max(bottom, _foot(piece))
    return strips


def _foot(piece: Piece) -> float:
    """Where a piece ends; the boxes of lines that are set tight overlap a little."""
    return piece.bottom - 0.25 * piece.height


def rows_of(pieces: list[Piece], *, from_right: bool = False) -> list[list[Piece]]:
    """The pieces line by line from top to bottom, those of one line in order."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: (one.middle, one.left)):
        last = rows[-1][0] if rows else None
        if last is not None and not piece.picture and not last.picture and _is_beside(last, piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        is_turned = from_right or is_right_to_left(" ".join(one.text for one in row))
        row.sort(key=lambda one: -one.right if is_turned else one.left)
    return rows


def _is_beside(one: Piece, other: Piece) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > _OVERLAP * min(one.height, other.height)
