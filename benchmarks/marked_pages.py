"""Labelled pages of HTML: each line measured, and whether the labelled text holds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
from html_labels import labels_of, part_of_page, read_page
from training_pages import aligned, normal, overlap

from articles.ingest.readers.marked_lines import marked_text
from articles.ingest.stories.known_sources import registry
from articles.parsing.line_kinds import hint_lines
from articles.parsing.lines.lines import split_lines
from articles.parsing.model.features import looks_of
from articles.parsing.model.marked_body import places_in_doubt, rows_of

_MOST_WORDS = 150
_LEAST_TOTAL = 100
_MOST_WEIGHT = 0.2


@dataclass(slots=True)
class MarkedPage:
    """A page: the measures of its lines in doubt, whether each is the labelled text's, and what
    each weighs. `usable` says that the labelled text can be found again in the lines."""

    path: Path
    kind: str
    part: int
    rows: Any
    is_body: list[bool]
    weights: list[float]
    usable: bool


def _measured(path: Path) -> MarkedPage | None:
    labels = labels_of(path)
    page = marked_text(read_page(path))
    lines = hint_lines(split_lines(page.text), registry())
    looks = looks_of(lines, 0, len(lines))
    if not looks:
        return None
    marks = [page.marks[look.line_index] for look in looks]
    places = places_in_doubt(looks, marks)
    body = normal(labels["body"])
    texts = [line.text for line in lines]
    wanted = aligned(texts, body) if body else set()
    is_body = [looks[k].line_index in wanted for k in places]
    precision, recall = overlap(body, "\n".join(texts[k] for k in sorted(wanted)))
    sizes = [min(looks[k].size, _MOST_WORDS) + 2 for k in places]
    total = max(_LEAST_TOTAL, sum(s for s, yes in zip(sizes, is_body, strict=True) if yes))
    return MarkedPage(
        path,
        labels["kind"],
        part_of_page(labels),
        np.asarray(list(rows_of(lines, looks, marks, places)), np.float64),
        is_body,
        [min(size / total, _MOST_WEIGHT) for size in sizes],
        bool(body) and precision > 0.7 and recall > 0.8,
    )


def marked_pages(corpus: Path) -> Iterator[MarkedPage]:
    """The pages below a folder that hold any text, in order; two at a time."""
    with Pool(2) as pool:
        for page in pool.imap(_measured, sorted(corpus.glob("*/*.json")), chunksize=8):
            if page is not None:
                yield page
