"""Labels of HTML pages, and the parts that their sites are dealt into."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from training_pages import part_of, site

from articles.ingest.readers.encodings import encoding_of_page

PARTS = 5
"""Parts that the sites are dealt into, to read each by trees grown from the other four."""


def read_page(path: Path) -> str:
    """The page beside the labels at `path`, decoded."""
    with gzip.open(path.with_suffix(".html.gz")) as file:
        raw = file.read()
    return raw.decode(encoding_of_page(raw, "")[0], "replace")


def labels_of(path: Path) -> dict[str, Any]:
    """The labels at a path."""
    labels: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return labels


def part_of_page(labels: dict[str, Any]) -> int:
    """The part that the page's site falls into."""
    return part_of(site(labels.get("url") or "", labels["id"]), PARTS)
