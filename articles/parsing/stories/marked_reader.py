"""A page of markup into an article: what the trees take for the text is read along the elements
that its lines stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from articles.parsing.line_kinds import Hint, HintedLine
from articles.parsing.marks import Element, Mark
from articles.parsing.model.mark_roles import MarkRole, heading_level, roles_of
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
_OF_OTHERS: Final = frozenset({MarkRole.OTHER_STORY, MarkRole.MENU})
_SUMMARY: Final = frozenset({MarkRole.STANDFIRST, MarkRole.ITEM})


@dataclass(slots=True)
class MarkedReader(PageReader):
    """Reads one story of a page of markup; `marks` has one for each of the lines. `summary` are
    the lines of its standfirst."""

    marks: Sequence[Mark] = ()
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
        return MarkRole.STANDFIRST in roles and not roles & _OF_OTHERS

    def _read_text(self, line: HintedLine) -> None:
        mark = self.marks[self.position]
        if line.hint is not Hint.TEXT:
            PageReader._read_text(self, line)
        elif self.position in self.summary and self.headline and not heading_level(mark):
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
