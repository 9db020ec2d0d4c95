"""Blocks of a document, such as headings, paragraphs and captions, and the HTML that says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from html import escape
from itertools import groupby
from typing import Final
from urllib.parse import quote


class BlockKind(Enum):
    """What a block of a document is."""

    HEADING = auto()
    PARAGRAPH = auto()
    CAPTION = auto()
    PICTURE = auto()
    LIST_ITEM = auto()
    QUOTE = auto()
    TABLE = auto()


@dataclass(slots=True)
class Block:
    """One block: its text, of a heading its level from 1, of a picture or its caption the picture's
    address and its text for those who do not see it, of a table its rows.

    `markup` is the text as HTML, where the document has links; `lines` are those that line breaks
    make of it.
    """

    kind: BlockKind
    text: str = ""
    level: int = 0
    address: str = ""
    alternative: str = ""
    rows: list[list[str]] = field(default_factory=list)
    markup: str = ""
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class DocumentStory:
    """One story of a document: its blocks in reading order."""

    blocks: list[Block] = field(default_factory=list)


STORY_CLASS: Final = "document-story"
"""The class of an element that holds one of several stories, as the document's layout says."""

_BELOW_HEADLINE: Final = 3
_LONGEST_SOURCE: Final = 120
# `Selby Herald, 12 March 2024`, `Bay Tribune | 13.03.2024`, `March 12, 2024 – Island Post`
_DAY: Final = (
    r"(?:\d{1,2}(?:st|nd|rd|th|er|\.)? (?:de )?[^\W\d_]{3,10}\.?,? (?:de )?(?:19|20)\d\d"
    r"|[^\W\d_]{3,10}\.? \d{1,2},? (?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d"
    r"|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d)"
)
_SOURCE_AND_DAY: Final = re.compile(
    rf"(?P<source>[^\W\d_].{{1,60}}?),? ?[|·•–—-]? ?(?P<day>{_DAY})"
)


def as_html(stories: Sequence[DocumentStory], *, furniture: Iterable[str] = ()) -> str:
    """The stories as a page: one is an `article`, several are `article`s that say so. `furniture`,
    what runs at the head and foot of pages, follows as a footer."""
    several = f' class="{STORY_CLASS}"' if len(stories) > 1 else ""
    parts = ["<!DOCTYPE html>\n<html><body>"]
    for story in stories:
        parts.append(f"<article{several}>")
        parts.extend(html_of(_with_sources_apart(story.blocks)))
        parts.append("</article>")
    if foot := [f"<p>{escape(line)}</p>" for line in furniture]:
        parts += ["<footer>", *foot, "</footer>"]
    parts.append("</body></html>\n")
    return "\n".join(parts)


def _with_sources_apart(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with the paper and the day that a line below a headline names on lines of their
    own."""
    kept: list[Block] = []
    below = _BELOW_HEADLINE
    for block in blocks:
        is_head = block.kind is BlockKind.HEADING and block.level == 1
        below = 0 if is_head else below + 1
        is_line = block.kind is BlockKind.PARAGRAPH and len(block.text) <= _LONGEST_SOURCE
        is_near = below <= _BELOW_HEADLINE and is_line
        if is_near and (match := _SOURCE_AND_DAY.fullmatch(block.text.strip())):
            kept.append(Block(BlockKind.PARAGRAPH, match["source"]))
            kept.append(Block(BlockKind.PARAGRAPH, match["day"]))
        else:
            kept.append(block)
    return kept


def html_of(blocks: Iterable[Block]) -> Iterable[str]:
    """Each block as an element; items of a list together."""
    for is_item, group in groupby(blocks, key=lambda block: block.kind is BlockKind.LIST_ITEM):
        if is_item:
            items = "".join(f"<li>{_text(block)}</li>" for block in group)
            yield f"<ul>{items}</ul>"
        else:
            yield from map(_element, group)


def _element(block: Block) -> str:
    match block.kind:
        case BlockKind.HEADING:
            level = min(max(block.level, 1), 6)
            return f"<h{level}>{_text(block)}</h{level}>"
        case BlockKind.QUOTE:
            return f"<blockquote><p>{_text(block)}</p></blockquote>"
        case BlockKind.PICTURE | BlockKind.CAPTION:
            caption = f"<figcaption>{_text(block)}</figcaption>" if block.text else ""
            return f"<figure>{_picture(block)}{caption}</figure>"
        case BlockKind.TABLE:
            rows = "".join(
                "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
                for row in block.rows
            )
            return f"<table>{rows}</table>"
        case _:
            return f"<p>{_text(block)}</p>"


def _text(block: Block) -> str:
    return block.markup or escape(block.text)


def _picture(block: Block) -> str:
    if not block.address:
        return ""
    return f'<img src="{inner_address(block.address)}" alt="{escape(block.alternative)}">'


def inner_address(part: str) -> str:
    """What a page calls a picture that lies in its own document, whatever that is named."""
    return f"cid:{quote(part)}"
