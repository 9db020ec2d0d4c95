"""A folder with every format, from files to articles."""

import bz2
import gzip
import json
import lzma

import pytest

from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.models import Article, Clipping, Dump
from tests.ingest.readers.test_formats import parquet, tarred, zipped, zstd
from tests.ingest.readers.web_archives.test_warc import answer, warc_record

KINDS = [
    *("Text", "Markdown", "Markup", "Lines", "Array", "Table", "Archive", "Conversion"),
    *("Gzip", "Zstandard", "Bzip", "Xz", "Zipped", "Tarred", "Nested"),
]
SUBJECTS = dict(
    zip(
        KINDS,
        [
            *("ferry", "kiln", "lighthouse", "tram", "orchard", "library", "bakery", "bridge"),
            *("theatre", "mill", "quarry", "school", "museum", "market", "garden"),
        ],
        strict=True,
    )
)


def headline(kind):
    return f"{kind} town reopens its old {SUBJECTS[kind]} after nine years"


def story(kind):
    thing = SUBJECTS[kind]
    return (
        f"{headline(kind)}\n\nUpdated 30 October 2021\n\n"
        f"The {thing} opened its doors again on Saturday, and half of the town came to see it.\n\n"
        f"Volunteers had worked on the {thing} every weekend, the mayor said at the ceremony.\n\n"
        f"Children may visit the {thing} free of charge until the end of the year."
    )


def markup(kind):
    first, _, *rest = story(kind).split("\n\n")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in rest)
    return (
        f"<!doctype html><html lang='en'><head><title>{first}</title></head><body><main><article>"
        f"<h1>{first}</h1><p>Updated 30 October 2021</p>{body}</article></main></body></html>"
    ).encode()


def line(kind, **more):
    return json.dumps({"text": story(kind), "url": f"https://post.example/{kind}", **more}).encode()


FILES = {
    "text.txt": lambda: story("Text").encode(),
    "markdown.md": lambda: story("Markdown").encode(),
    "page.html": lambda: markup("Markup"),
    "lines.jsonl": lambda: line("Lines") + b"\n",
    "array.json": lambda: b"[" + line("Array") + b"]",
    "table.parquet": lambda: parquet({"text": [story("Table")], "url": ["https://post.example/"]}),
    "crawl.warc.gz": lambda: gzip.compress(answer("https://a.example/", markup("Archive"))),
    "crawl.wet": lambda: warc_record(
        "conversion", "https://b.example/", story("Conversion").encode(), "text/plain"
    ),
    "a.txt.gz": lambda: gzip.compress(story("Gzip").encode()),
    "b.ndjson.zst": lambda: zstd.compress(line("Zstandard")),
    "c.html.bz2": lambda: bz2.compress(markup("Bzip")),
    "d.txt.xz": lambda: lzma.compress(story("Xz").encode()),
    "e.zip": lambda: zipped({"page.html": markup("Zipped"), "style.css": b"p {}"}),
    "f.tar": lambda: tarred({"page.txt": story("Tarred").encode()}),
    "g.tgz": lambda: gzip.compress(tarred({"h.zip": zipped({"i.jsonl": line("Nested")})})),
    "photo.jpg": lambda: b"\xff\xd8\xff",
}


@pytest.mark.django_db
def test_a_folder_with_every_format_is_imported_whole(tmp_path):
    for name, make in FILES.items():
        (tmp_path / name).write_bytes(make())
    result = run_import([str(tmp_path)], ImportOptions())
    failures = [notice for notice in result.notices if notice.is_failure]
    assert not failures
    assert {"1 file of another kind was not read: .css (1)"} <= {
        notice.message for notice in result.notices
    }
    assert set(Article.objects.values_list("headline", flat=True)) == set(map(headline, KINDS))
    assert result.counts.created == len(KINDS)
    assert Dump.objects.get(name=f"{tmp_path}/g.tgz/h.zip/i.jsonl:1").hints["address"] == (
        "https://post.example/Nested"
    )
    again = run_import([str(tmp_path)], ImportOptions())
    assert again.counts.created == again.counts.updated == 0
    assert again.counts.unchanged == len(KINDS)


@pytest.mark.django_db
def test_a_lines_own_bytes_are_kept_beside_its_text(tmp_path):
    raw = line("Lines", title="A title that the text lacks", tags=["kept"])
    (tmp_path / "lines.jsonl").write_bytes(raw + b"\n")
    run_import([str(tmp_path)], ImportOptions())
    dump = Dump.objects.get()
    assert bytes(dump.original) == raw
    text = b"".join(bytes(clipping.raw) for clipping in Clipping.objects.order_by("position"))
    assert text.decode() == "A title that the text lacks\n\n" + story("Lines")
