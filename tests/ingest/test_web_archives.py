"""Web archives: each page a record of its own, with the time it was saved."""

import gzip
from datetime import UTC, datetime

import pytest

from articles.ingest.pipeline import run_import
from articles.ingest.readers import read_records
from articles.ingest.records import Record, Unreadable
from articles.ingest.runs import ImportOptions
from articles.models import Article, Dump
from tests.ingest.test_html import HEADLINE, html
from tests.parsing import pages

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
    pages.page(OTHER, "", "Updated 2 hours ago", "", *pages.spaced(*pages.PROSE)).encode(),
    "text/plain",
)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "crawl"])
def test_the_pages_of_an_archive_are_records(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(gzip.compress(WARC) if name.endswith("gz") else WARC)
    [record] = read_records([str(path)])
    assert record == Record(
        "https://post.example/1", html().encode(), datetime(2021, 10, 31, 8, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("rest", "words"),
    [(WET[:-200], "cut short"), (b"garbage " * 100, "breaks off")],
)
def test_a_broken_archive_gives_what_came_before_and_says_so(tmp_path, rest, words):
    path = tmp_path / "a.warc"
    path.write_bytes(WARC + rest)
    record, problem = read_records([str(path)])
    assert isinstance(record, Record)
    assert isinstance(problem, Unreadable)
    assert words in problem.message


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
    assert set(Dump.objects.values_list("name", flat=True)) == {
        *("https://post.example/1", "https://gazette.example/glass"),
    }
