"""Bytes out: a dump as it came in, put together from the database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Final

from django.db.models import F, Func, QuerySet, Value
from django.db.models.fields import BinaryField, IntegerField

from articles.models import Clipping, Dump

_SLICE: Final = 16 * 1024 * 1024
"""Bytes of an original that are fetched at a time."""

SHORTEST_PREFIX: Final = 6
"""Hexadecimal digits of a SHA-256 that can name a dump."""


class NoSuchDumpError(Exception):
    """No dump has that name, or several have; the message says which."""


class DamagedDumpError(Exception):
    """What the database holds of a dump is not what came in."""


def find_dump(name: str) -> Dump:
    """The dump with this id, SHA-256 (its beginning will do) or name.

    Raises `NoSuchDumpError` when there is none, or more than one.
    """
    dumps = Dump.objects.defer("original", "issues", "hints")
    lowered = name.lower()
    if name.isdecimal() and len(name) < 19 and (dump := dumps.filter(pk=int(name)).first()):
        return dump
    found: list[Dump] = []
    if len(name) >= SHORTEST_PREFIX and not set(lowered) - set("0123456789abcdef"):
        found = list(dumps.filter(sha256__startswith=lowered)[:5])
    found = found or list(dumps.filter(name=name.replace("\0", "?"))[:5])
    if not found:
        raise NoSuchDumpError(
            f"no dump has the id, SHA-256 or name {name}; the desk lists them all under Dumps"
        )
    if len(found) > 1:
        ids = ", ".join(str(dump.pk) for dump in found)
        raise NoSuchDumpError(f"several dumps are called {name}; give an id, such as {ids}")
    return found[0]


def dump_bytes(dump: Dump) -> Iterator[bytes]:
    """The bytes that came in, piece by piece: the record, or the clippings one after the other.

    Raises `DamagedDumpError` after the last piece when they are not those that came in.
    """
    digest = hashlib.sha256()
    size = _original_size(dump)
    for piece in _clippings(dump) if size is None else _original(dump, size):
        digest.update(piece)
        yield piece
    if digest.hexdigest() != dump.sha256:
        raise DamagedDumpError(f"dump {dump.pk} ({dump.name}) does not have its SHA-256 any more")


def write_dump(dump: Dump, file: IO[bytes]) -> int:
    """Writes a dump's bytes to a file; how many there were."""
    return sum(file.write(piece) for piece in dump_bytes(dump))


def write_dumps(dumps: QuerySet[Dump], folder: Path) -> Iterator[Path]:
    """Writes dumps to files of a folder, made if it is missing, and tells each one's path.

    A file is called by the dump's id and the last part of its name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = dumps.order_by("pk").defer("original", "issues", "hints")
    for dump in rows.iterator(chunk_size=500):
        path = folder / f"{dump.pk}-{file_name(dump)}"
        with path.open("wb") as file:
            write_dump(dump, file)
        yield path


def file_name(dump: Dump) -> str:
    """A plain file name for a dump: the last part of its path or address, safe anywhere."""
    last = PurePosixPath(dump.name.replace("\\", "/").partition("?")[0]).name
    safe = "".join(letter if letter.isalnum() or letter in "-_. " else "_" for letter in last)
    return safe.strip(". ")[-80:] or "dump"


def _original_size(dump: Dump) -> int | None:
    size = Func(F("original"), function="octet_length", output_field=IntegerField())
    found: int | None = Dump.objects.values_list(size, flat=True).get(pk=dump.pk)
    return found


def _original(dump: Dump, size: int) -> Iterator[bytes]:
    for start in range(1, size + 1, _SLICE):
        piece = Func(
            F("original"), Value(start), Value(_SLICE),
            function="substring", output_field=BinaryField(),
        )  # fmt: skip
        yield bytes(Dump.objects.values_list(piece, flat=True).get(pk=dump.pk))


def _clippings(dump: Dump) -> Iterator[bytes]:
    # One at a time by its key: a dump may be larger than what memory should hold of it.
    for pk in Clipping.objects.filter(dump=dump).order_by("position").values_list("pk", flat=True):
        yield bytes(Clipping.objects.values_list("raw", flat=True).get(pk=pk))
