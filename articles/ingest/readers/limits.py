"""How much a reader accepts before it refuses: archives are untrusted, and a few kilobytes can
unpack to terabytes.

Nothing is ever unpacked onto the disk under a member's name: members are read as streams, so a
name such as `../../etc/passwd` is only a name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

MIB: Final = 1024 * 1024

LARGEST_DUMP: Final = 512 * MIB
"""Bytes of a file that is one page. It is held in memory: of framed pages some ten times its size,
of others up to twenty, of lines of 16 characters seventy. What is beyond IMPORT_MEMORY_LIMIT (by
default 2 GiB) fails by name, and so does a text of shorter lines (see costly_markup.py)."""

LARGEST_PAGE: Final = 32 * MIB
"""Bytes of one record of a file with many; a page of a crawl has 0.1 to 2 million."""

LARGEST_LIST: Final = 16 * MIB
"""Bytes of a ZIP's list of members, all of which is held in memory: about 150,000 members."""

LARGEST_SPOOLED: Final = 2048 * MIB
"""Bytes of a ZIP or Parquet file that comes on a pipe or inside another archive. Both are read from
their ends, so such a one is first copied to a nameless temporary file."""

DEEPEST: Final = 4
"""Packings inside one another: `pages.zip` with `a.tar.gz` with `b.warc.gz` has four."""

HIGHEST_RATIO: Final = 250
"""Bytes unpacked for each byte read. News as text or HTML packs 3 to 25 times; bombs begin at
1,000."""

MOST_PUT_BACK: Final = 256 * MIB
"""Bytes of a web archive that are read again, to look for the next record in one that is not as
long as it says. An archive made of such would be read a thousand times."""

FREE_UNPACKED: Final = 64 * MIB
"""Bytes that may be unpacked whatever their ratio: a small file of blank lines is no bomb."""

FREE_ROWS: Final = 8 * MIB
"""Bytes of a table's rows that may be made whatever their ratio. A table holds a text that it
repeats once: a few kilobytes can be billions of rows."""

FREE_PIECES: Final = 2000
"""Records that an input may hold however small it is."""

PIECES_A_BYTE: Final = 2
"""Records for each byte read. Stories that differ in nothing but a number pack to 2 bytes each."""

HEAVY: Final = 16
"""Pieces that a member of a ZIP counts for, which has a head of 76 bytes, and a record without any
text: neither is ever held by less than eight bytes."""

LARGEST_UNPACKED: Final = 1024**4
"""Bytes unpacked from one input; a month of the world's news sites is a twentieth of it."""


class BombError(Exception):
    """An input unpacks to more than any archive of pages does; reading it stops."""


@dataclass(slots=True)
class Budget:
    """What one input may still unpack. `bytes_read` tells how much of it has been read."""

    bytes_read: Callable[[], int]
    unpacked: int = 0
    made: int = 0
    pieces: int = 0

    def spend(self, byte_count: int) -> None:
        """Counts unpacked bytes; raises `BombError` once they are too many."""
        self.unpacked += byte_count
        self.allow(self.unpacked, self.bytes_read())

    def allow(self, unpacked: int, packed: int) -> None:
        """Raises `BombError` where so many packed bytes cannot honestly hold so many."""
        if unpacked > LARGEST_UNPACKED:
            raise BombError(f"it unpacks to more than {LARGEST_UNPACKED // 1024**3} GiB")
        if unpacked > FREE_UNPACKED and unpacked > HIGHEST_RATIO * max(packed, 1):
            raise BombError(
                f"{packed} bytes of it unpack to {unpacked} or more, over {HIGHEST_RATIO} times "
                "as many, as a “zip bomb” does"
            )

    def make(self, byte_count: int, packed: int) -> None:
        """Counts bytes of rows that were made of so many packed bytes; raises `BombError` once they
        are too many."""
        self.made += byte_count
        self.allow_rows(self.made, packed)

    def allow_rows(self, byte_count: int, packed: int) -> None:
        """Raises `BombError` where so many packed bytes cannot honestly be rows of so many."""
        if byte_count > FREE_ROWS and byte_count > HIGHEST_RATIO * max(packed, 1):
            raise BombError(
                f"{packed} bytes of it are rows of {byte_count} bytes or more, over "
                f"{HIGHEST_RATIO} times as many: the same again and again, as in a “zip bomb”"
            )

    def take(self, count: int = 1) -> None:
        """Counts records; raises `BombError` where what was read cannot honestly hold so many."""
        self.pieces += count
        self.allow_pieces(self.pieces, self.bytes_read())

    def allow_pieces(self, pieces: int, packed: int) -> None:
        """Raises `BombError` where so many packed bytes cannot honestly hold so many records."""
        if pieces > FREE_PIECES and pieces > PIECES_A_BYTE * packed:
            raise BombError(
                f"{packed} bytes of it hold more files and records than anybody could put there: "
                "the same again and again, as in a “zip bomb”"
            )

    def enter(self, depth: int) -> None:
        """Raises `BombError` where packings lie too deep inside one another."""
        if depth > DEEPEST:
            raise BombError(
                f"it holds packed files inside one another, more than {DEEPEST} deep, as a "
                "“zip bomb” does"
            )


class Meter:
    """How far the current file has been read; reports the number of newly read bytes."""

    def __init__(self, on_bytes: Callable[[int], None]) -> None:
        self.position = 0
        self._on_bytes = on_bytes

    def advance(self, byte_count: int) -> None:
        """So many bytes more."""
        self.position += byte_count
        self._on_bytes(byte_count)

    def reach(self, position: int) -> None:
        """As far as this place; going back counts for nothing."""
        if position > self.position:
            self.advance(position - self.position)
