"""Old web archives (ARC): each page a record of its own, with the time it was saved."""

import gzip
import re
from datetime import UTC, datetime

import pytest

from articles.ingest.readers import read_records
from articles.ingest.readers.records import Picture, Record
from tests.support.saved_files import ADDRESS, PICTURE, arc, chunked, http_answer, page

PAGE = page().encode()
ANSWERS = [
    (ADDRESS, http_answer(PAGE, "Last-Modified: Mon, 05 Apr 2021 10:00:00 GMT")),
    ("https://gazette.example/gone", b"HTTP/1.0 404 Not Found\r\n\r\n<html>no</html>"),
    ("https://gazette.example/a b?c=d e", http_answer(chunked(PAGE), "Transfer-Encoding: chunked")),
    ("https://gazette.example/lamp.png", http_answer(PICTURE, kind="image/png")),
    ("https://gazette.example/old", PAGE),  # HTTP 0.9 has no head
]


def addresses(found):
    return [record.hints.address for record in found if isinstance(record, Record)]


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("name", ["a.arc", "a.arc.gz", "crawl"])
def test_the_pages_of_an_archive_are_records(tmp_path, version, name):
    records = arc(ANSWERS, version=version)
    pack = gzip.compress if name.endswith("gz") else bytes
    (tmp_path / name).write_bytes(b"".join(map(pack, records)))
    pictures: list[Picture] = []
    first, spaced, old = read_records([str(tmp_path / name)], on_picture=pictures.append)
    assert first.name == f"{tmp_path}/{name}@{len(records[0])}"
    assert (first.raw, first.encoding) == (PAGE, "utf-8")
    assert first.captured_at == datetime(2021, 10, 31, 8, tzinfo=UTC)
    assert first.hints.address == ADDRESS
    assert first.hints.origins["address"] == "address in the web archive"
    assert first.hints.modified_at == datetime(2021, 4, 5, 10, tzinfo=UTC)
    assert spaced.raw == PAGE
    assert (old.raw, old.hints.address) == (PAGE, "https://gazette.example/old")
    assert [(each.raw, each.address) for each in pictures] == [(PICTURE, ANSWERS[3][0])]


def stories(*numbers):
    return arc([(f"https://gazette.example/{n}", http_answer(PAGE)) for n in numbers])


def shortened(record: bytes) -> bytes:
    return record.replace(b"keeper's house", b"house")


DAMAGED = {
    "a record that is not as long as it says": (shortened, "is not its length"),
    "a head that is lost": (lambda record: record[60:], "no record of a web archive"),
    "garbage": (lambda record: b"garbage " * 99 + b"\n", "no record of a web archive"),
    "a record of 33 MiB": (
        lambda record: re.sub(rb" \d+\n.*", b" 34603008\n", record, flags=re.DOTALL)
        + bytes(33 << 20)
        + b"\n",
        "it has 33 MiB",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_record_costs_no_other(tmp_path, case):
    head, one, two, three = stories(1, 2, 3)
    damage, words = DAMAGED[case]
    (tmp_path / "a.arc").write_bytes(head + damage(one) + two + three)
    *records, problem = sorted(
        read_records([str(tmp_path / "a.arc")]), key=lambda each: not isinstance(each, Record)
    )
    assert addresses(records) == ["https://gazette.example/2", "https://gazette.example/3"]
    assert words in problem.message
    assert problem.name == f"{tmp_path}/a.arc@{len(head)}"


def test_an_end_that_is_missing_is_said(tmp_path):
    (tmp_path / "a.arc").write_bytes(b"".join(stories(1, 2))[:-300])
    record, problem = read_records([str(tmp_path / "a.arc")])
    assert record.hints.address == "https://gazette.example/1"
    assert "the page is cut short" in problem.message


def test_a_damaged_part_of_a_packed_archive_costs_no_other(tmp_path):
    parts = [gzip.compress(record) for record in stories(*range(1, 7))]
    parts[3] = parts[3][:200]
    (tmp_path / "a.arc.gz").write_bytes(b"".join(parts))
    found = list(read_records([str(tmp_path / "a.arc.gz")]))
    assert addresses(found) == [f"https://gazette.example/{n}" for n in (1, 2, 4, 5, 6)]
    assert any("damaged" in each.message for each in found if not isinstance(each, Record))


@pytest.mark.parametrize(
    "line", [b"x:" + b" 20211031080000" * 4000, b"a:b " * 16000, b"http://a.example/ " * 3000]
)
def test_lines_made_to_take_long_take_none(tmp_path, line):
    head, one = stories(1)
    (tmp_path / "a.arc").write_bytes(head + (line + b"\n") * 300 + one)
    *_, record = read_records([str(tmp_path / "a.arc")])
    assert record.hints.address == "https://gazette.example/1"
