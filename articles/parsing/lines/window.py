"""What is made of a line and those near it: for pages whose lines cannot all have it at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar

Line = TypeVar("Line")
Made = TypeVar("Made")

_MOST_KEPT: Final = 64


class Nearby(Generic[Line, Made]):
    """What is made of each line, kept for those near the one in hand; `nothing` stands beyond the
    ends."""

    def __init__(self, lines: Sequence[Line], make: Callable[[Line], Made], nothing: Made) -> None:
        self._lines, self._make, self._nothing = lines, make, nothing
        self._made: dict[int, Made] = {}

    def of(self, k: int) -> Made:
        """What is made of the line at a place."""
        if not 0 <= k < len(self._lines):
            return self._nothing
        if k not in self._made:
            if len(self._made) > _MOST_KEPT:
                self._made.clear()
            self._made[k] = self._make(self._lines[k])
        return self._made[k]


def distances(prose: Sequence[int]) -> list[int]:
    """How many lines above each the nearest prose stands; 99 where there is none."""
    found = []
    distance = 99
    for words in prose:
        found.append(distance)
        distance = 1 if words else min(distance + 1, 99)
    return found
