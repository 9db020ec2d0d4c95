"""Recognised text as records: a page of ALTO, PAGE-XML or hOCR, the articles of a METS issue."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any, Final
from urllib.parse import unquote

from articles.ingest.readers.costly_markup import CostlyMarkupError
from articles.ingest.readers.detection.file_signatures import is_mets_name
from articles.ingest.readers.documents.record import document_record
from articles.ingest.readers.encodings import encoding_of_page
from articles.ingest.readers.limits import LARGEST_PAGE, MIB, Budget
from articles.ingest.readers.office_files import ERRORS, zip_of
from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found, Unreadable, printable, reason_of
from articles.ingest.readers.xml_reading import XmlError

from .alto import plain, read_alto
from .hocr import read_hocr
from .mets import Article, Issue, read_mets
from .page_xml import read_page_xml
from .recognised import RecognisedBlock, html_of_blocks, note_of, word_count

_MOST_PAGES_HELD: Final = 64
_DAMAGED: Final = "it is damaged or cut short: fetch it again"
_FEWEST_WORDS: Final = 3


def read_alto_page(opened: Opened) -> Iterator[Found]:
    """A page of ALTO as one record; one that belongs to a METS document is read with that."""
    if mets := _mets_beside(opened):
        message = f"it is a page of {printable(mets.name)}, which says what its articles are"
        yield Unreadable(opened.name, message, is_failure=False)
        return
    yield from _page(opened, lambda read: plain(read_alto(read)), "an ALTO page")


def read_page_xml_page(opened: Opened) -> Iterator[Found]:
    """A page of PAGE-XML as one record."""
    yield from _page(opened, read_page_xml, "a PAGE-XML page")


def read_hocr_pages(opened: Opened) -> Iterator[Found]:
    """Pages of hOCR as one record."""
    raw = opened.whole()
    if isinstance(raw, Unreadable):
        yield raw
        return
    encoding, _ = encoding_of_page(raw)
    try:
        pages = read_hocr(raw.decode(encoding, "replace"))
    except CostlyMarkupError as error:
        yield Unreadable(opened.name, str(error))
        return
    yield _record(raw, opened.name, [block for page in pages for block in page], "an hOCR page")


def _page(
    opened: Opened, reader: Callable[[Callable[[int], bytes]], list[RecognisedBlock]], what: str
) -> Iterator[Found]:
    raw = opened.whole(LARGEST_PAGE)
    if isinstance(raw, Unreadable):
        yield raw
        return
    try:
        blocks = reader(io.BytesIO(raw).read)
    except XmlError as error:
        yield Unreadable(opened.name, f"it is {what} that cannot be read ({error}); {_DAMAGED}")
        return
    yield _record(raw, opened.name, blocks, what)


def _record(raw: bytes, name: str, blocks: Sequence[RecognisedBlock], what: str) -> Found:
    if word_count(blocks) < _FEWEST_WORDS:
        return Unreadable(
            name, f"it is {what} without text; leave it out, or run OCR on its picture"
        )
    notes: list[str] = []
    html = html_of_blocks(blocks, notes)
    return document_record(raw, name, {"html": html}, note=note_of(blocks, notes))


# --- METS


def read_mets_document(opened: Opened) -> Iterator[Found]:
    """The articles of a METS document whose ALTO pages lie beside it, one record each."""
    folder = _folder_of(opened)
    if folder is None:
        yield Unreadable(
            opened.name,
            "it is a METS document, which holds no text itself; import the folder or ZIP in which "
            "it lies with its ALTO files",
        )
        return
    raw = opened.whole(LARGEST_PAGE)
    if isinstance(raw, Unreadable):
        yield raw
        return

    def read(href: str) -> bytes | str:
        path = (folder / href).resolve()
        if not path.is_relative_to(folder.resolve()):
            return "it lies outside the document's folder"
        try:
            with path.open("rb") as file:
                return file.read(LARGEST_PAGE + 1)
        except OSError as error:
            return reason_of(error)

    yield from _articles(raw, opened.name, read)


def read_mets_package(opened: Opened) -> Iterator[Found]:
    """The same of the METS documents in a ZIP."""
    archive = zipfile.ZipFile(zip_of(opened))
    for name in sorted(filter(is_mets_name, archive.NameToInfo)):
        place = f"{opened.name}/{printable(name)}"
        raw = _member(archive, name, opened.budget)
        if isinstance(raw, str):
            yield Unreadable(place, f"it cannot be unpacked ({raw}); {_DAMAGED}")
            continue

        def read(href: str, folder: str = dirname(name)) -> bytes | str:
            return _member(archive, normpath(join(folder, href)), opened.budget)

        yield from _articles(raw, place, read)


def _member(archive: zipfile.ZipFile, name: str, budget: Budget) -> bytes | str:
    member = archive.NameToInfo.get(name)
    if member is None:
        return "it is missing"
    if member.file_size > LARGEST_PAGE:
        return f"it has more than {LARGEST_PAGE // MIB} MiB"
    budget.allow(member.file_size, member.compress_size)
    try:
        raw = archive.read(member)
    except ERRORS as error:
        return reason_of(error)
    budget.spend(len(raw))
    return raw


def _articles(raw: bytes, name: str, read: Callable[[str], bytes | str]) -> Iterator[Found]:
    try:
        issue = read_mets(io.BytesIO(raw).read)
    except XmlError as error:
        message = f"it is a METS document that cannot be read ({error}); {_DAMAGED}"
        yield Unreadable(name, message)
        return
    if not any(article.areas for article in issue.articles):
        yield Unreadable(
            name,
            "it is a METS document that does not say which articles its pages hold; import its "
            "ALTO files in a folder without it",
        )
        return
    pages = _Pages(issue, read)
    for number, article in enumerate(issue.articles, start=1):
        if article.areas:
            yield _article(article, issue, f"{name}, article {number}", pages)
    for href, reason in pages.missing.items():
        message = f"the page {printable(href)} cannot be read ({reason}); {_DAMAGED}"
        yield Unreadable(name, message)


class _Pages:
    """The pages of an issue, each read once as long as not too many are asked for at a time."""

    def __init__(self, issue: Issue, read: Callable[[str], bytes | str]) -> None:
        self._issue = issue
        self._read = read
        self._held: dict[str, dict[str, RecognisedBlock]] = {}
        self.missing: dict[str, str] = {}

    def block(self, file: str, key: str) -> RecognisedBlock | None:
        """A block of a page, by the numbers of both."""
        if file not in self._held:
            if len(self._held) >= _MOST_PAGES_HELD:
                del self._held[next(iter(self._held))]
            self._held[file] = {block.key: block for block in self._blocks(file)}
        return self._held[file].get(key)

    def _blocks(self, file: str) -> list[RecognisedBlock]:
        href = self._issue.files.get(file, "")
        path = unquote(href.removeprefix("file://").removeprefix("./").lstrip("/"))
        if not path or re.match(r"[a-z]+://", path):
            self.missing[href or file] = "it is not in the package"
            return []
        raw = self._read(path)
        if isinstance(raw, str):
            self.missing[href] = raw
            return []
        try:
            return plain(read_alto(io.BytesIO(raw).read))
        except XmlError as error:
            self.missing[href] = str(error)
            return []


def _article(article: Article, issue: Issue, name: str, pages: _Pages) -> Found:
    """One article, known by its fields as JSON."""
    blocks: list[RecognisedBlock] = []
    for area in article.areas:
        block = pages.block(area.file, area.block)
        if block is not None:
            kind = area.kind if area.kind in ("heading", "caption") else ""
            blocks.append(
                RecognisedBlock(block.key, kind, block.lines, block.sizes, block.confidences)
            )
    if word_count(blocks) < _FEWEST_WORDS:
        return Unreadable(name, "none of its blocks has text; see its pages", is_failure=False)
    notes: list[str] = []
    html = html_of_blocks(blocks, notes)
    values: dict[str, Any] = {"html": html}
    if issue.published:
        values["published"] = issue.published
    if issue.title:
        values["publisher"] = issue.title
    if issue.language:
        values["language"] = issue.language
    if article.label and not any(block.kind == "heading" for block in blocks):
        values["title"] = article.label
    if note := note_of(blocks, notes):
        values["note"] = note
    raw = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return document_record(raw.encode("utf-8", "surrogatepass"), name, values, note=note)


def _folder_of(opened: Opened) -> Path | None:
    """The folder of a file of this machine; None of what comes from elsewhere or is packed."""
    name = getattr(opened.file, "name", None)
    return Path(name).parent if isinstance(name, str) and Path(name).is_file() else None


def _mets_beside(opened: Opened) -> Path | None:
    """The METS document that names a file as one of its own, in its folder or the one above."""
    folder = _folder_of(opened)
    if folder is None or opened.file is None:
        return None
    own = Path(str(opened.file.name)).name.encode()
    for place in (folder, folder.parent):
        for path in sorted(place.glob("*.[xX][mM][lL]")):
            is_mets = is_mets_name(path.name) and path.stat().st_size <= LARGEST_PAGE
            if is_mets and own in path.read_bytes():
                return path
    return None
