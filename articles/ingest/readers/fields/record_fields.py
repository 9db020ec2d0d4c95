"""A record's fields (of JSON, or a table's row): which of them is the page, and what others say."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from articles.ingest.readers.detection.unsupported import foreign_kind
from articles.ingest.readers.detection.xml_prolog import prolog_of
from articles.ingest.readers.encodings import decode, encoding_of_page
from articles.ingest.readers.feeds.given_story import PassedOver
from articles.ingest.readers.feeds.known import story_in
from articles.ingest.readers.html import looks_like_html
from articles.ingest.readers.inline_markup import as_fragment, read_markup, without_tags
from articles.ingest.readers.records import ReadRecord, Record, Unreadable, one_line
from articles.ingest.readers.statements import public_address
from articles.parsing import PageHints
from articles.parsing.lines.language_codes import language_code

from .field_names import CRAWL, OPENING, USUAL_FIELDS, Fields, Place, folded
from .field_values import (
    line_of,
    people_of,
    points_of,
    prose_of,
    publisher_of,
    section_of,
    topics_of,
)
from .moments import moment_of, with_zone_of

_CRAWL: Final = re.compile(r"CC-(?:MAIN|NEWS)-")
_ADDRESS: Final = re.compile(r"https?://\S+$", re.IGNORECASE)
# `<p>`, `<div class="a">`, `<!-- wp:paragraph -->`: a piece of a page, without its head
_STARTS_AS_MARKUP: Final = re.compile(
    r"\s*<(?:!--|(?:p|div|article|section|main|figure|h[1-6]|ul|ol|table|blockquote)\b)",
    re.IGNORECASE,
)
# `&#13;&#10;`
_LINE_END_REFERENCES: Final = re.compile(r"(?:&#(?:13|x[dD]);)?&#(?:10|x[aA]);")
# `… [+1234 chars]`, `... [1234 chars]`: NewsAPI and GNews give the first 200 characters
_CUT: Final = re.compile(r"\[\+?(\d{1,9}) chars\]\s*")
_NO_TEXT: Final = "it has no text, at most a headline; save the page itself and import that"
_USUAL: Final = USUAL_FIELDS.names
_PAGE_ELEMENTS: Final = frozenset({"html", "head", "body"})
_HEAD_OF_PAGE: Final = 2000
_LONGEST_DESCRIPTION: Final = 1000
_LONGEST_KICKER: Final = 80
_LONGEST_DATELINE: Final = 80

Places = Mapping[str, Sequence[Place]]


@dataclass(slots=True)  # frozen ones take twice the time to make
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
    if isinstance(page, PassedOver):
        return Unreadable(name, f"it is {page.what}, no story", is_failure=False)
    if isinstance(page, str):
        return Unreadable(name, page)
    return Record(
        name,
        raw,
        captured_at=page.captured_at,
        hints=page.hints,
        page=page.text,
        is_html=page.is_html,
        note="; ".join(filter(None, (note, page.note))),
    )


def page_of(record: Mapping[str, Any], fields: Fields) -> Page | PassedOver | str:
    """The page that the fields hold; a sentence that says what is missing; or what a record is that
    is no story.

    A date is when the page was captured only where the field says so. Others are hints, as is the
    title; but a title that the page lacks is put before it, for corpora keep the two apart.
    """
    given = story_in(record)
    if isinstance(given, PassedOver):
        return given
    if given is not None:
        if not given.has_text():
            return _NO_TEXT
        record = {**_named(record, fields), **given.as_fields()}
    page = _page_of(record, fields)
    if given is not None and isinstance(page, Page) and given.note:
        page.note = given.note
    return page


def _named(record: Mapping[str, Any], fields: Fields) -> dict[str, Any]:
    """The fields of a record that the caller has named, which count before what its format says."""
    named = {names[0] for role, names in fields.names.items() if names[:1] != _USUAL[role][:1]}
    outermost = {folded(name.partition(".")[0].removesuffix("[]")) for name in named}
    return {name: value for name, value in record.items() if folded(name) in outermost}


def _page_of(record: Mapping[str, Any], fields: Fields) -> Page | str:
    places = fields.places(record)
    content = _content(record, fields, places)
    if isinstance(content, str):
        return content
    if content is None:
        if reason := _why_no_page(record, fields, places):
            return reason
        content = _Content("", is_html=False)
    stated: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for role, (hint, read) in _HINTS.items():
        if role not in places:
            continue
        for place, value in fields.find(record, places[role]):
            if said := read(value, place.name):
                stated[hint] = said
                origins[hint] = place.origin
                break
    if origins.get("published_at", "")[-3:].casefold() == "gmt":
        stated |= _published_in_two_zones(record, fields, places, origins["published_at"])
    captured = stated.pop("captured_at", None)
    origins.pop("captured_at", None)
    if captured is None and CRAWL in places and _is_of_crawl(record, fields, places[CRAWL]):
        captured = _captured(fields.get(record, "date"), "")  # FineWeb's date is the crawl's
        if origins.get("published_at", "").casefold() == "field date":
            del stated["published_at"], origins["published_at"]
    highlights: list[str] = []
    if "highlights" in places:
        highlights, origin = _highlights(record, fields, places["highlights"])
        if highlights and not (stated.get("headline") or "description" in stated):
            # Nothing says where its text begins, which they stand before.
            stated["description"] = _description(" ".join(highlights), "")
            origins["description"] = origin
            highlights = []
    text, is_html = _with_title(content, stated.get("headline", ""), highlights)
    return Page(text, is_html, PageHints(**stated, origins=origins), captured, content.note)


def _why_no_page(record: Mapping[str, Any], fields: Fields, places: Places) -> str:
    """Why a record without text is no page; empty where its text is there and empty."""
    those = [*places.get("text", ()), *places.get("html", ())]
    for _, value in fields.find(record, those):
        return (
            f"the field that should hold the page holds no text ({type(value).__name__}); name "
            "another, as in --field text=NAME"
        )
    if those:
        return ""
    names = ", ".join(str(name) for name in list(record)[:12]) or "none"
    return (
        "no field of it is known to hold the page; name it, as in "
        f"--field text=NAME (its fields: {names})"
    )


# --- the page


@dataclass(slots=True)
class _Content:
    text: str
    is_html: bool
    note: str = ""


def _content(record: Mapping[str, Any], fields: Fields, places: Places) -> _Content | str | None:
    """The page's text; or a sentence that says why it is no page; None without any."""
    for role in ("text", "html", OPENING):
        for place, value in fields.find(record, places.get(role, ())):
            note = ""
            if isinstance(value, bytes):
                if kind := foreign_kind(value):
                    return str(kind)
                value, note = _characters(value)
            text = prose_of(value)
            if text is None or not text.strip():
                continue
            if role == OPENING:
                note = f"only the opening of the text is there ({place.origin})"
            return _read(text, is_html=role == "html", note=note)
    return None


def _characters(raw: bytes) -> tuple[str, str]:
    if looks_like_html(raw):
        encoding, note = encoding_of_page(raw)
        return raw.decode(encoding, "replace"), note
    characters = decode(raw)
    return characters.text, characters.note


def _read(text: str, *, is_html: bool, note: str) -> _Content:
    if "<" in text and _is_whole_page(text):
        return _Content(text, is_html=True, note=note)
    if is_html:
        return _Content(as_fragment(text), is_html=True, note=note)
    if "&#" in text:
        text = _LINE_END_REFERENCES.sub("\n", text)
    if _STARTS_AS_MARKUP.match(text) and "</" in text:
        return _Content(as_fragment(text), is_html=True, note=note)
    if "<" in text or "lt;" in text:
        text, is_html = read_markup(text)
    if (at := text.rfind("[")) >= 0 and (cut := _CUT.fullmatch(text, at)):
        text = text[:at].rstrip()
        missing = f"its text is cut: {cut[1]} characters are missing"
        note = f"{note}; {missing}" if note else missing
    return _Content(text, is_html, note)


def _is_whole_page(text: str) -> bool:
    """Whether HTML is a page with a head of its own, or a piece of one."""
    prolog = prolog_of(text[:8192].encode("utf-8", "replace"))
    return prolog is not None and (prolog.doctype == "html" or prolog.element in _PAGE_ELEMENTS)


def _with_title(content: _Content, title: str, highlights: Sequence[str]) -> tuple[str, bool]:
    """The page, after a title and highlights that it lacks; whole pages have theirs. A piece of a
    page is its story, and marked as such."""
    text = content.text
    if not content.is_html:
        head = text[:_HEAD_OF_PAGE]
        lacks = not (title in head or _squeezed(title) in _squeezed(head))
        points = "".join(f"• {point}\n" for point in _missing(highlights, text))
        parts = (title if lacks or (title and points) else "", points.rstrip())
        start = "\n\n".join(filter(None, parts))
        if points and not lacks:
            text = _without_start(text, title)
        return (f"{start}\n\n{text}" if start else text), False
    if _is_whole_page(text):
        return text, True
    printed = html.unescape(without_tags(text[: 8 * _HEAD_OF_PAGE]))[:_HEAD_OF_PAGE]
    is_there = _squeezed(title) in _squeezed(printed)
    heading = "" if is_there else f"<h1>{html.escape(title)}</h1>\n"
    points = "".join(f"<li>{html.escape(point)}</li>" for point in _missing(highlights, printed))
    heading += f'<ul class="highlights">{points}</ul>\n' if points else ""
    return f"<article>{heading}{text}</article>", True


def _missing(highlights: Sequence[str], text: str) -> list[str]:
    if not highlights:
        return []
    printed = {_squeezed(line) for line in text[:_HEAD_OF_PAGE].splitlines()}
    return [point for point in highlights if _squeezed(point) not in printed]


def _without_start(text: str, title: str) -> str:
    """A text without the title that it begins with."""
    return text.lstrip().removeprefix(title).lstrip()


def _highlights(
    record: Mapping[str, Any], fields: Fields, places: Sequence[Place]
) -> tuple[list[str], str]:
    """The points that sum a story up, a list of them or a text with one a line, and their field."""
    for place, value in fields.find(record, places):
        if points := points_of(value):
            return points, place.origin
    return [], ""


def _squeezed(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


# --- what is said of it


def _is_of_crawl(record: Mapping[str, Any], fields: Fields, places: Sequence[Place]) -> bool:
    return any(_CRAWL.match(str(value)) for _, value in fields.find(record, places))


def _published_in_two_zones(
    record: Mapping[str, Any], fields: Fields, places: Places, origin: str
) -> dict[str, datetime]:
    """The moment of publication in the site's zone, where WordPress gives it in UTC and in the
    site's own time (`date_gmt`, `date`)."""
    for place, value in fields.find(record, places["published"]):
        if place.origin == origin:
            local = fields.get(record, folded(place.name).removesuffix("gmt"))
            moment = with_zone_of(value, local)
            return {"published_at": moment} if moment else {}
    return {}


def _stated(value: Any, name: str) -> date | datetime | None:
    return moment_of(value, UTC if folded(name).endswith("gmt") else None)


def _captured(value: Any, name: str) -> date | datetime | None:
    return moment_of(value, UTC)  # crawlers' clocks


def _address(value: Any, name: str) -> str:
    for each in value if isinstance(value, list) else (value,):
        line = one_line(each)
        if _ADDRESS.match(line) and (address := public_address(line)):
            return address
    return ""


def _title(value: Any, name: str) -> str:
    return line_of(value)


def _kicker(value: Any, name: str) -> str:
    return line_of(value, length=_LONGEST_KICKER)


def _dateline(value: Any, name: str) -> str:
    """A place; not a date, which some call so."""
    line = line_of(value, length=_LONGEST_DATELINE)
    return line if line[:1].isalpha() and not any(map(str.isdecimal, line)) else ""


def _language(value: Any, name: str) -> str:
    return language_code(line_of(value, length=60))


def _description(value: Any, name: str) -> str:
    return line_of(value, length=_LONGEST_DESCRIPTION)


_HINTS: Final[Mapping[str, tuple[str, Callable[[Any, str], Any]]]] = {
    "title": ("headline", _title),
    "url": ("address", _address),
    "published": ("published_at", _stated),
    "modified": ("modified_at", _stated),
    "captured": ("captured_at", _captured),
    "language": ("language", _language),
    "author": ("authors", people_of),
    "publisher": ("publisher", publisher_of),
    "section": ("section", section_of),
    "tags": ("keywords", topics_of),
    "description": ("description", _description),
    "kicker": ("kicker", _kicker),
    "dateline": ("dateline", _dateline),
}
"""By role the field of `PageHints` (or the record's capture time) that it fills, and how a value is
read; the field's name says more of it."""
