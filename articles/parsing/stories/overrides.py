"""What editors have said of lines that the parser could not place.

The parser goes first: a stretch that it makes a story of by itself is that story, whatever was
said of it before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, NamedTuple

from articles.parsing.line_kinds import BLANK, COUNTER, FURNITURE, TEXT, HintedLine
from articles.parsing.lines.lines import clean
from articles.parsing.types import Placed, Role

from .reader import StoryReader
from .segment import Story

LONGEST_FURNITURE: Final = 200
"""Characters of a line that can be page furniture everywhere."""

MARKED: Final = "marked as page furniture on the desk"


class PlacementKind(StrEnum):
    """What a stretch of lines is to be."""

    STORY = "story"
    ABOVE = "above"
    BELOW = "below"
    CHROME = "chrome"


class Placement(NamedTuple):
    """Lines `first` to `last` of one dump, and what they are: a story of their own, a part of the
    story above or below, or page furniture."""

    kind: PlacementKind
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Placements:
    """All that was said: of one dump's lines, by its SHA-256, and of lines wherever they stand.

    `furniture` holds lines as `furniture_form` gives them, `pages` the SHA-256s of pages that are
    articles whatever they look like.
    """

    of_dumps: dict[str, tuple[Placement, ...]] = field(default_factory=dict)
    furniture: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()

    def of(self, sha256: str) -> tuple[Placement, ...]:
        """What was said of this dump's lines."""
        return self.of_dumps.get(sha256, ())


NO_PLACEMENTS: Final = Placements()


def furniture_form(text: str) -> str:
    """A line as it is known again on other pages: cleaned, case folded.

    >>> furniture_form("  Get our  App ")
    'get our app'
    """
    return clean(text).casefold()


def mark_furniture(lines: Sequence[HintedLine], furniture: frozenset[str]) -> list[HintedLine]:
    """The lines, those that are furniture everywhere hinted as such."""
    return [
        line._replace(hint=FURNITURE, value=MARKED)
        if line.hint is not BLANK
        and len(line.text) <= LONGEST_FURNITURE
        and line.text.casefold() in furniture
        else line
        for line in lines
    ]


def place_by_hand(
    lines: Sequence[HintedLine], readers: Sequence[StoryReader], placements: Sequence[Placement]
) -> list[StoryReader]:
    """The stories with those that editors made and the lines that they added, in order.

    A placement that the lines do not bear is passed over: its lines are in a story already, or
    hold no text, or between them and the story that they were added to stands other text.
    """
    found = list(readers)
    for placement in sorted(placements, key=lambda one: (one.first, one.last)):
        span = _span(lines, placement)
        if placement.kind is PlacementKind.CHROME or span is None or _is_taken(found, *span):
            continue
        if placement.kind is PlacementKind.STORY:
            found.append(_own_story(lines, *span))
            found.sort(key=lambda reader: reader.story.first)
        elif placement.kind is PlacementKind.ABOVE:
            _add_to_story_above(lines, found, *span)
        else:
            _add_to_story_below(lines, found, *span)
    return found


def place_chrome(places: list[Placed | None], placements: Sequence[Placement]) -> None:
    """Makes furniture of the lines that editors marked and that would else be in quarantine."""
    for kind, first, last in placements:
        if kind is PlacementKind.CHROME:
            for number in range(first - 1, min(last, len(places))):
                here = places[number]
                if here is not None and here.role is Role.QUARANTINE:
                    places[number] = Placed(Role.CHROME, MARKED)


def _span(lines: Sequence[HintedLine], placement: Placement) -> tuple[int, int] | None:
    """First and last index with text; None where no line of the stretch could be a headline."""
    first, last = placement.first - 1, min(placement.last, len(lines)) - 1
    while first <= last and lines[first].hint is BLANK:
        first += 1
    while first <= last and lines[last].hint is BLANK:
        last -= 1
    holds_text = any(line.hint is TEXT for line in lines[first : last + 1])
    return (first, last) if holds_text else None


def _is_taken(readers: Sequence[StoryReader], first: int, last: int) -> bool:
    return any(reader.story.first <= last and first <= reader.story.last for reader in readers)


def _own_story(lines: Sequence[HintedLine], first: int, last: int) -> StoryReader:
    """The first line of text is its headline."""
    headline = next(number for number in range(first, last + 1) if lines[number].hint is TEXT)
    reader = StoryReader(lines, Story(first, headline, headline, last, repeated=False))
    reader.read()
    return reader


def _continuation(
    lines: Sequence[HintedLine], first: int, last: int, *, goes_on: bool
) -> StoryReader:
    """A stretch without a head; one that goes on has no dateline before its text either."""
    reader = StoryReader(lines, Story(first, None, first - 1, last, repeated=False))
    reader.has_text = goes_on
    reader.read()
    return reader


def _add_to_story_above(
    lines: Sequence[HintedLine], readers: Sequence[StoryReader], first: int, last: int
) -> None:
    above = [reader for reader in readers if reader.story.last < first]
    if not above:
        return
    story = max(above, key=lambda reader: reader.story.last)
    between = _between(lines, story.story.last + 1, first)
    if between is None:
        return
    more = _continuation(lines, first, last, goes_on=True)
    story.placed |= between | more.placed
    story.bullets += more.bullets
    story.body += more.body
    _share(story, more)
    story.story = replace(story.story, last=last)


def _add_to_story_below(
    lines: Sequence[HintedLine], readers: Sequence[StoryReader], first: int, last: int
) -> None:
    below = [reader for reader in readers if reader.story.first > last]
    if not below:
        return
    story = min(below, key=lambda reader: reader.story.first)
    between = _between(lines, last + 1, story.story.first)
    if between is None:
        return
    more = _continuation(lines, first, last, goes_on=False)
    story.placed |= more.placed | between
    story.bullets[:0] = more.bullets
    story.body[:0] = more.body
    story.dateline_day = story.dateline_day if story.dateline else more.dateline_day
    story.dateline = story.dateline or more.dateline
    story.agency = story.agency or more.agency
    _share(story, more)
    story.story = replace(story.story, first=first)


def _share(story: StoryReader, more: StoryReader) -> None:
    story.byline = story.byline or more.byline
    story.dates = story.dates or more.dates
    story.topics += more.topics
    story.issues += more.issues


def _between(lines: Sequence[HintedLine], first: int, stop: int) -> dict[int, Placed] | None:
    """The places of the lines between a story and what is added to it; None where one of them is
    text, which would vanish in the story's clipping."""
    found = {}
    for number in range(first, stop):
        line = lines[number]
        if line.hint is BLANK:
            found[number] = Placed(Role.BLANK)
        elif line.hint in (FURNITURE, COUNTER):
            found[number] = Placed(Role.CHROME, line.value)
        else:
            return None
    return found
