"""A page as it was printed: pieces of lines and pictures with their places, in points from the
upper left corner."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Piece:
    """Text of one baseline without a wide gap in it; or a picture, which has no text and a number.

    `size` is that of the type in points.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float = 0.0
    is_bold: bool = False
    is_italic: bool = False
    picture: int = 0

    @property
    def height(self) -> float:
        """From its top to its bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half way down."""
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class PrintedPage:
    """A page of a document; `scanned` tells that one picture covers it."""

    number: int
    width: float
    height: float
    pieces: list[Piece] = field(default_factory=list)
    pictures: dict[int, bytes] = field(default_factory=dict)
    is_scanned: bool = False
    unreadable: int = 0
    """Characters that stand for no letter that anybody could know."""
    letters: int = 0
