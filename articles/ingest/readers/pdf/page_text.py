"""The text and pictures of a PDF's pages, as JSON, one line a page. Runs as a program of its own.

PDFium is written in C++: a damaged PDF can end the process that reads it, and no Python code can
stop it in the middle of a page. So `extraction.py` starts this program, with the PDF as its
standard input. It imports nothing of ours, so that it starts in a tenth of a second.
"""

from __future__ import annotations

import ctypes
import json
import math
import re
import resource
import signal
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as c_api

_MIB: Final = 1024 * 1024

_SECONDS_A_PAGE: Final = 3.0
"""Seconds of the processor's time for any page, and for opening a PDF; a full newspaper page takes
0.1."""

_MOST_PAGES: Final = 5000
_MOST_CHARACTERS: Final = 400_000
"""On a page; the fullest newspaper page has 60,000."""
_MOST_OBJECTS: Final = 200_000
_DEEPEST_FORM: Final = 6
_MOST_PICTURES: Final = 100
"""Of a page."""
_LARGEST_PICTURE: Final = 24 * _MIB
_MOST_PICTURE_BYTES: Final = 48 * _MIB
"""Of a page."""
_PACKINGS: Final = frozenset({"ASCII85Decode", "ASCIIHexDecode", "FlateDecode", "LZWDecode"})
_LEAST_SIDE: Final = 40.0
"""Points of a picture's shorter side: smaller ones are ornaments."""

_GAP: Final = 0.9
"""Sizes of the type between two words that may not be of one line: a column's gutter is wider, and
nearly all spaces of justified type are narrower."""
_SHIFT: Final = 0.45
"""Sizes of the type by which a baseline differs from that of the next line."""

_SPACES: Final = frozenset(" \t\u00a0\u2002\u2003\u2009\u200a\u202f\u3000")
_LINE_ENDS: Final = frozenset("\r\n")
# Letters written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko and their old forms
_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_HYPHEN_MARK: Final = "\x02"  # what PDFium makes of a hyphen at a line's end
_FORCED_BOLD: Final = 1 << 18
_ITALIC: Final = 1 << 6


def main() -> int:
    """Reads the PDF at standard input; 0 when all of it was read."""
    memory, left = int(sys.argv[1]) * _MIB, float(sys.argv[2])
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _allow(min(_SECONDS_A_PAGE, left))
    try:
        document = pdfium.PdfDocument(sys.stdin.buffer)
        count = len(document)
    except pdfium.PdfiumError as error:
        is_locked = getattr(error, "err_code", 0) == c_api.FPDF_ERR_PASSWORD
        _write({"error": "password" if is_locked else "damaged"})
        return 0
    _write({"pages": count, "information": document.get_metadata_dict(skip_empty=True)})
    for number in range(min(count, _MOST_PAGES)):
        _allow(min(_SECONDS_A_PAGE, left - time.process_time()))
        try:
            page = document[number]
        except pdfium.PdfiumError:
            _write({"error": "page"})
            continue
        _write(_Page(page).read())
        page.close()
    return 0


def _allow(seconds: float) -> None:
    """Has the kernel end this process after so many seconds of the processor's time."""
    signal.setitimer(signal.ITIMER_PROF, max(seconds, 0.001))


def _write(value: object) -> None:
    sys.stdout.write(json.dumps(value, separators=(",", ":")) + "\n")
    sys.stdout.flush()


class _Page:
    """One page: its lines as fragments of one type each, and its pictures.

    Coordinates are in points, from the upper left corner of the page as it is shown.
    """

    def __init__(self, page: Any) -> None:
        self._page = page
        self._turn = page.get_rotation()
        left, bottom, right, top = page.get_bbox()
        self._box = left, bottom, right, top
        upright = right - left, top - bottom
        self._size = upright if self._turn % 180 == 0 else upright[::-1]
        self._unmapped = 0

    def read(self) -> dict[str, object]:
        """All that is taken from the page."""
        return {
            "size": [round(side, 1) for side in self._size],
            "lines": list(self._lines()),
            "pictures": list(self._pictures()),
            "unmapped": self._unmapped,
        }

    # --- text

    def _lines(self) -> Iterator[list[object]]:
        """`[text, left, top, right, bottom, size, style, angle]`, in the PDF's order. Style is 1
        for bold and 2 for italic type. Of a line with letters that are written from right to left
        the text is a list of its characters, each with its left and right edge."""
        text_page = c_api.FPDFText_LoadPage(self._page)
        if not text_page:
            return
        try:
            count = min(c_api.FPDFText_CountChars(text_page), _MOST_CHARACTERS)
            yield from self._fragments(text_page, count)
        finally:
            c_api.FPDFText_ClosePage(text_page)

    def _fragments(self, text_page: Any, count: int) -> Iterator[list[object]]:
        box = c_api.FS_RECTF()
        types: dict[int, tuple[float, int, int]] = {}
        line: list[tuple[str, float, float, float, float]] = []
        kind = (0.0, 0, 0)
        gap = False
        last_object = 0
        own = kind
        extent: tuple[float, float] | None = None
        for index in range(count):
            code = c_api.FPDFText_GetUnicode(text_page, index)
            letter = chr(code) if code <= sys.maxunicode else "\ufffd"
            if letter in _LINE_ENDS:
                gap = True
                if line:
                    yield _fragment(line, kind)
                    line = []
                continue
            if letter in _SPACES:
                gap = True
                continue
            text_object = c_api.FPDFText_GetTextObject(text_page, index)
            address = ctypes.cast(text_object, ctypes.c_void_p).value or 0
            if address and address != last_object:
                last_object = address
                if address not in types:
                    types[address] = self._type(text_page, index, text_object)
                own = types[address]
                if c_api.FPDFText_HasUnicodeMapError(text_page, index) == 1:
                    self._unmapped += 1
            if not c_api.FPDFText_GetLooseCharBox(text_page, index, box):
                continue
            place = self._shown(box.left, box.bottom, box.right, box.top)
            if line and not _goes_on(line[-1], place, kind, own, extent):
                yield _fragment(line, kind)
                line = []
            if not line:
                kind = own
                extent = None
            elif gap:
                line.append((" ", *line[-1][1:]))
            gap = False
            line.append((letter, *place))
            if extent is not None:
                extent = min(extent[0], place[0]), max(extent[1], place[2])
            elif letter >= "\u0590" and _RIGHT_TO_LEFT.match(letter):
                extent = min(one[1] for one in line), max(one[3] for one in line)
        if line:
            yield _fragment(line, kind)

    def _type(self, text_page: Any, index: int, text_object: Any) -> tuple[float, int, int]:
        """The size in points, style and angle of a piece of text."""
        size = c_api.FPDFText_GetFontSize(text_page, index)
        matrix = c_api.FS_MATRIX()
        angle = 0
        if text_object and c_api.FPDFPageObj_GetMatrix(text_object, matrix):
            size *= math.hypot(matrix.c, matrix.d) or 1.0
            angle = round(math.degrees(math.atan2(matrix.b, matrix.a)))
        buffer = ctypes.create_string_buffer(256)
        flags = ctypes.c_int()
        c_api.FPDFText_GetFontInfo(text_page, index, buffer, 256, flags)
        name = buffer.value.decode("utf-8", "replace").lower()
        is_bold = flags.value & _FORCED_BOLD or any(
            word in name for word in ("bold", "black", "heavy", "semibold", "cmbx", "-bd", "demi")
        )
        is_italic = flags.value & _ITALIC or "italic" in name or "oblique" in name
        style = bool(is_bold) + 2 * bool(is_italic)
        return round(abs(size), 2), style, (angle - self._turn) % 360

    def _shown(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """A box of the PDF as the page shows it: left, top, right, bottom, downwards."""
        x0, y0, x1, y1 = self._box
        if self._turn == 90:
            return bottom - y0, left - x0, top - y0, right - x0
        if self._turn == 180:
            return x1 - right, bottom - y0, x1 - left, top - y0
        if self._turn == 270:
            return y1 - top, x1 - right, y1 - bottom, x1 - left
        return left - x0, y1 - top, right - x0, y1 - bottom

    # --- pictures

    def _pictures(self) -> Iterator[list[object]]:
        """`[left, top, right, bottom, JPEG in Base64 or nothing]`"""
        found = taken = 0
        width, height = self._size
        for number, each in enumerate(self._page.get_objects(max_depth=_DEEPEST_FORM)):
            if number >= _MOST_OBJECTS or found >= _MOST_PICTURES:
                return
            if each.type != c_api.FPDF_PAGEOBJ_IMAGE:
                continue
            try:
                left, top, right, bottom = self._shown(*each.get_bounds())
            except pdfium.PdfiumError:
                continue
            if min(right - left, bottom - top) < _LEAST_SIDE:
                continue
            found += 1
            is_scan = (right - left) * (bottom - top) > 0.8 * width * height
            raw = b"" if is_scan or taken > _MOST_PICTURE_BYTES else _jpeg(each)
            taken += len(raw)
            places = [round(place, 1) for place in (left, top, right, bottom)]
            yield [*places, b64encode(raw).decode("ascii"), int(is_scan)]


def _jpeg(image: Any) -> bytes:
    """The picture's bytes where they are a JPEG file as they are; others would have to be made."""
    try:
        filters = image.get_filters()
        if filters[-1:] != ["DCTDecode"] or not set(filters[:-1]) <= _PACKINGS:
            return b""
        if c_api.FPDFImageObj_GetImageDataRaw(image, None, 0) > _LARGEST_PICTURE:
            return b""
        raw = bytes(image.get_data(decode_simple=True))
    except pdfium.PdfiumError:
        return b""
    return raw if len(raw) <= _LARGEST_PICTURE and raw.startswith(b"\xff\xd8") else b""


def _goes_on(
    last: tuple[str, float, float, float, float],
    place: tuple[float, float, float, float],
    kind: tuple[float, int, int],
    own: tuple[float, int, int],
    extent: tuple[float, float] | None,
) -> bool:
    """Whether a character goes on with the line of the one before. `extent` is that of a line with
    letters that are written from right to left, whose words may come in any order."""
    size = max(kind[0], own[0], 1.0)
    if kind[2] != own[2]:
        return False
    before = last[1:]
    along, across = (0, 1) if kind[2] % 180 < 45 or kind[2] % 180 > 135 else (1, 0)
    begin, end = place[along], place[along + 2]
    if abs(before[across + 2] - place[across + 2]) > _SHIFT * size:
        return False
    if extent is not None:
        return begin - extent[1] < _GAP * size and extent[0] - end < _GAP * size
    if own[0] > 1.4 * kind[0] or kind[0] > 2.2 * own[0]:
        return False
    return begin - before[along + 2] < _GAP * size and before[along] - end < _GAP * size


def _fragment(
    line: list[tuple[str, float, float, float, float]], kind: tuple[float, int, int]
) -> list[object]:
    text: object = "".join(one[0] for one in line).replace(_HYPHEN_MARK, "-")
    if _RIGHT_TO_LEFT.search(str(text)):
        text = [[one[0], round(one[1], 1), round(one[3], 1)] for one in line]
    shown = [one for one in line if one[0] != " "]
    left = min(one[1] for one in shown)
    top = min(one[2] for one in shown)
    right = max(one[3] for one in shown)
    bottom = max(one[4] for one in shown)
    return [text, *(round(place, 1) for place in (left, top, right, bottom)), *kind]


if __name__ == "__main__":
    sys.exit(main())
