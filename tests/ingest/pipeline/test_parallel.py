"""Several processes at one import, and several imports at once: real processes, really killed."""

import os
import signal
import threading
import time
from dataclasses import dataclass

import psutil
import pytest
from django.db import connection, connections

from articles.ingest.events import DumpDone
from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.process_pool import split_batch, split_records
from articles.ingest.pipeline.run import run_import
from articles.ingest.readers import read_records
from articles.ingest.readers.records import Record
from articles.ingest.stories.split import SplitDump
from articles.models import Article, Clipping, Dump, ImportRun, Source
from tests.support.processes import rows, start, write_dumps
from tests.support.sample_pages import page, spaced, story

NOTHING_ASKED = ImportOptions()


@dataclass(frozen=True, slots=True)
class Deadly(Record):
    """A record that ends whatever process it is sent to."""

    def __reduce__(self):
        return os._exit, (1,)


def forget_everything():
    for model in (Clipping, Article, Dump, ImportRun, Source):
        model.objects.all().delete()


def wait_until(is_true, *, seconds=60):
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def records_in(folder):
    return list(read_records([str(folder)]))


def test_workers_give_what_one_process_gives_in_the_same_order(tmp_path, monkeypatch):
    few_in_flight(monkeypatch)
    records = records_in(write_dumps(tmp_path, 60))
    by_workers = list(split_records(records, NOTHING_ASKED, workers=2))
    assert by_workers == split_batch(records, NOTHING_ASKED)


def test_a_small_import_starts_one_process_and_leaves_none(tmp_path):
    records = records_in(write_dumps(tmp_path, 3))
    before = psutil.Process().children()
    for _ in split_records(records, NOTHING_ASKED):
        assert len(psutil.Process().children()) == len(before) + 1
    assert psutil.Process().children() == before


def few_in_flight(monkeypatch):
    """Batches so small that workers are at work until the last record is read."""
    monkeypatch.setattr("articles.ingest.pipeline.process_pool.BATCH_BYTES", 5_000)
    monkeypatch.setattr("articles.ingest.pipeline.process_pool.BYTES_AHEAD", 0)


def is_alive(process):
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def workers_of(process):
    """Its worker processes; one that has ended and is not yet put away still counts."""
    found = []
    for child in process.children(recursive=True):
        try:
            is_worker = "spawn_main" in " ".join(child.cmdline())
        except psutil.ZombieProcess:
            is_worker = True
        except psutil.NoSuchProcess:  # it was put away after the children were listed
            is_worker = False
        if is_worker:
            found.append(child)
    return found


def workers_since(before):
    return [child for child in workers_of(psutil.Process()) if child not in before]


def test_a_record_that_kills_its_worker_is_named_and_the_others_come_in(tmp_path):
    first, *others = records_in(write_dumps(tmp_path, 30))
    records = [first, Deadly("poison.txt", b"Hemlock"), *others]
    found = list(split_records(records, NOTHING_ASKED, workers=1))
    [failure] = [one for one in found if not isinstance(one, SplitDump)]
    assert failure.name == "poison.txt"
    assert failure.is_failure
    assert "died" in failure.message
    assert [one.name for one in found] == [record.name for record in records]


def test_workers_killed_from_outside_cost_no_record(tmp_path, monkeypatch):
    few_in_flight(monkeypatch)
    records = records_in(write_dumps(tmp_path, 200))
    before = set(psutil.Process().children())
    found = []
    for dump in split_records(records, NOTHING_ASKED, workers=2):
        found.append(dump)
        if len(found) in (20, 60, 61, 120):
            next(child for child in workers_since(before) if is_alive(child)).kill()
    assert found == split_batch(records, NOTHING_ASKED)


def test_an_end_before_all_is_done_leaves_no_process_and_waits_for_none(tmp_path, monkeypatch):
    few_in_flight(monkeypatch)
    records = records_in(write_dumps(tmp_path, 200))
    before = set(psutil.Process().children())
    splitting = split_records(records, NOTHING_ASKED, workers=2)
    next(splitting)
    splitting.close()  # while workers cut, send and are sent to
    assert not workers_since(before)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("workers", [0, 2])
def test_two_identical_imports_at_once_both_end_well_and_leave_the_rows_of_one(tmp_path, workers):
    folder = write_dumps(tmp_path / "dumps", 150)
    run_import([str(folder)], NOTHING_ASKED, workers=0)
    wanted = rows()
    forget_everything()
    both = [start("import_dump", folder, "--workers", workers) for _ in range(2)]
    ends = [(*process.communicate(timeout=120), process.returncode) for process in both]
    assert [code for *_, code in ends] == [0, 0], ends
    assert rows() == wanted
    made = [int(out.split("created ")[1].split(",")[0]) for out, *_ in ends]
    assert sum(made) == Article.objects.count()


@pytest.mark.django_db(transaction=True)
def test_small_batches_of_two_imports_in_opposite_order_do_not_lock_each_other_out(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("articles.ingest.pipeline.run.BATCH_STORIES", 20)
    folder = write_dumps(tmp_path, 100)
    paths = sorted(map(str, folder.iterdir()))
    run_import(paths, NOTHING_ASKED, workers=0)
    wanted = rows()
    forget_everything()
    outcomes = []

    def run(order):
        outcomes.append(run_import(order, NOTHING_ASKED, workers=0))
        connections.close_all()

    threads = [threading.Thread(target=run, args=(order,)) for order in (paths, paths[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not any(outcome.notices for outcome in outcomes), outcomes
    assert rows() == wanted
    assert sum(outcome.counts.created for outcome in outcomes) == Article.objects.count()


@pytest.mark.django_db(transaction=True)
def test_a_dry_run_and_an_import_do_not_wait_for_each_other(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr("articles.ingest.pipeline.run.BATCH_STORIES", 1)
    plain = story()
    other = spaced("The ferry will sail three times a day, the office said.", "It did before.")
    topical = story(*other, "", "Topics: Ferries", headline="Ferry timetable shrinks")
    texts = {"a": plain, "b": topical, "both": page(plain, "", "", topical)}
    paths = {name: tmp_path / f"{name}.txt" for name in texts}
    for name, text in texts.items():
        paths[name].write_text(text, encoding="utf-8")
    outcomes = []

    def run():
        outcomes.append(run_import([str(paths["both"])], NOTHING_ASKED, workers=0))
        connections.close_all()

    importing = threading.Thread(target=run)

    def begin_the_other(event):
        if isinstance(event, DumpDone) and importing.ident is None:
            importing.start()
            wait_until(is_somebody_waiting)

    both = [str(paths[name]) for name in ("a", "b")]
    dry = ImportOptions(dry_run=True)
    outcomes.append(run_import(both, dry, listener=begin_the_other, workers=0))
    importing.join()
    assert "refused" not in caplog.text  # PostgreSQL ends a deadlock
    assert [outcome.counts.created for outcome in outcomes] == [2, 2]


def is_somebody_waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return cursor.fetchone()[0] > 0


@pytest.mark.django_db(transaction=True)
def test_the_workers_of_an_import_that_is_killed_end_with_it(tmp_path):
    process = start("import_dump", write_dumps(tmp_path, 2000), "--workers", 2)
    wait_until(lambda: Dump.objects.exists())
    workers = workers_of(psutil.Process(process.pid))
    assert len(workers) == 2
    process.kill()
    process.communicate()
    _, alive = psutil.wait_procs(workers, timeout=20)
    assert alive == []


@pytest.mark.django_db(transaction=True)
def test_an_interrupt_from_the_keyboard_ends_workers_quietly(tmp_path):
    # More than is read ahead when the first of them are written, so that there is what to stop.
    process = start("import_dump", write_dumps(tmp_path, 5000), "--workers", 2, own_group=True)
    wait_until(lambda: Dump.objects.exists())
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert "run the same command again" in err
