"""What can be measured of each line of a page of markup: its elements, and those around it.

The measures come on top of those of features.py, which see the text alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import Final, NamedTuple

from articles.parsing.lines.window import distances
from articles.parsing.marks import Element, Mark

from .features import Look

_FAR: Final = 12.0
"""Elements; whatever stands farther outside is as good as not there."""

_TAGS: Final = (
    *("p", "h1", "h2", "h3", "h4", "li", "div", "blockquote", "figcaption", "td", "span", "a"),
    *("pre", "button", "section", "article", "tr", "header"),
)
_TAG_NUMBERS: Final = {
    **{tag: float(number) for number, tag in enumerate(_TAGS, start=1)},
    **{"h5": 5.0, "h6": 5.0, "dd": 6.0, "dt": 6.0, "th": 10.0},
}

_AROUND: Final = (
    *("article", "main", "nav", "aside", "footer", "form", "figure", "table", "blockquote"),
    *("section", "li"),
)
"""Elements whose distance from a line is measured."""

GROUPS: Final[dict[str, frozenset[str]]] = {
    name: frozenset(words.split())
    for name, words in {
        "article": "article artikel articulo articolo artigo story news post entry nota noticia",
        "content": "content contents body text richtext wysiwyg paragraph paragraphs prose texte"
        " texto testo inhalt contenido contenu conteudo cuerpo corps corpo main single page detail",
        "articlebody": "articlebody storybody postbody entrycontent articletext articlecontent"
        " bodytext storytext maintext",
        "comment": "comment comments disqus reply replies respond kommentar kommentare commentaire"
        " comentario comentarios commenti komentar coral viafoura discussion forum",
        "related": "related recommended recommendations recommend similar more also further next"
        " previous prev readmore outbrain taboola relacionadas relacionados verwandt lire suggested"
        " zergnet onward teaser teasers promo",
        "popular": "popular trending latest mostread recent top featured ranking hot best viewed"
        " most",
        "sidebar": "sidebar side rail widget widgets aside secondary complementary right column",
        "footer": "footer foot bottom copyright legal colophon disclaimer contentinfo",
        "header": "header head top masthead banner topbar logo branding",
        "nav": "nav navigation menu menus breadcrumb breadcrumbs navbar pagination pager tabs"
        " toc sitemap crumbs submenu",
        "newsletter": "newsletter subscribe subscription signup optin mailchimp mailing register"
        " membership donate support cta donation",
        "overlay": "modal popup overlay dialog lightbox toast drawer offcanvas tooltip dropdown"
        " notification alert",
        "author": "author authors byline bio writer autor auteur autore redakteur journalist"
        " contributor profile avatar vcard",
        "tag": "tag tags keyword keywords topic topics category categories cat schlagworte label"
        " labels",
        "caption": "caption captions credit credits figcaption legend copyrights photographer"
        " bildunterschrift legende pie",
        "media": "image img figure photo picture gallery slideshow carousel video player audio"
        " media podcast slider slide",
        "card": "card cards list item items grid tile box block listing loop",
        "quote": "quote pullquote blockquote pull citation zitat",
        "lead": "lead lede summary standfirst dek intro subtitle subheadline excerpt abstract"
        " teaser kicker description sub chapo deck perex anons",
        "paywall": "paywall premium locked plus regwall piano tp subscriber meter",
        "embed": "embed tweet instagram iframe oembed youtube",
        "tool": "search login account user tools toolbar actions controls button btn buttons filter"
        " form input language locale settings download copy font",
        "facts": "fact facts factbox infobox box faktaruta sidebar note notes correction footnote"
        " footnotes reference references bibliography",
        "product": "product price cart shop review reviews rating ratings store buy sku",
    }.items()
}
"""Words of classes and ids, by what they most often say of a line."""

_NAMES: Final = (*_AROUND, *GROUPS)
_PLACES_OF_WORD: Final[dict[str, frozenset[int]]] = {
    word: frozenset(at for at, name in enumerate(GROUPS, len(_AROUND)) if word in GROUPS[name])
    for word in frozenset().union(*GROUPS.values())
}
_PLACE_OF_TAG: Final = {tag: at for at, tag in enumerate(_AROUND)}
_NOWHERE: Final = -_FAR
"""The depth of what does not stand around a line: farther off than any measure tells."""


class _Around(NamedTuple):
    """What stands around an element: for each name of a tag and each group of words the depth of
    the nearest, and a key of the element's path."""

    depths: tuple[float, ...]
    key: int


_NOTHING: Final = _Around((_NOWHERE,) * len(_NAMES), 0)


@lru_cache(maxsize=4096)
def _places_of(tag: str, words: tuple[str, ...]) -> frozenset[int]:
    """The places, among all names, of those that an element answers to."""
    found: set[int] = set()
    for word in (*words, *(first + second for first, second in pairwise(words))):
        found |= _PLACES_OF_WORD.get(word, frozenset())
    if tag in _PLACE_OF_TAG:
        found.add(_PLACE_OF_TAG[tag])
    return frozenset(found)


def _around(element: Element, known: dict[Element, _Around]) -> _Around:
    """What stands around an element; that of its parents is worked out once."""
    path = []
    here: Element | None = element
    while here is not None and here not in known:
        path.append(here)
        here = here.parent
    outer = known[here] if here is not None else _NOTHING
    for one in reversed(path):
        depths = outer.depths
        if places := _places_of(one.tag, one.words):
            own = list(depths)
            for place in places:
                own[place] = one.depth
            depths = tuple(own)
        outer = _Around(depths, hash((outer.key, one.tag, one.words)))
        known[one] = outer
    return outer


def measure_marks(
    looks: Sequence[Look], marks: Sequence[Mark], places: Sequence[int]
) -> Iterator[list[float]]:
    """For each of the places among a page's looks the measures of its mark; `marks` has one for
    each of the looks."""
    known: dict[Element, _Around] = {}
    around = [_around(mark.element, known) for mark in marks]
    blocks = _Blocks(looks, marks)
    paths = _paths(looks, around)
    heads = _heads(marks)
    own = [_own(look, mark) for look, mark in zip(looks, marks, strict=True)]
    nothing = [-1.0] * len(_briefly(own[0])) if own else []
    last = len(own) - 1
    for k in places:
        here = around[k]
        depth = marks[k].element.depth
        yield [
            *own[k],
            *[depth - at if depth - at < _FAR else _FAR for at in here.depths],
            *blocks.of(marks[k]),
            *paths[k],
            *heads[k],
            *(_briefly(own[k - 1]) if k else nothing),
            *(_briefly(own[k + 1]) if k < last else nothing),
            float(k > 0 and around[k - 1].key == here.key),
            float(k < last and around[k + 1].key == here.key),
        ]


_briefly: Final = itemgetter(0, 2, 3, 5)
"""The measures of a line's own mark that count for those next to it, too."""


def _own(look: Look, mark: Mark) -> list[float]:
    length = look.own[1] or 1.0
    element = mark.element
    tag = _TAG_NUMBERS.get(element.tag, 0.0)
    parent = element.parent
    return [
        tag,
        _TAG_NUMBERS.get(parent.tag, 0.0) if parent is not None else -1.0,
        min(mark.linked / length, 1.0),
        min(mark.stressed / length, 1.0),
        float(mark.is_hidden),
        float(min(element.depth, 40)),
    ]


class _Blocks:
    """How the words, the prose and the links of a page are spread over its elements."""

    def __init__(self, looks: Sequence[Look], marks: Sequence[Mark]) -> None:
        self._sums: dict[Element, list[float]] = {}
        self._direct: defaultdict[Element, float] = defaultdict(float)
        for look, mark in zip(looks, marks, strict=True):
            self._add(look, mark)
        for element in sorted(self._sums, key=_depth, reverse=True):
            if element.parent is not None:
                outer = self._sums[element.parent]
                for at, value in enumerate(self._sums[element]):
                    outer[at] += value
        self._all_prose = 1.0 + sum(self._direct.values())
        best = max(self._direct.values(), default=0.0)
        found = (one for one, value in self._direct.items() if value == best and best > 0)
        self._main = next(found, None)
        self._main_path = set(self._main.around()) if self._main is not None else set()

    def _add(self, look: Look, mark: Mark) -> None:
        share = min(mark.linked / (look.own[1] or 1.0), 1.0)
        plain = look.prose * (1 - share)
        self._direct[mark.element.parent or mark.element] += plain
        here: Element | None = mark.element
        while here is not None and here not in self._sums:
            self._sums[here] = [0.0, 0.0, 0.0]
            here = here.parent
        sums = self._sums[mark.element]
        sums[0] += look.size
        sums[1] += plain
        sums[2] += look.size * share

    def of(self, mark: Mark) -> list[float]:
        """Of the four elements around a line's own the share of the page's prose, the share of
        links and the words; the prose next to the line; how near the page's main block is."""
        row: list[float] = []
        here: Element | None = mark.element
        for _ in range(4):
            here = here.parent if here is not None else None
            if here is None:
                row += [-1.0, -1.0, -1.0]
            else:
                words, prose, linked = self._sums[here]
                row += [prose / self._all_prose, linked / (words or 1.0), min(words, 3000.0)]
        row.append(self._direct[mark.element.parent or mark.element] / self._all_prose)
        steps = _steps_to(mark.element, self._main_path)
        row.append(float(steps))
        row.append(float(self._main is not None and _step_out(mark.element, steps) is self._main))
        return row


def _depth(element: Element) -> int:
    return element.depth


def _steps_to(element: Element, path: set[Element]) -> int:
    """Steps outwards to the first element that holds the page's main block, too."""
    for steps, one in enumerate(element.around()):
        if one in path:
            return min(steps, 20)
    return 20


def _step_out(element: Element, steps: int) -> Element | None:
    here: Element | None = element
    for _ in range(steps):
        here = here.parent if here is not None else None
    return here


def _heads(marks: Sequence[Mark]) -> list[list[float]]:
    """How far from each line the nearest `h1` stands; the level of the last heading above, how far
    above it stands and how far below the next; the line's place among those of its parent, their
    number, and how many follow."""
    tags = [mark.element.tag for mark in marks]
    is_head = [len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() for tag in tags]
    above = distances([int(one) for one in is_head])
    below = distances([int(one) for one in is_head][::-1])[::-1]
    parents = [mark.element.parent or mark.element for mark in marks]
    number = Counter(parents)
    seen: Counter[Element] = Counter()
    from_h1 = distances([int(tag == "h1") for tag in tags])
    to_h1 = distances([int(tag == "h1") for tag in tags][::-1])[::-1]
    level = 0.0
    rows = []
    for k, parent in enumerate(parents):
        seen[parent] += 1
        rows.append(
            [
                float(from_h1[k]),
                float(to_h1[k]),
                level,
                float(above[k]),
                float(below[k]),
                float(seen[parent]),
                float(min(number[parent], 200)),
                float(number[parent] - seen[parent]),
            ]
        )
        if is_head[k]:
            level = float(tags[k][1])
    return rows


def _paths(looks: Sequence[Look], around: Sequence[_Around]) -> list[list[float]]:
    """Of the lines with the same path as each line: how many, their mean length, the share of
    prose; and how often the path comes again before and after another."""
    number: Counter[int] = Counter(here.key for here in around)
    words: Counter[int] = Counter()
    prose: Counter[int] = Counter()
    seen: Counter[int] = Counter()
    for look, here in zip(looks, around, strict=True):
        words[here.key] += look.size
        prose[here.key] += look.prose
    rows = []
    for here in around:
        key = here.key
        seen[key] += 1
        total = words[key] or 1
        rows.append(
            [
                float(min(number[key], 200)),
                total / number[key],
                prose[key] / total,
                float(seen[key]) / number[key],
            ]
        )
    return rows
