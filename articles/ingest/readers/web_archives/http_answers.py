"""Servers' answers as web archives keep them: the page, or the picture, that each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from articles.ingest.readers.fields.moments import moment_of
from articles.ingest.readers.limits import LARGEST_PAGE, MIB, Budget
from articles.ingest.readers.picture_files import LARGEST_PICTURE, starts_as_picture
from articles.ingest.readers.records import Found, Picture, Record, Unreadable
from articles.ingest.readers.statements import public_address
from articles.parsing import PageHints
from articles.parsing.lines.language_codes import language_code

from .content_codings import Body, joined_chunks, unpacked

_PAGE_TYPES: Final = ("text/html", "application/xhtml+xml", "text/plain", "")
_FOUND: Final = 200
_A_DAY: Final = timedelta(days=1)
_HEAD_END: Final = re.compile(rb"\n\r?\n")
_LONGEST_HEAD: Final = 256 * 1024
_MOST_FIELDS: Final = 500
_STATUS: Final = re.compile(r"(?:HTTP/\d(?:\.\d)?|ICY)[ \t]+(\d{3})\b")
# `charset=utf-8`, `charset="utf-8"`
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Capture:
    """What an archive says of one answer that it keeps: under which name, from where, when, and
    what else. `note` tells what of it the archive itself lacks."""

    name: str
    address: str = ""
    origin: str = ""
    captured_at: date | datetime | None = None
    language: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer. Names of fields are in small letters; of a field that is there several
    times the first counts. What has no head has status 200."""

    status: int
    fields: Mapping[str, str]
    body: bytes

    @classmethod
    def of_file(cls, body: bytes, media_type: str) -> Answer:
        """What an archive holds of a file without its server's words."""
        return cls(_FOUND, {"content-type": media_type}, body)

    @property
    def media_type(self) -> str:
        """`text/html`; empty where none is stated."""
        return self.fields.get("content-type", "").partition(";")[0].strip().lower()


def answer_of(block: bytes, media_type: str = "") -> Answer:
    """The answer that a block holds: status line, fields, a blank line, the body (RFC 9112); with
    the archive's word for its type where the server has none."""
    if not block.startswith((b"HTTP/", b"ICY ")):
        return Answer.of_file(block, media_type)
    end = _HEAD_END.search(block, 0, _LONGEST_HEAD)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    status_line, *lines = head[:_LONGEST_HEAD].decode("latin-1").split("\n")
    fields: dict[str, str] = {}
    last = ""
    for line in lines[:_MOST_FIELDS]:
        if line[:1] in (" ", "\t") and last:
            fields[last] += " " + line.strip()
            continue
        name, colon, value = line.partition(":")
        last = name.strip().lower() if colon else ""
        if last in fields:
            last = ""
        elif last:
            fields[last] = value.strip()
    fields.setdefault("content-type", media_type)
    status = _STATUS.match(status_line)
    return Answer(int(status[1]) if status else _FOUND, fields, body)


def pages_of(answer: Answer, capture: Capture, budget: Budget) -> Iterator[Found]:
    """The page, or the picture, that an answer is; nothing of any other kind, and of what was not
    found (status 200): that holds no news."""
    media_type = answer.media_type
    is_picture = media_type.startswith("image/")
    if answer.status != _FOUND or not (is_picture or media_type in _PAGE_TYPES):
        return
    body = _body_of(answer)
    budget.spend(len(body.raw))
    name = capture.name
    if len(body.raw) > LARGEST_PAGE:
        yield Unreadable(name, f"it unpacks to more than {LARGEST_PAGE // MIB} MiB")
    elif is_picture:
        is_whole = starts_as_picture(body.raw) and not body.note
        if is_whole and capture.address and len(body.raw) <= LARGEST_PICTURE:
            yield Picture(name, body.raw, capture.address)
    else:
        charset = _CHARSET.search(answer.fields.get("content-type", ""))
        yield Record(
            name,
            body.raw,
            captured_at=capture.captured_at,
            hints=_hints(answer, capture),
            encoding=charset[1].lower() if charset else "",
            note="; ".join(filter(None, (capture.note, body.note))),
        )


def _body_of(answer: Answer) -> Body:
    fields = answer.fields
    body = Body(answer.body)
    is_chunked = "chunked" in fields.get("transfer-encoding", "").lower()
    if is_chunked:
        body = joined_chunks(body.raw)
    declared = [*_codings(fields, "content-encoding"), *_codings(fields, "transfer-encoding")]
    found = unpacked(body.raw, declared, LARGEST_PAGE)
    note = body.note or found.note
    announced = fields.get("content-length", "")
    if not (note or is_chunked) and announced.isdigit() and len(announced) < 12:
        lacking = int(announced) - len(answer.body)
        if lacking > 0 and answer.body:
            note = f"the page is cut short: {lacking} bytes of the {announced} sent are missing"
    return Body(found.raw, note)


def _codings(fields: Mapping[str, str], name: str) -> list[str]:
    return [coding.strip().lower() for coding in fields.get(name, "").split(",") if coding.strip()]


def _hints(answer: Answer, capture: Capture) -> PageHints:
    """What the archive and the server say of a page. Both are weaker than its markup."""
    stated: dict[str, Any] = {}
    origins = {}
    if address := public_address(capture.address):
        stated["address"] = address
        origins["address"] = capture.origin
    served = answer.fields.get("content-language", "")
    languages = {
        "WARC-Identified-Content-Language": capture.language.partition(",")[0],
        "HTTP Content-Language": "" if "," in served else served,
    }
    if modified := _modified(answer, capture):
        stated["modified_at"] = modified
        origins["modified_at"] = "HTTP Last-Modified"
    for origin, language in languages.items():
        if code := language_code(language):
            stated["language"] = code
            origins["language"] = origin
    return PageHints(**stated, origins=origins)


def _modified(answer: Answer, capture: Capture) -> datetime | None:
    """When a page was last modified. For most servers that is when it was asked for: it says
    something only where it is a day or more before the capture, and is never when the story was
    published."""
    modified, captured = moment_of(answer.fields.get("last-modified", "")), capture.captured_at
    if not isinstance(modified, datetime) or not isinstance(captured, datetime):
        return None
    if modified.tzinfo is None or captured - modified < _A_DAY:
        return None
    return modified
