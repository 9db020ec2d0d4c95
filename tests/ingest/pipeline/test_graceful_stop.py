"""A first SIGTERM ends an import within ten seconds, whatever it is in the middle of."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import psutil
import pytest
from django.conf import settings
from django.db import connection

from articles.models import Article, ImportRun
from tests.support import hostile_files
from tests.support.processes import start
from tests.support.sample_pages import story

pytestmark = pytest.mark.django_db(transaction=True)

TEN_SECONDS = 10


# What is read whole within seconds may be done before it hears of the signal.
SOON_READ = {"nested.html", "marks.txt"}
AT_ONCE = 4
"""How many processes are ended beside each other: they wait together."""


def wait_for_runs(*processes, before=0):
    """Until each has opened its run, beside so many that were there."""
    wait_until(lambda: ImportRun.objects.count() >= before + len(processes), *processes)


def wait_until(is_true, *processes):
    """Until something holds, which takes longer on a busy machine."""
    until = time.monotonic() + 60
    while not is_true():
        assert time.monotonic() < until, [process.poll() for process in processes]
        time.sleep(0.05)


def is_waited_for(table):
    """Whether a process waits for a lock on the table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = %s::regclass AND NOT granted)",
            [table],
        )
        return cursor.fetchone()[0]


def end(process, number=signal.SIGTERM):
    """Sends the signal once; the seconds that it then takes, and what it wrote to standard error.
    None of its processes is left."""
    (ended,) = end_all([process], number)
    return ended


def end_all(processes, number=signal.SIGTERM):
    """As `end`, for several at the same time."""
    children = [psutil.Process(one.pid).children(recursive=True) for one in processes]
    sent = time.monotonic()
    for process in processes:
        process.send_signal(number)
    found = []
    for process in processes:
        try:
            _, errors = process.communicate(timeout=60)
        finally:
            process.kill()
        found.append((time.monotonic() - sent, errors))
    _, alive = psutil.wait_procs([child for some in children for child in some], timeout=5)
    assert not alive
    return found


@pytest.mark.parametrize("workers", [None, 0, 1])
def test_in_the_middle_of_hostile_files(tmp_path, workers):
    options = [] if workers is None else ["--workers", workers]
    # Without limits, so that they are surely in the middle of it.
    limits = {"RECORD_TIME_LIMIT": "0", "IMPORT_MEMORY_LIMIT": "4096", "STOP_TIMEOUT": "1"}
    names = list(hostile_files.FILES)
    for name in names:
        hostile_files.FILES[name](tmp_path / name)
    wrong, in_the_middle = [], 0
    for first in range(0, len(names), AT_ONCE):
        group = names[first : first + AT_ONCE]
        before = ImportRun.objects.count()
        started = {
            name: start("import_dump", tmp_path / name, *options, **limits) for name in group
        }
        wait_for_runs(*started.values(), before=before)
        time.sleep(1)
        at_work = {name: one for name, one in started.items() if one.poll() is None}
        in_the_middle += len(at_work)
        for name in started.keys() - at_work.keys():
            started[name].communicate()  # it was read in no time
        ended = zip(at_work.items(), end_all(list(at_work.values())), strict=True)
        for (name, process), (seconds, errors) in ended:
            # 1, or as any process ends, where it was at its end just then.
            ends = {128 + signal.SIGTERM, 1, -signal.SIGTERM}
            if process.returncode not in ends | ({0} if name in SOON_READ else set()):
                wrong.append((name, process.returncode, errors))
            if seconds >= 3:  # one, and the two that the default leaves of ten seconds
                wrong.append((name, seconds))
    assert not wrong
    assert in_the_middle >= 4


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_while_standard_input_gives_nothing(number):
    read, write = os.pipe()  # the end that is written to stays open
    process = start("import_dump", "-", stdin=read)
    try:
        wait_for_runs(process)
        time.sleep(1)
        seconds, errors = end(process, number)
    finally:
        os.close(read)
        os.close(write)
    assert process.returncode == 128 + number
    assert seconds < TEN_SECONDS
    assert f"longer than {settings.STOP_TIMEOUT} seconds" in errors


def test_while_standard_input_never_ends(tmp_path):
    endless = subprocess.Popen(
        [sys.executable, "-c", "while True: print('a' * 1000)"], stdout=subprocess.PIPE
    )
    process = start("import_dump", "-", stdin=endless.stdout)
    try:
        wait_for_runs(process)
        time.sleep(1)
        seconds, errors = end(process)
    finally:
        endless.kill()
        endless.communicate()
    assert process.returncode == 128 + signal.SIGTERM, errors
    assert seconds < TEN_SECONDS


def test_while_nobody_writes_to_a_fifo(tmp_path):
    os.mkfifo(tmp_path / "page.txt")
    process = start("import_dump", tmp_path / "page.txt")
    wait_until(lambda: process.poll() is not None or ImportRun.objects.exists())
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=2)
    if process.poll() is not None:
        assert process.returncode == 1  # it is no file, and was refused
        process.communicate()
        return
    seconds, _ = end(process)
    assert seconds < TEN_SECONDS


@pytest.mark.parametrize("table", ["articles_article", "articles_dump"])
def test_while_it_waits_for_a_lock_in_the_database(tmp_path, table):
    (tmp_path / "page.txt").write_text(story())
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        process = start("import_dump", tmp_path / "page.txt")
        wait_for_runs(process)
        wait_until(lambda: is_waited_for(table))
        assert process.poll() is None
        seconds, errors = end(process)
        cursor.execute("ROLLBACK")
    assert process.returncode == 128 + signal.SIGTERM, errors
    assert seconds < TEN_SECONDS


def test_what_was_written_before_is_complete_and_the_rest_comes_in_when_run_again(tmp_path):
    (tmp_path / "1.txt").write_text(story())
    hostile_files.slow_page(tmp_path / "2.txt")
    process = start("import_dump", tmp_path, "--workers", 0)
    wait_for_runs(process)
    time.sleep(1)
    end(process)
    (tmp_path / "2.txt").unlink()
    again = start("import_dump", tmp_path)
    _, errors = again.communicate(timeout=60)
    assert again.returncode == 0, errors
    assert Article.objects.count() == 1
