"""Makes articles/parsing/model/marked.json, the trees that tell the text of a page of markup.

    python benchmarks/train_marked.py CORPUS [--out FILE] [--parts FOLDER]

CORPUS is a folder of labelled HTML pages, `../shared/corpus/html` here. The file holds numbers
only: no page's words go into it. The same pages give the same file.

--parts also keeps the trees that have not seen each fifth of the sites, as 0.json to 4.json of
FOLDER: benchmarks/html_scores.py reads each page by trees that have not seen its site.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from html_labels import PARTS
from marked_pages import MarkedPage, marked_pages
from train_labeller import grow, plain, write
from training_pages import ROOT

_BODY = {
    "learning_rate": 0.06,
    "num_leaves": 20,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.4,
}
_TREES = 220


def train(found: Sequence[MarkedPage], unseen: int | None = None) -> dict[str, list[object]]:
    """The trees, grown without the pages of the sites in the part `unseen`. Pages that are no
    articles have texts of other kinds, and are left out."""
    used = [
        page for page in found if page.part != unseen and page.usable and page.kind == "article"
    ]
    weights = np.asarray([weight for page in used for weight in page.weights])
    model = grow(
        np.vstack([page.rows for page in used]),
        [yes for page in used for yes in page.is_body],
        weights / weights.mean(),
        _BODY,
        _TREES,
    )
    return {"body": plain(model)}


def main() -> int:
    """Trains and writes the file, and if asked those of the parts."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "articles/parsing/model/marked.json")
    parser.add_argument("--parts", type=Path, help="a folder for the trees of the parts")
    options = parser.parse_args()
    found = list(marked_pages(options.corpus))
    write(train(found), options.out)
    for part in range(PARTS if options.parts else 0):
        write(train(found, part), options.parts / f"{part}.json")
    return 0


if __name__ == "__main__":
    sys.exit(main())
