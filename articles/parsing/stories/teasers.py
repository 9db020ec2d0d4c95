"""Teasers of other stories below a story: each a title, printed twice with a date beside it, and
the beginning of its text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from articles.parsing.dates.printed_dates import is_whole_date
from articles.parsing.line_kinds import (
    BLANK,
    FURNITURE,
    TEXT,
    UPDATED,
    HintedLine,
    looks_like_paragraph,
)

_OTHER_STORIES: Final = "list of other stories"
_TITLE: Final = 3
"""Lines of a teaser above its text: its title twice, and the date."""

_LEAST_TEASERS: Final = 2
_CUT: Final = ("...", "…")


def mark_teasers(lines: list[HintedLine]) -> list[HintedLine]:
    """The lines, those of teasers hinted as furniture.

    Stories of one paragraph are printed like that, too: a row of teasers is told by its texts, of
    which one at least ends in dots, and stands below a story.
    """
    texts = [k for k, line in enumerate(lines) if line.hint is not BLANK]
    starts = [n for n in range(len(texts) - _TITLE + 1) if _is_title(lines, texts, n)]
    if len(starts) < _LEAST_TEASERS:
        return lines
    marked = list(lines)
    for run in _runs(starts):
        owned = [texts[n : n + _TITLE + 1] for n in run]
        above = lines[: texts[run[0]]]
        is_cut = any(lines[own[-1]].text.endswith(_CUT) for own in owned)
        if len(run) < _LEAST_TEASERS or not is_cut or not any(map(_is_prose, above)):
            continue
        for k in (k for own in owned for k in own):
            marked[k] = lines[k]._replace(hint=FURNITURE, value=_OTHER_STORIES)
    return marked


def _runs(starts: Sequence[int]) -> list[list[int]]:
    """Teasers that follow one another with one line of text at most between them."""
    runs: list[list[int]] = []
    for start in starts:
        if runs and start - runs[-1][-1] <= _TITLE + 1:
            if start - runs[-1][-1] >= _TITLE:
                runs[-1].append(start)
        else:
            runs.append([start])
    return runs


def _is_title(lines: Sequence[HintedLine], texts: Sequence[int], at: int) -> bool:
    """Whether three lines are a title twice, and a date between or below."""
    first, second, third = (lines[k] for k in texts[at : at + _TITLE])
    if first.hint is not TEXT:
        return False
    if second.text == first.text:
        return _is_date(third)
    return first.text == third.text and _is_date(second)


def _is_date(line: HintedLine) -> bool:
    return line.hint is UPDATED or (line.hint is TEXT and is_whole_date(line.text))


def _is_prose(line: HintedLine) -> bool:
    return line.hint is TEXT and looks_like_paragraph(line.text)
