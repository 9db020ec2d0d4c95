"""An import on a Dask cluster: real scheduler, real workers, one of which is killed."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.models import Article, Clipping, Dump, ImportRun, Source
from tests.support.processes import environment, rows, write_dumps

distributed = pytest.importorskip(
    "distributed", reason="the cluster is optional: requirements-cluster.txt is not installed"
)


@pytest.fixture
def cluster(tmp_path):
    """A scheduler's address and the processes of two workers."""
    options = {"cwd": tmp_path, "stderr": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    options["env"] = environment(DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL="10s")
    address_file = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "distributed.cli"]
    scheduler = subprocess.Popen(
        [*dask[:2], "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
         "--no-dashboard", "--scheduler-file", address_file],
        **options,
    )  # fmt: skip
    workers = [
        subprocess.Popen(
            [*dask[:2], "distributed.cli.dask_worker", "--scheduler-file", address_file,
             "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", tmp_path],
            **options,
        )
        for _ in range(2)
    ]  # fmt: skip
    deadline = time.monotonic() + 60
    while not address_file.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    address = json.loads(address_file.read_text())["address"]
    with distributed.Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    yield address, workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


def forget_everything():
    for model in (Clipping, Article, Dump, ImportRun, Source):
        model.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_an_import_whose_worker_is_killed_half_way_ends_in_the_rows_of_a_clean_one(
    cluster, tmp_path, monkeypatch
):
    address, workers = cluster
    monkeypatch.setattr("articles.ingest.pipeline.dask.BATCH_BYTES", 10_000)
    folder = write_dumps(tmp_path / "dumps", 120)
    clean = run_import([str(folder)], ImportOptions(), workers=0)
    wanted = rows()
    forget_everything()
    killed = threading.Event()

    def kill_one(event):
        if Dump.objects.count() > 20 and not killed.is_set():
            os.kill(workers[0].pid, signal.SIGKILL)
            killed.set()

    result = run_import([str(folder)], ImportOptions(), scheduler=address, listener=kill_one)
    assert killed.is_set()
    assert workers[0].wait(10) == -signal.SIGKILL
    assert not result.failed
    assert rows() == wanted
    assert result.counts.stories == clean.counts.stories


@pytest.mark.django_db
def test_a_scheduler_that_does_not_answer_is_reported(tmp_path, monkeypatch):
    monkeypatch.setattr("articles.ingest.pipeline.dask._CONNECT_SECONDS", 0.5)
    with pytest.raises(CommandError, match="No scheduler answers at tcp:"):
        call_command("import_dump", tmp_path, scheduler="tcp://127.0.0.1:1", stdout=StringIO())


def test_a_dry_run_on_a_cluster_is_wrong_usage(tmp_path):
    with pytest.raises(CommandError, match="dry run") as refused:
        call_command("import_dump", tmp_path, scheduler="tcp://127.0.0.1:1", dry_run=True)
    assert refused.value.returncode == 2
