"""hOCR: HTML in which classes say what is a page, a paragraph, a line and a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from articles.ingest.readers.costly_markup import check_markup
from articles.ingest.readers.marked_lines import parse_page

from .recognised import RecognisedBlock, as_confidence

_BLOCKS: Final = frozenset({"ocr_par", "ocr_caption", "ocr_header", "ocr_footer", "ocr_pageno"})
_LINES: Final = frozenset({"ocr_line", "ocr_textfloat", "ocr_caption_line", "ocrx_line"})
_KINDS: Final = {
    "ocr_caption": "caption", "ocr_header": "furniture", "ocr_footer": "furniture",
    "ocr_pageno": "furniture", "ocr_title": "heading", "ocr_chapter": "heading",
    "ocr_section": "heading", "ocr_subsection": "heading",
}  # fmt: skip
_CONFIDENCE: Final = re.compile(r"x_wconf\s+([\d.]+)")
_SIZE: Final = re.compile(r"x_(?:size|fsize)\s+([\d.]+)")
_BOX: Final = re.compile(r"bbox\s+\d+\s+(\d+)\s+\d+\s+(\d+)")


def read_hocr(page: str) -> list[list[RecognisedBlock]]:
    """The blocks of each page. Raises `CostlyMarkupError`."""
    check_markup(page)
    root = parse_page(page)
    if root is None:
        return []
    reader = _Reader()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            reader.start(element)
        else:
            reader.end(element)
    return reader.pages


class _Reader:
    def __init__(self) -> None:
        self.pages: list[list[RecognisedBlock]] = [[]]
        self._block: RecognisedBlock | None = None
        self._line: etree._Element | None = None
        self._is_lineless = False

    def start(self, element: etree._Element) -> None:
        classes = set((element.get("class") or "").split())
        if "ocr_page" in classes and self.pages[-1]:
            self.pages.append([])
        if classes & (_BLOCKS | _KINDS.keys()):
            kind = next((_KINDS[one] for one in classes if one in _KINDS), "")
            self._block = RecognisedBlock(element.get("id") or "", kind)
            self.pages[-1].append(self._block)
        elif "ocr_carea" in classes:
            self._block = None
        if classes & _LINES or (classes & _KINDS.keys() and self._line is None):
            self._line = element

    def end(self, element: etree._Element) -> None:
        classes = set((element.get("class") or "").split())
        title = element.get("title") or ""
        match = _CONFIDENCE.search(title) if "ocrx_word" in classes else None
        sure = as_confidence(match[1], 100) if match else None
        if sure is not None and self._block is not None:
            self._block.confidences.append(sure)
        if element is not self._line:
            return
        self._line = None
        line = " ".join("".join(_texts(element)).split())
        if not line:
            return
        if self._block is None:
            self._block = RecognisedBlock()
            self.pages[-1].append(self._block)
        self._block.lines.append(line.replace("¬", "-") if line.endswith("¬") else line)
        if size := _SIZE.search(title):
            self._block.sizes.append(float(size[1]))
        elif box := _BOX.search(title):
            self._block.sizes.append(float(int(box[2]) - int(box[1])))


def _texts(element: etree._Element) -> Iterator[str]:
    """The texts within an element; words without white space between them are parted."""
    for each in element.iter():
        if "ocrx_word" in (each.get("class") or ""):
            yield " "
        yield each.text or ""
        if each is not element:
            yield each.tail or ""
