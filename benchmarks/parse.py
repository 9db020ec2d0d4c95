"""Speed and memory of the parser over a large file, beside bare iteration over its lines.

    python benchmarks/parse.py [--megabytes 20 200] [--odd]

The file is made of the fixture dumps again and again, in every copy with other words, one dump
after another with a form feed between them. Each size runs in a process of its own, so that its
peak memory is its own; both ways of reading take the same file in the same process. Ends with
status 1 when a target is missed. `--odd` prints instead how long pathological inputs take beside
plain text of the same size.
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

from articles.ingest.registry import registry  # noqa: E402
from articles.parsing import parse  # noqa: E402

LEAST_RATIO = 0.012
MOST_MEMORY_MB = 150
MOST_GROWTH = 1.3
CAPTURED_ON = date(2025, 3, 18)
PASSES = 10
"""Times that the file is gone through line by line while it is parsed once."""

BETWEEN_DUMPS = "\f\n"

_WORD = re.compile(r"(?<=.{10})\b[a-z]{5,}\b")


def main() -> int:
    """Prints a table of the sizes; or, as its own child, one size's figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--megabytes", nargs="+", type=int, default=[20, 200])
    parser.add_argument("--odd", action="store_true", help="pathological inputs instead")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return 0
    if options.odd:
        print_odd()
        return 0
    return 0 if print_sizes(options.megabytes) else 1


def print_sizes(sizes: list[int]) -> bool:
    """A line for each size; False when a target is missed."""
    print(f"{'MB':>5} {'dumps':>7} {'stories':>8} {'MB/s':>6} {'lines MB/s':>11} {'ratio':>7}"
          f" {'ms a story':>11} {'peak MB':>8}")  # fmt: skip
    found = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "dumps.txt")
            write_dumps(path, size * 1_000_000)
            command = [sys.executable, __file__, "--measure", str(path)]
            run = subprocess.run(command, check=True, capture_output=True, text=True)
        row = json.loads(run.stdout)
        found.append(row)
        print(f"{size:5} {row['dumps']:7} {row['stories']:8} {row['speed']:6.2f}"
              f" {row['bare']:11.0f} {row['ratio']:7.4f} {row['ms']:11.3f} {row['peak']:8.0f}",
              flush=True)  # fmt: skip
    growth = found[-1]["peak"] / found[0]["peak"]
    print(f"memory {growth:.2f} times; targets: ratio >= {LEAST_RATIO}, "
          f"peak <= {MOST_MEMORY_MB} MB, growth <= {MOST_GROWTH}")  # fmt: skip
    return (
        all(row["ratio"] >= LEAST_RATIO and row["peak"] <= MOST_MEMORY_MB for row in found)
        and growth <= MOST_GROWTH
    )


def write_dumps(path: Path, size: int) -> None:
    """Fixture dumps until the file has `size` bytes."""
    originals = [
        dump.read_text(encoding="utf-8").splitlines()
        for dump in sorted(ROOT.glob("fixtures/dumps/*.txt"))
    ]
    written = copy = 0
    with path.open("w", encoding="utf-8") as file:
        while written < size:
            lines = originals[copy % len(originals)]
            written += file.write("".join(f"{varied(line, copy)}\n" for line in lines))
            written += file.write(BETWEEN_DUMPS)
            copy += 1


def varied(line: str, copy: int) -> str:
    """The line with another word in it, the same for the same line of a copy."""
    if len(line) < 30:
        return line
    letters = "".join(chr(ord("a") + int(digit)) for digit in str(copy))
    return _WORD.sub(lambda match: match[0] + letters, line, count=1)


def dumps_of(path: Path) -> Iterator[str]:
    """The file's dumps, one in memory at a time."""
    lines: list[str] = []
    with path.open(encoding="utf-8", newline="") as file:
        for line in file:
            if line == BETWEEN_DUMPS:
                yield "".join(lines)
                lines.clear()
            else:
                lines.append(line)


def measure(path: Path) -> dict[str, float]:
    """Both ways through the file, in turns, for a busy machine is now fast and now slow."""
    bare: list[float] = []
    dumps = stories = 0
    taken = 0.0
    pause = path.stat().st_size / PASSES
    read = 0
    for text in dumps_of(path):
        if read >= len(bare) * pause:
            bare.append(bare_seconds(path))
        begun = time.process_time()
        stories += len(parse(text, captured_at=CAPTURED_ON, registry=registry()).articles)
        taken += time.process_time() - begun
        dumps += 1
        read += len(text)
    megabytes = path.stat().st_size / 1e6
    return {
        "dumps": dumps,
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
    from tests.parsing.odd_texts import ODD_TEXTS, many_stories

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
