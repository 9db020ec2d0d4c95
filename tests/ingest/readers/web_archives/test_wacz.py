"""WACZ: every web archive in it once, whatever else lies in it or beside it."""

import gzip
import io
import tarfile
from datetime import UTC, datetime

import pytest

from articles.ingest.readers import read_records
from articles.ingest.readers.records import Picture, Record
from tests.support.saved_files import (
    ADDRESS,
    PICTURE,
    as_folder,
    http_answer,
    page,
    wacz_members,
    warc_record,
    zipped,
)

PAGE = page().encode()
SECOND = "https://gazette.example/2"
WARC = gzip.compress(warc_record(http_answer(PAGE)))
UNTITLED = b"<!doctype html><html><body><p>The lamp is out.</p></body></html>"
OTHER = gzip.compress(
    warc_record(http_answer(PICTURE, kind="image/png"), "https://gazette.example/lamp.png")
) + gzip.compress(warc_record(http_answer(UNTITLED), SECOND))
LISTED = [
    {
        "url": ADDRESS,
        "title": "Lighthouse",
        "ts": "2021-10-31T08:00:00Z",
        "text": "The last keeper",
    },
    {"url": SECOND, "title": "The lamp is out", "ts": "2021-10-31T09:00:00Z"},
]
MEMBERS = wacz_members({"a.warc.gz": WARC, "b.warc.gz": OTHER}, LISTED)


@pytest.mark.parametrize("name", ["a.wacz", "a.zip", "crawl"])
def test_every_archive_in_it_is_read_once_and_nothing_else(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(zipped(MEMBERS))
    pictures: list[Picture] = []
    first, second = read_records([str(path)], on_picture=pictures.append)
    assert (first.name, second.name) == (
        f"{path}/archive/a.warc.gz@0",
        f"{path}/archive/b.warc.gz@{gzip.decompress(OTHER).rindex(b'WARC/1.1')}",
    )
    assert (first.raw, second.raw) == (PAGE, UNTITLED)
    assert first.captured_at == datetime(2021, 10, 31, 8, tzinfo=UTC)
    assert second.hints.title == "The lamp is out"
    assert [each.address for each in pictures] == ["https://gazette.example/lamp.png"]


def test_several_of_them_may_be_in_one(tmp_path):
    other = wacz_members({"data.warc.gz": OTHER})
    package = {"datapackage.json": '{"profile": "multi-wacz-package"}'}
    path = tmp_path / "a.wacz"
    path.write_bytes(zipped({**package, "1.wacz": zipped(MEMBERS), "2.wacz": zipped(other)}))
    found = list(read_records([str(path)]))
    assert all(isinstance(each, Record) for each in found)
    assert [each.name.removeprefix(f"{path}/").partition("@")[0] for each in found] == [
        *("1.wacz/archive/a.warc.gz", "1.wacz/archive/b.warc.gz", "2.wacz/archive/data.warc.gz"),
    ]


def test_a_damaged_archive_in_it_costs_no_other(tmp_path):
    path = tmp_path / "a.wacz"
    path.write_bytes(zipped({**MEMBERS, "archive/a.warc.gz": b"\x1f\x8b\x08\0garbage"}))
    problem, record = read_records([str(path)])
    assert problem.name.startswith(f"{path}/archive/a.warc.gz")
    assert record.raw == UNTITLED
    path.write_bytes(zipped(MEMBERS)[:-60])
    [problem] = read_records([str(path)])
    assert "no complete ZIP file" in problem.message


def _as_tar(members):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, content in members.items():
            raw = content.encode() if isinstance(content, str) else content
            member = tarfile.TarInfo(name)
            member.size = len(raw)
            archive.addfile(member, io.BytesIO(raw))
    return file.getvalue()


@pytest.mark.parametrize("packed", ["folder", "zip", "tar"])
def test_lists_and_indexes_beside_archives_are_passed_over_without_a_word(tmp_path, packed):
    members = {f"crawl/{name}": raw for name, raw in MEMBERS.items() if "crawl.log" not in name}
    members |= {"more/c.warc.gz": WARC, "more/c.cdx": " CDX N b a m s k r\n", "more/c.cdxj": "x"}
    if packed == "folder":
        as_folder(tmp_path / "in", members)
    else:
        raw = zipped(members) if packed == "zip" else _as_tar(members)
        (tmp_path / "in").write_bytes(raw)
    found = list(read_records([str(tmp_path / "in")]))
    assert all(isinstance(each, Record) for each in found)
    assert len(found) == 3


def test_a_list_of_pages_without_a_web_archive_is_read(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "pages.jsonl").write_text('{"text": "Ferry news\\n\\nIt sails."}\n')
    [record] = read_records([str(tmp_path)])
    assert isinstance(record, Record)
