"""The worker: it is visible while it runs, does pending tasks, and ends with its parent."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from django.db import ProgrammingError, connection, transaction

from articles import tasks
from articles.ingest import jobs
from articles.ingest.storage.locks import lock_all_stories
from articles.ingest.storage.work_locks import Work, is_held, is_interrupted
from articles.management.job_worker import JobWorker
from articles.models import Article, Job
from tests.admin.imports.test_upload_and_quarantine import PAGE
from tests.support import hostile_files
from tests.support.processes import start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db(transaction=True)


class Sent:
    """A file as a browser sends it."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name, self.content, self.size = name, content, len(content)

    def chunks(self) -> Any:
        yield self.content


def wait_for(what: Any, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_served_site_has_a_worker_that_ends_with_it(number: signal.Signals) -> None:
    assert not jobs.has_worker()
    serving = start("serve", f"127.0.0.1:{free_port()}", own_group=True)
    try:
        wait_for(jobs.has_worker)
    finally:
        serving.send_signal(number)
        try:
            _, errors = serving.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(serving.pid, signal.SIGKILL)  # or it would do the jobs of the next test
            raise
    wait_for(lambda: not jobs.has_worker())
    assert "Traceback" not in errors
    assert "Fatal" not in errors
    connection.close()


def test_a_worker_does_what_waits_and_ends_when_reported_to(
    settings: SettingsWrapper, tmp_path: Path
) -> None:
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    job = jobs.upload([Sent("page.txt", PAGE.encode())], {}, by=None)
    tasks.look.enqueue(job.pk)
    working = start("work", own_group=True, UPLOAD_ROOT=str(tmp_path / "uploads"))
    try:
        wait_for(lambda: Job.objects.get().state == Job.State.ASKING)
        assert jobs.queue(job)
        tasks.carry_out.enqueue(job.pk)
        wait_for(lambda: Job.objects.get().state == Job.State.DONE)
    finally:
        working.terminate()
        working.communicate(timeout=60)
    assert working.returncode == 0
    assert Article.objects.count() == 1
    connection.close()


def test_a_worker_that_is_killed_leaves_a_job_that_broke_off(
    settings: SettingsWrapper, tmp_path: Path
) -> None:
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    job = jobs.upload([Sent("page.txt", PAGE.encode())], {}, by=None)
    tasks.look.enqueue(job.pk)

    with transaction.atomic():
        lock_all_stories()  # the look waits here
        working = start("work", own_group=True, UPLOAD_ROOT=str(tmp_path / "uploads"))
        try:
            wait_for(lambda: Job.objects.get().state == Job.State.LOOKING)
            job.refresh_from_db()
            wait_for(lambda: is_held(Work.JOB, job.pk))
            assert not is_interrupted(job)
        finally:
            working.kill()
            working.communicate(timeout=60)
    wait_for(lambda: is_interrupted(job))
    connection.close()


# --- What a job may cost


@pytest.fixture
def uploads_of(settings: SettingsWrapper, tmp_path: Path) -> Path:
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    return tmp_path / "uploads"


@contextmanager
def working(folder: Path, **variables: str) -> Iterator[subprocess.Popen[str]]:
    worker = start("work", own_group=True, UPLOAD_ROOT=str(folder), **variables)
    try:
        wait_for(jobs.has_worker)
        yield worker
    finally:
        worker.kill()
        worker.communicate(timeout=60)
        connection.close()


def asked(name: str, content: bytes) -> Job:
    job = jobs.upload([Sent(name, content)], {}, by=None)
    tasks.look.enqueue(job.pk)
    return job


def is_looked_through(job: Job) -> bool:
    job.refresh_from_db()
    return job.state in (Job.State.ASKING, Job.State.FAILED)


def child_of(worker: subprocess.Popen[str]) -> psutil.Process:
    wait_for(lambda: psutil.Process(worker.pid).children())
    return psutil.Process(worker.pid).children()[0]


def slow_text(tmp_path: Path) -> bytes:
    hostile_files.slow_page(tmp_path / "slow.txt")
    return (tmp_path / "slow.txt").read_bytes()


def test_a_job_that_takes_too_long_fails_by_name_and_the_worker_goes_on(
    uploads_of: Path, tmp_path: Path
) -> None:
    slow, quick = asked("slow.txt", slow_text(tmp_path)), asked("page.txt", PAGE.encode())
    with working(uploads_of, IMPORT_TIME_LIMIT="3"):
        wait_for(lambda: is_looked_through(slow) and is_looked_through(quick), 60)
    assert (slow.state, quick.state) == (Job.State.FAILED, Job.State.ASKING)
    assert "longer than 3 seconds" in slow.message
    assert "import_dump" in slow.message
    assert "IMPORT_TIME_LIMIT" in slow.message
    assert quick.report["story_count"] == 1


def test_a_record_of_an_upload_that_meets_a_limit_is_reported_beside_the_others(
    uploads_of: Path, tmp_path: Path
) -> None:
    slow_text(tmp_path)
    files = [Sent(name, (tmp_path / name).read_bytes()) for name in ("slow.txt",)]
    job = jobs.upload([*files, Sent("page.txt", PAGE.encode())], {}, by=None)
    tasks.look.enqueue(job.pk)
    with working(uploads_of, RECORD_TIME_LIMIT="2"):
        wait_for(lambda: is_looked_through(job), 60)
    assert job.state == Job.State.ASKING
    slow, page = job.report["files"]
    assert slow["failures"][0]["where"] == "slow.txt"
    assert "RECORD_TIME_LIMIT" in slow["failures"][0]["message"]
    assert page["story_count"] == 1


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_process_that_dies_fails_its_job_and_the_worker_goes_on(
    uploads_of: Path, tmp_path: Path, number: signal.Signals
) -> None:
    slow = asked("slow.txt", slow_text(tmp_path))
    with working(uploads_of) as worker:
        child_of(worker).send_signal(number)
        wait_for(lambda: is_looked_through(slow))
        assert slow.state == Job.State.FAILED
        assert "died" in slow.message
        quick = asked("page.txt", PAGE.encode())
        wait_for(lambda: is_looked_through(quick))
        assert quick.state == Job.State.ASKING
        tasks.look.enqueue(slow.pk)  # it can be tried again
        wait_for(lambda: Job.objects.get(pk=slow.pk).state == Job.State.LOOKING)


def test_an_import_that_is_ended_has_written_whole_batches_and_goes_on_when_asked(
    uploads_of: Path, tmp_path: Path
) -> None:
    job = jobs.upload(
        [Sent("1.txt", PAGE.encode()), Sent("2.txt", slow_text(tmp_path))], {}, by=None
    )
    Job.objects.update(state=Job.State.QUEUED)
    tasks.carry_out.enqueue(job.pk)
    with working(uploads_of, IMPORT_TIME_LIMIT="3"):
        wait_for(lambda: is_looked_through(job), 60)
    assert job.state == Job.State.FAILED
    assert "(the last that it read was 1.txt)" in job.message
    assert not is_held(Work.JOB, job.pk)
    assert Article.objects.count() in (0, 1)
    assert jobs.queue(job)


def test_a_worker_that_is_reported_to_end_in_the_middle_of_a_job_ends_within_ten_seconds(
    uploads_of: Path, tmp_path: Path
) -> None:
    slow = asked("slow.txt", slow_text(tmp_path))
    with working(uploads_of) as worker:
        wait_for(lambda: Job.objects.get().state == Job.State.LOOKING)
        children = psutil.Process(worker.pid).children(recursive=True)
        began = time.monotonic()
        worker.terminate()
        worker.communicate(timeout=30)
        assert time.monotonic() - began < 10
    assert not psutil.wait_procs(children, timeout=5)[1]
    wait_for(lambda: is_looked_through(slow))
    assert slow.state == Job.State.FAILED


def test_a_worker_that_is_killed_leaves_no_process(uploads_of: Path, tmp_path: Path) -> None:
    slow = asked("slow.txt", slow_text(tmp_path))
    with working(uploads_of) as worker:
        wait_for(lambda: Job.objects.get().state == Job.State.LOOKING)
        time.sleep(0.5)
        children = psutil.Process(worker.pid).children(recursive=True)
        worker.kill()
        assert not psutil.wait_procs(children, timeout=5)[1]
    wait_for(lambda: is_interrupted(Job.objects.get(pk=slow.pk)))


def test_a_small_upload_is_looked_through_in_a_moment(uploads_of: Path) -> None:
    with working(uploads_of):
        asked("first.txt", PAGE.encode())
        wait_for(lambda: is_looked_through(Job.objects.get()))
        began = time.monotonic()
        job = asked("page.txt", PAGE.encode())
        wait_for(lambda: is_looked_through(job))
        assert time.monotonic() - began < 5  # one, on a machine with nothing else to do


# --- A database that is away


def test_a_worker_waits_for_its_database_and_ends_when_reported_to() -> None:
    worker = start("work", DATABASE_URL="postgres://nobody@127.0.0.1:9/nowhere")
    assert worker.stderr is not None
    said = worker.stderr.readline()
    assert "The database does not answer" in said
    assert "waiting" in said
    time.sleep(2)
    assert worker.poll() is None
    began = time.monotonic()
    worker.terminate()
    _, errors = worker.communicate(timeout=30)
    assert time.monotonic() - began < 5
    assert worker.returncode == 0
    assert "Traceback" not in errors
    assert "does not answer" not in errors  # it was said once


def test_a_worker_that_does_what_waits_once_does_not_wait_for_its_database() -> None:
    worker = start("work", "--once", DATABASE_URL="postgres://nobody@127.0.0.1:9/nowhere")
    _, errors = worker.communicate(timeout=60)
    assert worker.returncode == 1
    assert "does not answer" in errors
    assert "Traceback" not in errors


def test_a_worker_that_is_ended_in_the_middle_of_a_statement_blames_no_database(
    caplog: pytest.LogCaptureFixture,
) -> None:
    worker = JobWorker(
        queue_names=["default"],
        interval=0,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="ended",
        excluded_queue_names=[],
    )

    def end_in_it(execute: Any, *arguments: Any) -> None:
        execute(*arguments)
        try:
            worker.shutdown(signal.SIGTERM, None)
        except SystemExit as end:
            raise ProgrammingError("connection in transaction status INTRANS") from end

    with connection.execute_wrapper(end_in_it):
        worker.run()
    assert "database" not in caplog.text
