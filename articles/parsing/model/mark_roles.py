"""What the elements around a line say that it is: a caption, a date, a byline, a menu."""

from __future__ import annotations

from enum import Enum, auto
from functools import lru_cache
from itertools import pairwise
from typing import Final

from articles.parsing.marks import Element, Mark


class MarkRole(Enum):
    """What markup calls a line; a line can be several."""

    HEADLINE = auto()
    CAPTION = auto()
    CREDIT = auto()
    DATE = auto()
    BYLINE = auto()
    STANDFIRST = auto()
    ITEM = auto()
    QUOTE = auto()
    MENU = auto()
    OTHER_STORY = auto()


ELSEWHERE: Final = frozenset({MarkRole.MENU, MarkRole.OTHER_STORY})
"""What stands outside the story."""

_REACH: Final = 4
"""Elements around a line that are asked; what stands farther outside holds more than the line."""

_HOLDS_LITTLE: Final = frozenset({"figcaption", "time", "blockquote"})
"""Elements that hold nothing but what they are called, however deep."""

_ROLES_OF_TAG: Final = {
    "figcaption": MarkRole.CAPTION,
    "time": MarkRole.DATE,
    "li": MarkRole.ITEM,
    "dd": MarkRole.ITEM,
    "blockquote": MarkRole.QUOTE,
    "nav": MarkRole.MENU,
    "footer": MarkRole.MENU,
    "aside": MarkRole.OTHER_STORY,
}
_ROLES_OF_WORD: Final = {
    word: role
    for role, words in {
        MarkRole.HEADLINE: "headline",
        MarkRole.CAPTION: "caption captions figcaption bildunterschrift legende",
        MarkRole.CREDIT: "credit credits photographer copyright",
        MarkRole.DATE: "date datetime timestamp datepublished datemodified pubdate published"
        " datum fecha dateline",
        MarkRole.BYLINE: "byline author authors autor auteur autore writer writers",
        MarkRole.STANDFIRST: "standfirst subtitle subheadline subheading subhead summary lede dek"
        " excerpt sapo chapo perex intro lead deck",
        MarkRole.MENU: "nav navigation navbar menu breadcrumb breadcrumbs masthead logo search"
        " cookie cookies consent modal popup",
        MarkRole.OTHER_STORY: "related recommended recommendations sidebar teaser teasers promo"
        " trending popular outbrain taboola comments disqus",
        MarkRole.QUOTE: "pullquote",
    }.items()
    for word in words.split()
}
_PAIRS: Final = {
    ("entry", "title"): MarkRole.HEADLINE,
    ("post", "title"): MarkRole.HEADLINE,
    ("article", "title"): MarkRole.HEADLINE,
    ("story", "title"): MarkRole.HEADLINE,
    ("article", "headline"): MarkRole.HEADLINE,
    ("sub", "title"): MarkRole.STANDFIRST,
    ("sub", "headline"): MarkRole.STANDFIRST,
    ("pull", "quote"): MarkRole.QUOTE,
    ("site", "title"): MarkRole.MENU,
    ("site", "name"): MarkRole.MENU,
    ("site", "branding"): MarkRole.MENU,
}
_NEAR: Final = 1


def roles_of(mark: Mark) -> frozenset[MarkRole]:
    """What the markup near a line calls it. Menus and boxes of other stories are so with all that
    they hold; the other roles are said of few lines only."""
    return _roles_around(mark.inner, mark.element.depth)


@lru_cache(maxsize=4096)
def _roles_around(inner: Element, depth: int) -> frozenset[MarkRole]:
    """The roles by the elements from `inner` on outwards; the line's block is `depth` deep."""
    found: set[MarkRole] = set()
    for element in inner.around():
        steps = depth - element.depth
        if steps > _REACH:
            break
        own = _roles_of(element.tag, element.words)
        found |= own if steps <= _NEAR or element.tag in _HOLDS_LITTLE else own & ELSEWHERE
    return frozenset(found)


@lru_cache(maxsize=4096)
def _roles_of(tag: str, words: tuple[str, ...]) -> frozenset[MarkRole]:
    found = {role for word in words if (role := _ROLES_OF_WORD.get(word))}
    found |= {role for pair, role in _PAIRS.items() if _holds(words, pair)}
    if MarkRole.STANDFIRST in found:
        found.discard(MarkRole.HEADLINE)
    role = _ROLES_OF_TAG.get(tag)
    return frozenset(found | {role} if role else found)


def _holds(words: tuple[str, ...], pair: tuple[str, str]) -> bool:
    return pair in pairwise(words)


def heading_level(mark: Mark) -> int:
    """1 to 6 for a line in `h1` to `h6`, 0 for any other."""
    here: Element | None = mark.element
    for _ in range(2):
        if here is None:
            return 0
        tag = here.tag
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            return int(tag[1])
        here = here.parent
    return 0
