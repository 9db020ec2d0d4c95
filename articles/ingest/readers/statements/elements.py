"""What a page's elements state: microdata and RDFa, links, `<time>`, classes of authors."""

from __future__ import annotations

import re
from typing import Final

from resiliparse.parse.html import DocumentNode, ElementNode

from .statement import Statement, Statements, plain
from .surroundings import is_own, near, words_in

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
    "[class*='author'], [class*='byline'], [class*='Author'], [class*='Byline'], [class*='autor']"
    ", [data-testid*='author'], [data-testid*='byline'], [class*='writer']"
)
_AUTHOR_LINKS: Final = (
    "a[href*='/author'], a[href*='/autor'], a[href*='/auteur'], a[href*='/writer'], "
    "a[href*='/contributor'], a[href*='/staff/'], a[href*='/journalist'], a[href*='/reporter'], "
    "a[href*='/people/'], a[href*='/profile/'], a[href*='/producers/'], a[href*='/by/']"
)
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
    r"(?:©|\(c\)|ⓒ|\bcopyright\b)[\s:©-]*(?:copyright\s*)?(?:\d{4}(?:\s?[-–—]\s?(?:\d{4}|present))?)?"
    r"[\s,-]*(?:by\s+)?(?P<owner>[^\W\d_][^\n|©.,–]{1,60})",
    re.IGNORECASE,
)
_LONGEST_FOOT: Final = 5_000
_LONGEST_DATE: Final = 150
_DATES: Final = "[class*='date'], [class*='Date'], [class*='publish'], [class*='time']"


_OF_HEAD: Final = {"author": "authors", "datepublished": "published", "datemodified": "modified"}
_OF_PAGE: Final = {
    "headline": "headlines",
    "publisher": "publishers",
    "keywords": "topics",
    "articlesection": "sections",
}


def add_properties(
    document: DocumentNode, headline: ElementNode | None, stated: Statements
) -> None:
    """Adds microdata (`itemprop`) and RDFa (`property`): authors and dates of the story's head, the
    rest of the whole page."""
    for attribute, origin in (("itemprop", "microdata"), ("property", "RDFa")):
        elements = document.query_selector_all(f"[{attribute}]")[:_MOST]
        found = [(element, name) for element in elements for name in _names(element, attribute)]
        for name in {name for _, name in found} & _OF_HEAD.keys():
            selector = f"[{attribute}*='{name[:4]}']"
            own = near(document, headline, selector)
            own = [element for element in own if name in _names(element, attribute)]
            own = own or [e for e, of in found if of == name and is_own(e)][:1]
            for element in own:
                _add_property(element, name, origin, stated)
        for element, name in found:
            if name in _OF_PAGE and is_own(element):
                _add_property(element, name, origin, stated)


def _names(element: ElementNode, attribute: str) -> list[str]:
    if element.tag == "meta" and attribute == "property":
        return []  # OpenGraph's: they are read with the page's other meta elements
    names = (element.getattr(attribute) or "")[:100].casefold().split()
    return [name.rpartition(":")[2] for name in names]


def _add_property(element: ElementNode, name: str, origin: str, stated: Statements) -> None:
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
    if text:
        found.append(Statement(text, f"{origin} {name}"))


def add_links(document: DocumentNode, stated: Statements) -> None:
    """Adds the canonical address, first of all addresses, and topics that links are tagged as."""
    for link in document.query_selector_all("link[rel~='canonical'][href]")[:1]:
        address = plain(link.getattr("href"), length=2000)
        stated.addresses.insert(0, Statement(address, "link canonical"))
    for element in document.query_selector_all("a[rel~='tag']")[:_MOST_TAGS]:
        if is_own(element) and (text := plain(element.text, length=150)):
            stated.topics.append(Statement(text, "rel=tag"))


def add_owners(document: DocumentNode, stated: Statements) -> None:
    """Adds what tells whose page it is where nothing states it: links to the page in other forms,
    the titles of feeds, and the owner that the page's foot names (`© 2025 Island Post Ltd.`)."""
    for link in document.query_selector_all(_LINKS)[:_MOST_LINKS]:
        relation = (link.getattr("rel") or "").split()[0].casefold()
        address = plain(link.getattr("href"), length=2000)
        stated.links.append(Statement(address, f"link {relation}"))
        if _FEED.search(link.getattr("type") or ""):
            title = _FEED_WORDS.sub("", plain(link.getattr("title"))).strip(" »›|-–:")
            if title:
                stated.feeds.append(Statement(title, "link alternate"))
    for element in document.query_selector_all(_FEET)[:_MOST_FEET]:
        if match := _COPYRIGHT.search((element.text or "")[:_LONGEST_FOOT]):
            stated.owners.append(Statement(plain(match["owner"]), "copyright"))


def add_authors(document: DocumentNode, headline: ElementNode | None, stated: Statements) -> None:
    """Adds who wrote the story by links to authors, and by classes named after them."""
    for selector, origin in (
        ("[rel~='author']", "rel=author"),
        (_AUTHORS, "class"),
        (_AUTHOR_LINKS, "link to author"),
    ):
        for element in near(document, headline, selector):
            where = origin
            if origin == "class":
                names = element.getattr("class") or element.getattr("data-testid") or ""
                match = _AUTHOR_CLASS.search(names[:300])
                if match is None:
                    continue
                where = f"class {names[:300].split()[0]}"
            text = plain(words_in(element))
            if 0 < len(text) <= _LONGEST_AUTHORS:
                stated.authors.append(Statement(text, where))


def add_times(document: DocumentNode, headline: ElementNode | None, stated: Statements) -> None:
    """Adds the times of the story's own head, and dates that only a class marks as such."""
    for selector, origin in (("time", "time"), (_DATES, "class date")):
        for element in near(document, headline, selector)[:_MOST_TIMES]:
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
