"""Pull quotes: words of the story that the page shows once more, by themselves and larger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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


def pulled_quotes(blocks: Sequence[Block]) -> Iterator[int]:
    """The numbers of the blocks whose words all stand in a longer paragraph of the same story.

    Only blocks in quotation marks are asked, and long ones that are no whole sentence: what a
    story says twice is no pull quote, nor is a crosshead that uses its words.
    """
    for number, block in enumerate(blocks):
        if _could_be_pulled(block) and _stands_in_another(block, blocks):
            yield number


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
