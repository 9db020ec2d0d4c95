"""Pages that people labelled, and what of a parse is right by their labels."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training_pages import normal, overlap, shingles, site

from articles.parsing import Block, BlockKind, ParsedArticle

RIGHT_BODY = 0.9
"""F1 of shingles from which on an article's body counts as right."""

_RIGHT_BLOCK = 0.8
_SHINGLE = 4
_TEXT = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.CROSSHEAD, BlockKind.LIST_ITEM, BlockKind.PULL_QUOTE}
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with what a person says of it; a headline of "" is not labelled, or not in the text.
    `site` is its publisher in one spelling, `full` says that it is the whole page, menus and all,
    and not its main content."""

    site: str
    full: bool
    text: str
    body: str
    headline: str


def labelled_pages(corpus: Path) -> Iterator[Labelled]:
    """The pages below a folder that people labelled, in both forms."""
    for path in sorted(corpus.glob("**/*.json")):
        labels = json.loads(path.read_text(encoding="utf-8"))
        if labels.get("labels", {}).get("body") is None:
            continue
        headline = ""
        if labels.get("title_line"):
            main = path.with_suffix(".txt").read_text(encoding="utf-8").split("\n")
            headline = normal(main[labels["title_line"] - 1])
        for full in (False, True):
            form = path.with_suffix(".full.txt" if full else ".txt")
            if form.exists():
                text = form.read_text(encoding="utf-8")
                shown = any(normal(line) == headline for line in text.split("\n"))
                publisher = site(labels.get("url") or "", labels.get("publisher") or path.stem)
                body = labels["labels"]["body"]
                yield Labelled(publisher, full, text, body, headline if shown else "")


def text_of(article: ParsedArticle) -> str:
    """The body's text, captions and links left out."""
    return "\n".join(block.text for block in article.body if block.kind in _TEXT)


def is_right(article: ParsedArticle, page: Labelled) -> bool:
    """Whether the headline is the labelled one, where one is, and the body's F1 high enough."""
    if page.headline and normal(article.headline) != page.headline:
        return False
    precision, recall = overlap(page.body, text_of(article))
    return 2 * precision * recall >= RIGHT_BODY * (precision + recall) > 0


def stands_in(block: Block, body: Counter[tuple[str, ...]]) -> bool:
    """Whether a block of text is in the labelled body, by its shingles, and another is not."""
    own = shingles(block.text)
    size = len(next(iter(own), ()))
    if size < _SHINGLE:  # all of its few words in a row
        starts = range(_SHINGLE + 1 - size)
        inside = any(run[k : k + size] in own for run in body for k in starts)
    else:
        inside = (own & body).total() >= _RIGHT_BLOCK * own.total()
    return inside == (block.kind in _TEXT)
