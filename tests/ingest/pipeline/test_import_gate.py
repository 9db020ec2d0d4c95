"""Imports and undoing beside each other, as processes of their own: they exclude each other, and
what each reports is what is there."""

import re
import time

import pytest
from django.utils import timezone

from articles.ingest.maintenance.quarantine import PlacingError
from articles.ingest.maintenance.undo_import import undo
from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.process_pool import split_batch
from articles.ingest.readers import Fields, read_records
from articles.ingest.storage import import_gate, work_locks
from articles.ingest.storage.import_gate import BeingUndoneError, StillRunningError
from articles.ingest.storage.write_dumps import file_dumps
from articles.models import Article, Clipping, Dump, ImportRun, PlacementRule
from articles.parsing import PlacementKind
from tests.ingest.maintenance.test_quarantine import PAGE, decide
from tests.support import commands, processes
from tests.support.importing import importing

STORIES = 150


def write_dumps(folder):
    """So many dumps, each of two stories, of which every other dump repeats one."""
    return processes.write_dumps(folder, STORIES)


def wait_until(what, *others):
    until = time.monotonic() + 120
    while not what():
        for process in others:
            assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.01)


def counts_of(output):
    return {name: int(count) for name, count in re.findall(r"([a-z ]+) (\d+)", output)}


@pytest.mark.django_db(transaction=True)
def test_an_import_waits_while_a_run_is_undone_and_its_counts_are_true(tmp_path):
    folder = write_dumps(tmp_path / "dumps")
    importing(folder)
    total, run = Article.objects.count(), ImportRun.objects.get()
    undoing = commands.start("undo_import", run.pk, "--yes")
    wait_until(lambda: work_locks.held(work_locks.Work.UNDOING) == [run.pk], undoing)
    beginning = commands.start("import_dump", folder, "--workers=0")
    undone, errors = undoing.communicate(timeout=120)
    assert undoing.returncode == 0, errors
    made, reported = beginning.communicate(timeout=120)
    assert beginning.returncode == 0, reported
    assert undone.startswith(f"removed {total}, withdrawn 0, left 0,")
    assert made.startswith(f"created {total}, updated 0,")
    assert Article.objects.count() == total
    assert Clipping.objects.filter(kind="story", article=None).count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("command", ["import_dump", "reparse"])
def test_an_undo_beside_an_import_of_the_same_dumps_is_refused_and_nothing_is_gone(
    tmp_path, command
):
    folder = write_dumps(tmp_path / "dumps")
    importing(folder)
    total, run = Article.objects.count(), ImportRun.objects.get()
    arguments = [folder, "--workers=0"] if command == "import_dump" else ["all"]
    importing_again = commands.start(command, *arguments)
    wait_until(lambda: work_locks.runs_at_work(), importing_again)
    undoing = commands.start("undo_import", run.pk, "--yes")
    _, reported = undoing.communicate(timeout=120)
    made, errors = importing_again.communicate(timeout=120)
    assert importing_again.returncode == 0, errors
    if undoing.returncode:  # as a rule: the import outlasts the other command's start
        assert re.search(
            r"run \d+ \(.*asked by .*\) is at work; wait until that has ended", reported
        )
        assert Article.objects.count() == total
        assert made.startswith("created 0,")
    else:
        assert not Article.objects.exists()
        assert made.startswith("created 0,")


@pytest.mark.django_db(transaction=True)
def test_of_two_undos_at_once_one_is_refused_and_reported_of_the_other(tmp_path):
    importing(write_dumps(tmp_path / "dumps"))
    total, run = Article.objects.count(), ImportRun.objects.get()
    both = [commands.start("undo_import", run.pk, "--yes") for _ in range(2)]
    ends = [process.communicate(timeout=120) for process in both]
    removed = [counts_of(out).get("removed", 0) for out, _ in ends]
    assert sum(removed) == total
    assert not Article.objects.exists()
    for process, (_, errors) in zip(both, ends, strict=True):
        assert not process.returncode or f"run {run.pk} is being undone" in errors


@pytest.fixture
def elsewhere():
    """Another session that holds the gate: a process that has begun to undo, or to import."""
    held = []

    def hold(kind, run):
        process = commands.start_python(_HOLD[kind].format(run=run))
        assert process.stdout.readline() == "held\n", process.communicate()
        held.append(process)
        return process

    yield hold
    for process in held:
        process.kill()
        process.communicate()


_HOLD = {
    "undo": """
from articles.ingest.storage.import_gate import excluding_imports
from articles.models import ImportRun
with excluding_imports(ImportRun(pk={run})):
    print("held", flush=True)
    input()
""",
    "import": """
from articles.ingest.storage.locks import GATE, try_lock
assert try_lock(GATE, shared=True)
print("held", flush=True)
input()
""",
}


@pytest.mark.django_db(transaction=True)
def test_on_the_desk_nobody_waits_while_a_run_is_undone(write, elsewhere):
    importing(write(PAGE))
    elsewhere("undo", 7)
    with pytest.raises(PlacingError, match="being undone"):
        decide(PlacementKind.CHROME, 1, 3)
    assert not PlacementRule.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_waiting_import_says_so_once_and_can_be_stopped(write, elsewhere):
    path = write(PAGE)
    elsewhere("undo", 7)
    reported, asked = [], []

    def stop():
        asked.append(1)
        return len(asked) > 3

    result = importing(path, listener=reported.append, stop=stop)
    assert (result.stopped, result.run) == (True, None)
    assert [event.message for event in reported] == [
        "run 7 is being undone; this begins when that has ended"
    ]
    assert not ImportRun.objects.exists()
    with pytest.raises(BeingUndoneError), import_gate.inside_gate(may_wait=False):
        pass


@pytest.mark.django_db(transaction=True)
def test_whoever_is_killed_leaves_the_gate_open(write, elsewhere):
    importing(write(PAGE))
    run = ImportRun.objects.get()
    process = elsewhere("import", 0)
    with pytest.raises(StillRunningError, match="at work"):
        undo(run, now=timezone.now())
    process.kill()
    process.wait()
    wait_until(lambda: _is_free(run))
    assert not Article.objects.exists()


def _is_free(run):
    try:
        undo(run, now=timezone.now())
    except StillRunningError:
        return False
    return True


@pytest.mark.django_db
def test_a_run_that_was_undone_is_not_written_to_any_more(write):
    importing(write(PAGE))
    run = ImportRun.objects.get()
    undo(run, now=timezone.now())
    [dump] = split_batch(list(read_records([write(PAGE)], fields=Fields())), ImportOptions())
    [notice] = file_dumps([dump], run=run, options=ImportOptions())
    assert "was undone" in notice.message
    assert not Dump.objects.exists()
