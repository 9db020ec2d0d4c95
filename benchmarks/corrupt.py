"""Imports 10,000 records of which one is corrupt, once for each kind of damage, by the command.

    python benchmarks/corrupt.py [--count 10000] [--only NAME]

Each kind has files of its own and a new database on the server that the site uses (DATABASE_URL, or
the embedded one). It checks that all other records are imported, that the corrupt one is reported
once, by its file and line or offset, and that the import's exit status is 1. Exit status 1 if one
of these fails.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)] if str(ROOT) not in sys.path else []

MB = 1_000_000
COMMAND = (sys.executable, str(ROOT / "manage.py"), "import_dump")


def story(number: int) -> str:
    """A small invented story."""
    return (
        f"Ferry number {number} sails again\n\nPublished 30 October 2021\n\n"
        f"Boat {number} left the harbour at noon on Monday, the harbour office said.\n\n"
        f"It carried {number} passengers and the post for the outer islands."
    )


def as_line(number: int) -> bytes:
    """A story as a line of JSON, without its end."""
    return json.dumps({"text": story(number), "url": f"https://post.example/{number}"}).encode()


def as_warc(number: int) -> bytes:
    """A story as a record of a web archive."""
    page = story(number).encode()
    return (
        "WARC/1.0\r\nWARC-Type: conversion\r\n"
        f"WARC-Target-URI: https://post.example/{number}\r\nWARC-Date: 2021-10-31T08:00:00Z\r\n"
        f"Content-Type: text/plain\r\nContent-Length: {len(page)}\r\n\r\n"
    ).encode() + page + b"\r\n\r\n"  # fmt: skip


# --- the kinds of damage: each writes the files to import, and returns the corrupt record's name


def one_of(
    name: str,
    record: Callable[[int], bytes],
    damage: Callable[[bytes], bytes],
    pack: Callable[[bytes], bytes] = bytes,
    *,
    by_offset: bool,
) -> Callable[[Path, int], str]:
    """Records one after another, the middle one damaged before or after it is packed."""

    def write(folder: Path, count: int) -> str:
        middle = count // 2
        offset = 0
        with (folder / name).open("wb") as file:
            for number in range(count):
                raw = record(number)
                offset += len(raw) if number < middle else 0
                file.write(damage(pack(raw)) if number == middle else pack(raw))
        return f"{name}@{offset}" if by_offset else f"{name}:{middle + 1}"

    return write


def line(number: int) -> bytes:
    """A line of JSON Lines."""
    return as_line(number) + b"\n"


def half(raw: bytes) -> bytes:
    """Its first half: what was cut off in the middle."""
    return raw[: len(raw) // 2]


def cut_at_the_end(folder: Path, count: int) -> str:
    """One gzip of all lines, cut within the last of them."""
    packer = zlib.compressobj(wbits=31)
    raw = b"".join(packer.compress(line(number)) for number in range(count - 1))
    raw += packer.flush(zlib.Z_SYNC_FLUSH)
    last = packer.compress(line(count - 1)) + packer.flush()
    (folder / "crawl.jsonl.gz").write_bytes(raw + half(last))
    return f"crawl.jsonl.gz:{count}"


def pages(
    suffix: str, pack: Callable[[bytes], bytes], damage: Callable[[bytes], bytes]
) -> Callable[[Path, int], str]:
    """A folder with a file for each story."""

    def write(folder: Path, count: int) -> str:
        for number in range(count):
            place = folder / f"{number // 1000:03}"
            place.mkdir(exist_ok=True)
            raw = pack(story(number).encode())
            path = place / f"{number:06}{suffix}"
            path.write_bytes(damage(raw) if number == count // 2 else raw)
        return f"{count // 2 // 1000:03}/{count // 2:06}{suffix}"

    return write


def without_head(raw: bytes) -> bytes:
    """A web archive's record of which the head is lost, its page left."""
    return raw.partition(b"\r\n\r\n")[2]


def without_fields(raw: bytes) -> bytes:
    """One of which the first line is left, and the page."""
    return b"WARC/1.0\r\n\r\n" + without_head(raw)


def headless_packed(raw: bytes) -> bytes:
    """The same in a gzip part of its own."""
    return gzip.compress(without_head(gzip.decompress(raw)))


def with_nul(raw: bytes) -> bytes:
    """NUL bytes in the middle."""
    return raw[:50] + b"\0" * 100 + raw[50:]


def broken_json(raw: bytes) -> bytes:
    """A line without its last letters."""
    return raw[:-8] + b"\n"


def endless(raw: bytes) -> bytes:
    """A line of 100 MB."""
    return b'{"text": "' + b"x" * (100 * MB) + b'"}\n'


KINDS: dict[str, Callable[[Path, int], str]] = {
    "broken JSON": one_of("crawl.jsonl", line, broken_json, by_offset=False),
    "NUL bytes in a line": one_of("crawl.jsonl", line, with_nul, by_offset=False),
    "a line of 100 MB": one_of("crawl.jsonl", line, endless, by_offset=False),
    "gzip cut at the end": cut_at_the_end,
    "a gzip part of lines cut": one_of(
        "crawl.jsonl.gz", line, half, gzip.compress, by_offset=False
    ),
    "WARC record without a head": one_of("crawl.warc", as_warc, without_head, by_offset=True),
    "WARC record without fields": one_of("crawl.warc", as_warc, without_fields, by_offset=True),
    "WARC record cut": one_of("crawl.warc", as_warc, half, by_offset=True),
    "packed WARC record without a head": one_of(
        "crawl.warc.gz", as_warc, headless_packed, gzip.compress, by_offset=True
    ),
    "packed WARC record cut": one_of("crawl.warc.gz", as_warc, half, gzip.compress, by_offset=True),
    "a packed page cut": pages(".txt.gz", gzip.compress, half),
}


def main() -> int:
    """Imports each kind; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--only", choices=KINDS)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()
    chosen = {options.only: KINDS[options.only]} if options.only else KINDS
    found = [tell(kind, write, options.count) for kind, write in chosen.items()]
    return 0 if all(found) else 1


def tell(kind: str, write: Callable[[Path, int], str], count: int) -> bool:
    """Imports one kind and prints the result; returns whether all checks pass."""
    from benchmarks.crash import address_of, database

    with tempfile.TemporaryDirectory() as folder, database("corrupt") as connection:
        place = write(Path(folder), count)
        begun = time.monotonic()
        run = subprocess.run(
            [*COMMAND, "."],
            capture_output=True, text=True, cwd=folder, check=False,
            env=os.environ | {"DATABASE_URL": address_of(connection)},
        )  # fmt: skip
        seconds = time.monotonic() - begun
        (articles,) = connection.execute("SELECT count(*) FROM articles_article").fetchone()
    faults = list(faults_of(run, place, count, articles))
    print(f"{kind}: {run.stdout.strip()}; exit status {run.returncode}; {seconds:.0f} s")
    for text in [*failure_lines(run.stderr), *(f"WRONG: {fault}" for fault in faults)]:
        print(f"  {text[:300]}")
    sys.stdout.flush()
    return not faults


def failure_lines(messages: str) -> list[str]:
    """The messages that name a record: each begins with its place."""
    return [text for text in messages.splitlines() if text.startswith(("crawl.", "0", "./"))]


def faults_of(
    run: subprocess.CompletedProcess[str], place: str, count: int, articles: int
) -> Iterator[str]:
    """The checks that fail."""
    if articles != count - 1:
        yield f"{articles} articles are there, not {count - 1}"
    if not run.stdout.startswith(f"created {count - 1}, updated 0, unchanged 0, kept 0,"):
        yield "the closing line has other counts"
    if run.returncode != 1:
        yield f"the exit status is {run.returncode}"
    if not any(
        text.removeprefix("./").startswith(f"{place}: ") for text in failure_lines(run.stderr)
    ):
        yield f"{place} is not named"
    if len(failure_lines(run.stderr)) > 1:
        yield "more than one record is named"


if __name__ == "__main__":
    sys.exit(main())
