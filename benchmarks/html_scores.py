"""How well labelled pages of HTML are read: text, title, author, day, topics, publisher, kind.

    python benchmarks/html_scores.py CORPUS [--parts FOLDER --kinds FOLDER] [--trafilatura]

CORPUS is a folder of pages (SET/ID.html.gz) with their labels (SET/ID.json), ../shared/corpus/html
here. With --parts and --kinds each page is read by the trees in these folders that have not seen
its site (made by train_marked.py and train_page_kinds.py, each with --parts), so that the figures
are those of pages nobody has seen; without, by the product's own. --trafilatura reads the same
pages with it in the same run (see requirements-benchmarks.txt), and prints its figures and its time
beside ours.

Text: F1 of runs of four words (precision and recall, mean over pages) and of words, as in the
benchmarks of Scrapinghub and WCXB. A title is right when it has the labelled words, or one begins
with the other; an author when one of those labelled is named; a day when it is within a day.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import statistics
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from training_pages import ROOT

sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django

django.setup()

from html_labels import PARTS, labels_of, part_of_page  # noqa: E402

from articles.ingest.readers.records import Record  # noqa: E402
from articles.ingest.readers.text import read_text  # noqa: E402
from articles.ingest.stories.known_sources import registry  # noqa: E402
from articles.parsing import ParsedArticle, SourceRole, parse  # noqa: E402
from articles.parsing.model import marked_body, page_kinds  # noqa: E402
from articles.parsing.model.classifier import compiled, trees_of  # noqa: E402

_RUN = 4
_LONG_TITLE = 15
_LEAST_OF_LANGUAGE = 5
_TEXT = frozenset({"paragraph", "crosshead", "fact_box", "related_link", "pull_quote", "list_item"})


@dataclass(slots=True)
class Found:
    """What a reader finds on a page; a page without an article has no text."""

    text: str = ""
    title: str = ""
    author: str = ""
    day: date | None = None
    topics: tuple[str, ...] = ()
    publisher: str = ""
    is_article: bool = False
    milliseconds: float = 0.0


def ours(raw: bytes, name: str) -> Found:
    """What the product finds: of several stories the longest."""
    found = map(found_of, articles_of(raw, name))
    return max(found, key=lambda one: len(one.text), default=Found())


def articles_of(raw: bytes, name: str) -> tuple[ParsedArticle, ...]:
    """The articles of a page."""
    source = read_text(Record(name, raw))
    return parse(
        source.characters.text, marks=source.marks, hints=source.hints, registry=registry()
    ).articles


def found_of(article: ParsedArticle) -> Found:
    """What an article says of what is labelled."""
    blocks = [
        f"{block.heading}\n{block.text}" if block.heading else block.text
        for block in article.body
        if block.kind in _TEXT
    ]
    dates = [printed.on for printed in (article.published, article.updated) if printed]
    return Found(
        "\n".join([*(bullet.text for bullet in article.bullets), *blocks]),
        article.headline,
        article.byline,
        next(filter(None, dates), None),
        article.topics,
        next((s.name for s in article.sources if s.role is SourceRole.PUBLISHER), ""),
        is_article=True,
    )


def trafilaturas(raw: bytes, name: str) -> Found:
    """What trafilatura finds, as it is called by default, with metadata."""
    import trafilatura

    read = trafilatura.bare_extraction(raw, with_metadata=True)
    if read is None:
        return Found()
    found = read.as_dict()
    return Found(
        found["text"] or "",
        found["title"] or "",
        found["author"] or "",
        _day(found["date"]),
        tuple(found["tags"] or ()),
        found["sitename"] or "",
        is_article=bool(found["text"]),
    )


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text or "")[:10])
    except ValueError:
        return None


# --- scores of one page


def _normal(text: str | None) -> str:
    folded = unicodedata.normalize("NFKC", text or "").casefold()
    return re.sub(r"\W+", " ", folded).strip()


def _overlap(wanted: Counter[Any], given: Counter[Any]) -> tuple[float, float]:
    right = (wanted & given).total()
    precision = right / given.total() if given else float(not wanted)
    return precision, right / wanted.total() if wanted else 1.0


def _runs(words: Sequence[str]) -> Counter[tuple[str, ...]]:
    number = max(1, len(words) - _RUN + 1)
    return Counter(tuple(words[k : k + _RUN]) for k in range(number)) if words else Counter()


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def scored(labels: dict[str, Any], found: Found) -> dict[str, float | None]:
    """What of a page is right: shares, and 1 or 0 for what is right or wrong; None for what is not
    labelled."""
    if labels["kind"] != "article":
        return {"stories": float(found.is_article)}
    scores: dict[str, float | None] = {
        "empty": float(not found.text.strip()),
        "publisher": float(bool(found.publisher)),
    }
    if labels["body"] is not None:
        wanted, given = (
            re.findall(r"\w+", text.casefold()) for text in (labels["body"], found.text)
        )
        scores["precision"], scores["recall"] = _overlap(_runs(wanted), _runs(given))
        scores["words"] = _f1(*_overlap(Counter(wanted), Counter(given)))
    if labels["title"]:
        one, other = _normal(labels["title"]), _normal(found.title)
        begins = one.startswith(other) or other.startswith(one)
        is_long = min(len(one), len(other)) >= _LONG_TITLE
        scores["title"] = float(one == other or (begins and is_long))
    if labels["authors"]:
        named = _normal(found.author)
        scores["author"] = float(any(_normal(n) and _normal(n) in named for n in labels["authors"]))
    if day := _day(labels["date"]):
        is_near = found.day is not None and abs((found.day - day).days) <= 1
        scores["day"] = float(is_near)
        scores["wrong day"] = float(found.day is not None and not is_near)
    if labels["topics"]:
        given = {_normal(topic) for topic in found.topics}
        scores["topics"] = float(any(_normal(topic) in given for topic in labels["topics"]))
    return scores


# --- all pages


Reader = Callable[[bytes, str], Found]
_PARTS: list[dict[str, dict[str, Any]]] = []


def load(folders: dict[str, Path]) -> None:
    """Has a process read its pages by the trees of the parts: by the name of the product's file the
    folder with those that stand for it."""
    for part in range(PARTS if folders else 0):
        _PARTS.append({})
        for file, folder in folders.items():
            trees = json.loads((folder / f"{part}.json").read_text(encoding="ascii"))
            _PARTS[-1][file] = {name: compiled(some) for name, some in trees.items()}


def read_by_part(part: int) -> None:
    """From now on this process reads by the trees that have not seen this part of the sites."""
    unseen = _PARTS[part]
    for module in (marked_body, page_kinds):
        module.trees_of = lambda name: unseen.get(name) or trees_of(name)  # type: ignore[attr-defined]


def _read(reader: Reader, path: Path) -> tuple[dict[str, Any], dict[str, float | None], float]:
    labels = labels_of(path)
    if _PARTS:
        read_by_part(part_of_page(labels))
    with gzip.open(path.with_suffix(".html.gz")) as file:
        raw = file.read()
    begun = time.process_time()
    found = reader(raw, path.stem)
    taken = 1000 * (time.process_time() - begun)
    return labels, scored(labels, found), taken


def html_scores(
    corpus: Path, reader: Reader = ours, folders: dict[str, Path] | None = None
) -> dict[str, dict[str, float]]:
    """Figures by set of pages, and of `all` together."""
    paths = sorted(corpus.glob("*/*.json"))
    scores: defaultdict[str, list[dict[str, float | None]]] = defaultdict(list)
    times = []
    with Pool(2, load, (folders or {},)) as pool:
        for labels, page, taken in pool.imap(partial(_read, reader), paths, chunksize=8):
            scores[labels["set"]].append(page)
            if labels["set"] == "fundus":
                scores[f"  {labels['lang']}"].append(page)
            times.append(taken)
    every = [page for name, pages in scores.items() if name[0] != " " for page in pages]
    languages = {name for name in scores if name[0] == " "}
    kept = {
        name: _summed(pages)
        for name, pages in sorted(scores.items(), key=lambda item: (item[0] in languages, item[0]))
        if name not in languages or len(pages) >= _LEAST_OF_LANGUAGE
    }
    return {**kept, "all": {**_summed(every), "milliseconds": statistics.median(times)}}


def _summed(pages: Iterable[dict[str, float | None]]) -> dict[str, float]:
    values: defaultdict[str, list[float]] = defaultdict(list)
    for page in pages:
        for name, value in page.items():
            if value is not None:
                values[name].append(value)
    summed = {name: statistics.mean(found) for name, found in values.items()}
    summed["f1"] = _f1(summed.get("precision", 0.0), summed.get("recall", 0.0))
    for name, found in values.items():
        summed[f"{name} of"] = len(found)
        summed[f"{name} count"] = sum(found)
    return summed


def print_scores(title: str, figures: dict[str, dict[str, float]]) -> None:
    """Prints a table."""
    print(f"{title}, {figures['all']['milliseconds']:.1f} ms a page (processor, median)")
    for name, row in figures.items():
        cells = [f"{name:8}", f"text F1 {row['f1']:.4f}  words {row.get('words', 0):.4f}"]
        for what in ("title", "author", "day", "wrong day", "topics", "publisher", "empty"):
            if f"{what} of" in row:
                cells.append(f"{what} {row[f'{what} count']:.0f}/{row[f'{what} of']:.0f}")
        if "stories of" in row:
            cells.append(f"others as stories {row['stories count']:.0f}/{row['stories of']:.0f}")
        print("  ".join(cells), flush=True)


def main() -> int:
    """Reads the pages and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--parts", type=Path, help="a folder with trees for the text")
    parser.add_argument("--kinds", type=Path, help="a folder with trees for kinds of pages")
    parser.add_argument("--trafilatura", action="store_true", help="read them with it, too")
    options = parser.parse_args()
    named = {"marked.json": options.parts, "page_kinds.json": options.kinds}
    folders = {name: folder for name, folder in named.items() if folder}
    print_scores("newsroom", html_scores(options.corpus, folders=folders))
    if options.trafilatura:
        print_scores("trafilatura", html_scores(options.corpus, trafilaturas))
    return 0


if __name__ == "__main__":
    sys.exit(main())
