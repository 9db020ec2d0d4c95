"""Whether an article may be several: what a second story inside it would show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from articles.parsing.damage.findings import doubt_one_story
from articles.parsing.dates.datelines import match_dateline
from articles.parsing.line_kinds import BLANK, TEXT, HintedLine, ends_sentence
from articles.parsing.lines import vocabulary
from articles.parsing.types import Block, BlockKind, Issue

from .segment import Story

_LONGEST_BYLINE: Final = 60
_BY: Final = frozenset({"by", "vo", "pa", "po", "di", "بق", "كت"})
"""The first two letters of what opens a byline, in small ones."""

_LEAST_PARAGRAPHS: Final = 2
"""Paragraphs above and below the place, as a story has."""

_NAMES: Final = re.compile(r"[^\W\d_]{3,}")


def may_be_several(
    lines: Sequence[HintedLine], story: Story, body: Sequence[Block], *, byline: str, dateline: str
) -> list[Issue]:
    """The issue of an article that has a second byline or dateline below text and above text, or
    in which the labeller thinks that another page may begin."""
    paragraphs = [
        block for block in body if block.kind is BlockKind.PARAGRAPH and ends_sentence(block.text)
    ]
    inner = paragraphs[_LEAST_PARAGRAPHS : 1 - _LEAST_PARAGRAPHS or None]
    if not inner:
        return []
    first, last = inner[0].spans[0].first, inner[-1].spans[0].first
    doubts = [k + 1 for k in story.reading.doubts] if story.reading else []
    found = [number for number in doubts if first <= number <= last]
    if dateline:
        found += _second_datelines(inner, dateline)
    if byline:
        found += _second_bylines(lines, range(first - 1, last), byline)
    return list(doubt_one_story((number, lines[number - 1].text) for number in sorted(found)))


def _second_datelines(paragraphs: Sequence[Block], dateline: str) -> Iterator[int]:
    own = dateline.casefold()
    for block in paragraphs:
        if not block.text[:3].isupper():
            continue
        match = match_dateline(block.text)
        if match and match["place"].isupper() and match["place"].casefold() not in own:
            yield block.spans[0].first


def _second_bylines(lines: Sequence[HintedLine], inside: range, byline: str) -> Iterator[int]:
    own = set(_NAMES.findall(byline.casefold()))
    for index in inside:
        line = lines[index]
        text = line.text
        if line.hint is not TEXT or len(text) > _LONGEST_BYLINE or text[:2].casefold() not in _BY:
            continue
        match = vocabulary.PAGE_BYLINE.match(text)
        if match and own.isdisjoint(_NAMES.findall(match["name"].casefold())):
            yield _headline_above(lines, index)


def _headline_above(lines: Sequence[HintedLine], index: int) -> int:
    """The number of the short line right above a byline, or the byline's own."""
    above = index - 1
    while above > 0 and lines[above].hint is BLANK:
        above -= 1
    is_title = lines[above].hint is TEXT and not ends_sentence(lines[above].text)
    return lines[above if is_title else index].line.number
