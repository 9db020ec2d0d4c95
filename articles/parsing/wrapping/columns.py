"""Text that was printed in two columns and kept line by line, so that each line holds half of one
sentence and half of another. It is not put right, but an issue says so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from articles.parsing.lines.lines import Line
from articles.parsing.types import Issue

_MESSAGE: Final = (
    "Two columns of text seem to stand side by side from here on; their sentences are mixed."
)
_FEWEST: Final = 6
_LEAST_ALIKE: Final = 0.7
"""Lines in a row, and the share of them whose second half begins in the same column."""

_LEAST_WORDS: Final = 3
_LEAST_SMALL: Final = 0.2
"""Words of half a line on average, and the share of second halves that begin in small letters (all
do in a writing without such letters): in a table they are numbers or names."""

_GAP: Final = re.compile(r"(?<=\S) {2,}(?=\S)")


def find_columns(text: str, lines: Sequence[Line]) -> list[Issue]:
    """An issue for each stretch of lines that hold two columns; most texts have none."""
    if text.count("   ") < _FEWEST:
        return []
    return [
        Issue("side-by-side-columns", run[0].number, _MESSAGE)
        for run in _runs(lines)
        if _is_two_columns([text[line.start : line.end].expandtabs().rstrip() for line in run])
    ]


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    run: list[Line] = []
    for line in lines:
        if line.text:
            run.append(line)
        else:
            if len(run) >= _FEWEST:
                yield run
            run = []
    if len(run) >= _FEWEST:
        yield run


def _is_two_columns(texts: Sequence[str]) -> bool:
    starts: Counter[int] = Counter()
    for text in texts:
        starts.update({match.end() for match in _GAP.finditer(text)})
    if not starts:
        return False
    column, count = starts.most_common(1)[0]
    if count < max(_FEWEST, _LEAST_ALIKE * len(texts)):
        return False
    halves = [
        (text[:column].split(), text[column:].split())
        for text in texts
        if text[column - 2 : column] == "  " and text[column : column + 1].strip()
    ]
    fewest = _LEAST_WORDS * len(halves)
    if min(sum(len(half[side]) for half in halves) for side in (0, 1)) < fewest:
        return False
    small = sum(not right[0][:1].isupper() and right[0][:1].isalpha() for _, right in halves)
    return small >= _LEAST_SMALL * len(halves)
