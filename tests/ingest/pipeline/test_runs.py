"""A run as an object: its row, its report, its summary; how it stops, and how it breaks off."""

import json
import signal
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.ingest.events import Counts, DumpDone, Notice, Progress, Taken
from articles.ingest.pipeline.parser_version import parser_version
from articles.ingest.pipeline.per_input import InputTally
from articles.ingest.pipeline.run_log import MOST_INPUTS, RunLog, open_run
from articles.ingest.readers import read_records
from articles.ingest.storage import work_locks
from articles.models import Article, ImportRun
from tests.support.commands import start, wait_for_articles
from tests.support.importing import importing
from tests.support.sample_pages import HEADLINE, PROSE, page, spaced, story

ROOT = Path(__file__).parents[3]
FERRY = "Ferry timetable shrinks for the winter"
FERRY_STORY = story(
    *spaced("The ferry will sail three times a day.", *PROSE[1:]), headline=FERRY
)  # fmt: skip


# The row


@pytest.mark.django_db
def test_a_runs_row_says_what_was_asked_and_what_came_of_it(write, tmp_path):
    good = write(page(story(), "", "", FERRY_STORY), "a.txt")
    bad = write(b"Menu\n" * 240, "b.txt")  # no story
    missing = str(tmp_path / "none.txt")
    importing(good, bad, missing, tags=("Glass",), asked_by="anna, on the command line")
    run = ImportRun.objects.get()
    assert (run.kind, run.state) == ("import", "failed")
    assert run.asked_by == "anna, on the command line"
    assert (run.inputs, run.options["tags"]) == ([good, bad, missing], ["Glass"])
    assert (run.created_count, run.failed_count) == (2, 1)
    assert (run.input_count, run.dump_count) == (3, 2)
    assert run.byte_count == Path(good).stat().st_size + 1200
    assert run.parser_version == parser_version()
    assert run.issue_counts
    assert run.finished_at >= run.seen_at >= run.started_at
    troubled, other, smooth = run.input_outcomes
    assert {troubled["input"], other["input"]} == {bad, missing}
    assert (smooth["input"], smooth["created"], smooth["failed"]) == (good, 2, 0)


@pytest.mark.django_db
def test_a_runs_lines_add_up_and_the_database_holds_it_to_that(write):
    result = importing(
        write(page("Menu", "", story(), "", "", FERRY_STORY)), write(b"\x00" * 99, "b.txt")
    )
    counts = result.counts
    assert counts.adds_up
    assert counts.article_lines > 6
    assert counts.chrome_lines > 6
    run = ImportRun.objects.get()
    assert run.line_count == counts.lines > 0
    run.chrome_line_count += 1
    with pytest.raises(IntegrityError, match="importrun_lines_add_up"), transaction.atomic():
        run.save()


@pytest.mark.django_db
def test_every_fixture_dump_has_each_of_its_lines_in_one_place():
    result = importing(ROOT / "fixtures" / "dumps" / "*.txt")
    total = sum(
        len(path.read_text().splitlines()) for path in (ROOT / "fixtures/dumps").glob("*.txt")
    )
    assert result.counts.adds_up
    assert result.counts.lines == total


@pytest.mark.django_db
def test_the_row_of_a_giant_run_stays_small():
    log = RunLog(open_run(["many"], {}, asked_by=""))
    for number in range(MOST_INPUTS + 50):
        name = f"{number}.txt"
        log(Taken(name, name))
        log(DumpDone(name, name, 10, Counts(lines=1, article_lines=1, created=1)))
    for number in range(10):
        name = f"bad-{number}.txt"
        log(Taken(name, name))
        log(Notice(name, "it is broken", is_failure=True, source=name))
    log.close()
    run = ImportRun.objects.get()
    assert run.input_count == MOST_INPUTS + 60
    assert len(run.input_outcomes) == MOST_INPUTS
    assert [entry["failed"] for entry in run.input_outcomes[:11]] == [1] * 10 + [0]


@pytest.mark.django_db
def test_the_row_is_brought_up_to_date_while_the_import_goes_on(write, monkeypatch):
    monkeypatch.setattr("articles.ingest.pipeline.run.BATCH_STORIES", 1)
    monkeypatch.setattr("articles.ingest.pipeline.run_log._SAVED_EVERY", 0.0)
    seen = []

    def look(event):
        if isinstance(event, Progress):
            seen.append(ImportRun.objects.values_list("state", "created_count").get())

    importing(write(story(), "a.txt"), write(FERRY_STORY, "b.txt"), listener=look)
    assert ("running", 1) in seen
    assert ("running", 2) in seen


def test_an_input_is_done_when_the_last_of_its_records_is_and_the_next_is_read():
    closed = []
    tally = InputTally(closed.append)
    done = Counts(created=1)
    for event in (
        Taken("a.warc, record 1", "a.warc"),
        DumpDone("a.warc, record 1", "a.warc", 5, done),
        Taken("a.warc, record 2", "a.warc"),
        Taken("b.txt", "b.txt"),
    ):
        tally(event)
    assert closed == []  # its second record is at work elsewhere
    tally(Notice("a.warc, record 2", "broken", is_failure=True, source="a.warc"))
    [outcome] = closed
    assert (outcome.name, outcome.record_count, outcome.dump_count) == ("a.warc", 2, 1)
    assert outcome.failed_count == 1
    tally.finish()
    assert [outcome.name for outcome in closed] == ["a.warc", "b.txt"]


# The report and the summary


def run(*args):
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command("import_dump", *args, stdout=out, stderr=err)
    except SystemExit as stop:
        code = stop.code
    return out.getvalue(), err.getvalue(), code


@pytest.mark.django_db
def test_the_report_has_a_line_for_each_input_and_a_summary(write, tmp_path):
    good, missing = write(story()), str(tmp_path / "none.txt")
    report = tmp_path / "report.jsonl"
    out, err, code = run(missing, good, "--report", str(report))
    first, second, last = map(json.loads, report.read_text().splitlines())
    assert (first["input"], first["failed"]) == (missing, 1)
    assert "no such file" in first["failures"][0]["message"]
    assert (second["input"], second["created"], second["records"]) == (good, 1, 1)
    lines = second["lines"]
    assert lines["in"] == lines["articles"] + lines["chrome"] + lines["quarantine"] > 0
    assert last["summary"]["lines"] == lines
    assert (last["summary"]["created"], last["summary"]["failed"]) == (1, 1)
    assert (out.count("\n"), code) == (1, 1)
    assert "1 record did not come in" in err


@pytest.mark.django_db
def test_a_report_is_written_as_the_import_goes(write, tmp_path, monkeypatch):
    monkeypatch.setattr("articles.ingest.pipeline.run.BATCH_STORIES", 1)
    report = tmp_path / "report.jsonl"
    paths = [write(story(), "a.txt"), write(FERRY_STORY, "b.txt")]

    def fall_over(paths, *args, **options):
        yield from read_records(paths, *args, **options)
        raise RuntimeError("the machine fell over")

    monkeypatch.setattr("articles.ingest.pipeline.run.read_records", fall_over)
    with pytest.raises(RuntimeError):
        run(*paths, "--report", str(report))
    written = [json.loads(line) for line in report.read_text().splitlines()]
    assert [line["input"] for line in written] == paths  # and no summary


@pytest.mark.parametrize("place", ["-", "in/report.jsonl", "none/report.jsonl"])
def test_a_report_that_cannot_be_is_wrong_usage(write, tmp_path, place):
    write(story(), "in/a.txt")
    report = place if place == "-" else str(tmp_path / place)
    with pytest.raises(CommandError) as refused:
        run(str(tmp_path / "in"), "--report", report)
    assert refused.value.returncode == 2


# GracefulStop


def many_stories(folder, count=800):
    folder.mkdir()
    for number in range(count):
        text = story(*spaced(f"The {number}th ferry sails at noon from pier {number}.", *PROSE[1:]),
                     headline=f"Ferry {number} sails")  # fmt: skip
        (folder / f"{number:05}.txt").write_text(text)
    return folder


@pytest.mark.django_db
def test_a_stopped_import_has_written_what_it_read_and_goes_on_when_run_again(write):
    paths = [write(story(), "a.txt"), write(FERRY_STORY, "b.txt")]
    read = []
    note = lambda event: read.append(event) if isinstance(event, Taken) else None  # noqa: E731
    result = importing(*paths, listener=note, stop=lambda: bool(read))
    assert result.stopped
    assert [article.headline for article in Article.objects.all()] == [HEADLINE]
    assert ImportRun.objects.get().state == ImportRun.State.STOPPED
    assert str(importing(*paths).counts).startswith("created 1, updated 0, unchanged 1,")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_first_signal_stops_after_the_batch_in_hand(tmp_path, number, status):
    process = start("import_dump", "--workers=0", many_stories(tmp_path / "in"))
    wait_for_articles(process, 1)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == status
    assert out.startswith("created ")
    assert out.count("\n") == 1
    assert "run the same command again to go on" in err
    run = ImportRun.objects.get()
    assert run.state == ImportRun.State.STOPPED
    assert run.created_count == Article.objects.count() < 800
    assert not work_locks.is_interrupted(run)


@pytest.mark.django_db(transaction=True)
def test_a_run_that_was_killed_is_reported_from_one_that_runs(tmp_path):
    process = start("import_dump", "--workers=0", many_stories(tmp_path / "in"))
    wait_for_articles(process, 1)
    run = ImportRun.objects.get()
    assert run.state == ImportRun.State.RUNNING
    assert not work_locks.is_interrupted(run)
    assert work_locks.mark_interrupted(now=timezone.now()) == 0
    process.kill()
    process.communicate()
    until = time.monotonic() + 20
    while not work_locks.is_interrupted(run):  # the server needs a moment to see it
        assert time.monotonic() < until
        time.sleep(0.05)
    (tmp_path / "a.txt").write_text(story())
    importing(tmp_path / "a.txt")
    run.refresh_from_db()
    assert run.state == ImportRun.State.ABANDONED
    assert run.finished_at - run.seen_at == timedelta(0)


@pytest.mark.django_db(transaction=True)
def test_a_second_signal_ends_it_at_once():
    process = start("import_dump", "-")  # it waits for its input, and cannot stop by itself
    until = time.monotonic() + 60
    while not ImportRun.objects.exists():
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < until
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode == -signal.SIGINT
