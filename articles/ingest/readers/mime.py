"""The parts of mail messages and of saved pages (MIME, RFC 2045 to 2047, 2231, 2557): their headers
and their bytes, within limits.

The standard library decodes headers and bytes. It does not divide a message into its parts here:
its parser takes the square of their depth, and 300 parts inside one another are too many for it.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import collapse_rfc2231_value
from functools import cached_property
from typing import Final

from articles.ingest.readers.encodings import decode, encoding_of_page
from articles.ingest.readers.limits import MIB

LARGEST_MESSAGE: Final = 64 * MIB
"""Bytes of one mail; servers take 10 to 50 million."""
LARGEST_HEAD: Final = MIB
"""Bytes of the headers of a message or part; those of ordinary mail have up to 20,000."""
MOST_HEADERS: Final = 2000
MOST_PARTS: Final = 1000
MOST_PARTS_OF_PAGE: Final = 20_000
"""Parts of a mail, and of a page that was saved with its pictures."""
DEEPEST_PART: Final = 20
"""Parts inside one another; a forwarded newsletter with pictures has five."""
LONGEST_HEADER: Final = 8000
"""Characters of a header that are read: a subject or a sender has hundreds at most."""

_END_OF_HEAD: Final = re.compile(rb"\r?\n[ \t]*\r?\n|\r[ \t]*\r")
_HEADER: Final = re.compile(rb"([!-9;-~]{1,80})[ \t]*:[ \t]*(.*)", re.DOTALL)
_NO_HEADER: Final = re.compile(rb"^(?![!-9;-~]{1,80}[ \t]*:|[ \t]|>?From |[\r\n]|\Z)", re.MULTILINE)
_FOLDED: Final = re.compile(rb"(?:\r\n|\n|\r)(?=[ \t])")
_LINE: Final = re.compile(rb"\r\n|\n|\r")
# The first part of a message whose own head is lost
_FIRST_PART: Final = re.compile(
    rb"(?:This is a multi-part message[^\n]*\n\s*)?--([^\s-][^\r\n]{0,80})\r?\n"
    rb"Content-(?:Type|Transfer-Encoding|Disposition|ID|Location):",
    re.IGNORECASE,
)
_LEADING: Final = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*")
_REST_OF_BOUNDARY: Final = re.compile(rb"(--)?[ \t]*(?:\r\n|\n|\r|\Z)")
_ENVELOPE: Final = re.compile(rb">?From [^\n]*\n")
# What encodes text in bytes of ASCII alone, so that it looks like UTF-8.
_SEVEN_BITS: Final = re.compile(r"iso-2022-[\w-]{2,12}|hz(?:-gb-2312)?|utf-7", re.IGNORECASE)
_NO_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]")
_CHARSET: Final = re.compile(r"[\w.:+-]{2,40}")


class MimeBombError(Exception):
    """A message has more parts or headers than any that was ever sent; the text is a sentence."""


@dataclass(slots=True)
class _Count:
    most: int
    parts: int = 0


@dataclass
class Part:
    """A message or one of its parts: its headers by their names in small letters, and where its
    body lies in the bytes of the whole message. `parts` are those of a multipart. `is_whole` is
    false of the last part of one that ends before it does."""

    headers: Mapping[str, list[bytes]]
    whole: bytes
    start: int
    end: int
    default: str = "text/plain"
    parts: list[Part] = field(default_factory=list)
    is_whole: bool = True

    def header(self, name: str) -> str:
        """A header's text on one line, decoded; empty without one."""
        values = self.headers.get(name)
        return decoded(values[0]) if values else ""

    def header_values(self, name: str) -> list[str]:
        """All headers of the name, decoded."""
        return [decoded(value) for value in self.headers.get(name, ())]

    @cached_property
    def _structured(self) -> Message:
        """The headers that have parameters, as the standard library reads them."""
        message = Message()
        for name in ("content-type", "content-disposition"):
            for value in self.headers.get(name, [])[:1]:
                message[name] = one_line(_characters(value[:LONGEST_HEADER]))
        return message

    @property
    def content_type(self) -> str:
        """Such as `text/html`."""
        stated = str(self._structured.get("content-type", "")).partition(";")[0].strip().lower()
        if re.fullmatch(r"[\w.+-]+/[\w.+-]+", stated):
            return stated
        return "text/html" if stated == "html" else self.default

    def parameter(self, name: str, header: str = "content-type") -> str:
        """A parameter of a header, such as `charset`; empty without one."""
        try:
            value = self._structured.get_param(name, "", header)
        except (ValueError, LookupError):
            return ""
        text = collapse_rfc2231_value(value) if isinstance(value, tuple) else str(value)
        return _words(text).strip()

    @property
    def charset(self) -> str:
        """What it calls its characters; empty where it says nothing that can be a name."""
        stated = self.parameter("charset").strip("'\"")
        return stated if _CHARSET.fullmatch(stated) else ""

    @property
    def location(self) -> str:
        """The address that it was fetched from, as it is written."""
        return "".join(self.header("content-location").split())

    @property
    def filename(self) -> str:
        """What an attachment is called; empty where it has no name."""
        name = self.parameter("filename", "content-disposition") or self.parameter("name")
        return name.replace("\\", "/").rpartition("/")[2].strip()[:200]

    @property
    def is_attached(self) -> bool:
        """Whether it is no part of what readers see, but a file."""
        stated = str(self._structured.get("content-disposition", "")).partition(";")[0]
        return stated.strip().lower() == "attachment"

    @property
    def content_id(self) -> str:
        """By which a page refers to it (`cid:…`)."""
        return self.header("content-id").strip().strip("<>").strip()

    @property
    def raw(self) -> bytes:
        """Its body as sent."""
        return self.whole[self.start : self.end]

    @property
    def content(self) -> bytes:
        """Its body, decoded from what made it fit for mail."""
        raw = self.raw
        match self.header("content-transfer-encoding").lower().strip():
            case "base64":
                return _from_base64(raw)
            case "quoted-printable":
                return quopri.decodestring(raw)
            case "x-uuencode" | "uuencode" | "x-uue":
                return _from_uu(raw)
        return raw

    def text(self) -> tuple[str, str]:
        """Its body as characters, and a note where these are in doubt."""
        raw, charset = self.content, self.charset
        if _SEVEN_BITS.fullmatch(charset) and raw.isascii():
            try:
                return raw.decode(charset), ""
            except (UnicodeDecodeError, LookupError):
                charset = ""
        if self.content_type == "text/html":
            encoding, note = encoding_of_page(raw, charset)
            return raw.decode(encoding, "replace"), note
        characters = decode(raw, charset)
        return characters.text, characters.note

    def walk(self) -> Iterator[Part]:
        """The part itself, and those in it, in order; not into messages that are attached."""
        yield self
        for part in self.parts:
            yield from part.walk()


def message_of(raw: bytes, *, most_parts: int = MOST_PARTS) -> Part:
    """A message with all of its parts. Raises `MimeBombError`."""
    leading = _LEADING.match(raw)
    start = leading.end() if leading else 0
    while envelope := _ENVELOPE.match(raw, start):
        start = envelope.end()
    count = _Count(most_parts)
    if first := _FIRST_PART.match(raw, start):
        headers = {"content-type": [b'multipart/mixed; boundary="%s"' % first[1].rstrip()]}
        whole = Part(headers, raw, start, len(raw))
        _divide(whole, 0, count)
        return whole
    return _part(raw, start, len(raw), "text/plain", 0, count)


def _part(raw: bytes, start: int, end: int, default: str, depth: int, count: _Count) -> Part:
    count.parts += 1
    if count.parts > count.most:
        raise MimeBombError(f"it has more than {count.most} parts, as no message has")
    if depth > DEEPEST_PART:
        raise MimeBombError(f"its parts lie more than {DEEPEST_PART} deep inside one another")
    headers, body = _head(raw, start, end)
    part = Part(headers, raw, body, end, default)
    _divide(part, depth, count)
    return part


def _divide(part: Part, depth: int, count: _Count) -> None:
    """Finds the parts of a multipart."""
    kind = part.content_type
    if kind.startswith("multipart/") and (boundary := part.parameter("boundary")):
        inner = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        for first, last, is_whole in _between(part.whole, boundary, part.start, part.end):
            each = _part(part.whole, first, last, inner, depth + 1, count)
            each.is_whole = is_whole
            part.parts.append(each)


def _head(raw: bytes, start: int, end: int) -> tuple[dict[str, list[bytes]], int]:
    """The headers, unfolded, and where the body begins."""
    if raw[start : start + 1] in (b"\n", b"\r"):
        return {}, start + (2 if raw[start : start + 2] == b"\r\n" else 1)
    found = _END_OF_HEAD.search(raw, start, min(end, start + LARGEST_HEAD))
    if found is None and end - start > LARGEST_HEAD:
        raise MimeBombError(f"its head has more than {LARGEST_HEAD // MIB} MiB, as no message has")
    stop, body = (found.start(), found.end()) if found else (end, end)
    if odd := _NO_HEADER.search(raw, start, stop):  # the blank line is missing
        stop = body = odd.start()
    lines = _LINE.split(_FOLDED.sub(b"", raw[start:stop]))
    if len(lines) > MOST_HEADERS:
        raise MimeBombError(f"it has more than {MOST_HEADERS} headers, as no message has")
    headers: dict[str, list[bytes]] = {}
    for line in lines:
        if header := _HEADER.fullmatch(line):
            headers.setdefault(header[1].decode("ascii").lower(), []).append(header[2])
    return headers, body


def _between(raw: bytes, boundary: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Where each part between boundaries begins and ends, and whether a boundary ends it."""
    mark = b"--" + boundary.encode("latin-1", "replace")[:200]
    first: int | None = None
    at = start
    while (found := raw.find(mark, at, end)) >= 0:
        at = found + len(mark)
        line = _REST_OF_BOUNDARY.match(raw, at, end)
        if line is None or (found and raw[found - 1 : found] not in (b"\n", b"\r")):
            continue
        if first is not None:
            yield first, max(first, _line_end_before(raw, found)), True
        if line[1]:
            return
        first = at = line.end()
    if first is not None and first < end:
        yield first, end, False


def _line_end_before(raw: bytes, at: int) -> int:
    """Where the line end begins that stands before a place; it belongs to the boundary."""
    return at - (2 if raw[at - 2 : at] == b"\r\n" else 1)


# --- Characters


def decoded(value: bytes) -> str:
    """A header's value on one line: raw bytes, and words as RFC 2047 encodes them."""
    return one_line(_words(_characters(value[:LONGEST_HEADER])))


def one_line(text: str) -> str:
    """The text with one space for any white space."""
    return " ".join(text.split())


def _characters(value: bytes) -> str:
    return value.decode("ascii") if value.isascii() else decode(value).text


def _words(text: str) -> str:
    """The text with its encoded words (`=?utf-8?q?caf=C3=A9?=`) read. Words next to one another in
    one encoding are read as one: many programs divide a character between two."""
    if "=?" not in text:
        return text
    try:
        pieces = decode_header(text)
    except (MessageError, binascii.Error, ValueError):
        return text
    return "".join(
        piece if isinstance(piece, str) else _decoded_word(piece, charset or "")
        for piece, charset in pieces
    )


def _decoded_word(piece: bytes, charset: str) -> str:
    """A word as its charset has it; where most of its bytes are no text in that, as they look."""
    try:
        text = piece.decode(charset or "ascii", "replace")
    except (LookupError, ValueError):
        return decode(piece).text
    return decode(piece, charset).text if text.count("\ufffd") > len(text) // 8 else text


# --- Bytes


def _from_base64(raw: bytes) -> bytes:
    """What Base64 stands for, as far as it goes."""
    digits = _NO_BASE64.sub(b"", raw.partition(b"=")[0] if raw.count(b"=") <= 2 else raw)
    digits = digits[: len(digits) - (len(digits) % 4 == 1)]
    return base64.b64decode(digits + b"=" * (-len(digits) % 4))


def _from_uu(raw: bytes) -> bytes:
    found = bytearray()
    is_inside = False
    for line in _LINE.split(raw):
        if line.startswith(b"begin "):
            is_inside = True
        elif line == b"end":
            break
        elif is_inside and line:
            try:
                found += binascii.a2b_uu(line)
            except binascii.Error:  # a line that some encoders pad
                size = ((line[0] - 32 & 63) * 4 + 5) // 3
                try:
                    found += binascii.a2b_uu(line[:size])
                except binascii.Error:
                    continue
    return bytes(found)
