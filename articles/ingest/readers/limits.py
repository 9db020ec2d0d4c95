"""How much a reader takes in before it refuses: archives are strangers' work, and a few kilobytes
can unpack to terabytes.

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
default 2 GiB) fails by name, and so does a text of shorter lines (see floods.py)."""

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

FREE_UNPACKED: Final = 64 * MIB
"""Bytes that may be unpacked whatever their ratio: a small file of blank lines is no bomb."""

LARGEST_UNPACKED: Final = 1024**4
"""Bytes unpacked from one input; a month of the world's news sites is a twentieth of it."""


class BombError(Exception):
    """An input unpacks to more than any archive of pages does; reading it stops."""


@dataclass(slots=True)
class Budget:
    """What one input may still unpack. `bytes_read` tells how much of it has been read."""

    bytes_read: Callable[[], int]
    unpacked: int = 0

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

    def enter(self, depth: int) -> None:
        """Raises `BombError` where packings lie too deep inside one another."""
        if depth > DEEPEST:
            raise BombError(
                f"it holds packed files inside one another, more than {DEEPEST} deep, as a "
                "“zip bomb” does"
            )


class Meter:
    """How far the file at hand has been read, told on as the number of bytes newly read."""

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
