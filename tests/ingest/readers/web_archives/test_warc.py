"""Web archives: each page a record of its own, with the time it was saved."""

import bz2
import gzip
import lzma
import random
import sys
from datetime import UTC, datetime

import pytest

from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.ingest.readers import read_records
from articles.ingest.readers.records import Record, Unreadable
from articles.ingest.readers.text import read_text
from articles.models import Article, Dump
from articles.parsing import PageHints
from tests.ingest.readers.test_html import HEADLINE, html
from tests.support import sample_pages

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

OTHER = "Glass workshop reopens in old tram depot"


def warc_record(kind, address, payload, content_type):
    head = "\r\n".join(
        [
            "WARC/1.0",
            f"WARC-Type: {kind}",
            f"WARC-Target-URI: {address}",
            "WARC-Date: 2021-10-31T08:00:00Z",
            "WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789012>",
            f"Content-Type: {content_type}",
            f"Content-Length: {len(payload)}",
        ]
    )
    return head.encode() + b"\r\n\r\n" + payload + b"\r\n\r\n"


def answer(address, body, *, status="200 OK", kind="text/html; charset=utf-8"):
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    media = "application/http; msgtype=response"
    return warc_record("response", address, http.encode() + body, media)


WARC = b"".join(
    [
        answer("https://post.example/1", html().encode()),
        answer("https://post.example/gone", b"<html>no</html>", status="404 Not Found"),
        answer("https://post.example/logo", b"\x89PNG", kind="image/png"),
        warc_record("request", "https://post.example/1", b"GET / HTTP/1.1\r\n\r\n", "text/plain"),
    ]
)
WET = warc_record(
    "conversion",
    "https://gazette.example/glass",
    sample_pages.page(
        OTHER, "", "Updated 2 hours ago", "", *sample_pages.spaced(*sample_pages.PROSE)
    ).encode(),
    "text/plain",
)


GLASS = answer("https://post.example/glass", b"<html><body><p>Glass</p></body></html>")


def addresses(found):
    return [record.hints.address for record in found if isinstance(record, Record)]


def problems(found):
    return [record for record in found if isinstance(record, Unreadable)]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.warc.zst", "crawl"])
def test_the_pages_of_an_archive_are_records(tmp_path, name):
    path = tmp_path / name
    pack = {"gz": gzip.compress, "zst": zstd.compress}.get(name.rpartition(".")[2], bytes)
    path.write_bytes(pack(WARC))
    [record] = read_records([str(path)])
    assert record == Record(
        f"{path}@0",
        html().encode(),
        datetime(2021, 10, 31, 8, tzinfo=UTC),
        source=str(path),
        hints=PageHints(address="https://post.example/1", origins={"address": "WARC-Target-URI"}),
        encoding="utf-8",
        format="web archive (WARC)",
    )


def headers_of(*lines):
    return "text/html; charset=utf-8" + "".join(f"\r\n{line}" for line in lines)


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Content-Language: de-AT", "de-AT"),
        ("content-language: FR", "fr"),
        ("Content-Language: en, ar", ""),
        ("Content-Language: ", ""),
    ],
)
def test_the_servers_language_counts_where_the_page_names_none(tmp_path, line, language):
    path = tmp_path / "a.warc"
    silent = b"<!doctype html><body><p>Ferry</p>"
    stating = b"<!doctype html><html lang=ru><body><p>Ferry</p>"
    kind = headers_of(line)
    path.write_bytes(
        answer("https://a.example/", silent, kind=kind)
        + answer("https://b.example/", stating, kind=kind)
    )
    first, second = read_records([str(path)])
    assert read_text(first).hints.language == language
    assert read_text(second).hints.language == "ru"
    if language:
        assert first.hints.origins["language"] == "HTTP Content-Language"


@pytest.mark.parametrize(
    ("modified", "expected"),
    [
        ("Mon, 05 Apr 2021 10:00:00 GMT", datetime(2021, 4, 5, 10, tzinfo=UTC)),
        ("Sun, 31 Oct 2021 08:00:00 GMT", None),  # made when it was asked for
        ("Sat, 30 Oct 2021 21:00:00 GMT", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("yesterday", None),
    ],
)
def test_when_a_page_was_last_modified_is_never_when_it_was_published(tmp_path, modified, expected):
    path = tmp_path / "a.warc"
    kind = headers_of(f"Last-Modified: {modified}")
    path.write_bytes(answer("https://a.example/", b"<!doctype html><p>Ferry</p>", kind=kind))
    [record] = read_records([str(path)])
    assert record.hints.modified_at == expected
    assert record.hints.published_at is None
    assert record.captured_at == datetime(2021, 10, 31, 8, tzinfo=UTC)


def test_the_language_that_a_text_archive_states_is_its_pages(tmp_path):
    path = tmp_path / "a.wet"
    named = b"WARC-Identified-Content-Language: deu,eng\r\n"
    path.write_bytes(WET.replace(b"WARC-Date", named + b"WARC-Date", 1))
    [record] = read_records([str(path)])
    assert record.hints.language == "de"


def test_a_record_is_named_by_its_offset(tmp_path):
    path = tmp_path / "a.warc"
    path.write_bytes(WARC + GLASS)
    _, glass = read_records([str(path)])
    place, _, offset = glass.name.rpartition("@")
    assert place == str(path)
    assert path.read_bytes()[int(offset) :] == GLASS


def test_pages_are_unpacked_as_their_server_packed_them(tmp_path):
    body = html().encode()
    packed = gzip.compress(body)
    chunk = f"{len(packed):x}\r\n".encode() + packed + b"\r\n0\r\n\r\n"
    kind = "text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked"
    path = tmp_path / "a.warc"
    path.write_bytes(answer("https://post.example/1", chunk, kind=kind))
    [record] = read_records([str(path)])
    assert record.raw == body


def test_the_servers_word_for_the_encoding_counts(tmp_path):
    page = "<!doctype html><body><p>Стекольная мастерская снова открылась</p>"
    path = tmp_path / "a.warc"
    kind = "text/html; charset=koi8-r"
    path.write_bytes(answer("https://post.example/1", page.encode("koi8-r"), kind=kind))
    [record] = read_records([str(path)])
    assert "мастерская" in read_text(record).characters.text
    assert read_text(record).encoding == "koi8-r"


CORRUPT = {
    "no headers": (b"WARC/1.0\r\n\r\n", "does not state its type"),
    "no headers, but a block": (b"WARC/1.0\r\n\r\nblock\r\n\r\n", "does not state its type"),
    "garbage": (b"garbage " * 300 + b"\r\n\r\n", "no record of a web archive"),
    "no length": (GLASS.replace(b"Content-Length", b"Content-Lenght", 1), "state its length"),
    "too long": (GLASS.replace(b"Content-Length: ", b"Content-Length: 9", 1), "is not its length"),
    "too short": (GLASS.replace(b"Content-Length: 1", b"Content-Length: ", 1), "not its length"),
    "a head cut off": (GLASS[:60] + b"\r\n", "cut off within its head"),
    "a head cut off in a line": (GLASS[:50], "cut off within its head"),
    "a block cut off in a line": (GLASS[:-60], "is not its length"),
    "no head": (GLASS.partition(b"\r\n\r\n")[2], "no record of a web archive"),
    "a block cut off": (GLASS[:-60] + b"\r\n\r\n", "is not its length"),
    "NUL bytes": (b"\0" * 5000 + b"\r\n", "no record of a web archive"),
    "a huge head": (b"WARC/1.0\r\n" + b"X: y\r\n" * 20000, "more than 64 KiB"),
    "a page that is too large": (
        warc_record("resource", "https://a.example/", b"x" * (33 << 20), "text/plain"),
        "it has 33 MiB",
    ),
}


@pytest.mark.parametrize("corrupt", CORRUPT)
def test_a_corrupt_record_costs_no_other(tmp_path, corrupt):
    path = tmp_path / "a.warc"
    raw, words = CORRUPT[corrupt]
    path.write_bytes(WARC + raw + GLASS + GLASS)
    found = list(read_records([str(path)]))
    assert addresses(found) == ["https://post.example/1", *["https://post.example/glass"] * 2]
    [problem] = problems(found)
    assert words in problem.message
    assert problem.name == f"{path}@{len(WARC)}"


@pytest.mark.parametrize(
    ("rest", "words"), [(WET[:-200], "cut short"), (b"garbage " * 100, "no record")]
)
def test_a_broken_end_leaves_what_came_before(tmp_path, rest, words):
    path = tmp_path / "a.warc"
    path.write_bytes(WARC + rest)
    record, problem = read_records([str(path)])
    assert isinstance(record, Record)
    assert words in problem.message


def noisy(address):
    """A record whose packed bytes are long enough to be cut."""
    words = random.Random(address).choices(["ferry", "harbour", "glass", "kiln", "noon"], k=3000)  # noqa: S311
    return answer(address, f"<html><body><p>{' '.join(words)}</p></body></html>".encode())


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize(
    ("damage", "which"),
    # Not the first one's beginning: the packing is detected by it.
    [
        *(("cut short", which) for which in (0, 5, 9)),
        *(("bytes changed", which) for which in (0, 5, 9)),
        *(("beginning lost", which) for which in (5, 9)),
    ],
)
def test_a_damaged_part_in_the_middle_of_a_packed_archive_costs_no_other(
    tmp_path, pack, damage, which
):
    parts = [pack(noisy(f"https://post.example/{number}")) for number in range(10)]
    half = len(parts[which]) // 2
    parts[which] = {
        "cut short": parts[which][:half],
        "bytes changed": parts[which][:half] + b"\xaa\x55" * 20 + parts[which][half + 40 :],
        "beginning lost": parts[which][half:],
    }[damage]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(parts))
    found = list(read_records([str(path)]))
    assert addresses(found) == [
        f"https://post.example/{number}" for number in range(10) if number != which
    ]
    assert [problem.name.partition("@")[0] for problem in problems(found)] == [str(path)]


def test_a_zstandard_archive_may_bring_its_dictionary(tmp_path):
    samples = [noisy(f"https://post.example/{number}") for number in range(40)]
    dictionary = zstd.train_dict(samples, 4096)
    frame = b"\x5d\x2a\x4d\x18" + len(dictionary.dict_content).to_bytes(4, "little")
    packed = [zstd.compress(sample, zstd_dict=dictionary) for sample in samples]
    path = tmp_path / "a.warc.zst"
    path.write_bytes(frame + dictionary.dict_content + b"".join(packed))
    assert len(addresses(read_records([str(path)]))) == 40


@pytest.mark.django_db
def test_archives_in_a_folder_are_imported_and_dated_by_their_crawl(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(WARC))
    (tmp_path / "b.wet").write_bytes(WET)
    result = run_import([str(tmp_path)], ImportOptions())
    assert str(result.counts) == "created 2, updated 0, unchanged 0, kept 0, quarantined 0"
    assert set(Article.objects.values_list("headline", flat=True)) == {HEADLINE, OTHER}
    relative = Article.objects.get(headline=OTHER)
    assert relative.published_at == datetime(2021, 10, 31, 6, tzinfo=UTC)
    assert relative.date_method == "capture_time"
    assert set(Dump.objects.values_list("name", "hints__address")) == {
        (f"{tmp_path}/a.warc.gz@0", "https://post.example/1"),
        (f"{tmp_path}/b.wet@0", "https://gazette.example/glass"),
    }
