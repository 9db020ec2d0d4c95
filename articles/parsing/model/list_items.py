"""Lists that a line's own looks do not tell: other stories at a page's foot, which read as text,
and entries by date, which read as none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from articles.parsing.line_kinds import HintedLine, ends_sentence

from .features import Look

# `More Harbour Gazette`, `Latest from the Quays`, `Related Stories`
_OTHER_STORIES: Final = re.compile(
    r"(?:More|Latest|Related|Recommended|Trending|Popular|Featured)"
    r"(?: (?:from|on|in|by|news|the|[A-Z0-9][\w&'’.-]*)){1,5}:?"
)
_LONGEST_TITLE: Final = 60
_LEAST_ABOVE: Final = 5
"""Paragraphs of the story above a list of others; a list at the head is not the story's end."""
_LEAST_TITLES: Final = 3
_TITLES: Final = 0.3
"""Lines that are no sentences below such a title, and their share: of a story's own lines fewer
are crossheads."""
_LEAST_SHARE: Final = 0.5
"""Of the words that stand above the title: what is longer below it is the story itself."""
_TITLE_WORDS: Final = 4

# `June 9 – Lisbon, at the tram depot`: of a tour, a fixture list, a calendar; without a year, which
# lists of other stories print
_DATED: Final = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )?"
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.? \d{1,2}|\d{1,2} "
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December))"
    r"(?:st|nd|rd|th)? ?[–—:-] ?(?!.*\b(?:19|20)\d\d\b)\S"
)
_OPENINGS: Final = frozenset("JFMASOND0123TW")
_LEAST_ENTRIES: Final = 5
_NEAR: Final = 3
"""Lines between the text and the first entry: a title, an introduction."""


def without_other_stories(
    lines: Sequence[HintedLine], looks: Sequence[Look], body: list[int]
) -> list[int]:
    """The body's places without those below the title of a list of other stories."""
    paragraphs = 0
    words = sum(looks[k].size for k in body)
    for number, k in enumerate(body):
        text = lines[looks[k].line_index].text
        if looks[k].prose:
            paragraphs += 1
        elif paragraphs >= _LEAST_ABOVE and _is_title(text):
            below = body[number + 1 :]
            titles = sum(looks[b].size >= _TITLE_WORDS and not looks[b].prose for b in below)
            is_list = titles >= max(_LEAST_TITLES, _TITLES * len(below))
            if is_list and sum(looks[b].size for b in body[:number]) >= _LEAST_SHARE * words:
                return body[:number]
    return body


def _is_title(text: str) -> bool:
    return (
        len(text) <= _LONGEST_TITLE
        and text[0] in "MLRTPF"
        and not ends_sentence(text)
        and _OTHER_STORIES.fullmatch(text) is not None
    )


def with_entries(lines: Sequence[HintedLine], looks: Sequence[Look], body: list[int]) -> list[int]:
    """The body's places and, with them, runs of entries by date that stand right below its text."""
    taken = set(body)
    first = body[0] if body else len(looks)
    dated = [k for k in range(first, len(looks)) if _is_entry(lines[looks[k].line_index].text)]
    if len(dated) < _LEAST_ENTRIES:
        return body
    for _, run in groupby(enumerate(dated), key=lambda pair: pair[1] - pair[0]):
        places = [k for _, k in run]
        near = range(places[0] - _NEAR, places[0] + 1)
        if len(places) >= _LEAST_ENTRIES and not taken.isdisjoint(near):
            taken.update(places)
    return sorted(taken)


def _is_entry(text: str) -> bool:
    return text[0] in _OPENINGS and _DATED.match(text) is not None
