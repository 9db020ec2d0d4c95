"""The pictures that an import has met, kept aside in a folder of its own until it ends.

Which of them a story shows is known only when its page has been read, and that may come first or
last. Bytes are kept once, by their digest; what they are called is in a small database beside them,
so that memory does not grow with their number.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final, NamedTuple

from articles.ingest.readers.page_images import in_message, is_storable
from articles.ingest.readers.picture_files import LARGEST_PICTURE, starts_as_picture
from articles.ingest.readers.records import Picture

from .addresses import NEAR, keys_of, written_alike

logger = logging.getLogger(__name__)

_PREFIX: Final = "newsroom-pictures-"
_LEFT_FREE: Final = 1024**3
"""Bytes that stay free on the disk: without them nothing more is kept aside."""
_YOUNGEST: Final = 60.0
"""Seconds within which a folder may not have its lock yet."""
_ASKED_EVERY: Final = 64 * 1024**2
"""Bytes after which the disk is asked again."""

_TABLE: Final = """
CREATE TABLE picture (
  exact TEXT PRIMARY KEY, plain TEXT, sizeless TEXT, name TEXT, digest TEXT, size INTEGER
) WITHOUT ROWID;
CREATE INDEX by_plain ON picture (plain);
CREATE INDEX by_sizeless ON picture (sizeless);
CREATE INDEX by_name ON picture (name);
"""
_INSERT: Final = "INSERT OR IGNORE INTO picture VALUES (?, ?, ?, ?, ?, ?)"
# What two messages call the same is neither's, unless the name says whose it is.
_INSERT_INNER: Final = (
    "INSERT INTO picture VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (exact) DO UPDATE"
    " SET digest = CASE WHEN digest = excluded.digest THEN digest ELSE '' END"
)


class Spooled(NamedTuple):
    """A picture that lies ready: the SHA-256 of its bytes, and where they are."""

    digest: str
    file: Path


class Spool:
    """The pictures of one import."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._database = sqlite3.connect(folder / "names.sqlite", isolation_level=None)
        self._database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -4096;"
        )
        self._database.executescript(_TABLE)
        self._unasked = _ASKED_EVERY
        self.count = 0
        self.refused: str = ""
        """Why no more pictures were kept aside; empty while there is room."""

    def add(self, picture: Picture) -> None:
        """Keeps a picture aside, if it begins as one. Of two with the same address the first
        counts."""
        raw = picture.raw
        if self.refused or len(raw) > LARGEST_PICTURE or not starts_as_picture(raw):
            return
        addresses = [address for address in _names_of(picture) if is_storable(address)]
        if not addresses:
            return
        try:
            if not self._has_room(len(raw)):
                return
            digest = hashlib.sha256(raw).hexdigest()
            file = self._file(digest)
            if not file.exists():
                file.parent.mkdir(exist_ok=True)
                file.write_bytes(raw)
            for address in addresses:
                insert = _INSERT_INNER if address.startswith("cid:") else _INSERT
                self._database.execute(insert, (*keys_of(address), digest, len(raw)))
            self.count += 1
        except (OSError, sqlite3.Error) as error:
            self.refused = f"pictures could not be kept aside ({error})"
            logger.warning("%s", self.refused)

    def find(self, addresses: list[str]) -> Spooled | None:
        """The picture that lies at one of these addresses: at the first that has one, else the
        largest of those in other sizes, else the only one of that name in the same place."""
        if not self.count:
            return None
        keys = [keys_of(address) for address in addresses if NEAR not in address]
        for column in ("exact", "plain", "sizeless"):
            for one in keys:
                if (key := getattr(one, column)) and (found := self._by(column, key)):
                    return found
        for address in addresses:
            place, near, name = address.partition(NEAR)
            if near and (found := self._inside(place, keys_of(name).name)):
                return found
        return None

    def _by(self, column: str, key: str) -> Spooled | None:
        row = self._database.execute(
            f"SELECT digest FROM picture WHERE {column} = ? ORDER BY size DESC, digest LIMIT 1",  # noqa: S608
            (key,),
        ).fetchone()
        return self._spooled(row[0]) if row and row[0] else None

    def _inside(self, place: str, name: str) -> Spooled | None:
        folder = f"{written_alike(place)}/"
        rows = self._database.execute(
            "SELECT plain, sizeless, digest FROM picture WHERE name = ?"
            " ORDER BY size DESC, digest LIMIT 50",
            (name,),
        )
        inside = [row for row in rows if name and row[0].startswith(folder)]
        is_one = len({sizeless for _, sizeless, _ in inside}) == 1
        return self._spooled(inside[0][2]) if is_one else None

    def _spooled(self, digest: str) -> Spooled:
        return Spooled(digest, self._file(digest))

    def _file(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest

    def _has_room(self, size: int) -> bool:
        self._unasked += size
        if self._unasked < _ASKED_EVERY:
            return True
        self._unasked = 0
        if shutil.disk_usage(self._folder).free < _LEFT_FREE:
            self.refused = (
                f"the disk of {tempfile.gettempdir()} is nearly full, and no more pictures were "
                "kept aside; make room or set TMPDIR, and import again"
            )
        return not self.refused

    def close(self) -> None:
        """Closes the database; the folder is for the caller to remove."""
        self._database.close()


def _names_of(picture: Picture) -> Iterator[str]:
    """What pages may call a picture. One of a message (`cid:…`) is named after it, with what it is
    called there behind: `news.mbox, message 2/pier.jpg`, `page.mhtml, part 3`."""
    yield picture.address
    if picture.address.startswith("cid:"):
        yield in_message(picture.name, picture.address)
        for separator in ("/", ", "):
            if message := picture.name.rpartition(separator)[0]:
                yield in_message(message, picture.address)


@contextmanager
def spooling() -> Iterator[Spool]:
    """A spool in a temporary folder, which is removed afterwards; and with it those that imports
    left which were killed."""
    parent = Path(tempfile.gettempdir())
    _remove_abandoned(parent)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
    with (folder / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        spool = Spool(folder)
        try:
            yield spool
        finally:
            spool.close()
            shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned(parent: Path) -> None:
    for folder in parent.glob(f"{_PREFIX}*"):
        with suppress(OSError), (folder / "lock").open("rb") as lock:
            is_old = time.time() - folder.stat().st_mtime > _YOUNGEST
            if is_old and _is_free(lock):
                shutil.rmtree(folder, ignore_errors=True)


def _is_free(lock: IO[bytes]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
