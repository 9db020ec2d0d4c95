"""A record cut into clippings: stories, what lies between them, and what could not be placed."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from articles.models import Clipping
from articles.parsing import (
    Issue,
    LedgerEntry,
    ParsedArticle,
    ParsedDump,
    Role,
    hints_as_json,
    parse,
)

from .content import Content, content_of_parse
from .matching import Identity, identity_of
from .readers import Characters, captured_on
from .records import Record, printable
from .registry import registry
from .text import DumpText, read_text


@dataclass(frozen=True, slots=True)
class Cut:
    """One stretch of a dump, first line to last, with its bytes and its part of the ledger.

    Stories have an identity and content, the others None.
    """

    kind: Clipping.Kind
    first_line: int
    last_line: int
    raw: bytes
    ledger: list[list[int | str]]
    reason: str = ""
    issues: tuple[Issue, ...] = ()
    confidence: float = 0.0
    identity: Identity | None = None
    content: Content | None = None


@dataclass(frozen=True, slots=True)
class CutDump:
    """A record taken apart, ready to be written: its cuts cover its text's bytes exactly.

    `original` is the record's bytes where the text was taken out of another format.
    """

    name: str
    sha256: str
    byte_count: int
    line_count: int
    encoding: str
    captured_at: datetime | None
    issues: tuple[Issue, ...]
    cuts: tuple[Cut, ...]
    original: bytes | None = None
    source: str = ""
    hints: dict[str, object] = field(default_factory=dict)


def cut_record(
    record: Record,
    *,
    captured_at: date | datetime | None = None,
    publisher: str = "",
    tags: Sequence[str] = (),
) -> CutDump:
    """Reads, parses and cuts one record. Without `captured_at` the day in its name counts."""
    source = read_text(record)
    characters = source.characters
    captured = captured_at or record.captured_at or captured_on(record.name)
    parsed = parse(characters.text, captured_at=captured, hints=source.hints, registry=registry())
    moment = _moment(captured)
    cuts = []
    for first, last, article in _stretches(parsed):
        raw = characters.bytes_between(parsed.offsets[first - 1], parsed.offsets[last])
        ledger = _ledger_between(parsed.ledger, first, last)
        if article is not None:
            content = content_of_parse(article, captured_at=moment, publisher=publisher, tags=tags)
            cuts.append(_story(article, raw, ledger, content))
        else:
            cuts.append(_rest(parsed, first, last, raw, ledger))
    return CutDump(
        name=printable(record.name),
        sha256=hashlib.sha256(record.raw).hexdigest(),
        byte_count=len(record.raw),
        line_count=parsed.line_count,
        encoding=characters.encoding,
        captured_at=moment,
        issues=(*_encoding_issues(characters), *parsed.issues),
        cuts=tuple(cuts),
        source=printable(record.source or record.name),
        original=record.raw if source.is_derived else None,
        hints=_hints(source),
    )


def _hints(source: DumpText) -> dict[str, object]:
    """What the markup says; and where the text was taken out of bytes in another encoding than its
    own, which that was."""
    hints: dict[str, object] = hints_as_json(source.hints)
    if source.is_derived and source.encoding != source.characters.encoding:
        hints["encoding"] = source.encoding
    return hints


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
    article: ParsedArticle, raw: bytes, ledger: list[list[int | str]], content: Content
) -> Cut:
    return Cut(
        Clipping.Kind.STORY,
        article.lines.first,
        article.lines.last,
        raw,
        ledger,
        issues=article.issues,
        confidence=article.confidence,
        identity=identity_of(article),
        content=content,
    )


def _rest(
    parsed: ParsedDump, first: int, last: int, raw: bytes, ledger: list[list[int | str]]
) -> Cut:
    """What no story holds. Text that could not be placed is quarantined; so is a whole dump
    without a story."""
    reasons = [str(entry[3]) for entry in ledger if entry[2] == Role.QUARANTINE]
    if not parsed.articles:
        reasons = [issue.message for issue in parsed.issues] or reasons
    kind = Clipping.Kind.QUARANTINE if reasons else Clipping.Kind.BETWEEN
    return Cut(kind, first, last, raw, ledger, reason=reasons[0][:200] if reasons else "")


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
