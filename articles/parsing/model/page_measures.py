"""What can be measured of a whole page of markup, to tell what kind of page it is.

The measures are numbers; the trees of kinds.json weigh them (see page_kinds.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from typing import Final

from articles.parsing.line_kinds import HintedLine
from articles.parsing.marks import Element, Mark
from articles.parsing.types import PageHints

from .features import Look
from .mark_roles import MarkRole, heading_level, roles_of
from .page_words import SHORT, YEAR, measure_address, measure_statements, measure_words

GROUPS: Final[dict[str, frozenset[str]]] = {
    name: frozenset(words.split())
    for name, words in {
        "comment": "comment comments disqus respond kommentare comentarios commenti",
        "post": "post posts message messages messagebody postbody postcontent cooked bbcode answer"
        " answers question answercell postcell thread topic discussion forum reply replies",
        "product": "product products productinfo pdp sku price prices cart buy addtocart shop"
        " woocommerce variant variants swatch swatches facet facets",
        "card": "card cards tile tiles item items grid listing loop results result teaser list",
        "article": "article story entry single blog news articlebody body prose richtext markdown",
        "docs": "docs doc documentation docsearch toc reference api markdown rst sphinx document"
        " theme docsidebar highlight codehilite admonition",
        "hero": "hero banner cta testimonial testimonials pricing plan plans feature features"
        " client clients customers accordion faq faqs elementor block section",
        "live": "live liveblog ticker update updates",
        "code": "code highlight codehilite hljs prism language snippet syntax",
    }.items()
}
_GROUP_OF_WORD: Final[dict[str, tuple[int, ...]]] = {
    word: tuple(at for at, words in enumerate(GROUPS.values()) if word in words)
    for word in frozenset().union(*GROUPS.values())
}
_TAGS: Final = {
    **{"p": 0, "li": 1, "dd": 1, "td": 2, "th": 2, "tr": 2, "pre": 3, "code": 3, "blockquote": 4},
    **{"form": 5, "button": 6, "option": 6, "select": 6, "label": 6, "figure": 7, "nav": 8},
    **{"article": 9, "main": 10, "aside": 11, "footer": 12, "header": 13, "section": 14},
}
_TAG_COUNT: Final = 15
_ARTICLE: Final = 9
_NAV: Final = 8
_BITS: Final = _TAG_COUNT + len(GROUPS)

_BODY_CLASSES: Final = (
    *(
        "single post postid hentry singular article story",
        "archive category tag search listing blog",
        "home front index",
    ),
    *("product woocommerce catalog store shop", "page template landing", "docs documentation wiki"),
    *("forum topic thread discussion question questions",),
)
_BODY_WORDS: Final = [frozenset(words.split()) for words in _BODY_CLASSES]


class _Elements:
    """What stands around each element: a bit for each of the tags and groups of words."""

    def __init__(self) -> None:
        self._known: dict[Element, int] = {}

    def of(self, element: Element) -> int:
        """The bits of an element and those around it."""
        known = self._known
        path = []
        here: Element | None = element
        while here is not None and here not in known:
            path.append(here)
            here = here.parent
        bits = 0 if here is None else known[here]
        for one in reversed(path):
            bits |= _bits_of(one.tag, one.words)
            known[one] = bits
        return bits


@lru_cache(maxsize=8192)
def _bits_of(tag: str, words: tuple[str, ...]) -> int:
    place = _TAGS.get(tag)
    bits = 0 if place is None else 1 << place
    if tag not in ("body", "html"):
        for word in words:
            for at in _GROUP_OF_WORD.get(word, ()):
                bits |= 1 << (_TAG_COUNT + at)
    return bits


def measure_page(
    lines: Sequence[HintedLine],
    looks: Sequence[Look],
    marks: Sequence[Mark],
    body: Sequence[int],
    hints: PageHints,
) -> list[float]:
    """The measures of a page; `marks` has one for each of its lines, `looks` one for each with
    text, and `body` are the indexes of the lines that are its text."""
    if not looks:
        return []
    inside = set(body)
    levels = [heading_level(marks[look.line_index]) for look in looks]
    shares = [min(marks[k.line_index].linked / (k.own[1] or 1), 1.0) for k in looks]
    return [
        *_measure_text(looks, shares, inside),
        *_measure_marks(looks, marks, levels, shares, inside),
        *_measure_blocks(looks, marks, inside),
        *_measure_head(lines, looks, marks, levels, body, hints),
        *measure_words(lines, looks, inside),
        *measure_statements(hints),
        *measure_address(hints.address),
    ]


def _measure_text(looks: Sequence[Look], shares: Sequence[float], inside: set[int]) -> list[float]:
    """How much text there is, how it is spread, and how much of it links elsewhere."""
    own = [
        (look, share)
        for look, share in zip(looks, shares, strict=True)
        if look.line_index in inside
    ]
    sizes = [look.size for look, _ in own]
    prose = sorted(look.prose for look, _ in own if look.prose)
    total = sum(look.size for look in looks) or 1
    words = sum(sizes) or 1
    all_prose = sum(look.prose * (1 - share) for look, share in zip(looks, shares, strict=True))
    places = [at for at, look in enumerate(looks) if look.line_index in inside]
    span = places[-1] - places[0] + 1 if places else 1
    return [
        *(len(looks), len(own), words, total, words / total, len(own) / span),
        *(len(prose), sum(prose), sum(prose) / words, sum(prose) / (all_prose + 1)),
        max(sizes, default=0),
        words / (len(own) or 1),
        sum(prose) / (len(prose) or 1),
        prose[len(prose) // 2] if prose else 0,
        sum(size >= 40 for size in sizes),
        sum(size <= 5 for size in sizes) / (len(sizes) or 1),
        sum(look.size * share for look, share in own) / words,
        sum(look.size * share for look, share in zip(looks, shares, strict=True)) / total,
        sum(share > 0.8 for share in shares),
        sum(share > 0.8 for share in shares) / len(shares),
        sum(share > 0.8 and look.size > 4 for look, share in zip(looks, shares, strict=True)),
        places[0] / len(looks) if places else 1,
        places[0] if places else 999,
        max(sizes, default=0) / words,
        _longest_run(places),
    ]


def _longest_run(places: Sequence[int]) -> int:
    """The most lines of the text in a row."""
    best = run = 1 if places else 0
    for before, here in pairwise(places):
        run = run + 1 if here == before + 1 else 1
        best = max(best, run)
    return best


def _measure_marks(
    looks: Sequence[Look],
    marks: Sequence[Mark],
    levels_of: Sequence[int],
    shares: Sequence[float],
    inside: set[int],
) -> list[float]:
    """Which elements the text and the page stand in, its headings, and what is repeated in it."""
    elements = _Elements()
    own_words: Counter[int] = Counter()
    all_lines: Counter[int] = Counter()
    levels = [0.0] * 4
    body_levels = [0.0] * 4
    linked_heads = timed = hidden = 0
    heads: Counter[Hashable] = Counter()
    paths: Counter[Hashable] = Counter()
    articles = set()
    for look, level, share in zip(looks, levels_of, shares, strict=True):
        mark = marks[look.line_index]
        element = mark.element
        bits = elements.of(element)
        is_own = look.line_index in inside
        timed += mark.timed > 0
        hidden += mark.is_hidden
        if level:
            levels[min(level, 4) - 1] += 1
            body_levels[min(level, 4) - 1] += is_own
            linked_heads += share > 0.8
            heads[_path_of(element)] += 1
            if bits >> _ARTICLE & 1:
                around = element.around()
                articles.add(next(one for one in around if one.tag == "article"))
        elif look.size > 3:
            paths[_path_of(element)] += 1
        all_lines[bits] += 1
        if is_own:
            own_words[bits] += look.size
    return [
        *_spread(own_words),
        *_spread(all_lines),
        *levels,
        *body_levels,
        *(linked_heads, linked_heads / (sum(levels) or 1), timed, hidden / len(looks)),
        *(max(heads.values(), default=0), max(paths.values(), default=0), len(articles)),
        max(paths.values(), default=0) / len(looks),
        *_classes_of_page(marks[looks[0].line_index].element),
    ]


def _classes_of_page(element: Element) -> list[float]:
    """What the page's body is called: WordPress writes into its class what it shows."""
    words: frozenset[str] = frozenset()
    for one in element.around():
        if one.tag == "body":
            words = frozenset(one.words)
    return [float(not names.isdisjoint(words)) for names in _BODY_WORDS]


def _measure_blocks(looks: Sequence[Look], marks: Sequence[Mark], inside: set[int]) -> list[float]:
    """How the text is spread over the page's elements: a story stands in one, what a business says
    of itself in many. And how many elements are called posts, or products."""
    near: Counter[Element] = Counter()
    far: Counter[Element] = Counter()
    depths: Counter[int] = Counter()
    named = [0.0] * (len(_COUNTED) + 1)
    seen: set[Element] = set()
    for look in looks:
        element = marks[look.line_index].element
        if look.prose and look.line_index in inside:
            around = list(islice(element.around(), 1, 4))
            if around:
                near[around[0]] += look.prose
                far[around[-1]] += look.prose
            depths[element.depth] += look.prose
        here: Element | None = element
        while here is not None and here not in seen:
            seen.add(here)
            named[_counted(here.words)] += 1
            here = here.parent
    total = sum(near.values()) or 1
    return [
        max(near.values(), default=0) / total,
        max(far.values(), default=0) / total,
        max(depths.values(), default=0) / total,
        *(len(near), len(far), len(depths)),
        sum(value >= 30 for value in near.values()),
        *named[:-1],
    ]


@lru_cache(maxsize=8192)
def _counted(words: tuple[str, ...]) -> int:
    """The place of the first group that an element's words are of; the last one for no group."""
    found = (at for at, names in enumerate(_COUNTED) if not names.isdisjoint(words))
    return next(found, len(_COUNTED))


_COUNTED: Final = (
    frozenset({"post", "message", "reply", "answer", "topic", "thread"}),
    frozenset({"comment"}),
    frozenset({"product", "price", "sku"}),
    frozenset({"card", "tile", "item", "teaser", "entry"}),
    frozenset({"cta", "button", "btn"}),
)
_NEAR_HEAD: Final = 8


def _measure_head(
    lines: Sequence[HintedLine],
    looks: Sequence[Look],
    marks: Sequence[Mark],
    levels: Sequence[int],
    body: Sequence[int],
    hints: PageHints,
) -> list[float]:
    """What stands around the page's headline: a date and a byline, as at a story's head."""
    heads = [at for at, level in enumerate(levels) if level == 1]
    first = min(body, default=0)
    opening = next((at for at, look in enumerate(looks) if look.line_index >= first), 0)
    head = min(heads, key=lambda at: abs(at - opening)) if heads else opening
    start, stop = max(0, head - 4), head + _NEAR_HEAD
    dated = signed = 0
    for look in looks[start:stop]:
        roles = roles_of(marks[look.line_index])
        dated += MarkRole.DATE in roles or (look.own[YEAR] > 0 and look.size <= SHORT)
        signed += MarkRole.BYLINE in roles or (look.own[_BY] > 0 and look.size <= SHORT)
    text = lines[looks[head].line_index].text
    below = [look for look in looks[head + 1 :] if look.prose][:1]
    return [
        *(len(heads), opening - head, looks[head].size, dated, signed),
        float(text[-1:] in "?？؟"),
        float(text.casefold() in hints.title.casefold()),
        float(hints.title.casefold().startswith(text.casefold())),
        looks[head].own[5],
        looks[head].own[18],
        below[0].size if below else 0,
        sum(look.size < 5 for look in looks[head + 1 : head + 15]),
        marks[looks[head].line_index].element.depth,
    ]


_BY: Final = 17


def _path_of(element: Element) -> Hashable:
    """What elements in like places of a page have in common."""
    parent = element.parent
    words = parent.words if parent is not None else ()
    return element.tag, element.words, words, element.depth


def _spread(counts: Counter[int]) -> list[float]:
    """Of what was counted by its bits the share of each bit."""
    total = sum(counts.values()) or 1
    found = [0] * _BITS
    for bits, count in counts.items():
        for at in range(_BITS):
            if bits >> at & 1:
                found[at] += count
    return [count / total for count in found]
