"""How fast files of each kind are read, and that memory does not grow with the file.

    python benchmarks/file_kinds.py                        # 20 and 200 MB of each kind
    python benchmarks/file_kinds.py --kinds csv xlsx --megabytes 10 100

Files of invented stories are made in a temporary folder. Each is read in a process of its own,
whose peak memory the system tells; the time is the processor's for reading alone, without parsing
and writing. The ratio is that of the peaks, the largest to the smallest file's; at most 1.3 is
asked. A further kind is a line in `MAKERS`.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from html import escape
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from readers import MB, make_warc_gz, pages  # noqa: E402 - the path is set above

MOST = 1.3


def stories(byte_count: int) -> Iterator[dict[str, str]]:
    """Invented stories until they have so many bytes."""
    for number, text in enumerate(pages(byte_count), start=1):
        title, _, body = text.partition("\n\n")
        yield {
            "id": str(number),
            "title": title,
            "url": f"https://post.example/{number}",
            "date": f"2024-03-{number % 28 + 1:02}",
            "author": "Mira Oldfield",
            "text": body,
        }


def make_delimited(path: Path, byte_count: int, *, delimiter: str = ",", encoding: str) -> None:
    """A table as text."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        for number, story in enumerate(stories(byte_count)):
            if not number:
                writer.writerow(story)
            writer.writerow(story.values())


def make_csv(path: Path, byte_count: int) -> None:
    """CSV in UTF-8, cells with line ends in quotes."""
    make_delimited(path, byte_count, encoding="utf-8")


def make_wide_csv(path: Path, byte_count: int) -> None:
    """TSV in UTF-16, as Excel saves “Unicode text”."""
    make_delimited(path, byte_count // 2, delimiter="\t", encoding="utf-16")


def make_json(path: Path, byte_count: int) -> None:
    """An array of objects."""
    with path.open("w", encoding="utf-8") as file:
        for number, story in enumerate(stories(byte_count)):
            file.write((",\n" if number else "[") + json.dumps(story))
        file.write("]")


def make_wrapped_json(path: Path, byte_count: int) -> None:
    """One object with a list of records in it, on one line, as services answer."""
    with path.open("w", encoding="utf-8") as file:
        for number, story in enumerate(stories(byte_count)):
            file.write((", " if number else '{"status": "ok", "articles": [') + json.dumps(story))
        file.write("]}")


def make_keyed_json(path: Path, byte_count: int) -> None:
    """An object of records by their numbers."""
    with path.open("w", encoding="utf-8") as file:
        for number, story in enumerate(stories(byte_count)):
            file.write((",\n" if number else "{") + f'"{number}": {json.dumps(story)}')
        file.write("}")


def make_wide_json(path: Path, byte_count: int) -> None:
    """An array of objects in UTF-16."""
    with path.open("w", encoding="utf-16") as file:
        for number, story in enumerate(stories(byte_count // 2)):
            file.write((",\n" if number else "[") + json.dumps(story))
        file.write("]")


def make_xlsx(path: Path, byte_count: int) -> None:
    """A workbook with one sheet, whose XML has so many bytes; its texts are shared, as Excel has
    them."""
    start = '<?xml version="1.0" encoding="UTF-8"?>\n'
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    links = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    count = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", f"{start}<Types/>")
        sheet = '<sheets><sheet name="Stories" sheetId="1" r:id="r1"/></sheets>'
        archive.writestr("xl/workbook.xml", f"{start}<workbook {main} {links}>{sheet}</workbook>")
        target = '<Relationship Id="r1" Target="worksheets/sheet1.xml"/>'
        relations = f"{start}<Relationships>{target}</Relationships>"
        archive.writestr("xl/_rels/workbook.xml.rels", relations)
        with archive.open("xl/sharedStrings.xml", "w") as raw:
            file = io.TextIOWrapper(raw, encoding="utf-8")
            file.write(f"{start}<sst {main}>")
            for story in stories(byte_count):
                if not count:
                    file.writelines(f"<si><t>{name}</t></si>" for name in story)
                    count = len(story)
                for value in story.values():
                    file.write(f'<si><t xml:space="preserve">{escape(value)}</t></si>')
                count += len(story)
            file.write("</sst>")
            file.flush()
            file.detach()
        with archive.open("xl/worksheets/sheet1.xml", "w") as raw:
            raw.write(f"{start}<worksheet {main}><sheetData>".encode())
            for row in range(count // 6):
                cells = (f'<c t="s"><v>{row * 6 + at}</v></c>' for at in range(6))
                raw.write(f'<row r="{row + 1}">{"".join(cells)}</row>'.encode())
            raw.write(b"</sheetData></worksheet>")


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


Maker = Callable[[Path, int], None]


def make_mbox(path: Path, byte_count: int) -> None:
    """A mailbox of messages in HTML."""
    with path.open("w", encoding="utf-8") as file:
        for story in stories(byte_count):
            paragraphs = "".join(f"<p>{escape(one)}</p>" for one in story["text"].split("\n\n"))
            file.write(
                "From news@post.example Sat Jun  1 12:00:00 2024\n"
                f"From: Selby Bay Post <news@post.example>\nSubject: {story['title']}\n"
                f"Message-ID: <{story['id']}@post.example>\nDate: Thu, 14 Mar 2024 16:05:00 +0000\n"
                "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
                f"<html><body><h1>{escape(story['title'])}</h1>\n{paragraphs}\n</body></html>\n\n"
            )


def make_wxr(path: Path, byte_count: int) -> None:
    """An export of WordPress."""
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Selby Bay Post</title>\n'
        )
        for story in stories(byte_count):
            file.write(
                f"<item><title>{escape(story['title'])}</title><link>{story['url']}</link>"
                f"<content:encoded>{escape(story['text'])}</content:encoded>"
                "<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>"
                f"<wp:post_date_gmt>{story['date']} 09:30:00</wp:post_date_gmt></item>\n"
            )
        file.write("</channel></rss>\n")


MAKERS: dict[str, tuple[str, Maker]] = {
    "csv": ("csv", make_csv),
    "wide csv": ("tsv", make_wide_csv),
    "json": ("json", make_json),
    "wrapped json": ("json", make_wrapped_json),
    "keyed json": ("json", make_keyed_json),
    "wide json": ("json", make_wide_json),
    "xlsx": ("xlsx", make_xlsx),
    "wacz": ("wacz", make_wacz),
    "arc": ("arc.gz", make_arc),
    "epub": ("epub", make_epub),
    "mbox": ("mbox", make_mbox),
    "wxr": ("xml", make_wxr),
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
