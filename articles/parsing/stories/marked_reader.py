"""A page of markup into an article: what the trees take for the text is read along the elements
that its lines stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from articles.parsing.dates.printed_dates import is_date_text, is_whole_date
from articles.parsing.line_kinds import Hint, HintedLine
from articles.parsing.marks import Element, Mark
from articles.parsing.model.features import signs_of
from articles.parsing.model.mark_roles import ELSEWHERE, MarkRole, heading_level, roles_of
from articles.parsing.types import BlockKind, Role

from .page_reader import PageReader
from .segment import same_words

_LONGEST_CROSSHEAD: Final = 200
"""Characters."""


_MOST_BULLETS: Final = 6
_LONGEST_CREDIT: Final = 80

# `Photo: Ida Brandt`, `Foto – Reuters`, `© AFP`
_CREDIT_LABEL: Final = re.compile(
    r"(?:(?:photo|picture|image|credit|foto|bild|crédit|quelle|fotografía|фото|صورة|写真)s?"
    r"(?: (?:by|von|credit|de|par))?\s*[:–/-]\s*|©\s*)"
    rf"(?P<name>\S.{{1,{_LONGEST_CREDIT}}}?)\.?",
    re.IGNORECASE,
)
_FIGURES: Final = frozenset({"figure", "figcaption"})
_CAPTION_WORDS: Final = frozenset({"caption", "captions", "bildunterschrift", "legende"})
_CAPTION_REACH: Final = 2
_INTO_TEXT: Final = 5
_LONGEST_OF_HEAD: Final = 90
_MOST_WORDS_OF_BUTTON: Final = 4
_OF_HEAD: Final = frozenset({"share", "photo"})
_SUMMARY: Final = frozenset({MarkRole.STANDFIRST, MarkRole.ITEM})


@dataclass(slots=True)
class MarkedReader(PageReader):
    """Reads one story of a page of markup. `summary` are the lines of its standfirst."""

    summary: frozenset[int] = frozenset()

    def read(self) -> None:
        """Gives every line of the page its place."""
        self.summary = self._find_summary()
        PageReader.read(self)

    def _find_summary(self) -> frozenset[int]:
        """The lines at the beginning of the text that its markup calls a standfirst, or that are
        items of a list: a few, with more text below them."""
        reading = self.story.reading
        body = sorted(reading.body) if reading else []
        run = []
        for k in body:
            if _SUMMARY.isdisjoint(roles_of(self.marks[k])):
                break
            run.append(k)
        own, rest = (sum(self.lines[k].text.count(" ") for k in some) for some in (run, body))
        return frozenset(run if len(run) <= _MOST_BULLETS and 3 * own < rest else ())

    def _own_body(self, headline: str) -> frozenset[int]:
        own = sorted(PageReader._own_body(self, headline))
        while len(own) > 1 and self._is_of_head(self.lines[own[0]]):
            del own[0]
        dates = (k for k in own[1:_INTO_TEXT] if is_whole_date(self.lines[k].text))
        return frozenset(own).difference(dates)

    def _is_of_head(self, line: HintedLine) -> bool:
        """Whether a line that the text begins with is a date, a reading time or a button."""
        text = line.text
        if len(text) > _LONGEST_OF_HEAD:
            return False
        signs = signs_of(text)
        if self._is_date_or_label(line):
            return True
        return text.count(" ") < _MOST_WORDS_OF_BUTTON and bool(_OF_HEAD.intersection(signs))

    def _read_surroundings(self, line: HintedLine, *, top: int, first: int, last: int) -> None:
        if not self._is_of_writers() and self._is_dated_head(line, first):
            first = self.position + 1  # a standfirst stands above the date
        PageReader._read_surroundings(self, line, top=top, first=first, last=last)

    def _is_dated_head(self, line: HintedLine, first: int) -> bool:
        """Whether a line right below the text's first ones is the date of the story's head."""
        return (
            first < self.position <= first + _INTO_TEXT
            and len(line.text) <= _LONGEST_OF_HEAD
            and is_date_text(line.text)
            and not roles_of(self.marks[self.position]) & ELSEWHERE
        )

    def _is_known_caption(self, line: HintedLine) -> bool:
        roles = roles_of(self.marks[line.line.number - 1])
        return MarkRole.CAPTION in roles and MarkRole.OTHER_STORY not in roles

    def _add_caption(self, line: HintedLine) -> None:
        """A caption whose markup parts it is one, and its last part may be the credit."""
        above, number = self.latest_caption
        figure = _figure(self.marks[self.position])
        if above < 0 or figure is None or _figure(self.marks[above]) is not figure:
            PageReader._add_caption(self, line)
            return
        block = self.body[number]
        text, credit, _ = line.credited
        if not block.credit and MarkRole.CREDIT in roles_of(self.marks[self.position]):
            block = block._replace(credit=credit or line.text)
        elif not block.credit and (label := _CREDIT_LABEL.fullmatch(line.text)):
            block = block._replace(credit=label["name"])
        elif same_words(text) not in same_words(block.text):
            block = block._replace(text=f"{block.text} {text}", credit=block.credit or credit)
        self.body[number] = block
        self.repeats.setdefault(number, []).append(self._span())
        self.latest_caption = self.position, number
        self._place(Role.CAPTION)

    def _is_standfirst(self, line: HintedLine) -> bool:
        roles = roles_of(self.marks[self.position])
        return MarkRole.STANDFIRST in roles and not roles & ELSEWHERE

    def _is_of_summary(self) -> bool:
        """Whether a line is of the summary; above a text without a headline only where its markup
        calls it so, for what is no headline there may be one."""
        if self.position not in self.summary:
            return False
        return bool(self.headline) or MarkRole.STANDFIRST in roles_of(self.marks[self.position])

    def _read_text(self, line: HintedLine) -> None:
        mark = self.marks[self.position]
        if line.hint is not Hint.TEXT:
            PageReader._read_text(self, line)
        elif self._is_of_summary() and not heading_level(mark):
            self._add_bullet(line)
        elif heading_level(mark) and len(line.text) <= _LONGEST_CROSSHEAD:
            self._add_block(BlockKind.CROSSHEAD, Role.CROSSHEAD, line.text)
        elif MarkRole.ITEM in roles_of(mark):
            self._add_block(BlockKind.LIST_ITEM, Role.LIST_ITEM, line.text)
        else:
            PageReader._read_text(self, line)


def _figure(mark: Mark) -> Element | None:
    """The element that holds a caption with all its parts."""
    found = None
    for steps, element in enumerate(mark.element.around()):
        if element.tag in _FIGURES:
            return element
        if steps <= _CAPTION_REACH and not _CAPTION_WORDS.isdisjoint(element.words):
            found = element
    return found
