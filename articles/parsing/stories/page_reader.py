"""A page of unknown furniture into an article: what the labeller takes for the body is read as
text, and rules read the date, the byline and the captions out of the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from articles.parsing.dates.labels import label_of
from articles.parsing.dates.printed_dates import is_date_text
from articles.parsing.line_kinds import (
    Hint,
    HintedLine,
    looks_like_crosshead,
    looks_like_paragraph,
    split_names,
    starts_small,
)
from articles.parsing.lines import vocabulary
from articles.parsing.lines.page_patterns import is_post_signature
from articles.parsing.marks import Mark
from articles.parsing.model.features import signs_of
from articles.parsing.sources.credits import Evidence
from articles.parsing.types import BlockKind, DateLabel, Issue, Role

from .byline_words import READING_TIME
from .bylines import Byline, find_byline
from .headlines import (
    UNCLEAR,
    below_player_title,
    headline_above,
    headline_below,
    open_with_text,
)
from .reader import StoryReader
from .reasons import reason_of
from .segment import has_words, kicker_above, same_words
from .signatures import signed_twice
from .surroundings import (
    LONGEST_DATE,
    could_be_standfirst,
    ends_in_photo_bracket,
    gallery_items,
    has_caption_label,
    is_credited,
    is_short_date,
)

_HEAD_ABOVE: Final = 12
_ABOVE: Final = 3
_LONGEST_HEAD: Final = 40
_INTO_TEXT: Final = 5
_ENDS: Final = 2
_BELOW: Final = 8
"""Lines above the headline, above the text, in it and below it, where a byline can stand."""

_FOOT: Final = 6
"""Lines above the headline and below the text in which the story's own date can stand."""

_CAPTION_WORDS: Final = 4
_MOST_BULLETS: Final = 6
"""Summary points; a page's own list has more."""


# `Ida Brandt and Tom Akande`
_NAMES: Final = re.compile(r",? (?:and|und|et|y|e|&) |, ")


@dataclass(slots=True)
class PageReader(StoryReader):
    """Reads one page in order, by the labels of its story.

    `marks` has one for each of the lines. `people` are whom the page states as its writers, `teams`
    whose page it is, and who else may sign it; `writers` is the byline that it prints.
    `known_captions` are the words of captions that the page's markup names.
    """

    marks: Sequence[Mark] = ()
    people: Sequence[str] = ()
    teams: Sequence[str] = ()
    writers: Byline | None = None
    known_captions: frozenset[str] = frozenset()
    signed: frozenset[int] = frozenset()
    gallery: frozenset[int] = frozenset()

    def read(self) -> None:
        """Gives every line of the page its place."""
        headline, end = self.story.headline, self.story.last
        if headline is not None:
            headline = below_player_title(self.lines, headline, end)
            self.headline = self.lines[headline].text
        body = self._own_body(same_words(self.headline)) - {headline}
        first, last = min(body, default=end), max(body, default=end)
        if headline is None and (headline := headline_below(self.lines, body, end)) is not None:
            body -= {headline}
            last = max(body, default=last)
        elif headline is None and not self.marks:
            headline = self._unseen_headline(first, last)
        if not self.marks:
            self.signed = frozenset(signed_twice(self.lines, self.story.first, end + 1))
            prose = (k for k in body if looks_like_paragraph(self.lines[k].text))
            self.gallery = frozenset(
                gallery_items(self.lines, max(prose, default=last) + 1, end + 1)
            )
        table_end = last
        while table_end < end and self._is_of_table(table_end + 1):
            table_end += 1
        top = first if headline is None else min(headline, first)
        self.top = top
        kicker = -1
        if headline is not None:
            self.headline = self.lines[headline].text
            kicker = kicker_above(self.lines, headline)
        known = same_words(self.headline)
        self.position = self.story.first
        while self.position <= self.story.last:
            line = self.lines[self.position]
            if line.hint in (Hint.BLANK, Hint.FURNITURE, Hint.COUNTER, Hint.UNREADABLE):
                self._read_furniture(line)
            elif self.position == headline:
                self._place(Role.HEADLINE)
            elif self.position == kicker:
                self._read_kicker(line)
            elif self._is_known_caption(line) and top - _HEAD_ABOVE <= self.position <= last + 1:
                self._add_caption(line)
            elif self.position in self.rows and first < self.position <= table_end:
                self._add_row()
            elif self.position in self.signed:
                self._read_signature(line)
            elif self._is_caption_by_place(line, in_text=self.position in body):
                self._add_caption(line)
            elif self.position in body and (box := self._box(line, body, last)):
                self._place(Role.CHROME, box)
            elif self.position in body:
                self._read_text(line)
            elif known and self.position < first and same_words(line.text) == known:
                self._place(Role.HEADLINE)
            elif top - _HEAD_ABOVE <= self.position <= last + _FOOT:
                self._read_surroundings(line, top=top, first=first, last=last)
            else:
                self._place(Role.CHROME, reason_of(line.text))
        self._finish()
        if not self.headline:
            open_with_text(self)

    def _box(self, line: HintedLine, body: frozenset[int], last: int) -> str:
        """What a line that reads as text is part of: a box that tells of the writer below the
        story, or one that asks for an address; empty for text."""
        if line.hint is Hint.RELATED and not line.value and not self._names_story_below():
            return "list of other stories"
        if line.hint is not Hint.TEXT:
            return ""
        if embedded := self._embedded(line):
            return embedded
        if self.byline and self.position == last and len(body) > 1:
            names = _NAMES.split(self.byline)
            return "author box" if any(map(line.text.startswith, filter(None, names))) else ""
        if looks_like_crosshead(line.text) and "newsletter" in signs_of(line.text):
            below = self.position + 1
            while below <= self.story.last and self.lines[below].hint is Hint.BLANK:
                below += 1
            return "" if below in body else "newsletter box"
        return ""

    def _names_story_below(self) -> bool:
        """Whether the line below a label such as `Read also` is the title of another story."""
        below = self._text_below()
        return (
            below is not None and below.hint is Hint.TEXT and not looks_like_paragraph(below.text)
        )

    def _is_of_table(self, k: int) -> bool:
        return k in self.rows or (bool(self.rows) and self.lines[k].hint is Hint.BLANK)

    def _read_signature(self, line: HintedLine) -> None:
        """A name that stands twice names the writer, whatever the page says below of others."""
        if not self.has_text:
            self.byline, self.is_byline_sure, self.writers = line.text, True, None
        self._place(Role.BYLINE)

    def _is_caption_by_place(self, line: HintedLine, *, in_text: bool) -> bool:
        """Whether a line is a caption by its label, by the one above it, or in a gallery."""
        if self.position in self.gallery:
            return True
        if line.hint is not Hint.TEXT:
            return False
        if has_caption_label(line):
            return True
        above = None if self.above is None else self.lines[self.above]
        if above is None or above.hint is not Hint.COUNTER:
            return False
        if not in_text or not self.has_text:
            return True
        return above.text.casefold().rstrip(":") in vocabulary.CAPTION_LABELS

    def _is_known_caption(self, line: HintedLine) -> bool:
        return bool(self.known_captions) and same_words(line.text) in self.known_captions

    def _own_body(self, headline: str) -> frozenset[int]:
        """The lines of the text. `Updated 2 hours ago` is none, whatever the labeller says, nor is
        a caption that the markup names, nor the headline printed again, given in the words of
        `same_words`."""
        body = self.story.reading.body if self.story.reading else frozenset[int]()
        longest = 2 * len(self.headline) + 20  # the same words never take more, marks and all
        places = [
            k
            for k in sorted(body)
            if self.lines[k].hint is not Hint.UPDATED
            and not self._is_known_caption(self.lines[k])
            and not (
                headline
                and len(self.lines[k].text) <= longest
                and has_words(self.lines[k].text, headline)
            )
        ]
        if places:
            self.writers = self._find_byline(places[0], places[-1], self.story.headline)
        if self.writers is not None:
            places = [k for k in places if k not in self.writers.lines]
        while len(places) > 1 and self._is_date_or_label(self.lines[places[0]]):
            del places[0]
        while len(places) > 1 and self._is_date_at_end(self.lines[places[-1]]):
            del places[-1]
        return frozenset((*places, *self._signatures(places)))

    def _signatures(self, body: Sequence[int]) -> Iterator[int]:
        """The lines right below the text's that tell who wrote the post quoted there."""
        for k in body:
            below = k + 1
            while below < self.story.last and self.lines[below].hint is Hint.BLANK:
                below += 1
            line = self.lines[min(below, self.story.last)]
            if below <= self.story.last and line.text and is_post_signature(line.text):
                yield below

    def _unseen_headline(self, first: int, last: int) -> int | None:
        """A line above the text that could be its headline, with an issue that says so."""
        headline = headline_above(self.lines, first, self.story.first)
        if headline is not None:
            number = self.lines[headline].line.number
            self.issues.append(Issue("doubtful-headline", number, UNCLEAR))
            self.writers = self.writers or self._find_byline(first, last, headline)
        return headline

    def _find_byline(self, first: int, last: int, top: int | None) -> Byline | None:
        """The byline near a text that begins and ends on these lines, below a headline at `top`."""
        end = self.story.last + 1
        if top is None or top > last:
            top = first - 1
        above = max(self.story.first, min(top, first) - _ABOVE)
        return find_byline(
            self.lines,
            self.marks,
            head=range(max(above, first - _LONGEST_HEAD), min(first + _INTO_TEXT, end)),
            foot=range(max(first, last - _ENDS), min(last + _BELOW, end)),
            last=last,
            top=top,
            people=self.people,
            teams=self.teams,
        )

    def _is_of_writers(self) -> bool:
        return self.writers is not None and self.position in self.writers.lines

    def _is_date_or_label(self, line: HintedLine) -> bool:
        text = line.text
        if READING_TIME.fullmatch(text) and len(text) <= LONGEST_DATE:
            return True
        return self._is_date(line) or label_of(text) is not DateLabel.NONE

    def _is_date_at_end(self, line: HintedLine) -> bool:
        return self._is_date(line) and not is_post_signature(line.text)

    def _read_text(self, line: HintedLine) -> None:
        if line.hint is Hint.RELATED:
            self._read_related_link(line)
        elif line.hint is Hint.TOPICS:
            self._read_topics(line)
        elif line.hint is Hint.TEXT and (
            ends_in_photo_bracket(line.text) or self._has_credit_below(line)
        ):
            self._add_caption(line)
        elif line.hint is Hint.BULLET and self._is_summary():
            self._add_bullet(line)
        elif line.hint is Hint.BULLET:
            self._add_block(BlockKind.LIST_ITEM, Role.LIST_ITEM, line.value)
        elif self._continues_sentence(line):
            self._join(line)
        elif self._stands_over_text(line):
            self._add_block(BlockKind.CROSSHEAD, Role.CROSSHEAD, line.text)
        else:
            self._add_paragraph(line)

    def _is_summary(self) -> bool:
        """Whether a bullet is one of a few right under the headline, with prose below them."""
        if self.has_text or not self.headline:
            return False
        if any(block.kind is not BlockKind.CAPTION for block in self.body):
            return False
        bullets = len(self.bullets)
        for line in self.lines[self.position : self.story.last + 1]:
            if bullets > _MOST_BULLETS:
                return False
            if line.hint is Hint.BULLET:
                bullets += 1
            elif line.hint is not Hint.BLANK:
                return bullets <= _MOST_BULLETS and looks_like_paragraph(line.text)
        return False

    def _goes_on_summary(self, line: HintedLine) -> bool:
        return bool(self.bullets) and line.hint is Hint.BULLET and self._is_summary()

    def _stands_over_text(self, line: HintedLine) -> bool:
        if line.hint is not Hint.TEXT or not looks_like_crosshead(line.text):
            return False
        if is_post_signature(line.text):
            return False
        below = self._text_below()
        return (
            below is not None
            and not starts_small(below.text)
            and not looks_like_crosshead(below.text)
        )

    def _read_surroundings(self, line: HintedLine, *, top: int, first: int, last: int) -> None:
        """A line near the story that is none of its text: a date, a byline, a caption, a part of
        the standfirst, or else the page's."""
        text = line.text
        own = self.position < first or self.position > last
        if self.writers is not None and self.position in self.writers.lines:
            self.byline, self.is_byline_sure = self.writers.text, self.writers.is_sure
            if is_date_text(text) and self._adds_date(line, is_in_head=self.position < first):
                self.dates += self._dates_of(line)
            self._place(Role.BYLINE)
        elif line.hint is Hint.UPDATED:
            self._read_furniture(line)
        elif (
            own and is_short_date(text) and self._adds_date(line, is_in_head=self.position < first)
        ):
            self._read_date(line)
        elif line.hint is Hint.TOPICS and self.position > first:
            self._read_topics(line)
        elif line.hint is Hint.RELATED and first < self.position < last and line.value:
            self._add_block(BlockKind.RELATED_LINK, Role.RELATED_LINK, line.value)
        elif (top < self.position <= last and self._is_picture_line(line)) or (
            self.position < top and self._is_picture_above(line)
        ):
            self._add_caption(line)
        elif self._goes_on_summary(line) or (
            top < self.position < first and self._is_standfirst(line)
        ):
            self._add_bullet(line)
        else:
            self._place(Role.CHROME, reason_of(line.text))

    def _is_standfirst(self, line: HintedLine) -> bool:
        """Whether a line between the headline and the text is a part of the standfirst."""
        return could_be_standfirst(line)

    def _adds_date(self, line: HintedLine, *, is_in_head: bool) -> bool:
        """Whether a line's date is the story's first, or tells what those before it do not: one
        with another label, or the head's own below a date that stands above the headline."""
        if not self.dates:
            return True
        labels = {found.label for found in self.dates}
        if any(found.label not in {*labels, DateLabel.NONE} for found in self._dates_of(line)):
            return True
        is_told = DateLabel.PUBLISHED in labels or any(
            found.label is DateLabel.NONE and found.line >= self.top for found in self.dates
        )
        return is_in_head and not is_told and self.position >= self.top and self._is_date(line)

    def _is_picture_line(self, line: HintedLine) -> bool:
        """A caption with a credit at its end or below it, or that credit."""
        if is_credited(line) or (line.hint is Hint.TEXT and self._has_credit_below(line)):
            return True
        return line.credited.evidence is Evidence.ALONE and self._is_below_caption()

    def _is_picture_above(self, line: HintedLine) -> bool:
        """A caption with a credit at its end, above the headline."""
        if self.marks or line.text.count(" ") < _CAPTION_WORDS:
            return False
        return line.credited.evidence is not Evidence.ALONE and is_credited(line)

    def _read_topics(self, line: HintedLine) -> None:
        self.topics += split_names(line.value)
        self._place(Role.TOPICS)
