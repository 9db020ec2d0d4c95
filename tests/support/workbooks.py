"""Small workbooks: .xlsx and .ods as their XML, .xls as its records."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINKS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns:"
_ODS = " ".join(f'xmlns:{name}="{_DOCUMENT}{name}:1.0"' for name in ("office", "table", "text"))
STYLES = (
    f'<styleSheet {_MAIN}><numFmts><numFmt numFmtId="170" formatCode="[$-407]d/ mmm yyyy"/>'
    '<numFmt numFmtId="171" formatCode="0.0&quot; days&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="170"/>'
    '<xf numFmtId="171"/></cellXfs></styleSheet>'
)
"""Cell styles 1, 2 and 3 show days or times; 0 and 4 show numbers."""


def _zipped(members: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return file.getvalue()


def inline(text: str) -> str:
    """A cell of .xlsx that holds its text itself."""
    return f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def xlsx(
    sheets: Mapping[str, Sequence[Sequence[str]] | str],
    *,
    hidden: Sequence[str] = (),
    shared: Sequence[str] = (),
) -> bytes:
    """A workbook of sheets: rows of texts, or the XML of its rows."""
    members = {"[Content_Types].xml": "<Types/>", "xl/styles.xml": STYLES}
    listed, links = [], []
    for number, (name, rows) in enumerate(sheets.items(), start=1):
        state = ' state="hidden"' if name in hidden else ""
        listed.append(f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"{state}/>')
        target = f"worksheets/sheet{number}.xml"
        links.append(f'<Relationship Id="r{number}" Target="{target}"/>')
        data = rows if isinstance(rows, str) else _rows(rows)
        xml = f"<worksheet {_MAIN}><sheetData>{data}</sheetData></worksheet>"
        members[f"xl/{target}"] = xml
    sheet_list = f"<sheets>{''.join(listed)}</sheets>"
    members["xl/workbook.xml"] = f"<workbook {_MAIN} {_LINKS}>{sheet_list}</workbook>"
    members["xl/_rels/workbook.xml.rels"] = f"<Relationships>{''.join(links)}</Relationships>"
    if shared:
        texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
        members["xl/sharedStrings.xml"] = f"<sst {_MAIN}>{texts}</sst>"
    return _zipped(members)


def _rows(rows: Sequence[Sequence[str]]) -> str:
    return "".join(f"<row>{''.join(map(inline, row))}</row>" for row in rows)


def ods(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """A spreadsheet of sheets of texts; what is a day (`2024-03-14`) is one."""
    tables = []
    for name, rows in sheets.items():
        data = "".join(
            f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
        )
        blank = '<table:table-cell table:number-columns-repeated="16384"/>'
        rest = f'<table:table-row table:number-rows-repeated="1048000">{blank}</table:table-row>'
        tables.append(f'<table:table table:name="{name}">{data}{rest}</table:table>')
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    return _zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:document-content {_ODS}>{body}</office:document-content>",
        }
    )


def _ods_cell(text: str) -> str:
    is_day = len(text) == 10 and text[4] == text[7] == "-"
    kind = f'office:value-type="date" office:date-value="{text}"' if is_day else ""
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    return f"<table:table-cell {kind}>{lines}</table:table-cell>"


def xls(name: str, rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook of Excel 97 with one sheet of texts: the records of [MS-XLS] in a compound file.

    Its directory stands behind its content, as Excel often has it."""
    cells = b"".join(
        _record(
            0x0204, struct.pack("<HHHHB", row, column, 15, len(text), 1) + text.encode("utf-16-le")
        )
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    sheet = (
        _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)) + cells + _record(0x0A)
    )
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x05, 0, 0, 0, 0))
    label = struct.pack("<BB", len(name), 0) + name.encode("latin-1")
    at = len(start) + 4 + 6 + len(label) + 4
    globals_ = start + _record(0x0085, struct.pack("<IBB", at, 0, 0) + label) + _record(0x0A)
    return _compound("Workbook", globals_ + sheet)


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _compound(name: str, content: bytes) -> bytes:
    """A compound file ([MS-CFB]) with one stream: table of sectors, stream, directory."""
    content = content.ljust(4096, b"\0")
    count = -(-len(content) // 512)
    ends = 0xFFFFFFFE
    chain = [0xFFFFFFFD, *range(2, count + 1), ends, ends]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    assert len(table) == 512
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIII", 1, count + 1, 0, 4096, ends, 0, ends, 0)
    header += struct.pack("<I", 0) + b"\xff" * (4 * 108)
    entries = _entry("Root Entry", 5, ends, 0, child=1) + _entry(name, 2, 1, len(content))
    return header + table + content.ljust(count * 512, b"\0") + entries.ljust(512, b"\0")


def _entry(name: str, kind: int, start: int, size: int, *, child: int = 0xFFFFFFFF) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    none = 0xFFFFFFFF
    head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, none, none, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
