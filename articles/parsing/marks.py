"""What markup says of a line: the elements around it, and how much of it links elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple


class Element:
    """An element of a page's markup, with the one around it.

    `words` are those of its class, id, `itemprop` and role, in small letters; `depth` is the number
    of elements around it. Two elements are equal only when they are the same one.
    """

    __slots__ = ("depth", "parent", "tag", "words")

    def __init__(self, tag: str, words: tuple[str, ...], parent: Element | None) -> None:
        self.tag = tag
        self.words = words
        self.parent = parent
        self.depth: int = 0 if parent is None else parent.depth + 1

    def around(self) -> Iterator[Element]:
        """The element itself, and those around it from the nearest to the root."""
        here: Element | None = self
        while here is not None:
            yield here
            here = here.parent


class Mark(NamedTuple):
    """What the markup says of one line.

    `element` is the block that the line stands in, `inner` the innermost element that holds all of
    its text: the block, or what is within it (`<p><time>`). `linked`, `stressed` and `timed` are
    the numbers of characters that stand in links, in bold or italic type and in `time` elements. A
    line that browsers do not show is hidden.
    """

    element: Element
    inner: Element
    linked: int = 0
    stressed: int = 0
    timed: int = 0
    is_hidden: bool = False


class PageImage(NamedTuple):
    """A picture that a page shows: where it may lie, the best of its sizes first, and the words
    that stand in for it. It stands in `element`, after so many of the page's `lines`."""

    addresses: tuple[str, ...]
    alt: str
    element: Element
    lines: int


UNMARKED: Final = Mark(_NOWHERE := Element("", (), None), _NOWHERE)
"""The mark of a line of plain text."""
