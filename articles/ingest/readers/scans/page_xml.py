"""PAGE-XML, as Transkribus and OCR-D write it: regions of a page, their kinds and their order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from articles.ingest.readers.xml_reading import xml_events

from .alto import kind_of_label
from .recognised import RecognisedBlock, as_confidence

_LINE: Final = "TextLine"


def read_page_xml(read: Callable[[int], bytes]) -> list[RecognisedBlock]:
    """The text regions of a page in the order that the file states. Raises `XmlError`."""
    blocks: list[RecognisedBlock] = []
    order: list[str] = []
    inside: list[str] = []
    block: RecognisedBlock | None = None
    texts: list[str] = []
    has_line = is_text = False
    for kind, name, attributes in xml_events(read):
        if kind == "text":
            if is_text:
                texts.append(name)
        elif kind == "start":
            inside.append(name)
            if name in ("RegionRefIndexed", "RegionRef"):
                order.append(attributes.get("regionRef", ""))
            elif name == "TextRegion":
                label = f"{attributes.get('type', '')} {attributes.get('custom', '')}"
                block = RecognisedBlock(attributes.get("id", ""), kind_of_label(label))
                blocks.append(block)
            elif name == _LINE:
                has_line = False
            elif name == "TextEquiv" and block and inside[-2:-1] == [_LINE] and not has_line:
                if (sure := as_confidence(attributes.get("conf", ""))) is not None:
                    block.confidences.append(sure)
            elif name == "Unicode":
                texts, is_text = [], inside[-3:-2] == [_LINE] and not has_line
        else:
            inside.pop()
            if name == "Unicode" and is_text and block:
                if line := " ".join("".join(texts).split()):
                    block.lines.append(line.replace("¬", "-") if line.endswith("¬") else line)
                    has_line = True  # what follows are other readings
                is_text = False
            elif name == "TextRegion":
                block = None
    if order:
        places = {key: place for place, key in enumerate(order)}
        blocks.sort(key=lambda one: places.get(one.key, len(places)))
    return blocks
