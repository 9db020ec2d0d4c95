"""The pictures of a page, each at the caption below it or with the story in which it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from articles.parsing.marks import Element, Mark, PageImage
from articles.parsing.model.mark_roles import ELSEWHERE, roles_of
from articles.parsing.types import (
    Block,
    BlockKind,
    PageHints,
    ParsedArticle,
    StoryImage,
)

MOST_WITHOUT_CAPTION: Final = 20
"""Pictures of a story that have no caption; what goes on beyond that is decoration."""

_REACH: Final = 6
"""Elements around a caption in which its picture is looked for."""

_NEAR: Final = 2
"""Lines between a picture and its caption, such as a credit and a button, where no `figure` holds
the two together."""

_TEXT: Final = frozenset(BlockKind) - {BlockKind.CAPTION}


def with_images(
    articles: Sequence[ParsedArticle],
    marks: Sequence[Mark],
    images: Sequence[PageImage],
    hints: PageHints,
) -> tuple[ParsedArticle, ...]:
    """The articles with the pictures that their page shows.

    The picture of a caption stands in the same `figure`, or in the innermost element with the
    caption that holds none of the text, or right beside it. Of the others those count that stand
    between the headline and the end of the text, and in no menu or box of other stories. The
    picture that the page names for others to show is a spare, where it is none of these.
    """
    if not images and not hints.image:
        return tuple(articles)
    shown = _Shown(marks, images, articles)
    bodies = [tuple(shown.with_image(block) for block in article.body) for article in articles]
    found = []
    for article, body in zip(articles, bodies, strict=True):
        own = shown.without_caption(article)
        if len(articles) == 1 and hints.image and not shown.has(hints.image):
            lead = StoryImage((hints.image,), hints.image_alt, hints.image_credit, is_spare=True)
            own = [*own, lead]
        found.append(replace(article, body=body, images=tuple(own)))
    return tuple(found)


@dataclass(slots=True)
class _Shown:
    """The pictures of a page that no caption and no story has taken yet."""

    marks: Sequence[Mark]
    images: Sequence[PageImage]
    articles: Sequence[ParsedArticle]
    around: list[frozenset[Element]] = field(init=False)
    holding_text: frozenset[Element] = field(init=False)
    taken: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.around = [frozenset(image.element.around()) for image in self.images]
        text = (
            mark
            for article in self.articles
            for block in article.body
            if block.kind in _TEXT
            for mark in self._marks_of(block)
        )
        self.holding_text = frozenset(_around_all(text))

    def with_image(self, block: Block) -> Block:
        """A caption with its picture; any other block as it is."""
        if block.kind is not BlockKind.CAPTION or not self.images:
            return block
        for span in block.spans:
            place = self._image_of(span.first)
            if place is not None:
                self.taken.add(place)
                return block._replace(image=_of_story(self.images[place]))
        return block

    def _image_of(self, line: int) -> int | None:
        """The picture of the caption that stands on a line."""
        for steps, element in enumerate(self.marks[line - 1].element.around()):
            if steps > _REACH or element.tag == "body":
                return None
            inside = [
                place
                for place in self._left()
                if element in self.around[place]
                and (element.tag == "figure" or -1 <= line - 1 - self.images[place].lines <= _NEAR)
            ]
            if element in self.holding_text:
                beside = (place for place in inside if self.images[place].lines in (line - 1, line))
                return min(beside, key=self._distance(line), default=None)
            if inside:
                return min(inside, key=self._distance(line))
        return None

    def _distance(self, line: int) -> _Distance:
        return _Distance(self.images, line)

    def without_caption(self, article: ParsedArticle) -> list[StoryImage]:
        """The pictures that stand in a story and have no caption."""
        texts = [block for block in article.body if block.kind in _TEXT and block.spans]
        if not texts or not self.images:
            return []
        first = min(block.spans[0].first for block in texts)
        last = max(block.spans[-1].last for block in texts)
        marks = [mark for block in texts for mark in self._marks_of(block)]
        holder = _common(mark.element for mark in marks)
        found = []
        for place in self._left():
            image = self.images[place]
            is_above = article.lines.first - 1 <= image.lines < first
            is_within = first <= image.lines <= last and holder in self.around[place]
            if not (is_above or is_within) or roles_of(Mark(image.element, image.element)) & (
                ELSEWHERE
            ):
                continue
            self.taken.add(place)
            found.append(_of_story(image))
            if len(found) == MOST_WITHOUT_CAPTION:
                break
        return found

    def has(self, address: str) -> bool:
        """Whether a caption or a story has taken the picture at an address."""
        return any(address in self.images[place].addresses for place in self.taken)

    def _left(self) -> Iterator[int]:
        return (place for place in range(len(self.images)) if place not in self.taken)

    def _marks_of(self, block: Block) -> Iterator[Mark]:
        for span in block.spans:
            yield from self.marks[span.first - 1 : span.last]


@dataclass(frozen=True, slots=True)
class _Distance:
    """How far a picture stands from a line; above it is nearer than below."""

    images: Sequence[PageImage]
    line: int

    def __call__(self, place: int) -> tuple[int, bool]:
        between = self.line - 1 - self.images[place].lines
        return abs(between), between < 0


def _of_story(image: PageImage) -> StoryImage:
    return StoryImage(image.addresses, image.alt)


def _around_all(marks: Iterable[Mark]) -> Iterator[Element]:
    seen: set[Element] = set()
    for mark in marks:
        for element in mark.element.around():
            if element in seen:
                break
            seen.add(element)
            yield element


def _common(elements: Iterable[Element]) -> Element:
    """The innermost element that holds all of these; there is at least one."""
    found: Element | None = None
    for element in elements:
        if found is None:
            found = element
            continue
        inside = set(found.around())
        found = next((each for each in element.around() if each in inside), found)
    if found is None:
        raise ValueError("no elements")
    # A lone paragraph holds no picture beside it.
    return found.parent if found.tag == "p" and found.parent is not None else found
