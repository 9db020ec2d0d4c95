"""How fast files of each kind are read, and that memory does not grow with the file.

    python benchmarks/file_kinds.py                        # 20 and 200 MB of each kind
    python benchmarks/file_kinds.py --kinds wacz arc --megabytes 10 100

Files of invented stories are made in a temporary folder. Each is read in a process of its own,
whose peak memory the system tells; the time is the processor's for reading alone, without parsing
and writing. The ratio is that of the peaks, the largest to the smallest file's; at most 1.3 is
asked. A further kind is a line in `MAKERS`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from readers import MB, make_warc_gz, pages  # noqa: E402 - the path is set above

MOST = 1.3
Maker = Callable[[Path, int], None]


def make_wacz(path: Path, byte_count: int) -> None:
    """A web archive of two WARC files with the list of its pages, as crawlers pack it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("datapackage.json", '{"profile": "data-package", "resources": []}')
        for number in (1, 2):
            with tempfile.NamedTemporaryFile() as warc:
                make_warc_gz(Path(warc.name), byte_count // 2 + number)
                archive.write(warc.name, f"archive/{number}.warc.gz")
        with archive.open("pages/pages.jsonl", "w") as listed:
            listed.write(b'{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}\n')
            for number, text in enumerate(pages(byte_count)):
                title = text.partition("\n")[0]
                page = {"url": f"https://post.example/{number}", "title": title, "text": text}
                listed.write(json.dumps(page).encode() + b"\n")


def make_arc(path: Path, byte_count: int) -> None:
    """An old web archive, each record packed by itself."""
    about = "1 0 Post\nURL IP-address Archive-date Content-type Archive-length\n"
    start = f"filedesc://a.arc 0.0.0.0 20211031080000 text/plain {len(about)}\n{about}\n"
    with path.open("wb") as file:
        file.write(gzip.compress(start.encode()))
        for number, text in enumerate(pages(byte_count)):
            body = text.replace("\n\n", "<p>")
            page = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!doctype html>{body}"
            line = f"https://post.example/{number} 192.0.2.1 20211031080000 text/html {len(page)}"
            file.write(gzip.compress(f"{line}\n{page}\n".encode(), 3))


def make_epub(path: Path, byte_count: int) -> None:
    """An e-book of documents of some 100 KB."""
    items, spine = [], []
    texts = pages(byte_count)  # one at a time: a process counts its parent's memory as its own
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for number, text in enumerate(texts):
            title, _, body = "\n\n".join([text, *islice(texts, 19)]).partition("\n\n")
            paragraphs = body.replace("\n\n", "</p><p>")
            page = f"<html><body><h1>{title}</h1><p>{paragraphs}</p></body></html>"
            archive.writestr(f"{number}.xhtml", page)
            kind = 'media-type="application/xhtml+xml"'
            items.append(f'<item id="i{number}" href="{number}.xhtml" {kind}/>')
            spine.append(f'<itemref idref="i{number}"/>')
        package = f"<manifest>{''.join(items)}</manifest><spine>{''.join(spine)}</spine>"
        archive.writestr("book.opf", f"<package>{package}</package>")


MAKERS: dict[str, tuple[str, Maker]] = {
    "wacz": ("wacz", make_wacz),
    "arc": ("arc.gz", make_arc),
    "epub": ("epub", make_epub),
}
"""By kind of file: how its name ends, and what makes one of so many bytes."""


def read_one(path: str) -> None:
    """Reads a file and prints its records, seconds of the processor, and the peak memory in MB."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()
    from articles.ingest.readers import read_records
    from articles.ingest.readers.records import Record

    started = time.process_time()
    count = 0
    for record in read_records([path]):
        if not isinstance(record, Record):
            raise SystemExit(f"{record.name}: {record.message}")
        count += 1
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"count": count, "seconds": seconds, "peak": peak}))


def main() -> None:
    """Makes files, reads each, and prints a line a file and the ratio of the peaks."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--megabytes", type=int, nargs="+", default=[20, 200])
    parser.add_argument("--kinds", nargs="+", choices=MAKERS, default=list(MAKERS))
    parser.add_argument("--read", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        read_one(options.read)
        return
    print(
        f"{'kind':14}{'MB':>6}{'records':>9}{'records/s':>11}{'MB/s':>7}{'peak MB':>9}{'ratio':>7}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for kind in options.kinds:
            ending, make = MAKERS[kind]
            first = 0.0
            for megabytes in sorted(options.megabytes):
                path = Path(folder, f"stories.{ending}")
                make(path, megabytes * MB)
                command = [sys.executable, __file__, "--read", str(path)]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                read = json.loads(done.stdout)
                path.unlink()
                first = first or read["peak"]
                ratio = read["peak"] / first
                count, seconds = read["count"], read["seconds"]
                print(
                    f"{kind:14}{megabytes:6}{count:9}{count / seconds:11.0f}"
                    f"{megabytes / seconds:7.1f}{read['peak']:9.0f}{ratio:7.2f}"
                    f"{'' if ratio <= MOST else '  too much'}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
