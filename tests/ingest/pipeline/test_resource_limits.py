"""What one record may cost: whatever meets a limit fails by name, and all others come in."""

import os
import re
import resource
import threading
import time
from dataclasses import dataclass

import pytest

from articles.ingest import resource_limits
from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.process_pool import split_records
from articles.ingest.pipeline.run import run_import
from articles.ingest.readers import read_records
from articles.ingest.readers.records import Record, Unreadable
from articles.ingest.stories.split import SplitDump
from articles.models import Article, Dump
from tests.support import hostile_files
from tests.support.processes import start
from tests.support.sample_pages import story

NOTHING_ASKED = ImportOptions()

REFUSED = {
    "line-ends.txt.bz2": "no text of pages",
    "short-lines.txt.gz": "no text of pages",
    "attributes.html": "attributes",
    "roots.html": "<html> and <body> tags",
    "fonts.html": "left open",
    "options.html": "options to choose from",
}
"""Refused before they are parsed."""
LIMITED = {
    "slow.txt": "_LIMIT",
    "nested.json": "_LIMIT",
    "long-line.jsonl": "no text of pages",
    "table.parquet": "no text of pages|over 250 times as many",
}
HARMLESS = ("nested.html", "marks.txt")


@pytest.fixture
def narrow(settings):
    """Limits that a test can meet in little time."""
    settings.RECORD_TIME_LIMIT = 3
    settings.IMPORT_MEMORY_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Greedy(Record):
    """A record that needs more memory than there is, once it is in a worker's hands."""

    def __reduce__(self):
        return bytearray, (4 * 1024**3,)


@dataclass(frozen=True, slots=True)
class Endless(Record):
    """A record that is never done with."""

    def __reduce__(self):
        return time.sleep, (1000,)


@dataclass(frozen=True, slots=True)
class Crashing(Record):
    """A record that the library behind the parser dies of."""

    def __reduce__(self):
        return os.abort, ()


def honest(number):
    lead = f"The {number}th ferry of the day sails at noon from pier {number}, the harbour said."
    text = story(f"{lead}\n\nIts crew of {number} was glad.", headline=f"Ferry {number} sails")
    return Record(f"{number}.txt", text.encode())


@pytest.mark.parametrize("workers", [None, 1])
@pytest.mark.parametrize(
    ("kind", "reason"),
    [(Greedy, "IMPORT_MEMORY_LIMIT"), (Endless, "RECORD_TIME_LIMIT"), (Crashing, "died")],
)
def test_a_record_that_meets_a_limit_is_named_and_the_others_come_in(
    narrow, settings, kind, reason, workers
):
    settings.RECORD_TIME_LIMIT = 1
    records = [honest(1), kind("poison.txt", b"Hemlock"), honest(2), honest(3)]
    found = list(split_records(records, NOTHING_ASKED, workers=workers))
    assert [one.name for one in found] == [record.name for record in records]
    assert [isinstance(one, SplitDump) for one in found] == [True, False, True, True]
    assert found[1].is_failure
    assert reason in found[1].message


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*REFUSED, *LIMITED, *HARMLESS])
def test_hostile_files_cost_no_other_file(request, tmp_path, name):
    if name in LIMITED:
        request.getfixturevalue("narrow")
    (tmp_path / "0.txt").write_bytes(honest(1).raw)
    hostile_files.FILES[name](tmp_path / name)
    (tmp_path / "zz.txt").write_bytes(honest(2).raw)
    failures = []
    began = time.monotonic()

    def listen(event):
        if getattr(event, "is_failure", False):
            failures.append((event.name.rpartition("/")[2], event.message))

    result = run_import([str(tmp_path)], NOTHING_ASKED, listener=listen)
    took = time.monotonic() - began
    headlines = set(Article.objects.values_list("headline", flat=True))
    assert {"Ferry 1 sails", "Ferry 2 sails"} <= headlines
    if name in HARMLESS:
        assert not failures
    else:
        assert result.failed
        assert failures
        for named, message in failures:
            assert named.startswith(name)
            assert re.search({**REFUSED, **LIMITED}[name], message)
        assert not Dump.objects.filter(name__contains=name).exclude(name__contains=":2").exists()
    assert took < 100  # without guards: minutes, or gigabytes


def test_whatever_is_reported_at_a_look_is_reported_in_a_moment(tmp_path):
    for name in REFUSED:
        hostile_files.FILES[name](tmp_path / name)
    records = list(read_records([str(tmp_path)]))
    assert len(records) == len(REFUSED)
    began = time.process_time()
    found = list(split_records(records, NOTHING_ASKED))
    assert not [one for one in found if isinstance(one, SplitDump)]
    assert not [one for one in found if "LIMIT" in one.message]
    assert time.process_time() - began < 5


def test_reading_that_takes_too_long_is_ended_and_the_next_input_is_read(settings):
    settings.RECORD_TIME_LIMIT = 1

    def reading():
        yield Record("a.txt", b"a")
        while True:
            try:
                sum(range(100_000))
            except Exception:  # noqa: S112 - as a reader that takes anything for damage
                continue

    found = list(resource_limits.read_guarded(reading(), lambda why: Unreadable("slow", why)))
    assert [one.name for one in found] == ["a.txt", "slow"]
    assert "longer than 1 seconds" in found[1].message


def test_waiting_costs_nothing(settings):
    settings.RECORD_TIME_LIMIT = 1

    def reading():
        time.sleep(1.5)
        yield Record("a.txt", b"a")

    assert (
        len(list(resource_limits.read_guarded(reading(), lambda why: Unreadable("slow", why)))) == 1
    )


def test_reading_that_needs_too_much_memory_is_ended_and_no_limit_stays(settings):
    settings.IMPORT_MEMORY_LIMIT = 100

    def reading():
        yield Record("a.txt", b"a")
        yield Record("b.txt", bytes(300 * resource_limits.MIB))

    found = list(resource_limits.read_guarded(reading(), lambda why: Unreadable("large", why)))
    assert [one.name for one in found] == ["a.txt", "large"]
    assert "more than 100 MiB of memory" in found[1].message
    assert len(bytes(300 * resource_limits.MIB)) == 300 * resource_limits.MIB


def test_of_two_threads_that_read_neither_leaves_its_limit(settings):
    """The second begins while the first has its limit, and ends after it."""
    settings.IMPORT_MEMORY_LIMIT = 1000
    before = resource.getrlimit(resource.RLIMIT_DATA)
    first_is_in, second_is_in, first_is_out = (threading.Event() for _ in range(3))

    def first():
        first_is_in.set()
        assert second_is_in.wait(10)
        yield Record("a.txt", b"a")

    def second():
        assert resource.getrlimit(resource.RLIMIT_DATA) != before
        second_is_in.set()
        assert first_is_out.wait(10)
        yield Record("b.txt", b"b")

    def read_first():
        next(resource_limits.read_guarded(first(), lambda why: Unreadable("a", why)))
        first_is_out.set()

    thread = threading.Thread(target=read_first)
    thread.start()
    assert first_is_in.wait(10)
    next(resource_limits.read_guarded(second(), lambda why: Unreadable("b", why)))
    thread.join()
    assert resource.getrlimit(resource.RLIMIT_DATA) == before


@pytest.mark.parametrize("memory", [0, 400])
def test_limits_are_off_at_nought(settings, memory):
    settings.RECORD_TIME_LIMIT, settings.IMPORT_MEMORY_LIMIT = 0, memory
    assert isinstance(next(iter(split_records([honest(1)], NOTHING_ASKED))), SplitDump)


@pytest.mark.django_db(transaction=True)
def test_the_command_ends_with_1_and_names_the_record(tmp_path):
    (tmp_path / "good.txt").write_text(story())
    hostile_files.slow_page(tmp_path / "slow.txt")
    process = start("import_dump", tmp_path, RECORD_TIME_LIMIT="2")
    out, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    assert out.startswith("created 1,")
    assert "slow.txt: it took longer than" in errors
    assert "Traceback" not in errors
