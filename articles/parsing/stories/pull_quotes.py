"""Pull quotes: words of the story that the page shows once more, by themselves and larger."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from articles.parsing.line_kinds import ends_sentence
from articles.parsing.types import Block, BlockKind

from .segment import same_words

_LONGEST: Final = 300
_LEAST_WORDS: Final = 5
_LEAST_WORDS_BARE: Final = 12
"""Words; a crosshead, which may well use the words of the text, has fewer."""
_QUOTES: Final = "“”\"«»„‘’' "
_OPENING: Final = 24
"""Characters that are looked for as they stand before any words are compared."""

_OPENING_WORDS: Final = 5
_FEW: Final = 20
"""Blocks for each of which every paragraph may be looked through."""
_MOST_ALIKE: Final = 50
"""Paragraphs with the same first words; beyond so many they are not compared."""

# `Marta`: the capital that a name begins with
_CAPITALISED: Final = re.compile(r"\b[^\W\d_a-z]\w*")

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
    candidates = [block for block in blocks if _could_be_pulled(block)]
    if not candidates:
        return list(blocks)
    story = _Story(blocks, candidates)
    marked: list[Block] = []
    for block in blocks:
        above = marked[-1] if marked else None
        if above and above.kind is BlockKind.PULL_QUOTE and story.names_speaker(block):
            spans = (*above.spans, *block.spans)
            marked[-1] = above._replace(text=f"{above.text} {block.text}", spans=spans)
        elif _could_be_pulled(block) and story.has_in_another(block):
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


class _Story:
    """A story's paragraphs, to look words up in; `asked` are the blocks whose words that may be.

    Of few blocks each is compared with every paragraph, of many with those that have its first
    words: a page may hold ten thousand.
    """

    def __init__(self, blocks: Sequence[Block], candidates: Sequence[Block]) -> None:
        self._paragraphs = [block for block in blocks if block.kind is BlockKind.PARAGRAPH]
        self._texts = Counter(block.text for block in blocks if len(block.text) <= _LONGEST)
        self._with_opening = _paragraphs_by_opening(self._paragraphs, candidates)
        self._named: dict[str, list[Block]] | None = None

    def has_in_another(self, block: Block) -> bool:
        """Whether a block's words stand in a longer paragraph, and the block itself but once."""
        if self._texts[block.text] > 1:
            return False
        words = same_words(block.text)
        if self._with_opening is not None:
            others = self._with_opening[_opening_words(words)][:_MOST_ALIKE]
        else:
            others = self._paragraphs
        opening = block.text.strip(_QUOTES)[
            1:_OPENING
        ]  # its first letter may have become a capital
        return any(
            opening in other.text
            and len(other.text) > len(block.text)
            and f" {words} " in f" {same_words(other.text)} "
            for other in others
        )

    def names_speaker(self, below: Block) -> bool:
        """Whether the block below a pull quote says whose words they are: a name whose last part
        the story's paragraphs have, too.
        """
        if below.kind is BlockKind.CAPTION or ends_sentence(below.text):
            return False
        match = _SPEAKER.fullmatch(below.text)
        if match is None:
            return False
        name = match["name"].rpartition(" ")[2]
        surname = re.compile(rf"\b{re.escape(name)}\b")
        return any(
            block is not below and surname.search(block.text) is not None
            for block in self._with_name(name)
        )

    def _with_name(self, name: str) -> Sequence[Block]:
        """Paragraphs that may have a name, by the word that it begins with."""
        if self._named is None:
            self._named = {}
            for block in self._paragraphs:
                for word in set(_CAPITALISED.findall(block.text)):
                    others = self._named.setdefault(word, [])
                    if len(others) < _MOST_ALIKE:
                        others.append(block)
        return self._named.get(_CAPITALISED.findall(name)[0], ())


def _paragraphs_by_opening(
    paragraphs: Sequence[Block], candidates: Sequence[Block]
) -> Mapping[tuple[str, ...], list[Block]] | None:
    """The paragraphs by those of their words that one of the blocks begins with; None where each
    block may well be compared with every paragraph."""
    if len(candidates) <= _FEW:
        return None
    found: dict[tuple[str, ...], list[Block]] = {
        _opening_words(same_words(block.text)): [] for block in candidates
    }
    sizes = {len(opening) for opening in found}
    for block in paragraphs:
        words = same_words(block.text).split(" ")
        for size in sizes:
            for start in range(len(words) - size + 1):
                others = found.get(tuple(words[start : start + size]))
                if others is not None and (not others or others[-1] is not block):
                    others.append(block)
    return found


def _opening_words(words: str) -> tuple[str, ...]:
    return tuple(words.split(" ", _OPENING_WORDS)[:_OPENING_WORDS])
