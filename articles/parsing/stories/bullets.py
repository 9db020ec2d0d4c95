"""Bullets that no mark gives away: a run of lines between the head and the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from articles.parsing.dates.datelines import match_dateline
from articles.parsing.line_kinds import BLANK, TEXT, HintedLine, ends_sentence, goes_on
from articles.parsing.lines.vocabulary import ABBREVIATION_END

_LONGEST: Final = 220
"""Characters; the longest bullet in the labelled dumps has 142."""


def unmarked_bullets(lines: Sequence[HintedLine], first: int, last: int) -> int:
    """How many lines from `first` on are bullets without marks: a run of lines that are no
    sentences, with a blank line and then the text below it. The story ends with line `last`."""
    stop = first
    while stop <= last and lines[stop].hint is TEXT:
        stop += 1
    if stop > last or lines[stop].hint is not BLANK:
        return 0
    below = stop
    while below <= last and lines[below].hint is not TEXT:
        below += 1
    if below > last:
        return 0
    before_dateline = match_dateline(lines[below].text) is not None
    run = lines[first:stop]
    is_run = all(_could_be_bullet(line.text, sentences=before_dateline) for line in run)
    return len(run) if is_run else 0


def _could_be_bullet(text: str, *, sentences: bool) -> bool:
    """With `sentences`, whole sentences count too: nothing but summary stands above a dateline."""
    if len(text) > _LONGEST or match_dateline(text):
        return False
    if sentences or not (ends_sentence(text) or goes_on(text)):
        return True
    return len(text) <= 100 and ABBREVIATION_END.search(text) is not None
