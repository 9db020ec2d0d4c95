"""What can be measured of a whole page of markup, to tell what kind of page it is.

The measures are numbers; the trees of kinds.json weigh them (see page_kinds.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice, pairwise
from typing import Final

from articles.parsing.line_kinds import HintedLine
from articles.parsing.marks import Element, Mark
from articles.parsing.types import PageHints

from .features import Look
from .mark_roles import MarkRole, heading_level, roles_of

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

WORDS: Final[tuple[frozenset[str], ...]] = tuple(
    frozenset(words.split())
    for words in (
        # Who speaks to whom
        "you your you're yours ihr ihre ihnen ihren votre vous vos su usted tu tuo vostro",
        "we our us we're we've unser unsere wir uns notre nos nous nuestro nuestra nostro",
        "i my me i'm i've i'd ich mein meine je mon ma mes yo mi io mio",
        "he she his her him they their er sie sein seine il elle ils leur él ella sus lui lei",
        "said says told according added sagte sagt laut dit selon déclaré dijo según afirmó disse"
        " secondo",
        # Who tells or argues, and who offers
        "but however while though although because since even often before during each these where"
        " aber doch weil während obwohl mais cependant pendant pero aunque mientras ma perché",
        "can use using need get help find make provide provides create easy real",
        "how why what best tips ways guide things review wie warum comment pourquoi cómo",
        # A newspaper, and an account
        "news newsletter author written updated published articles stories posts comments podcast"
        " share facebook twitter subscribe editor editorial",
        "account order orders app store download settings security login register profile customer",
        # A shop
        "cart basket checkout warenkorb panier carrito carrello wishlist",
        "shipping delivery returns refund versand livraison envío spedizione warranty stock sku",
        "size color colour quantity qty material dimensions weight specifications features",
        "sort filter filters clear showing results items sortieren trier ordenar",
        "reviews review rating ratings stars bewertungen avis reseñas recensioni",
        # A forum
        "reply replies replied quote antworten répondre responder rispondi posts threads thread",
        "joined member members registered topic topics forum forums moderator reputation senior",
        "upvote votes vote points likes reacts reactions asked answered answers edited",
        # A business
        "contact call quote demo trial pricing plans free book schedule request consultation",
        "customers clients businesses solutions services service trusted platform enterprise",
        "course courses program programs enroll apply tuition certificate students",
        "testimonials faq faqs guarantee licensed insured appointment locations",
        # Documents
        "api parameters parameter function method returns default example examples syntax code",
        "docs documentation reference guide install configuration configure version module",
        "see note warning tip edit github source contents previous next chapter",
        # Lists
        "read more continue mehr lire leer leggi",
        "older newer page pages pagination next",
        "ago hours days yesterday views min",
        "category categories tag tags archive archives",
    )
)
_PLACES_OF_WORD: Final[dict[str, tuple[int, ...]]] = {
    word: tuple(at for at, words in enumerate(WORDS) if word in words)
    for word in frozenset().union(*WORDS)
}
_KNOWN_WORDS: Final = _PLACES_OF_WORD.keys()
PHRASES: Final = (
    *("add to cart", "add to bag", "buy now", "in den warenkorb", "ajouter au panier"),
    *("añadir al carrito", "sort by", "filter by", "load more", "get started", "learn more"),
    *("contact us", "sign up", "read more", "posted by", "on this page", "edit this page"),
    *("min read", "table of contents", "out of stock", "in stock", "free shipping", "leave a"),
    *("last modified", "last updated", "log in or", "you may also like", "related posts"),
)

_CURRENCIES: Final = "$€£¥₹"
_YEAR: Final = 14
"""The place among a line's own measures of whether it has a year."""

_SHORT: Final = 12
"""Words."""

_READ: Final = 20_000
"""Characters of a page's text, and of all else, whose words are counted."""
_KINDS: Final = (
    *("NewsArticle", "Article", "BlogPosting", "ReportageNewsArticle", "LiveBlogPosting", "Recipe"),
    *("TechArticle", "Product", "ProductGroup", "Offer", "AggregateOffer", "WebSite", "WebPage"),
    *("CollectionPage", "FAQPage", "QAPage", "DiscussionForumPosting", "ItemList", "Organization"),
    *("LocalBusiness", "Service", "BreadcrumbList", "VideoObject", "Review", "AggregateRating"),
    *("ImageObject", "Person", "Question", "Course", "SoftwareApplication", "Event", "Blog"),
    *("SearchAction", "WPHeader", "SiteNavigationElement", "CreativeWork", "Corporation"),
    *("og:article", "og:website", "og:product"),
)
_PLACE_OF_KIND: Final = {kind: at for at, kind in enumerate(_KINDS)}
_PATHS: Final = tuple(
    frozenset(words.split())
    for words in (
        "product products item items p dp shop store buy shopping",
        "category categories tag tags topic topics collection collections catalog c search browse"
        " list archive author label",
        "forum forums thread threads t viewtopic questions question discussion discussions topic"
        " community comments showthread r answers",
        "docs doc documentation api reference manual guide guides tutorial tutorials wiki learn"
        " help book library latest stable",
        "blog blogs news article articles story stories post posts press magazine opinion politics"
        " sport sports world business lifestyle entertainment",
        "service services solutions solution pricing features about contact programs program course"
        " courses platform insurance departments locations department training certification",
    )
)
_HOSTS: Final = tuple(
    frozenset(words.split())
    for words in (
        "shop store",
        "forum forums community discuss talk answers stackexchange stackoverflow",
        "docs doc developer developers api wiki learn help support",
        "blog news medium substack",
    )
)
_SPLIT: Final = re.compile(r"[^a-z0-9]+")
_DATED_PATH: Final = re.compile(r"/(?:19|20)\d\d(?:[/-]?\d\d?){1,2}(?:/|-|$)|/(?:19|20)\d\d/")


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
        *_measure_words(lines, looks, inside),
        *_measure_statements(hints),
        *_measure_address(hints.address),
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
        dated += MarkRole.DATE in roles or (look.own[_YEAR] > 0 and look.size <= _SHORT)
        signed += MarkRole.BYLINE in roles or (look.own[_BY] > 0 and look.size <= _SHORT)
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


def _measure_words(
    lines: Sequence[HintedLine], looks: Sequence[Look], inside: set[int]
) -> list[float]:
    """How often words stand in the text and elsewhere that one kind of page uses."""
    own = [look for look in looks if look.line_index in inside]
    other = [look for look in looks if look.line_index not in inside]
    row: list[float] = []
    text = ""
    for some in (own, other):
        text = "\n".join([lines[look.line_index].text for look in some])[:_READ].casefold()
        words = text.split()
        counts = [0] * len(WORDS)
        counted = Counter(words)
        for word in counted.keys() & _KNOWN_WORDS:
            for at in _PLACES_OF_WORD[word]:
                counts[at] += counted[word]
        row += [100 * count / (len(words) + 50) for count in counts]
        row += [text.count("?") / (len(some) + 5), text.count("!") / (len(some) + 5)]
        row.append(sum(map(text.count, _CURRENCIES)))
        row.append(sum(look.own[_YEAR] > 0 and look.size <= _SHORT for look in some))
        row += [text.count(phrase) for phrase in PHRASES]
    return row


def _measure_statements(hints: PageHints) -> list[float]:
    """What the page states about itself."""
    kinds = [0.0] * len(_KINDS)
    for kind in hints.kinds:
        at = _PLACE_OF_KIND.get(kind.rpartition("/")[2])
        if at is not None:
            kinds[at] += 1
    published = hints.origins.get("published_at", "")
    return [
        *kinds,
        float(len(hints.kinds)),
        float(any("Article" in kind or "Posting" in kind for kind in hints.kinds)),
        _place(("", "time", "class", "address", "meta", "microdata", "JSON-LD"), published),
        float(isinstance(hints.published_at, date)),
        float(hints.modified_at is not None),
        *(len(hints.authors), len(hints.agencies), len(hints.keywords), len(hints.captions)),
        _place(
            ("", "class", "link", "rel", "meta", "microdata", "JSON-LD"),
            hints.origins.get("authors", ""),
        ),
        *(float(bool(hints.section)), len(hints.description.split()), len(hints.headline.split())),
        len(hints.title.split()),
        float(hints.title[:30].casefold() == hints.headline[:30].casefold()),
        _place(("", "h1", "meta", "JSON-LD", "microdata"), hints.origins.get("headline", "")),
    ]


def _place(names: Sequence[str], origin: str) -> float:
    return float(max((at for at, name in enumerate(names) if origin.startswith(name)), default=0))


def _measure_address(address: str) -> list[float]:
    """What the page's address tells: how deep it stands, and words that one kind has."""
    rest = address.partition("://")[2].casefold()
    host, slash, path = rest.partition("/")
    path = (slash + path).partition("?")[0].partition("#")[0]
    parts = [part for part in path.split("/") if part]
    slug = parts[-1] if parts else ""
    words = [set(_SPLIT.split(part)) for part in parts]
    outer = set().union(*words[:-1]) if len(words) > 1 else set()
    own = words[-1] if words else set()
    names = set(host.split("."))
    return [
        float(bool(address)),
        len(parts),
        slug.count("-") + slug.count("_"),
        len(slug),
        sum(map(str.isdigit, slug)),
        float(_DATED_PATH.search(path) is not None),
        float(path.endswith("/")),
        float("." in slug),
        *[float(not group.isdisjoint(outer)) for group in _PATHS],
        *[float(not group.isdisjoint(own)) for group in _PATHS],
        *[float(not group.isdisjoint(names)) for group in _HOSTS],
    ]
