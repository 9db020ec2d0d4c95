"""Speed and memory of `import_dump` beside other ways to get the same stories into a database.

    python benchmarks/import.py [--stories 20000] [--slow 1000] [--workers 1] [--rounds 1]
    python benchmarks/import.py --memory 100 1000 [--kinds csv mbox json wacz]

All ways go to one server (DATABASE_URL, or the embedded one), each into a new database of the same
schema with all its indexes and constraints, each in a process of its own:

    raw COPY     the limit: all rows that a finished import leaves, in every table, streamed by COPY
                 in one transaction. Articles go into a temporary table, with the texts that search
                 reads, and on by one INSERT ... SELECT that computes the search column.
    import       `import_dump` of the dumps, from the first byte read to the end of the run
    re-import    the same again: nothing to write, everything to compare
    bulk_create, save(), loaddata
                 the rows of the first --slow stories from memory (or a JSON fixture), in every
                 table; search is brought up to date at the end, with save() after each story
    add_child    Wagtail: the stories as pages below a home page, with their search entries

Rates are stories a second; the columns in ms are processor time a story of the process that
connects, of its workers (from their start on) and of the server's process. The slow ways are given
fewer stories, which favours them: their tables stay small. `--memory` imports so many megabytes of
dumps, a size a process, and prints the peak of the writer and of the largest worker instead; with
`--kinds` of one file of each of these kinds (see file_kinds.py).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

TEMPLATE, FINISHED, TARGET = (f"newsroom_benchmark_{name}" for name in ("empty", "done", "target"))
TARGETS = {"import": 0.70, "re-import": 0.60}
LEAST_BESIDE_WAGTAIL = 25
MOST_MEMORY_MB = 300
MOST_GROWTH = 1.3
BYTES_A_STORY = 2074
CLOCKS = ("client", "worker", "server")


def main() -> int:
    """Runs every way as a child of its own, and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--stories", type=int, default=20_000)
    parser.add_argument("--slow", type=int, default=1000, help="stories for the slow ways")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=1, help="of the fast ways; the median counts")
    parser.add_argument("--only-fast", action="store_true", help="leave the slow ways out")
    parser.add_argument("--memory", nargs="+", type=int, metavar="MB")
    parser.add_argument("--kinds", nargs="+", help="files of these kinds, with --memory")
    parser.add_argument(
        "--wagtail-python",
        default=sys.executable,
        metavar="PATH",
        help="the Python of an environment that has Wagtail (default: this one)",
    )
    options = parser.parse_args()
    import import_ways

    import_ways.use_database()
    with tempfile.TemporaryDirectory() as folder, import_ways.databases(TEMPLATE):
        if options.memory:
            return 0 if print_memory(Path(folder), options) else 1
        return 0 if print_speed(Path(folder), options) else 1


def child(way: str, database: str, **arguments: Any) -> dict[str, float]:
    """What one way took, in a process of its own: stories, seconds, megabytes."""
    command = [sys.executable, str(ROOT / "benchmarks" / "import_ways.py"), way, database]
    run = subprocess.run(
        [*command, json.dumps(arguments)], check=True, stdout=subprocess.PIPE, text=True
    )
    found: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return found


def print_speed(folder: Path, options: argparse.Namespace) -> bool:
    """A line a way; False when a target is missed."""
    import import_ways
    from made_dumps import write_dumps

    dumps, rows = folder / "dumps", folder / "rows"
    dumps.mkdir()
    rows.mkdir()
    print(f"{write_dumps(dumps, options.stories) / 1e6:.1f} MB of dumps")
    print(f"{'way':12} {'stories':>8} {'seconds':>8} {'stories/s':>9} {'client ms':>9}"
          f" {'worker ms':>9} {'server ms':>9} {'peak MB':>8} {'worker':>8}")  # fmt: skip
    rates: dict[str, list[float]] = {"raw COPY": [], "import": [], "re-import": []}
    for _ in range(options.rounds):
        with import_ways.database(FINISHED, TEMPLATE):
            for way in ("import", "re-import"):
                arguments = {"dumps": str(dumps), "workers": options.workers}
                note(rates, way, child("run_import", FINISHED, **arguments))
            child("unload", FINISHED, rows=str(rows))
            with import_ways.database(TARGET, TEMPLATE):
                note(rates, "raw COPY", child("raw_copy", TARGET, rows=str(rows)))
    if not options.only_fast:
        run_slow_ways(rates, dumps, options)
    return print_ratios(rates)


def run_slow_ways(rates: dict[str, list[float]], dumps: Path, options: argparse.Namespace) -> None:
    """The ways that make an object a row."""
    import import_ways

    arguments = {"finished": FINISHED, "stories": options.slow}
    with import_ways.database(FINISHED, TEMPLATE):
        child("run_import", FINISHED, dumps=str(dumps / "000"), workers=options.workers)
        for way, name in (
            ("bulk_create", "bulk_create"),
            ("save", "save()"),
            ("loaddata", "loaddata"),
        ):
            with import_ways.database(TARGET, TEMPLATE):
                note(rates, name, child(way, TARGET, **arguments))
        stories = dumps.parent / "stories.json"
        child("write_stories", FINISHED, path=str(stories), stories=options.slow)
    with import_ways.database(TARGET, "template0"):
        command = [
            options.wagtail_python,
            str(ROOT / "benchmarks" / "wagtail_site" / "add_pages.py"),
        ]
        connection = json.dumps(import_ways.address(TARGET))
        run = subprocess.run(
            [*command, connection, str(stories)], stdout=subprocess.PIPE, text=True
        )
    if run.returncode:
        print(
            "add_child is left out: Wagtail did not run. Install it with\n"
            "    python -m pip install -r requirements-benchmarks.txt"
        )
    else:
        note(rates, "add_child", json.loads(run.stdout.splitlines()[-1]))


def note(rates: dict[str, list[float]], way: str, found: dict[str, float]) -> None:
    """Keeps and prints one measurement."""
    rate = found["stories"] / found["seconds"]
    rates.setdefault(way, []).append(rate)
    each = {who: found[f"{who}_cpu"] / found["stories"] * 1000 for who in CLOCKS}
    print(
        f"{way:12} {found['stories']:8.0f} {found['seconds']:8.2f} {rate:9.0f}"
        + "".join(f" {each[who]:9.2f}" for who in CLOCKS)
        + f" {found['peak']:8.0f} {found['worker_peak']:8.0f}",
        flush=True,
    )


def print_ratios(rates: dict[str, list[float]]) -> bool:
    """Each way's median rate beside raw COPY's."""
    medians = {way: median(found) for way, found in rates.items()}
    print(f"\n{'way':12} {'stories/s':>10} {'of raw COPY':>12}")
    for way, rate in medians.items():
        print(f"{way:12} {rate:10.0f} {rate / medians['raw COPY']:12.3f}")
    good = all(medians[way] / medians["raw COPY"] >= least for way, least in TARGETS.items())
    print("targets: " + ", ".join(f"{way} >= {least}" for way, least in TARGETS.items()))
    if "add_child" in medians:
        times = medians["import"] / medians["add_child"]
        print(f"import is {times:.1f} times add_child; target: {LEAST_BESIDE_WAGTAIL}")
        good = good and times >= LEAST_BESIDE_WAGTAIL
    return good


def print_memory(folder: Path, options: argparse.Namespace) -> bool:
    """The peaks of each size and kind; False when a target is missed."""
    makers = {"dumps": make_dumps}
    if options.kinds:
        from file_kinds import MAKERS

        makers = {kind: MAKERS[kind][1] for kind in options.kinds}
    kept = [print_growth(folder, kind, make, options) for kind, make in makers.items()]
    return all(kept)


def make_dumps(path: Path, byte_count: int) -> None:
    """A folder of text files."""
    from made_dumps import write_dumps

    path.mkdir()
    write_dumps(path, byte_count // BYTES_A_STORY)


def print_growth(
    folder: Path, kind: str, make: Callable[[Path, int], None], options: argparse.Namespace
) -> bool:
    """A line a size of one kind, and how much the largest process grows."""
    import import_ways

    peaks = []
    for megabytes in options.memory:
        path = folder / f"{megabytes}.{kind}"
        make(path, megabytes * 1_000_000)
        with import_ways.database(FINISHED, TEMPLATE):
            found = child("run_import", FINISHED, dumps=str(path), workers=options.workers)
        peaks.append(max(found["peak"], found["worker_peak"]))
        print(f"{kind:6} {megabytes:5} MB: writer {found['peak']:.0f} MB, largest worker "
              f"{found['worker_peak']:.0f} MB, {found['stories']:.0f} stories, "
              f"{found['stories'] / found['seconds']:.0f} a second", flush=True)  # fmt: skip
        if path.is_file():
            path.unlink()
    growth = peaks[-1] / peaks[0]
    print(f"{kind}: memory {growth:.2f} times; targets: <= {MOST_GROWTH}, {MOST_MEMORY_MB} MB a "
          "process", flush=True)  # fmt: skip
    return growth <= MOST_GROWTH and max(peaks) <= MOST_MEMORY_MB


if __name__ == "__main__":
    sys.exit(main())
