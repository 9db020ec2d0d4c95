"""Where on a page an element stands: in the story's own part, or in a box of other things."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from resiliparse.parse.html import DocumentNode, ElementNode, Node, NodeType

_HIGHEST: Final = 40
"""Elements around one that are looked at; of 1,378 real pages a headline has 34 at most."""

_STEPS: Final = 7
"""Elements around the headline in which the story's byline and date are looked for."""

_MOST: Final = 200
_LONG_HEADLINE: Final = 12
_LONGEST: Final = 600
_DEEPEST: Final = 12
_UNREAD: Final = frozenset({"script", "style", "svg", "template", "noscript"})
_APART: Final = frozenset(
    {"div", "p", "li", "ul", "a", "br", "span", "time", "section", "header", "h2", "h3", "h4", "h5"}
    | {"address", "figure", "dl", "dt", "dd"}
)
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
    """The page's own `h1`: one with the words of a stated headline, or of a part of one (all case
    folded), or the first with words."""
    first = within = None
    for element in document.get_elements_by_tag_name("h1")[:_MOST]:
        words = " ".join((element.text or "")[:2000].split()).casefold()
        if words in headlines:
            return element
        is_long = len(words) >= _LONG_HEADLINE
        if within is None and is_long and any(words in one or one in words for one in headlines):
            within = element
        if words and first is None:
            first = element
    return within or first


def nearest(elements: Sequence[ElementNode], headline: ElementNode | None) -> list[ElementNode]:
    """Those of the elements in the story's own part of the page that stand nearest to the headline;
    where none is near it, those of the page's article or main part."""
    nearness = {around: step for step, around in enumerate(_around(headline))}
    found: dict[int, list[ElementNode]] = {}
    for element in elements[:_MOST]:
        distance = _distance(element, nearness)
        if distance is not None:
            found.setdefault(distance, []).append(element)
    return found[min(found)] if found else []


def _around(headline: ElementNode | None) -> list[Node]:
    """The elements around the headline, the nearest first."""
    found: list[Node] = []
    around = headline.parent if headline is not None else None
    while around is not None and around.tag not in ("body", "html") and len(found) < _STEPS:
        found.append(around)
        around = around.parent
    return found


def _distance(element: ElementNode, nearness: Mapping[Node, int]) -> int | None:
    """How many elements around the headline do not hold the element; one more than there are for
    the rest of the page's article or main part, None for its boxes and other parts."""
    around: Node | None = element
    for _ in range(_HIGHEST):
        if around is None or around.tag in ("body", "html"):
            return None
        if around in nearness:
            return nearness[around]
        if isinstance(around, ElementNode) and _is_box(around):
            return None
        if around.tag in ("article", "main") and around is not element:
            is_outermost = is_own(around)
            return _STEPS if is_outermost else None
        around = around.parent
    return None


def words_in(element: ElementNode) -> str:
    """An element's words, those of the elements within it set apart: `Ida Brandt` and `Editor` in
    two boxes are not `Ida BrandtEditor`. Empty of an element with more than `_LONGEST`."""
    text = element.text or ""
    if len(text) > _LONGEST or element.first_element_child is None:
        return " ".join(text.split()) if len(text) <= _LONGEST else ""
    parts: list[str] = []
    _gather(element, parts, _DEEPEST)
    return " ".join(" ".join(parts).split()).strip("| ").replace("| |", "|")


def _gather(node: Node, parts: list[str], depth: int) -> None:
    """Adds the node's texts, a bar between two blocks or two links."""
    for child in node.child_nodes[:_MOST]:
        if not isinstance(child, ElementNode):
            parts.append(child.value or "" if child.type == NodeType.TEXT else "")
        elif child.tag not in _UNREAD and depth:
            is_apart = child.tag in _APART
            if is_apart:
                parts.append(" | ")
            _gather(child, parts, depth - 1)
            if is_apart:
                parts.append(" | ")


def is_own(element: Node) -> bool:
    """Whether an element stands in no box of other things."""
    around: Node | None = element
    for _ in range(_HIGHEST):
        if around is None or around.tag in ("body", "html"):
            return True
        if isinstance(around, ElementNode) and _is_box(around):
            return False
        around = around.parent
    return True


def _is_box(element: ElementNode) -> bool:
    """Whether an element holds other things than the story; an article's own foot does not."""
    if element.tag in ("article", "main") or (element.tag == "footer" and _is_of_article(element)):
        return False
    if element.tag in _BOXES:
        return True
    names = f"{(element.getattr('class') or '')[:300]} {(element.getattr('id') or '')[:100]}"
    if _BOX.search(names):
        return True
    kind = element.getattr("itemtype")
    return kind is not None and _COMMENT_TYPE.search(kind) is not None


def _is_of_article(element: ElementNode) -> bool:
    around: Node | None = element.parent
    for _ in range(_HIGHEST):
        if around is None or around.tag == "article":
            return around is not None
        around = around.parent
    return False
