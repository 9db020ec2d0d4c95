"""A first SIGTERM ends an import within ten seconds, whatever it is in the middle of."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest
from django.db import connection

from articles.management.stopping import PATIENCE
from articles.models import Article, ImportRun
from tests.ingest import hostile
from tests.ingest.processes import start
from tests.parsing.pages import story

pytestmark = pytest.mark.django_db(transaction=True)

TEN_SECONDS = 10


def wait_for_run(process):
    until = time.monotonic() + 60
    while not ImportRun.objects.exists():
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < until
        time.sleep(0.05)


def end(process, number=signal.SIGTERM):
    """Sends the signal once; the seconds that it then takes, and what it wrote to standard error.
    None of its processes is left."""
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(number)
    sent = time.monotonic()
    try:
        _, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    seconds = time.monotonic() - sent
    _, alive = psutil.wait_procs(children, timeout=5)
    assert not alive
    return seconds, errors


@pytest.mark.parametrize("name", hostile.FILES)
@pytest.mark.parametrize("workers", [None, 0, 1])
def test_in_the_middle_of_a_hostile_file(tmp_path, name, workers):
    hostile.FILES[name](tmp_path / name)
    options = [] if workers is None else ["--workers", workers]
    # Without limits, so that it is surely in the middle of it.
    process = start(
        "import_dump", tmp_path / name, *options, RECORD_TIME_LIMIT="0", IMPORT_MEMORY_LIMIT="4096"
    )
    wait_for_run(process)
    time.sleep(1.5)
    if process.poll() is not None:
        process.communicate()
        pytest.skip("it was read in less than two seconds")
    seconds, errors = end(process)
    # 1, or as any process ends, where it was at its end just then.
    assert process.returncode in (128 + signal.SIGTERM, 1, -signal.SIGTERM), errors
    assert seconds < TEN_SECONDS


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_while_standard_input_gives_nothing(number):
    process = start("import_dump", "-", stdin=subprocess.PIPE)
    wait_for_run(process)
    seconds, errors = end(process, number)
    assert process.returncode == 128 + number
    assert seconds < TEN_SECONDS
    assert f"longer than {PATIENCE:g} seconds" in errors


def test_while_standard_input_never_ends(tmp_path):
    endless = subprocess.Popen(
        [sys.executable, "-c", "while True: print('a' * 1000)"], stdout=subprocess.PIPE
    )
    process = start("import_dump", "-", stdin=endless.stdout)
    try:
        wait_for_run(process)
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
    time.sleep(4)
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
        time.sleep(4)
        assert process.poll() is None
        seconds, errors = end(process)
        cursor.execute("ROLLBACK")
    assert process.returncode == 128 + signal.SIGTERM, errors
    assert seconds < TEN_SECONDS


def test_what_was_written_before_is_complete_and_the_rest_comes_in_when_run_again(tmp_path):
    (tmp_path / "1.txt").write_text(story())
    hostile.slow_page(tmp_path / "2.txt")
    process = start("import_dump", tmp_path, "--workers", 0)
    wait_for_run(process)
    time.sleep(1)
    end(process)
    (tmp_path / "2.txt").unlink()
    again = start("import_dump", tmp_path)
    _, errors = again.communicate(timeout=60)
    assert again.returncode == 0, errors
    assert Article.objects.count() == 1
