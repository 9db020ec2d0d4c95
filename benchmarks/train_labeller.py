"""Makes articles/parsing/model/labeller.json, the trees that read pages of unknown furniture.

    python benchmarks/train_labeller.py CORPUS [--out FILE] [--parts FOLDER] [--no-scores]

CORPUS is a folder of labelled pages (see training_pages.py), `../shared/corpus` here. The file
holds numbers only: no page's words go into it. The same pages give the same file.

Then the publishers are dealt into ten parts, and each part's pages are read by trees grown from
the other nine: what pages that nobody has seen would come to (see body_scores.py); --parts keeps
those trees as 0.json to 9.json of FOLDER, for calibrate.py. Files of joined pages are read by
trees that have seen none of their publishers: the seams' are grown from all others, the body's and
headline's without any page of the joined files' folder.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import lightgbm
import numpy as np
from body_scores import Joined, Readings, boundaries, joined_pages, print_scores, read
from training_pages import PARTS, ROOT, Page, pages

from articles.ingest.stories.known_sources import registry
from articles.parsing.line_kinds import hint
from articles.parsing.lines.lines import split_lines
from articles.parsing.model import classifier
from articles.parsing.model.features import Look, looks_of, measure, places_in_doubt
from articles.parsing.model.page_breaks import measure_page_breaks, possible_page_breaks

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
_TREES = {"body": 150, "headline": 80, "seam": 100}
_SILVER_WEIGHT = 0.5
"""A body that another program took out counts for half of one that a person labelled."""

_MIXES = (
    *(("any", False), ("any", False), ("same", False), ("same", False)),
    *(("any", True), ("same", True)),
)
"""Rounds of putting pages together: any pages, or where there are some of the same publisher; main
content or whole pages."""

Rows = list[list[float]]
Trees = dict[str, list[Any]]


class Mix(NamedTuple):
    """Pages put together: their publishers, the measures of the places that could be seams, and
    whether each is one."""

    sites: frozenset[str]
    rows: Rows
    is_seam: list[bool]


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


def mixes(found: Sequence[Page]) -> list[Mix]:
    """All pages put together at random, some rounds over."""
    chance = random.Random(5)  # noqa: S311 - pages are dealt, no secret is made
    mixed = []
    for kind, full in _MIXES:
        left = [page for page in found if page.full == full and any(page.texts)]
        chance.shuffle(left)
        if kind == "same":
            left.sort(key=lambda page: page.site)
        while left:
            number = chance.choice([1, 2, 2, 2, 3, 4])
            some, left = left[:number], left[number:]
            mixed.append(_mixed(some))
    return mixed


def _mixed(some: Sequence[Page]) -> Mix:
    texts = [page.raw.strip("\n") for page in some]
    starts = {"\n\n\n".join(texts[:k]).count("\n") + 3 for k in range(1, len(texts))}
    lines = [hint(line, registry()) for line in split_lines("\n\n\n".join(texts))]
    looks = looks_of(lines, 0, len(lines))
    places = possible_page_breaks(lines, looks)
    return Mix(
        frozenset(page.site for page in some),
        list(measure_page_breaks(lines, looks, places)),
        [looks[k].line_index in starts for k in places],
    )


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


def train(found: Sequence[Measured], mixed: Sequence[Mix], unseen: Collection[str] = ()) -> Trees:
    """The three sets of trees, grown without the pages of the publishers `unseen`."""
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
    return {"body": plain(body), "headline": plain(headline), "seam": seam_trees(mixed, unseen)}


def seam_trees(mixed: Sequence[Mix], unseen: Collection[str] = ()) -> list[Any]:
    """The trees for seams, grown without the mixes that hold a page of the publishers `unseen`."""
    kept = [mix for mix in mixed if mix.sites.isdisjoint(unseen)]
    rows = [row for mix in kept for row in mix.rows]
    right = [yes for mix in kept for yes in mix.is_seam]
    return plain(grow(rows, right, None, _OTHERS, _TREES["seam"]))


def read_unseen(found: Sequence[Measured], mixed: Sequence[Mix], keep: Path | None) -> Readings:
    """Every page read by trees that have not seen its publisher; the trees are kept in a folder."""
    readings: Readings = {}
    for part in range(PARTS):
        some = [item.page for item in found if item.page.part(PARTS) == part]
        trees = train(found, mixed, {page.site for page in some})
        if keep:
            write(trees, keep / f"{part}.json")
        readings |= read(some, trees)
    return readings


def print_boundaries(
    found: Sequence[Measured], mixed: Sequence[Mix], joined: Sequence[Joined]
) -> None:
    """Prints how well the seams of joined pages are found by trees that have not seen them."""
    sites = {item.page.name: item.page.site for item in found if item.page.folder == "dev"}
    trees = train(found, mixed, set(sites.values()))
    right = given = wanted = 0
    for part in range(PARTS):
        some = joined[part::PARTS]
        unseen = {sites[name] for file in some for name in file.pages}
        r, g, w = boundaries(some, trees | {"seam": seam_trees(mixed, unseen)})
        right, given, wanted = right + r, given + g, wanted + w
    precision, recall = right / given, right / wanted
    row = f"joined boundaries {wanted}   P {precision:.3f}  R {recall:.3f}"
    print(f"{row}  F1 {2 * right / (given + wanted):.4f}")


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
    mixed = mixes([item.page for item in found])
    write(train(found, mixed), options.out)
    if not options.no_scores:
        print_scores([item.page for item in found], read_unseen(found, mixed, options.parts))
        print_boundaries(found, mixed, joined_pages(options.corpus))
    return 0


if __name__ == "__main__":
    sys.exit(main())
