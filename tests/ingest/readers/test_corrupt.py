"""Corrupt, hostile and huge inputs: each is named with what to do, and costs no other record."""

import gzip
import io
import json
import lzma
import os
import random
import subprocess
import sys
import zlib
from io import StringIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.core.management import call_command

from articles.ingest.maintenance.export import dump_bytes
from articles.ingest.readers import limits, read_records
from articles.ingest.readers.records import Record, Unreadable
from articles.models import Article, Dump
from benchmarks.corrupt import as_line
from tests.ingest.readers.test_formats import JSONL, LINES, parquet, tarred, zipped
from tests.ingest.readers.test_html import html

MIB = 1024 * 1024


@pytest.fixture
def reading(tmp_path):
    """Writes a file and gives the records read from it, and what could not be read."""

    def read(name, raw):
        (tmp_path / name).write_bytes(raw)
        found = list(read_records([str(tmp_path / name)]))
        records = [record for record in found if isinstance(record, Record)]
        return records, [each for each in found if isinstance(each, Unreadable)]

    return read


@pytest.mark.parametrize(
    ("corrupt", "words"),
    [
        (b'{"text": "Ferry', "not valid JSON"),
        (b"\0" * 300, "NUL bytes"),
        (b'{"text": "Fer\0ry"}', "NUL bytes"),
        (b'{"text": "' + b"x" * (33 * MIB) + b'"}', "more than 32 MiB"),
        (b'["text"]', "no object with fields"),
        (b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deep"),
        (b'{"text": "a", "n": ' + b"9" * 5000 + b"}", "not valid JSON"),
    ],
    ids=["cut", "zeros", "zero", "long", "array", "deep", "digits"],
)
def test_a_corrupt_line_costs_no_other(reading, tmp_path, corrupt, words):
    records, [problem] = reading("a.jsonl", LINES[0] + b"\n" + corrupt + b"\n" + LINES[1])
    assert [record.raw for record in records] == LINES[:2]
    assert problem.name == f"{tmp_path}/a.jsonl:2"
    assert words in problem.message


@pytest.mark.parametrize("corrupt", [b'{"text": "Ferry', b"\0\0\0", b"garbage"])
def test_a_corrupt_first_line_does_not_hide_what_the_file_is(reading, corrupt):
    records, [problem] = reading("a.jsonl", corrupt + b"\n" + JSONL)
    assert [record.raw for record in records] == LINES
    assert problem.name.endswith("a.jsonl:1")


def test_of_lines_cut_short_all_but_the_last_are_read(reading, tmp_path):
    many = (
        b"".join(
            json.dumps({"text": zlib.crc32(str(n).encode()), "n": n}).encode() + b"\n"
            for n in range(9999)
        )
        .replace(b'"text": ', b'"text": "')
        .replace(b', "n"', b'", "n"')
    )
    packed = gzip.compress(many)
    records, [problem] = reading("a.jsonl.gz", packed[: len(packed) // 2])
    assert 4000 < len(records) < 6000
    assert [record.raw for record in records] == many.split(b"\n")[: len(records)]
    assert problem.name == f"{tmp_path}/a.jsonl.gz:{len(records) + 1}"
    assert "is cut short" in problem.message
    assert "fetch the file again" in problem.message


def test_a_packed_part_of_lines_cut_in_the_middle_counts_as_a_line(reading, tmp_path):
    parts = [gzip.compress(line + b"\n") for line in stories(6)]
    parts[2] = parts[2][: len(parts[2]) // 2]
    parts[4] = gzip.compress(b'{"text": "Ferry\n')
    records, problems = reading("a.jsonl.gz", b"".join(parts))
    assert [record.name for record in records] == [
        f"{tmp_path}/a.jsonl.gz:{n}" for n in (1, 2, 4, 6)
    ]
    assert [problem.name for problem in problems] == [f"{tmp_path}/a.jsonl.gz:{n}" for n in (3, 5)]
    assert "this line, and perhaps more, is lost" in problems[0].message


def test_a_damaged_page_in_a_packed_file_is_not_read_by_half(reading):
    records, [problem] = reading("a.txt.gz", gzip.compress(b"Ferry sails at noon.\n" * 200)[:-20])
    assert not records
    assert "cut short" in problem.message


@pytest.mark.parametrize("size", [514, 1500, 3000])
def test_of_a_tar_cut_short_the_whole_members_are_read(reading, size):
    raw = tarred({"a.txt": b"Ferry", "b.txt": b"Glass" * 200, "c.txt": b"Kiln"})
    records, problems = reading("a.tar", raw[:size])
    assert len(records) == {514: 0, 1500: 1, 3000: 2}[size]
    assert problems
    assert problems[-1].name.endswith("a.tar")
    assert "fetch it again" in problems[-1].message


def test_a_tar_without_its_end_is_reported(reading):
    raw = tarred({"a.txt": b"Ferry", "b.txt": b"Glass"})
    records, [problem] = reading("a.tar", raw[: 2 * 1024 + 10])
    assert len(records) == 2
    assert "its end is missing after" in problem.message


def test_damaged_members_of_a_zip_cost_no_other(reading):
    raw = bytearray(zipped({"a.txt": b"Ferry sails", "b.txt": b"Glass", "c.txt": b"Kiln"}))
    raw[raw.index(b"b.txt") + 6] ^= 0xFF
    records, [problem] = reading("a.zip", bytes(raw))
    assert [record.raw for record in records] == [b"Ferry sails", b"Kiln"]
    assert problem.name.endswith("a.zip/b.txt")


def test_encrypted_members_are_reported(reading):
    raw = bytearray(zipped({"a.txt": b"Ferry", "b.txt": b"Glass"}))
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    raw[6] |= 1
    records, [problem] = reading("a.zip", bytes(raw))
    assert [record.raw for record in records] == [b"Glass"]
    assert "it is encrypted; unpack it" in problem.message


def test_a_damaged_group_of_rows_costs_no_other(reading, tmp_path):
    columns = {"text": [f"Ferry {n} " + "sails " * 50 for n in range(300)]}
    file = io.BytesIO()
    pq.write_table(
        pa.table(columns), file, row_group_size=100, compression="none", write_page_checksum=True
    )
    raw = bytearray(file.getvalue())
    at = raw.index(b"Ferry 150 ")
    raw[at : at + 5] = b"Gerry"
    records, [problem] = reading("a.parquet", bytes(raw))
    assert {record.page for record in records} >= {*columns["text"][:100], *columns["text"][200:]}
    assert len(records) < 300
    assert problem.name.startswith(f"{tmp_path}/a.parquet:1")
    assert "up to row 200 are damaged" in problem.message


@pytest.mark.parametrize("cut", [-10, 100])
def test_a_table_cut_short_is_reported(reading, cut):
    records, [problem] = reading("a.parquet", parquet({"text": ["Ferry"] * 50})[:cut])
    assert not records
    assert "fetch it again" in problem.message


def test_a_table_without_pages_says_which_columns_it_has(reading):
    _, [problem] = reading("a.parquet", parquet({"prose": ["Ferry"], "n": [1]}))
    assert "--field text=NAME (its columns: prose, n)" in problem.message


def bomb(depth):
    """What `42.zip` is: archives in archives, of 16 each, that end in zeros."""
    content = {"page.txt": bytes(4 * MIB)}
    for _ in range(depth):
        inner = zipped(content, compresslevel=9)
        content = {f"{number}.zip": inner for number in range(16)}
    return zipped(content, compresslevel=9)


def doubled(count):
    """A ZIP whose list names the same packed bytes many times (after D. Fifield's)."""
    raw = zipped({"page.txt": bytes(8 * MIB)}, compresslevel=9)
    start = raw.index(b"PK\x01\x02")
    end = raw.index(b"PK\x05\x06")
    entry = raw[start:end]
    last = bytearray(raw[end:])
    last[8:12] = count.to_bytes(2, "little") * 2
    last[12:16] = (count * len(entry)).to_bytes(4, "little")
    return raw[:start] + entry * count + bytes(last)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("nested.zip", lambda: bomb(5)),
        ("one.zip", lambda: zipped({"page.txt": bytes(80 * MIB)}, compresslevel=9)),
        ("doubled.zip", lambda: doubled(1000)),
        ("lines.jsonl.gz", lambda: gzip.compress(JSONL + b"\n" * (80 * MIB))),
        ("blank.jsonl.gz", lambda: gzip.compress((b" " * 500_000 + b"\n") * 200)),
        ("tar.gz", lambda: gzip.compress(tarred({"a.txt": b"Ferry", "z.txt": bytes(80 * MIB)}))),
        ("deep.gz", lambda: _packed_again(JSONL, 6)),
    ],
)
def test_bombs_are_refused_with_a_message_that_names_them(reading, tmp_path, name, make):
    records, problems = reading(name, make())
    assert len(records) <= len(LINES)
    assert problems[-1].name == f"{tmp_path}/{name}"
    assert "as a “zip bomb” does" in problems[-1].message
    assert "unpack what you trust" in problems[-1].message
    assert len(problems) <= 2


def _packed_again(raw, times):
    for _ in range(times):
        raw = gzip.compress(raw)
    return raw


def fan(width, depth, leaf):
    """Archives in archives, `width` of them each, that end in small pages."""
    members = {f"{number}.txt": leaf for number in range(width)}
    for _ in range(depth - 1):
        inner = zipped(members, compresslevel=9)
        members = {f"{number}.zip": inner for number in range(width)}
    return zipped(members, compresslevel=9)


def repeated(text, count):
    """A column that holds a text once, and says that each of its rows is that."""
    return pa.DictionaryArray.from_arrays(pa.array([0] * count, pa.int32()), pa.array([text]))


STORY = json.loads(as_line(1))["text"]


def tables(count):
    """Small tables that are large only together."""
    table = parquet({"text": repeated(STORY * 300, 100)}, compression="zstd")
    return zipped({f"{number}.parquet": table for number in range(count)})


REPEATING = {
    "pages.zip": lambda: fan(20, 4, STORY.encode()),
    "empty.zip": lambda: fan(20, 4, b""),
    "lists.zip": lambda: fan(20, 3, as_line(1) + b"\n"),
    "tables.zip": lambda: tables(40),
    "empty.jsonl.gz": lambda: gzip.compress(b'{"text":""}\n' * 3_000_000),
    "empty.json.gz": lambda: gzip.compress(b"[" + b'{"text":""},' * 3_000_000 + b"{}]"),
    "same.parquet": lambda: parquet({"text": repeated(STORY, 5_000_000)}, compression="zstd"),
    "large.parquet": lambda: parquet(
        {"text": repeated("a b " * 7_000_000, 40)}, compression="zstd"
    ),
    "middling.parquet": lambda: parquet({"text": repeated(STORY * 300, 1999)}, compression="zstd"),
    "null.parquet": lambda: parquet({"text": pa.nulls(20_000_000, pa.string())}),
    "empty.parquet": lambda: parquet({"text": repeated("", 5_000_000)}),
    "nulls.parquet": lambda: parquet(
        {"text": pa.array([[None] * 9_000_000], pa.list_(pa.string()))}
    ),
    "list.parquet": lambda: parquet({"text": [["a b " * 500_000] * 40]}, compression="zstd"),
    "struct.parquet": lambda: parquet(
        {"content": [{"rendered": "a b " * 2_500_000}] * 12}, compression="zstd"
    ),
}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured by Linux")
@pytest.mark.parametrize("name", REPEATING)
def test_what_holds_the_same_again_and_again_is_reported_soon_and_takes_little_memory(
    tmp_path, name
):
    (tmp_path / name).write_bytes(REPEATING[name]())
    script = (
        "import re, sys, time; from pathlib import Path; import django; django.setup();"
        "from articles.ingest.readers import read_records;"
        "from articles.ingest.readers.records import Unreadable;"
        "start = time.process_time(); found = list(read_records(sys.argv[1:]));"
        "print(len(found), isinstance(found[-1], Unreadable), time.process_time() - start,"
        " re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1],"
        " found[-1].message)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / name)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "newsroom.settings"},
        cwd=Path(__file__).parents[3],
    )
    assert done.returncode == 0, done.stderr
    count, is_reported, seconds, kilobytes, message = done.stdout.split(" ", 4)
    assert is_reported == "True"
    assert "“zip bomb”; it is not read on" in message
    assert int(count) < 20_000
    assert float(seconds) < 5
    assert int(kilobytes) < 400_000


def test_members_that_lie_in_one_another_are_refused(reading):
    noise = random.Random(1)  # noqa: S311 - the same noise each time
    raw = bytearray(zipped({f"{n}.txt": noise.randbytes(3000) for n in range(9)}))
    at = raw.find(b"PK\x01\x02")
    while at >= 0:
        raw[at + 20 : at + 24] = (6000).to_bytes(4, "little")
        at = raw.find(b"PK\x01\x02", at + 4)
    records, [problem] = reading("a.zip", bytes(raw))
    assert not records
    assert "lie in one another" in problem.message


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.parquet", lambda: parquet({"text": [f"{STORY} {n}" for n in range(50_000)]})),
        ("b.parquet", lambda: parquet({"text": [f"{n} " + "word " * 40_000 for n in range(40)]})),
        ("c.parquet", lambda: parquet({"text": [[STORY, f"{n}"] for n in range(3000)]})),
        (
            "d.parquet",
            lambda: parquet(
                {"text": [STORY, None, ""] * 1000, "url": [f"u{n}" for n in range(3000)]}
            ),
        ),
        ("a.zip", lambda: zipped({f"{n}.txt": f"{STORY} {n}" for n in range(20_000)})),
        (
            "b.zip",
            lambda: zipped({f"{n}.zip": zipped({"a.txt": f"{STORY} {n}"}) for n in range(1000)}),
        ),
        ("a.tar.gz", lambda: gzip.compress(tarred({f"{n}.txt": b"%d" % n for n in range(5000)}))),
        ("a.jsonl.xz", lambda: lzma.compress(b"".join(as_line(n) + b"\n" for n in range(20_000)))),
        ("b.jsonl", lambda: b'{"text":""}\n' * 5000),
    ],
)
def test_what_is_real_is_read_whole_however_well_it_packs(reading, name, make):
    records, problems = reading(name, make())
    assert not problems
    assert len(records) in (40, 1000, 3000, 5000, 20_000, 50_000)


def test_a_long_list_of_members_is_refused_before_it_is_read(reading, monkeypatch):
    monkeypatch.setattr("articles.ingest.readers.zip_tar.LARGEST_LIST", 1000)
    _, [problem] = reading("a.zip", zipped({f"{n}.txt": b"Ferry" for n in range(50)}))
    assert "pack its files as .tar.gz" in problem.message


def test_a_page_over_the_limit_is_refused_by_itself(reading, monkeypatch):
    monkeypatch.setattr("articles.ingest.readers.opened.LARGEST_DUMP", 1000)
    raw = zipped({"a.txt": b"Ferry", "b.txt": bytes(range(256)) * 8, "c.txt": b"Glass"})
    records, [problem] = reading("a.zip", raw)
    assert [record.raw for record in records] == [b"Ferry", b"Glass"]
    assert "split it between pages" in problem.message


def test_an_input_that_is_corrupt_throughout_is_given_up(reading):
    _, problems = reading("a.jsonl", LINES[0][:-1] + b"\n" + b'{"text": \n' * 5000)
    assert len(problems) == 1001
    assert "1000 of its records cannot be read; the rest was not tried" in problems[-1].message


def test_limits_leave_room_for_what_is_real():
    assert limits.LARGEST_PAGE * 8 < limits.LARGEST_DUMP
    budget = limits.Budget(lambda: 1000)
    budget.spend(limits.FREE_UNPACKED)
    with pytest.raises(limits.BombError):
        budget.spend(1)


COUNT = 1000
"""Enough for every run; `benchmarks/corrupt.py` does it with 10,000, and more kinds of damage."""


def stories(count):
    """Lines with one small story each."""
    return map(as_line, range(count))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["ferry.txt", "ferry.html"])
def test_a_page_with_nul_bytes_is_kept_whole_and_reported(tmp_path, name):
    text = json.loads(next(stories(1)))["text"] if name.endswith(".txt") else html()
    raw = text.replace("harbour", "har\0\0bour", 1).encode()
    (tmp_path / name).write_bytes(raw)
    err = StringIO()
    call_command("import_dump", str(tmp_path / name), stdout=StringIO(), stderr=err)
    line = raw.count(b"\n", 0, raw.index(b"\0")) + 1
    assert (
        f"{name}: It holds 2 NUL bytes, from line {line} on, left out of the text" in err.getvalue()
    )
    assert b"".join(dump_bytes(Dump.objects.get())) == raw
    assert "\0" not in Article.objects.get().body


@pytest.mark.django_db
def test_one_corrupt_record_among_many_is_named_and_the_others_are_imported(tmp_path):
    lines = list(stories(COUNT))
    lines[COUNT // 2] = lines[COUNT // 2][:-7]
    path = tmp_path / "crawl.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n".join(lines)))
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import_dump", str(path), stdout=out, stderr=err)
    assert ended.value.code == 1
    assert out.getvalue().strip() == (
        f"created {COUNT - 1}, updated 0, unchanged 0, kept 0, quarantined 0"
    )
    assert f"{path}:{COUNT // 2 + 1}: not valid JSON" in err.getvalue()
    assert Article.objects.count() == COUNT - 1
