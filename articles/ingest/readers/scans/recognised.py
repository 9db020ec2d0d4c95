"""Recognised text: blocks of lines, how sure the characters are, and the page that they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from articles.ingest.readers.documents.blocks import Block, BlockKind, DocumentStory, as_html
from articles.parsing.wrapping.words import WordList

_SURE: Final = 0.8
"""Mean confidence of a page's words under which an editor is warned."""
_UNSURE_HEAD: Final = 0.6
"""Mean confidence of a line's words under which it is not taken for a heading."""
_LARGER: Final = 1.2
_TITLE_WORDS: Final = 25
_HEAD_WORDS: Final = 40
_FEWEST_WORDS: Final = 1


@dataclass(slots=True)
class RecognisedBlock:
    """A block of a page: its lines, the size of its type or the height of its lines, what it is
    said to be (`heading`, `caption`, `furniture` or nothing), and the confidence of each word, from
    0 to 1, where it is known."""

    key: str = ""
    kind: str = ""
    lines: list[str] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    confidences: list[float] = field(default_factory=list)

    @property
    def size(self) -> float:
        """The usual size of its type; 0 where that is unknown."""
        return median(self.sizes) if self.sizes else 0.0

    @property
    def word_count(self) -> int:
        """Words, by their spaces."""
        return sum(line.count(" ") + 1 for line in self.lines)

    @property
    def confidence(self) -> float:
        """The mean confidence of its words; 1 where it is unknown."""
        return sum(self.confidences) / len(self.confidences) if self.confidences else 1.0


def story_of(
    blocks: Sequence[RecognisedBlock], notes: list[str]
) -> tuple[DocumentStory, list[str]]:
    """The blocks as a story, and the lines that are furniture. What is unsure is added to `notes`;
    a line that was hardly recognised never becomes a headline."""
    blocks = [block for block in blocks if any(block.lines)]
    words = WordList([block.lines for block in blocks])
    body = _body_size(blocks)
    has_heads = any(block.kind == "heading" for block in blocks)
    heads = {
        id(block)
        for block in blocks
        if block.kind == "heading" or (not has_heads and _is_large(block, body))
    }
    largest = max((block.size for block in blocks if id(block) in heads), default=0.0)
    story, furniture = DocumentStory(), []
    has_title = False
    for place, block in enumerate(blocks):
        text = words.joined(block.lines)
        if block.kind == "furniture":
            furniture.append(text)
            continue
        is_head = id(block) in heads or (not heads and not place and _is_line(blocks, text))
        if is_head and block.confidence < _UNSURE_HEAD:
            notes.append(
                f"a line that may be a headline was recognised with a confidence of "
                f"{block.confidence:.0%}, and stands in the text: “{text[:80]}”"
            )
            is_head = False
        if is_head:
            is_title = not has_title and block.size >= 0.95 * largest
            has_title |= is_title
            story.blocks.append(Block(BlockKind.HEADING, text, 1 if is_title else 2))
        else:
            is_caption = block.kind == "caption"
            kind = BlockKind.CAPTION if is_caption else BlockKind.PARAGRAPH
            story.blocks.append(Block(kind, text))
    return story, furniture


def html_of_blocks(blocks: Sequence[RecognisedBlock], notes: list[str]) -> str:
    """The page that the blocks make."""
    story, furniture = story_of(blocks, notes)
    return as_html([story], furniture=furniture)


def note_of(blocks: Iterable[RecognisedBlock], notes: Sequence[str]) -> str:
    """What an editor should know of how sure the text is; empty where nothing is in doubt."""
    confidences = [one for block in blocks for one in block.confidences]
    doubts = list(notes[:5])
    if confidences and (mean := sum(confidences) / len(confidences)) < _SURE:
        doubts.insert(
            0,
            f"its characters were recognised with a confidence of {mean:.0%} on average; hold the "
            "text against the picture",
        )
    return "; ".join(doubts)


def word_count(blocks: Iterable[RecognisedBlock]) -> int:
    """All words of the blocks."""
    return sum(block.word_count for block in blocks)


def _body_size(blocks: Iterable[RecognisedBlock]) -> float:
    """The size of type in which most words are set."""
    words: Counter[float] = Counter()
    for block in blocks:
        if block.size:
            words[round(block.size)] += block.word_count
    return words.most_common(1)[0][0] if words else 0.0


def _is_large(block: RecognisedBlock, body: float) -> bool:
    return bool(
        body and block.size >= _LARGER * body and block.word_count <= _HEAD_WORDS and not block.kind
    )


def _is_line(blocks: Sequence[RecognisedBlock], text: str) -> bool:
    """Whether a first block is short enough to be the headline of what follows."""
    return len(blocks) > 1 and text.count(" ") < _TITLE_WORDS and text[-1:] not in ".;,:"


def as_confidence(value: str, most: float = 1.0) -> float | None:
    """A stated confidence as a number from 0 to 1; None for none."""
    try:
        number = float(value) / most
    except ValueError:
        return None
    return number if 0 <= number <= 1 else None
