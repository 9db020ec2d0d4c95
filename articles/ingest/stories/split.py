"""Splits a record into clippings: stories, what lies between them, and what could not be placed."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Final

from articles.addresses import address_key
from articles.ingest.readers import Characters, captured_on
from articles.ingest.readers.canonical_url import NO_ADDRESS, StoryAddress, story_address
from articles.ingest.readers.costly_markup import check_lines
from articles.ingest.readers.records import Record, printable
from articles.ingest.readers.statements.languages import DETECTED
from articles.ingest.readers.text import DumpText, read_text
from articles.models import Clipping, headline_slug
from articles.parsing import (
    NO_HINTS,
    NO_PLACEMENTS,
    Issue,
    LedgerEntry,
    Mark,
    PageHints,
    PageImage,
    ParsedArticle,
    ParsedDump,
    Placement,
    Placements,
    Role,
    hints_as_json,
    parse,
)
from articles.parsing.sources.credits import credited_sources

from .content import (
    Content,
    StoryPicture,
    Update,
    content_of_parse,
    digests_of,
    pictures_of_parse,
    update_of,
)
from .identity import Identity, identity_of
from .known_sources import registry
from .language import with_languages
from .line_spans import parts_as_json

_PLACES: Final = {
    Role.CHROME: "chrome",
    Role.BLANK: "chrome",
    Role.QUARANTINE: "quarantine",
}
"""Where a line of that role is; one of any other is a part of an article."""


@dataclass(frozen=True, slots=True)
class ParsedClipping:
    """One stretch of a dump, first line to last, with its bytes, its part of the ledger and the
    parts that its lines became, both as JSON.

    Stories have an identity and content, the digests of its parts, its pictures, the slug of its
    headline, and
    by each caption's credit the source that it names; where the page states them the key of its
    address, when it was updated after its publication, and its language. The others have none of
    these.
    """

    kind: Clipping.Kind
    first_line: int
    last_line: int
    raw: bytes
    ledger: str
    parts: str = "[]"
    reason: str = ""
    issues: tuple[Issue, ...] = ()
    confidence: float = 0.0
    identity: Identity | None = None
    content: Content | None = None
    digests: dict[str, str] | None = None
    credited: dict[str, str] | None = None
    slug: str = ""
    address_key: str = ""
    updated_at: datetime | None = None
    is_update_timed: bool = False
    language: str = ""
    pictures: tuple[StoryPicture, ...] = ()

    def __reduce__(self) -> tuple[type[ParsedClipping], tuple[object, ...]]:
        return ParsedClipping, tuple(getattr(self, name) for name in _FIELDS)


_FIELDS: Final = tuple(field.name for field in fields(ParsedClipping))


@dataclass(frozen=True, slots=True)
class SplitDump:
    """A record taken apart, ready to be written: its clippings cover its text's bytes exactly.

    `original` is the record's bytes where the text was taken out of another format. Each line is
    a part of an article, chrome (blank lines among it) or in quarantine.
    """

    name: str
    sha256: str
    byte_count: int
    line_count: int
    encoding: str
    captured_at: datetime | None
    issues: tuple[Issue, ...]
    clippings: tuple[ParsedClipping, ...]
    original: bytes | None = None
    source: str = ""
    hints: dict[str, object] = field(default_factory=dict)
    article_line_count: int = 0
    chrome_line_count: int = 0
    quarantine_line_count: int = 0
    format: str = ""


def split_record(
    record: Record,
    *,
    captured_at: date | datetime | None = None,
    publisher: str = "",
    tags: Sequence[str] = (),
    placements: Placements = NO_PLACEMENTS,
    all_pages: bool = False,
) -> SplitDump:
    """Reads, parses and splits one record. Without `captured_at` the day in its name counts; with
    `all_pages`, or where an editor said so, a page that is no article is taken for one. Raises
    `CostlyMarkupError` for what is no page at all."""
    source = read_text(record)
    check_lines(source.characters.text)
    sha256 = hashlib.sha256(record.raw).hexdigest()
    dump = split_text(
        source.characters,
        source.hints,
        marks=source.marks,
        images=source.images,
        captured_at=captured_at or record.captured_at or captured_on(record.name),
        publisher=publisher,
        tags=tags,
        placements=placements.of(sha256),
        furniture=placements.furniture,
        all_pages=all_pages or sha256 in placements.pages,
    )
    return replace(
        dump,
        name=printable(record.name),
        sha256=sha256,
        byte_count=len(record.raw),
        source=printable(record.source or record.name),
        format=record.format,
        original=record.raw if source.is_derived else None,
        hints=_hints(source) | _detected(source.hints, dump.clippings),
    )


def split_text(
    characters: Characters,
    hints: PageHints,
    *,
    marks: Sequence[Mark] = (),
    images: Sequence[PageImage] = (),
    captured_at: date | datetime | None,
    publisher: str = "",
    tags: Sequence[str] = (),
    placements: Sequence[Placement] = (),
    furniture: frozenset[str] = frozenset(),
    all_pages: bool = False,
) -> SplitDump:
    """Parses and splits a text; the caller fills in where it came from."""
    parsed = with_languages(
        parse(
            characters.text,
            marks=marks,
            images=images,
            captured_at=captured_at,
            hints=hints,
            registry=registry(),
            placements=placements,
            furniture=furniture,
            all_pages=all_pages,
        )
    )
    moment = _moment(captured_at)
    address = story_address(hints.address) if len(parsed.articles) == 1 else NO_ADDRESS
    lines = _lines_by_place(parsed)
    clippings = []
    for first, last, article in _stretches(parsed):
        raw = characters.bytes_between(parsed.offsets[first - 1], parsed.offsets[last])
        ledger = _ledger_between(parsed.ledger, first, last)
        if article is not None:
            content = content_of_parse(article, captured_at=moment, publisher=publisher, tags=tags)
            modified_at = hints.modified_at if len(parsed.articles) == 1 else None
            update = update_of(article, modified_at, captured_at=moment)
            clippings.append(_story(article, raw, ledger, content, address, update))
        else:
            is_judged = bool(placements)
            clippings.append(_rest(parsed, first, last, raw, ledger, is_judged=is_judged))
    return SplitDump(
        name="",
        sha256="",
        byte_count=0,
        line_count=parsed.line_count,
        encoding=characters.encoding,
        captured_at=moment,
        issues=(*_encoding_issues(characters), *parsed.issues),
        clippings=tuple(clippings),
        hints=_as_json(hints),
        article_line_count=lines["article"],
        chrome_line_count=lines["chrome"],
        quarantine_line_count=lines["quarantine"],
    )


def _hints(source: DumpText) -> dict[str, object]:
    """What the markup says; and where the text was taken out of bytes in another encoding than its
    own, which that was."""
    hints = _as_json(source.hints)
    if source.is_derived and source.encoding != source.characters.encoding:
        hints["encoding"] = source.encoding
    return hints


def _detected(hints: PageHints, clippings: Sequence[ParsedClipping]) -> dict[str, object]:
    """The language that was detected of a dump's only story, for editors beside what is stated."""
    languages = [story.language for story in clippings if story.identity is not None]
    if hints.language or len(languages) != 1 or not languages[0]:
        return {}
    return {"language": languages[0], "origins": {**hints.origins, "language": DETECTED}}


def _as_json(hints: PageHints) -> dict[str, object]:
    return {} if hints is NO_HINTS else hints_as_json(hints)


def _lines_by_place(parsed: ParsedDump) -> Counter[str]:
    found: Counter[str] = Counter()
    for entry in parsed.ledger:
        found[_PLACES.get(entry.role, "article")] += entry.last - entry.first + 1
    return found


def _stretches(parsed: ParsedDump) -> Iterator[tuple[int, int, ParsedArticle | None]]:
    next_line = 1
    for article in parsed.articles:
        if article.lines.first > next_line:
            yield next_line, article.lines.first - 1, None
        yield article.lines.first, article.lines.last, article
        next_line = article.lines.last + 1
    if next_line <= parsed.line_count:
        yield next_line, parsed.line_count, None


def _story(
    article: ParsedArticle,
    raw: bytes,
    ledger: list[list[int | str]],
    content: Content,
    address: StoryAddress,
    update: Update,
) -> ParsedClipping:
    return ParsedClipping(
        Clipping.Kind.STORY,
        article.lines.first,
        article.lines.last,
        raw,
        json.dumps(ledger),
        parts_as_json(article),
        issues=article.issues,
        confidence=article.confidence,
        identity=identity_of(article, address),
        content=content,
        digests=digests_of(content),
        credited=_credited(content),
        slug=headline_slug(content.headline[0]),
        address_key=address_key(article.address),
        updated_at=update.at,
        is_update_timed=update.is_timed,
        language=article.language,
        pictures=pictures_of_parse(article),
    )


def _rest(
    parsed: ParsedDump,
    first: int,
    last: int,
    raw: bytes,
    ledger: list[list[int | str]],
    *,
    is_judged: bool,
) -> ParsedClipping:
    """What no story holds. Text that could not be placed is quarantined; so is a whole dump
    without a story, unless an editor has judged its lines and no text is left."""
    reasons = [str(entry[3]) for entry in ledger if entry[2] == Role.QUARANTINE]
    if not parsed.articles and (reasons or not is_judged):
        reasons = [issue.message for issue in parsed.issues] or reasons
    kind = Clipping.Kind.QUARANTINE if reasons else Clipping.Kind.BETWEEN
    reason = reasons[0][:200] if reasons else ""
    return ParsedClipping(kind, first, last, raw, json.dumps(ledger), reason=reason)


def _credited(content: Content) -> dict[str, str]:
    """The source that each caption's credit names first."""
    named = {caption.credit: _first_source(caption.credit) for caption in content.captions}
    return {credit: name for credit, name in named.items() if name}


@lru_cache(maxsize=4096)  # the same few agencies and photographers, again and again
def _first_source(credit: str) -> str:
    named = credited_sources(credit, registry()) if credit else ()
    return named[0].name if named else ""


def _ledger_between(ledger: Sequence[LedgerEntry], first: int, last: int) -> list[list[int | str]]:
    start = bisect_left(ledger, first, key=lambda entry: entry.last)
    stop = bisect_right(ledger, last, key=lambda entry: entry.first)
    return [
        [max(entry.first, first), min(entry.last, last), entry.role.value, entry.reason]
        for entry in ledger[start:stop]
    ]


def _moment(captured: date | datetime | None) -> datetime | None:
    if captured is None:
        return None
    if isinstance(captured, datetime):
        return captured if captured.tzinfo else captured.replace(tzinfo=UTC)
    return datetime.combine(captured, time(), UTC)


def _encoding_issues(characters: Characters) -> tuple[Issue, ...]:
    note = characters.note
    return (Issue("encoding", 1, f"{note[:1].upper()}{note[1:]}."),) if note else ()
