"""OpenDocument texts (.odt): paragraphs with their styles, lists, tables, notes and pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from articles.ingest.readers.office_files import OfficeFile
from articles.ingest.readers.xml_reading import Event

from .blocks import BlockKind
from .building import PLAIN, Builder, Style, style_of

_UNSEEN: Final = frozenset(
    {"tracked-changes", "annotation", "forms", "note-citation", "ruby-text", "scripts"}
    | {"variable-decls", "sequence-decls", "desc", "title", "script", "event-listeners"}
)
_INDEXES: Final = frozenset(
    {"table-of-content", "alphabetical-index", "illustration-index", "bibliography", "user-index"}
)
_MOST_SPACES: Final = 100


def read_odt(file: OfficeFile) -> Builder:
    """The document's blocks. Raises what `OfficeFile.events` does."""
    builder = Builder()
    styles = _styles(file)
    _Body(builder, styles).read(file.events("content.xml"))
    return builder


def _styles(file: OfficeFile) -> dict[str, Style]:
    """The styles by their names, those that a paragraph has of its own among them, which have the
    name of a parent."""
    names: dict[str, str] = {}
    parents: dict[str, str] = {}
    bold: set[str] = set()
    for part in ("styles.xml", "content.xml"):
        current = ""
        for event in file.events(part):
            if event.kind != "start":
                continue
            if event.name in ("body", "master-styles"):
                break
            if event.name == "style" and event.attributes.get("family") in ("paragraph", "text"):
                current = event.attributes.get("name", "")
                names[current] = event.attributes.get("display-name", "") or current
                parents[current] = event.attributes.get("parent-style-name", "")
            elif event.name == "text-properties" and current and _is_bold(event):
                bold.add(current)
    styles: dict[str, Style] = {}
    for key in names:
        name, steps = key, 0
        style = PLAIN
        while name and steps < 10 and style.kind is BlockKind.PARAGRAPH:
            style = style_of(names.get(name, name).replace("_20_", " "))
            name, steps = parents.get(name, ""), steps + 1
        is_bold = key in bold
        styles[key] = Style(style.kind, style.level, is_bold, style.is_furniture)
    return styles


def _is_bold(event: Event) -> bool:
    return event.attributes.get("font-weight") in ("bold", "600", "700", "800", "900")


class _Body:
    def __init__(self, builder: Builder, styles: dict[str, Style]) -> None:
        self._builder = builder
        self._styles = styles
        self._unseen = self._lists = self._notes = self._indexes = self._paragraphs = 0
        self._bold: list[bool] = []
        self._is_body = False
        self._later: list[list[str]] = []
        self._picture = ""
        self._alternative = ""
        self._is_described = False

    def read(self, events: Iterator[Event]) -> None:
        for event in events:
            if event.kind == "text":
                self._text(event.name)
            elif event.kind == "start":
                self._start(event)
            else:
                self._end(event.name)
        self._builder.close_paragraph()
        for texts in self._later:
            self._builder.open_paragraph()
            self._builder.add("".join(texts))
            self._builder.close_paragraph()

    def _text(self, text: str) -> None:
        if self._is_described:
            self._alternative += text
        elif self._unseen or not self._paragraphs:
            return
        elif self._notes:
            self._later[-1].append(text)
        else:
            self._builder.add(text, is_bold=any(self._bold))

    def _start(self, event: Event) -> None:
        name, attributes = event.name, event.attributes
        if name == "desc" or (name == "title" and self._picture):
            self._is_described = not self._alternative
        if name in _UNSEEN:
            self._unseen += 1
        if name == "body":
            self._is_body = True
        if self._unseen or not self._is_body:
            return
        builder = self._builder
        match name:
            case "p" | "h":
                self._paragraphs += 1
                if not self._notes:
                    self._open(name, attributes.get("style-name", ""), attributes)
            case "span":
                own = self._styles.get(attributes.get("style-name", ""), PLAIN)
                self._bold.append(own.is_bold)
            case "a":
                builder.open_link(attributes.get("href", ""))
            case "s":
                count = attributes.get("c", "1")
                self._text(" " * min(int(count) if count.isdigit() else 1, _MOST_SPACES))
            case "tab":
                self._text(" ")
            case "line-break":
                self._text("\n")
            case "list":
                self._lists += 1
            case "note":
                self._notes += 1
                self._later.append([])
            case "image":
                self._picture = attributes.get("href", "")
                self._alternative = ""
            case "table":
                builder.open_table()
            case "table-row":
                builder.open_row()
            case "table-cell":
                builder.open_cell()
        if name in _INDEXES:
            self._indexes += 1

    def _open(self, name: str, style_name: str, attributes: Mapping[str, str]) -> None:
        style = self._styles.get(style_name) or style_of(style_name.replace("_20_", " "))
        level = attributes.get("outline-level", "1")
        if name == "h":
            style = Style(BlockKind.HEADING, int(level) if level.isdigit() else 1)
        elif self._lists and style.kind is BlockKind.PARAGRAPH:
            style = Style(BlockKind.LIST_ITEM, is_bold=style.is_bold)
        if self._indexes:
            style = Style(is_furniture=True)
        self._builder.open_paragraph(style)

    def _end(self, name: str) -> None:
        if name in ("desc", "title"):
            self._is_described = False
        if name in _UNSEEN:
            self._unseen -= 1
            return
        if self._unseen or not self._is_body:
            return
        match name:
            case "p" | "h":
                self._paragraphs -= 1
                if not self._notes:
                    self._builder.close_paragraph()
            case "span":
                if self._bold:
                    self._bold.pop()
            case "a":
                self._builder.close_link()
            case "list":
                self._lists -= 1
            case "note":
                self._notes -= 1
            case "frame":
                if self._picture:
                    self._builder.picture(self._picture, self._alternative)
                self._picture = ""
            case "table":
                self._builder.close_table()
        if name in _INDEXES:
            self._indexes -= 1
