"""Documents of word processors (DOCX, ODT, RTF), written part by part from invented stories."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

from .pdf_files import jpeg, prose

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_A = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_STYLES = (
    ("Heading1", "heading 1"), ("Titel", "Title"), ("Beschriftung", "caption"),
    ("Quote", "Quote"), ("Listenabsatz", "List Paragraph"),
)  # fmt: skip


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def word_paragraph(text: str, style: str = "", inner: str = "", properties: str = "") -> str:
    """A paragraph of WordprocessingML."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{run}{inner}</w:p>"


def word_document(body: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A DOCX with that body, and with further or other parts."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in _STYLES
    )
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "word/document.xml": f"<w:document {_W} {_R} {_A}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
            **(parts or {}),
        }
    )


def word_story() -> bytes:
    """A story with all that a document may have."""
    first, second, third = prose(7, 3)
    picture = (
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" descr="A ferry at a quay"/>'
        '<a:graphic><a:blip r:embed="rId7"/></a:graphic></wp:inline></w:drawing></w:r>'
    )
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{word_paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in (("Port", "Boats"), ("Selby", "14"), ("Tarn", "9"))
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
    link = '<w:hyperlink r:id="rId8"><w:r><w:t>the timetable</w:t></w:r></w:hyperlink>'
    body = "".join(
        (
            word_paragraph("Ferry returns to Selby Bay", "Titel"),
            word_paragraph("By Mira Oldfield"),
            word_paragraph("14 March 2024"),
            word_paragraph(first),
            word_paragraph("", inner=picture),
            word_paragraph("The ferry at her quay. (Photo: Lena Voss)", "Beschriftung"),
            word_paragraph(second, inner='<w:r><w:footnoteReference w:id="2"/></w:r>'),
            word_paragraph("What it costs", "Heading1"),
            word_paragraph("Adults pay four crowns for each crossing", "", "", listed),
            word_paragraph("Children under twelve sail free of charge", "", "", listed),
            f"<w:tbl>{cells}</w:tbl>",
            word_paragraph(third, inner=link),
            "<w:p><w:del><w:r><w:delText>Deleted words</w:delText></w:r></w:del>"
            "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
        )
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    relations = (
        f'<Relationships xmlns="{package}/relationships">'
        '<Relationship Id="rId7" Type="image" Target="media/image1.jpg"/>'
        '<Relationship Id="rId8" Type="hyperlink" Target="https://ferry.example/times"'
        ' TargetMode="External"/></Relationships>'
    )
    core = (
        f'<cp:coreProperties xmlns:cp="{package}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        "<dc:title>story_final_v3.docx</dc:title><dc:creator>Administrator</dc:creator>"
        "<dcterms:modified>2024-03-14T16:05:00Z</dcterms:modified></cp:coreProperties>"
    )
    notes = (
        f'<w:footnotes {_W}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>line</w:t></w:r>'
        '</w:p></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>The ferry was built in 1971.</w:t>'
        "</w:r></w:p></w:footnote></w:footnotes>"
    )
    header = f"<w:hdr {_W}>{word_paragraph('Selby Herald archive')}</w:hdr>"
    return word_document(
        body,
        {
            "word/_rels/document.xml.rels": relations,
            "word/media/image1.jpg": jpeg(),
            "word/footnotes.xml": notes,
            "word/header1.xml": header,
            "docProps/core.xml": core,
        },
    )


def word_lines(lines: Sequence[str]) -> bytes:
    """A DOCX with a paragraph for each line, as databases export documents."""
    return word_document("".join(map(word_paragraph, lines)))


_O = "urn:oasis:names:tc:opendocument:xmlns"
_ODT = (
    f'xmlns:office="{_O}:office:1.0" xmlns:text="{_O}:text:1.0" xmlns:style="{_O}:style:1.0" '
    f'xmlns:table="{_O}:table:1.0" xmlns:draw="{_O}:drawing:1.0" xmlns:fo="{_O}:'
    f'xsl-fo-compatible:1.0" xmlns:svg="{_O}:svg-compatible:1.0" xmlns:meta="{_O}:meta:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def open_document(body: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """An ODT with that body."""
    styles = (
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name='
        '"Illustration"/>'
        '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Standard"/>'
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_ODT}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            **(parts or {}),
        }
    )


def open_story() -> bytes:
    """The same story as an ODT."""
    first, second, third = prose(7, 3)
    body = (
        '<text:h text:outline-level="1">Ferry returns to Selby Bay</text:h>'
        "<text:p>By Mira<text:s/>Oldfield</text:p><text:p>14 March 2024</text:p>"
        f'<text:p text:style-name="P2">{escape(first)}<text:note><text:note-citation>1'
        "</text:note-citation><text:note-body><text:p>The ferry was built in 1971.</text:p>"
        "</text:note-body></text:note></text:p>"
        '<text:p><draw:frame><draw:image xlink:href="Pictures/1.jpg"/>'
        "<svg:title>A ferry at a quay</svg:title></draw:frame></text:p>"
        '<text:p text:style-name="P1">The ferry at her quay. (Photo: Lena Voss)</text:p>'
        f"<text:p>{escape(second)}</text:p>"
        '<text:h text:outline-level="2">What it costs</text:h>'
        "<text:list><text:list-item><text:p>Adults pay four crowns for each crossing</text:p>"
        "</text:list-item><text:list-item><text:p>Children under twelve sail free of charge"
        "</text:p>"
        "</text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>Port</text:p></table:table-cell>"
        "<table:table-cell><text:p>Boats</text:p></table:table-cell></table:table-row>"
        "<table:table-row><table:table-cell><text:p>Selby</text:p></table:table-cell>"
        "<table:table-cell><text:p>14</text:p></table:table-cell></table:table-row></table:table>"
        f'<text:p>{escape(third)} <text:a xlink:href="https://ferry.example/times">Times</text:a>'
        " and more.</text:p>"
    )
    meta = (
        f"<office:document-meta {_ODT}><office:meta><dc:title>Ferry returns to Selby Bay</dc:title>"
        "<meta:initial-creator>Mira Oldfield</meta:initial-creator>"
        "<dc:date>2024-03-14T16:05:00</dc:date></office:meta></office:document-meta>"
    )
    return open_document(body, {"meta.xml": meta, "Pictures/1.jpg": jpeg()})


def rich_text(body: str, head: str = r"\ansi\ansicpg1252\deff0") -> bytes:
    """An RTF document; `body` is RTF."""
    return f"{{\\rtf1{head}{{\\fonttbl{{\\f0 Times;}}}}{body}}}".encode("latin-1")


def rich_text_story() -> bytes:
    """The same story as Word writes it, in RTF."""
    first, second, third = prose(7, 3)
    styles = (
        r"{\stylesheet{\ql \fs24\lang1033 \snext0 Normal;}{\s1\ql\b\fs32 \sbasedon0 heading 1;}"
        r"{\s2\fs48 Title;}{\s3\i caption;}{\*\cs10 \additive Default Paragraph Font;}}"
        r"{\info{\title report7.rtf}{\author Mira Oldfield}{\revtim\yr2024\mo3\dy14\hr16\min5}}"
        r"{\header\pard Selby Herald archive\par}"
    )
    row = r"\trowd\cellx2000\cellx4000\pard\intbl {}\cell {}\cell\row "
    body = "".join(
        (
            styles,
            r"\pard\s2 Ferry returns to Selby Bay\par ",
            r"\pard By Mira Oldfield\par 14 March 2024\par ",
            first,
            r"{\footnote\pard {\super 1} The ferry was built in 1971.}\par ",
            r"\pard{\*\shppict{\pict\jpegblip\picw300 " + "\n" + jpeg().hex() + "}}",
            r"{\nonshppict{\pict\wmetafile8 0100}}\par ",
            r"\pard\s3 The ferry at her quay. (Photo: Lena Voss)\par ",
            r"\pard " + second + r"{\v hidden words}\par ",
            r"\pard\s1 What it costs\par ",
            r"\pard{\listtext\bullet\tab}\ls1 Adults pay four crowns for each crossing\par ",
            r"{\listtext\bullet\tab}Children under twelve sail free of charge\par ",
            row.replace("{}", "Port", 1).replace("{}", "Boats"),
            row.replace("{}", "Selby", 1).replace("{}", "14"),
            r"\pard " + third,
            r' {\field{\*\fldinst HYPERLINK "https://ferry.example/times"}{\fldrslt Times}}\par',
        )
    )
    return rich_text(body)
