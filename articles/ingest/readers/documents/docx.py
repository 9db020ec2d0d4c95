"""Word documents (.docx): paragraphs with their styles, lists, tables, notes and pictures.

Read as events rather than with a library that loads the whole document: `python-docx` and `mammoth`
hold a tree of it (a document of 100 MB of XML needs gigabytes), and neither says which paragraph is
a caption.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final

from articles.ingest.readers.office_files import OfficeFile
from articles.ingest.readers.xml_reading import Event

from .blocks import BlockKind
from .building import PLAIN, Builder, Style, style_of

_DOCUMENT: Final = "word/document.xml"
_UNSEEN: Final = frozenset(
    {"del", "moveFrom", "instrText", "delText", "Fallback", "rPrChange", "pPrChange", "tblPrChange"}
    | {"sectPrChange", "oMathPara"}
)
"""Elements whose text is not the document's: what was deleted, codes of fields, what is there twice
for old programs."""
_OFF: Final = frozenset({"0", "false", "off", "none"})


def read_docx(file: OfficeFile) -> Builder:
    """The document's blocks. Raises what `OfficeFile.events` does."""
    main = _main_part(file)
    builder = Builder()
    styles = _styles(file, main)
    _Body(builder, styles, _relations(file, main)).read(file.events(main))
    folder = posixpath.dirname(main)
    for name in ("footnotes.xml", "endnotes.xml"):
        part = f"{folder}/{name}"
        _Body(builder, styles, _relations(file, part), is_notes=True).read(file.events(part))
    for start in ("header", "footer"):
        for part in file.names_from(f"{folder}/{start}"):
            running = Builder()
            _Body(running, styles, {}).read(file.events(part))
            running.close_paragraph()
            builder.furniture += [block.text for block in running.blocks if block.text]
    builder.furniture = list(dict.fromkeys(builder.furniture))
    return builder


def _main_part(file: OfficeFile) -> str:
    """The part that is the text; Word calls it document.xml, others what they like."""
    for event in file.events("_rels/.rels"):
        if event.kind == "start" and event.attributes.get("Type", "").endswith("/officeDocument"):
            return event.attributes.get("Target", "").lstrip("/") or _DOCUMENT
    return _DOCUMENT


def _relations(file: OfficeFile, part: str) -> dict[str, str]:
    """By number what a part refers to: pictures by their part's name, links by their address."""
    folder, name = posixpath.split(part)
    found: dict[str, str] = {}
    for event in file.events(f"{folder}/_rels/{name}.rels"):
        if event.kind != "start" or event.name != "Relationship":
            continue
        target = event.attributes.get("Target", "")
        if event.attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[event.attributes.get("Id", "")] = target
    return found


def _styles(file: OfficeFile, main: str) -> dict[str, Style]:
    """The styles of paragraphs by their ids. Names of Word's own are English in every language."""
    names: dict[str, str] = {}
    bases: dict[str, str] = {}
    levels: dict[str, int] = {}
    bold: set[str] = set()
    current = ""
    for event in file.events(posixpath.join(posixpath.dirname(main), "styles.xml")):
        if event.kind != "start":
            continue
        value = event.attributes.get("val", "")
        if event.name == "style":
            current = event.attributes.get("styleId", "")
        elif event.name == "name":
            names[current] = value
        elif event.name == "basedOn":
            bases[current] = value
        elif event.name == "outlineLvl" and value.isdigit() and int(value) < 9:
            levels[current] = int(value) + 1
        elif event.name == "b" and value not in _OFF:
            bold.add(current)
    styles: dict[str, Style] = {}
    for key, name in names.items():
        style = style_of(name, is_bold=key in bold)
        base, steps = bases.get(key, ""), 0
        while style.kind is BlockKind.PARAGRAPH and base in names and steps < 10:
            inherited = style_of(names[base])
            if inherited.kind is not BlockKind.PARAGRAPH:
                style = inherited
            base, steps = bases.get(base, ""), steps + 1
        if style.kind is BlockKind.PARAGRAPH and key in levels:
            style = Style(BlockKind.HEADING, levels[key], style.is_bold)
        styles[key] = style
    return styles


class _Body:
    """Reads the elements of a part."""

    def __init__(
        self,
        builder: Builder,
        styles: dict[str, Style],
        relations: dict[str, str],
        *,
        is_notes: bool = False,
    ) -> None:
        self._builder = builder
        self._styles = styles
        self._relations = relations
        self._is_notes = is_notes
        self._unseen = 0
        self._is_text = self._is_bold = self._is_hidden = self._is_run = False
        self._alternative = ""
        self._style = PLAIN
        self._outer: list[Style] = []

    def read(self, events: Iterator[Event]) -> None:
        for event in events:
            if event.kind == "text":
                if self._is_text and not self._unseen and not self._is_hidden:
                    self._builder.add(event.name, is_bold=self._is_bold)
            elif event.kind == "start":
                self._start(event)
            else:
                self._end(event.name)
        self._builder.close_paragraph()

    def _start(self, event: Event) -> None:
        name = event.name
        if name in _UNSEEN:
            self._unseen += 1
        if self._unseen:
            return
        builder = self._builder
        value = event.attributes.get("val", "")
        match name:
            case "p":
                self._style = PLAIN
                builder.open_paragraph()
            case "pStyle":
                self._style = self._styles.get(value) or style_of(value)
                builder.set_style(self._style)
            case "numId" if value != "0" and self._style.kind is BlockKind.PARAGRAPH:
                builder.set_style(Style(BlockKind.LIST_ITEM))
            case "outlineLvl" if value.isdigit() and int(value) < 9:
                if self._style.kind is BlockKind.PARAGRAPH:
                    builder.set_style(Style(BlockKind.HEADING, int(value) + 1))
            case "r":
                self._is_run, self._is_bold, self._is_hidden = True, False, False
            case "b" if self._is_run:
                self._is_bold = value not in _OFF
            case "vanish" if self._is_run:
                self._is_hidden = value not in _OFF
            case "t":
                self._is_text = True
            case "tab" | "ptab" if self._is_run:
                builder.add(" ")
            case "br" | "cr":
                builder.add("\n")
            case "noBreakHyphen":
                builder.add("-")
            case "hyperlink":
                builder.open_link(self._relations.get(event.attributes.get("id", ""), ""))
            case "docPr":
                self._alternative = event.attributes.get("descr", "")
            case "blip":
                self._picture(event.attributes.get("embed", ""))
            case "imagedata":
                self._picture(event.attributes.get("id", ""))
            case "tbl":
                builder.open_table()
            case "tr":
                builder.open_row()
            case "tc":
                builder.open_cell()
            case "footnote" | "endnote" if event.attributes.get("type"):
                self._unseen += 1  # the lines above notes
                self._skipped = name

    _skipped = ""

    def _end(self, name: str) -> None:
        if self._unseen:
            if name in _UNSEEN or name == self._skipped:
                self._unseen -= 1
                self._skipped = "" if name == self._skipped else self._skipped
            return
        match name:
            case "p":
                self._builder.close_paragraph()
            case "t":
                self._is_text = False
            case "r":
                self._is_run = self._is_bold = self._is_hidden = False
            case "hyperlink":
                self._builder.close_link()
            case "tbl":
                self._builder.close_table()

    def _picture(self, number: str) -> None:
        if target := self._relations.get(number, ""):
            self._builder.picture(target, self._alternative)
        self._alternative = ""
