"""Packed streams into plain ones: gzip, Zstandard, bzip2 and xz, as streams of whatever length.

Each may consist of several packed parts (members, frames) one after another, as the records of a
web archive are. Where one is damaged, the stream breaks there and goes on with the next part.
"""

from __future__ import annotations

import bz2
import lzma
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from .limits import MIB, Budget
from .records import reason_of
from .streams import CHUNK, Break, Stream

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_WINDOW: Final = 4 * MIB
"""Bytes of a damaged part that are looked through for the next part: damage is noticed late. A
record of a web archive, packed, has 10 to 300 thousand."""
_MOST_MEMORY: Final = 128 * MIB
"""What xz may use to unpack; its highest level asks for 65 MiB. Zstandard has this limit itself."""
_TRIAL: Final = 4096
_WARC_DICTIONARY: Final = b"\x5d\x2a\x4d\x18"
_ERRORS: Final = (zlib.error, OSError, EOFError, lzma.LZMAError, zstd.ZstdError, MemoryError)


class _Machine(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


class _Gunzip:
    """zlib's machine with the face of the others."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(wbits=31)
        self._is_full = False

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        return not self._is_full and not self._zlib.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes:
        unpacked = self._zlib.decompress(self._zlib.unconsumed_tail + data, max_length)
        self._is_full = len(unpacked) == max_length
        return unpacked


@dataclass(frozen=True, slots=True)
class Packing:
    """A way of packing: how its parts begin, and what unpacks one."""

    name: str
    start: re.Pattern[bytes]
    machine: Callable[[], _Machine]


GZIP: Final = Packing("gzip", re.compile(rb"\x1f\x8b\x08[\x00-\x1f]"), _Gunzip)
ZSTANDARD: Final = Packing(
    "Zstandard", re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"), zstd.ZstdDecompressor
)
BZIP2: Final = Packing(
    "bzip2",
    re.compile(rb"BZh[1-9](?:\x31\x41\x59\x26\x53\x59|\x17\x72\x45\x38\x50\x90)"),
    bz2.BZ2Decompressor,
)
XZ: Final = Packing(
    "xz", re.compile(rb"\xfd7zXZ\x00"), lambda: lzma.LZMADecompressor(memlimit=_MOST_MEMORY)
)
PACKINGS: Final = (GZIP, ZSTANDARD, BZIP2, XZ)
PACKED_SUFFIXES: Final = (".gz", ".zst", ".bz2", ".xz")


def unpack(stream: Stream, packing: Packing, budget: Budget) -> Iterator[bytes | Break]:
    """What a packed stream holds. Raises `BombError` when that is beyond all measure."""
    machine = packing.machine
    if packing is ZSTANDARD and stream.head(4) == _WARC_DICTIONARY:
        machine = _with_dictionary(stream)
    while head := stream.head(16):
        if packing.start.match(head):
            start = stream.offset
            recent = bytearray()
            try:
                yield from _part(stream, machine(), recent, budget)
                continue
            except _ERRORS as error:
                why = stream.broken.reason if stream.broken else reason_of(error)
                yield Break(
                    f"the {packing.name} part that begins at byte {start} is damaged ({why})"
                )
            stream.unread(bytes(recent[1:]))
        elif not head.strip(b"\0"):
            stream.skip(len(head))  # tapes and disks are filled up with zeros
            continue
        else:
            yield Break(f"from byte {stream.offset} on it is no {packing.name}")
            stream.skip(1)
        if not _find_part(stream, packing, machine):
            return


def _part(stream: Stream, machine: _Machine, recent: bytearray, budget: Budget) -> Iterator[bytes]:
    """Unpacks one part; `recent` is the end of what it was unpacked from."""
    while not machine.eof:
        packed = b""
        if machine.needs_input:
            packed = stream.read_some()
            if not packed:
                raise EOFError("it is cut short")
            recent += packed
            if len(recent) > 2 * _WINDOW:
                del recent[:-_WINDOW]
        unpacked = machine.decompress(packed, CHUNK)
        budget.spend(len(unpacked))
        yield unpacked
    if machine.unused_data:
        stream.unread(machine.unused_data)


def _find_part(stream: Stream, packing: Packing, machine: Callable[[], _Machine]) -> bool:
    """Goes to where the next part begins that can be unpacked, at least at first."""
    while head := stream.head(CHUNK):
        for match in packing.start.finditer(head):
            trial = head[match.start() : match.start() + _TRIAL]
            if len(trial) < _TRIAL and len(head) == CHUNK:
                break  # too near the end of what was looked at: next time
            try:
                machine().decompress(trial, 1)
            except _ERRORS:
                continue
            stream.skip(match.start())
            return True
        if len(head) < CHUNK:
            stream.skip(len(head))
            return False
        stream.skip(CHUNK - _TRIAL)
    return False


def _with_dictionary(stream: Stream) -> Callable[[], _Machine]:
    """A `.warc.zst` begins with a frame that holds the dictionary of the others, packed or not
    (IIPC, Zstandard Compression for WARC Files 1.0)."""
    size = int.from_bytes(stream.head(8)[4:], "little")
    if size > MIB:
        return zstd.ZstdDecompressor  # no dictionary: the frame is passed over as any such is
    content = stream.read(8 + size)[8:]
    try:
        if content.startswith(b"\x28\xb5\x2f\xfd"):
            content = zstd.ZstdDecompressor().decompress(content, MIB)
        dictionary = zstd.ZstdDict(content)
    except (zstd.ZstdError, ValueError):
        return zstd.ZstdDecompressor  # the frames that needed it will say so
    return lambda: zstd.ZstdDecompressor(zstd_dict=dictionary)
