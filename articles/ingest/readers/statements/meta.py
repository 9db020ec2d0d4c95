"""What a page's `<meta>` elements state: OpenGraph, Dublin Core, parsely, sailthru and others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from resiliparse.parse.html import DocumentNode

from .statement import Statement, Statements, addresses, plain

_MOST: Final = 500
_NAMES: Final = ("property", "name", "itemprop", "http-equiv")

_HEADLINES: Final = (
    *("og:title", "twitter:title", "dc.title", "dcterms.title", "sailthru.title", "parsely-title"),
    *("citation_title", "headline", "title"),
)
_AUTHORS: Final = (
    *("author", "article:author", "dc.creator", "dcterms.creator", "dc.creator.name", "byl"),
    *("parsely-author", "sailthru.author", "citation_author", "cxenseparse:author"),
    *("og:article:author", "article:author_name", "article:author:name", "authors"),
    *("dcsext.author", "article-author", "mrf:authors", "creator", "og:author", "news_author"),
    *("blog_author", "cxenseparse:recs:author"),
)
_PUBLISHED: Final = (
    *("article:published_time", "og:article:published_time", "parsely-pub-date", "sailthru.date"),
    *("dc.date.issued", "dcterms.issued", "dc.date", "dcterms.created", "dc.date.created"),
    *("date", "pubdate", "publishdate", "publish-date", "published_at", "publication_date"),
    *("article:published", "article.published", "cxenseparse:recs:publishtime", "dcterms.date"),
    *("citation_publication_date", "datepublished", "og:published_time", "rnews:datepublished"),
    *("ptime", "timestamp", "displaydate", "gentime", "created", "article_date_original"),
    *("mediator_published_time", "vr:published_time", "bt:pubdate", "og:pubdate", "dc.created"),
    *("date_published", "originalpublicationdate", "iso-8601-publish-date", "citation_date"),
)
_MODIFIED: Final = (
    *("article:modified_time", "og:updated_time", "og:article:modified_time", "lastmod"),
    *("dc.date.modified", "dcterms.modified", "last-modified", "datemodified", "article:modified"),
)
# Any other name that says so: `w-published-date`, `bbc:originalpublishtime`, `fecha_publicacion`
_TIME: Final = r"[-_.: ]?(?:date|time|datetime|on|at|day|timestamp|utc|iso)?"
_PUBLISHED_NAME: Final = re.compile(
    r"(?:.*[^a-z])?(?:original|first|article|content|page|post|story|news)?"
    rf"(?:(?:publish(?:ed)?|publication|pub|issued|posted|released?|created?){_TIME}"
    r"|(?:fecha|data|datum)(?:[-_.: ]?(?:de)?[-_.: ]?(?:publica\w*|pubbli\w*))?"
    r"|(?<=[a-z])[-_.:]?date)"
)
_MODIFIED_NAME: Final = re.compile(
    r"(?:.*[^a-z])?(?:last|article|content|page)?[-_.: ]?"
    rf"(?:modified|modification|updated?|revised|changed?){_TIME}"
)
_PUBLISHERS: Final = (
    *("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher"),
    *("cre", "copyright-holder", "apple-mobile-web-app-title", "al:android:app_name"),
    *("al:ios:app_name", "twitter:app:name:iphone"),
)
_TOPICS: Final = (
    *("article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "keywords", "dc.subject"),
    *("cxenseparse:taglist", "mrf:tags", "og:article:tag", "tags"),
)
_SECTIONS: Final = ("article:section", "og:article:section", "parsely-section", "mrf:sections")
_DESCRIPTIONS: Final = ("og:description", "description", "twitter:description", "dc.description")
_LANGUAGES: Final = ("og:locale", "content-language", "dc.language", "dcterms.language")

_PICTURES: Final = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "thumbnail")

# `Written by` beside `twitter:data1`, in the languages of the press
_WRITTEN: Final = re.compile(
    r"(?i)\b(?:written|author|by|verfasst|autor|autora|écrit|auteur|escrito|scritto|autore|door"
    r"|skrivet|napisane|автор\w*|написано)\b|作者|كتب"
)


def _values(document: DocumentNode) -> dict[str, list[str]]:
    """The contents of the page's meta elements by their names, case folded."""
    values: dict[str, list[str]] = {}
    for element in document.get_elements_by_tag_name("meta")[:_MOST]:
        content = element.getattr("content")
        if not content:
            continue
        for kind in _NAMES:
            if name := element.getattr(kind):
                values.setdefault(name.strip().casefold()[:60], []).append(content)
                break
    return values


def add_meta(document: DocumentNode, stated: Statements) -> None:
    """Adds what the meta elements state."""
    values = _values(document)

    def of(names: Iterable[str]) -> list[Statement]:
        return [
            Statement(text, f"meta {name}")
            for name in names
            for text in map(plain, values.get(name, ()))
            if text
        ]

    stated.headlines += of(_HEADLINES)
    stated.authors += of(_AUTHORS)
    for number in ("1", "2"):
        label = next(iter(values.get(f"twitter:label{number}", ())), "")
        if _WRITTEN.search(label[:60]):
            stated.authors += of([f"twitter:data{number}"])
    others = [name for name in values if name not in (*_PUBLISHED, *_MODIFIED)]
    stated.published += of(_PUBLISHED)
    # A day of publication is set by hand, a time of it perhaps by each publishing.
    named = sorted(others, key=lambda name: "date" not in name)
    stated.published += of(filter(_PUBLISHED_NAME.fullmatch, named))
    stated.modified += of(_MODIFIED)
    stated.modified += of(filter(_MODIFIED_NAME.fullmatch, others))
    stated.publishers += of(_PUBLISHERS)
    stated.topics += of(_TOPICS)
    stated.sections += of(_SECTIONS)
    stated.descriptions += of(_DESCRIPTIONS)
    stated.languages += of(_LANGUAGES)
    stated.addresses += addresses(values.get("og:url", ()), "meta og:url")
    for name in _PICTURES:
        stated.pictures += addresses(values.get(name, ()), f"meta {name}")
    stated.picture_words += of(("og:image:alt", "twitter:image:alt"))
    stated.kinds += [f"og:{kind}"[:60] for kind in map(plain, values.get("og:type", ())) if kind]
