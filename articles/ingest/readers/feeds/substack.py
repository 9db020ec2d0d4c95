"""Exports of Substack: a ZIP with a table of the posts, and the HTML of each beside it."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any, Final

from articles.ingest.readers.limits import HEAVY, LARGEST_PAGE, MIB
from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found, Unreadable, printable, reason_of

from .entries import ending, entry
from .given_story import FORMAT
from .substack_post import SUBSTACK

_TABLE: Final = "posts.csv"
_ERRORS: Final = (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error)
_LARGEST_TABLE: Final = 64 * MIB
_WANTED: Final = ("post_date", "is_published", "type", "title", "subtitle")


def read_substack(opened: Opened) -> Iterator[Found]:
    """The posts, as `name/posts/12.flood-wall.html`."""
    with opened.as_file() as source:
        if isinstance(source, Unreadable):
            yield source
        else:
            yield from _read(opened, source.file)


def _read(opened: Opened, file: IO[bytes]) -> Iterator[Found]:
    try:
        archive = zipfile.ZipFile(file)
        rows = _rows(archive, opened)
    except _ERRORS as error:
        message = f"its table {_TABLE} cannot be read ({reason_of(error)}); export it again"
        yield Unreadable(opened.name, message)
        return
    passed: Counter[str] = Counter()
    count = 0
    for member in archive.infolist():
        number = member.filename.rpartition("/")[2].removesuffix(".html")
        if (
            member.is_dir()
            or not member.filename.endswith(".html")
            or "posts/" not in member.filename
        ):
            continue
        count += 1
        place = f"{opened.name}/{printable(member.filename)}"
        opened.budget.allow(member.file_size, member.compress_size)
        opened.budget.take(HEAVY)
        if member.file_size > LARGEST_PAGE:
            yield Unreadable(place, f"it has more than {LARGEST_PAGE // MIB} MiB; leave it out")
            continue
        try:
            content = archive.read(member)
        except _ERRORS as error:
            yield Unreadable(place, f"it cannot be unpacked ({reason_of(error)}); export it again")
            continue
        opened.budget.spend(len(content))
        row = rows.get(number) or rows.get(number.partition(".")[0], {})
        if row.get("type") in ("page", "thread", "restack"):
            passed[f"of the type {row['type']}"] += 1
            continue
        values: dict[str, Any] = {FORMAT: SUBSTACK, "content": content.decode("utf-8", "replace")}
        values |= {name: row[name] for name in _WANTED if row.get(name)}
        yield entry(values, place, opened.fields)
    yield from ending(opened.name, "", count, passed)


def _rows(archive: zipfile.ZipFile, opened: Opened) -> dict[str, dict[str, str]]:
    """The table's rows by the number of the post."""
    member = next(one for one in archive.infolist() if one.filename.endswith(_TABLE))
    opened.budget.allow(member.file_size, member.compress_size)
    if member.file_size > _LARGEST_TABLE:
        raise ValueError(f"it has more than {_LARGEST_TABLE // MIB} MiB")
    text = archive.read(member).decode("utf-8-sig", "replace")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    try:
        return {row.get("post_id") or "": row for row in rows}
    except csv.Error as error:
        raise ValueError(str(error)) from error
