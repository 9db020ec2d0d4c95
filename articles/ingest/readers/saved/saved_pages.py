"""What programs that save pages write into them: where a page came from, and when it was saved.

Each of them has its own way, most a comment at the beginning. It tells what the page was before it
was a file; what the page's markup says of its address counts before it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from articles.ingest.readers.fields.moments import moment_of
from articles.ingest.readers.html import looks_like_html
from articles.ingest.readers.records import Record
from articles.ingest.readers.statements import public_address
from articles.ingest.readers.statements.archived import archived_page, moment_of_digits
from articles.parsing import PageHints

_LOOKED_AT: Final = 64 * 1024
_AT_END: Final = 8 * 1024


class Saved(NamedTuple):
    """Where a page was saved from, and when, as the program `origin` that saved it says."""

    origin: str
    address: str = ""
    captured_at: date | datetime | None = None


def with_saved_marks(record: Record) -> Record:
    """The record with what the program that saved it says, where one does."""
    if not looks_like_html(record.raw[:_LOOKED_AT]):
        return record
    start = record.raw[:_LOOKED_AT].decode("utf-8", "replace")
    end = record.raw[_LOOKED_AT:][-_AT_END:].decode("utf-8", "replace")
    for read in _PROGRAMS:
        if saved := read(start, end):
            break
    else:
        return record
    hints = record.hints
    if address := public_address(saved.address):
        hints = PageHints(address=address, origins={"address": saved.origin})
    archived = archived_page(saved.address)
    captured_at = (archived and archived.captured_at) or saved.captured_at
    return replace(record, hints=hints, captured_at=captured_at)


# <!--
#  Page saved with SingleFile
#  url: https://post.example/a
#  saved date: Fri Mar 15 2024 09:00:00 GMT+0100 (Central European Standard Time)
# -->
_SINGLE_FILE: Final = re.compile(
    r"<!--\s*(?:Page|Archive) (?:saved|processed) (?:with|by) SingleFile\w*"
    r"\s+url:\s*(?P<page>\S+)(?:\s+saved date:\s*(?P<at>[^\n]{1,100}))?"
)
# `Fri Mar 15 2024 09:00:00 GMT+0100 (Central European Standard Time)`
_SCRIPT_DATE: Final = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2} \d\d? \d{4} \d\d:\d\d:\d\d) (?:GMT|UTC)([+-]\d{4})"
)


def _single_file(start: str, end: str) -> Saved | None:
    found = _SINGLE_FILE.search(start)
    if found is None:
        return None
    written = _SCRIPT_DATE.match(found["at"] or "")
    at = None
    if written:
        try:
            at = datetime.strptime(f"{written[1]} {written[2]}", "%b %d %Y %H:%M:%S %z")
        except ValueError:
            at = None
    return Saved("SingleFile", found["page"], at or moment_of((found["at"] or "").strip()))


# <!-- saved from url=(0042)https://post.example/a -->
_BROWSER: Final = re.compile(r"<!--\s*saved from url=\(\d+\)(?P<page>\S+?)\s*-->")


def _browser(start: str, end: str) -> Saved | None:
    found = _BROWSER.search(start)
    return Saved("saved from url", html.unescape(found["page"])) if found else None


# <!-- Mirrored from post.example/a by HTTrack Website Copier/3.x [XR&CO'2014], Fri, 15 Mar 2024
# 08:00:00 GMT -->
_HTTRACK: Final = re.compile(
    r"<!-- Mirrored from (?P<page>\S+) by HTTrack Website Copier"
    r"[^,>]{0,80}(?:, (?P<at>[^>]{10,60}?))? -->"
)


def _httrack(start: str, end: str) -> Saved | None:
    found = _HTTRACK.search(start)
    if found is None:
        return None
    page = html.unescape(found["page"])
    page = page if "://" in page else f"http://{page}"
    return Saved("HTTrack", page, moment_of((found["at"] or "").strip()))


# <html data-scrapbook-source="https://post.example/a" data-scrapbook-create="20240315080000000">
_SCRAPBOOK: Final = re.compile(r"<html\b[^>]{0,4000}?\sdata-scrapbook-source=\"(?P<page>[^\"]+)\"")
_SCRAPBOOK_DATE: Final = re.compile(r"\sdata-scrapbook-create=\"(?P<at>\d{17})\"")


def _scrapbook(start: str, end: str) -> Saved | None:
    found = _SCRAPBOOK.search(start)
    if found is None:
        return None
    at = _SCRAPBOOK_DATE.search(start)
    return Saved(
        "WebScrapBook", html.unescape(found["page"]), moment_of_digits(at["at"]) if at else None
    )


# The Wayback Machine's script: __wm.wombat("https://post.example/a","20240315080000","https://web…
_WOMBAT: Final = re.compile(r"__wm\.wombat\(\"(?P<page>https?:[^\"]+)\",\s*\"(?P<at>\d{14})\"")
_TOOLBAR: Final = re.compile(
    r"BEGIN WAYBACK TOOLBAR INSERT|WM_wombat|__wm\.(?:init|bt)|/_static/js/wombat\.js"
)
# FILE ARCHIVED ON 08:00:00 Mar 15, 2024 AND RETRIEVED FROM THE INTERNET ARCHIVE ON …
_ARCHIVED_ON: Final = re.compile(
    r"FILE ARCHIVED ON (?P<at>\d\d?:\d\d:\d\d \w{3} \d\d?, \d{4}) AND RETRIEVED FROM THE"
)
_ANY_ARCHIVED: Final = re.compile(
    r"(?:https?:)?//web\.archive\.org/web/\d{14}/https?://[^\s\"'<>]+", re.IGNORECASE
)


def _wayback(start: str, end: str) -> Saved | None:
    origin = "Wayback Machine"
    if found := _WOMBAT.search(start):
        return Saved(origin, found["page"], moment_of_digits(found["at"]))
    on = _ARCHIVED_ON.search(end) or _ARCHIVED_ON.search(start)
    if on is None and not _TOOLBAR.search(start):
        return None
    at = None
    if on:
        try:
            at = datetime.strptime(on["at"], "%H:%M:%S %b %d, %Y").replace(tzinfo=UTC)
        except ValueError:
            at = None
    page = _CANONICAL.search(start)
    linked = page["page"] if page and archived_page(page["page"]) else ""
    return Saved(origin, linked, at)


_CANONICAL: Final = re.compile(
    r"<link\b[^>]{0,400}?\brel=[\"']?(?:canonical|bookmark)\b[^>]{0,400}?"
    r"\bhref=[\"']?(?P<page>[^\s\"'<>]+)",
    re.IGNORECASE,
)


def _archive_of_link(start: str, end: str) -> Saved | None:
    """A page that links to itself in an archive, as those of archive.today do."""
    for link in _CANONICAL.finditer(start):
        found = archived_page(link["page"])
        if found and found.page:
            return Saved("link to the archive", link["page"], found.captured_at)
    return None


# <!-- Saved from https://post.example/a at 2024-03-15T08:00:00Z using monolith v2.8.1 -->
# <!-- This document saved from https://post.example/a -->
_ANY_COMMENT: Final = re.compile(
    r"<!--\s*(?:this |the )?(?:document |page |file |copy )?(?:was )?"
    r"(?:saved|archived|downloaded|retrieved|fetched) (?:from|by|with|on)\b"
    r"(?P<words>[^>]{1,600}?)-->",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"https?://[^\s\"'<>]+")
_MOMENT: Final = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?)?"
    r"|[A-Z][a-z]{2}, \d\d? [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:GMT|UTC|[+-]\d{4})"
)


def _comment(start: str, end: str) -> Saved | None:
    for comment in _ANY_COMMENT.finditer(start):
        if page := _ADDRESS.search(comment["words"]):
            at = _MOMENT.search(comment["words"], page.end())
            at = at or _MOMENT.search(comment["words"], 0, page.start())
            return Saved("comment", page[0].rstrip(".,;"), moment_of(at[0]) if at else None)
    return None


_PROGRAMS: Final[tuple[Callable[[str, str], Saved | None], ...]] = (
    *(_single_file, _browser, _httrack, _scrapbook, _wayback, _archive_of_link, _comment),
)
