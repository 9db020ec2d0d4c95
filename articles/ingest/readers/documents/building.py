"""Puts a word processor's document together, block by block, as its file is read front to back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Final

from articles.ingest.readers.limits import LARGEST_PAGE, MIB

from .blocks import Block, BlockKind

_MOST_BLOCKS: Final = 60_000
_LONGEST_CELL: Final = 300
"""Characters of a table's cell; a longer one is a column of a laid out page."""
_TITLE_WORDS: Final = 25
_CROSSHEAD_WORDS: Final = 14
_ENDS: Final = re.compile(r"[.;,:!?…。؟]$")
# `heading 2`, `Heading2`, `Überschrift 2`, `Titre 1`, `Título 1`, `Kop 1`, `Titolo 1`
_HEADING: Final = re.compile(
    r"(?:heading|h|überschrift|berschrift|titre|t[ií]tulo|titolo|kop|rubrik|overskrift|nagłówek"
    r"|otsikko|заголовок|başlık)[ _]?(?:20_)?([1-9])\b",
    re.IGNORECASE,
)
_CAPTION: Final = re.compile(
    r"caption|beschriftung|l[ée]gende|leyenda|didascalia|legenda|bildtext|illustration|figure",
    re.IGNORECASE,
)
_TITLE: Final = re.compile(r"titles?$|titel$|headline$", re.IGNORECASE)
_QUOTE: Final = re.compile(r"quot|zitat|citation|cita\b", re.IGNORECASE)
_LIST: Final = re.compile(r"list|aufz[äa]hlung|liste", re.IGNORECASE)
_FURNITURE: Final = re.compile(r"toc[ _]?\d|contents|verzeichnis|header$|footer$", re.IGNORECASE)


class TooMuchTextError(Exception):
    """A document with more text than any has; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph's style says that it is."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    is_bold: bool = False
    is_furniture: bool = False


PLAIN: Final = Style()


def style_of(name: str, *, is_bold: bool = False) -> Style:
    """The style of that name, as word processors in several languages call it."""
    if heading := _HEADING.match(name):
        return Style(BlockKind.HEADING, int(heading[1]), is_bold)
    if _TITLE.match(name):
        return Style(BlockKind.HEADING, 0, is_bold)  # above those of level 1
    if _FURNITURE.match(name):
        return Style(is_bold=is_bold, is_furniture=True)
    for pattern, kind in (
        (_CAPTION, BlockKind.CAPTION),
        (_QUOTE, BlockKind.QUOTE),
        (_LIST, BlockKind.LIST_ITEM),
    ):
        if pattern.match(name):
            return Style(kind, is_bold=is_bold)
    return Style(is_bold=is_bold)


@dataclass(slots=True)
class _Paragraph:
    style: Style
    texts: list[str] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    letters: int = 0
    bold_letters: int = 0


@dataclass(slots=True)
class _Table:
    rows: list[list[list[Block]]] = field(default_factory=list)


class Builder:
    """Takes paragraphs, pictures and tables as they come; `blocks` are what they are."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.furniture: list[str] = []
        self._bold: set[int] = set()
        self._paragraph: _Paragraph | None = None
        self._tables: list[_Table] = []
        self._size = 0
        self._link = ""

    # --- text

    def open_paragraph(self, style: Style = PLAIN) -> None:
        """Begins a paragraph; one that is open ends."""
        self.close_paragraph()
        self._paragraph = _Paragraph(style)

    def set_style(self, style: Style) -> None:
        """Says what the open paragraph is."""
        if self._paragraph:
            self._paragraph.style = style

    def add(self, text: str, *, is_bold: bool = False) -> None:
        """Goes on with the open paragraph, or begins one."""
        if self._paragraph is None:
            self._paragraph = _Paragraph(PLAIN)
        paragraph = self._paragraph
        self._size += len(text)
        if self._size > LARGEST_PAGE:
            raise TooMuchTextError(
                f"it holds more than {LARGEST_PAGE // MIB} MiB of text, the most that one document "
                "may have; divide it"
            )
        paragraph.texts.append(text)
        link = f'<a href="{escape(self._link)}">{escape(text)}</a>'
        paragraph.markup.append(link if self._link and text.strip() else escape(text))
        letters = len(text) - text.count(" ")
        paragraph.letters += letters
        paragraph.bold_letters += letters if is_bold or paragraph.style.is_bold else 0

    def open_link(self, address: str) -> None:
        """What is added from here on leads to an address of the web."""
        self._link = address if address.startswith(("http://", "https://")) else ""

    def close_link(self) -> None:
        """What is added from here on leads nowhere."""
        self._link = ""

    def picture(self, address: str, alternative: str = "") -> None:
        """A picture of the document, with its text for those who do not see it."""
        if self._paragraph is None:
            self._paragraph = _Paragraph(PLAIN)
        self._paragraph.pictures.append((address, alternative))

    def close_paragraph(self) -> None:
        """Ends the open paragraph, if there is one."""
        paragraph, self._paragraph = self._paragraph, None
        if paragraph is None:
            return
        blocks = self._place()
        pictures = dict(paragraph.pictures)
        for address, alternative in pictures.items():
            block = Block(BlockKind.PICTURE, address=address, alternative=alternative)
            if blocks and blocks[-1].kind is BlockKind.CAPTION and not blocks[-1].address:
                blocks[-1].address, blocks[-1].alternative = address, alternative
            else:
                blocks.append(block)
        text = " ".join("".join(paragraph.texts).split())
        if not text:
            return
        if len(blocks) >= _MOST_BLOCKS:
            raise TooMuchTextError("it has more paragraphs than any document; divide it")
        style = paragraph.style
        if style.is_furniture:
            self.furniture.append(text)
            return
        markup = " ".join("".join(paragraph.markup).split())
        if style.kind is BlockKind.CAPTION and blocks and blocks[-1].kind is BlockKind.PICTURE:
            blocks[-1].kind, blocks[-1].text, blocks[-1].markup = style.kind, text, markup
            return
        lines = [" ".join(line.split()) for line in "".join(paragraph.texts).split("\n")]
        block = Block(style.kind, text, style.level, markup=markup, lines=lines)
        if paragraph.bold_letters >= 0.9 * paragraph.letters > 0:
            self._bold.add(id(block))
        blocks.append(block)

    # --- tables

    def open_table(self) -> None:
        """Begins a table, perhaps within a cell of another."""
        self.close_paragraph()
        self._tables.append(_Table())

    @property
    def is_in_table(self) -> bool:
        """Whether a table is open."""
        return bool(self._tables)

    def open_row(self) -> None:
        """Begins a row."""
        if self._tables:
            self._tables[-1].rows.append([])

    def open_cell(self) -> None:
        """Begins a cell."""
        self.close_paragraph()
        if self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].append([])

    def close_table(self) -> None:
        """Ends a table: rows of short cells, or else what stands in its cells one after another."""
        self.close_paragraph()
        if not self._tables:
            return
        table = self._tables.pop()
        blocks = self._place()
        cells = [cell for row in table.rows for cell in row]
        columns = max(map(len, table.rows), default=0)
        is_table = columns > 1 and all(_is_short(cell) for cell in cells)
        if not is_table:
            blocks.extend(block for cell in cells for block in cell)
            return
        rows = [[" ".join(block.text for block in cell) for cell in row] for row in table.rows]
        rows = [row for row in rows if any(row)]
        if rows:
            blocks.append(Block(BlockKind.TABLE, rows=rows))

    def _place(self) -> list[Block]:
        """Where a block goes: the open cell, or the document."""
        if self._tables and self._tables[-1].rows and self._tables[-1].rows[-1]:
            return self._tables[-1].rows[-1][-1]
        return self.blocks

    # --- the whole

    def finish(self) -> list[Block]:
        """All blocks; lines that read as headings count as such where the document has none."""
        self.close_paragraph()
        while self._tables:
            self.close_table()
        self._find_headline()
        return self.blocks

    def _find_headline(self) -> None:
        texts = [block for block in self.blocks if block.text]
        if any(block.kind is BlockKind.HEADING for block in texts):
            _raise_headings(texts)
            return
        if len(texts) < 2:
            return
        first = texts[0]
        if first.kind is BlockKind.PARAGRAPH and _is_line(first, _TITLE_WORDS):
            first.kind, first.level = BlockKind.HEADING, 1
        for above, block, below in zip(texts, texts[1:], texts[2:], strict=False):
            is_crosshead = id(block) in self._bold and _is_line(block, _CROSSHEAD_WORDS)
            is_between = id(below) not in self._bold and len(above.text) > 100 < len(below.text)
            if is_crosshead and is_between and block.kind is BlockKind.PARAGRAPH:
                block.kind, block.level = BlockKind.HEADING, 2


def lines_of(blocks: Iterable[Block]) -> list[str]:
    """The document's text, line by line, with an empty one between paragraphs."""
    lines: list[str] = []
    for block in blocks:
        rows = ["  ".join(filter(None, row)) for row in block.rows]
        if own := rows or block.lines or ([block.text] if block.text else []):
            lines += [*own, ""]
    return lines


def _is_line(block: Block, words: int) -> bool:
    return block.text.count(" ") < words and not _ENDS.search(block.text)


def _is_short(cell: list[Block]) -> bool:
    if any(block.kind in (BlockKind.HEADING, BlockKind.TABLE) or block.address for block in cell):
        return False
    return sum(len(block.text) for block in cell) <= _LONGEST_CELL


def _raise_headings(texts: list[Block]) -> None:
    """Has the highest heading be of the first level, as it is the document's headline."""
    levels = [block.level for block in texts if block.kind is BlockKind.HEADING]
    for block in texts:
        if block.kind is BlockKind.HEADING:
            block.level -= min(levels) - 1
