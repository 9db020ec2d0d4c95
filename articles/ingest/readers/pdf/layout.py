"""The pages of a PDF as stories: which lines are headings, captions, lists, and which run on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from articles.ingest.readers.documents.blocks import Block, BlockKind, DocumentStory
from articles.parsing.wrapping.words import WordList

from .furniture import take_furniture
from .headings import Headings
from .paragraphs import Stretch, stretches_of, without_bullet
from .printed_page import PrintedPage
from .reading_order import regions_of
from .right_to_left import is_right_to_left
from .stories import starts_of_stories

_LONGEST_CAPTION: Final = 500
_CAPTION_GAP: Final = 2.2
"""Sizes of the type between a picture and its caption at most."""
_SMALLER: Final = 0.95
_FEWEST_ROWS: Final = 2
_STORY_WORDS: Final = 40
# `Ferry link returns ........ 12`
_CONTENTS: Final = re.compile(r".*(?:\.\s?){4,}\s*\d{1,4}|.*…{2,}\s*\d{1,4}")
_HYPHENS: Final = ("-", "\u2010", "\u00ad")
_CREDIT: Final = re.compile(
    r"\((?:photo|foto|picture|afp|ap|reuters|epa|dpa|getty)\b", re.IGNORECASE
)


@dataclass(slots=True)
class Layout:
    """What the pages come to."""

    stories: list[DocumentStory]
    furniture: list[str]
    address: str = ""
    word_count: int = 0
    pictures: dict[str, bytes] = field(default_factory=dict)


def layout_of(pages: Sequence[PrintedPage]) -> Layout:
    """The stories on the pages; takes the pages' furniture off them."""
    size = _body_size(pages)
    furniture, address = take_furniture(pages, size)
    stretches: list[Stretch] = []
    for page in pages:
        letters = " ".join(piece.text for piece in page.pieces)
        regions = regions_of(page.pieces, size=size, from_right=is_right_to_left(letters))
        for region in regions:
            stretches.extend(stretches_of(region, page=page.number))
    contents = [one for one in stretches if _is_contents(one)]
    furniture += [line for one in contents for line in one.lines]
    stretches = [one for one in stretches if not _is_contents(one)]
    headings = Headings(stretches, size)
    furniture += headings.mastheads
    starts = starts_of_stories(headings)
    items = _Builder(headings, pages).items()
    words = WordList([item.lines for item in items if item.lines])
    layout = Layout([], furniture, address)
    current = DocumentStory()
    layout.stories.append(current)
    for item in items:
        if item.first in starts and current.blocks:
            is_cover = len(layout.stories) == 1 and not _has_text(current)
            if is_cover and headings.stretches[item.first].page > headings.stretches[0].page:
                layout.furniture += [block.text for block in current.blocks if block.text]
                current.blocks.clear()
            elif is_cover:
                _lower(current)
            else:
                current = DocumentStory()
                layout.stories.append(current)
        current.blocks.append(_block(item, words))
        layout.word_count += sum(line.count(" ") + 1 for line in item.lines)
    layout.pictures = {
        address_of(page.number, number): raw
        for page in pages
        for number, raw in page.pictures.items()
        if raw
    }
    return layout


def _has_text(story: DocumentStory) -> bool:
    """Whether what stands before the first of several stories is a text of its own."""
    return sum(block.text.count(" ") + 1 for block in story.blocks) >= _STORY_WORDS


def _lower(story: DocumentStory) -> None:
    """What stands above a headline on its page is no other headline."""
    for block in story.blocks:
        if block.kind is BlockKind.HEADING:
            block.kind = BlockKind.PARAGRAPH


def address_of(page: int, picture: int) -> str:
    """What the page's HTML calls a picture."""
    return f"page{page}-image{picture}.jpg"


def _body_size(pages: Iterable[PrintedPage]) -> float:
    """The size of type in which most letters are set."""
    letters: Counter[float] = Counter()
    for page in pages:
        for piece in page.pieces:
            if piece.text:
                letters[round(2 * piece.size) / 2] += len(piece.text)
    return max(letters.most_common(1)[0][0], 1.0) if letters else 10.0


def _is_contents(stretch: Stretch) -> bool:
    return bool(stretch.lines) and all(map(_CONTENTS.fullmatch, stretch.lines))


@dataclass(slots=True)
class _Item:
    """What becomes a block; `first` is the number of its first stretch."""

    kind: BlockKind
    first: int
    lines: list[str]
    level: int = 0
    address: str = ""
    rows: list[list[str]] = field(default_factory=list)


class _Builder:
    """Puts stretches together: pictures with captions, paragraphs over columns and pages."""

    def __init__(self, headings: Headings, pages: Sequence[PrintedPage]) -> None:
        self._headings = headings
        self._stretches = headings.stretches
        self._size = headings.size
        self._has_bytes = {
            (page.number, number) for page in pages for number, raw in page.pictures.items() if raw
        }
        self._found: list[_Item] = []
        self._last: tuple[_Item, Stretch] | None = None
        """The paragraph that the next may continue."""

    def items(self) -> list[_Item]:
        number = 0
        while number < len(self._stretches):
            number = self._take(number)
        return self._found

    def _take(self, number: int) -> int:
        """Takes one stretch, or several that are one; returns the number of the next."""
        stretch = self._stretches[number]
        if stretch.picture:
            return self._take_picture(number)
        if level := self._headings.level(number):
            self._last = None
            self._add(BlockKind.HEADING, number, stretch.lines, level=level)
            return number + 1
        end = self._end_of_table(number)
        if end - number >= _FEWEST_ROWS:
            rows = [cells for one in self._stretches[number:end] for cells in one.rows]
            self._add(BlockKind.TABLE, number, [], rows=rows)
            self._last = None
            return end
        if stretch.is_item:
            lines = [without_bullet(stretch.lines[0]), *stretch.lines[1:]]
            self._add(BlockKind.LIST_ITEM, number, lines)
            self._last = None
            return number + 1
        if self._last and self._continues(self._last[1], stretch):
            self._last[0].lines.extend(stretch.lines)
            self._last = self._last[0], stretch
            return number + 1
        item = self._add(BlockKind.PARAGRAPH, number, list(stretch.lines))
        if stretch.size >= _SMALLER * self._size:
            self._last = item, stretch
        return number + 1

    def _take_picture(self, number: int) -> int:
        picture = self._stretches[number]
        has_bytes = (picture.page, picture.picture) in self._has_bytes
        address = address_of(picture.page, picture.picture) if has_bytes else ""
        after = number + 1
        if after < len(self._stretches) and self._is_caption(picture, self._stretches[after]):
            lines = self._stretches[after].lines
            self._add(BlockKind.CAPTION, number, lines, address=address)
            return after + 1
        if address:
            self._add(BlockKind.PICTURE, number, [], address=address)
        return after

    def _is_caption(self, picture: Stretch, below: Stretch) -> bool:
        if below.picture or below.page != picture.page or len(below.text) > _LONGEST_CAPTION:
            return False
        if not -0.5 * below.size <= below.top - picture.bottom <= _CAPTION_GAP * below.size:
            return False
        shared = min(picture.right, below.right) - max(picture.left, below.left)
        if shared < 0.5 * (below.right - below.left) or below.size > 1.1 * self._size:
            return False
        is_set_apart = below.size < _SMALLER * self._size or below.is_italic
        width = below.column[1] - below.column[0]
        is_narrow = below.left > below.column[0] + 0.03 * width and len(below.lines) <= 4
        return bool(is_set_apart or is_narrow or _CREDIT.search(below.text))

    def _end_of_table(self, number: int) -> int:
        end = number
        while end < len(self._stretches):
            rows = self._stretches[end].rows
            if not rows or not all(len(cells) > 1 for cells in rows) or self._headings.level(end):
                break
            end += 1
        return end

    def _continues(self, above: Stretch, below: Stretch) -> bool:
        """Whether a paragraph goes on in another column or on another page."""
        is_elsewhere = above.page != below.page or above.column != below.column
        is_elsewhere = (
            is_elsewhere or below.top < above.top or self._is_beside_picture(above, below)
        )
        if not is_elsewhere or below.begins_set_in or not above.is_open:
            return False
        if abs(above.size - below.size) > 0.07 * above.size or above.is_bold != below.is_bold:
            return False
        first = below.lines[0][:1]
        return first.islower() or above.lines[-1].endswith(_HYPHENS) or len(above.lines) > 1

    def _is_beside_picture(self, above: Stretch, below: Stretch) -> bool:
        return any(
            one.picture and one.page == above.page and above.bottom <= one.top <= below.top
            for one in self._stretches
        )

    def _add(
        self,
        kind: BlockKind,
        number: int,
        lines: list[str],
        *,
        level: int = 0,
        address: str = "",
        rows: list[list[str]] | None = None,
    ) -> _Item:
        item = _Item(kind, number, lines, level, address, rows or [])
        self._found.append(item)
        return item


def _block(item: _Item, words: WordList) -> Block:
    text = words.joined(item.lines) if item.lines else ""
    return Block(item.kind, text, item.level, item.address, rows=item.rows)
