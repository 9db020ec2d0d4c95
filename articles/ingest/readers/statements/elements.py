"""What a page's elements state: microdata and RDFa, links, `<time>`, classes of authors."""

from __future__ import annotations

import re
from typing import Final

from resiliparse.parse.html import DocumentNode, ElementNode

from .statement import Statement, Statements, plain
from .surroundings import is_own, near

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
_DATES: Final = "[class*='date'], [class*='Date'], [class*='publish'], [class*='time']"


def add_properties(document: DocumentNode, stated: Statements) -> None:
    """Adds microdata (`itemprop`) and RDFa (`property`) of the story's own part."""
    for attribute, name_of in (("itemprop", "microdata"), ("property", "RDFa")):
        for element in document.query_selector_all(f"[{attribute}]")[:_MOST]:
            if element.tag == "meta" and attribute == "property":
                continue
            names = (element.getattr(attribute) or "")[:100].casefold().split()
            for name in names:
                _add_property(element, name.rpartition(":")[2], name_of, stated)


def _add_property(element: ElementNode, name: str, origin: str, stated: Statements) -> None:
    lists = {
        "headline": stated.headlines,
        "author": stated.authors,
        "datepublished": stated.published,
        "datemodified": stated.modified,
        "publisher": stated.publishers,
        "keywords": stated.topics,
        "articlesection": stated.sections,
    }
    found = lists.get(name)
    if found is None or not is_own(element, None):
        return
    value = element.getattr("content") or element.getattr("datetime") or ""
    if name in ("author", "publisher"):
        inner = element.query_selector("[itemprop~='name'], [property~='name']")
        if inner is None and name == "publisher" and not value:
            return
        text = value or (inner.getattr("content") if inner else "") or (inner or element).text
        text = plain(text) if len(text or "") <= 4 * _LONGEST_AUTHORS else ""
        kind = element.getattr("itemtype") or ""
        if name == "author" and "Organization" in kind:
            found = stated.organisations
    else:
        text = plain(value or element.text)
    if text and (name != "author" or len(text) <= _LONGEST_AUTHORS):
        found.append(Statement(text, f"{origin} {name}"))


def add_links(document: DocumentNode, stated: Statements) -> None:
    """Adds the canonical address, first of all addresses, and topics that links are tagged as."""
    for relation in ("amphtml", "canonical"):
        link = document.query_selector(f"link[rel~='{relation}']")
        if link is not None and relation == "canonical":
            address = plain(link.getattr("href"), length=2000)
            stated.addresses.insert(0, Statement(address, "link canonical"))
    for element in document.query_selector_all("a[rel~='tag']")[:_MOST]:
        if is_own(element, None) and (text := plain(element.text, length=150)):
            stated.topics.append(Statement(text, "rel=tag"))


def add_authors(document: DocumentNode, headline: ElementNode | None, stated: Statements) -> None:
    """Adds who wrote the story by links to authors, and by classes named after them."""
    for selector, origin in (("[rel~='author']", "rel=author"), (_AUTHORS, "class author")):
        for element in near(document, headline, selector):
            classes = element.getattr("class") or element.getattr("data-testid") or ""
            text = element.text or ""
            if len(text) > 4 * _LONGEST_AUTHORS or not (
                origin == "rel=author" or _AUTHOR_CLASS.search(classes[:300])
            ):
                continue
            text = plain(text)
            if 0 < len(text) <= _LONGEST_AUTHORS:
                stated.authors.append(Statement(text, origin))


def add_times(document: DocumentNode, headline: ElementNode | None, stated: Statements) -> None:
    """Adds the times of the story's own head, and dates that only a class marks as such."""
    for selector, origin in (("time", "time"), (_DATES, "class date")):
        for element in list(near(document, headline, selector))[:_MOST_TIMES]:
            words = element.text or ""
            if len(words) > 300:
                continue
            text = plain(element.getattr("datetime")) or plain(words)
            around = (element.parent.text or "") if element.parent is not None else ""
            around = around if len(around) <= 200 else ""
            before = around.partition(words)[0][-40:] if words else ""
            classes = f"{element.getattr('class') or ''} {element.getattr('itemprop') or ''}"
            is_update = _UPDATE.search(f"{classes[:200]} {before} {words[:60]}")
            if text:
                found = stated.modified if is_update else stated.published
                found.append(Statement(text, origin))
