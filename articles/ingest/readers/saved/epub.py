"""E-books (EPUB): magazines, newspapers that calibre fetched, and other books of stories.

Each document of the book is a page, in the order of reading, known by its own bytes. Its cover, its
contents and what else is no story are passed over and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from articles.ingest.readers.encodings import encoding_of_page
from articles.ingest.readers.fields.field_values import people_of, topics_of
from articles.ingest.readers.fields.moments import moment_of
from articles.ingest.readers.marked_lines import parse_page
from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found, Picture, Record, Unreadable, printable
from articles.ingest.readers.statements import public_address
from articles.ingest.readers.xhtml import with_ends
from articles.ingest.readers.zip_documents import MemberError, Members
from articles.parsing import PageHints
from articles.parsing.lines.language_codes import language_code

from .epub_package import BookError, Package, is_furniture, read_package, text_of

_FIRST_YEAR: Final = 1900
"""Before it no date is one: calibre writes the year 101 where it knows none."""
_FEWEST_LETTERS: Final = 150
"""Characters outside links that a document with a story has; a title page has fewer."""
_MOST_LINKED: Final = 0.6
# Documents that are hardly ever stories, by their names
_NAME_OF_LIST: Final = re.compile(
    r"(?:.*/)?(?:nav|toc|contents?|cover|title[-_]?page|copyright|imprint|colophon)\.x?html?",
    re.IGNORECASE | re.DOTALL,
)
# `This article was downloaded by <strong>calibre</strong> from <a href="https://post.example/a">`
_DOWNLOADED: Final = re.compile(
    rb"calibre\s*</(?:strong|b|span)>[^<>]{0,40}<a\b[^<>]{0,300}?\bhref=\"(https?://[^\"<>]{1,2000})\"",
    re.IGNORECASE,
)
_ISSUE_OF_CALIBRE: Final = re.compile(r"\s*\[[^\[\]]{3,60}\]$")
_CALIBRE: Final = "calibre"


def read_epub(opened: Opened) -> Iterator[Found]:
    """The documents with stories, as `name/OEBPS/story.xhtml`, and the pictures of the book."""
    if opened.file is None:
        return
    name = opened.name
    try:
        members = Members(opened, opened.file)
        package = read_package(members)
    except (MemberError, BookError) as error:
        yield Unreadable(name, f"{error}")
        return
    passed = found = 0
    hints = _hints(package)
    captured_at = _made_at(package)
    for document in package.documents:
        place = f"{name}/{printable(document)}"
        try:
            raw = members.whole(document)
        except MemberError as error:
            yield Unreadable(place, f"{error}")
            continue
        if document in package.furniture or not _has_story(document, raw):
            passed += 1
            continue
        found += 1
        own = _with_own(hints, raw, package.titles.get(document, ""))
        yield Record(place, raw, captured_at=captured_at, hints=own)
    if not found:
        message = (
            "none of its documents holds a story; if they are pictures of pages, it has no text"
        )
        yield Unreadable(name, message)
        return
    yield from _pictures(members, package, name)
    if passed:
        message = f"{passed} of its documents are no stories (cover, contents and the like)"
        yield Unreadable(name, f"{message}: passed over", is_failure=False)


def _pictures(members: Members, package: Package, name: str) -> Iterator[Picture]:
    """The pictures; one that is missing or damaged is passed over, and missed where it is shown."""
    for picture in package.pictures:
        place = f"{name}/{printable(picture)}"
        try:
            yield Picture(place, members.whole(picture), place)
        except MemberError:
            continue


def _has_story(document: str, raw: bytes) -> bool:
    """Whether a document has text of its own, and is not a list of others."""
    page = with_ends(raw.decode(encoding_of_page(raw)[0], "replace"))
    root = parse_page(page)
    body = None if root is None else root.find("body")
    if root is None or body is None:
        return False
    whole = [root, body, *(body if len(body) == 1 else ())]
    if any(map(is_furniture, whole)):
        return False
    size = len(" ".join(text_of(body).split()))
    linked = sum(len(text_of(link).strip()) for link in body.iter("a"))
    least = 4 * _FEWEST_LETTERS if _NAME_OF_LIST.fullmatch(document) else _FEWEST_LETTERS
    return size - linked >= least and linked <= _MOST_LINKED * size


def _with_own(hints: PageHints, raw: bytes, title: str) -> PageHints:
    """What the book says, with what is said of one of its documents."""
    stated = {name: getattr(hints, name) for name in PageHints.__dataclass_fields__}
    origins = dict(hints.origins)
    if title:
        stated["headline"] = title
        origins["headline"] = "contents of the e-book"
    downloaded = _DOWNLOADED.search(raw)
    fetched = downloaded[1].decode("utf-8", "replace").replace("&amp;", "&") if downloaded else ""
    if address := public_address(fetched):
        stated["address"] = address
        origins["address"] = "calibre"
    return PageHints(**stated | {"origins": origins})


def _hints(package: Package) -> PageHints:
    """What the book's metadata say of each of its stories. calibre calls itself the publisher of
    what it fetched; the paper is then the book's title, without the day of the issue."""
    publisher, creators = package.first("publisher"), package.metadata.get("creator", [])
    title = package.first("title")
    is_fetched = publisher.casefold() == _CALIBRE or _CALIBRE in map(str.casefold, creators)
    is_periodical = is_fetched or "periodical" in package.first("calibre:publication_type")
    if is_fetched:
        publisher = _ISSUE_OF_CALIBRE.sub("", title)
    known = {publisher.casefold(), title.casefold(), _CALIBRE}
    written = [] if is_periodical else [one for one in creators if one.casefold() not in known]
    values: dict[str, Any] = {
        "publisher": publisher,
        "language": language_code(package.first("language")),
        "published_at": _published(package),
        "authors": people_of(written),
        "keywords": () if is_fetched else topics_of(package.metadata.get("subject", [])),
    }
    stated = {name: value for name, value in values.items() if value}
    return PageHints(**stated, origins=dict.fromkeys(stated, "metadata of the e-book"))


def _published(package: Package) -> date | datetime | None:
    for name in ("date of publication", "date", "date of original-publication"):
        moment = moment_of(package.first(name))
        if moment is not None and moment.year >= _FIRST_YEAR:
            return moment
    return None


def _made_at(package: Package) -> date | datetime | None:
    """When the book was made, which is when its pages were saved."""
    for name in ("dcterms:modified", "calibre:timestamp", "date of modification"):
        moment = moment_of(package.first(name))
        if moment is not None and moment.year >= _FIRST_YEAR:
            return moment
    return None
