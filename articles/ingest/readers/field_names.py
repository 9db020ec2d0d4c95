"""A record's fields (of JSON, or a table's row): which of them is the page, and what the rest says.

The names are those of the corpora and tools that people have: C4 and mC4, RefinedWeb, FineWeb,
CulturaX, OSCAR, Dolma, RealNews, CC-News, news-please, newspaper4k, trafilatura, Zyte, WordPress,
and Scrapy projects. `a.b` is the field b of the field a.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final

from articles.ingest.readers.html import looks_like_html
from articles.ingest.readers.records import ReadRecord, Record, Unreadable, one_line
from articles.ingest.readers.statements import public_address
from articles.parsing import PageHints

from .encodings import decode
from .unsupported import foreign_kind

ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "text": (
        *("maintext", "text", "content", "raw_content", "articlebody", "article_body"),
        *("article_text", "body_text", "full_text", "fulltext", "plain_text", "cleaned_text"),
        *("raw_text", "markdown", "body", "article", "story", "content.rendered"),
    ),
    "html": ("html", "raw_html", "page_html", "html_content", "content_html", "rawhtml", "webpage"),
    "url": (
        *("url", "uri", "link", "canonical_url", "canonical_link", "canonicalurl", "page_url"),
        *("source_url", "warc_headers.warc-target-uri", "metadata.url", "metadata.sourceurl"),
        *("metadata.warc_url", "meta.url", "source", "id"),
    ),
    "title": ("title", "headline", "title_page", "title.rendered", "metadata.title", "meta.title"),
    "published": (
        *("date_publish", "publish_date", "published", "published_at", "publication_date"),
        *("pub_date", "pubdate", "published_date", "publishedat", "datepublished"),
        *("date_published", "date", "date_gmt", "datetime", "created", "metadata.datepublished"),
    ),
    "modified": ("date_modify", "modified", "modified_at", "updated_at", "datemodified"),
    "captured": (
        *("captured_at", "capture_date", "crawl_date", "crawled_at", "crawl_time", "date_crawled"),
        *("date_download", "downloaded_at", "warc_date", "scraped_at", "scrape_date"),
        *("fetched_at", "fetch_time", "retrieved_at", "timestamp", "filedate", "added"),
        *("warc_headers.warc-date", "metadata.warc_date", "metadata.datedownloaded"),
        *("metadata.timestamp", "crawl.loadedtime"),
    ),
    "language": ("language", "lang", "meta_lang", "inlanguage", "metadata.language"),
}
"""What a field can be, and the names each goes by, the likeliest first; case does not matter."""

_CRAWL: Final = re.compile(r"CC-(?:MAIN|NEWS)-")
_ADDRESS: Final = re.compile(r"https?://\S+$", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,6})?")
# `<p>`, `<div class="a">`, `<!-- wp:paragraph -->`: a piece of a page, without its head
_STARTS_AS_MARKUP: Final = re.compile(
    r"\s*<(?:!--|(?:p|div|article|section|main|figure|img|h[1-6]|span|ul|ol|table|blockquote|a|em"
    r"|strong|b|i)\b)",
    re.IGNORECASE,
)
_HEAD_OF_PAGE: Final = 2000
_MOST_SHAPES: Final = 256
_MILLISECONDS: Final = 1e11  # as seconds that is the year 5138


@dataclass(frozen=True, slots=True)
class Fields:
    """The names under which a record's page, address and dates are looked for."""

    names: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: ROLES)
    _shapes: dict[tuple[str, ...], Mapping[str, tuple[str, ...]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def with_named(cls, named: Mapping[str, str]) -> Fields:
        """The usual names, after those the caller gave: `{"text": "content"}`."""
        names = {role: tuple(name.casefold() for name in known) for role, known in ROLES.items()}
        for role, name in named.items():
            names[role] = (name.casefold(), *names[role])
        if "html" in named and "text" not in named:
            names["text"] = ()  # the HTML was asked for
        return cls(names)

    def find(self, record: Mapping[str, Any], role: str) -> Iterator[Any]:
        """The values under the names of a role that are there and not empty."""
        for name in self._present(record)[role]:
            value = record.get(name)
            if value is None and "." in name:
                outer, inner = name.split(".", 1)
                within = record.get(outer)
                value = _folded(within).get(inner) if isinstance(within, dict) else None
            if value not in (None, "", b""):
                yield value

    def _present(self, record: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
        """The names of each role that a record with these fields may have. The records of a file
        have the same ones, so this is kept."""
        shape = tuple(record)
        known = self._shapes.get(shape)
        if known is None:
            if len(self._shapes) >= _MOST_SHAPES:
                self._shapes.clear()
            known = {
                role: tuple(
                    name for name in names if name in record or name.partition(".")[0] in record
                )
                for role, names in self.names.items()
            }
            self._shapes[shape] = known
        return known

    def has(self, record: Mapping[str, Any], role: str) -> bool:
        """Whether a field of the role is there, be it empty."""
        return bool(self._present(record)[role])


USUAL_FIELDS: Final = Fields()


@dataclass(frozen=True, slots=True)
class Page:
    """What a record's fields come to."""

    text: str
    is_html: bool
    hints: PageHints
    captured_at: date | datetime | None
    note: str = ""


def record_of(
    raw: bytes, name: str, values: Mapping[str, Any], fields: Fields, note: str = ""
) -> ReadRecord:
    """The record that the fields `values` make, known by its bytes `raw`; `note` tells of doubts
    about their characters."""
    page = page_of(values, fields)
    if isinstance(page, str):
        return Unreadable(name, page)
    return Record(
        name,
        raw,
        captured_at=page.captured_at,
        hints=page.hints,
        page=page.text,
        is_html=page.is_html,
        note=note or page.note,
    )


def page_of(record: Mapping[str, Any], fields: Fields) -> Page | str:
    """The page that the fields hold, or a sentence that says what is missing.

    A date is when the page was captured only where the field says so. Others are hints, as is the
    title; but a title that the text lacks is put before it, for corpora keep the two apart.
    """
    record = _folded(record)
    content = _content(record, fields)
    if isinstance(content, str):
        return content
    if content is None:
        holders = [*fields.find(record, "text"), *fields.find(record, "html")]
        if holders:
            return (
                f"the field that should hold the page holds no text ({type(holders[0]).__name__}); "
                "name another, as in --field text=NAME"
            )
        if not (fields.has(record, "text") or fields.has(record, "html")):
            names = ", ".join(str(name) for name in list(record)[:12]) or "none"
            return (
                "no field of it is known to hold the page; name it, as in "
                f"--field text=NAME (its fields: {names})"
            )
        content = "", False, ""
    text, is_html, note = content
    title = one_line(next(fields.find(record, "title"), ""))
    if title and not is_html and _squeezed(title) not in _squeezed(text[:_HEAD_OF_PAGE]):
        text = f"{title}\n\n{text}"
    is_crawl = _CRAWL.match(str(record.get("dump") or "")) is not None
    published = next(fields.find(record, "published"), None)
    captured = next(fields.find(record, "captured"), None)
    if is_crawl and captured is None:
        captured = record.get("date")  # FineWeb's date is the crawl's
        published = None if published == captured else published
    hints = PageHints(
        address=next(filter(None, map(_address, fields.find(record, "url"))), ""),
        headline=title,
        published_at=_stated(published),
        modified_at=_stated(next(fields.find(record, "modified"), None)),
        language=next(
            filter(_LANGUAGE.fullmatch, map(one_line, fields.find(record, "language"))), ""
        ).replace("_", "-"),
    )
    return Page(text, is_html, hints, _moment(captured, assumed=True), note)


def _address(value: object) -> str:
    address = one_line(value)
    return public_address(address) if _ADDRESS.match(address) else ""


def _content(record: Mapping[str, Any], fields: Fields) -> tuple[str, bool, str] | str | None:
    """The page's text, whether that is HTML, and a note on its characters; or a sentence that says
    why it is no page."""
    for role in ("text", "html"):
        for value in fields.find(record, role):
            note = ""
            if isinstance(value, bytes):
                if kind := foreign_kind(value):
                    return str(kind)
                characters = decode(value)
                value, note = characters.text, characters.note
            if isinstance(value, list) and all(isinstance(part, str) for part in value):
                value = "\n\n".join(value)  # paragraphs, or lines
            if isinstance(value, str):
                return value, role == "html" or _is_markup(value), note
    return None


def _is_markup(text: str) -> bool:
    start = text[:8192]
    if looks_like_html(start.encode("utf-8", "replace")):
        return True
    return _STARTS_AS_MARKUP.match(start) is not None and "</" in text


def _folded(record: Mapping[Any, Any]) -> dict[str, Any]:
    """By names without case; the first of each counts."""
    folded: dict[str, Any] = {}
    for name, value in record.items():
        folded.setdefault(str(name).casefold(), value)
    return folded


def _squeezed(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _stated(value: object) -> date | datetime | None:
    """A moment whose zone is stated, or else its day."""
    return _moment(value, assumed=False)


def _moment(value: object, *, assumed: bool) -> date | datetime | None:
    """A day or time as ISO 8601 writes it, or as seconds or milliseconds since 1970.

    A time without a zone is UTC where that may be `assumed`, as of crawlers' clocks, and else gives
    the day.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            seconds = value / 1000 if abs(value) > _MILLISECONDS else value
            return datetime.fromtimestamp(seconds, UTC)
        except (ValueError, OverflowError, OSError):
            return None
    if isinstance(value, str):
        text = value.strip().removesuffix(" UTC")
        try:
            value = date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
        except ValueError:
            return None
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC) if assumed else value.date()
    return value if isinstance(value, date) else None
