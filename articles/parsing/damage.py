"""What extraction broke, told to a person; nothing here changes a word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from .types import Block, BlockKind, Bullet, Issue

# `take orders from ” one source said`: a linked name was lost before the closing quote
_LOST_TEXT: Final = re.compile(
    r"\b(?:about|and|at|by|for|from|in|of|on|or|the|to|with) [”’](?=[\s\w])"
)
# `once and for all . US forces`
_STRAY_SPACE: Final = re.compile(r"\w [.,;:](?= [A-Z]|$)")
# `is seen asABBAS`, `rate ofinflation` need a dictionary; quotes do not: `their actions“`
_WRONG_QUOTE: Final = re.compile(r"[\w.,]“$|^”")


def find_damage(bullets: Iterable[Bullet], body: Iterable[Block]) -> list[Issue]:
    """The issues of an article's bullets and body, in reading order."""
    issues = []
    for bullet in bullets:
        issues += _of_text(bullet.text, bullet.spans[0].first if bullet.spans else 0)
    blocks = [block for block in body if block.kind is not BlockKind.CROSSHEAD]
    for number, block in enumerate(blocks):
        line = block.spans[0].first if block.spans else 0
        issues += _of_text(block.text, line)
        following = blocks[number + 1].text if number + 1 < len(blocks) else ""
        if _leaves_quote_open(block.text) and not following.startswith(("“", '"')):
            message = "A quotation is opened and not closed, or closed and not opened."
            issues.append(Issue("unbalanced-quotes", line, message))
    return issues


def _of_text(text: str, line: int) -> list[Issue]:
    issues = []
    if match := _LOST_TEXT.search(text):
        message = f"Words seem to be missing before the quotation mark in “{match[0]}”."
        issues.append(Issue("lost-text", line, message))
    if match := _STRAY_SPACE.search(text):
        issues.append(Issue("stray-space", line, f"A space before the stop in “{match[0]}”."))
    if _WRONG_QUOTE.search(text):
        issues.append(Issue("wrong-quote", line, "A quotation mark points the wrong way."))
    return issues


def _leaves_quote_open(text: str) -> bool:
    return text.count("“") != text.count("”") and not _WRONG_QUOTE.search(text)
