"""Messages of wire services as they went over the line: IPTC 7901 and ANPA 1312.

A message is SOH, a head (source, number, priority, category), STX, the text, ETX, and EOT or the
time of day. What the text begins with differs by agency: a line of keywords, the headline, a
byline, notes to editors, then paragraphs that are indented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from articles.ingest.readers.encodings import decode
from articles.ingest.readers.limits import MIB
from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found, Unreadable
from articles.ingest.readers.streams import Stream

from .document import record_of_story
from .entries import ending
from .given_story import GivenStory

_SOH, _STX, _ETX = b"\x01", "\x02", "\x03"
_LARGEST_MESSAGE: Final = 2 * MIB
_BETWEEN: Final = b"\x16\r\n\0"
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# `141605 GMT MAR 24`, `141605 Mar 24`
_GROUP: Final = re.compile(
    r"\b(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)\s*(?P<zone>GMT|UTC|Z)?\s+"
    r"(?P<month>[A-Za-zÀ-ÿ]{3})[a-zà-ÿ]*\s+(?P<year>\d{2,4})\b"
)
# `AP-NY-03-14-24 1605EST<`
_OF_ANPA: Final = re.compile(
    r"\b[A-Z]{2,4}-[A-Z]{2}-(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d)\s+"
    r"(?P<hour>\d\d)(?P<minute>\d\d)(?P<zone>E[SD]T|GMT)?"
)
_OFFSETS: Final = {
    "GMT": "+00:00",
    "UTC": "+00:00",
    "Z": "+00:00",
    "EST": "-05:00",
    "EDT": "-04:00",
}
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("jan gen ene", "feb fév", "mar mär mrz", "apr avr abr", "may mai mag", "jun jui giu",
         "jul lug", "aug aoû ago", "sep set", "oct okt ott", "nov", "dec dez déc dic"), start=1
    )
    for name in names.split()
}  # fmt: skip
_BYLINE: Final = re.compile(r"(?:By|Von|Par|Por|Di)\s+(?P<name>[A-ZÀ-Þ].{2,80})")
_NOTE: Final = re.compile(
    r"\(?(?:Eds?|Editors?|Note|Attention|Achtung|Recasts|Adds|With photo)\b.*", re.I
)
_SLUG: Final = re.compile(
    r"[^\s].{0,60}/[^\s].*|(?:BC|AM|PM|US|EU)-\S+.*|.*\d\d-\d\d(?:[ ,]+\d{1,4})?"
)
_END: Final = re.compile(
    r"\s*(?:-+\s*30\s*-+|-*\s*END[ES]?\s*-*|#{3,}|\*{3,}|={3,}|-{3,})\s*", re.IGNORECASE
)
_SIGNED_OFF: Final = re.compile(r"\s*(?:[a-z]{2,5}/?[a-z]{0,4}\s*){1,5}\s*")


def read_wires(opened: Opened) -> Iterator[Found]:
    """The messages, as `name, message 3`; a file that is one goes by its own name."""
    count = 0
    messages = _messages(opened.stream)
    first, second = next(messages, b""), next(messages, b"")
    for raw in filter(None, (first, second)):
        count += 1
        yield _record(raw, opened, count if second else 0)
    for raw in messages:
        count += 1
        yield _record(raw, opened, count)
    broken = opened.stream.broken
    problem = (
        f"it is damaged after {count} messages ({broken.reason}); fetch it again" if broken else ""
    )
    yield from ending(opened.name, problem, count)


def _record(raw: bytes, opened: Opened, number: int) -> Found:
    name = f"{opened.name}, message {number}" if number else opened.name
    if len(raw) > _LARGEST_MESSAGE:
        limit = f"it has more than {_LARGEST_MESSAGE // MIB} MiB"
        return Unreadable(name, f"{limit}, and messages have some KB; is its end missing?")
    characters = decode(raw)
    return record_of_story(raw, name, story_of(characters.text), opened.fields, characters.note)


def _messages(stream: Stream) -> Iterator[bytes]:
    """The bytes of each message from SOH on, up to the next."""
    buffer, at = b"", 0
    while more := stream.read_some():
        buffer, at = buffer[at:] + more, 0
        while (start := buffer.find(_SOH, at)) >= 0:
            at = start
            if (end := buffer.find(_SOH, start + 1)) < 0:
                break
            yield buffer[start:end].rstrip(_BETWEEN)
            at = end
        if len(buffer) - at > _LARGEST_MESSAGE:
            yield buffer[at:]
            return
    if (start := buffer.find(_SOH, at)) >= 0:
        yield buffer[start:].rstrip(_BETWEEN)


def story_of(message: str) -> GivenStory:
    """The story of a message."""
    head, _, rest = message.partition(_STX)
    text, _, trailer = rest.rpartition(_ETX) if _ETX in rest else (rest, "", "")
    lines = [_CONTROLS.sub("", line).rstrip() for line in re.split(r"\r\n|\n|\r", text)]
    lines = [line.removesuffix("<").removeprefix("^").rstrip() for line in lines]
    headline, byline, start = _head_of(lines)
    return GivenStory(
        headline=headline,
        text=_prose(lines[start:]),
        fields={"author": byline, "published": _moment(trailer) or _moment(head)},
    )


def _head_of(lines: list[str]) -> tuple[str, str, int]:
    """The headline, the byline, and which line the text begins with."""
    heads: list[str] = []
    byline = ""
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        is_indented = line[:1] in " \t" and (heads or len(line) > 45)
        if is_indented or (len(line) > 90 and heads):
            return _headline(heads), byline, number
        stripped = line.strip()
        if by := _BYLINE.fullmatch(stripped.rstrip("= ")):
            byline = by["name"]
        elif not _NOTE.fullmatch(stripped) and not byline:  # below it stands whose writer it is
            heads.append(stripped)
        if len(heads) > 6:
            break
    return _headline(heads[:2]), byline, min(len(heads), 2)


def _headline(heads: list[str]) -> str:
    """Of the lines above a text the headline: what ends in `=`, or else what is no slug."""
    marked = [line for line in heads if line.endswith("=")]
    if marked:
        at = heads.index(marked[-1])
        started = [
            line for line in heads[:at] if not _SLUG.fullmatch(line) and not line.endswith("=")
        ]
        lines = [*started[-1:], heads[at]] if at and started and not marked[1:] else [marked[-1]]
        return " ".join(line.rstrip("= ") for line in lines)
    plain = [line for line in heads if not _SLUG.fullmatch(line)] or heads[-1:]
    return " ".join(plain[:2])


def _prose(lines: list[str]) -> str:
    """The paragraphs up to the sign of the end; each begins with an indented line, or after a blank
    one."""
    parts: list[list[str]] = []
    is_indented = sum(line[:1] in (" ", "\t") for line in lines) > 1
    for line in lines:
        if _END.fullmatch(line) and line.strip():
            break
        begins = (line[:1] in (" ", "\t")) if is_indented else not parts
        if not line.strip():
            parts.append([])
        elif begins or not parts:
            parts.append([line.strip()])
        else:
            parts[-1].append(line.strip())
    paragraphs = [" ".join(part) for part in parts if part]
    if len(paragraphs) > 1 and len(paragraphs[-1]) < 30 and _SIGNED_OFF.fullmatch(paragraphs[-1]):
        paragraphs.pop()
    return "\n\n".join(paragraphs)


def _moment(text: str) -> str:
    """The day of a message, with the time where its zone is stated."""
    if found := _GROUP.search(text):
        month = _MONTHS.get(found["month"].lower()[:3])
    elif found := _OF_ANPA.search(text):
        month = int(found["month"])
    if not found or not month or not 1 <= int(found["day"]) <= 31:
        return ""
    year = int(found["year"])
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    day = f"{year}-{month:02}-{found['day']}"
    offset = _OFFSETS.get(found["zone"] or "")
    return f"{day}T{found['hour']}:{found['minute']}:00{offset}" if offset else day
