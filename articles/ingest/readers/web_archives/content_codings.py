"""Bodies of servers' answers as they travelled: in chunks, packed, or only said to be.

What a head declares is often not so: a crawler unpacked the body and kept the head, a proxy packed
it twice. So the bytes themselves decide, and what is damaged is read as far as it goes.
"""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, Protocol

import brotli

from articles.ingest.readers.detection.text_plausibility import looks_like_text
from articles.ingest.readers.html import looks_like_html

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_PIECE: Final = 16 * 1024
_MOST_LAYERS: Final = 4
"""Packings of one body around one another; real ones have two at most."""
_LOOKED_AT: Final = 4096
_LONGEST_SIZE_LINE: Final = 4200
# `1f40`, `1F40;name=value` and a line end
_CHUNK_SIZE: Final = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,4096})?\r?\n")
_GZIP: Final = b"\x1f\x8b\x08"
_ZSTANDARD: Final = b"\x28\xb5\x2f\xfd"
_ERRORS: Final = (zlib.error, zstd.ZstdError, brotli.error, OSError, MemoryError)


class Body(NamedTuple):
    """What could be read of a body; `note` says what of it is missing."""

    raw: bytes
    note: str = ""


class _Machine(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _Brotli:
    """Brotli's machine with the face of the others."""

    unused_data = b""

    def __init__(self) -> None:
        self._machine = brotli.Decompressor()

    @property
    def eof(self) -> bool:
        return bool(self._machine.is_finished())

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        return bytes(self._machine.process(data, output_buffer_limit=max_length))


def joined_chunks(raw: bytes) -> Body:
    """The body that its head says comes in chunks (RFC 9112, 7.1); as it is where it does not.

    From a place on where no chunk begins, the rest is taken as it stands.
    """
    parts: list[bytes] = []
    at = 0
    while size_line := _CHUNK_SIZE.match(raw, at, at + _LONGEST_SIZE_LINE):
        size = int(size_line[1], 16)
        begin, end = size_line.end(), size_line.end() + size
        if not size:
            return Body(b"".join(parts))
        if end > len(raw):
            if not parts and not size_line[0].endswith(b"\r\n"):
                return Body(raw)  # a text that begins with a number
            parts.append(raw[begin:])
            lacking = end - len(raw)
            return Body(b"".join(parts), f"the page is cut short: {lacking} bytes are missing")
        ending = 2 if raw.startswith(b"\r\n", end) else 1 if raw.startswith(b"\n", end) else 0
        if not ending and end < len(raw):
            break  # not as long as it says
        parts.append(raw[begin:end])
        at = end + ending
    if not parts:
        return Body(raw)
    rest = raw[at:]
    note = (
        f"its chunks are damaged after {at} bytes: what follows is read as it stands"
        if rest.strip(b"\r\n")
        else "the page may be cut short: its last chunk is missing"
    )
    return Body(b"".join(parts) + rest, note)


def unpacked(raw: bytes, declared: Sequence[str], most: int) -> Body:
    """The body without the packings `declared`, in the order in which a head names them, and
    without gzip that it does not name. What unpacks to more than `most` bytes ends one byte later.
    """
    body = Body(raw)
    for coding in reversed(declared[-_MOST_LAYERS:]):
        body = _without(coding, body, most)
    for _ in range(_MOST_LAYERS):
        if not body.raw.startswith(_GZIP):
            break
        body = _without("gzip", body, most)
    return body


def _without(coding: str, body: Body, most: int) -> Body:
    """The body without one packing; as it is where it is not packed so, or nothing of it can be
    unpacked."""
    name = coding.removeprefix("x-")
    raw = body.raw
    if name == "gzip" and raw.startswith(_GZIP):
        found = _parts("gzip", lambda: zlib.decompressobj(wbits=31), raw, _GZIP, most)
    elif name == "zstd" and raw.startswith(_ZSTANDARD):
        found = _parts("Zstandard", zstd.ZstdDecompressor, raw, _ZSTANDARD, most)
    elif name == "deflate" and not _is_plain(raw):
        found = _part("deflate", zlib.decompressobj, raw, most)[0]
        if not found.raw:  # many servers leave its frame out
            found = _part("deflate", lambda: zlib.decompressobj(wbits=-15), raw, most)[0]
    elif name == "br" and not _is_plain(raw):
        found = _part("Brotli", _Brotli, raw, most)[0]
    else:
        return body
    if not found.raw and found.note:
        return Body(raw, body.note)
    return Body(found.raw, body.note or found.note)


def _is_plain(raw: bytes) -> bool:
    """Whether a body is not packed: deflate and Brotli begin in no way of their own."""
    start = raw[:_LOOKED_AT]
    return looks_like_html(start) or (start.isascii() and looks_like_text(start))


def _parts(
    name: str, machine_of: Callable[[], _Machine], raw: bytes, start: bytes, most: int
) -> Body:
    """What several packed parts hold, one after another; what follows them is none of the page."""
    parts: list[bytes] = []
    room = most
    while raw.startswith(start):
        (part, note), raw = _part(name, machine_of, raw, room)
        parts.append(part)
        room -= len(part)
        if note or room < 0:
            return Body(b"".join(parts), note)
    return Body(b"".join(parts))


def _part(
    name: str, machine_of: Callable[[], _Machine], raw: bytes, most: int
) -> tuple[Body, bytes]:
    """What a packed part holds, all or up to where it ends early or is damaged; and the bytes that
    follow it."""
    machine = machine_of()
    try:
        whole = machine.decompress(raw, most + 1)
    except _ERRORS:
        found = _up_to_damage(machine_of, raw, most)
        note = f"the page is incomplete: its {name} body is damaged after {len(found)} bytes"
        return Body(found, note), b""
    if machine.eof or len(whole) > most:
        return Body(whole), machine.unused_data
    return Body(whole, f"the page is cut short: its {name} body ends early"), b""


def _up_to_damage(machine_of: Callable[[], _Machine], raw: bytes, most: int) -> bytes:
    """What a machine unpacks before it fails. It loses what it unpacked in the call that fails, so
    the bytes are given to it in pieces; and then again, those of the damaged piece one by one."""
    found = bytearray()
    sound = 0
    for step in (_PIECE, 1):
        machine = machine_of()
        found.clear()
        at = 0
        try:
            while at < len(raw) and len(found) <= most:
                size = _PIECE if at < sound else step
                found += machine.decompress(raw[at : at + size], most + 1 - len(found))
                at += size
        except _ERRORS:
            sound = at
    return bytes(found)
