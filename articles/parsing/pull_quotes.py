"""Pull quotes: words of the story that the page shows once more, by themselves and larger."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from .roles import ends_sentence
from .stories import same_words
from .types import Block, BlockKind

_LONGEST: Final = 300
_LEAST_WORDS: Final = 5
_LEAST_WORDS_BARE: Final = 12
"""Words; a crosshead, which may well use the words of the text, has fewer."""
_QUOTES: Final = "“”\"«»„‘’' "
_OPENING: Final = 24
"""Characters that are looked for as they stand before any words are compared."""

# `Marta Lindqvist`, `– Marta de la Cruz, chandler`
_SPEAKER: Final = re.compile(
    r"(?:[—–-]\s*)?(?P<name>[^\W\d_a-z][\w.’'-]*(?: (?:(?:de|la|van|von|der|bin|al) ){0,2}"
    r"[^\W\d_a-z][\w.’'-]*){1,3})(?:,.{1,60})?"
)


def with_pull_quotes(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with those that are pull quotes marked as such; the speaker's name below one is
    a part of it.

    A pull quote's words all stand in a longer paragraph of the same story. Only blocks in
    quotation marks are asked, and long ones that are no whole sentence: what a story says twice is
    no pull quote, nor is a crosshead that uses its words.
    """
    marked: list[Block] = []
    for block in blocks:
        above = marked[-1] if marked else None
        if above and above.kind is BlockKind.PULL_QUOTE and _names_speaker(block, blocks):
            spans = (*above.spans, *block.spans)
            marked[-1] = above._replace(text=f"{above.text} {block.text}", spans=spans)
        elif _could_be_pulled(block) and _stands_in_another(block, blocks):
            marked.append(block._replace(kind=BlockKind.PULL_QUOTE))
        else:
            marked.append(block)
    return marked


def _could_be_pulled(block: Block) -> bool:
    text = block.text
    if len(text) > _LONGEST or block.kind not in (BlockKind.PARAGRAPH, BlockKind.CROSSHEAD):
        return False
    if text[0] in _QUOTES and text[-1] in _QUOTES:
        return text.count(" ") + 1 >= _LEAST_WORDS
    return not ends_sentence(text) and text.count(" ") + 1 >= _LEAST_WORDS_BARE


def _stands_in_another(block: Block, blocks: Sequence[Block]) -> bool:
    opening = block.text.strip(_QUOTES)[1:_OPENING]  # its first letter may have become a capital
    others = [
        other.text
        for other in blocks
        if opening in other.text
        and other.kind is BlockKind.PARAGRAPH
        and len(other.text) > len(block.text)
    ]
    if not others or sum(other.text == block.text for other in blocks) > 1:
        return False
    words = same_words(block.text)
    return any(f" {words} " in f" {same_words(other)} " for other in others)


def _names_speaker(below: Block, blocks: Sequence[Block]) -> bool:
    """Whether the block below a pull quote says whose words they are: a name whose last part the
    story's paragraphs have, too.
    """
    if below.kind is BlockKind.CAPTION or ends_sentence(below.text):
        return False
    match = _SPEAKER.fullmatch(below.text)
    if match is None:
        return False
    surname = re.compile(rf"\b{re.escape(match['name'].rpartition(' ')[2])}\b")
    return any(
        block is not below and block.kind is BlockKind.PARAGRAPH and surname.search(block.text)
        for block in blocks
    )
