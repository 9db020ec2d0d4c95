"""Where inputs lie: folders, patterns, pipes, other machines."""

import gzip
import http.server
import json
import os
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import fsspec
import pytest

from articles.ingest.readers import find_inputs, read_records, total_bytes
from articles.ingest.readers.records import Unreadable
from tests.ingest.readers.test_corrupt import stories
from tests.ingest.readers.test_formats import JSONL, LINES, PACKED, parquet, tarred, zipped

PIPED = b"".join(line + b"\n" for line in stories(3))
ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with dumps below it, which is also the current one."""
    for name in ("a.txt", "b/c.jsonl", "b/d/e.html", "b/d/logo.png", "b/f[1].txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(LINES[0])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(*paths):
    return [found.name for found in find_inputs(paths)]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.txt", ["a.txt"]),
        ("b/*.jsonl", ["b/c.jsonl"]),
        ("**/*.html", ["b/d/e.html"]),
        ("b/**", ["b/c.jsonl", "b/d/e.html", "b/d/logo.png", "b/f[1].txt"]),
        ("?.txt", ["a.txt"]),
        ("b/f[1].txt", ["b/f[1].txt"]),  # there is a file of that name
    ],
)
def test_patterns_are_filled_in_where_no_shell_did(folder, pattern, found):
    assert names(pattern) == found


def test_a_pattern_takes_folders_as_a_shell_would(folder):
    (folder / "b/style.css").write_bytes(b"p {}")
    *found, picture, skipped = find_inputs(["b*"])
    assert [each.name for each in found] == ["b/c.jsonl", "b/f[1].txt", "b/d/e.html"]
    assert (picture.name, picture.is_picture) == ("b/d/logo.png", True)
    assert skipped.message == "1 file of another kind was not read: .css (1)"


def test_labels_beside_dumps_are_read_only_where_named(folder):
    Path("b/c.expected.jsonl").write_bytes(LINES[0])
    *found, _, skipped = find_inputs(["b"])
    assert [each.name for each in found] == ["b/c.jsonl", "b/f[1].txt", "b/d/e.html"]
    assert "1 file of another kind was not read" in skipped.message
    assert ".expected.jsonl (1)" in skipped.message
    assert names("b/c.expected.jsonl") == ["b/c.expected.jsonl"]


def test_a_pattern_that_fits_nothing_says_so(folder):
    [problem] = find_inputs(["*.warc"])
    assert problem == Unreadable("*.warc", "no file fits this pattern; check it")


def test_the_sizes_of_what_is_found_add_up(folder):
    assert total_bytes(find_inputs([".", "nothing", "-"])) == 5 * len(LINES[0])


@pytest.mark.parametrize("name", ["no.txt", "a" * 5000, "nul\0.txt", "a.txt/b.txt"])
def test_a_path_that_cannot_be_is_reported(folder, name):
    [problem] = find_inputs([name])
    assert isinstance(problem, Unreadable)
    assert "check the path" in problem.message


def test_what_cannot_be_opened_is_reported_and_the_rest_read(folder):
    os.mkfifo("pipe.txt")
    gone = list(find_inputs(["a.txt"]))
    Path("a.txt").unlink()
    assert isinstance(gone, list)
    fifo, rest = read_records(["pipe.txt", "b/c.jsonl"])
    assert "standard input" in fifo.message
    assert rest.raw == LINES[0]


def test_addresses_of_other_stores_are_opened_and_listed():
    store = fsspec.filesystem("memory")
    store.pipe({"/news/2025/a.jsonl.gz": gzip.compress(JSONL), "/news/b.txt": b"Ferry"})
    store.pipe({"/news/2025/c.png": b"", "/news/d.parquet": parquet({"text": ["Ferry"]})})
    try:
        reported = []
        *found, skipped = read_records(["memory://news"], on_bytes=reported.append)
        by_pattern = [record.name for record in read_records(["memory://news/**/*.jsonl.gz"])]
        [missing] = read_records(["memory://nothing/here.txt"])
        size = total_bytes(find_inputs(["memory://news"]))
    finally:
        store.rm("/news", recursive=True)
    # Skipped files are reported first, as they are known from the list.
    everything = [found[0], *found[1:], skipped]
    texts = [record.name for record in everything if not isinstance(record, Unreadable)]
    assert texts == [
        *(f"memory:///news/2025/a.jsonl.gz:{n}" for n in (1, 2, 3)),
        "memory:///news/b.txt",
        "memory:///news/d.parquet:1",
    ]
    assert any(isinstance(each, Unreadable) and ".png (1)" in each.message for each in everything)
    assert by_pattern == [f"memory:///news/2025/a.jsonl.gz:{n}" for n in (1, 2, 3)]
    assert "cannot be reached" in missing.message
    assert sum(reported) == size


def test_a_store_without_its_driver_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "s3fs", None)
    [problem] = read_records(["s3://bucket/news/*.parquet"])
    assert "install s3fs" in problem.message
    assert "requirements-remote.txt" in problem.message


def test_an_unknown_scheme_is_reported():
    [problem] = read_records(["nosuch://host/a.txt"])
    assert "cannot be reached" in problem.message


@pytest.fixture
def web(folder):
    """A web server of the folder on this machine."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_web_addresses_are_read_whatever_their_kind(web, folder):
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(JSONL))
    (folder / "a.zip").write_bytes(zipped({"a.txt": b"Ferry"}))
    (folder / "a.parquet").write_bytes(parquet({"text": ["Ferry"]}))
    found = list(read_records([f"{web}/a.{kind}" for kind in ("jsonl.gz", "zip", "parquet")]))
    assert [record.name.removeprefix(web) for record in found] == [
        *(f"/a.jsonl.gz:{n}" for n in (1, 2, 3)),
        "/a.zip/a.txt",
        "/a.parquet:1",
    ]
    [missing] = read_records([f"{web}/none.txt"])
    assert isinstance(missing, Unreadable)


def parse(stdin, *arguments):
    """What parse_dump makes of a pipe."""
    return subprocess.run(
        [sys.executable, "manage.py", "parse_dump", "-", *arguments],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize(
    "raw",
    [
        PIPED,
        PACKED["zst"](PIPED),
        zipped({"a.jsonl": PIPED}),
        tarred({"a.jsonl": PIPED}),
        parquet({"text": [json.loads(line)["text"] for line in PIPED.splitlines()]}),
    ],
    ids=["lines", "zst", "zip", "tar", "parquet"],
)
def test_standard_input_may_be_of_any_kind(raw):
    done = parse(raw)
    stories = [json.loads(line) for line in done.stdout.splitlines()]
    assert [story["headline"] for story in stories] == [
        f"Ferry number {number} sails again" for number in range(3)
    ]
    assert done.returncode == 0


def test_a_pipe_is_read_as_it_comes_and_not_held():
    """The first story is out before the pipe ends."""
    with subprocess.Popen(
        [sys.executable, "manage.py", "parse_dump", "-"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        seen = threading.Event()

        def write():
            process.stdin.write(PIPED * 400)  # more than is looked at to tell the kind
            process.stdin.flush()
            seen.wait(60)
            process.stdin.close()

        writer = threading.Thread(target=write)
        writer.start()
        first = process.stdout.readline()
        seen.set()
        rest = process.stdout.read()
        writer.join()
    assert json.loads(first)["dump"] == "standard input:1"
    assert len(rest.splitlines()) == 1199


def test_xml_that_lies_beside_pages_and_holds_no_story_is_passed_over_and_counted(tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "page.html").write_text("<!doctype html><title>a</title><p>Ferry sails.")
    (site / "sitemap.xml").write_text('<?xml version="1.0"?><urlset><url/></urlset>')
    (site / "settings.xml").write_text('<?xml version="1.0"?><settings colour="blue"/>')
    found = list(read_records([str(site)]))
    assert [one.message for one in found if isinstance(one, Unreadable)] == [
        "2 files of other kinds were not read: .xml (2)"
    ]
    [named] = read_records([str(site / "sitemap.xml")])
    assert isinstance(named, Unreadable)
    assert "it is a sitemap" in named.message
    assert named.is_failure
