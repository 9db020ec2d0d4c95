"""Where on a page an element stands: in the story's own part, or in a box of other things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from resiliparse.parse.html import DocumentNode, ElementNode, Node

_HIGHEST: Final = 40
"""Elements around one that are looked at; of 1,378 real pages a headline has 34 at most."""

_STEPS: Final = 7
"""Elements around the headline in which the story's byline and date are looked for."""

_MOST: Final = 60
_BOXES: Final = frozenset({"nav", "aside", "footer", "form", "template", "noscript"})
# Classes and ids of boxes with other stories, readers' comments, menus
_BOX: Final = re.compile(
    r"(?i)(?:^|[\s_-])(?:comments?|respond|related|recommend\w*|recirc\w*|more[-_]?(?:from|stories"
    r"|news|on|in|articles)|read[-_]?(?:more|next|also)|most[-_]?(?:read|popular|viewed)|popular"
    r"|trending|latest|teasers?|sidebar|side[-_]bar|widgets?|footer|nav|navbar|menu|breadcrumbs?"
    r"|newsletter|promo|ads?|advert\w*|outbrain|taboola|carousel|ticker|cookie\w*)(?:$|[\s_-])"
)
_COMMENT_TYPE: Final = re.compile(r"(?i)/(?:User)?Comments?$")


def headline_element(document: DocumentNode, headlines: frozenset[str]) -> ElementNode | None:
    """The page's own `h1`: one with a stated headline (case folded), or the first with words."""
    first = None
    for element in document.query_selector_all("h1")[:_MOST]:
        words = " ".join((element.text or "")[:2000].split()).casefold()
        if words in headlines:
            return element
        if words and first is None:
            first = element
    return first


def near(
    document: DocumentNode, headline: ElementNode | None, selector: str
) -> Iterator[ElementNode]:
    """The elements that a selector names in the story's own part of the page: those that stand
    nearest to the headline. Without any near it, those of the page's article or main part."""
    around: Node | None = headline
    for _ in range(_STEPS):
        around = around.parent if around is not None else None
        if not isinstance(around, ElementNode) or around.tag in ("body", "html"):
            break
        found = around.query_selector_all(selector)[:_MOST]
        if own := [element for element in found if is_own(element, around)]:
            yield from own
            return
    for place in ("article", "main", "[role='main']"):
        part = document.query_selector(place)
        if part is None:
            continue
        found = part.query_selector_all(selector)[:_MOST]
        if own := [element for element in found if is_own(element, None)]:
            yield from own
            return


def is_own(element: Node, within: Node | None) -> bool:
    """Whether an element stands in no box of other things, looked at as far as `within`."""
    around: Node | None = element
    for _ in range(_HIGHEST):
        if around is None or around == within or around.tag in ("body", "html"):
            return True
        if around.tag in _BOXES:
            return False
        if isinstance(around, ElementNode) and _is_box(around):
            return False
        around = around.parent
    return True


def _is_box(element: ElementNode) -> bool:
    if element.tag in ("article", "main"):
        return False
    names = f"{(element.getattr('class') or '')[:300]} {(element.getattr('id') or '')[:100]}"
    if _BOX.search(names):
        return True
    kind = element.getattr("itemtype")
    return kind is not None and _COMMENT_TYPE.search(kind) is not None
