"""RTF documents: paragraphs with their styles, lists, tables, links, notes and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found, Unreadable

from .blocks import Block, BlockKind
from .building import PLAIN, Builder, Style, TooMuchTextError, style_of
from .record import document_record, picture_of
from .rtf_codes import Code, Codes, RtfError, code_page, default_code_page
from .word_processors import fields_of

_SKIPPED: Final = frozenset(
    {"colortbl", "listtable", "listoverridetable", "rsidtbl", "generator", "themedata"}
    | {"colorschememapping", "latentstyles", "datastore", "xmlnstbl", "fldinst", "nonshppict"}
    | {"objdata", "objclass", "bkmkstart", "bkmkend", "revtbl", "sp", "comment", "annotation"}
    | {"atnid", "atnauthor", "atrfstart", "atrfend", "pntxta", "pntxtb", "keywords", "operator"}
    | {"company", "doccomm", "subject", "category", "manager", "filetbl", "template", "userprops"}
    | {"footnotesep", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "datafield", "formfield"}
)
_OPENED: Final = frozenset({"shppict", "shpinst", "ud", "shptxt", "do", "dptxbxtext"})
"""Groups that begin with `\\*`, which has old programs pass over them, and are read."""
_RUNNING: Final = frozenset(
    {"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"}
)
_BREAKS: Final = frozenset({"par", "sect", "page", "pagebb"})
_CHARACTERS: Final = {
    "tab": " ", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ",
    "qmspace": " ", "zwj": "\u200d", "zwnj": "\u200c", "nestcell": " ",
}  # fmt: skip
_SYMBOLS: Final = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}", "-": "", ":": ":"}
_LINK: Final = re.compile(rb"HYPERLINK\s+\"([^\"]{1,2000})\"")
_WORD: Final = re.compile(rb"\\[a-z]+-?\d* ?")
_FORMATS: Final = {b"\\pngblip": "png", b"\\jpegblip": "jpg"}
_FORMAT: Final = re.compile(rb"\\(?:pngblip|jpegblip)\b")
_INNER: Final = re.compile(rb"\{[^{}]*\}")
_MOST_PICTURES: Final = 500


def read_rtf(opened: Opened) -> Iterator[Found]:
    """The document as one record, and its pictures."""
    raw = opened.whole()
    if isinstance(raw, Unreadable):
        yield raw
        return
    document = _Document(raw)
    try:
        document.read()
        blocks = document.builder.finish()
    except (RtfError, TooMuchTextError) as error:
        yield Unreadable(
            opened.name,
            f"it is an RTF document that cannot be read ({error}); open it with a word processor, "
            "save it as a copy and import that",
        )
        return
    if not any(block.text or block.rows for block in blocks):
        yield Unreadable(opened.name, "it is an RTF document without text; leave it out")
        return
    running = list(dict.fromkeys(document.builder.furniture))
    yield document_record(raw, opened.name, fields_of(blocks, running, document.stated))
    for address, picture in document.pictures.items():
        yield picture_of(opened.name, address, picture)


@dataclass(slots=True)
class _State:
    """What holds in a group until it ends."""

    is_bold: bool = False
    is_hidden: bool = False
    encoding: str = "cp1252"
    fallback: int = 1
    target: str = "text"
    is_link: bool = False
    is_note: bool = False


class _Document:
    """Reads the codes from the first to the last."""

    def __init__(self, raw: bytes) -> None:
        self.builder = Builder()
        self.stated: dict[str, str] = {}
        self.pictures: dict[str, bytes] = {}
        self._codes = Codes(raw)
        self._default = "cp1252"
        self._fonts: dict[int, str] = {}
        self._styles: dict[int, Style] = {}
        self._stack: list[_State] = []
        self._state = _State()
        self._bytes = bytearray()
        self._skip = 0
        self._high = 0
        self._is_starred = self._is_first = False
        self._in_table = self._is_row_open = self._is_cell_open = False
        self._style = PLAIN
        self._is_item = False
        self._apart: list[str] = []
        self._notes: list[str] = []

    def read(self) -> None:
        for code in self._codes:
            if code.kind == "bytes":
                self._add_bytes(code.raw)
                continue
            self._flush()
            if code.kind == "open":
                self._stack.append(replace(self._state))
                self._is_first, self._is_starred = True, False
            elif code.kind == "close":
                self._close_group()
            elif code.kind == "symbol":
                self._symbol(code.word)
            else:
                self._word(code)
        self._flush()
        self._end_paragraph()
        self._leave_table()
        for note in self._notes:
            self.builder.blocks.append(Block(BlockKind.PARAGRAPH, note))

    # --- groups

    def _close_group(self) -> None:
        ended = self._state
        if self._stack:
            self._state = self._stack.pop()
        if ended.is_link and not self._state.is_link:
            self.builder.close_link()
        if ended.target in ("running", "note") and self._state.target != ended.target:
            text = " ".join("".join(self._apart).split())
            self._apart.clear()
            if text:
                (self._notes if ended.target == "note" else self.builder.furniture).append(text)
        self._is_first = False

    def _destination(self, word: str) -> bool:
        """Whether a group's first word has it read in another way."""
        if word == "fonttbl":
            self._read_fonts(self._codes.skip_group())
        elif word == "stylesheet":
            self._read_styles(self._codes.skip_group())
        elif word == "info":
            self._read_information(self._codes.skip_group())
        elif word == "pict":
            self._read_picture(self._codes.skip_group())
        elif word == "fldinst":
            if link := _LINK.search(self._codes.skip_group()):
                self.builder.open_link(link[1].decode("latin-1"))
                if self._stack:
                    self._stack[-1].is_link = True
        elif word in ("listtext", "pntext"):
            self._codes.skip_group()
            self._is_item = True
        elif word in _RUNNING:
            self._state.target = "running"
        elif word == "footnote":
            self._state.target = "note"
        elif word in _SKIPPED or (self._is_starred and word not in _OPENED):
            self._codes.skip_group()
        else:
            return False
        return True

    # --- words and symbols

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._is_starred = True
            return
        self._is_first = False
        if symbol in "\r\n":
            self._end_paragraph()
        elif symbol in _SYMBOLS:
            self._text(_SYMBOLS[symbol])

    def _word(self, code: Code) -> None:
        word, number = code.word, code.number
        if self._is_first or self._is_starred:
            is_other = self._destination(word)
            self._is_first = self._is_starred = False
            if is_other:
                return
        state = self._state
        is_on = number != 0
        match word:
            case "u":
                self._unicode(number or 0)
            case "uc":
                state.fallback = max(number or 0, 0)
            case "b":
                state.is_bold = is_on
            case "v" | "deleted":
                state.is_hidden = is_on
            case "plain":
                state.is_bold = state.is_hidden = False
            case "f":
                state.encoding = self._fonts.get(number or 0, self._default)
            case "ansicpg":
                self._default = state.encoding = default_code_page(number or 1252)
            case "mac":
                self._default = state.encoding = "mac_roman"
            case "pc" | "pca":
                self._default = state.encoding = "cp437" if word == "pc" else "cp850"
            case _ if word in _CHARACTERS:
                self._text(_CHARACTERS[word])
            case _:
                self._layout(word, number)

    def _layout(self, word: str, number: int | None) -> None:
        """Words of paragraphs and tables."""
        if word in _BREAKS:
            self._end_paragraph()
        elif word == "pard":
            self._style, self._is_item, self._in_table = PLAIN, False, False
        elif word == "s":
            self._style = self._styles.get(number or 0, PLAIN)
        elif word == "outlinelevel" and self._style.kind is BlockKind.PARAGRAPH:
            if 0 <= (number or 0) < 9:
                self._style = Style(BlockKind.HEADING, (number or 0) + 1)
        elif word == "ls" and number:
            self._is_item = True
        elif word == "intbl":
            self._in_table = True
        elif word == "cell":
            self._enter_cell()
            self.builder.close_paragraph()
            self._is_cell_open = False
        elif word == "row":
            self.builder.close_paragraph()
            self._is_row_open = self._is_cell_open = False
        elif word == "nestrow":
            self._end_paragraph()

    def _unicode(self, number: int) -> None:
        code = number % 0x10000
        self._skip = self._state.fallback
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return
        if 0xDC00 <= code < 0xE000:
            high = self._high - 0xD800
            code = 0x10000 + (high << 10) + (code - 0xDC00) if self._high else 0xFFFD
        self._high = 0
        self._text(chr(code))

    # --- text

    def _add_bytes(self, raw: bytes) -> None:
        self._is_first = False
        if self._skip:
            skipped = min(self._skip, len(raw))
            self._skip -= skipped
            raw = raw[skipped:]
        self._bytes += raw

    def _flush(self) -> None:
        self._skip = self._skip if not self._bytes else 0
        if self._bytes:
            text = self._bytes.decode(self._state.encoding, "replace")
            self._bytes.clear()
            self._text(text)

    def _text(self, text: str) -> None:
        state = self._state
        if state.is_hidden or not text:
            return
        if state.target != "text":
            self._apart.append(text)
            return
        if text.strip():
            self._enter_cell() if self._in_table else self._leave_table()
        self.builder.add(text, is_bold=state.is_bold)

    def _end_paragraph(self) -> None:
        if self._state.target != "text":
            self._apart.append(" ")
            return
        style = self._style
        if self._is_item and style.kind is BlockKind.PARAGRAPH:
            style = Style(BlockKind.LIST_ITEM)
        self.builder.set_style(style)
        self.builder.close_paragraph()

    # --- tables

    def _enter_cell(self) -> None:
        if not self._in_table and not self._is_row_open:
            return
        if not self.builder.is_in_table:
            self.builder.open_table()
        if not self._is_row_open:
            self.builder.open_row()
            self._is_row_open = True
        if not self._is_cell_open:
            self.builder.open_cell()
            self._is_cell_open = True

    def _leave_table(self) -> None:
        if self.builder.is_in_table:
            self.builder.close_table()
            self._is_row_open = self._is_cell_open = False

    # --- tables of the document's head

    def _read_fonts(self, raw: bytes) -> None:
        fonts = re.findall(rb"\\f(\d{1,6})\b[^;{}]*?\\fcharset(\d{1,3})", raw)
        charsets = {int(font): int(charset) for font, charset in fonts}
        has_several = not set(charsets.values()) <= {0, 1}
        for font, charset in charsets.items():
            # 0 is that of Windows; old programs write it of any font
            is_latin = charset == 0 and has_several
            self._fonts[font] = "cp1252" if is_latin else code_page(charset, self._default)

    def _read_styles(self, raw: bytes) -> None:
        for match in re.finditer(rb"\{\s*\\s(\d{1,5})\b((?:[^{}]|\{[^{}]*\})*)\}", raw):
            name = _INNER.sub(b"", match[2]).rpartition(b"\\")[2].partition(b" ")[2]
            text = name.decode(self._default, "replace").strip().rstrip(";")
            self._styles[int(match[1])] = style_of(text)

    def _read_information(self, raw: bytes) -> None:
        for role, start in (("title", rb"\{\\title "), ("author", rb"\{\\author ")):
            if match := re.search(start + rb"([^{}]{1,2000})\}", raw):
                self.stated[role] = _plain(match[1], self._default)
        for role, word in (("created", rb"creatim"), ("modified", rb"revtim")):
            found = re.search(
                rb"\{\\%s\\yr(\d{4})\\mo(\d\d?)\\dy(\d\d?)(?:\\hr(\d\d?)\\min(\d\d?))?" % word, raw
            )
            if found:
                numbers = [int(one) for one in found.groups() if one is not None]
                try:
                    self.stated[role] = datetime(*numbers).isoformat()  # type: ignore[arg-type]  # noqa: DTZ001
                except ValueError:
                    continue

    def _read_picture(self, raw: bytes) -> None:
        """A picture in hexadecimal digits; those in formats of Windows are passed over."""
        kind = _FORMAT.search(raw[:4000])
        if kind is None or len(self.pictures) >= _MOST_PICTURES:
            return
        digits = _WORD.sub(b"", raw.rpartition(b"}")[2]).translate(None, b" \t\r\n")
        address = f"image{len(self.pictures) + 1}.{_FORMATS[kind[0]]}"
        try:
            picture = bytes.fromhex(digits.decode("ascii"))
        except ValueError:
            return
        if picture:
            self.pictures[address] = picture
            self.builder.picture(address)


def _plain(raw: bytes, encoding: str) -> str:
    """A text of the document's head: its characters, without further codes."""
    texts: list[str] = []
    for code in Codes(b"{" + raw + b"}"):
        if code.kind == "bytes":
            texts.append(code.raw.decode(encoding, "replace"))
        elif code.kind == "word" and code.word == "u":
            texts.append(chr((code.number or 0) % 0x10000))
    return "".join(texts).encode("utf-8", "replace").decode().strip()
