"""Lines of a page that `<br>` or `<pre>` broke at a fixed width, put together into paragraphs.

Elements say where most texts of a page begin and end. Within one block only its line breaks do, and
where they come from a text that was wrapped for a screen of 72 columns they say nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from articles.parsing.marks import Element, Mark
from articles.parsing.wrapping.unwrap import may_be_wrapped, unwrap

FEWEST: Final = 4
"""Lines of one block that could be a wrapped text."""

Broken = Sequence[tuple[str, int | None]]
"""The lines of one block as printed, each with its place among the page's lines; a blank line has
none."""


def put_together(
    texts: Sequence[str], marks: Sequence[Mark], blocks: Sequence[Broken]
) -> tuple[list[str], list[Mark], list[int]]:
    """A page's lines and their marks, with each paragraph of a wrapped block as one line; and the
    places of those lines that went into the one above."""
    joined: dict[int, tuple[str, list[int]]] = {}
    gone: set[int] = set()
    for block in blocks:
        printed = [text for text, _ in block]
        unwrapped = unwrap(printed) if may_be_wrapped(map(str.strip, printed)) else None
        for paragraph in unwrapped.paragraphs if unwrapped else ():
            places = [place for k in paragraph.printed if (place := block[k][1]) is not None]
            if len(places) > 1:
                joined[places[0]] = " ".join(paragraph.text.split()), places
                gone.update(places[1:])
    if not joined:
        return list(texts), list(marks), []
    found: tuple[list[str], list[Mark]] = [], []
    for place, (text, mark) in enumerate(zip(texts, marks, strict=True)):
        if place in joined:
            text, places = joined[place]
            mark = _mark_of([marks[other] for other in places], len(text))
        if place not in gone:
            found[0].append(text)
            found[1].append(mark)
    return *found, sorted(gone)


def _mark_of(marks: Sequence[Mark], size: int) -> Mark:
    """The mark of a line of so many characters that was put together from several."""
    inner = marks[0].inner
    for mark in marks[1:]:
        inner = innermost(inner, mark.inner)
    return Mark(
        marks[0].element,
        inner,
        min(sum(mark.linked for mark in marks), size),
        min(sum(mark.stressed for mark in marks), size),
        min(sum(mark.timed for mark in marks), size),
        all(mark.is_hidden for mark in marks),
    )


def innermost(first: Element, second: Element) -> Element:
    """The innermost element that holds both."""
    while first is not second:
        if first.depth >= second.depth:
            if first.parent is None:
                break
            first = first.parent
        elif second.parent is not None:
            second = second.parent
    return first
