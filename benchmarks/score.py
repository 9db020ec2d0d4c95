"""Accuracy of the parser over labelled dumps and pages, held against the floors of floors.toml.

    python benchmarks/score.py [--shared DIR]
    python benchmarks/score.py FOLDER ...

Scores fixtures/dumps and fixtures/pages, and what lies in DIR (../shared beside the project):
dumps, dumps/variants and the pages of corpus/dev, corpus/joined and corpus/html. Ends with status 1
where a figure is below its floor. With FOLDERs it scores the labelled dumps in them; no floor is
asked.

A folder of dumps holds NAME.txt and NAME.expected.jsonl, one labelled story a line (see
fixtures/README.md). Elements are counted over all stories together; "order" is each block of the
body after the one before it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ROOT / "benchmarks" / "floors.toml"
sys.path.insert(0, str(ROOT))

from corpus_scores import boundaries, corpus_scores  # noqa: E402
from html_scores import html_scores, print_scores  # noqa: E402

from articles.ingest.readers import captured_on, decode  # noqa: E402
from articles.ingest.stories.known_sources import registry  # noqa: E402
from articles.parsing import article_as_json, parse  # noqa: E402

Story = dict[str, Any]

# Labels made before the body's kinds had their present names.
EARLIER_KINDS = {"subheading": "crosshead", "read_more": "related_link"}


def elements(story: Story) -> Iterator[tuple[str, object]]:
    """Each thing that a story holds, by the name of its element."""
    yield "story", story["lines"][0]
    yield "headline", story["headline"]
    for name in ("kicker", "byline", "dateline"):
        if story.get(name):
            yield name, story[name]
    if story.get("updated"):
        yield "date", (story["updated"]["date"], story["updated"]["precision"])
    for bullet in story["bullets"]:
        yield "bullet", bullet
    for source in story["sources"]:
        yield "source", source if isinstance(source, str) else source["name"]
    for topic in story.get("topics") or ():
        yield "topic", topic
    before = None
    for block in story["body"]:
        kind = EARLIER_KINDS.get(block["kind"], block["kind"])
        found = (kind, block["text"], block.get("credit", ""), block.get("heading", ""))
        yield kind, found
        yield "order", (before, found)
        before = found


def distinct_elements(story: Story) -> Counter[tuple[str, object]]:
    """As `elements`; a source counts once, whatever it did."""
    counted = Counter(elements(story))
    return Counter({key: 1 if key[0] == "source" else count for key, count in counted.items()})


def score(folder: Path) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Right, given and expected, counted by element over a folder's dumps."""
    right: Counter[str] = Counter()
    given: Counter[str] = Counter()
    expected: Counter[str] = Counter()
    for labels in sorted(folder.glob("*.expected.jsonl")):
        wanted = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
        dump = labels.with_name(labels.name.replace(".expected.jsonl", ".txt"))
        has_topics = any("topics" in story for story in wanted)
        stories = [story if has_topics else story | {"topics": None} for story in parsed(dump)]
        for found, want in pairs(stories, wanted):
            right.update(names(found & want))
            given.update(names(found))
            expected.update(names(want))
    return right, given, expected


def parsed(dump: Path) -> list[Story]:
    """The stories that the parser finds in a dump."""
    text = decode(dump.read_bytes()).text
    captured_at = captured_on(dump.name) or captured_on("2025-03-18")
    found = parse(text, captured_at=captured_at, registry=registry())
    return [article_as_json(article, dump.name) for article in found.articles]


def pairs(
    found: Iterable[Story], wanted: Iterable[Story]
) -> Iterator[tuple[Counter[tuple[str, object]], Counter[tuple[str, object]]]]:
    """Found and wanted stories that begin on the same line; the others against nothing."""
    begun = {story["lines"][0]: story for story in found}
    for story in wanted:
        match = begun.pop(story["lines"][0], None)
        yield distinct_elements(match) if match else Counter(), distinct_elements(story)
    for story in begun.values():
        yield distinct_elements(story), Counter()


def names(counted: Counter[tuple[str, object]]) -> Counter[str]:
    """Counts by element."""
    total: Counter[str] = Counter()
    for (name, _), count in counted.items():
        total[name] += count
    return total


def f1(right: int, given: int, expected: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * right / (given + expected) if given + expected else 1.0


def score_folder(folder: Path) -> dict[str, float]:
    """Prints a folder's table; the mean F1 of its elements, and that of the worst."""
    right, given, expected = score(folder)
    if not expected:
        raise SystemExit(f"{folder}: no labelled dumps (NAME.expected.jsonl) here")
    print(f"{folder.name}")
    print(f"  {'element':13} {'precision':>9} {'recall':>7} {'F1':>6}   right of expected")
    values = []
    for name in sorted(given | expected):
        precision = right[name] / given[name] if given[name] else 0.0
        recall = right[name] / expected[name] if expected[name] else 0.0
        values.append(f1(right[name], given[name], expected[name]))
        row = f"  {name:13} {precision:9.3f} {recall:7.3f} {values[-1]:6.3f}"
        print(f"{row}   {right[name]} of {expected[name]}")
    mean = sum(values) / len(values)
    print(f"  mean F1 {mean:.4f}")
    return {"mean_f1": mean, "least_f1": min(values)}


def html_figures(corpus: Path) -> dict[str, float]:
    """Prints the table of a folder of HTML pages; its figures of floors.toml."""
    found = html_scores(corpus)
    print_scores("html", found)
    shares = ("title", "author", "day", "topics", "publisher")
    every = found["all"]
    return {
        "text_f1": every["f1"],
        "words_f1": every["words"],
        **{name: every[name] for name in shares},
        "right_days": 1 - every["wrong day"],
    }


def missed_floors(measured: dict[str, dict[str, float]], floors: dict[str, Any]) -> int:
    """Prints each figure beside its floor; how many are below theirs."""
    missed = 0
    print(f"{'floors':32} {'figure':>7} {'floor':>6} {'unseen':>7}")
    for part, figures in measured.items():
        for name, figure in figures.items():
            floor = floors[part][name]
            below = figure < floor["floor"]
            missed += below
            unseen = f"{floor['unseen']:7.3f}" if "unseen" in floor else ""
            row = f"  {part + ' ' + name:30} {figure:7.4f} {floor['floor']:6.3f} {unseen:>7}"
            print(row + ("   MISSED" if below else ""))
    return missed


def main() -> int:
    """Scores the folders named, or else all that there are against the floors."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--floors", type=Path, default=FLOORS)
    options = parser.parse_args()
    if options.folders:
        for folder in options.folders:
            score_folder(folder)
        return 0
    measured = {"fixtures": score_folder(ROOT / "fixtures" / "dumps")}
    measured["pages"] = score_folder(ROOT / "fixtures" / "pages")
    for name in ("dumps", "dumps/variants"):
        if (options.shared / name).is_dir():
            measured[Path(name).name] = score_folder(options.shared / name)
    dev = options.shared / "corpus" / "dev"
    if dev.is_dir():
        measured["dev"] = corpus_scores(dev)
    else:
        print(f"{dev} is not there: only what is there was scored")
    joined = options.shared / "corpus" / "joined"
    if joined.is_dir():
        measured["joined"] = {"boundaries_f1": boundaries(joined)}
    html = options.shared / "corpus" / "html"
    if html.is_dir():
        measured["html"] = html_figures(html)
    floors = tomllib.loads(options.floors.read_text(encoding="utf-8"))
    return 1 if missed_floors(measured, floors) else 0


if __name__ == "__main__":
    sys.exit(main())
