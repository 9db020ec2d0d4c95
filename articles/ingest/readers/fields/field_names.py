"""The names by which the fields of a record (of JSON, or a table's row) go, and how to find them.

A name `a.b` is the field b of the field a; `a[].b` is that of each object in the list a.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "text": (
        *("maintext", "text", "content", "raw_content", "articleBody", "article_text"),
        *("body_text", "full_text", "plain_text", "cleaned_text", "content_text", "clean_text"),
        *("text_content", "news_text", "article_content", "page_content", "page_text"),
        *("full_content", "post_content", "raw_text", "markdown", "body", "article", "story"),
        *("document", "content.rendered", "fields.body", "fields.bodyText"),
        *("article.articleBody", "article.text", "objects[].text", "bodies[].value"),
        *("metadata.text", "texte", "contenu", "texto", "contenido", "conteudo", "conteúdo"),
        *("inhalt", "volltext", "artikeltext", "testo", "articolo", "cuerpo", "corpo", "tekst"),
        *("treść", "текст", "содержание", "النص", "المحتوى", "正文", "内容"),
    ),
    "html": (
        *("html", "raw_html", "page_html", "html_content", "content_html", "webpage"),
        *("body_html", "article_html", "articleBodyHtml", "article.articleBodyHtml"),
        *("objects[].html",),
    ),
    "url": (
        *("url", "uri", "link", "canonical_url", "canonical_link", "page_url", "webUrl"),
        *("permalink", "article_url", "original_url", "news_url", "article.canonicalUrl"),
        *("article.url", "objects[].pageUrl", "thread.url", "mainEntityOfPage"),
        *("mainEntityOfPage.@id", "source_url", "external_url", "warc_headers.warc-target-uri"),
        *("metadata.url", "metadata.sourceurl", "metadata.warc_url", "meta.url", "source"),
        *("document_url", "articleURL", "lien", "enlace", "ссылка", "الرابط", "链接"),
        *("guid", "@id", "id"),
    ),
    "title": (
        *("title", "headline", "title_page", "webTitle", "article_title", "news_title"),
        *("post_title", "title.rendered", "headline.main", "fields.headline"),
        *(
            "headlines[].value",
            "article.headline",
            "article.title",
            "objects[].title",
            "thread.title",
        ),
        *("metadata.title", "meta.title", "og_title", "meta_title", "page_title", "title_rss"),
        *("titre", "titulo", "título", "titular", "titel", "überschrift", "titolo"),
        *("tytuł", "заголовок", "العنوان", "标题"),
    ),
    "published": (
        *("date_publish", "publish_date", "published", "published_at", "publication_date"),
        *("publishing_date", "pub_date", "published_date", "datePublished", "publishedTime"),
        *("webPublicationDate", "first_published_at", "firstPublished", "publish_time"),
        *("publication_time", "posted_at", "posted_on", "date_posted", "post_date_gmt"),
        *("post_date", "article_date", "news_date", "release_date", "issued", "firstcreated"),
        *("contentCreated", "dateTimePub", "article.datePublished", "objects[].date"),
        *("thread.published", "fields.firstPublicationDate", "date_gmt"),
        *("yoast_head_json.article_published_time", "date", "datetime", "created"),
        *("metadata.datepublished", "metadata.published_date", "metadata.date", "meta.date"),
        *("publication_datetime", "published_datetime", "date_published", "日期"),
        *("date_publication", "fecha", "fecha_publicacion", "datum", "data_publicacao", "дата"),
        *("التاريخ",),
    ),
    "modified": (
        *("date_modify", "modified_gmt", "modified", "modified_at", "updated_at"),
        *("dateModified", "updated", "modifiedTime", "modified_date", "last_updated"),
        *("post_modified_gmt", "post_modified", "post_modified_date", "modification_datetime"),
        *("versioncreated", "fields.lastModified", "article.dateModified", "changed"),
    ),
    "captured": (
        *("captured_at", "capture_date", "crawl_date", "crawled_at", "crawl_time"),
        *("date_crawled", "date_download", "downloaded_at", "warc_date", "scraped_at"),
        *("scrape_date", "fetched_at", "fetch_time", "retrieved_at", "timestamp", "filedate"),
        *("crawled", "seendate", "indexed_date", "collect_date", "dateDownloaded"),
        *("warc_headers.warc-date", "metadata.warc_date", "metadata.dateDownloaded"),
        *("article.metadata.dateDownloaded", "metadata.timestamp", "crawl.loadedtime", "added"),
    ),
    "language": (
        *(
            "language",
            "lang",
            "meta_lang",
            "language_code",
            "lang_code",
            "inLanguage",
            "article.inLanguage",
        ),
        *("objects[].humanLanguage", "fields.lang", "thread.language", "metadata.language"),
        *("meta.language", "warc_headers.warc-identified-content-language"),
    ),
    "author": (
        *("authors", "author", "byline", "bylines", "author_name", "author_names", "creator"),
        *("dc:creator", "writer", "writers", "journalist", "journalists", "reporter"),
        *("reporters", "contributors", "by", "article_author", "meta_author"),
        *("byline.original", "tags", "fields.byline", "yoast_head_json.author"),
        *("_embedded.author[].name", "article.authors[].name", "objects[].author"),
        *("metadata.authors", "metadata.author", "meta.author", "auteur", "auteurs", "autor"),
        *("autores", "autoren", "autore", "автор", "الكاتب", "作者", "influencer"),
    ),
    "publisher": (
        *("publisher", "siteName", "source-hostname", "source_name", "publication"),
        *("publication_name", "media_name", "newspaper", "newspaper_name", "outlet"),
        *("outlet_name", "news_outlet", "source.name", "source.title", "provider"),
        *("news_source", "og_site_name", "yoast_head_json.og_site_name", "objects[].siteName"),
        *("fields.publication", "isPartOf", "sourceOrganization", "metadata.site_name"),
        *("metadata.publisher", "source_domain", "domain", "hostname", "netloc", "site"),
        *("website", "thread.site_full", "thread.site", "source", "source_url", "media_url"),
        *("metadata.domain", "journal", "zeitung", "quelle", "periodico", "fuente", "testata"),
        *("publication_title", "pub_title", "medium", "fonte", "bron", "źródło"),
        *("источник", "المصدر", "来源"),
    ),
    "section": (
        *("section", "section_name", "articleSection", "category", "categories"),
        *("thread.section_title", "section_title", "rubric", "channel", "fields.sectionName"),
        *("_embedded.wp:term[]", "breadcrumbs", "article.breadcrumbs"),
        *("yoast_head_json.schema.@graph[].articleSection", "objects[].categories"),
        *("metadata.section", "metadata.category", "class_list", "rubrique", "ressort"),
        *("rubrik", "seccion", "sección", "sezione", "рубрика", "القسم"),
    ),
    "tags": (
        *("tags", "topics", "meta_keywords", "news_keywords", "keywords", "subjects"),
        *("subject", "tag", "topic", "labels", "story_tags", "article_tags"),
        *("_embedded.wp:term[]", "yoast_head_json.schema.@graph[].keywords"),
        *("article.keywords", "objects[].tags[].label", "metadata.keywords", "metadata.tags"),
        *("meta.keywords", "subject_terms", "post_tag", "schlagwörter", "mots_clés"),
        *("palabras_clave", "теги", "الوسوم", "categories", "class_list"),
    ),
    "description": (
        *("description", "excerpt", "summary", "abstract", "standfirst", "trailText", "dek"),
        *("meta_description", "description_text", "teaser", "subheadline", "snippet"),
        *("fields.standfirst", "fields.trailText", "excerpt.rendered", "article.description"),
        *("yoast_head_json.description", "yoast_head_json.og_description", "objects[].summary"),
        *("metadata.description", "meta.description", "short_description"),
        *("post_excerpt", "abstract_note"),
    ),
    "highlights": (
        *("highlights", "story_highlights", "article_highlights", "key_points", "bullet_points"),
        *("bullets", "key_takeaways", "key_facts"),
    ),
}
"""What a field can be, and the names each goes by, the likeliest first; neither case nor `_`, `-`
and spaces matter: `publish_date` is `publishDate`.

The names are those of the corpora, tools and services that people have, and the plain words of some
languages:

- corpora: C4 and mC4, RefinedWeb, FineWeb, CulturaX, OSCAR, Dolma, RealNews, CC-News, Signal-1M,
  HuffPost
- tables: All the News, CNN/DailyMail, XSum, MLSUM; AmCAT, ProQuest, Factiva, LexisNexis, Meltwater,
  Zotero; exporters of WordPress
- extractors: news-please, newspaper3k and newspaper4k, trafilatura, fundus, Readability
- services: Webz.io, NewsAPI, GDELT, Media Cloud, Event Registry, Zyte, Diffbot, The Guardian,
  The New York Times
- formats: WordPress REST, JSON Feed, Schema.org, ninjs; and Scrapy projects
"""

OPENING: Final = "opening"
"""The role of fields with a text's first words: of a record that has no more, they are the page."""
CRAWL: Final = "crawl"
"""The role of a field that names the crawl a text is from."""
_OTHER_ROLES: Final = {
    OPENING: (
        *("lead_paragraph", "snippet", "abstract", "short_description", "opening_text", "hlead"),
        *("hit_sentence", "abstract_note"),
    ),
    CRAWL: ("dump",),  # FineWeb
    "kicker": ("kicker",),
    "dateline": ("dateline",),
}
_EMPTY: Final[tuple[object, ...]] = (None, "", b"", [], {})
_MOST_SHAPES: Final = 256
_MOST_VALUES: Final = 1000


class _Name(NamedTuple):
    """A name of a field: as written, as `folded` has it without `[]`, and its parts."""

    written: str
    folded: str
    first: str
    rest: tuple[str, ...]


class Place(NamedTuple):
    """Where the records of one shape have a field: the outermost field that it is in, the names of
    those within, its whole name as the record spells that, and the same for people."""

    outermost: str
    rest: tuple[str, ...]
    name: str
    origin: str


_DROPPED: Final = str.maketrans("", "", "_- ")


def folded(name: str) -> str:
    """A field's name without what tools differ in: case, and what divides its words.

    >>> folded("publish_date") == folded("publishDate") == folded("Publish Date")
    True
    """
    return name.casefold().translate(_DROPPED)


def _name(written: str) -> _Name:
    whole = folded(written).replace("[]", "")
    first, *rest = whole.split(".")
    return _Name(written, whole, first, tuple(rest))


@dataclass(frozen=True, slots=True)
class Fields:
    """The names under which a record's page, and what else is said of it, are looked for; and the
    path of `records` in a file of JSON, as the caller gave it: `response.results`."""

    names: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: {**ROLES, **_OTHER_ROLES})
    records: str = ""
    _parsed: dict[str, tuple[_Name, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _places: dict[tuple[str, ...], Mapping[str, tuple[Place, ...]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _spellings: dict[tuple[str, ...], Mapping[str, str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for role, names in self.names.items():
            self._parsed[role] = tuple(map(_name, names))

    @classmethod
    def with_named(cls, named: Mapping[str, str], records: str = "") -> Fields:
        """The usual names, after those the caller gave: `{"text": "content"}`."""
        names = {**ROLES, **_OTHER_ROLES}
        for role, name in named.items():
            names[role] = (name, *names[role])
        if "html" in named and "text" not in named:
            names["text"] = ()  # the HTML was asked for
        return cls(names, records)

    def find(
        self, record: Mapping[str, Any], places: Sequence[Place]
    ) -> Iterator[tuple[Place, Any]]:
        """The values that the record has in these places and that are not empty."""
        for place in places:
            value = record[place.outermost]
            if place.rest and value is not None:
                value = self._within(value, place.rest)
            if value not in _EMPTY:
                yield place, value

    def get(self, record: Mapping[str, Any], name: str) -> Any:
        """The value of an outermost field, however it spells its name; None without one."""
        spelling = self._spelling(record).get(folded(name))
        return None if spelling is None else record[spelling]

    def outermost(self, role: str) -> Iterator[str]:
        """The names, as `folded` has them, that the outermost fields of the role may have."""
        for name in self._parsed[role]:
            if name.rest:
                yield name.folded
            yield name.first

    def places(self, record: Mapping[str, Any]) -> Mapping[str, tuple[Place, ...]]:
        """By role, where a record with such fields may have some; without roles that it has none
        of. The records of a file have the same fields, so this is kept."""
        shape = tuple(record)
        known = self._places.get(shape)
        if known is None:
            if len(self._places) >= _MOST_SHAPES:
                self._places.clear()
            spelling = self._spelling(record)
            places = {
                role: tuple(place for name in names if (place := _place(name, spelling, record)))
                for role, names in self._parsed.items()
            }
            known = {role: those for role, those in places.items() if those}
            self._places[shape] = known
        return known

    def _spelling(self, record: Mapping[str, Any]) -> Mapping[str, str]:
        """The names of an object's fields as it spells them, by the same folded; the first of each
        counts."""
        shape = tuple(record)
        known = self._spellings.get(shape)
        if known is None:
            if len(self._spellings) >= _MOST_SHAPES:
                self._spellings.clear()
            spelled: dict[str, str] = {}
            for name in shape:
                spelled.setdefault(folded(str(name)), name)
            self._spellings[shape] = known = spelled
        return known

    def _within(self, value: Any, names: tuple[str, ...]) -> Any:
        """The value of a field within an object, or the list of those in a list of objects."""
        for depth, name in enumerate(names):
            if isinstance(value, list):
                values = [self._within(each, names[depth:]) for each in value[:_MOST_VALUES]]
                return [each for each in values if each not in _EMPTY]
            if isinstance(value, str):
                value = _object_in(value)
            if not isinstance(value, dict):
                return None
            spelling = name if name in value else self._spelling(value).get(name)
            value = None if spelling is None else value[spelling]
        return value


def _place(name: _Name, spelling: Mapping[str, str], record: Mapping[str, Any]) -> Place | None:
    """Where a record with such outermost fields may have that of the name; it may also have a
    single one that is called `a.b`."""
    if name.written in record:
        return Place(name.written, (), name.written, f"field {name.written}")
    if (outermost := spelling.get(name.folded)) is not None:
        return Place(outermost, (), outermost, f"field {outermost}")
    outermost = spelling.get(name.first)
    if not name.rest or outermost is None:
        return None
    first, _, within = name.written.partition(".")
    written = f"{outermost}{'[]' if first.endswith('[]') else ''}.{within}"
    return Place(outermost, name.rest, written, f"field {written}")


def _object_in(text: str) -> object:
    """The object of JSON that a text is, as some tables have it in a column; None for others."""
    if not text.startswith("{"):
        return None
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


USUAL_FIELDS: Final = Fields()
