"""Where the stories of a PDF with several begin: a press review, a newspaper's page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from articles.parsing.dates.datelines import match_dateline
from articles.parsing.dates.printed_dates import is_date_text

from .headings import Headings
from .paragraphs import Stretch

_REACH: Final = 4
"""Stretches below a headline, or one above, in which its byline, date or dateline stands."""
_LARGE: Final = 1.3
"""Times the body's size that the headline of one of several stories has at least."""
_NEWSPAPER: Final = 1.6
"""The same where it stands over the columns of a page without a byline."""
_STORY_WORDS: Final = 40
_HEADLINE_WORDS: Final = 3
_LONGEST_DATE: Final = 120
_BYLINE: Final = re.compile(
    r"(?:by|von|par|por|di|door|af|av|od|autor|text|بقلم|كتب|من)\s*:?\s+\S+(?:\s+\S+){0,8}$",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b|[\u0660-\u0669\u06f0-\u06f9]{4}")


def starts_of_stories(headings: Headings) -> frozenset[int]:
    """The numbers of the stretches with which stories begin, where there are several; their
    headlines become headings of the first level."""
    stretches = headings.stretches
    large = [n for n in headings.numbers() if stretches[n].size >= _LARGE * headings.size]
    known = [number for number in large if _has_evidence(headings, number)]
    sizes = {round(stretches[number].size, 1) for number in known}
    if len(known) > 1:
        known = [n for n in large if n in known or round(stretches[n].size, 1) in sizes]
    heads = _with_text(stretches, known)
    if len(heads) < 2:
        return frozenset()
    headings.promote(heads)
    return frozenset(heads)


def _has_evidence(headings: Headings, number: int) -> bool:
    """Whether a heading has what a story's headline has: a byline, a date or a dateline next to it,
    or its place over the columns of a newspaper's page."""
    stretches = headings.stretches
    head = stretches[number]
    for below in stretches[number + 1 : number + 1 + _REACH]:
        if below in [stretches[other] for other in headings.numbers() if other > number]:
            break
        text = below.text
        if _BYLINE.match(text) and len(text) <= _LONGEST_DATE:
            return True
        if len(text) <= _LONGEST_DATE and _YEAR.search(text) and is_date_text(text):
            return True
        if match_dateline(text) is not None:
            return True
    above = stretches[number - 1].text if number else ""
    if len(above) <= _LONGEST_DATE and _YEAR.search(above) and is_date_text(above):
        return True
    is_large = head.size >= _NEWSPAPER * headings.size and head.word_count >= _HEADLINE_WORDS
    return is_large and _is_over_columns(stretches, number)


def _is_over_columns(stretches: Sequence[Stretch], number: int) -> bool:
    """Whether the text below a heading runs in columns."""
    head = stretches[number]
    if head.in_column:
        return True
    below = next((one for one in stretches[number + 1 :] if one.word_count > 8), None)
    return below is not None and below.page == head.page and below.in_column


def _with_text(stretches: Sequence[Stretch], heads: Sequence[int]) -> list[int]:
    """The headlines that have a text of their own; the last of several without any is the one."""
    kept: list[int] = []
    for head, after in zip(heads, [*heads[1:], len(stretches)], strict=False):
        words = sum(one.word_count for one in stretches[head + 1 : after])
        if words >= _STORY_WORDS:
            kept.append(head)
    return kept
