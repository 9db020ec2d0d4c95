"""The parts of a file that is laid out as a mail message is (MIME): their heads, and their bytes.

Only heads are parsed by the standard library. Its parser of whole messages holds each line as an
object and asks every line for each boundary around it, which a hostile file makes it pay for.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Final

_HEAD_END: Final = re.compile(rb"\n[ \t]*\r?\n")
_BLANK_START: Final = re.compile(rb"\r?\n")
_LONGEST_HEAD: Final = 64 * 1024
_DEEPEST: Final = 5
"""Multiparts within one another: a page in alternatives, with its pictures, has two."""
_MOST_PARTS: Final = 20_000
_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]+")


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is no multipart: its head, and its bytes as they are written in the file.

    `is_whole` is false of the last part of a file that ends before it does.
    """

    head: Message
    written: bytes
    is_whole: bool = True

    @property
    def media_type(self) -> str:
        """`text/html`, in small letters."""
        return self.head.get_content_type()

    @property
    def charset(self) -> str:
        """What it calls its characters; empty where it says nothing."""
        return parameter(self.head, "charset")

    @property
    def location(self) -> str:
        """The address that it was fetched from, as it is written."""
        return "".join(field(self.head, "Content-Location").split())

    @property
    def content_id(self) -> str:
        """What other parts call it, after `cid:`."""
        return field(self.head, "Content-ID").strip().removeprefix("<").removesuffix(">")

    def decoded(self) -> bytes:
        """Its bytes. Those that are no Base64 or quoted-printable are passed over."""
        match field(self.head, "Content-Transfer-Encoding").strip().lower():
            case "base64":
                letters = _NOT_BASE64.sub(b"", self.written)
                letters = letters[: len(letters) - (len(letters) % 4 == 1)]
                return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
            case "quoted-printable":
                return binascii.a2b_qp(self.written)
            case _:
                return self.written


def head_of(raw: bytes) -> tuple[Message, int]:
    """The fields that bytes begin with, and where what follows them begins."""
    if blank := _BLANK_START.match(raw):
        return Message(), blank.end()
    end = _HEAD_END.search(raw, 0, _LONGEST_HEAD)
    stop = end.end() if end else min(len(raw), _LONGEST_HEAD)
    return BytesHeaderParser().parsebytes(raw[:stop]), stop


def field(head: Message, name: str) -> str:
    """A field's text, its encoded words (RFC 2047) read; empty where it is not there."""
    value = head.get(name)
    if value is None:
        return ""
    text = str(value)
    if "=?" not in text:
        return text
    try:
        return str(make_header(decode_header(text)))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return text


def parameter(head: Message, name: str) -> str:
    """A parameter of its `Content-Type`; empty where it is not there."""
    value = head.get_param(name)
    return value.strip() if isinstance(value, str) else ""


def parts_of(raw: bytes) -> Iterator[Part]:
    """The parts of a message, in order, those of multiparts in it among them; the message itself
    where it has none."""
    head, begin = head_of(raw)
    if raw.startswith(b"--"):  # its own head is lost
        boundary, _, _ = raw[2:200].partition(b"\n")
        yield from _within(raw, 0, len(raw), boundary.strip(), 1)
    else:
        yield from _part(raw, head, begin, len(raw), 0, is_whole=True)


def _part(
    raw: bytes, head: Message, begin: int, end: int, depth: int, *, is_whole: bool
) -> Iterator[Part]:
    boundary = parameter(head, "boundary").encode("utf-8", "surrogateescape")
    if head.get_content_maintype() == "multipart" and boundary and depth < _DEEPEST:
        yield from _within(raw, begin, end, boundary, depth + 1)
    else:
        yield Part(head, raw[begin:end], is_whole)


def _within(raw: bytes, begin: int, end: int, boundary: bytes, depth: int) -> Iterator[Part]:
    """The parts between the lines of a boundary (RFC 2046, 5.1)."""
    line = re.compile(rb"(?:^|\r?\n)--%s(--)?[ \t]*(?=\r?\n|$)" % re.escape(boundary))
    start: int | None = None
    number = 0
    for mark in line.finditer(raw, max(begin - 1, 0), end):
        if start is not None:
            yield from _one(raw, start, mark.start(), depth, is_whole=True)
            number += 1
        start = None if mark[1] else mark.end()
        if start is None or number >= _MOST_PARTS:
            return
    if start is not None:
        yield from _one(raw, start, end, depth, is_whole=False)


def _one(raw: bytes, start: int, end: int, depth: int, *, is_whole: bool) -> Iterator[Part]:
    line_end = _BLANK_START.match(raw, start, end)
    begin = line_end.end() if line_end else start
    head, length = head_of(raw[begin : min(end, begin + _LONGEST_HEAD)])
    yield from _part(raw, head, begin + length, end, depth, is_whole=is_whole)
