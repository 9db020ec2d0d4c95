"""Makes articles/parsing/model/page_kinds.json, the trees that tell what kind of page a page is.

    python benchmarks/train_page_kinds.py CORPUS [--marked FOLDER] [--out FILE] [--parts FOLDER]

CORPUS is a folder of labelled HTML pages, `../shared/corpus/html` here. The file holds numbers
only. It prints how many pages that are no articles become stories, and how many articles are lost,
by trees that have not seen the page's site, for several thresholds.

--marked is the folder that train_marked.py --parts has written: then the text of each page is
chosen by trees that have not seen its site either. --parts keeps the trees of the parts.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
from html_labels import PARTS, labels_of, part_of_page
from train_labeller import grow, plain, write
from training_pages import ROOT

from articles.ingest.readers.records import Record
from articles.ingest.readers.text import read_text
from articles.ingest.stories.known_sources import registry
from articles.parsing.line_kinds import hint_lines
from articles.parsing.lines.lines import split_lines
from articles.parsing.model.classifier import compiled, trees_of, weigh
from articles.parsing.model.marked_body import weigh_page
from articles.parsing.model.page_kinds import OTHERS, is_piece
from articles.parsing.model.page_measures import measure_page
from articles.parsing.stories.marked_pages import find_marked_stories

_SETTINGS = {
    "learning_rate": 0.07,
    "num_leaves": 7,
    "min_data_in_leaf": 5,
    "feature_fraction": 0.2,
    "extra_trees": True,
    "lambda_l2": 0,
    "max_bin": 255,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
}
_TREES = 210
_KIND_TREES = 40
_SEEDS = (1, 2, 3)
"""Of so many models the mean counts: one alone depends on chance, for the pages are few."""

_LOST = (8, 10, 12, 14, 16, 18, 20, 24)


@dataclass(slots=True)
class KindPage:
    """A labelled page that would become one story, and what is measured of it."""

    name: str
    kind: str
    part: int
    row: list[float]


@cache
def _trees_of_part(folder: Path, part: int) -> dict[str, Any]:
    found = json.loads((folder / f"{part}.json").read_text(encoding="ascii"))
    return {name: compiled(trees) for name, trees in found.items()}


def _measured(path: Path, marked: Path | None) -> KindPage | None:
    labels = labels_of(path)
    part = part_of_page(labels)
    trees = _trees_of_part(marked, part) if marked else trees_of("marked.json")
    source = read_text(Record(path.stem, _raw(path)))
    lines = hint_lines(split_lines(source.characters.text), registry())
    if not source.marks:
        return None
    page = weigh_page(lines, source.marks, trees["body"])
    if len(find_marked_stories(lines, source.marks, page)) != 1:
        return None
    if is_piece(page.looks, source.marks):
        print(f"{path.stem}: {labels['kind']}, a piece of a page")
    row = measure_page(lines, page.looks, source.marks, page.body(), source.hints)
    return KindPage(f"{path.parent.name}/{path.stem}", labels["kind"], part, row)


def _raw(path: Path) -> bytes:
    import gzip

    with gzip.open(path.with_suffix(".html.gz")) as file:
        return file.read()


def train(found: Sequence[KindPage], unseen: int | None = None) -> dict[str, list[object]]:
    """The trees, grown without the pages of the sites in the part `unseen`."""
    used = [page for page in found if page.part != unseen]
    others = [page for page in used if page.kind != "article"]

    def grown(
        pages: Sequence[KindPage], right: list[bool], trees: int, seeds: Sequence[int]
    ) -> list[object]:
        rows = np.asarray([page.row for page in pages])
        models = [
            grow(rows, right, np.ones(len(pages)), {**_SETTINGS, "seed": seed}, trees)
            for seed in seeds
        ]
        return [_shared(tree, len(seeds)) for model in models for tree in plain(model)]

    sets = {"other": grown(used, [page.kind != "article" for page in used], _TREES, _SEEDS)}
    for kind in OTHERS:
        sets[str(kind)] = grown(
            others, [page.kind == kind for page in others], _KIND_TREES, _SEEDS[:1]
        )
    return sets


def _shared(tree: Any, models: int) -> Any:
    """A tree with its model's share of its values."""
    if not isinstance(tree, list):
        return round(tree / models, 4)
    place, most, low, high = tree
    return [place, most, _shared(low, models), _shared(high, models)]


def report(found: Sequence[KindPage], parts: Sequence[dict[str, list[object]]]) -> None:
    """Prints what trees that have not seen a page's site make of it."""
    trees = [{name: compiled(some) for name, some in part.items()} for part in parts]
    odds = [weigh(trees[page.part]["other"], page.row) for page in found]
    articles = sorted((o for o, page in zip(odds, found, strict=True) if page.kind == "article"))
    others = [o for o, page in zip(odds, found, strict=True) if page.kind != "article"]
    for lost in _LOST:
        most = articles[-lost - 1]
        stories = sum(value <= most for value in others)
        print(
            f"above {most:.2f}: {lost} of {len(articles)} articles lost, "
            f"{stories} of {len(others)} others become stories"
        )
    named = Counter(
        (page.kind, str(max(OTHERS, key=lambda kind: weigh(trees[page.part][kind], page.row))))
        for page in found
        if page.kind != "article"
    )
    for kind in OTHERS:
        print(kind, {str(other): named[kind, other] for other in OTHERS if named[kind, other]})


def main() -> int:
    """Trains, prints the figures and writes the file, and if asked those of the parts."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--marked", type=Path, help="the folder of train_marked.py --parts")
    parser.add_argument("--out", type=Path, default=ROOT / "articles/parsing/model/page_kinds.json")
    parser.add_argument("--parts", type=Path, help="a folder for the trees of the parts")
    options = parser.parse_args()
    paths = sorted(options.corpus.glob("*/*.json"))
    with Pool(2) as pool:
        measured = pool.map(partial(_measured, marked=options.marked), paths, chunksize=8)
    found = [page for page in measured if page is not None]
    parts = [train(found, part) for part in range(PARTS)]
    report(found, parts)
    write(train(found), options.out)
    for part in range(PARTS if options.parts else 0):
        write(parts[part], options.parts / f"{part}.json")
    return 0


if __name__ == "__main__":
    sys.exit(main())
