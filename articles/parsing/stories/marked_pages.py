"""The stories of a page of markup: which elements hold one, its text and its headline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from articles.parsing.dates.printed_dates import is_date_text, is_whole_date
from articles.parsing.line_kinds import HintedLine
from articles.parsing.marks import Element, Mark
from articles.parsing.model.classifier import Reading
from articles.parsing.model.mark_roles import ELSEWHERE, MarkRole, heading_level, roles_of
from articles.parsing.model.marked_body import Page, is_in_document

from .segment import Story, same_words

_HEAD_REACH: Final = 80
"""Lines above the text's first in which its headline is looked for."""

_LONGEST_HEADLINE: Final = 300
"""Characters."""

_LEAST_WORTH: Final = 1.2
"""What speaks for a headline (see `_worth`) at least; with less the page's title is better."""

_LEAST_LIKE: Final = 0.6
"""How like a title an `h1` is that counts wherever it stands."""

_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b|[\u0660-\u0669\u06f0-\u06f9]{4}")

_INTRODUCTION: Final = 20
"""Words above the first of several stories at most; a text with dated parts begins with more."""

_STORY_WORDS: Final = 40
"""Words of text that an element holds at least, to be one of several stories of a page."""

STORY_WORDS: Final = ("document", "story")
"""The words of the class of an element that holds one of several stories of a document."""

_MOST_STORIES: Final = 200
_LEAST_LEVEL: Final = 4
_HEAD_ABOVE: Final = 12
_DATE_BELOW: Final = 3
_LONGEST_DATE: Final = 90


def find_marked_stories(
    lines: Sequence[HintedLine], marks: Sequence[Mark], page: Page, *, titles: Sequence[str] = ()
) -> list[Story]:
    """The stories of a page that was weighed, in order. `titles` are what its markup calls it, the
    likeliest first; a line that repeats one is the headline."""
    body = page.body()
    if not body:
        return []
    wanted = [words for title in titles if (words := same_words(title))]
    first, last = page.looks[0].line_index, page.looks[-1].line_index
    heads = _heads(lines, marks, body)
    if not heads:
        headline = _headline(lines, marks, body, wanted)
        story = _story(page, body, headline, first, last, doubts=_top_heads(marks, body, headline))
        return [story]
    starts = [first, *(start for start, _ in heads[1:])]
    ends = [*(start - 1 for start in starts[1:]), last]
    return [
        _story(page, [k for k in body if start <= k <= end], headline, start, end)
        for start, end, (_, headline) in zip(starts, ends, heads, strict=True)
    ]


def _heads(
    lines: Sequence[HintedLine], marks: Sequence[Mark], body: Sequence[int]
) -> list[tuple[int, int]]:
    """Of a page with several stories the first line of each and its headline: headings in the same
    place of the markup, with a date next to each, and a text below it. Empty for other pages."""
    if stated := _stated_heads(lines, marks):
        return stated
    inside = set(body)
    by_place: dict[tuple[str, int], list[tuple[int | None, int]]] = {}
    for k in range(max(0, body[0] - _HEAD_ABOVE), body[-1] + 1):
        level = heading_level(marks[k])
        if 0 < level <= _LEAST_LEVEL and lines[k].text and not roles_of(marks[k]) & ELSEWHERE:
            place = marks[k].element.tag, marks[k].element.depth
            by_place.setdefault(place, []).append((_dated_from(lines, marks, k), k))
    for found in by_place.values():
        heads = [(start, head) for start, head in found if start is not None]
        if not 1 < len(heads) == len(found) <= _MOST_STORIES:
            continue
        ends = [0, *(start for start, _ in heads), body[-1] + 1]
        words = [
            sum(lines[k].text.count(" ") + 1 for k in range(start, end) if k in inside)
            for start, end in pairwise(ends)
        ]
        if words[0] < _INTRODUCTION and min(words[1:]) >= _STORY_WORDS:
            return heads
    return []


def _stated_heads(lines: Sequence[HintedLine], marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """The same of a document whose reader has told its stories apart, by their layout, and put
    each into an element of its own."""
    heads: list[tuple[int, int]] = []
    firsts: dict[Element, int] = {}
    for number, mark in enumerate(marks):
        if not lines[number].text:
            continue
        for element in mark.element.around():
            if element.words == STORY_WORDS:
                if element not in firsts:
                    firsts[element] = len(heads)
                    heads.append((number, number))
                place = firsts[element]
                start, head = heads[place]
                if heading_level(mark) == 1 and heading_level(marks[head]) != 1:
                    heads[place] = start, number
                break
    return heads if len(heads) > 1 else []


def _dated_from(lines: Sequence[HintedLine], marks: Sequence[Mark], head: int) -> int | None:
    """Where a heading with its date begins: at itself where the date is among the lines below it,
    or at the date right above; None without one."""
    for k in range(head + 1, min(head + 1 + _DATE_BELOW, len(lines))):
        if heading_level(marks[k]):
            break
        if _is_date(lines[k], marks[k]):
            return head
    if head and _is_date(lines[head - 1], marks[head - 1]) and not heading_level(marks[head - 1]):
        return head - 1
    return None


def _is_date(line: HintedLine, mark: Mark) -> bool:
    """Whether a line is a date and nothing else, or one that the markup calls so."""
    text = line.text
    if len(text) > _LONGEST_DATE or not _YEAR.search(text):
        return False
    named = mark.timed > 0 or MarkRole.DATE in roles_of(mark)
    return is_whole_date(text) or (named and is_date_text(text))


def _top_heads(marks: Sequence[Mark], body: Sequence[int], headline: int | None) -> tuple[int, ...]:
    """The lines right below further headings of the first level in a document such as one in
    Markdown, without dates by which stories would be told apart; pages of the web have such
    headings within a story."""
    return tuple(
        below
        for k, below in pairwise(body)
        if k != headline and heading_level(marks[k]) == 1 and is_in_document(marks[k].element)
    )


def _story(
    page: Page,
    body: Sequence[int],
    headline: int | None,
    first: int,
    last: int,
    *,
    doubts: tuple[int, ...] = (),
) -> Story:
    odds = {
        look.line_index: value
        for look, value in zip(page.looks, page.odds, strict=True)
        if first <= look.line_index <= last
    }
    text = frozenset(body) - {headline}
    reading = Reading(first, last, headline, text, odds, doubts=doubts)
    return Story(first, headline, first, last, repeated=False, reading=reading)


def _headline(
    lines: Sequence[HintedLine],
    marks: Sequence[Mark],
    body: Sequence[int],
    titles: Sequence[str],
) -> int | None:
    """The line that is the headline: among those above the text's end the one that the page's
    titles and its elements speak for most."""
    first, last = min(body), max(body)
    best: tuple[float, int] | None = None
    for k in range(max(0, first - _HEAD_REACH), last + 1):
        text = lines[k].text
        if not text or len(text) > _LONGEST_HEADLINE:
            continue
        worth = _worth(text, marks[k], titles)
        if worth < _LEAST_WORTH:
            continue
        worth -= 0.02 * (first - k) if k <= first else 1 + 0.05 * (k - first)
        if best is None or worth > best[0]:
            best = worth, k
    return best[1] if best else None


def _worth(text: str, mark: Mark, titles: Sequence[str]) -> float:
    """How much speaks for a line as the headline; 0 where nothing does."""
    level = heading_level(mark)
    roles = roles_of(mark)
    words = same_words(text)
    named = likeness(words, titles)
    is_own = level == 1 and named >= _LEAST_LIKE and MarkRole.ITEM not in roles
    if roles & ELSEWHERE and not is_own:
        return 0.0
    is_titled = MarkRole.HEADLINE in roles
    if not level and not is_titled and named < 1:
        return 0.0
    worth = 3 * named + (2.0 if level == 1 else 0.8 if level == 2 else 0.3 if level else 0.0)
    worth += 0.8 * is_titled - 0.5 * mark.is_hidden
    if mark.linked > 0.8 * len(text):
        worth -= 1
    if level > 1 and not is_titled and named < 0.5:
        worth -= 1
    return worth


def likeness(words: str, titles: Sequence[str]) -> float:
    """How much a line's words are those of the titles, from 0 to 1; see `same_words`."""
    if not words:
        return 0.0
    best = 0.0
    own = words.split()
    for title in titles:
        if words == title:
            return 1.0
        if len(words) >= 15 and (title.startswith(words) or words.startswith(title)):
            best = max(best, 0.95)
        other = set(title.split())
        shared = sum(word in other for word in own)
        best = max(best, 0.9 * 2 * shared / (len(own) + len(other)))
    return best
