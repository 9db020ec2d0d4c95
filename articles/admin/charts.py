"""Charts drawn by the server: the positions that templates need to write SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

LENGTH: Final = 100.0
"""Length of the longest bar, in the units of the SVG."""
_LEAST: Final = 1.5
"""Length of the shortest bar, so that a small number never looks like zero."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a bar: its kind, its number, where it starts and how long it is."""

    kind: str
    name: str
    count: int
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: its name, its number in words, the address of its list, and its
    sections."""

    name: str
    in_words: str
    address: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """The data of a row before it is drawn; `counts` are (kind, name, number)."""

    name: str
    in_words: str
    address: str
    counts: Sequence[tuple[str, str, int]]


def bars(rows: Sequence[Row]) -> list[Bar]:
    """Bars drawn to one scale; the longest is `LENGTH`."""
    longest = max((sum(count for *_, count in row.counts) for row in rows), default=0)
    return [
        Bar(row.name, row.in_words, row.address, tuple(_parts(row.counts, longest))) for row in rows
    ]


def _parts(counts: Sequence[tuple[str, str, int]], longest: int) -> Iterator[Part]:
    start = 0.0
    for kind, name, count in counts:
        length = max(_LEAST, LENGTH * count / longest) if count else 0.0
        length = min(length, LENGTH - start)
        yield Part(kind, name, count, round(start, 2), round(length, 2))
        start += length


@dataclass(frozen=True, slots=True)
class Column:
    """A day in a chart of columns: its position, its height, and the address of its list."""

    name: str
    in_words: str
    address: str
    kind: str
    x: float
    y: float
    height: float


COLUMN_WIDTH: Final = 10.0
CHART_HEIGHT: Final = 60.0


def columns(rows: Sequence[Row]) -> list[Column]:
    """Columns side by side, the highest `CHART_HEIGHT`; each row has one count."""
    highest = max((row.counts[0][2] for row in rows), default=0)
    drawn = []
    for place, row in enumerate(rows):
        kind, _, count = row.counts[0]
        height = max(_LEAST, CHART_HEIGHT * count / highest) if count else 0.0
        drawn.append(
            Column(
                row.name,
                row.in_words,
                row.address,
                kind,
                round(place * COLUMN_WIDTH, 2),
                round(CHART_HEIGHT - height, 2),
                round(height, 2),
            )
        )
    return drawn
