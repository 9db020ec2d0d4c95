"""What a page states about itself: headline, authors, dates, publisher, topics, addresses.

In the order in which they count: JSON-LD articles, microdata, `<meta>` (OpenGraph, Dublin Core,
parsely, sailthru, article:*), `rel=author`, `<time>` and classes named after authors.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from resiliparse.parse.html import DocumentNode

from .records import one_line

_ARTICLE_TYPE: Final = re.compile(
    r"(?:^|/)(?:\w*Article|\w*BlogPosting|Report|Review|LiveBlogPosting|CreativeWork|NewsStory)$"
)
_PAGE_TYPE: Final = re.compile(r"(?:^|/)(?:WebPage|ItemPage|VideoObject|PodcastEpisode|Recipe)$")
_MOST_SCRIPTS: Final = 50
_MOST_ELEMENTS: Final = 500
_DEEPEST: Final = 8

AUTHORS: Final = (
    *("author", "article:author", "dc.creator", "dcterms.creator", "dc.creator.name", "byl"),
    *("parsely-author", "sailthru.author", "citation_author", "cxenseparse:author"),
    *("og:article:author", "article:author_name", "authors", "twitter:data1", "dcsext.author"),
    *("article-author", "mrf:authors", "creator", "og:author", "news_author", "blog_author"),
)
PUBLISHED: Final = (
    *("article:published_time", "og:article:published_time", "parsely-pub-date", "sailthru.date"),
    *("dc.date.issued", "dcterms.issued", "dc.date", "dcterms.created", "dc.date.created"),
    *("date", "pubdate", "publishdate", "publish-date", "published_at", "publication_date"),
    *("article:published", "article.published", "cxenseparse:recs:publishtime", "dcterms.date"),
    *("citation_publication_date", "datepublished", "og:published_time", "rnews:datepublished"),
    *("ptime", "timestamp", "displaydate", "gentime", "created", "article_date_original"),
    *("mediator_published_time", "vr:published_time", "bt:pubdate", "og:pubdate", "dc.created"),
    *("date_published", "originalpublicationdate", "iso-8601-publish-date"),
)
MODIFIED: Final = (
    *("article:modified_time", "og:updated_time", "og:article:modified_time", "lastmod"),
    *("dc.date.modified", "dcterms.modified", "last-modified", "datemodified", "article:modified"),
)
PUBLISHERS: Final = (
    *("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher"),
    *("cre", "copyright-holder", "apple-mobile-web-app-title", "al:android:app_name"),
    *("al:ios:app_name", "twitter:app:name:iphone"),
)
TOPICS: Final = (
    *("article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "keywords", "dc.subject"),
    *("cxenseparse:taglist", "mrf:tags", "og:article:tag", "tags"),
)
HEADLINES: Final = (
    *("og:title", "twitter:title", "dc.title", "dcterms.title", "sailthru.title", "parsely-title"),
    *("citation_title", "headline", "title"),
)


@dataclass(slots=True)
class Statements:
    """The statements of a page, each list in the order in which it counts."""

    headlines: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    modified: list[str] = field(default_factory=list)
    publishers: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    descriptions: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    is_free: bool | None = None
    body: str = ""


def statements_of(document: DocumentNode) -> Statements:
    """All statements of the page, without repetitions."""
    stated = Statements()
    _add_json_ld(document, stated)
    _add_microdata(document, stated)
    _add_meta(document, stated)
    _add_elements(document, stated)
    for name in ("headlines", "authors", "publishers", "topics", "sections", "addresses"):
        setattr(stated, name, list(dict.fromkeys(filter(None, getattr(stated, name)))))
    return stated


# --- JSON-LD

_TELLING: Final = ("headline", "author", "datePublished", "articleBody")


def _add_json_ld(document: DocumentNode, stated: Statements) -> None:
    things: list[Mapping[str, Any]] = []
    for script in document.query_selector_all("script[type*='ld+json']")[:_MOST_SCRIPTS]:
        things.extend(_things(load_json(script.text or ""), _DEEPEST))
    by_id = {
        thing["@id"]: thing
        for thing in things
        if isinstance(thing.get("@id"), str) and len(thing) > 1
    }
    articles = [t for t in things if any(map(_ARTICLE_TYPE.search, _kinds(t)))]
    pages = [t for t in things if any(map(_PAGE_TYPE.search, _kinds(t)))]
    # Of several, the one that states most is the page's own.
    articles.sort(key=lambda thing: -sum(name in thing for name in _TELLING))
    for thing in (*articles[:1], *pages[:1]):
        stated.kinds.extend(_kinds(thing))
        stated.headlines.extend(_texts(thing.get("headline")) or _texts(thing.get("name")))
        stated.authors.extend(_people(thing.get("author") or thing.get("creator"), by_id))
        stated.published.extend(
            _texts(
                thing.get("datePublished") or thing.get("dateCreated") or thing.get("uploadDate")
            )
        )
        stated.modified.extend(_texts(thing.get("dateModified")))
        stated.publishers.extend(
            _names(thing.get("publisher") or thing.get("sourceOrganization"), by_id)
        )
        stated.topics.extend(_topics(thing.get("keywords")))
        stated.topics.extend(_names(thing.get("about"), by_id))
        stated.sections.extend(_texts(thing.get("articleSection")))
        stated.descriptions.extend(_texts(thing.get("description")))
        stated.addresses.extend(_texts(thing.get("url")))
        free = thing.get("isAccessibleForFree")
        if stated.is_free is None and free is not None:
            stated.is_free = str(free).casefold() not in ("false", "no", "0")
        if not stated.body and isinstance(thing.get("articleBody"), str):
            stated.body = thing["articleBody"]


# What breaks JSON-LD most often: wrappers, commas before an end, comments, control characters.
_MENDED: Final = (
    (re.compile(r"^\s*(?://\s*)?<!\[CDATA\[|(?://\s*)?\]\]>\s*$|^\s*<!--|-->\s*$"), ""),
    (re.compile(r",(\s*[}\]])"), r"\1"),
    (re.compile(r"^\s*//[^\n]*$", re.MULTILINE), ""),
    (re.compile(r"[\x00-\x1f]+"), " "),
)


def load_json(text: str) -> object:
    """The data, if need be without what often breaks it; None where it cannot be mended."""
    text = text.strip().rstrip(";")
    for pattern, replacement in (*_MENDED, (None, "")):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            text = pattern.sub(replacement, text) if pattern else text
    try:
        return json.JSONDecoder(strict=False).raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError):
        return None


def _things(data: object, depth: int) -> Iterator[Mapping[str, Any]]:
    if isinstance(data, Mapping):
        if "@type" in data or "@id" in data:
            yield data
        inner: Iterable[object] = data.values()
    else:
        inner = data if isinstance(data, list) else ()
    if depth:
        for thing in inner:
            if isinstance(thing, Mapping | list):
                yield from _things(thing, depth - 1)


def _kinds(thing: Mapping[str, Any]) -> list[str]:
    kinds = thing.get("@type")
    return [k for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)]


def _texts(value: object) -> list[str]:
    texts = []
    for one in (value if isinstance(value, list) else [value])[:50]:
        text = (one.get("@value") or one.get("name")) if isinstance(one, Mapping) else one
        if isinstance(text, str) and (line := one_line(html.unescape(text))):
            texts.append(line)
    return texts


def _resolved(value: object, by_id: Mapping[str, Any]) -> list[object]:
    return [
        by_id.get(str(one.get("@id")), one)
        if isinstance(one, Mapping) and "name" not in one
        else one
        for one in (value if isinstance(value, list) else [value])[:50]
    ]


def _names(value: object, by_id: Mapping[str, Any]) -> list[str]:
    return [text for one in _resolved(value, by_id) for text in _texts(one)]


def _people(value: object, by_id: Mapping[str, Any]) -> list[str]:
    people: list[str] = []
    for one in _resolved(value, by_id):
        if isinstance(one, Mapping) and any("Organization" in kind for kind in _kinds(one)):
            continue
        for name in _texts(one):
            people.extend(people_in(name))
    return people


def _topics(value: object) -> list[str]:
    parts = (part.strip() for text in _texts(value) for part in re.split(r"[,;،|]", text))
    return [part for part in parts if 1 < len(part) <= 100]


# --- people

_BY: Final = re.compile(
    r"^(?:by|von|par|por|di|da|door|av|af|written by|story by|reported by|текст|автор|بقلم|كتب|oleh)"
    r"\b[:\s]+",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(
    r"\s*[,;،]\s+|\s+(?:and|und|et|by|&|with)\s+|\s*[|/•·]\s*", re.IGNORECASE
)
_ADDRESS: Final = re.compile(r"https?:|www\.|@\S|\.(?:com|org|net)\b", re.IGNORECASE)


def people_in(text: str) -> list[str]:
    """The people that a statement of authors names."""
    people = []
    for part in _PARTS.split(_BY.sub("", text.strip())):
        name = _BY.sub("", part.strip(" \t-–—.,:")).strip()
        is_name = 2 < len(name) <= 60 and not any(letter.isdigit() for letter in name)
        if is_name and not _ADDRESS.search(name):
            people.append(name)
    return people


# --- microdata, meta, elements


def _add_microdata(document: DocumentNode, stated: Statements) -> None:
    for element in document.query_selector_all("[itemprop]")[:_MOST_ELEMENTS]:
        name = (element.getattr("itemprop") or "").casefold()
        value = element.getattr("content") or element.getattr("datetime") or ""
        if name == "author":
            inner = element.query_selector("[itemprop='name']")
            text = one_line(value or (inner or element).text)
            stated.authors.extend(people_in(text) if len(text) <= 120 else ())
        elif name == "datepublished":
            stated.published.append(one_line(value or element.text))
        elif name == "datemodified":
            stated.modified.append(one_line(value or element.text))
        elif name == "headline":
            stated.headlines.append(one_line(value or element.text))
        elif name == "keywords":
            stated.topics.extend(_topics(value or element.text))
        elif name == "publisher":
            inner = element.query_selector("[itemprop='name']")
            if inner is not None:
                stated.publishers.append(one_line(inner.getattr("content") or inner.text))


def _add_meta(document: DocumentNode, stated: Statements) -> None:
    values: dict[str, list[str]] = {}
    for element in document.query_selector_all("meta[content]")[:_MOST_ELEMENTS]:
        content = one_line(html.unescape(element.getattr("content") or ""))
        for kind in ("property", "name", "itemprop"):
            if name := (element.getattr(kind) or "").casefold().strip():
                values.setdefault(name, []).append(content)

    def all_of(names: Iterable[str]) -> list[str]:
        return [text for name in names for text in values.get(name, ())]

    stated.headlines.extend(all_of(HEADLINES))
    for text in all_of(AUTHORS):
        stated.authors.extend(people_in(text))
    stated.published.extend(all_of(PUBLISHED))
    stated.modified.extend(all_of(MODIFIED))
    stated.publishers.extend(all_of(PUBLISHERS))
    for text in all_of(TOPICS):
        stated.topics.extend(_topics(text))
    stated.kinds.extend(f"og:{kind}" for kind in values.get("og:type", ()))
    stated.sections.extend(all_of(["article:section"]))
    stated.descriptions.extend(all_of(["og:description", "description"]))
    stated.addresses.extend(all_of(["og:url"]))


_AUTHOR_CLASS: Final = re.compile(
    r"(?i)(?:^|[\s_-])(?:byline|author|writer|autor|auteur|autore)(?:$|[\s_-]|name)"
)
_AUTHOR_ELEMENTS: Final = (
    "[class*='author'], [class*='byline'], [class*='Author'], [class*='Byline'], [class*='autor']"
)


def _add_elements(document: DocumentNode, stated: Statements) -> None:
    canonical = document.query_selector("link[rel='canonical']")
    if canonical is not None:
        stated.addresses.insert(0, one_line(canonical.getattr("href")))
    for element in document.query_selector_all("time[datetime]")[:20]:
        stated.published.append(one_line(element.getattr("datetime")))
    if stated.authors:
        return
    for selector in ("[rel~='author']", _AUTHOR_ELEMENTS):
        for element in document.query_selector_all(selector)[:20]:
            text = one_line(element.text)
            classes = element.getattr("class") or ""
            if 0 < len(text) <= 80 and (selector[1] == "r" or _AUTHOR_CLASS.search(classes)):
                stated.authors.extend(people_in(text))
        if stated.authors:
            return
