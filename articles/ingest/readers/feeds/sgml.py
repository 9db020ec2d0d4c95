"""Collections of news in SGML: Reuters-21578, and those of TREC and the like (`<DOC>`).

They are no XML: attributes without quotes, elements that nobody closes. Each document is found by
its outer tags, known by its bytes, and read element by element.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from articles.ingest.readers.encodings import decode
from articles.ingest.readers.limits import LARGEST_PAGE, MIB
from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found, Unreadable
from articles.ingest.readers.streams import Stream

from .document import record_of_story
from .entries import ending
from .feed_html import with_spans
from .given_story import GivenStory

_START: Final = re.compile(rb"<(REUTERS|DOC)(?=[\s>])", re.IGNORECASE)
_ENDS: Final = {
    name: re.compile(rb"</" + name + rb"\s*>", re.IGNORECASE) for name in (b"REUTERS", b"DOC")
}
_LONGEST_END: Final = 64
_LONGEST_SIGNATURE: Final = 200
_HEAD: Final = re.compile(r"<(TITLE|DATELINE|AUTHOR)\b[^<>]*>", re.IGNORECASE)
_ENDS_OF_HEAD: Final = {
    name: re.compile(f"</{name}>", re.IGNORECASE) for name in ("title", "dateline", "author")
}
_TAG: Final = re.compile(r"<[^<>]{0,300}>")
_INDENTED: Final = re.compile(r"\n[ \t]{2,}|\n\s*\n|<P>", re.IGNORECASE)
_REUTER_END: Final = re.compile(r"\s*\b(?:REUTERS?|Reuters?)\b[.\s]*[\x03\x00-\x08]*\s*\Z")
_DAY: Final = re.compile(r"(\d{1,2})-([A-Z]{3})-(\d{4})")
_MONTHS: Final = [
    "JAN",
    "FEB",
    "MAR",
    "APR",
    "MAY",
    "JUN",
    "JUL",
    "AUG",
    "SEP",
    "OCT",
    "NOV",
    "DEC",
]
# `AFP_ENG_20040314.0001`, `AP880212-0001`, `FT911-3`, `WSJ900314-0001`
_DAY_IN_NUMBER: Final = re.compile(
    r"(?<!\d)(?:(?P<long>(?:19|20)\d{6})|(?P<short>\d{6}))(?=[.\-_])"
)
_HEADLINES: Final = ("HEADLINE", "HEAD", "HL", "TI", "TITLE", "TTL")
_TEXTS: Final = ("TEXT", "BODY", "LEADPARA", "LP", "TXT")
_DATES: Final = ("DATE_TIME", "DATE1", "DATE", "DD", "PUBDATE", "DATETIME")


def read_sgml(opened: Opened) -> Iterator[Found]:
    """The documents, as `name, document 3`; a file that is one goes by its own name."""
    count = 0
    documents = _documents(opened.stream)
    first = next(documents, b"")
    second = next(documents, b"") if first else b""
    for raw in filter(None, (first, second)):
        count += 1
        yield _record(raw, opened, count if second else 0)
    problem = ""
    for raw in documents:
        count += 1
        yield _record(raw, opened, count)
    if opened.stream.broken is not None:
        problem = f"it is damaged after {count} documents ({opened.stream.broken.reason})"
        problem += "; fetch it again"
    yield from ending(opened.name, problem, count)


def _record(raw: bytes, opened: Opened, number: int) -> Found:
    name = f"{opened.name}, document {number}" if number else opened.name
    if len(raw) > LARGEST_PAGE:
        return Unreadable(name, f"it has more than {LARGEST_PAGE // MIB} MiB; is its end missing?")
    characters = decode(raw)
    text = characters.text
    given = _of_reuters(text) if raw[:8].upper() == b"<REUTERS" else _of_trec(text)
    return record_of_story(raw, name, given, opened.fields, characters.note)


def _documents(stream: Stream) -> Iterator[bytes]:
    """The bytes of each document from its start tag to its end tag, or to the end of the file."""
    buffer, at, searched = b"", 0, 0
    while more := stream.read_some():
        buffer, searched = buffer[at:] + more, max(searched - at, 0)
        at = 0
        while start := _START.search(buffer, at):
            at = start.start()
            end = _ENDS[start[1].upper()].search(buffer, max(searched, start.end()))
            if end is None:
                searched = max(len(buffer) - _LONGEST_END, 0)
                break
            yield buffer[at : end.end()]
            at = searched = end.end()
        else:
            at = max(len(buffer) - _LONGEST_END, at)
        if len(buffer) - at > LARGEST_PAGE:
            yield buffer[at : at + LARGEST_PAGE + 1]
            return
    if start := _START.search(buffer, at):
        yield buffer[start.start() :].rstrip()


def _of_reuters(document: str) -> GivenStory:
    body = _inner(document, "BODY") or _TAG.sub(
        "", with_spans(_inner(document, "TEXT"), _HEAD, _ENDS_OF_HEAD, lambda start, inner: "")
    )
    day = _DAY.search(_inner(document, "DATE"))
    topics = [
        _line(each)
        for name in ("TOPICS", "PLACES", "PEOPLE", "ORGS", "EXCHANGES", "COMPANIES")
        for each in re.findall(r"<D>([^<]*)", _inner(document, name))
    ]
    author = re.sub(r"^by\s+|,.*$", "", _line(_inner(document, "AUTHOR")), flags=re.IGNORECASE)
    number = re.search(r'NEWID="(\d+)"', document[:500])
    return GivenStory(
        headline=_line(_inner(document, "TITLE")),
        text=_prose(_without_signature(html.unescape(body))),
        dateline=_line(_inner(document, "DATELINE")),
        fields={
            "author": author,
            "published": _iso(day) if day else "",
            "publisher": "Reuters",
            "tags": topics,
            "language": "en",
            "id": number[1] if number else "",
        },
    )


def _without_signature(body: str) -> str:
    """A text without the agency's name that ends it."""
    start = max(len(body) - _LONGEST_SIGNATURE, 0)
    return body[:start] + _REUTER_END.sub("", body[start:])


def _of_trec(document: str) -> GivenStory:
    number = _line(_inner(document, "DOCNO") or _inner(document, "DOCID"))
    if not number and (
        stated := re.match(r"<DOC\s+[^<>]*?id\s*=\s*[\"']?([^\"'\s>]+)", document, re.I)
    ):
        number = stated[1]
    texts = [_inner(document, name) for name in _TEXTS]
    text = texts[0] or "\n\n".join(filter(None, texts[1:]))
    published = next((one for name in _DATES if (one := _line(_inner(document, name)))), "")
    return GivenStory(
        headline=next((one for name in _HEADLINES if (one := _line(_inner(document, name)))), ""),
        text=_prose(html.unescape(text)),
        dateline=_line(_inner(document, "DATELINE")),
        fields={
            "author": re.sub(r"^by\s+", "", _line(_inner(document, "BYLINE")), flags=re.I),
            "published": _day_in(number) or published,
            "publisher": _line(_inner(document, "PUB") or _inner(document, "SO")),
            "section": _line(_inner(document, "SECTION")),
            "tags": [_line(one) for one in re.split("[;,]", _inner(document, "SUBJECT"))],
        },
    )


def _inner(document: str, name: str) -> str:
    """What the first element of this name holds, up to its end."""
    start = re.search(rf"<{name}(?:\s[^<>]*)?>", document, re.IGNORECASE)
    if start is None:
        return ""
    end = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(document, start.end())
    return document[start.end() : end.start()] if end else ""


def _line(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())


def _prose(text: str) -> str:
    """The paragraphs of a text, which indents or blank lines divide; where neither does, its
    lines are left as they are."""
    parts = _INDENTED.split("\n" + text)
    paragraphs = (" ".join(_TAG.sub(" ", part).split()) for part in parts)
    return "\n\n".join(filter(None, paragraphs))


def _iso(day: re.Match[str]) -> str:
    if day[2] not in _MONTHS:
        return ""
    return f"{day[3]}-{_MONTHS.index(day[2]) + 1:02}-{int(day[1]):02}"


def _day_in(number: str) -> str:
    """The day that a document's number holds; two digits of a year are of the last century."""
    found = _DAY_IN_NUMBER.search(number)
    if not found:
        return ""
    digits = found["long"] or f"19{found['short']}"
    is_day = 1 <= int(digits[4:6]) <= 12 and 1 <= int(digits[6:]) <= 31
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if is_day else ""
