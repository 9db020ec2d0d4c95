"""Tables written as text: each row of a table of stories is a record, and no other table's is."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from articles.ingest.readers import Fields, read_records
from articles.ingest.readers.reading import read_kept
from articles.ingest.readers.records import Record, Unreadable
from articles.ingest.readers.tables import delimited as reader
from articles.ingest.readers.tables import delimited_rows as rows_of
from articles.ingest.readers.tables.delimited_rows import BadRow, Dialect, Rows
from tests.support.foreign_files import ROWS, TABLES, TABLES_OF_OTHERS

TEXT = "The ferry left at noon, the harbour office said.\n\nNobody was hurt in the storm."
NAMES = ["id", "title", "url", "date", "text"]
STORIES = [
    [str(n), f"Ferry {n} sails", f"https://post.example/{n}", f"2024-03-1{n}", TEXT]
    for n in (1, 2, 3)
]

Reading = Callable[..., tuple[list[Record], list[Unreadable]]]


def table(rows: Sequence[Sequence[str]], **dialect: str) -> str:
    file = io.StringIO()
    csv.writer(file, **dialect).writerows(rows)  # type: ignore[arg-type]
    return file.getvalue()


def lines(*rows: str) -> str:
    return "".join(f"{row}\n" for row in rows)


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    def read(name: str, raw: str | bytes, **named: str) -> tuple[list[Record], list[Unreadable]]:
        (tmp_path / name).write_bytes(raw if isinstance(raw, bytes) else raw.encode())
        fields = Fields.with_named(named)
        found = list(read_records([str(tmp_path / name)], fields=fields))
        return (
            [each for each in found if isinstance(each, Record)],
            [each for each in found if isinstance(each, Unreadable)],
        )

    return read


def numbers(found: Sequence[Record | Unreadable]) -> list[int]:
    """The rows that records are named by."""
    return [int(each.name.rpartition(":")[2]) for each in found]


def test_tables_of_all_kinds_give_a_record_a_row(reading):
    for name, raw in TABLES.items():
        records, problems = reading("page.txt", raw)
        assert not problems, name
        assert [record.hints.headline for record in records] == [row[1] for row in ROWS], name
        texts = [(record.page or "").partition("\n\n")[2] for record in records]
        assert texts == [row[2] for row in ROWS], name
        assert numbers(records)[1:] == [row + 1 for row in numbers(records)[:-1]], name


def test_a_row_states_what_its_columns_say_and_is_read_again_from_what_is_kept(reading):
    [record, *_], problems = reading("a.csv", table([NAMES, *STORIES]))
    assert not problems
    assert record.name.endswith("a.csv:2")
    assert record.page == f"Ferry 1 sails\n\n{TEXT}"
    assert record.hints.address == "https://post.example/1"
    assert record.hints.published_at == date(2024, 3, 11)
    assert record.raw.startswith(b'{"date":"2024-03-11","id":"1",')
    again = read_kept(record.raw, record.name)
    assert again is not None
    assert (again.page, again.hints) == (record.page, record.hints)


def test_tables_of_something_else_are_refused_with_their_columns(reading):
    for name, raw in TABLES_OF_OTHERS.items():
        records, [problem] = reading("a.csv", raw)
        assert not records, name
        assert problem.is_failure
        assert "--field text=" in problem.message, name
        assert "its columns: " in problem.message, name
    _, [problem] = reading("a.csv", TABLES_OF_OTHERS["addresses"])
    assert "has no text of them" in problem.message


def test_columns_that_nobody_knows_can_be_named(reading):
    raw = lines(
        "naslov;besedilo", "Trajekt;Trajekt je odplul opoldne.", "Otok;Na otoku že ves dan dežuje."
    )
    _, [problem] = reading("a.csv", raw)
    assert "naslov, besedilo" in problem.message
    records, problems = reading("a.csv", raw, text="besedilo", title="naslov")
    assert not problems
    assert [record.hints.headline for record in records] == ["Trajekt", "Otok"]


def test_a_table_without_names_goes_by_its_content_or_by_numbers(reading):
    records, problems = reading("a.csv", table([[*row[:4], row[4] * 2] for row in STORIES]))
    assert not problems
    assert numbers(records) == [1, 2, 3]
    assert records[0].hints.headline == "Ferry 1 sails"
    assert records[0].hints.published_at == date(2024, 3, 11)
    short = table([[row[0], row[1], "It sails."] for row in STORIES])
    records, problems = reading("a.csv", short, text="3", title="2")
    assert not problems
    assert records[2].page == "Ferry 3 sails\n\nIt sails."


@pytest.mark.parametrize(
    ("text", "title", "encoding"),
    [
        ("Le port a été fermé à cause de la tempête. C’était prévu.", "L’île", "cp1252"),
        ("Паром вышел в море в полдень, сообщили в порту. Никто не пострадал.", "Паром", "cp1251"),
        ("غادرت العبارة الميناء ظهر اليوم، كما قال مكتب الميناء.", "العبارة", "cp1256"),
        ("Die Fähre fährt wieder über den See.", "Fähre", "utf-16"),
        ("Die Fähre fährt wieder über den See.", "Fähre", "utf-8-sig"),
    ],
)
def test_encodings(reading, text, title, encoding):
    raw = table([["title", "text"], *[[title, text]] * 3], delimiter=";").encode(encoding)
    records, problems = reading("a.csv", raw)
    assert not problems
    assert [record.hints.headline for record in records] == [title] * 3
    assert text in (records[0].page or "")
    assert bool(records[0].note) == encoding.startswith("cp")


def test_an_odd_row_in_utf8_is_read_by_itself(reading):
    good = table([["title", "text"], *[[f"Ferry {n}", TEXT] for n in range(20_000)]]).encode()
    odd = "Fähre,Die Fähre fährt wieder über den See.\n".encode("cp1252")
    records, problems = reading("a.csv", good + odd)
    assert not problems
    assert records[-1].hints.headline == "Fähre"
    assert "über den See." in (records[-1].page or "")
    assert records[-1].note
    assert not records[0].note


def test_rows_that_break_the_rules_are_named_and_the_others_come_in(reading):
    head, one, last = "id,title,text", '1,One,"First, he said. Yes."', "9,Nine,The very last. Yes."
    cases = {
        "a cell too few": (["2,Two"], [3], "2 cells"),
        "a cell too many": (["2,Two,It sails, he said."], [3], "4 cells"),
        "never closed": (['2,Two,"It sails.', "3,Three,It sails on. Yes."], [3], "never closed"),
        "never closed, then closed rows": (
            ['2,Two,"It sails.', '3,Three,"It sails on. Yes."', '4,Four,"It\nrains on. Yes."'],
            [3],
            "never closed",
        ),
        "closed by a later row": (
            [
                '2,Two,"It',
                "3,T,The boat sails on.",
                "4,F,It rains all day.",
                '5,"",It snows a lot.',
            ],
            [3],
            "never closed",
        ),
        "nothing": (["2,Two,Sec\0ond. It sails."], [3], "NUL"),
    }
    for name, (rows, bad, reason) in cases.items():
        records, problems = reading("a.csv", lines(head, one, *rows, last))
        assert numbers(problems) == bad, name
        assert reason in problems[0].message, name
        assert "row 3" in problems[0].message, name
        assert "line 3" in problems[0].message, name
        assert records[0].page == "One\n\nFirst, he said. Yes.", name
        assert records[-1].page == "Nine\n\nThe very last. Yes.", name
        assert len(records) == 2 + len(rows) - 1, name


def test_quotes_are_read_as_programs_write_them(reading):
    cases = {
        "doubled": '2,Two,"He said ""no, never"" to it."',
        "not doubled": '2,Two,"He said "no, never" to it."',
        "not doubled, on two lines": '2,Two,"He\nsaid "no, never" to it."',
        "with spaces": '2, Two, "He said ""no, never"" to it."',
    }
    for name, row in cases.items():
        records, problems = reading("a.csv", lines("id,title,text", '1,One,"It sails, now."', row))
        assert not problems, name
        page = " ".join((records[1].page or "").split())
        assert page == 'Two He said "no, never" to it.', name
    escaped = lines('"id","title","text"', *[f'"{n}","T","He said \\"no, never\\"."' for n in "12"])
    records, _ = reading("a.csv", escaped)
    assert records[1].page == 'T\n\nHe said "no, never".'
    plain = lines(
        "id\ttitle\ttext", '1\t"Ferry" sails\t"No", she said. Yes.', "2\tB\tIt rains now."
    )
    records, _ = reading("a.tsv", plain)
    assert records[0].page == '"Ferry" sails\n\n"No", she said. Yes.'


def test_formulas_are_only_text(reading):
    row = ["=cmd|' /C calc'!A0", '=HYPERLINK("http://a.example","x"). It sails at noon, he said.']
    [record], problems = reading("a.csv", table([["title", "text"], row]))
    assert not problems
    assert record.page == f"{row[0]}\n\n{row[1]}"


def test_hostile_tables_end_in_a_sentence(reading, monkeypatch):
    records, [problem] = reading("a.csv", ",".join(f"c{n}" for n in range(200_000)))
    assert not records
    assert "more than 16384 columns" in problem.message
    monkeypatch.setattr(reader, "LARGEST_PAGE", 10_000)
    monkeypatch.setattr(rows_of, "LARGEST_PAGE", 10_000)
    monkeypatch.setattr(rows_of, "MOST_CELLS", 2000)
    rows = [
        "id,title,text",
        "1,One,It sails on again.",
        f"2,Two,{'x' * 50_000}",
        "3,T,It rains all day.",
    ]
    records, problems = reading("a.csv", lines(*rows, "," * 5000, '4,"x', *rows[3:] * 1000))
    assert numbers(problems) == [3, 5, 6]
    assert "may have" in problems[0].message
    assert "cells" in problems[1].message
    assert "never closed" in problems[2].message
    assert len(records) == 2 + 1000


def test_rows_count_lines_and_are_read_lazily():
    def endless():
        yield from ["a,b\n", '1,"two\n', 'lines"\n']
        while True:
            yield "3,4\n"

    rows = Rows(endless(), Dialect(","), 2)
    found = []
    for row in rows:
        found.append((rows.row, rows.first_line, row))
        if len(found) == 3:
            break
    assert found == [
        (1, 1, ["a", "b"]),
        (2, 2, ["1", "two\nlines"]),
        (3, 4, ["3", "4"]),
    ]
    assert not any(isinstance(row, BadRow) for _, _, row in found)


def test_highlights_stand_before_the_text_as_bullets(reading):
    names = ["title", "article", "highlights"]
    [record], _ = reading("a.csv", table([names, ["Ferry sails", TEXT, "It left .\nIt rained ."]]))
    assert record.page == f"Ferry sails\n\n• It left.\n• It rained.\n\n{TEXT}"
    [record], _ = reading("a.csv", table([names[1:], [TEXT, "It left .\nIt rained ."]]))
    assert record.page == TEXT
    assert record.hints.description == "It left. It rained."
