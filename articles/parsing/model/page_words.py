"""What can be measured of a page's words, of what it states about itself and of its address, to
tell what kind of page it is (see page_measures.py)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from articles.parsing.line_kinds import HintedLine
from articles.parsing.types import PageHints

from .features import Look

YEAR: Final = 14
"""The place among a line's own measures of whether it has a year."""

SHORT: Final = 12
"""Words of a short line."""

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


def measure_words(
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
        row.append(sum(look.own[YEAR] > 0 and look.size <= SHORT for look in some))
        row += [text.count(phrase) for phrase in PHRASES]
    return row


def measure_statements(hints: PageHints) -> list[float]:
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


def measure_address(address: str) -> list[float]:
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
