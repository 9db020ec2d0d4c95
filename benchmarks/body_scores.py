"""How well pages of unknown publishers are read.

    python benchmarks/body_scores.py CORPUS

Reads every page by the project's own trees, which have seen these pages: train_labeller.py prints
the same figures by trees that have not. Prints the mean precision and recall of four-word
shingles of the body, the share of headlines that are right, and the body's F1 by language, beside
what keeping every line would give.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from training_pages import Page, normal, overlap, pages

from articles.ingest.stories.known_sources import registry
from articles.parsing import BlockKind, ParsedDump, parse
from articles.parsing.model import classifier

_BODY = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.CROSSHEAD, BlockKind.LIST_ITEM, BlockKind.PULL_QUOTE}
)
_STOP_WORDS = {
    "en": "the of and to in that was with",
    "de": "der die und das ist nicht mit den",
    "fr": "le les des et est dans une pour",
    "es": "el los del que las una por con",
    "it": "il che della di per non sono gli",
    "pt": "do da não uma em para com os",
    "nl": "het een van dat niet zijn voor met",
    "sv": "och att det som är inte för av",
    "da": "og at det ikke af til er på",
    "pl": "się nie jest na że do w z",
    "tr": "ve bir bu için ile olarak da de",
    "cs": "je se na že to jako by které",
    "fi": "ja on ei että oli se mutta myös",
    "hu": "hogy nem az és egy volt is meg",
    "el": "και το να του η της με την",
    "ru": "и в не на что с по как",
    "ar": "في من على أن إلى التي عن الذي",
}
_SCRIPTS = {"ja": "[\u3040-\u30ff]", "ko": "[\uac00-\ud7af]", "zh": "[\u4e00-\u9fff]"}


def language(text: str) -> str:
    """A guess by script, else by the commonest short words."""
    for name, letters in _SCRIPTS.items():
        if len(re.findall(letters, text)) > len(text) / 10:
            return name
    words = re.findall(r"\w+", text.casefold())
    counts = {
        name: sum(words.count(word) for word in stop.split()) for name, stop in _STOP_WORDS.items()
    }
    return max(counts, key=lambda name: counts[name]) if words else "none"


def body_of(dump: ParsedDump) -> str:
    """The text of all bodies."""
    return "\n".join(
        block.text for article in dump.articles for block in article.body if block.kind in _BODY
    )


def mean_f1(scores: Iterable[tuple[float, float]]) -> tuple[float, float, float]:
    """Mean precision, mean recall and the F1 of the two."""
    some = list(scores)
    precision = sum(p for p, _ in some) / len(some)
    recall = sum(r for _, r in some) / len(some)
    return precision, recall, 2 * precision * recall / ((precision + recall) or 1)


Readings = dict[tuple[str, str, bool], ParsedDump]
"""Pages by folder, name and form, parsed."""


def read(found: Iterable[Page], trees: dict[str, Any] | None = None) -> Readings:
    """The pages parsed by the trees, or else by the project's own."""
    with reading_by(trees):
        return {
            (page.folder, page.name, page.full): parse(page.raw, registry=registry())
            for page in found
        }


@contextmanager
def reading_by(trees: dict[str, Any] | None) -> Iterator[None]:
    """In its block pages are read by these trees, or where there are none by the project's own."""
    own = classifier.weights
    if trees is not None:
        grown = own() | {name: classifier.compiled(some) for name, some in trees.items()}
        classifier.weights = lambda: grown  # type: ignore[assignment]
    try:
        yield
    finally:
        classifier.weights = own


def with_text(lines: Sequence[str], number: int) -> int:
    """The first line with text, from a line on; both counted from 1."""
    while number <= len(lines) and not lines[number - 1].strip():
        number += 1
    return number


def print_scores(found: Sequence[Page], parsed: Readings) -> None:
    """Prints a line for each group of pages."""
    groups: dict[str, list[tuple[float, float]]] = defaultdict(list)
    everything: dict[str, list[tuple[float, float]]] = defaultdict(list)
    heads: dict[str, list[bool]] = defaultdict(list)
    for page in found:
        dump = parsed[page.folder, page.name, page.full]
        form = "full" if page.full else "main"
        score = overlap(page.body, body_of(dump))
        if page.gold:
            groups[f"{page.folder} {form}, labelled"].append(score)
        if page.folder != "dev" and page.body:
            name = f"{page.folder} {form}, {language(page.body)}"
            groups[name].append(score)
            everything[name].append(overlap(page.body, "\n".join(page.texts)))
        if page.headline and not page.full:
            given = [normal(article.headline) for article in dump.articles[:1]]
            heads[page.folder].append(given == [page.headline])
    for name, scores in sorted(groups.items()):
        if len(scores) >= 10:
            p, r, f = mean_f1(scores)
            row = f"{name:26} {len(scores):4} pages  P {p:.3f}  R {r:.3f}  F1 {f:.4f}"
            if name in everything:
                row += f"   everything kept {mean_f1(everything[name])[2]:.4f}"
            print(row)
    for name, right in heads.items():
        print(f"{name} headlines {sum(right)} of {len(right)} = {sum(right) / len(right):.3f}")


def main() -> int:
    """Reads the pages and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    found = list(pages(parser.parse_args().corpus))
    print_scores(found, read(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
