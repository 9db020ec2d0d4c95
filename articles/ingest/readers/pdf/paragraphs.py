"""The lines of a column as paragraphs: where one ends and the next begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Final

from .printed_page import Piece
from .reading_order import Region
from .right_to_left import is_right_to_left

_INDENT: Final = 0.7
"""Sizes of the type by which a first line is set in at least."""
_DEEPEST_INDENT: Final = 5.0
_MORE_LEADING: Final = 1.28
"""Times the usual distance of lines that stand between paragraphs at least."""
_OTHER_SIZE: Final = 0.07
_SHORT: Final = 0.12
"""The share of the width that a paragraph's last line leaves free."""
_ENDS: Final = re.compile(r"[.!?…:;。！？؟۔।][\"'”’»)\]]*$")
_BULLET: Final = re.compile(r"[•‣▪▫■□◦●○∙·–—*\-✓➢➤►]\s+(?=\S)")
_NUMBERED: Final = re.compile(r"\(?(?:\d{1,2}|[a-z])[.)]\s+(?=\S)")
_DROP_CAP_LINES: Final = 1.8
"""Times the body's size that a letter has which opens a text."""


@dataclass(slots=True)
class Stretch:
    """Lines that belong together: a paragraph, a heading, an item, or the rows of a table.

    `is_open` tells that its last line is full and ends no sentence, `begins_set_in` that its first
    is set in, so that it continues nothing.
    """

    lines: list[str] = field(default_factory=list)
    size: float = 0.0
    is_bold: bool = False
    is_italic: bool = False
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    page: int = 0
    band: int = 0
    picture: int = 0
    column: tuple[float, float] = (0.0, 0.0)
    in_column: bool = False
    is_item: bool = False
    is_open: bool = False
    begins_set_in: bool = False
    rows: list[list[str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its lines as one, without a word on hyphens."""
        return " ".join(self.lines)

    @property
    def word_count(self) -> int:
        """Words, by their spaces."""
        return self.text.count(" ") + 1 if self.lines else 0


@dataclass(slots=True)
class _Row:
    text: str
    cells: list[str]
    left: float
    right: float
    top: float
    bottom: float
    size: float
    is_bold: bool
    is_italic: bool
    picture: int = 0


def stretches_of(region: Region, *, page: int) -> Iterator[Stretch]:
    """The region's paragraphs and pictures, from top to bottom."""
    rows = _with_drop_caps([_row(pieces) for pieces in region.rows])
    texts = [row for row in rows if not row.picture]
    from_right = sum(is_right_to_left(row.text) for row in texts) > len(texts) / 2
    if from_right:
        _mirror(rows)
    for stretch in _stretches(rows, _Edges(texts), region, page):
        if from_right:
            _mirror([stretch])
        yield stretch


def _mirror(boxes: Sequence[_Row | Stretch]) -> None:
    """Has what is read from the right begin at the left."""
    for box in boxes:
        box.left, box.right = -box.right, -box.left


def _stretches(rows: Sequence[_Row], edges: _Edges, region: Region, page: int) -> Iterator[Stretch]:
    current: Stretch | None = None
    last: _Row | None = None
    for row in rows:
        if row.picture:
            if current:
                yield current
            current, last = None, None
            yield _stretch(row, region, page, picture=row.picture)
            continue
        if current is not None and last is not None and edges.goes_on(last, row, current):
            _add(current, row, edges)
        else:
            if current:
                yield current
            current = _stretch(row, region, page)
            current.begins_set_in = edges.is_set_in(row)
            current.is_item = bool(_BULLET.match(row.text) or _NUMBERED.match(row.text))
            _add(current, row, edges)
        last = row
    if current:
        yield current


class _Edges:
    """Where a column's lines begin and end, and how far apart they are."""

    def __init__(self, rows: Sequence[_Row]) -> None:
        self._left = _usual([row.left for row in rows])
        self._right = max((row.right for row in rows), default=0.0)
        self._width = max(self._right - self._left, 1.0)
        steps = [
            below.bottom - above.bottom
            for above, below in pairwise(rows)
            if 0 < below.bottom - above.bottom < 2.2 * above.size
            and abs(above.size - below.size) <= _OTHER_SIZE * above.size
        ]
        self._leadings: dict[float, float] = {}
        self._leading = median(steps) if steps else 0.0
        is_full = [row.right > self._right - 0.02 * self._width for row in rows]
        self._is_justified = sum(is_full) > 0.5 * len(rows)
        for size in {round(row.size) for row in rows}:
            own = [
                below.bottom - above.bottom
                for above, below in pairwise(rows)
                if round(above.size) == size == round(below.size)
                and 0 < below.bottom - above.bottom < 2.2 * above.size
            ]
            if own:
                own.sort()
                self._leadings[size] = own[len(own) // 4]

    def is_set_in(self, row: _Row) -> bool:
        """Whether a line begins farther in than others do, as a paragraph's first."""
        inset = row.left - self._left
        return _INDENT * row.size < inset < _DEEPEST_INDENT * row.size

    def is_full(self, row: _Row) -> bool:
        """Whether a line reaches the right edge of its column, or nearly."""
        return row.right > self._right - _SHORT * self._width

    def goes_on(self, above: _Row, row: _Row, stretch: Stretch) -> bool:
        """Whether a line goes on with the paragraph of the one above."""
        size = max(above.size, row.size)
        if abs(above.size - row.size) > _OTHER_SIZE * size or len(row.cells) > 1:
            return False
        if len(above.cells) > 1:
            return False
        if above.is_bold != row.is_bold and (len(stretch.lines) == 1 or row.is_bold):
            return False
        step = row.bottom - above.bottom
        leading = self._leadings.get(round(size)) or self._leading or 1.2 * size
        if step > max(_MORE_LEADING * leading, 1.05 * size) or step <= 0:
            return False
        if _BULLET.match(row.text):
            return False
        if stretch.is_item:
            return row.left > stretch.left + 0.3 * size or not _NUMBERED.match(row.text)
        if _NUMBERED.match(row.text) and _ENDS.search(above.text):
            return False
        is_first_set_in = len(stretch.lines) == 1 and self.is_set_in(above)
        if self.is_set_in(row) and row.left > above.left + 0.5 * size:
            return False
        if is_first_set_in or not self.is_set_in(row):
            return not self._stops(above, row)
        return True

    def _stops(self, above: _Row, row: _Row) -> bool:
        """Whether a line leaves room that the next word would have had, after a sentence's end."""
        word = row.text.partition(" ")[0]
        needed = (len(word) + 1.5) * 0.5 * row.size
        free = self._right - above.right
        if not _ENDS.search(above.text):
            return False
        return (
            free > max(needed * 1.6, _SHORT * self._width)
            if self._is_justified
            else (free > max(2 * needed, 0.3 * self._width))
        )


def _usual(values: list[float]) -> float:
    """The left edge that most lines share; of several the leftmost that many do."""
    if not values:
        return 0.0
    counts = Counter(round(value / 2) for value in values)
    most = max(counts.values())
    return 2.0 * min(place for place, count in counts.items() if count >= 0.5 * most)


def _row(pieces: list[Piece]) -> _Row:
    first = max(pieces, key=lambda piece: len(piece.text))
    letters = sum(len(piece.text) for piece in pieces) or 1
    bold = sum(len(piece.text) for piece in pieces if piece.is_bold)
    italic = sum(len(piece.text) for piece in pieces if piece.is_italic)
    cells = [pieces[0].text]
    for above, piece in pairwise(pieces):
        gap = max(piece.left - above.right, above.left - piece.right)
        if gap > 1.5 * max(first.size, 1) and not is_right_to_left(piece.text):
            cells.append(piece.text)
        else:
            cells[-1] += ("" if gap < 0.12 * first.size else " ") + piece.text
    return _Row(
        " ".join(cells),
        cells,
        min(piece.left for piece in pieces),
        max(piece.right for piece in pieces),
        min(piece.top for piece in pieces),
        max(piece.bottom for piece in pieces),
        first.size,
        bold > 0.8 * letters,
        italic > 0.8 * letters,
        pieces[0].picture,
    )


def _with_drop_caps(rows: list[_Row]) -> list[_Row]:
    """The rows with a large letter that opens a text put before the words beside it."""
    kept: list[_Row] = []
    for place, row in enumerate(rows):
        is_cap = len(row.text) == 1 and row.text.isalpha()
        near = [one for one in rows[max(0, place - 3) : place + 4] if one is not row]
        beside = [one for one in near if one.top < row.bottom and one.bottom > row.top and one.text]
        if is_cap and beside and row.size > _DROP_CAP_LINES * min(one.size for one in beside):
            first = min(beside, key=lambda one: one.top)
            first.text = row.text + first.text
            first.cells[0] = row.text + first.cells[0]
            for one in beside:
                one.left = min(one.left, row.left)
        else:
            kept.append(row)
    return kept


def _stretch(row: _Row, region: Region, page: int, *, picture: int = 0) -> Stretch:
    return Stretch(
        [],
        row.size,
        row.is_bold,
        row.is_italic,
        row.left,
        row.top,
        row.right,
        row.bottom,
        page,
        region.band,
        picture,
        (region.left, region.right),
        region.is_column,
    )


def _add(stretch: Stretch, row: _Row, edges: _Edges) -> None:
    stretch.lines.append(row.text)
    stretch.rows.append(row.cells)
    stretch.left = min(stretch.left, row.left)
    stretch.right = max(stretch.right, row.right)
    stretch.bottom = max(stretch.bottom, row.bottom)
    stretch.is_bold = stretch.is_bold and row.is_bold
    stretch.is_open = edges.is_full(row) and not _ENDS.search(row.text)


def without_bullet(text: str) -> str:
    """An item's text without the mark before it; numbers stay."""
    return _BULLET.sub("", text, count=1)
