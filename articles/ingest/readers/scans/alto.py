"""ALTO, versions 1 to 4: the text of one page, word by word, with its blocks and their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from articles.ingest.readers.xml_reading import Event, xml_events

from .recognised import RecognisedBlock, as_confidence

_FURNITURE: Final = ("page number", "page-number", "pagenumber", "header", "footer", "running")
_HEADINGS: Final = ("headline", "heading", "title", "head")
_CAPTIONS: Final = ("caption",)


def read_alto(read: Callable[[int], bytes]) -> list[RecognisedBlock]:
    """The blocks of a page in reading order: that which the file states, or else its own. Raises
    `XmlError`."""
    page = _Page()
    page.read(xml_events(read))
    if page.order:
        places = {key: place for place, key in enumerate(page.order)}
        page.blocks.sort(key=lambda block: places.get(block.key, len(places)))
    return page.blocks


def kind_of_label(label: str) -> str:
    """What a label such as `headline` or `page-number` says that a block is."""
    label = label.casefold()
    for kind, words in (
        ("furniture", _FURNITURE),
        ("caption", _CAPTIONS),
        ("heading", _HEADINGS),
    ):
        if any(word in label for word in words):
            return kind
    return ""


class _Page:
    def __init__(self) -> None:
        self.blocks: list[RecognisedBlock] = []
        self.order: list[str] = []
        self._sizes: dict[str, float] = {}
        self._labels: dict[str, str] = {}
        self._block: RecognisedBlock | None = None
        self._words: list[str] = []
        self._margin = ""
        self._size = 0.0
        self._types: dict[int, list[float]] = {}

    def read(self, events: Iterator[Event]) -> None:
        for event in events:
            if event.kind == "start":
                self._start(event.name, event.attributes)
            elif event.kind == "end":
                self._end(event.name)
        if all(all(sizes) for sizes in self._types.values()):
            for block in self.blocks:
                block.sizes = self._types.get(id(block), [])

    def _measure(self, block: RecognisedBlock, attributes: Mapping[str, str]) -> None:
        """Notes how high a line is, and the size of its type, which counts where all lines have
        one."""
        own = self._style_size(attributes) or self._size
        self._types.setdefault(id(block), []).append(own)
        if height := _number(attributes.get("HEIGHT", "")):
            block.sizes.append(height)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        match name:
            case "TextStyle":
                self._sizes[attributes.get("ID", "")] = _number(attributes.get("FONTSIZE", ""))
            case "StructureTag" | "LayoutTag" | "RoleTag" | "OtherTag":
                label = f"{attributes.get('LABEL', '')} {attributes.get('TYPE', '')}"
                self._labels[attributes.get("ID", "")] = label
            case "ElementRef":
                self.order.append(attributes.get("REF", ""))
            case "TopMargin" | "BottomMargin":
                self._margin = "furniture"
            case "PrintSpace":
                self._margin = ""
            case "TextBlock":
                labels = [
                    self._labels.get(tag, "") for tag in attributes.get("TAGREFS", "").split()
                ]
                kind = self._margin or kind_of_label(
                    " ".join([*labels, attributes.get("TYPE", "")])
                )
                self._block = RecognisedBlock(attributes.get("ID", ""), kind)
                self._size = self._style_size(attributes)
                self.blocks.append(self._block)
            case "TextLine":
                self._words = []
                if self._block:
                    self._measure(self._block, attributes)
            case "String":
                self._word(attributes)
            case "HYP" if self._words and not self._words[-1].endswith("\u00ad"):
                if self._words[-1][-1:] not in "-\u2010¬":
                    self._words[-1] += "-"

    def _style_size(self, attributes: Mapping[str, str]) -> float:
        for reference in attributes.get("STYLEREFS", "").split():
            if size := self._sizes.get(reference, 0.0):
                return size
        return 0.0

    def _word(self, attributes: Mapping[str, str]) -> None:
        text = " ".join(attributes.get("CONTENT", "").split())
        if not text or self._block is None:
            return
        if (sure := as_confidence(attributes.get("WC", ""))) is not None:
            self._block.confidences.append(sure)
        whole, part = attributes.get("SUBS_CONTENT", ""), attributes.get("SUBS_TYPE", "")
        if whole and part == "HypPart1":
            # a soft hyphen says that this is the whole word, and that the next line has its rest
            self._words.append(whole + "\u00ad")
        elif whole and part == "HypPart2":
            if not self._follows_whole(whole):
                self._words.append(text)
        else:
            self._words.append(text.replace("¬", "-") if text.endswith("¬") else text)

    def _follows_whole(self, whole: str) -> bool:
        """Whether the line above, in this block or the one before, has the whole word already."""
        for block in reversed(self.blocks[-3:]):
            if block.lines:
                return block.lines[-1].endswith(f"{whole}\u00ad")
        return False

    def _end(self, name: str) -> None:
        if name == "TextLine" and self._block is not None:
            if line := " ".join(self._words):
                self._block.lines.append(line)
        elif name == "TextBlock":
            self._block = None


def plain(blocks: list[RecognisedBlock]) -> list[RecognisedBlock]:
    """The blocks with whole words at the ends of lines instead of divided ones."""
    for block in blocks:
        block.lines = [line.removesuffix("\u00ad") for line in block.lines if line]
    return blocks


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return 0.0
