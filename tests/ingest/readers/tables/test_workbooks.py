"""Workbooks: sheets of .xlsx, .xls and .ods as tables of stories."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from articles.ingest.readers import Fields, read_records
from articles.ingest.readers.reading import read_kept
from articles.ingest.readers.records import ReadRecord, Record, Unreadable
from tests.ingest.readers.test_formats import zipped
from tests.support.workbooks import inline, ods, xls, xlsx

TEXT = "The ferry left at noon, the harbour office said. Nobody was hurt."
HEAD = ["title", "date", "text"]
ROWS = [
    HEAD,
    ["Ferry sails", "2024-03-14", TEXT],
    ["Fähre & Fjord", "2024-03-15", f"{TEXT}\nIt rained."],
]
PRICES = [["article", "price"], ["Bolt M4", "1.20"], ["Bolt M5", "1.30"]]

Reading = Callable[[str, bytes], tuple[list[Record], list[Unreadable]]]


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    def read(name: str, raw: bytes) -> tuple[list[Record], list[Unreadable]]:
        (tmp_path / name).write_bytes(raw)
        found = [_within(each, tmp_path) for each in read_records([str(tmp_path / name)])]
        return (
            [each for each in found if isinstance(each, Record)],
            [each for each in found if isinstance(each, Unreadable)],
        )

    return read


def _within(record: ReadRecord, folder: Path) -> ReadRecord:
    object.__setattr__(record, "name", record.name.removeprefix(f"{folder}/"))
    return record


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.xlsx", xlsx({"Stories": ROWS})),
        ("a.xls", xls("Stories", ROWS)),
        ("long.xls", xls("Stories", [*ROWS, *[["", "", "x" * 400]] * 70])),
        ("a.ods", ods({"Stories": ROWS})),
        ("a.zip", zipped({"in/a.xlsx": xlsx({"Stories": ROWS})})),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_row_is_a_record_and_is_read_again_from_what_is_kept(reading, name, raw):
    records, problems = reading(name, raw)
    assert not problems
    place = "a.zip/in/a.xlsx/Stories" if name == "a.zip" else f"{name}/Stories"
    assert [record.name for record in records[:2]] == [f"{place}:2", f"{place}:3"]
    assert [record.hints.headline for record in records[:2]] == ["Ferry sails", "Fähre & Fjord"]
    assert [record.hints.published_at for record in records[:2]] == [
        date(2024, 3, 14),
        date(2024, 3, 15),
    ]
    assert records[0].page == f"Ferry sails\n\n{TEXT}"
    for record in records[:2]:
        again = read_kept(record.raw, record.name)
        assert again is not None
        assert (again.page, again.hints) == (record.page, record.hints)


def test_cells_hold_what_a_reader_of_the_sheet_sees(reading):
    head = "".join(map(inline, ["title", "date", "modified", "text", "tags"]))
    cells = (
        '<c t="s"><v>0</v></c>'
        '<c s="1"><v>45365</v></c><c s="2"><v>45365.67</v></c>'
        f'<c t="str"><f>CONCATENATE("a")</f><v>{TEXT}</v></c>'
        '<c t="inlineStr"><is><r><t>Fer</t></r><r><t>ries</t></r><rPh><t>no</t></rPh></is></c>'
    )
    text = f'<c r="D9" t="inlineStr"><is><t>{TEXT} Late.</t></is></c>'
    late = f'<row r="9">{text}<c r="B9" t="e"/></row>'
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    title = f"<row>{inline('Stories of the harbour')}</row><row/>"
    sheet = f"{title}<row>{head}</row><row>{cells}</row>{late}{far}"
    records, problems = reading("a.xlsx", xlsx({"S": sheet}, shared=["Ferry sails"]))
    assert [record.name for record in records[:2]] == ["a.xlsx/S:4", "a.xlsx/S:9"]
    hints = records[0].hints
    assert hints.headline == "Ferry sails"
    assert hints.published_at == date(2024, 3, 14)
    assert hints.modified_at == date(2024, 3, 14)  # a time without a zone gives its day
    assert hints.keywords == ("Ferries",)
    assert records[1].page == f"{TEXT} Late."
    assert not problems


def test_sheets_of_something_else_are_passed_over_and_hidden_ones_are_noted(reading):
    raw = xlsx({"Prices": PRICES, "Stories": ROWS, "Old": ROWS, "Empty": []}, hidden=["Old"])
    records, problems = reading("a.xlsx", raw)
    assert [record.name.split("/")[1] for record in records] == [
        *("Stories:2", "Stories:3", "Old:2", "Old:3"),
    ]
    assert [(problem.name, problem.is_failure) for problem in problems] == [
        ("a.xlsx/Old", False),
        ("a.xlsx/Prices", False),
    ]
    assert "hidden" in problems[0].message
    assert "article, price" in problems[1].message


def test_a_workbook_without_stories_is_refused_with_its_columns(reading):
    for name, raw in (("a.xlsx", xlsx({"Prices": PRICES})), ("a.ods", ods({"Prices": PRICES}))):
        records, [problem] = reading(name, raw)
        assert not records
        assert problem.is_failure
        assert "--field text=NAME" in problem.message
    _, [problem] = reading("b.xlsx", xlsx({"Nothing": []}))
    assert "empty" in problem.message


def test_hostile_workbooks_end_in_a_sentence(reading, tmp_path):
    entities = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    whole = xlsx({"S": ROWS})
    cases = {
        "spaces.xlsx": xlsx({"S": " " * 60_000_000}),
        "cells.xlsx": xlsx({"S": "<row>" + "<c/>" * 3_000_000 + "</row>"}),
        "nested.xlsx": xlsx({"S": "<row><c>" * 100_000}),
        "cut.xlsx": xlsx({"S": "<row><c>"}),
        "entity.xlsx": xlsx({"S": f"{entities}<row>{inline('x')}</row>"}),
        "half.xlsx": whole[: len(whole) // 2],
        "damaged.xls": xls("S", ROWS)[:700] + b"\xff" * 4000,
    }
    for name, raw in cases.items():
        records, problems = reading(name, raw)
        assert not records, name
        assert [problem.is_failure for problem in problems] == [True], name
    outside = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    with (
        zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive,
        zipfile.ZipFile(tmp_path / "spaces.xlsx") as other,
    ):
        for member in other.namelist():
            if "sheet1" not in member:
                archive.writestr(member, other.read(member))
        head = "".join(map(inline, ["title", "text"]))
        row = f'{inline("Ferry")}<c t="inlineStr"><is><t>It sails at noon. &x; Yes.</t></is></c>'
        xml = f"<worksheet><sheetData><row>{head}</row><row>{row}</row></sheetData></worksheet>"
        archive.writestr("xl/worksheets/sheet1.xml", outside + xml)
    [record] = read_records([str(tmp_path / "b.xlsx")])
    assert isinstance(record, Record)
    assert "It sails at noon." in (record.page or "")
    assert Path("/etc/hostname").read_text().strip() not in (record.page or "")


def test_columns_without_names_are_named_by_number(reading, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(xlsx({"S": [["7", "Ferry sails", TEXT]]}))
    fields = Fields.with_named({"text": "3", "title": "2"})
    [record] = read_records([str(tmp_path / "a.xlsx")], fields=fields)
    assert isinstance(record, Record)
    assert record.hints.headline == "Ferry sails"
    assert record.hints.published_at is None
