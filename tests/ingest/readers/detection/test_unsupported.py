"""Files that no reader reads: detected by content, refused by name, and never a story."""

import base64
import gzip
import io
import json
import sys
import time
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from articles.ingest.readers import read_records
from articles.ingest.readers.detection.unsupported import foreign_kind
from articles.ingest.readers.records import Record, Unreadable
from articles.ingest.readers.text import read_text
from articles.models import Article, Clipping, Dump
from tests.ingest.readers.test_formats import parquet, tarred, zipped
from tests.support.foreign_files import CHINESE, FOREIGN, PROSE, RUSSIAN, STARTS, TEXTS, content
from tests.support.importing import importing
from tests.support.sample_pages import page, story

BINARY = ("pdf", "png", "exe", "noise", "doc", "pickle")
READ = ("pdf", "pdf after lines", "rtf")  # but these are damaged, or hold no story
SOME = (*BINARY, "sitemap", "sql", "json of texts", "log", "base64")


def warc(page: bytes, kind: str = "text/html") -> bytes:
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + page
    return (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example/1\r\n"
        "WARC-Date: 2021-10-31T08:00:00Z\r\nContent-Type: application/http;msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    ).encode() + answer + b"\r\n\r\n"  # fmt: skip


WAYS = {
    "file": lambda raw: ("page.txt", raw),
    "file named html": lambda raw: ("page.html", raw),
    "file without a suffix": lambda raw: ("page", raw),
    "gzip": lambda raw: ("page.txt.gz", gzip.compress(raw)),
    "zip": lambda raw: ("pages.zip", zipped({"page.txt": raw})),
    "tar": lambda raw: ("pages.tar", tarred({"page.txt": raw})),
    "tar in zip": lambda raw: ("all.zip", zipped({"a.tar": tarred({"page.html": raw})})),
    "web archive": lambda raw: ("crawl.warc", warc(raw)),
    "web archive of text": lambda raw: ("crawl.warc.gz", gzip.compress(warc(raw, "text/plain"))),
    "field of JSON": lambda raw: ("a.jsonl", json.dumps({"text": raw.decode("latin-1")}).encode()),
    "field of HTML": lambda raw: ("a.json", json.dumps({"html": raw.decode("latin-1")}).encode()),
    "field read badly": lambda raw: (
        "a.jsonl",
        json.dumps({"content": raw.decode("utf-8", "replace")}).encode(),
    ),
    "field of Base64": lambda raw: (
        "a.jsonl",
        json.dumps({"text": base64.b64encode(raw * 9).decode()}).encode(),
    ),
    "column of bytes": lambda raw: ("a.parquet", parquet({"text": [raw]})),
    "column of text": lambda raw: ("a.parquet", parquet({"text": [raw.decode("latin-1")]})),
}


@pytest.fixture
def reading(tmp_path):
    """Writes a file and gives the records read from it, and what could not be read."""

    def read(name, raw):
        (tmp_path / name).write_bytes(raw)
        found = list(read_records([str(tmp_path / name)]))
        return (
            [each for each in found if isinstance(each, Record)],
            [each for each in found if isinstance(each, Unreadable)],
        )

    return read


@pytest.mark.parametrize("name", [name for name in FOREIGN if name not in READ])
def test_what_no_reader_reads_is_refused_by_name_and_reported_what_to_do(reading, name):
    records, [problem] = reading("page.txt", content(name))
    assert not records
    assert problem.is_failure
    what, _, advice = problem.message.partition(", which cannot be read; ")
    assert FOREIGN[name][1] in what
    assert what.startswith("it is ")
    assert advice


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", BINARY)
def test_binary_data_is_refused_whatever_it_came_in(reading, way, name):
    records, problems = reading(*WAYS[way](content(name)))
    assert not records
    assert [problem.is_failure for problem in problems] == [True]
    assert "it is " in problems[0].message


@pytest.mark.parametrize("way", ["file", "gzip", "zip", "tar", "web archive", "column of bytes"])
@pytest.mark.parametrize("name", SOME)
def test_a_kind_goes_by_its_name_whatever_it_came_in(reading, way, name):
    records, [problem] = reading(*WAYS[way](content(name)))
    assert not records
    assert FOREIGN[name][1] in problem.message


@pytest.mark.parametrize("name", SOME)
def test_standard_input_is_no_way_around(monkeypatch, name):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content(name))))
    [problem] = read_records(["-"])
    assert isinstance(problem, Unreadable)
    assert problem.name == "standard input"
    assert FOREIGN[name][1] in problem.message


OFFICE = {
    "a PowerPoint presentation (.pptx)": {"[Content_Types].xml": "<T/>", "ppt/a.xml": "<w/>"},
    "a program (Android or Java)": {"META-INF/MANIFEST.MF": "x", "notes.txt": PROSE},
}  # fmt: skip


@pytest.mark.parametrize("kind", OFFICE)
@pytest.mark.parametrize("inside", [False, True])
def test_office_files_are_reported_from_archives_by_their_members(reading, kind, inside):
    raw = zipped(OFFICE[kind])
    raw = zipped({"page.txt": raw, "other.txt": PROSE}) if inside else raw
    records, [problem] = reading("page.zip", raw)
    assert len(records) == inside
    assert f"it is {kind}, which cannot be read; " in problem.message


@pytest.mark.parametrize("start", STARTS)
def test_a_story_that_only_begins_oddly_is_text(reading, start):
    [record], problems = reading("page.txt", f"{start}\n\n{PROSE * 3}".encode())
    assert not problems
    assert read_text(record).characters.text.startswith(start)


@pytest.mark.parametrize("name", TEXTS)
def test_text_of_any_script_and_encoding_is_text(reading, name):
    raw = TEXTS[name] if isinstance(TEXTS[name], bytes) else TEXTS[name].encode()
    [record], problems = reading("page.txt", raw)
    assert not problems
    assert record.raw == raw


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((PROSE * 3, encoding) for encoding in ("utf-16-le", "utf-16-be", "utf-16", "utf-32")),
        *((RUSSIAN, encoding) for encoding in ("utf-16-le", "utf-16-be")),
        *((CHINESE, encoding) for encoding in ("utf-16-le", "utf-16-be", "utf-16")),
    ],
)
@pytest.mark.parametrize("head", ["", "<!doctype html><title>Ferry</title><p>"])
def test_wide_text_is_read_with_and_without_a_mark(reading, text, encoding, head):
    [record], problems = reading("page.txt", (head + text).encode(encoding))
    assert not problems
    found = read_text(record).characters.text.removeprefix("\ufeff")
    assert text.split()[0] in found
    assert "\0" not in found


@pytest.mark.parametrize(
    "line", ['"We sail, said Ann', "a|b said|", '"a""b, c', "<!-- x", "/* a", "1,a,b"]
)
def test_lines_that_look_like_rows_or_quotes_cost_no_time(line):
    start = time.process_time()
    foreign_kind(f"{line}\n".encode() * 20_000)
    foreign_kind(line.encode() * 20_000)
    assert time.process_time() - start < 2


@pytest.mark.django_db
@pytest.mark.parametrize("name", SOME)
def test_nothing_of_a_refused_file_is_stored(tmp_path, name):
    (tmp_path / "page.txt").write_bytes(content(name))
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import_dump", str(tmp_path / "page.txt"), stdout=out, stderr=err)
    assert ended.value.code == 1
    assert out.getvalue() == "created 0, updated 0, unchanged 0, kept 0, quarantined 0\n"
    assert "page.txt: it is " in err.getvalue()
    assert FOREIGN[name][1] in err.getvalue()
    assert not Dump.objects.exists()
    assert not Clipping.objects.exists()
    with pytest.raises(SystemExit) as ended:
        call_command("parse_dump", str(tmp_path / "page.txt"), stdout=out, stderr=StringIO())
    assert ended.value.code == 1


@pytest.mark.django_db
def test_a_table_does_not_overwrite_a_published_story(tmp_path):
    (tmp_path / "a.txt").write_text(page(story()))
    importing(tmp_path / "a.txt")
    article = Article.objects.get()
    Article.objects.update(status="published")
    rows = ("headline,text", f'1,{article.headline},"{story().splitlines()[-1]}"')
    (tmp_path / "b.csv").write_text("\n".join(rows))
    result = importing(tmp_path / "b.csv")
    assert result.failed
    assert Article.objects.get().headline == article.headline
    assert Article.objects.get().body == article.body
    assert Dump.objects.count() == 1


@pytest.mark.django_db
def test_of_a_folder_the_pages_come_in_and_the_others_are_named(tmp_path):
    (tmp_path / "a.txt").write_text(page(story()))
    (tmp_path / "b.txt").write_bytes(content("pdf"))
    (tmp_path / "c.html").write_bytes(content("png"))
    (tmp_path / "d.exe").write_bytes(content("exe"))
    result = importing(tmp_path)
    assert (result.counts.created, result.failed_count) == (1, 2)
    reported = {notice.name.rpartition("/")[2]: notice.message for notice in result.notices}
    assert "a PDF document" in reported["b.txt"]
    assert "a picture (PNG)" in reported["c.html"]
    assert ".exe (1)" in reported[tmp_path.name]
