"""Makes articles/parsing/model/labeller.json, the trees that read pages of unknown furniture.

    python benchmarks/train_labeller.py CORPUS [--out FILE] [--parts FOLDER] [--no-scores]

CORPUS is a folder of labelled pages (see training_pages.py), `../shared/corpus` here. The file
holds numbers only: no page's words go into it. The same pages give the same file.

Then the publishers are dealt into ten parts, and each part's pages are read by trees grown from
the other nine: what pages that nobody has seen would come to (see body_scores.py); --parts keeps
those trees as 0.json to 9.json of FOLDER, for calibrate.py. Where a further page begins other trees
tell (see train_page_breaks.py).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from body_scores import Readings, print_scores, read
from training_pages import PARTS, ROOT, Page, pages

from articles.parsing.model import classifier
from articles.parsing.model.features import Look, looks_of, measure, places_in_doubt

_SETTINGS = {
    "objective": "binary",
    "lambda_l2": 3,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "max_bin": 127,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbosity": -1,
}
_BODY = {"learning_rate": 0.1, "num_leaves": 15, "min_data_in_leaf": 30}
_OTHERS = {"learning_rate": 0.1, "num_leaves": 8, "min_data_in_leaf": 20}
_TREES = {"body": 150, "headline": 80}
_SILVER_WEIGHT = 0.5
"""A body that another program took out counts for half of one that a person labelled."""

Rows = list[list[float]]
Trees = dict[str, list[Any]]


@dataclass(slots=True)
class Measured:
    """A page and what is measured of it, once for every use."""

    page: Page
    looks: list[Look]
    places: list[int]
    rows: Any

    def is_body(self) -> list[bool]:
        """Whether each line in doubt is the body's."""
        lines = self.page.body_lines
        return [self.looks[k].line_index in lines for k in self.places]

    def weights(self) -> list[float]:
        """What each line weighs: a page's score is the share of its words that are right, and
        every page counts the same."""
        sizes = [min(self.looks[k].size, 150) + 2 for k in self.places]
        total = sum(s for s, yes in zip(sizes, self.is_body(), strict=True) if yes)
        trust = 1.0 if self.page.gold else _SILVER_WEIGHT
        return [min(size / max(total, 100), 0.2) * trust for size in sizes]

    def headline_rows(self, odds: Sequence[float]) -> tuple[Rows, list[bool]]:
        """The measures of the lines that could be the headline, and whether each is; `odds` are
        those of the lines in doubt."""
        rows = dict(zip(self.places, self.rows.tolist(), strict=True))
        all_odds = [classifier.NEVER] * len(self.looks)
        for place, value in zip(self.places, odds, strict=True):
            all_odds[place] = value
        places, measures = classifier.measure_headlines(self.looks, rows, all_odds)
        headline = self.page.headline
        is_headline = [
            bool(headline) and self.page.texts[self.looks[k].line_index] == headline for k in places
        ]
        return measures, is_headline


def measured(page: Page) -> Measured:
    """A page with its measures."""
    looks = looks_of(page.lines, 0, len(page.lines))
    places = places_in_doubt(looks)
    rows = np.asarray(list(measure(page.lines, looks, places)), np.float64)
    return Measured(page, looks, places, rows)


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


def train(found: Sequence[Measured], unseen: Collection[str] = ()) -> Trees:
    """The two sets of trees, grown without the pages of the publishers `unseen`."""
    usable = [
        item for item in found if item.looks and item.page.site not in unseen and item.page.usable()
    ]
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
    return {"body": plain(body), "headline": plain(headline)}


def read_unseen(found: Sequence[Measured], keep: Path | None) -> Readings:
    """Every page read by trees that have not seen its publisher; the trees are kept in a folder."""
    readings: Readings = {}
    for part in range(PARTS):
        some = [item.page for item in found if item.page.part(PARTS) == part]
        trees = train(found, {page.site for page in some})
        if keep:
            write(trees, keep / f"{part}.json")
        readings |= read(some, trees)
    return readings


def write(trees: Trees, path: Path) -> None:
    """Writes the trees and says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(trees, separators=(",", ":")) + "\n", encoding="ascii")
    print(f"{path}: {path.stat().st_size} bytes", flush=True)


def main() -> int:
    """Trains and writes the file, then prints the cross-validated figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "articles/parsing/model/labeller.json")
    parser.add_argument("--parts", type=Path, help="a folder for the trees of the ten parts")
    parser.add_argument("--no-scores", action="store_true", help="only write the file")
    options = parser.parse_args()
    found = [measured(page) for page in pages(options.corpus)]
    write(train(found), options.out)
    if not options.no_scores:
        print_scores([item.page for item in found], read_unseen(found, options.parts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
