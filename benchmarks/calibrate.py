"""Makes articles/parsing/stories/confidence.json: what each sign weighs in an article's confidence
and in a block's. Prints reliability tables of pages that the numbers were not fitted to.

    python benchmarks/calibrate.py SHARED TREES --parts FOLDER --kinds FOLDER [--out FILE]

SHARED holds corpus/ (pages labelled by people; those that only another program labelled are not
asked) and dumps/. TREES is the folder that `train_labeller.py --parts TREES` fills: by its trees
every page is read without its publisher having been seen, for the labeller is surer of pages that
it has seen. An article is right when its headline is the labelled one (where one is labelled; the
text's opening words are none) and its body's F1 is 0.9 or more, in shingles of four words; a block
when four in five of its shingles are in the labelled body, and a caption or link when they are not.

Pages of HTML (corpus/html) are read by the trees in the folders --parts and --kinds (see
html_scores.py) that have not seen their site. Such an article is right when its page is labelled as
one and nothing that is labelled of it is wrong: its text (F1 of 0.9 or more), title, author or day;
one that has no author or day is not wrong there.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import html_labels
import html_scores
import numpy as np
from body_scores import reading_by
from labelled_pages import RIGHT_BODY, Labelled, is_right, labelled_pages, stands_in
from training_pages import PARTS, ROOT, normal, overlap, part_of, shingles

from articles.ingest.stories.known_sources import registry
from articles.parsing import parse
from articles.parsing.stories import confidence

_RIDGE = 1.0
"""How strongly the weights are held near nothing; 0.1 to 10 give the same tables."""

_FRAMED_TO_WRONG = 20
"""One wrong story is thought in for so many right ones of the labelled dumps. Of 58 none is wrong,
which leaves room for one in 19 (the rule of three)."""


@dataclass(frozen=True, slots=True)
class Example:
    """The signs of an article or a block, and whether it is right."""

    part: int
    signs: tuple[float, ...]
    right: bool
    group: str = ""


def examples(found: Sequence[Labelled], trees: Path) -> tuple[list[Example], list[Example]]:
    """All articles and all blocks that the parser makes of the pages, each part's by its trees."""
    articles: list[Example] = []
    blocks: list[Example] = []
    kept = _keep_signs()
    for part in range(PARTS):
        with reading_by(json.loads((trees / f"{part}.json").read_text(encoding="ascii"))):
            for page in found:
                if part_of(page.site, PARTS) == part:
                    some_articles, some_blocks = _examples_of(page, part, kept)
                    articles += some_articles
                    blocks += some_blocks
    return articles, blocks


def _examples_of(
    page: Labelled, part: int, kept: Sequence[tuple[float, ...]]
) -> tuple[list[Example], list[Example]]:
    articles: list[Example] = []
    blocks: list[Example] = []
    body = shingles(page.body)
    for article in parse(page.text, registry=registry()).articles:
        signs = kept[int(article.confidence)]
        is_headed = all(issue.code != "no-headline" for issue in article.issues)
        articles.append(Example(part, signs, is_right(article, page) and is_headed))
        blocks += [
            Example(part, kept[int(block.confidence)], stands_in(block, body))
            for block in article.body
            if block.confidence >= 1
        ]
    return articles, blocks


def _keep_signs() -> list[tuple[float, ...]]:
    """From now on a confidence is the place of its signs in this list, which begins with 1."""
    kept: list[tuple[float, ...]] = [()]

    def chance(_: str, signs: Sequence[float]) -> float:
        kept.append(tuple(signs))
        return len(kept) - 1

    confidence.chance = chance
    confidence.SEVERAL = 1.0
    return kept


def framed_examples(dumps: Path) -> list[Example]:
    """The stories of the labelled dumps, which furniture frames; and wrong ones thought in."""
    found: list[Example] = []
    kept = _keep_signs()
    for labels in sorted(dumps.glob("**/*.expected.jsonl")):
        text = labels.with_name(labels.name.replace(".expected.jsonl", ".txt"))
        wanted = {
            story["lines"][0]: story
            for story in map(json.loads, labels.read_text(encoding="utf-8").splitlines())
        }
        part = part_of(labels.name, PARTS)
        parsed = parse(text.read_text(encoding="utf-8-sig"), registry=registry())
        for article in parsed.articles:
            story = wanted.get(article.lines.first, {"headline": "", "body": []})
            body = "\n".join(block["text"] for block in story["body"])
            given = "\n".join(block.text for block in article.body)
            precision, recall = overlap(body, given)
            right = normal(story["headline"]) == article.headline and precision * recall > 0.81
            signs = kept[int(article.confidence)]
            found.append(Example(part, signs, right))
            if len(found) % _FRAMED_TO_WRONG == 0:
                found.append(Example(part, signs, right=False))
    return found


def marked_examples(corpus: Path, folders: dict[str, Path]) -> list[Example]:
    """The articles of labelled pages of HTML, each page's by the trees that have not seen its site;
    of several articles the longest."""
    paths = sorted(corpus.glob("*/*.json"))
    with Pool(2, html_scores.load, (folders,)) as pool:
        found = pool.imap(_marked_example, paths, chunksize=8)
        return [example for example in found if example is not None]


def _marked_example(path: Path) -> Example | None:
    labels = html_labels.labels_of(path)
    part = html_labels.part_of_page(labels)
    html_scores.read_by_part(part)
    kept = _keep_signs()
    with gzip.open(path.with_suffix(".html.gz")) as file:
        articles = html_scores.articles_of(file.read(), path.stem)
    found = [(html_scores.found_of(article), article) for article in articles]
    if not found:
        return None
    best, article = max(found, key=lambda pair: len(pair[0].text))
    right = _has_nothing_wrong(labels, best)
    return Example(part, kept[int(article.confidence)], right, labels["set"])


def _has_nothing_wrong(labels: dict[str, Any], found: html_scores.Found) -> bool:
    if labels["kind"] != "article":
        return False
    scores = html_scores.scored(labels, found)
    precision, recall = scores.get("precision"), scores.get("recall")
    if precision is not None and recall is not None:
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        if f1 < RIGHT_BODY:
            return False
    wrong_author = scores.get("author") == 0 and bool(found.author)
    return scores.get("title") != 0 and scores.get("wrong day") != 1 and not wrong_author


def fit(some: Sequence[Example]) -> list[float]:
    """The constant and the weights of a logistic regression, by Newton's method."""
    rows = np.array([(1.0, *example.signs) for example in some])
    right = np.array([float(example.right) for example in some])
    weights = np.zeros(rows.shape[1])
    held = np.full(rows.shape[1], _RIDGE)
    held[0] = 1e-6
    for _ in range(30):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - chance) - held * weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(held)
        weights = weights + np.linalg.solve(curve, slope)
    return [float(round(weight, 4)) for weight in weights]


def unseen(some: Sequence[Example]) -> list[tuple[float, bool]]:
    """Each example's chance by weights that were fitted without its part, and the truth; in the
    order of their parts."""
    chances = []
    for part in sorted({example.part for example in some}):
        first, *others = fit([example for example in some if example.part != part])
        for example in some:
            if example.part == part:
                total = first + sum(w * s for w, s in zip(others, example.signs, strict=True))
                chances.append((round(1 / (1 + np.exp(-total)), 2), example.right))
    return chances


def table(name: str, chances: Sequence[tuple[float, bool]]) -> None:
    """Prints the reliability of the predicted chances, and their expected calibration error."""
    print(f"{name}: {len(chances)}, {sum(right for _, right in chances) / len(chances):.3f} right")
    print("  confidence     count   mean  right")
    edges = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
    error = 0.0
    for low, high in pairwise(edges):
        some = [(chance, right) for chance, right in chances if low <= chance < high]
        if some:
            mean = sum(chance for chance, _ in some) / len(some)
            share = sum(right for _, right in some) / len(some)
            error += abs(mean - share) * len(some) / len(chances)
            print(f"  {low:.2f} to {min(high, 1):.2f} {len(some):7}  {mean:.3f}  {share:.3f}")
    sure = [right for chance, right in chances if chance >= 0.9]
    share = sum(sure) / len(sure) if sure else 0.0
    print(f"  0.90 or more {len(sure):7}         {share:.3f}")
    print(f"  expected calibration error {error:.3f}")


def main() -> int:
    """Prints the tables and the weights, and writes the weights of all pages together."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("trees", type=Path)
    parser.add_argument("--parts", type=Path, required=True, help="trees for the text of HTML")
    parser.add_argument("--kinds", type=Path, required=True, help="trees for kinds of pages")
    parser.add_argument(
        "--out", type=Path, default=ROOT / "articles/parsing/stories/confidence.json"
    )
    options = parser.parse_args()
    framed = framed_examples(options.shared / "dumps")
    pages = list(labelled_pages(options.shared / "corpus"))
    articles, blocks = examples(pages, options.trees)
    table("articles of pages", unseen(articles))
    table("articles of pages and of labelled dumps", unseen(articles + framed))
    table("blocks of pages", unseen(blocks))
    folders = {"marked.json": options.parts, "page_kinds.json": options.kinds}
    marked = marked_examples(options.shared / "corpus/html", folders)
    rated = list(zip(sorted(marked, key=lambda example: example.part), unseen(marked), strict=True))
    table("articles of HTML", [pair for _, pair in rated])
    for group in sorted({example.group for example in marked}):
        table(f"  {group}", [pair for example, pair in rated if example.group == group])
    made = {"article": fit(articles + framed), "page": fit(marked), "block": fit(blocks)}
    names = {
        "article": confidence.ARTICLE_SIGNS,
        "page": confidence.PAGE_SIGNS,
        "block": confidence.BLOCK_SIGNS,
    }
    for kind, weights in made.items():
        print(f"what signs weigh, {kind}: constant {weights[0]}")
        for name, weight in zip(names[kind], weights[1:], strict=True):
            print(f"  {weight:8.4f}  {name}")
    options.out.write_text(json.dumps(made, indent=1) + "\n", encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main())
