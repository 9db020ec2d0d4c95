"""How fast each format is read, and that memory does not grow with the file.

    python benchmarks/readers.py               # 10 and 100 MB of each format
    python benchmarks/readers.py --megabytes 100 1000 --formats jsonl warc.gz

Files of invented pages are made in a temporary folder. Each is read in a process of its own, whose
peak memory the system tells; the time is the processor's for reading alone, without parsing and
writing, so that it says the same on a busy machine. The ratio is that of the peaks, the largest to
the smallest file's.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import random
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

WORDS = [
    *("harbour", "ferry", "timetable", "winter", "council", "budget", "library", "roof"),
    *("repairs", "orchard", "market", "tram", "depot", "glass", "workshop", "lighthouse"),
    *("keeper", "storm", "forecast", "bridge", "inspection", "school", "choir", "festival"),
    *("bakery", "museum", "island", "post", "office", "passengers", "volunteers", "mayor"),
    *("ceremony", "weekend", "autumn", "meeting", "minutes", "vote", "river", "level"),
    *("warning", "station", "platform", "delay", "nurse", "clinic", "opening", "hours"),
    *("garden", "seeds", "exchange"),
]
MB = 1_000_000


def pages(byte_count: int) -> Iterator[str]:
    """Invented pages of some 5 KB, until they have so many bytes."""
    chance = random.Random(byte_count)  # noqa: S311
    made = number = 0
    while made < byte_count:
        number += 1
        paragraphs = [
            " ".join(chance.choices(WORDS, k=chance.randint(30, 90))).capitalize() + "."
            for _ in range(10)
        ]
        text = f"Page number {number} of the {chance.choice(WORDS)}\n\n" + "\n\n".join(paragraphs)
        made += len(text)
        yield text


def as_line(text: str, number: int) -> bytes:
    """One page as a line of JSON."""
    return json.dumps({"text": text, "url": f"https://post.example/{number}"}).encode() + b"\n"


def make_jsonl(path: Path, byte_count: int) -> None:
    """JSON Lines."""
    with path.open("wb") as file:
        for number, text in enumerate(pages(byte_count)):
            file.write(as_line(text, number))


def make_jsonl_gz(path: Path, byte_count: int) -> None:
    """JSON Lines in gzip."""
    with gzip.open(path, "wb", compresslevel=3) as file:
        for number, text in enumerate(pages(byte_count)):
            file.write(as_line(text, number))


def make_json(path: Path, byte_count: int) -> None:
    """An array of JSON objects."""
    with path.open("wb") as file:
        for number, text in enumerate(pages(byte_count)):
            file.write((b",\n" if number else b"[") + as_line(text, number))
        file.write(b"]")


def make_warc_gz(path: Path, byte_count: int) -> None:
    """A web archive, each record packed by itself."""
    with path.open("wb") as file:
        for number, text in enumerate(pages(byte_count)):
            body = text.replace("\n\n", "<p>")
            page = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!doctype html>{body}"
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example/{number}"
                "\r\nWARC-Date: 2021-10-31T08:00:00Z\r\nContent-Type: application/http; "
                f"msgtype=response\r\nContent-Length: {len(page)}\r\n\r\n"
            )
            file.write(gzip.compress(f"{head}{page}\r\n\r\n".encode(), 3))


def make_parquet(path: Path, byte_count: int) -> None:
    """A table with 1,000 rows a group."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("text", pa.string()), ("url", pa.string())])
    rows: list[dict[str, str]] = []
    with pq.ParquetWriter(path, schema) as writer:
        for number, text in enumerate(pages(byte_count)):
            rows.append({"text": text, "url": f"https://post.example/{number}"})
            if len(rows) == 1000:
                writer.write_table(pa.Table.from_pylist(rows, schema))
                rows = []
        writer.write_table(pa.Table.from_pylist(rows, schema))


def make_tar(path: Path, byte_count: int) -> None:
    """A tar with a file a page."""
    with tarfile.open(path, "w") as archive:
        for number, text in enumerate(pages(byte_count)):
            member = tarfile.TarInfo(f"{number}.txt")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
            archive.members = []  # type: ignore[attr-defined]


def make_zip(path: Path, byte_count: int) -> None:
    """A ZIP with twenty files of lines."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for part in range(20):
            with archive.open(f"{part}.jsonl", "w", force_zip64=True) as member:
                for number, text in enumerate(pages(byte_count // 20)):
                    member.write(as_line(f"Part {part}: {text}", number))


FORMATS: dict[str, Callable[[Path, int], None]] = {
    "jsonl": make_jsonl,
    "jsonl.gz": make_jsonl_gz,
    "json": make_json,
    "warc.gz": make_warc_gz,
    "parquet": make_parquet,
    "tar": make_tar,
    "zip": make_zip,
}


def read(path: str) -> None:
    """Reads a file and prints the records, the bytes of their pages, seconds, and peak memory."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()
    from articles.ingest.readers import read_records
    from articles.ingest.readers.records import Record

    start = time.process_time()
    records = size = failures = 0
    for record in read_records([path]):
        if isinstance(record, Record):
            records += 1
            size += len(record.raw)
        else:
            failures += 1
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MB
    print(json.dumps([records, size, failures, seconds, peak]))


def measure(sizes: list[int], formats: list[str]) -> None:
    """Prints a table: a line a format and size."""
    print(f"{'format':10} {'pages MB':>9} {'file MB':>8} {'records':>8} {'MB/s':>7} {'peak MB':>8}")
    for name in formats:
        peaks = []
        for megabytes in sizes:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder, f"pages.{name}")
                FORMATS[name](path, megabytes * MB)
                done = subprocess.run(
                    [sys.executable, __file__, "--read", str(path)],
                    capture_output=True,
                    check=True,
                    text=True,
                )
                records, size, failures, seconds, peak = json.loads(done.stdout)
                if failures:
                    raise SystemExit(f"{failures} records of {name} could not be read")
                peaks.append(peak)
                print(
                    f"{name:10} {size / MB:9.1f} {path.stat().st_size / MB:8.1f} {records:8} "
                    f"{size / MB / seconds:7.1f} {peak:8.1f}"
                )
        print(f"{name:10} ratio of peaks {max(peaks) / peaks[0]:.2f}")


def main() -> None:
    """Reads the arguments."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--megabytes", type=int, nargs="+", default=[10, 100])
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=list(FORMATS))
    parser.add_argument("--read", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        read(options.read)
    else:
        measure(options.megabytes, options.formats)


if __name__ == "__main__":
    main()
