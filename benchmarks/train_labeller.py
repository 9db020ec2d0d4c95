"""Makes articles/parsing/labeller.json, the trees by which pages of unknown furniture are read.

    python benchmarks/train_labeller.py CORPUS [--out FILE] [--parts N]

CORPUS is a folder of labelled pages (see training_pages.py), `../shared/corpus` here. The file
holds numbers only: no page's words go into it. With `--parts N` the publishers are dealt into so
many parts, and FILE.0.json and so on are each made without one of them: by these body_scores.py
tells what pages that nobody has seen would come to.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from training_pages import ROOT, Page, pages

from articles.ingest.registry import registry
from articles.parsing import labeller
from articles.parsing.features import Look, looks_of, measure
from articles.parsing.lines import split_lines
from articles.parsing.roles import hint
from articles.parsing.seams import measure_seams, possible_seams

_SETTINGS = {
    "objective": "binary",
    "lambda_l2": 3,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "max_bin": 127,
    "seed": 1,
    "deterministic": True,
    "verbosity": -1,
}
_BODY = {"learning_rate": 0.1, "num_leaves": 15, "min_data_in_leaf": 30}
_OTHERS = {"learning_rate": 0.1, "num_leaves": 8, "min_data_in_leaf": 20}
_TREES = {"body": 150, "headline": 80, "seam": 100}
_SILVER_WEIGHT = 0.5
"""A body that another program took out counts for half of one that a person labelled."""

Rows = list[list[float]]


@dataclass(slots=True)
class Measured:
    """A page and what is measured of it, once for every use."""

    page: Page
    looks: list[Look]
    rows: Any

    def is_body(self) -> list[bool]:
        """Whether each line with text is the body's."""
        return [look.index in self.page.body_lines for look in self.looks]

    def weights(self) -> list[float]:
        """What each line weighs: a page's score is the share of its words that are right, and
        every page counts the same."""
        sizes = [min(look.size, 150) + 2 for look in self.looks]
        total = sum(s for s, yes in zip(sizes, self.is_body(), strict=True) if yes)
        trust = 1.0 if self.page.gold else _SILVER_WEIGHT
        return [min(size / max(total, 100), 0.2) * trust for size in sizes]

    def headline_rows(self, odds: Sequence[float]) -> tuple[Rows, list[bool]]:
        """The measures of the lines that could be the headline, and whether each is."""
        places, measures = labeller.measure_headlines(self.looks, self.rows.tolist(), odds)
        headline = self.page.headline
        is_headline = [
            bool(headline) and self.page.texts[self.looks[k].index] == headline for k in places
        ]
        return measures, is_headline


def measured(page: Page) -> Measured:
    """A page with its measures."""
    looks = looks_of(page.lines, 0, len(page.lines))
    return Measured(page, looks, np.asarray(measure(page.lines, looks), np.float64))


def seam_rows(found: Sequence[Page], seed: int) -> tuple[Rows, list[bool]]:
    """Pages put together at random: the measures of the places that could be seams."""
    chance = random.Random(seed)  # noqa: S311 - pages are dealt, no secret is made
    rows: Rows = []
    is_seam: list[bool] = []
    for turn in range(3):
        left = [page for page in found if not page.full and any(page.texts)]
        chance.shuffle(left)
        if turn == 2:
            left.sort(key=lambda page: page.publisher)
        while left:
            number = chance.choice([1, 2, 2, 2, 3, 4])
            some, left = left[:number], left[number:]
            texts = [page.raw.strip("\n") for page in some]
            starts = {"\n\n\n".join(texts[:k]).count("\n") + 3 for k in range(1, len(texts))}
            lines = [hint(line, registry()) for line in split_lines("\n\n\n".join(texts))]
            looks = looks_of(lines, 0, len(lines))
            places = possible_seams(lines, looks)
            rows += measure_seams(lines, looks, places)
            is_seam += [looks[k].index in starts for k in places]
    return rows, is_seam


def grow(rows: Any, right: Any, weights: Any, settings: dict[str, Any], trees: int) -> Any:
    """A model of so many trees."""
    data = lightgbm.Dataset(np.asarray(rows, np.float64), np.asarray(right, float), weight=weights)
    return lightgbm.train({**_SETTINGS, **settings}, data, trees)


def plain(model: Any) -> list[Any]:
    """A model's trees as nested lists: [place, most, first branch, second branch] or a value."""
    return [_plain(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]]


def _plain(node: dict[str, Any]) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"], 4)
    most = round(node["threshold"], 4)
    return [node["split_feature"], most, _plain(node["left_child"]), _plain(node["right_child"])]


def train(found: Sequence[Measured]) -> dict[str, list[Any]]:
    """The three sets of trees."""
    usable = [item for item in found if item.looks and item.page.usable()]
    weights = np.asarray([weight for item in usable for weight in item.weights()])
    body = grow(
        np.vstack([item.rows for item in usable]),
        [yes for item in usable for yes in item.is_body()],
        weights / weights.mean(),
        _BODY,
        _TREES["body"],
    )
    rows: Rows = []
    right: list[bool] = []
    for item in usable:
        if item.page.headline or not item.page.full:
            odds = body.predict(item.rows, raw_score=True)
            some_rows, some_right = item.headline_rows(odds.tolist())
            rows += some_rows
            right += some_right
    headline = grow(rows, right, None, _OTHERS, _TREES["headline"])
    rows, right = seam_rows([item.page for item in found], seed=5)
    seam = grow(rows, right, None, _OTHERS, _TREES["seam"])
    return {"body": plain(body), "headline": plain(headline), "seam": plain(seam)}


def write(trees: dict[str, list[Any]], path: Path) -> None:
    """Writes the trees and says so."""
    path.write_text(json.dumps(trees, separators=(",", ":")) + "\n", encoding="ascii")
    print(f"{path}: {path.stat().st_size} bytes", flush=True)


def main() -> int:
    """Trains and writes the file, or with --parts a file for each part left out."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "articles" / "parsing" / "labeller.json")
    parser.add_argument("--parts", type=int, default=0)
    options = parser.parse_args()
    found = [measured(page) for page in pages(options.corpus)]
    for part in range(options.parts):
        others = [item for item in found if item.page.part(options.parts) != part]
        write(train(others), options.out.with_suffix(f".{part}.json"))
    if not options.parts:
        write(train(found), options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
