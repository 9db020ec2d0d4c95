"""Speed and memory of the parser over a large file, beside bare iteration over its lines.

    python benchmarks/parse.py [--megabytes 20 200] [--pages FOLDER] [--odd]

The ratio is MB/s parsed over MB/s of `for line in file`, both of processor time, of the same file,
in turns within the same run of one process, with the project's own sources known by name. The file
holds texts one after another with a form feed between them, again and again, in every copy with
other words:

    known    the fixture dumps, which have the shapes of real dumps with known furniture
    unknown  each of their stories as a page of a publisher that nobody has listed, with a menu and
             a foot; with --pages the saved pages (*.txt) of that folder instead

Known shapes are measured at each size, unknown ones at the smallest. Each row is a process of its
own, so that its peak memory is its own. Ends with status 1 when a floor is missed. `--odd` prints
instead how long pathological inputs take beside plain text of the same size.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import mean

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from articles.ingest.stories.known_sources import registry  # noqa: E402
from articles.parsing import parse  # noqa: E402

LEAST_RATIO = {"known": 0.012, "unknown": 0.003}
MOST_MEMORY_MB = 150
MOST_GROWTH = 1.3
CAPTURED_ON = date(2025, 3, 18)
PASSES = 10
"""Times that the file is gone through line by line while it is parsed once."""

BETWEEN_TEXTS = "\f\n"

MENU = (
    """
Skip to main content|Search|Sign in|Subscribe from 2 a month|My account|Log out|Latest|Home|City
Region|World|Business|Markets|Jobs|Property|Sport|Football|Rowing|Culture|Books|Stage|Film|Food
Travel|Weather|Puzzles|Letters|Obituaries|Video|Podcasts|Live|Trending: ferry, harbour, furnace
""".strip()
    .replace("\n", "|")
    .split("|")
)
FOOT = (
    """
Share|Facebook|WhatsApp|Copy link|Print|Ida Brandt is our reporter in the harbour district.
Follow her for more stories from the quays.|Sign up for our morning newsletter|Your email address
By signing up you agree to our terms of use and privacy policy.|3 comments|Log in to comment
J. Roe|2 hours ago|I was there and it was much louder than that.|Reply|Report|Most read|About us
Contact the newsroom|Corrections|Advertise|Terms of use|Privacy policy|Cookie settings|Archive
© The publisher. All rights reserved. No part of this page may be reproduced without permission.
""".strip()
    .replace("\n", "|")
    .split("|")
)

_WORD = re.compile(r"(?<=.{10})\b[a-z]{5,}\b")


def main() -> int:
    """Prints a table of the sizes; or, as its own child, one size's figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--megabytes", nargs="+", type=int, default=[20, 200])
    parser.add_argument("--pages", type=Path, help="a folder of saved pages, as unknown shapes")
    parser.add_argument("--odd", action="store_true", help="pathological inputs instead")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return 0
    if options.odd:
        print_odd()
        return 0
    return 0 if print_sizes(options.megabytes, options.pages) else 1


def print_sizes(sizes: list[int], pages: Path | None) -> bool:
    """A line for each shape and size; False when a floor is missed."""
    print(f"{'shape':8} {'MB':>4} {'texts':>7} {'stories':>8} {'MB/s':>6} {'lines MB/s':>11}"
          f" {'ratio':>7} {'floor':>6} {'ms a story':>11} {'peak MB':>8}")  # fmt: skip
    unknown = saved_pages(pages) if pages else unknown_pages()
    known = [print_row("known", size, fixture_dumps()) for size in sizes]
    found = [*known, print_row("unknown", min(sizes), unknown)]
    growth = known[-1]["peak"] / known[0]["peak"]
    print(f"memory {growth:.2f} times that of the smallest; at most {MOST_GROWTH} times"
          f" and {MOST_MEMORY_MB} MB")  # fmt: skip
    return growth <= MOST_GROWTH and all(row["holds"] for row in found)


def print_row(shape: str, size: int, originals: list[list[str]]) -> dict[str, float]:
    """Measures a file of `size` MB in a process of its own; prints and returns what was found."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "texts.txt")
        write_texts(path, size * 1_000_000, originals)
        command = [sys.executable, __file__, "--measure", str(path)]
        run = subprocess.run(command, check=True, capture_output=True, text=True)
    row: dict[str, float] = json.loads(run.stdout)
    floor = LEAST_RATIO[shape]
    row["holds"] = row["ratio"] >= floor and row["peak"] <= MOST_MEMORY_MB
    print(f"{shape:8} {size:4} {row['texts']:7} {row['stories']:8} {row['speed']:6.2f}"
          f" {row['bare']:11.0f} {row['ratio']:7.4f} {floor:6.3f} {row['ms']:11.3f}"
          f" {row['peak']:8.0f}", flush=True)  # fmt: skip
    return row


def fixture_dumps() -> list[list[str]]:
    """The fixture dumps' lines."""
    return saved_pages(ROOT / "fixtures" / "dumps")


def saved_pages(folder: Path) -> list[list[str]]:
    """The lines of the texts in a folder and the folders below it; form feeds part texts here."""
    return [
        page.read_text(encoding="utf-8").replace("\f", " ").split("\n")
        for page in sorted(folder.rglob("*.txt"))
    ]


def unknown_pages() -> list[list[str]]:
    """The fixtures' stories, three to a page, between a menu and a foot: 137 lines with text, of
    60 characters, where a saved page of the wide world has 180 of 58."""
    articles = [
        article
        for lines in fixture_dumps()
        for article in parse("\n".join(lines), registry=registry()).articles
    ]
    titles = [article.headline for article in articles]
    pages = []
    for number in range(0, len(articles), 3):
        others = [*titles[:number], *titles[number + 3 :]]
        parts = articles[number : number + 3]
        text = [line for part in parts for block in part.body for line in (block.text, "")]
        head = [titles[number], "", "By Ida Brandt", "11 February 2020, 07:29", ""]
        pages.append([*MENU, "", *head, *text, "More on this subject", *others, "", *FOOT])
    return pages


def write_texts(path: Path, size: int, originals: list[list[str]]) -> None:
    """The originals again and again until the file has `size` bytes."""
    written = copy = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        while written < size:
            lines = originals[copy % len(originals)]
            text = "".join(f"{varied(line, copy)}\n" for line in lines) + BETWEEN_TEXTS
            file.write(text)
            written += len(text.encode())
            copy += 1


def varied(line: str, copy: int) -> str:
    """The line with another word in it, the same for the same line of a copy."""
    if len(line) < 30:
        return line
    letters = "".join(chr(ord("a") + int(digit)) for digit in str(copy))
    return _WORD.sub(lambda match: match[0] + letters, line, count=1)


def texts_of(path: Path) -> Iterator[str]:
    """The file's texts, one in memory at a time."""
    lines: list[str] = []
    with path.open(encoding="utf-8", newline="") as file:
        for line in file:
            if line == BETWEEN_TEXTS:
                yield "".join(lines)
                lines.clear()
            else:
                lines.append(line)


def measure(path: Path) -> dict[str, float]:
    """Both ways through the file, in turns, for a busy machine is now fast and now slow."""
    bare: list[float] = []
    texts = stories = 0
    taken = 0.0
    pause = path.stat().st_size / PASSES
    read = 0
    for text in texts_of(path):
        if read >= len(bare) * pause:
            bare.append(bare_seconds(path))
        begun = time.process_time()
        stories += len(parse(text, captured_at=CAPTURED_ON, registry=registry()).articles)
        taken += time.process_time() - begun
        texts += 1
        read += len(text.encode())
    megabytes = path.stat().st_size / 1e6
    return {
        "texts": texts,
        "stories": stories,
        "speed": megabytes / taken,
        "bare": megabytes / mean(bare),
        "ratio": mean(bare) / taken,
        "ms": taken / stories * 1000,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def bare_seconds(path: Path) -> float:
    """Processor time of going through the file's lines."""
    begun = time.process_time()
    with path.open(encoding="utf-8", newline="") as file:
        for _line in file:
            pass
    return time.process_time() - begun


def print_odd() -> None:
    """Each odd text's time beside that of plain stories of the same size."""
    from tests.support.odd_texts import ODD_TEXTS, many_stories

    for name, make in ODD_TEXTS.items():
        text = make()
        plain = many_stories(len(text))
        print(f"{name:28} {len(text) / 1e6:5.1f} MB {seconds(text):7.2f} s"
              f"   {seconds(text) / seconds(plain):6.1f} times plain text", flush=True)  # fmt: skip


def seconds(text: str) -> float:
    """Processor time of one parse."""
    begun = time.process_time()
    parse(text, captured_at=CAPTURED_ON, registry=registry())
    return time.process_time() - begun


if __name__ == "__main__":
    sys.exit(main())
