"""Blocks of a document, such as headings, paragraphs and captions, and the HTML that says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from html import escape
from itertools import groupby


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

    `markup` is the text as HTML, where the document has links or bold type.
    """

    kind: BlockKind
    text: str = ""
    level: int = 0
    address: str = ""
    alternative: str = ""
    rows: list[list[str]] = field(default_factory=list)
    markup: str = ""


@dataclass(slots=True)
class DocumentStory:
    """One story of a document: its blocks in reading order."""

    blocks: list[Block] = field(default_factory=list)


STORY_CLASS = "document-story"
"""The class of an element that holds one of several stories, as the document's layout says."""


def as_html(stories: Sequence[DocumentStory], *, furniture: Iterable[str] = ()) -> str:
    """The stories as a page: one is an `article`, several are `article`s that say so. `furniture`,
    what runs at the head and foot of pages, follows as a footer."""
    several = f' class="{STORY_CLASS}"' if len(stories) > 1 else ""
    parts = ["<!DOCTYPE html>\n<html><body>"]
    for story in stories:
        parts.append(f"<article{several}>")
        parts.extend(html_of(story.blocks))
        parts.append("</article>")
    if foot := [f"<p>{escape(line)}</p>" for line in furniture]:
        parts += ["<footer>", *foot, "</footer>"]
    parts.append("</body></html>\n")
    return "\n".join(parts)


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
    return f'<img src="{escape(block.address)}" alt="{escape(block.alternative)}">'
