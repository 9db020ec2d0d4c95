"""Pictures of numbers, drawn by the server: what templates need to write SVG without arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

LENGTH: Final = 100.0
"""What the longest bar measures, in the units of the picture."""
_LEAST: Final = 1.5
"""The shortest bar of something that is there: it must not look like nothing."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar: what it is of, its number, where it begins and how long it is."""

    kind: str
    name: str
    count: int
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a chart: its name, what it counts in words, its list, and its parts in order."""

    name: str
    says: str
    address: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a chart before it is drawn; `counts` are of (kind, name, number)."""

    name: str
    says: str
    address: str
    counts: Sequence[tuple[str, str, int]]


def bars(rows: Sequence[Row]) -> list[Bar]:
    """Bars drawn to one scale, on which the longest is `LENGTH`."""
    longest = max((sum(count for *_, count in row.counts) for row in rows), default=0)
    return [
        Bar(row.name, row.says, row.address, tuple(_parts(row.counts, longest))) for row in rows
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
    """A day of a chart of columns: where it stands, how high it is, and what it leads to."""

    name: str
    says: str
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
                row.says,
                row.address,
                kind,
                round(place * COLUMN_WIDTH, 2),
                round(CHART_HEIGHT - height, 2),
                round(height, 2),
            )
        )
    return drawn
