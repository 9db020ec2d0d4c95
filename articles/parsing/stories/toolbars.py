"""Lines that a web archive puts above the pages that it shows: furniture, dates and all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from articles.parsing.line_kinds import BLANK, FURNITURE, HintedLine
from articles.parsing.marks import Element, Mark

_REASON: Final = "menu"
_TOOLBAR: Final = ("wm", "ipp")  # `<div id="wm-ipp-base">`, of the Wayback Machine


def mark_toolbars(lines: list[HintedLine], marks: Sequence[Mark]) -> list[HintedLine]:
    """The lines, those of a web archive's toolbar hinted as furniture: when a page was captured is
    not when its story was published."""
    known: dict[Element, bool] = {}
    return [
        line._replace(hint=FURNITURE, value=_REASON)
        if line.hint is not BLANK and _is_in_toolbar(mark.element, known)
        else line
        for line, mark in zip(lines, marks, strict=True)
    ]


def _is_in_toolbar(element: Element, known: dict[Element, bool]) -> bool:
    """Whether an element is one of a toolbar or stands in one; `known` are those asked before."""
    path = []
    found = False
    for around in element.around():
        if (answer := known.get(around)) is not None:
            found = answer
            break
        path.append(around)
        if _TOOLBAR in pairwise(around.words):
            found = True
            break
    known.update(dict.fromkeys(path, found))
    return found
