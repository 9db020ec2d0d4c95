"""How well the labelled pages of a corpus are read by the project's own labeller."""

from __future__ import annotations

import json
from pathlib import Path

from labelled_pages import is_right, labelled_pages, text_of
from training_pages import normal, overlap

from articles.ingest.stories.known_sources import registry
from articles.parsing import parse

SURE = 0.9
"""Of the articles with this confidence or more, at least so large a share should be right."""


def corpus_scores(corpus: Path) -> dict[str, float]:
    """The figures of floors.toml for a corpus: bodies, headlines, boundaries and surety."""
    bodies: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
    headlines: list[bool] = []
    sure: list[bool] = []
    for page in labelled_pages(corpus):
        found = parse(page.text, registry=registry()).articles
        bodies[page.full].append(overlap(page.body, "\n".join(map(text_of, found))))
        if page.headline and not page.full:
            headlines.append([normal(a.headline) for a in found[:1]] == [page.headline])
        sure += [is_right(article, page) for article in found if article.confidence >= SURE]
    return {
        "main_body_f1": _mean_f1(bodies[False]),
        "full_body_f1": _mean_f1(bodies[True]),
        "main_headlines": sum(headlines) / len(headlines),
        "joined_boundaries_f1": boundaries(corpus / "joined"),
        "right_at_090": sum(sure) / len(sure),
    }


def _mean_f1(scores: list[tuple[float, float]]) -> float:
    precision = sum(p for p, _ in scores) / len(scores)
    recall = sum(r for _, r in scores) / len(scores)
    return 2 * precision * recall / (precision + recall)


def boundaries(folder: Path) -> float:
    """The F1 of where second and further pages begin, in files of several."""
    right = given = wanted = 0
    for labels in sorted(folder.glob("*.json")):
        text = labels.with_suffix(".txt").read_text(encoding="utf-8")
        lines = text.split("\n")
        pages = json.loads(labels.read_text(encoding="utf-8"))["articles"][1:]
        found = parse(text, registry=registry()).articles[1:]
        want = {_first_text(lines, page["first_line"]) for page in pages}
        got = {_first_text(lines, article.lines.first) for article in found}
        right += len(want & got)
        given += len(got)
        wanted += len(want)
    return 2 * right / (given + wanted)


def _first_text(lines: list[str], number: int) -> int:
    """The first line with text, from a line on."""
    while number <= len(lines) and not lines[number - 1].strip():
        number += 1
    return number
