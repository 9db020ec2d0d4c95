"""Bytes out are the bytes that came in, and damage is reported."""

import gzip
import hashlib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles.ingest.maintenance.export import dump_bytes, file_name, find_dump
from articles.ingest.maintenance.verify import verify
from articles.ingest.readers.records import Record
from articles.ingest.storage.batch import write_batch
from articles.ingest.stories.split import split_record
from articles.models import Clipping, Dump, ImportRun
from tests.support.commands import start
from tests.support.importing import importing
from tests.support.sample_pages import HEADLINE, PROSE, page, spaced, story

ROOT = Path(__file__).parents[3]
FIXTURES = sorted((ROOT / "fixtures" / "dumps").glob("*.txt"))
SHARED = [
    path
    for path in sorted(ROOT.parent.joinpath("shared", "dumps").rglob("*"))
    if path.suffix in {".txt", ".md", ".html", ".gz", ".warc"}
]
TEXT = page("Menu", story(), "", "", story(*spaced(*PROSE[1:]), headline="Another story of ours"))
PAGE = (
    f"<html><head><title>{HEADLINE}</title></head><body><nav>Home</nav>"
    f"<article><h1>{HEADLINE}</h1><p>{'</p><p>'.join(PROSE * 3)}</p></article></body></html>"
)
WARC = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
    "WARC-Target-URI: https://gazette.example/a\r\nWARC-Date: 2021-05-04T10:00:00Z\r\n"
    "Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{}\r\n\r\n"
)
ANSWER = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{PAGE}"
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp1256", "koi8-r",
             "gb18030", "shift-jis", "latin-1")  # fmt: skip


def exported(dump):
    return b"".join(dump_bytes(dump))


def faults():
    return [fault for verdict in verify(Dump.objects.all()) for fault in verdict.faults]


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*FIXTURES, *SHARED], ids=lambda path: path.name)
def test_a_dump_comes_out_as_it_came_in(path):
    importing(path)
    if path.suffix not in {".gz", ".warc"}:
        assert exported(Dump.objects.get()) == path.read_bytes()
    assert faults() == []


@pytest.mark.django_db
def test_an_html_page_comes_out_as_it_came_in(tmp_path):
    raw = PAGE.encode() + b"\r\n<!-- \xff\x00 -->"
    Path(tmp_path, "a.html").write_bytes(raw)
    importing(tmp_path / "a.html")
    dump = Dump.objects.get()
    assert exported(dump) == raw
    assert dump.clippings.filter(kind="story").exists()
    assert faults() == []


@pytest.mark.django_db
def test_a_page_of_a_web_archive_comes_out_as_it_was_served(tmp_path):
    archive = WARC.format(len(ANSWER.encode()), ANSWER).encode()
    Path(tmp_path, "crawl.warc.gz").write_bytes(gzip.compress(archive))
    importing(tmp_path / "crawl.warc.gz")
    assert exported(Dump.objects.get()) == PAGE.encode()
    assert faults() == []


@st.composite
def odd_bytes(draw):
    """Pages with any text, in any encoding, and bytes that are no text at all."""
    lines = draw(st.lists(st.text(max_size=60) | st.sampled_from(TEXT.splitlines()), max_size=30))
    text = draw(st.sampled_from(["\n", "\r\n", "\r", "\n\r\n", "\x0c\n", "\u2028"])).join(lines)
    raw = text.encode(draw(st.sampled_from(ENCODINGS)), "ignore")
    if draw(st.booleans()):
        raw += text.encode("utf-8", "surrogatepass") + draw(st.binary(max_size=40))
    return raw + draw(st.sampled_from([b"", b"\n", b"\x00", b"\r", b"\xed\xa0\x80", b"\xff\xfe"]))


@pytest.mark.django_db
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@example(b"WARC/")
@example(b"")
@example("\ud800 a\0b\r\n".encode("utf-8", "surrogatepass"))
@given(raw=odd_bytes() | st.binary(max_size=300))
def test_any_bytes_come_out_as_they_came_in(raw):
    dump = split_record(
        Record("odd", raw)
    )  # a record: what a file of such bytes is, readers decide
    run = ImportRun.objects.create(started_at=timezone.now())
    write_batch([dump], run=run, status="draft", language="")
    row = Dump.objects.get(sha256=hashlib.sha256(raw).hexdigest())
    assert exported(row) == raw
    assert [verdict.faults for verdict in verify(Dump.objects.filter(pk=row.pk))] == [()]


# Finding a dump


@pytest.mark.django_db
def test_a_dump_is_found_by_id_digest_and_name(tmp_path):
    Path(tmp_path, "a.txt").write_text(TEXT)
    importing(tmp_path / "a.txt")
    dump = Dump.objects.get()
    for name in (str(dump.pk), dump.sha256, dump.sha256[:8].upper(), str(tmp_path / "a.txt")):
        assert find_dump(name).pk == dump.pk
    for name in ("0", dump.sha256[:4] + "zz", "b.txt", "9" * 30, "a\0"):
        with pytest.raises(CommandError, match="no dump has"):
            call_command("export_dump", name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("/srv/pages/gazette 1.txt", "gazette 1.txt"),
        ("https://a.example/b/?c=../../d", "b"),
        ("..", "dump"),
        ("C:\\pages\\a.txt", "a.txt"),
        ("crawl.warc.gz, record 3", "crawl.warc.gz_ record 3"),
    ],
)
def test_a_file_is_named_safely(name, expected):
    assert file_name(Dump(name=name)) == expected


# The commands


@pytest.mark.django_db(transaction=True)
def test_export_dump_writes_to_standard_output_and_nothing_else(tmp_path):
    raw = TEXT.encode("utf-16") + b"\x00"
    Path(tmp_path, "a.txt").write_bytes(raw)
    importing(tmp_path / "a.txt")
    process = start("export_dump", str(Dump.objects.get().pk))
    out, err = process.stdout.buffer.read(), process.stderr.buffer.read()
    process.communicate()
    assert (out, err, process.returncode) == (raw, b"", 0)


@pytest.mark.django_db
def test_all_dumps_of_a_run_are_written_to_a_folder(tmp_path):
    pages = {f"{name}.txt": f"{TEXT}\n{name}".encode() for name in "abc"}
    for name, raw in pages.items():
        Path(tmp_path, name).write_bytes(raw)
    importing(tmp_path)
    out = tmp_path / "out" / "here"
    call_command("export_dump", run=ImportRun.objects.get().pk, folder=out, stderr=StringIO())
    found = {path.name.partition("-")[2]: path.read_bytes() for path in out.iterdir()}
    assert found == pages


@pytest.mark.parametrize("args", [[], ["1", "--run", "1"], ["--run", "1"], ["1", "--folder", "x"]])
def test_export_dump_refuses_what_is_neither_one_thing_nor_the_other(args):
    with pytest.raises(CommandError) as refused:
        call_command("export_dump", *args)
    assert refused.value.returncode == 2


# What is not whole


def verified():
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command("verify_dumps", stdout=out, stderr=err)
    except SystemExit as stop:
        code = stop.code
    return out.getvalue(), err.getvalue(), code


def damage_bytes(clipping):
    clipping.raw = bytes(clipping.raw).replace(b"furnace", b"Furnace")
    clipping.save()


def lose_clipping(clipping):
    clipping.delete()


def lose_ledger_line(clipping):
    clipping.ledger = clipping.ledger[:-1]
    clipping.save()


def double_ledger_line(clipping):
    clipping.ledger = [clipping.ledger[0], *clipping.ledger]
    clipping.save()


def invent_role(clipping):
    clipping.ledger[0][2] = "advert"
    clipping.save()


def lose_line(clipping):
    clipping.raw = bytes(clipping.raw).partition(b"\n")[2]
    clipping.save()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("damage", "reported"),
    [
        (damage_bytes, "SHA-256"),
        (lose_clipping, "follows on"),
        (lose_ledger_line, "the ledger ends at line"),
        (double_ledger_line, "the ledger's line 2 follows on line"),
        (invent_role, "advert"),
        (lose_line, "hold"),
    ],
)
def test_a_dump_that_is_not_whole_is_named(tmp_path, damage, reported):
    Path(tmp_path, "a.txt").write_text(TEXT)
    Path(tmp_path, "b.txt").write_text(TEXT + "\nWhole.")
    importing(tmp_path)
    assert verified() == ("verified 2, failed 0\n", "", 0)
    damage(Clipping.objects.get(dump__name=str(tmp_path / "a.txt"), position=2))
    out, err, code = verified()
    assert (out, code) == ("verified 2, failed 1\n", 1)
    assert "a.txt" in err
    assert reported in err


@pytest.mark.django_db
def test_an_original_that_is_not_whole_is_named_and_not_exported(tmp_path):
    Path(tmp_path, "a.html").write_text(PAGE)
    importing(tmp_path / "a.html")
    Dump.objects.update(original=PAGE.encode()[:-1])
    out, err, code = verified()
    assert (out, code) == ("verified 1, failed 1\n", 1)
    assert "SHA-256" in err
    with pytest.raises(CommandError, match="SHA-256"):
        call_command("export_dump", str(Dump.objects.get().pk), output=str(tmp_path / "out"))


@pytest.mark.django_db
def test_rebuild_search_writes_the_column_of_every_article(tmp_path, monkeypatch):
    monkeypatch.setattr("articles.search.index.REBUILT_AT_ONCE", 1)
    Path(tmp_path, "a.txt").write_text(TEXT)
    importing(tmp_path / "a.txt")

    def columns():
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, search::text FROM articles_article ORDER BY id")
            return cursor.fetchall()

    before = columns()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_article SET search = NULL")
    out = StringIO()
    call_command("rebuild_search", stdout=out, stderr=StringIO())
    assert out.getvalue() == f"indexed {len(before)}\n"
    assert columns() == before
    assert len(before) > 1
    assert all(text for _, text in before)


@pytest.mark.django_db
def test_the_search_column_is_the_same_whoever_writes_it(tmp_path):
    """The importer, the desk and rebuild_search put the rows' words in one order."""
    head = ("One. (Reuters)", "Two. (AFP)", "Three. (AP/File)", "Four. (WAM)", "Follow")
    text = story(*spaced(*PROSE), head=head, top=("  • Beta", "  • Alpha", ""))
    Path(tmp_path, "a.txt").write_text(text)
    importing(tmp_path / "a.txt")
    with connection.cursor() as cursor:
        cursor.execute("SELECT search::text FROM articles_article")
        imported = cursor.fetchone()
        # Rows in another order of storage than that of their numbers and names.
        for table in ("bullet", "caption", "attribution"):
            cursor.execute(
                f"CREATE TEMPORARY TABLE t ON COMMIT DROP AS SELECT * FROM articles_{table};"  # noqa: S608
                f"DELETE FROM articles_{table};"
                f"INSERT INTO articles_{table} SELECT * FROM t ORDER BY id DESC; DROP TABLE t"
            )
        call_command("rebuild_search", stdout=StringIO(), stderr=StringIO())
        cursor.execute("SELECT search::text FROM articles_article")
        assert cursor.fetchone() == imported
