"""Labelled pages for the labeller: the body's text, as each set of pages has it, laid along the
lines of the page.

A page's folder holds NAME.txt (its main content), NAME.full.txt (all that could be seen) and
NAME.json with labels.body, or else silver_body, a body that another program took out.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from articles.ingest.stories.known_sources import registry  # noqa: E402
from articles.parsing.line_kinds import HintedLine, hint  # noqa: E402
from articles.parsing.lines.lines import split_lines  # noqa: E402

PARTS = 10
"""Parts that the publishers are dealt into, to read each by trees grown from the other nine."""

WORD = re.compile(r"\w+")
# Letters of scripts without spaces count as words of their own.
_WIDE = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff"
_PIECE = re.compile(rf"[{_WIDE}]|[^\W{_WIDE}]+")
_RUN = 3
_LONG = 8
"""Words; shorter lines are the body's only where they join a line that is."""
_SLIPS = (0, 1, -1, 2, -2, 3, -3)


@dataclass(slots=True)
class Page:
    """One page in one form. `site` is its publisher in one spelling; `body_lines` are the indexes
    of lines that the labelled body holds; `gold` says that a person labelled it."""

    name: str
    folder: str
    full: bool
    site: str
    gold: bool
    raw: str
    lines: list[HintedLine]
    body: str
    body_lines: frozenset[int]
    headline: str
    texts: list[str] = field(default_factory=list)

    def part(self, parts: int) -> int:
        """The part that the page's publisher falls into."""
        return part_of(self.site, parts)

    def usable(self) -> bool:
        """Whether the labelled body can be found again in the lines."""
        precision, recall = overlap(self.body, "\n".join(self.texts[k] for k in self.body_lines))
        return precision > 0.8 and recall > 0.85


def part_of(site: str, parts: int) -> int:
    """The part that a publisher falls into, the same in every run."""
    return int(sha256(site.encode()).hexdigest(), 16) % parts


def pages(corpus: Path) -> Iterator[Page]:
    """Every page of the corpus in both forms, by name."""
    for path in sorted(corpus.glob("*/*/*.json")):
        labels = json.loads(path.read_text(encoding="utf-8"))
        if "labels" not in labels:
            continue
        for full in (False, True):
            text = path.with_suffix(".full.txt" if full else ".txt")
            if text.exists():
                yield _page(path, labels, text.read_text(encoding="utf-8"), full=full)


def _page(path: Path, labels: dict[str, Any], raw: str, *, full: bool) -> Page:
    lines = [hint(line, registry()) for line in split_lines(raw)]
    texts = [line.text for line in lines]
    body = labels["labels"].get("body")
    found = normal(body if body is not None else labels.get("silver_body"))
    headline = ""
    if labels.get("title_line"):
        shown = path.with_suffix(".txt").read_text(encoding="utf-8").split("\n")
        headline = normal(shown[labels["title_line"] - 1])
    elif full:
        headline = normal(labels["labels"].get("title"))
    return Page(
        name=path.stem,
        folder=path.parent.parent.name,
        full=full,
        site=site(labels.get("url") or "", labels.get("publisher") or path.stem),
        gold=body is not None,
        raw=raw,
        lines=lines,
        body=body if body is not None else labels.get("silver_body") or "",
        body_lines=frozenset(aligned(texts, found)),
        headline=headline if headline in texts else "",
        texts=texts,
    )


def site(url: str, publisher: str) -> str:
    """The publisher, in one spelling for all sets of pages: the name of its domain, or where the
    address is lost what it calls itself.

    >>> site("https://www.telegraph.co.uk/news", "TheTelegraph"), site("", "The Telegraph")
    ('telegraph', 'telegraph')
    """
    names = (urlsplit(url).hostname or "").split(".")
    if len(names) > 1:
        name = names[-3] if len(names) > 2 and len(names[-2]) <= 3 else names[-2]
    else:
        name = re.sub(r"\.\w{2,3}$", "", publisher)
    folded = re.sub(r"\W|\d+$", "", name.casefold())
    return folded.removeprefix("the") or publisher


def normal(text: str | None) -> str:
    """NFC, and one space for any white space."""
    text = unicodedata.normalize("NFC", text or "").replace("\u00a0", " ")
    return re.sub(r"\s+", " ", text).strip()


def shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    """Runs of four words, with how often each occurs."""
    words = WORD.findall(text)
    if len(words) < size:
        return Counter([tuple(words)]) if words else Counter()
    return Counter(tuple(words[k : k + size]) for k in range(len(words) - size + 1))


def overlap(wanted: str, given: str) -> tuple[float, float]:
    """Precision and recall of the given text's shingles."""
    want, got = shingles(wanted), shingles(given)
    right = (want & got).total()
    precision = right / got.total() if got else float(not want)
    return precision, right / want.total() if want else 1.0


def aligned(texts: Sequence[str], body: str) -> set[int]:
    """The indexes of the texts that the body holds."""
    words = _PIECE.findall(body)
    at: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for k in range(len(words) - _RUN + 1):
        at[tuple(words[k : k + _RUN])].append(k)
    lines = [_PIECE.findall(text) if len(text) < 20_000 else [] for text in texts]
    starts = _long_lines(lines, at)
    for back in (False, True):
        _join_short_lines(lines, words, starts, back=back)
    return _once(lines, starts, " ".join(words))


def _long_lines(lines: Sequence[list[str]], at: dict[tuple[str, ...], list[int]]) -> dict[int, int]:
    """Lines of words enough, half of whose runs are in the body -> where in it they begin."""
    starts = {}
    for index, line in enumerate(lines):
        runs = [at.get(tuple(line[k : k + _RUN])) for k in range(len(line) - _RUN + 1)]
        found = Counter(place[0] - k for k, place in enumerate(runs) if place)
        if len(line) >= _LONG and 2 * sum(map(bool, runs)) >= len(runs):
            starts[index] = found.most_common(1)[0][0]
    return starts


def _join_short_lines(
    lines: Sequence[list[str]], words: list[str], starts: dict[int, int], *, back: bool
) -> None:
    anchor: int | None = None
    order = range(len(lines) - 1, -1, -1) if back else range(len(lines))
    for index in order:
        line = lines[index]
        if index in starts:
            anchor = starts[index] + (0 if back else len(line))
        elif line and len(line) < _LONG and anchor is not None:
            begin = anchor - len(line) if back else anchor
            for slip in _SLIPS:
                here = begin + slip
                if here >= 0 and words[here : here + len(line)] == line:
                    starts[index] = here
                    anchor = here if back else here + len(line)
                    break


def _once(lines: Sequence[list[str]], starts: dict[int, int], body: str) -> set[int]:
    """Of lines printed more often than in the body, those with the most of the body around."""
    alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index in starts:
        alike[tuple(lines[index])].append(index)
    kept = set(starts)

    def around(index: int) -> int:
        return sum(
            len(lines[k])
            for k in range(index - 8, index + 9)
            if k != index and k in starts and abs(starts[k] - starts[index]) < 400
        )

    for words, indexes in alike.items():
        if len(indexes) > 1:
            times = max(1, body.count(" ".join(words[:6])))
            indexes.sort(key=lambda index: (-around(index), index))
            kept.difference_update(indexes[times:])
    return kept
