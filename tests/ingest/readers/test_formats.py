"""What files hold: each format, packed in each way, detected by its content."""

import bz2
import gzip
import io
import json
import lzma
import sys
import tarfile
import zipfile
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.readers import Fields, read_records
from articles.ingest.readers.records import Record, Unreadable
from articles.ingest.readers.streams import Stream
from articles.ingest.readers.text import read_text

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

STORIES = [
    {
        "text": f"Ferry number {number} sails again\n\nIt left at noon, the harbour office said.",
        "url": f"https://post.example/{number}",
        "date_download": "2021-10-31 08:00:00",
    }
    for number in (1, 2, 3)
]
LINES = [json.dumps(story).encode() for story in STORIES]
JSONL = b"".join(line + b"\n" for line in LINES)
PACKED = {"gz": gzip.compress, "zst": zstd.compress, "bz2": bz2.compress, "xz": lzma.compress}


@pytest.fixture
def reading(tmp_path):
    """Writes a file and gives the records read from it, their names within the folder."""

    def read(name, raw, **options):
        (tmp_path / name).write_bytes(raw)
        found = list(read_records([str(tmp_path / name)], **options))
        assert all(each.name.startswith(str(tmp_path)) for each in found)
        return found

    return read


def places(found, tmp_path):
    return [record.name.removeprefix(f"{tmp_path}/") for record in found]


def zipped(members, **options):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def tarred(members):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return file.getvalue()


def parquet(columns, **options):
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file, **options)
    return file.getvalue()


def test_each_line_of_json_lines_is_a_record_with_its_fields(reading, tmp_path):
    found = reading("crawl.jsonl", JSONL)
    assert places(found, tmp_path) == ["crawl.jsonl:1", "crawl.jsonl:2", "crawl.jsonl:3"]
    assert [record.raw for record in found] == LINES
    assert found[0].page == STORIES[0]["text"]
    assert found[0].hints.address == "https://post.example/1"
    assert found[0].captured_at == datetime(2021, 10, 31, 8, tzinfo=UTC)
    assert found[0].source == str(tmp_path / "crawl.jsonl")


@pytest.mark.parametrize("raw", [JSONL[:-1], JSONL.replace(b"\n", b"\r\n"), b"\n" + JSONL + b"\n"])
def test_line_ends_belong_to_no_record(reading, raw):
    assert [record.raw for record in reading("crawl.jsonl", raw)] == LINES


@pytest.mark.parametrize("packing", PACKED)
@pytest.mark.parametrize("name", ["crawl.jsonl.{}", "crawl.txt", "crawl"])
def test_packings_are_reported_by_content_whatever_the_name(reading, packing, name):
    found = reading(name.format(packing), PACKED[packing](JSONL))
    assert [record.raw for record in found] == LINES


@pytest.mark.parametrize("packing", PACKED)
def test_packed_parts_one_after_another_are_one_stream(reading, packing):
    pack = PACKED[packing]
    found = reading("crawl.jsonl", pack(JSONL[:100]) + pack(JSONL[100:]) + b"\0" * 512)
    assert [record.raw for record in found] == LINES


@pytest.mark.parametrize(
    ("name", "raw", "kind"),
    [
        ("page.txt", b"{ he said, and closed no bracket\n\nThe rest.", "text"),
        ("page.txt", b'{"quoted": he began\n\nThe rest.', "text"),
        ("page.txt", b'The teacher wrote:\n{"a": 1}\nand sat down.', "text"),
        ("page.jsonl", b"Only prose stands here.\n\nNo braces.", "text"),
        ("page.jsonl", b"<!doctype html><p>Ferry</p>", "text"),
        ("page.txt", b"WARCRAFT is a game\n", "text"),
        ("page.html", LINES[0], "json"),
        ("page.txt", JSONL, "json"),
    ],
)
def test_the_content_says_what_a_file_is(reading, name, raw, kind):
    found = reading(name, raw)
    assert all(isinstance(record, Record) for record in found)
    assert all((record.page is None) == (kind == "text") for record in found)
    if kind == "text":
        assert [record.raw for record in found] == [raw]


def test_json_is_read_however_it_is_laid_out(reading, tmp_path):
    one = reading("one.json", json.dumps(STORIES[0], indent=2).encode())
    assert places(one, tmp_path) == ["one.json"]
    for layout in (None, 1):
        array = reading("all.json", json.dumps(STORIES, indent=layout).encode())
        assert places(array, tmp_path) == [f"all.json, record {n}" for n in (1, 2, 3)]
        assert [record.page for record in array] == [story["text"] for story in STORIES]
    tricky = {"text": 'A "quote" with } and ] and \\ in it', "more": [{"a": "{"}, []]}
    assert (
        reading("odd.json", json.dumps([tricky, tricky], indent=1).encode())[1].page
        == (tricky["text"])
    )


TITLED = [{"title": f"Story {n}", "text": story["text"]} for n, story in enumerate(STORIES)]


@pytest.mark.parametrize(
    ("answer", "path"),
    [
        pytest.param({"status": "ok", "articles": TITLED}, "articles", id="NewsAPI"),
        pytest.param(
            {"response": {"total": 3, "results": TITLED}}, "response.results", id="nested"
        ),
        pytest.param({"meta": [{"n": 1}], "data": {"hits": TITLED}}, "data.hits", id="other lists"),
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_a_list_of_records_within_an_object_is_found(reading, tmp_path, answer, path, indent):
    found = reading("a.json", json.dumps(answer, indent=indent).encode())
    place = "a.json" if indent else "a.json:1"
    assert places(found, tmp_path) == [f"{place}, {path}[{n}]" for n in (1, 2, 3)]
    assert [read_text(record).characters.text.splitlines()[-1] for record in found] == [
        story["text"].splitlines()[-1] for story in STORIES
    ]


@pytest.mark.parametrize(
    "record",
    [
        {"title": "Ferry stops", "comments": [{"author": "Ida", "text": "About time."}]},
        {"title": "Ferry stops", "paragraphs": [{"text": "The ferry stops."}]},
        {"items": [{"id": 1}, {"id": 2}]},
    ],
)
def test_parts_of_a_record_are_no_records(reading, record):
    [found] = reading("a.json", json.dumps(record).encode())
    assert isinstance(found, Unreadable)


@pytest.mark.parametrize(
    ("record", "text", "address", "captured_at", "published_at"),
    [
        # C4 and mC4
        ({"text": "T", "timestamp": "2019-04-25T12:57:54Z", "url": "https://a.example/"},
         "T", "https://a.example/", datetime(2019, 4, 25, 12, 57, 54, tzinfo=UTC), None),
        # FineWeb: its date is the crawl's
        ({"text": "T", "dump": "CC-MAIN-2013-20", "date": "2013-05-18T05:48:59Z", "id": "<urn:1>"},
         "T", "", datetime(2013, 5, 18, 5, 48, 59, tzinfo=UTC), None),
        # RefinedWeb
        ({"content": "T", "timestamp": "2013-05-18T10:42:00", "dump": "CC-MAIN-2013-20"},
         "T", "", datetime(2013, 5, 18, 10, 42, tzinfo=UTC), None),
        # OSCAR
        ({"content": "T", "warc_headers": {"warc-target-uri": "http://b.example/",
          "warc-date": "2021-09-16T22:27:23Z"}},
         "T", "http://b.example/", datetime(2021, 9, 16, 22, 27, 23, tzinfo=UTC), None),
        # news-please
        ({"maintext": "Head\n\nT", "title": "Head", "date_download": "2019-07-09 10:00:00",
          "date_publish": "2019-07-09 09:00:00", "url": "https://c.example/"},
         "Head\n\nT", "https://c.example/", datetime(2019, 7, 9, 10, tzinfo=UTC),
         date(2019, 7, 9)),
        # CC-News: the title is not in the text
        ({"title": "Head", "text": "T", "date": "2017-10-09T10:00:00+02:00"},
         "Head\n\nT", "", None, datetime.fromisoformat("2017-10-09T10:00:00+02:00")),
        # trafilatura
        ({"raw_text": "T", "text": "Full T", "source": "https://d.example/", "filedate":
          "2024-01-05", "date": "2024-01-01"}, "Full T", "https://d.example/", date(2024, 1, 5),
         date(2024, 1, 1)),
        # Dolma, a source that is no address, milliseconds
        ({"text": "T", "source": "common-crawl", "added": 1700000000000},
         "T", "", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC), None),
        # paragraphs as a list; a text that is null beside one that is not
        ({"text": None, "body": ["One", "Two"], "URL": "https://e.example/"},
         "One\n\nTwo", "https://e.example/", None, None),
    ],
)  # fmt: skip
def test_the_usual_names_of_fields_are_known(
    reading, record, text, address, captured_at, published_at
):
    [found] = reading("a.jsonl", json.dumps(record).encode())
    assert found.page == text
    assert found.hints.address == address
    assert found.captured_at == captured_at
    assert found.hints.published_at == published_at


def test_fields_may_be_named(reading):
    raw = b'{"prose": "Named", "text": "usual", "seen": "2024-01-05T00:00:00Z"}'
    fields = Fields.with_named({"text": "Prose", "captured": "seen"})
    [found] = reading("a.jsonl", raw, fields=fields)
    assert found.page == "Named"
    assert found.captured_at == datetime(2024, 1, 5, tzinfo=UTC)


def test_a_record_without_a_page_says_which_fields_it_has(reading):
    [found] = reading("a.jsonl", b'{"prose": "Named", "n": 1}')
    assert isinstance(found, Unreadable)
    assert "--field text=NAME (its fields: prose, n)" in found.message


@pytest.mark.parametrize("value", [[{"role": "headline"}], {"lines": 3}, 7])
def test_a_page_that_is_no_text_is_reported(reading, value):
    [found] = reading("a.jsonl", json.dumps({"text": value}).encode())
    assert isinstance(found, Unreadable)
    assert f"holds no text ({type(value).__name__}); name another" in found.message


@pytest.mark.parametrize(
    "record",
    [
        {"html": "<p>Ferry sails</p>"},
        {"body": "<!doctype html><body><p>Ferry sails</p>"},
        {"content": {"rendered": "<p>Ferry sails</p>"}, "link": "https://a.example/"},
    ],
)
def test_html_in_a_field_is_read_as_html(reading, record):
    [found] = reading("a.jsonl", json.dumps(record).encode())
    assert read_text(found).characters.text.strip() == "Ferry sails"


def test_rows_of_a_table_are_records(reading, tmp_path):
    raw = parquet(
        {
            "url": [story["url"] for story in STORIES],
            "text": [story["text"] for story in STORIES],
            "date": [datetime(2021, 10, 31, tzinfo=UTC)] * 3,
            "dump": ["CC-MAIN-2021-43"] * 3,
            "embedding": [[0.5]] * 3,
        },
        row_group_size=2,
    )
    found = reading("news.parquet", raw)
    assert places(found, tmp_path) == ["news.parquet:1", "news.parquet:2", "news.parquet:3"]
    assert found[2].page == STORIES[2]["text"]
    assert found[2].captured_at == datetime(2021, 10, 31, tzinfo=UTC)
    assert json.loads(found[2].raw) == {
        **{"date": "2021-10-31T00:00:00+00:00", "dump": "CC-MAIN-2021-43"},
        **{"text": STORIES[2]["text"], "url": "https://post.example/3"},
    }
    packed = reading("news.parquet.gz", gzip.compress(raw))
    assert [record.raw for record in packed] == [record.raw for record in found]


@pytest.mark.parametrize("pack", [zipped, tarred, lambda members: gzip.compress(tarred(members))])
def test_members_of_archives_are_read_as_files_are(reading, tmp_path, pack):
    members = {
        "a/one.txt": b"Ferry sails\n\nAt noon.",
        "crawl.jsonl.gz": gzip.compress(JSONL),
        "inner.zip": zipped({"two.html": b"<!doctype html><p>Two"}),
        "logo.png": b"\x89PNG",
        "../../etc/three.txt": b"It stays in its place.",
    }
    *found, skipped = reading("pages.bin", pack(members))
    assert places(found, tmp_path) == [
        "pages.bin/a/one.txt",
        *(f"pages.bin/crawl.jsonl.gz:{n}" for n in (1, 2, 3)),
        "pages.bin/inner.zip/two.html",
        "pages.bin/../../etc/three.txt",
    ]
    assert skipped.message == "1 file of another kind was not read: .png (1)"
    assert not skipped.is_failure
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["pages.bin"]


def test_names_in_archives_are_safe_to_print(reading, tmp_path):
    [found] = reading("a.zip", zipped({"\x1b[31mred\n.txt": b"Ferry"}))
    assert places([found], tmp_path) == ["a.zip/?[31mred?.txt"]


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.jsonl.gz", gzip.compress(JSONL)),
        ("a.zip", zipped({"a.jsonl": JSONL, "b.txt": b"Ferry"})),
        ("a.tar.xz", lzma.compress(tarred({"a.jsonl": JSONL}))),
        ("a.parquet", parquet({"text": ["Ferry"] * 100})),
        ("a.txt", b"Ferry"),
    ],
)
def test_the_bytes_reported_as_read_add_up_to_the_files_size(reading, name, raw):
    reported = []
    reading(name, raw, on_bytes=reported.append)
    assert sum(reported) == len(raw)
    assert min(reported) > 0


def test_a_files_page_keeps_its_encoding_in_mind(reading):
    page = "<!doctype html><meta charset={}><body><p>Łódź już płynie</p>"
    by_page = reading("a.html", page.format("iso-8859-2").encode("iso8859-2"))[0]
    assert "Łódź już płynie" in read_text(by_page).characters.text
    assert read_text(by_page).encoding == "iso8859-2"
    guessed = page.format("utf-8").replace("płynie", "płynie do portu, mówi żeglarz z Gdyni")
    source = read_text(reading("b.html", guessed.encode("cp1250"))[0])
    assert "mówi żeglarz" in source.characters.text
    assert "not UTF-8" in source.characters.note


@given(
    st.lists(st.dictionaries(st.text(max_size=8), st.text(max_size=20), min_size=1), min_size=1),
    st.booleans(),
)
def test_the_bytes_of_any_lines_of_json_are_kept(tmp_path_factory, objects, is_ascii):
    path = tmp_path_factory.mktemp("any") / "any.jsonl"
    rows = [{"text": "Ferry", **each} for each in objects]
    lines = [
        json.dumps(row, ensure_ascii=is_ascii).encode("utf-8", "surrogatepass") for row in rows
    ]
    path.write_bytes(b"\n".join(lines))
    found = list(read_records([str(path)]))
    assert [record.raw for record in found] == lines
    for record in found:
        read_text(record).characters.text.encode()


_STARTS = [
    *(b"", b"\x1f\x8b\x08\x00", b"\x28\xb5\x2f\xfd", b"BZh91AY&SY", b"\xfd7zXZ\x00", b"PK\x03\x04"),
    *(b"PK\x05\x06", b"PAR1", b"WARC/1.0\r\n", b'{"text": "', b'[{"text": ', b"<!doctype html>"),
    *(b"\xff\xfe", b"\xef\xbb\xbf{", b"\x5d\x2a\x4d\x18\x10\0\0\0", JSONL, gzip.compress(JSONL)),
    *(tarred({"a.txt": b"Ferry"}), zipped({"a.txt": b"Ferry"}), parquet({"text": ["Ferry"]})),
]


@given(
    st.sampled_from(_STARTS),
    st.binary(max_size=200),
    st.sampled_from(["a.txt", "a.jsonl", "a.json", "a.warc.gz", "a.parquet", "a.zip"]),
    st.integers(0, 300),
)
def test_no_bytes_under_any_name_make_reading_fail(tmp_path_factory, start, rest, name, cut):
    path = tmp_path_factory.mktemp("any") / name
    for raw in (start + rest, start[: len(start) * cut // 300] + rest):
        path.write_bytes(raw)
        for found in read_records([str(path)]):
            if isinstance(found, Record):
                read_text(found).characters.text.encode()
            else:
                assert found.message


@given(st.lists(st.binary(max_size=20), max_size=8), st.integers(1, 30))
def test_a_streams_lines_are_its_bytes_however_they_come(chunks, limit):
    stream = Stream(iter(chunks))
    lines = list(iter(lambda: stream.read_line(limit), b""))
    whole = b"".join(chunks)
    assert b"".join(lines) == whole
    assert all(len(line) <= limit and b"\n" not in line[:-1] for line in lines)
    assert stream.offset == len(whole)
