"""A PDF's pages, read by a program of its own under limits on its time and memory."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, Final

from articles.ingest.readers.limits import LARGEST_PAGE, MIB

from .printed_page import Piece, PrintedPage
from .right_to_left import in_reading_order, plain_letters

_PROGRAM: Final = Path(__file__).with_name("page_text.py")
_MEMORY: Final = 400
"""MiB of the program that reads a PDF; a newspaper page takes 60."""

_SECONDS: Final = 3.0
_SECONDS_A_MIB: Final = 15.0
"""Seconds of the processor's time for all pages; of plain text a MiB may have 1,000 pages, which
take 10."""

_MOST_PIECES: Final = 20_000
"""On a page; beyond, what is there is a drawing made of letters."""
_MOST_LETTERS_A_BYTE: Final = 20
_FREE_LETTERS: Final = 1_000_000
"""Characters for each byte of the PDF, beyond so many; text packs 3 to 10 times."""
_LONGEST_ANSWER: Final = 256 * MIB
_MIDDLE: Final = 15
"""Degrees by which a line may lean."""


class PdfError(Exception):
    """A PDF that cannot be read; the message says why, and the next step."""


class Extraction:
    """The pages of a PDF, in order, and what it says of itself.

    `lost` are the numbers of pages that could not be read, `unread` those after the last that was
    tried.
    """

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._seconds = _SECONDS + _SECONDS_A_MIB * len(raw) / MIB
        self.information: dict[str, str] = {}
        self.page_count = 0
        self.lost: list[int] = []
        self.unread = 0

    def pages(self) -> Iterator[PrintedPage]:
        """Each page. Raises `PdfError` where none can be read."""
        if find_spec("pypdfium2") is None:
            raise PdfError(
                "it is a PDF document, and the library that reads it is not installed; install it "
                "with: pip install pypdfium2"
            )
        with tempfile.TemporaryFile() as copy:
            copy.write(self._raw)
            copy.seek(0)
            program = subprocess.Popen(
                [sys.executable, "-I", str(_PROGRAM), str(_MEMORY), str(self._seconds)],
                stdin=copy,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        with program:
            try:
                if program.stdout is not None:
                    yield from self._read(program.stdout)
            finally:
                program.kill()
        self._check_end(program.returncode)

    def _read(self, answers: IO[bytes]) -> Iterator[PrintedPage]:
        number = characters = 0
        while answer := answers.readline(_LONGEST_ANSWER):
            try:
                values = json.loads(answer)
            except ValueError:  # it ended in the middle of a page
                return
            if "pages" in values:
                self.page_count = values["pages"]
                self.information = dict(values["information"])
                self._last = 0
            elif (error := values.get("error")) and error != "page":
                raise PdfError(_LOCKED if error == "password" else _DAMAGED)
            else:
                self._last = number = number + 1
                if "error" in values:
                    self.lost.append(number)
                    continue
                page = page_of(values, number)
                characters += page.letters
                if characters > max(_FREE_LETTERS, _MOST_LETTERS_A_BYTE * len(self._raw)):
                    raise PdfError(_BOMB)
                if characters > LARGEST_PAGE:
                    raise PdfError(
                        f"it holds more than {LARGEST_PAGE // MIB} MiB of text, the most that one "
                        "document may have; split it between pages"
                    )
                yield page
        self._ended = True

    _last = -1
    _ended = False

    def _check_end(self, code: int) -> None:
        """Notes what was not read; raises `PdfError` where that is everything."""
        self.unread = max(self.page_count - max(self._last, 0), 0)
        if self._last > 0 or (self._last == 0 and not self.page_count):
            return
        if code == -signal.SIGPROF:
            raise PdfError(
                "reading it takes far longer than a PDF of its length should; print it to a new "
                "PDF, or save its text (pdftotext -layout FILE) and import that"
            )
        raise PdfError(
            f"reading it needs more than {_MEMORY} MiB of memory, or it is damaged so that its "
            "reader fails; print it to a new PDF, or save its text (pdftotext -layout FILE) and "
            "import that"
        )


_LOCKED: Final = (
    "it is a PDF document that opens with a password only; save a copy without one (qpdf "
    "--decrypt --password=PASSWORD in.pdf out.pdf) and import that"
)
_BOMB: Final = (
    "it is a PDF document that holds the same pages again and again, far more text than its size "
    "can honestly hold, as a “zip bomb” does; print the pages that you trust to a new PDF"
)
_DAMAGED: Final = (
    "it is a PDF document whose index cannot be read; it is damaged or cut short: fetch it again, "
    "or mend it (qpdf in.pdf out.pdf)"
)


def page_of(values: dict[str, Any], number: int) -> PrintedPage:
    """The page that the program answered with, upright whichever way it was written."""
    width, height = values["size"]
    lines = values["lines"][:_MOST_PIECES]
    angle = _usual_angle(lines)
    if angle in (90, 270):
        width, height = height, width
    page = PrintedPage(number, width, height)
    seen: set[tuple[str, int, int]] = set()
    for text, left, top, right, bottom, size, style, lean in lines:
        if not _is_near(lean, angle):
            continue  # along the margin or across the page: a stamp
        if isinstance(text, list):
            text = in_reading_order([tuple(one) for one in text])
        text = plain_letters(text)
        page.letters += len(text)
        page.unreadable += sum(map(_is_unreadable, text))
        place = _turned(angle, (left, top, right, bottom), values["size"])
        key = text, round(place[0] / 2), round(place[1] / 2)
        if key in seen:
            continue  # printed twice, a little apart: bold type of old programs
        seen.add(key)
        page.pieces.append(Piece(text, *place, size, bool(style & 1), bool(style & 2)))
    page.unreadable = max(page.unreadable, page.letters if _is_unmapped(values, lines) else 0)
    for left, top, right, bottom, jpeg, is_scan in values["pictures"]:
        if is_scan:
            page.is_scanned = True
            continue
        picture = len(page.pictures) + 1
        page.pictures[picture] = b64decode(jpeg)
        place = _turned(angle, (left, top, right, bottom), values["size"])
        page.pieces.append(Piece("", *place, picture=picture))
    return page


def _usual_angle(lines: list[list[Any]]) -> int:
    """Which way most of the page's text is written: 0, or 90, 180 or 270 degrees."""
    angles: Counter[int] = Counter()
    for text, *_, lean in lines:
        angles[round(lean / 90) * 90 % 360] += len(text)
    return angles.most_common(1)[0][0] if angles else 0


def _is_near(lean: int, angle: int) -> bool:
    return abs((lean - angle + 180) % 360 - 180) <= _MIDDLE


def _turned(
    angle: int, place: tuple[float, float, float, float], size: list[float]
) -> tuple[float, float, float, float]:
    """A box on the page after it is turned so that text of that angle stands upright."""
    left, top, right, bottom = place
    width, height = size
    if angle == 90:  # written upwards: turned clockwise
        return height - bottom, left, height - top, right
    if angle == 180:
        return width - right, height - bottom, width - left, height - top
    if angle == 270:
        return top, width - right, bottom, width - left
    return left, top, right, bottom


def _is_unreadable(letter: str) -> bool:
    """Private use, a replacement character, or a control character."""
    return (
        "\ue000" <= letter <= "\uf8ff"
        or letter == "\ufffd"
        or letter < " "
        or "\x7f" <= letter <= "\x9f"
        or letter >= "\U000f0000"
    )


def _is_unmapped(values: dict[str, Any], lines: list[list[Any]]) -> bool:
    """Whether most of its pieces of text do not say which letters they are."""
    has_rtl = any(isinstance(line[0], list) for line in lines)
    return not has_rtl and bool(lines) and 2 * values["unmapped"] > len(lines)
