"""Matches the stories of a dump that is split differently than before with its stored ones."""

from __future__ import annotations

from collections.abc import Sequence

from articles.ingest.stories.split import SplitDump
from articles.models import Clipping

from .working_set import Batch


def claim_moved_stories(batch: Batch, dumps: Sequence[SplitDump]) -> None:
    """Gives a story of an imported dump that now begins on another line to the article that it
    was made into: the one whose clipping has more than half of the lines in common with it."""
    for dump in dumps:
        stored = [
            (first, last)
            for kind, first, last in batch.clippings.get(dump.sha256, ())
            if kind == Clipping.Kind.STORY
        ]
        stories = [
            (clipping.first_line, clipping.last_line)
            for clipping in dump.clippings
            if clipping.identity
        ]
        begun = {first for first, _ in stories}
        left = [lines for lines in stored if lines[0] not in begun]
        for lines in stories:
            if not left or (dump.sha256, lines[0]) in batch.owners:
                continue
            likest = max(left, key=lambda other: _shared(lines, other))
            if 2 * _shared(lines, likest) > max(_length(lines), _length(likest)):
                batch.owners[dump.sha256, lines[0]] = batch.owners[dump.sha256, likest[0]]
                left.remove(likest)


def _shared(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]) + 1)


def _length(lines: tuple[int, int]) -> int:
    return lines[1] - lines[0] + 1
