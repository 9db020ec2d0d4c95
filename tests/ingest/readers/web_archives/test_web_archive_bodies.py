"""Bodies in web archives: what their heads say wrongly of them, and what is damaged."""

import gzip
import random
import sys
import zlib

import brotli
import pytest

from articles.ingest.readers import read_records
from articles.ingest.readers.limits import LARGEST_PAGE
from articles.ingest.readers.records import Picture, Record, Unreadable
from articles.ingest.readers.text import read_text
from articles.ingest.readers.web_archives.content_codings import joined_chunks, unpacked
from tests.support.saved_files import (
    ADDRESS,
    PICTURE,
    PROSE,
    chunked,
    http_answer,
    page,
    warc_record,
)

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PAGE = page().encode()
RAW_DEFLATE = zlib.compressobj(wbits=-15)
DEFLATED = RAW_DEFLATE.compress(PAGE) + RAW_DEFLATE.flush()
CHUNKED = "Transfer-Encoding: chunked"
WORDS = [f"{first}{last}" for first in PROSE[0].split() for last in PROSE[1].split()]
random.Random(3).shuffle(WORDS)  # noqa: S311 - the same order each time
LONG = page(top=f"<p>{' '.join(WORDS * 9)}</p>").encode()
LONGER = page(top=f"<p>{' '.join(random.Random(4).choices(WORDS, k=60_000))}</p>").encode()  # noqa: S311
PACKED = gzip.compress(LONG)


def damaged(raw: bytes) -> bytes:
    half = len(raw) // 2
    return raw[:half] + b"\xff\xee" * 30 + raw[half + 60 :]


WHOLE = {
    "gzip": (gzip.compress(PAGE), "Content-Encoding: gzip"),
    "gzip in several members": (
        gzip.compress(PAGE[:99]) + gzip.compress(PAGE[99:]), "Content-Encoding: gzip"
    ),
    "deflate": (zlib.compress(PAGE), "Content-Encoding: deflate"),
    "deflate without its frame": (DEFLATED, "Content-Encoding: deflate"),
    "Brotli": (brotli.compress(PAGE), "Content-Encoding: br"),
    "Zstandard": (zstd.compress(PAGE), "Content-Encoding: zstd"),
    "in chunks": (chunked(PAGE), CHUNKED),
    "packed, in chunks": (chunked(gzip.compress(PAGE), 50), "Content-Encoding: gzip", CHUNKED),
    "packed twice": (brotli.compress(gzip.compress(PAGE)), "Content-Encoding: gzip, br"),
    "chunks of one line end": (chunked(PAGE).replace(b"\r\n", b"\n"), CHUNKED),
    "not in chunks": (PAGE, CHUNKED),
    "not gzip": (PAGE, "Content-Encoding: gzip"),
    "not Brotli": (PAGE, "Content-Encoding: br"),
    "not deflate": (PAGE, "Content-Encoding: deflate"),
    "not Zstandard": (PAGE, "Content-Encoding: zstd"),
    "packed once, declared twice": (gzip.compress(PAGE), "Content-Encoding: gzip, gzip"),
    "packed twice, declared once": (gzip.compress(gzip.compress(PAGE)), "Content-Encoding: gzip"),
    "packed and not declared": (gzip.compress(PAGE),),
    "an unknown packing": (PAGE, "Content-Encoding: none"),
    "bytes after the last chunk": (chunked(PAGE) + b"X-Trailer: 1\r\n\r\n", CHUNKED),
    "length of the packed body": (PAGE, "Content-Length: 20"),
}  # fmt: skip


@pytest.mark.parametrize("case", WHOLE)
def test_the_bytes_decide_how_a_body_travelled(tmp_path, case):
    body, *fields = WHOLE[case]
    (tmp_path / "a.warc").write_bytes(warc_record(http_answer(body, *fields)))
    [record] = read_records([str(tmp_path / "a.warc")])
    assert isinstance(record, Record), record
    assert record.raw == PAGE
    assert record.note == ""


CUT = {
    "gzip cut short": (PACKED[: len(PACKED) // 2], "gzip", "its gzip body ends early"),
    "gzip damaged": (damaged(PACKED), "gzip", "its gzip body is damaged after "),
    "gzip with a wrong sum": (PACKED[:-8] + bytes(8), "gzip", "is damaged after "),
    "Brotli cut short": (brotli.compress(LONG)[:-900], "br", "its Brotli body ends early"),
    "Zstandard damaged": (damaged(zstd.compress(LONGER)), "zstd", "damaged after"),
    "a chunk cut short": (chunked(LONG)[:5000], "", "bytes are missing"),
    "no last chunk": (chunked(LONG, last=b""), "", "its last chunk is missing"),
    "chunks damaged": (
        chunked(LONG[:7000], last=b"xyz\r\n") + LONG[7000:], "", "its chunks are damaged"
    ),
    "shorter than announced": (LONG[:5000], "length", f"{len(LONG) - 5000} bytes of the "),
}  # fmt: skip


@pytest.mark.parametrize("case", CUT)
def test_what_is_damaged_is_read_as_far_as_it_goes_with_a_note(tmp_path, case):
    body, coding, words = CUT[case]
    fields = {"": CHUNKED, "length": f"Content-Length: {len(LONG)}"}
    field = fields.get(coding, f"Content-Encoding: {coding}")
    sound = warc_record(http_answer(PAGE), "https://gazette.example/2")
    (tmp_path / "a.warc").write_bytes(warc_record(http_answer(body, field)) + sound)
    cut, whole = read_records([str(tmp_path / "a.warc")])
    assert isinstance(cut, Record)
    assert len(cut.raw) > 2000
    assert cut.raw[:2000] in (LONG[:2000], LONGER[:2000])
    assert words in cut.note
    assert words in read_text(cut).characters.note
    assert (whole.raw, whole.note) == (PAGE, "")


def test_what_the_archive_left_out_is_noted(tmp_path):
    raw = warc_record(http_answer(PAGE), ADDRESS, "WARC-Truncated: length")
    (tmp_path / "a.warc").write_bytes(raw)
    [record] = read_records([str(tmp_path / "a.warc")])
    assert record.note == "the page is cut short: the archive left its end out (length)"


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(bytes(LARGEST_PAGE * 3)),
        brotli.compress(bytes(LARGEST_PAGE * 3)),
        zstd.compress(bytes(LARGEST_PAGE * 3)),
        gzip.compress(gzip.compress(bytes(LARGEST_PAGE * 3))),
    ],
)
def test_a_body_made_to_exhaust_memory_is_refused_by_name(tmp_path, packed):
    coding = "gzip" if packed.startswith(b"\x1f") else "zstd" if packed[0] == 0x28 else "br"
    raw = warc_record(http_answer(packed, f"Content-Encoding: {coding}"))
    (tmp_path / "a.warc").write_bytes(raw)
    [problem] = read_records([str(tmp_path / "a.warc")])
    assert isinstance(problem, Unreadable)
    assert "it unpacks to more than 32 MiB" in problem.message


def test_notes_of_crawlers_are_no_pages_and_repeats_are_counted(tmp_path):
    text = {"record": "resource", "kind": "text/plain"}
    plain = "\n\n".join([page(), "text"]).encode()
    (tmp_path / "a.warc").write_bytes(
        warc_record(http_answer(PAGE))
        + warc_record(plain, f"urn:text:{ADDRESS}", **text)
        + warc_record(plain, "metadata://gnu.org/software/wget/warc/wget.log", **text)
        + warc_record(http_answer(b"User-agent: *"), "https://gazette.example/robots.txt")
        + warc_record(http_answer(b""), ADDRESS, record="revisit")
        + warc_record(http_answer(b""), ADDRESS, record="revisit")
    )
    record, notice = read_records([str(tmp_path / "a.warc")])
    assert record.raw == PAGE
    assert notice.message.startswith("2 of its records hold no page, only that it was the same")
    assert not notice.is_failure


def test_pictures_of_an_archive_are_handed_on_with_their_addresses(tmp_path):
    address = "https://gazette.example/lamp.png"
    (tmp_path / "a.warc").write_bytes(
        warc_record(http_answer(PICTURE, kind="image/png"), address)
        + warc_record(http_answer(PAGE))
    )
    found: list[Picture] = []
    [record] = read_records([str(tmp_path / "a.warc")], on_picture=found.append)
    assert record.raw == PAGE
    assert found == [Picture(f"{tmp_path}/a.warc@0", PICTURE, address, f"{tmp_path}/a.warc")]


def test_bodies_of_any_bytes_raise_nothing():
    for start in (b"", b"1f\r\n", b"\x1f\x8b\x08\0", b"\x28\xb5\x2f\xfd", b"ffffffff\r\n", b"0"):
        for rest in (b"", b"\r\n", bytes(40), bytes(range(256)), b"<p>Ferry"):
            body = joined_chunks(start + rest)
            for coding in ("gzip", "br", "deflate", "zstd", "x-gzip"):
                assert isinstance(unpacked(body.raw, [coding] * 9, 1000).raw, bytes)
