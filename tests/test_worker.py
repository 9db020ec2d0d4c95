"""The worker: it is seen while it runs, does what waits, and ends with whoever started it."""

from __future__ import annotations

import signal
import socket
import time
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction

from articles import jobs, tasks
from articles.ingest.locking import lock_all_stories
from articles.models import Article, Job
from tests.ingest.processes import start
from tests.test_desk_intake import PAGE

if TYPE_CHECKING:
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
        _, errors = serving.communicate(timeout=60)
    wait_for(lambda: not jobs.has_worker())
    assert "Traceback" not in errors
    assert "Fatal" not in errors
    connection.close()


def test_a_worker_does_what_waits_and_ends_when_told_to(
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
            wait_for(lambda: jobs.is_held(job))
            assert not jobs.is_broken_off(job)
        finally:
            working.kill()
            working.communicate(timeout=60)
    wait_for(lambda: jobs.is_broken_off(job))
    connection.close()
