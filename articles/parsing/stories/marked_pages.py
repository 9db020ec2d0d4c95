"""The stories of a page of markup: which elements hold one, its text and its headline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from articles.parsing.line_kinds import HintedLine
from articles.parsing.marks import Mark
from articles.parsing.model.classifier import Reading
from articles.parsing.model.mark_roles import MarkRole, heading_level, roles_of
from articles.parsing.model.marked_body import Page, weigh_page

from .segment import Story, same_words

_HEAD_REACH: Final = 80
"""Lines above the text's first in which its headline is looked for."""

_LONGEST_HEADLINE: Final = 300
"""Characters."""

_STORY_WORDS: Final = 40
"""Words of text that an element holds at least, to be one of several stories of a page."""

_MOST_STORIES: Final = 200
_STORY_TAGS: Final = frozenset({"article"})


def find_marked_stories(
    lines: Sequence[HintedLine], marks: Sequence[Mark], *, titles: Sequence[str] = ()
) -> list[Story]:
    """The stories of a page, in order. `titles` are what its markup calls it, the likeliest first;
    a line that repeats one is the headline."""
    page = weigh_page(lines, marks)
    body = page.body()
    if not body:
        return []
    wanted = [words for title in titles if (words := same_words(title))]
    headline = _headline(lines, marks, body, wanted)
    first, last = page.looks[0].line_index, page.looks[-1].line_index
    return [_story(page, body, headline, first, last)]


def _story(page: Page, body: Sequence[int], headline: int | None, first: int, last: int) -> Story:
    odds = {
        look.line_index: value
        for look, value in zip(page.looks, page.odds, strict=True)
        if first <= look.line_index <= last
    }
    text = frozenset(body) - {headline}
    reading = Reading(first, last, headline, text, odds)
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
        if worth <= 0:
            continue
        worth -= 0.02 * (first - k) if k <= first else 1 + 0.05 * (k - first)
        if best is None or worth > best[0]:
            best = worth, k
    return best[1] if best else None


def _worth(text: str, mark: Mark, titles: Sequence[str]) -> float:
    """How much speaks for a line as the headline; 0 where nothing does."""
    level = heading_level(mark)
    roles = roles_of(mark)
    if MarkRole.MENU in roles or MarkRole.OTHER_STORY in roles:
        return 0.0
    words = same_words(text)
    named = _likeness(words, titles)
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


def _likeness(words: str, titles: Sequence[str]) -> float:
    """How much a line's words are those of the titles, from 0 to 1."""
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
