"""A name that stands twice above a text, as on pages whose head is cut off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from articles.parsing.line_kinds import Hint, HintedLine
from articles.parsing.lines.people import is_full_name

from .byline_words import could_be_team

_LONGEST: Final = 40


def signed_twice(lines: Sequence[HintedLine], first: int, stop: int) -> Iterator[int]:
    """The lines, from `first` to before `stop`, on which a name stands twice: below a date, or with
    nothing but the date and key points between."""
    name = -1
    above = Hint.BLANK
    is_dated = is_parted = False
    for k in range(first, stop):
        line = lines[k]
        if line.hint is Hint.TEXT:
            if name >= 0 and line.text == lines[name].text and len(line.text) <= _LONGEST:
                is_named = is_full_name(line.text)
                if is_named if is_parted else is_dated and (is_named or could_be_team(line.text)):
                    yield from (name, k)
            name, is_dated, is_parted = k, above is Hint.UPDATED, False
        elif line.hint in (Hint.UPDATED, Hint.BULLET):
            is_parted = True
        elif line.hint is not Hint.BLANK:
            name = -1
        if line.hint is not Hint.BLANK:
            above = line.hint
