"""An import whose PostgreSQL is stopped half way, and started again."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from newsroom.embedded_postgres import preparing
from tests.support.processes import start, write_dumps

DUMPS = 500  # two stories each: several batches, of which the first has 125 stories


class Server:
    """A PostgreSQL server of the test's own."""

    def __init__(self, folder):
        self.folder = folder
        self.account = preparing.find_server_account() if os.geteuid() == 0 else None
        self.binaries = preparing.find_binaries()
        if self.account:
            preparing.open_to_account(self.binaries)
            os.chown(folder, *self.account)
        preparing.create_data(folder / "data", self.binaries, self.account)
        self.address = f"postgres://{preparing.USER}@/{folder}/{preparing.USER}"
        self.process = None

    def start(self):
        user, group = self.account or (None, None)
        self.process = subprocess.Popen(
            [self.binaries / "postgres", "-D", self.folder / "data", "-k", self.folder,
             "--listen_addresses="],
            cwd="/", user=user, group=group, stderr=subprocess.DEVNULL,
            extra_groups=[] if self.account else None,
        )  # fmt: skip
        deadline = time.monotonic() + 30
        while self.ask("SELECT 1") != 1:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.05)

    def stop(self):
        """A fast shutdown: connections are cut."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)

    def ask(self, question):
        """The one value of an answer; None while nobody answers."""
        try:
            params = {"host": str(self.folder), "user": preparing.USER, "dbname": preparing.USER}
            with psycopg.connect(**params) as connection:
                return connection.execute(question).fetchone()[0]
        except psycopg.OperationalError:
            return None


@pytest.fixture
def server():
    folder = Path(tempfile.mkdtemp(prefix="nr"))  # pytest's own may be closed to the account
    server = Server(folder)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder)


def run(server, *arguments):
    process = start(*arguments, DATABASE_URL=server.address)
    out, err = process.communicate(timeout=180)
    return process.returncode, out, err


@pytest.mark.django_db
def test_an_import_says_that_its_server_went_and_completes_when_run_again(server, tmp_path):
    folder = write_dumps(tmp_path / "dumps", DUMPS)
    assert run(server, "migrate")[0] == 0
    process = start("import_dump", folder, "--workers", 1, DATABASE_URL=server.address)
    with ThreadPoolExecutor(1) as reader:  # who reads nothing stops an import that has much to tell
        reported = reader.submit(process.communicate, timeout=120)
        while not server.ask("SELECT count(*) FROM articles_dump"):
            assert process.poll() is None, reported.result()
            time.sleep(0.02)
        server.stop()
        out, err = reported.result()
    assert process.returncode == 1, out
    assert "The database stopped answering" in err
    assert "run the same command again" in err
    assert "Traceback" not in err

    server.start()
    code, out, err = run(server, "import_dump", folder)
    assert code == 0, err
    assert server.ask("SELECT count(*) FROM articles_dump") == DUMPS
    assert server.ask("SELECT count(*) FROM articles_article") == DUMPS + DUMPS // 2
    code, out, _ = run(server, "import_dump", folder)
    assert out == f"created 0, updated 0, unchanged {2 * DUMPS}, kept 0, quarantined 0\n"


@pytest.mark.django_db
def test_a_worker_outlives_a_server_that_stops_and_starts(server):
    assert run(server, "migrate")[0] == 0
    worker = start("work", DATABASE_URL=server.address)
    named = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'newsroom worker'"
    wait_until(lambda: server.ask(named))
    server.stop()
    assert "The database does not answer" in worker.stderr.readline()
    time.sleep(3)
    assert worker.poll() is None
    server.start()
    assert "The database answers again" in worker.stderr.readline()  # with nothing said in between
    wait_until(lambda: server.ask(named))
    worker.terminate()
    _, errors = worker.communicate(timeout=30)
    assert worker.returncode == 0
    assert "database" not in errors
    assert "Traceback" not in errors


def wait_until(is_true):
    deadline = time.monotonic() + 60
    while not is_true():
        assert time.monotonic() < deadline
        time.sleep(0.1)
