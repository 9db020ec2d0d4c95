"""What a page's elements state: microdata and RDFa, links, `<time>`, classes of authors."""

from __future__ import annotations

import re
from typing import Final

from resiliparse.parse.html import DocumentNode, ElementNode

from .statement import Statement, Statements, addresses, plain
from .surroundings import is_own, nearest, words_in

_MOST: Final = 500
_MOST_TIMES: Final = 20
_LONGEST_AUTHORS: Final = 120

_UPDATE: Final = re.compile(
    r"(?i)updat|modif|revis|aktualis|geändert|mise à jour|mis à jour|actualiz|atualiz|aggiorn"
    r"|bijgewerkt|обновл|измен|güncel|تحديث|更新|修正|수정"
)
_AUTHOR_CLASS: Final = re.compile(
    r"(?i)(?:^|[\s_-])(?:byline|author|writer|autor|auteur|autore)s?(?:$|[\s_-]|name)"
)
_AUTHORS: Final = (
    "[rel~='author'], [class*='author'], [class*='byline'], [class*='Author'], [class*='Byline'], "
    "[class*='autor'], [class*='auteur'], [class*='writer'], [data-testid*='author'], "
    "[data-testid*='byline'], a[href*='/author'], a[href*='/autor'], a[href*='/auteur'], "
    "a[href*='/writer'], a[href*='/contributor'], a[href*='/staff/'], a[href*='/journalist'], "
    "a[href*='/reporter'], a[href*='/people/'], a[href*='/profile/'], a[href*='/producers/'], "
    "a[href*='/by/']"
)
_TOPIC_LINKS: Final = (
    "a[href*='/tag'], a[href*='/topic'], a[href*='/thema'], a[href*='/theme'], a[href*='/tema'], "
    "a[href*='/keyword'], a[href*='/schlagw'], a[href*='/etiket'], a[href*='/konu']"
)
_TEXT: Final = frozenset({"p", "em", "strong", "b", "i", "h1", "h2", "h3", "figcaption"})
_LONGEST_TOPIC: Final = 60
_FEED: Final = re.compile(r"rss|atom")
_FEED_WORDS: Final = re.compile(r"(?i)[»›|:(-]?\s*\b(?:rss|atom|feeds?|full|xml|2\.0)\b\)?")
_LINKS: Final = (
    "link[rel~='alternate'][href], link[rel='shortlink'][href], link[rel='amphtml'][href], "
    "link[rel='EditURI'][href], link[rel='pingback'][href]"
)
_FEET: Final = "footer, [class*='copyright'], [id*='copyright']"
_MOST_LINKS: Final = 30
_MOST_FEET: Final = 10
_MOST_TAGS: Final = 60
_COPYRIGHT: Final = re.compile(
    r"(?:©|\(c\)|ⓒ|\bcopyright\b)[\s:©-]*+(?:copyright\s*+)?(?:\d{4}(?:\s?[-–—]\s?(?:\d{4}|present))?)?"
    r"[\s,-]*+(?:by\s++)?(?P<owner>[^\W\d_][^\n|©.,–]{1,60})",
    re.IGNORECASE,
)
_LONGEST_FOOT: Final = 5_000
_LONGEST_DATE: Final = 150
_DATES: Final = "[class*='date'], [class*='Date'], [class*='publish'], [class*='time']"


_TAG: Final = "rel=tag"
_PROPERTIES: Final = "[itemprop], [property], a[rel~='tag']"
_OF_HEAD: Final = {"author": "authors", "datepublished": "published", "datemodified": "modified"}
_OF_PAGE: Final = {
    "headline": "headlines",
    "publisher": "publishers",
    "keywords": "topics",
    "articlesection": "sections",
    _TAG: "topics",
}


def add_properties(
    document: DocumentNode, headline: ElementNode | None, stated: Statements
) -> None:
    """Adds microdata (`itemprop`), RDFa (`property`) and links that are tagged as topics: authors
    and dates of the story's head, the rest of the whole page."""
    found: dict[str, list[ElementNode]] = {}
    for element in document.query_selector_all(_PROPERTIES)[:_MOST]:
        for name in _names(element):
            found.setdefault(name, []).append(element)
    for name, elements in found.items():
        if name in _OF_HEAD:
            own = nearest(elements, headline) or list(filter(is_own, elements[:_MOST_LINKS]))[:1]
        else:
            own = list(filter(is_own, elements)) if name in _OF_PAGE else []
        for element in own:
            _add_property(element, name, stated)
    for element in document.query_selector_all("[itemtype]")[:_MOST_LINKS]:
        if kind := plain(element.getattr("itemtype"), length=60):
            stated.kinds.append(kind.rpartition("/")[2])


def _names(element: ElementNode) -> list[str]:
    """The properties that an element states. OpenGraph's are read with the other meta elements."""
    if names := element.getattr("itemprop"):
        return names[:100].casefold().split()
    if (names := element.getattr("property")) and element.tag != "meta":
        return [name.rpartition(":")[2] for name in names[:100].casefold().split()]
    return [_TAG] if "tag" in (element.getattr("rel") or "").split() else []


def _add_property(element: ElementNode, name: str, stated: Statements) -> None:
    found = getattr(stated, (_OF_HEAD | _OF_PAGE)[name])
    value = element.getattr("content") or element.getattr("datetime") or ""
    if name in ("author", "publisher"):
        inner = element.query_selector("[itemprop~='name'], [property~='name']")
        if inner is None and name == "publisher" and not value:
            return
        text = value or (inner.getattr("content") if inner else "") or words_in(inner or element)
        text = plain(text) if len(text) <= _LONGEST_AUTHORS else ""
        if name == "author" and "Organization" in (element.getattr("itemtype") or ""):
            found = stated.organisations
    else:
        text = plain(value or words_in(element))
    kind = "microdata" if element.getattr("itemprop") else "RDFa"
    if text:
        found.append(Statement(text, name if name == _TAG else f"{kind} {name}"))


def add_address(document: DocumentNode, stated: Statements) -> None:
    """Adds the canonical address, first of all addresses."""
    for link in document.get_elements_by_attr("rel", "canonical")[:1]:
        stated.addresses[:0] = addresses([link.getattr("href")], "link canonical")


def add_topics(document: DocumentNode, stated: Statements) -> None:
    """Adds the topics that the story's part of the page links to lists of stories about."""
    for element in document.query_selector_all(_TOPIC_LINKS)[:_MOST_TAGS]:
        text = plain(element.text, length=150)
        is_in_text = element.parent is not None and element.parent.tag in _TEXT
        if 0 < len(text) <= _LONGEST_TOPIC and not is_in_text and is_own(element):
            stated.topics.append(Statement(text, "link to topic"))


def add_owners(document: DocumentNode, stated: Statements) -> None:
    """Adds what tells whose page it is where nothing states it: links to the page in other forms,
    the titles of feeds, and the owner that the page's foot names (`© 2025 Island Post Ltd.`)."""
    for link in document.query_selector_all(_LINKS)[:_MOST_LINKS]:
        relation = (link.getattr("rel") or "").split()[0].casefold()
        stated.links += addresses([link.getattr("href")], f"link {relation}")
        if _FEED.search(link.getattr("type") or ""):
            title = _FEED_WORDS.sub("", plain(link.getattr("title"))).strip(" »›|-–:")
            if title:
                stated.feeds.append(Statement(title, "link alternate"))
    for element in document.query_selector_all(_FEET)[:_MOST_FEET]:
        if match := _COPYRIGHT.search((element.text or "")[:_LONGEST_FOOT]):
            stated.owners.append(Statement(plain(match["owner"]), "copyright"))


def add_authors(document: DocumentNode, headline: ElementNode | None, stated: Statements) -> None:
    """Adds who wrote the story by links to authors, and by classes named after them."""
    found: dict[str, list[tuple[ElementNode, str]]] = {"rel": [], "class": [], "link": []}
    for element in document.query_selector_all(_AUTHORS)[:_MOST]:
        if "author" in (element.getattr("rel") or "").split():
            found["rel"].append((element, "rel=author"))
        names = (element.getattr("class") or element.getattr("data-testid") or "")[:300]
        if _AUTHOR_CLASS.search(names):
            found["class"].append((element, f"class {names.split()[0]}"))
        elif element.tag == "a":
            found["link"].append((element, "link to author"))
    for marked in found.values():
        origins = dict(marked)
        for element in nearest(list(origins), headline):
            text = plain(words_in(element))
            if 0 < len(text) <= _LONGEST_AUTHORS:
                stated.authors.append(Statement(text, origins[element]))


def add_times(document: DocumentNode, headline: ElementNode | None, stated: Statements) -> None:
    """Adds the times of the story's own head, and dates that only a class marks as such."""
    for selector, origin in (("time", "time"), (_DATES, "class date")):
        elements = document.query_selector_all(selector)[:_MOST]
        for element in nearest(elements, headline)[:_MOST_TIMES]:
            words = words_in(element)
            if len(words) > _LONGEST_DATE:
                continue
            text = plain(element.getattr("datetime")) or plain(words)
            around = (element.parent.text or "") if element.parent is not None else ""
            before = around.partition(words)[0][-40:] if len(around) <= 200 and words else ""
            classes = f"{element.getattr('class') or ''} {element.getattr('itemprop') or ''}"
            is_update = _UPDATE.search(f"{classes[:200]} {before} {words[:60]}")
            if text and any(map(str.isdigit, text)):
                found = stated.modified if is_update else stated.published
                found.append(Statement(text, origin))
