"""Recognised pages (ALTO, METS, PAGE-XML, hOCR), written from invented stories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from .word_files import zipped

HEAD = ("Harbour wall approved",)
BODY = (
    "The town council of Selby voted on Thursday night to build the wall that",
    "the fisher-|fishermen", "men have demanded since the flood, the office said in a letter.",
    "Nobody was hurt when the last dyke broke, but four hundred crates of",
    "herring were lost, and the school had to close for the whole winter.",
)  # fmt: skip
SECOND = (
    "The choir of the island sings on Sunday for the roof of the lighthouse,",
    "which a storm carried off in January; some two hundred people are coming.",
)


def alto_block(
    key: str, lines: Sequence[str], *, sure: float = 0.95, style: str = "S2", height: int = 30
) -> str:
    """A text block; `fisher-|fishermen` is a word that is divided, and goes on below."""
    out, whole = [], ""
    for line in lines:
        words = []
        if whole:
            first, _, line = line.partition(" ")
            words.append(
                f'<String CONTENT="{first}" SUBS_TYPE="HypPart2" SUBS_CONTENT="{whole}"'
                f' WC="{sure}"/>'
            )
            whole = ""
        text, _, whole = line.partition("|")
        parts = text.split()
        for number, word in enumerate(parts):
            is_last = whole and number == len(parts) - 1
            more = f' SUBS_TYPE="HypPart1" SUBS_CONTENT="{whole}"' if is_last else ""
            words.append(f'<String CONTENT="{escape(word.rstrip("-"))}" WC="{sure}"{more}/>')
        out.append(f'<TextLine HEIGHT="{height}">{"<SP/>".join(words)}</TextLine>')
    named = f' STYLEREFS="{style}"' if style else ""
    return f'<TextBlock ID="{key}"{named}>{"".join(out)}</TextBlock>'


def alto_page(blocks: Iterable[str], *, version: int = 3, order: Sequence[str] = ()) -> bytes:
    """A page; `order` is that of reading, as version 4 has it."""
    references = "".join(f'<ElementRef ID="r{key}" REF="{key}"/>' for key in order)
    ordered = f"<ReadingOrder><OrderedGroup ID='g'>{references}</OrderedGroup></ReadingOrder>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<alto xmlns="http://www.loc.gov/standards/alto/'
        f'ns-v{version}#"><Styles><TextStyle ID="S1" FONTSIZE="24"/><TextStyle ID="S2" '
        f'FONTSIZE="9"/></Styles>{ordered if order else ""}<Layout><Page ID="P1"><TopMargin>'
        f"{alto_block('T0', ['Selby Herald 3'])}</TopMargin><PrintSpace>{''.join(blocks)}"
        "</PrintSpace></Page></Layout></alto>"
    ).encode()


def mets_document(pages: Sequence[str]) -> bytes:
    """An issue of two articles: the first on both pages, the second on the last."""
    files = "".join(
        f'<mets:file ID="F{number}"><mets:FLocat xlink:href="{page}"/></mets:file>'
        for number, page in enumerate(pages, start=1)
    )

    def area(file: int, block: str) -> str:
        return (
            f'<mets:fptr><mets:area FILEID="F{file}" BEGIN="{block}" BETYPE="IDREF"/></mets:fptr>'
        )

    return (
        '<?xml version="1.0"?><mets:mets xmlns:mets="http://www.loc.gov/METS/" '
        'xmlns:mods="http://www.loc.gov/mods/v3" xmlns:xlink="http://www.w3.org/1999/xlink">'
        "<mets:dmdSec><mods:mods><mods:titleInfo><mods:title>Selby Herald</mods:title>"
        "</mods:titleInfo><mods:originInfo><mods:dateIssued>1908-03-14</mods:dateIssued>"
        "</mods:originInfo></mods:mods></mets:dmdSec>"
        f"<mets:fileSec><mets:fileGrp>{files}</mets:fileGrp></mets:fileSec>"
        '<mets:structMap TYPE="PHYSICAL"><mets:div TYPE="Newspaper"/></mets:structMap>'
        '<mets:structMap TYPE="LOGICAL"><mets:div TYPE="Newspaper"><mets:div TYPE="ARTICLE" '
        f'LABEL="Wall"><mets:div TYPE="HEADING">{area(1, "B1")}</mets:div><mets:div TYPE="BODY">'
        f'<mets:div TYPE="PARAGRAPH">{area(1, "B2")}</mets:div></mets:div></mets:div>'
        f'<mets:div TYPE="ARTICLE" LABEL="Choir sings on Sunday"><mets:div TYPE="BODY">'
        f"{area(2, 'C1')}</mets:div></mets:div></mets:div></mets:structMap></mets:mets>"
    ).encode()


def digitised_issue() -> dict[str, bytes]:
    """The files of an issue, by name."""
    return {
        "1908-03-14_mets.xml": mets_document(["alto/0001.xml", "file://./alto/0002.xml"]),
        "alto/0001.xml": alto_page([alto_block("B2", BODY), alto_block("B1", HEAD, style="S1")]),
        "alto/0002.xml": alto_page([alto_block("C1", SECOND * 2)]),
    }


def zipped_issue() -> bytes:
    """The same as a ZIP."""
    return zipped(digitised_issue())


def page_xml() -> bytes:
    """A page of PAGE-XML whose regions stand in another order than they are read."""

    def region(key: str, kind: str, lines: Sequence[str]) -> str:
        texts = "".join(
            f'<TextLine id="{key}{number}"><TextEquiv conf="0.9"><Unicode>{escape(line)}</Unicode>'
            "</TextEquiv><TextEquiv><Unicode>another reading</Unicode></TextEquiv></TextLine>"
            for number, line in enumerate(lines)
        )
        whole = f"<TextEquiv><Unicode>{escape(' '.join(lines))}</Unicode></TextEquiv>"
        return f'<TextRegion id="{key}" type="{kind}">{texts}{whole}</TextRegion>'

    return (
        '<?xml version="1.0"?><PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/'
        '2019-07-15"><Page><ReadingOrder><OrderedGroup id="o"><RegionRefIndexed index="0" '
        'regionRef="h"/><RegionRefIndexed index="1" regionRef="b"/></OrderedGroup></ReadingOrder>'
        + region("n", "page-number", ["3"])
        + region("b", "paragraph", SECOND * 2)
        + region("h", "heading", ["Choir sings on Sunday"])
        + "</Page></PcGts>"
    ).encode()


def hocr_page(sure: int = 92) -> bytes:
    """A page of hOCR, as Tesseract writes it; a word is divided at a line's end."""

    def line(text: str, height: int = 30) -> str:
        words = " ".join(
            f"<span class='ocrx_word' title='bbox 0 0 9 9; x_wconf {sure}'>{escape(word)}</span>"
            for word in text.split()
        )
        return (
            f"<span class='ocr_line' title='bbox 0 0 90 {height}; x_size {height}'>{words}</span>"
        )

    head = f"<p class='ocr_par'>{line('Harbour wall approved', 60)}</p>"
    lines = (BODY[0], "the fisher-", *BODY[2:])
    body = f"<p class='ocr_par'>{''.join(map(line, lines))}</p>"
    return (
        "<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 "
        "Transitional//EN' 'http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd'>"
        "<html xmlns='http://www.w3.org/1999/xhtml'><head><title></title>"
        "<meta name='ocr-system' content='tesseract 5.3'/></head><body><div class='ocr_page'>"
        f"<div class='ocr_carea'>{head}</div><div class='ocr_carea'>{body}</div></div>"
        "</body></html>"
    ).encode()
