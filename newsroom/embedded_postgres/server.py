"""A private PostgreSQL server for one checkout, shared by all of its processes.

Beside the data folder `postgres` lies `postgres-run`, with the server's log, its socket and four
lock files. All rules hang on these locks, which the kernel drops when their holder dies, so that a
`kill -9` leaves nothing behind that could mislead the next command:

* `users.lock`: each process that uses the server holds it *shared*. Whoever gets it exclusively
  knows that nobody uses the server, and stops it.
* `start.lock`: held *exclusively* while a server is prepared and started, so that of several
  processes that start at once one does the work and the others find it done.
* `server.lock`: held *exclusively* by the server itself; its processes inherit it. If it is free,
  no process of the server is left, not even the orphans of a killed postmaster.
* `keeper.lock`: held *shared* by the keeper (`keeper.py`), which waits for the last user to go.

Of the wheel only the PostgreSQL programs are used. Its own Python layer counts users by process
number in a file, keeps its lock in the machine's folder for temporary files, and cannot part a
killed server from a process that was given the same number since.
"""

import atexit
import contextlib
import fcntl
import hashlib
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError

from newsroom.embedded_postgres import keeper
from newsroom.embedded_postgres.keeper import is_free, open_lock, read_pid, try_lock
from newsroom.embedded_postgres.preparing import (
    MAJOR_VERSION,
    create_data,
    find_binaries,
    find_processes,
    find_server_account,
    open_to_account,
)

PORT = "5432"  # part of the socket's name only: the server listens on no network address
START = "start.lock"

# Enough for the recovery of all the WAL that `max_wal_size` lets pile up, on a slow disk.
START_SECONDS = 60.0
# A socket's whole path may have 107 bytes on Linux and 103 on macOS.
SOCKET_PATH_BYTES = 103

SERVER_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "logging_collector": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    # Nobody replicates a developer's database: less is written ahead, and bulk loads are quicker.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # Bounds the time that recovery takes after a crash.
    "max_wal_size": "512MB",
    # Compiling a query costs more than these small queries take.
    "jit": "off",
}


class EmbeddedServer:
    """The server of one data folder. Make it with `get_server`, so that a process has only one."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.run = data.with_name(data.name + "-run")
        self.socket = self._choose_socket_folder()
        self._users: int | None = None
        self._spare: int | None = None
        self._lock = threading.RLock()

    # --- What a caller uses ----------------------------------------------------------------------

    def ensure(self) -> None:
        """Make sure that the server answers; start it if need be. Quick when it runs.

        From here on this process counts as a user of the server, until `release` or its end.
        """
        with self._lock:
            if self._users is None or not self._is_ready():
                self._join()
                with self._holding(START):
                    self._bring_up()

    def release(self) -> None:
        """Stop counting as a user. If nobody else is left, the server has stopped on return."""
        with self._lock:
            if self._users is None:
                return
            users, self._users = self._users, None
            if try_lock(users, fcntl.LOCK_EX):
                if is_same_file(users, self.run / keeper.USERS):
                    self._stop()
            elif not try_lock(users, fcntl.LOCK_SH):
                fcntl.flock(users, fcntl.LOCK_SH)  # the keeper was quicker: wait until it is done
            os.close(users)

    # --- Users -----------------------------------------------------------------------------------

    def _join(self) -> None:
        """Hold `users.lock`, waiting while a server that nobody used any more is stopping."""
        path = self.run / keeper.USERS
        if self._users is not None and is_same_file(self._users, path):
            return
        if self._users is not None:
            os.close(self._users)  # the folder was removed and recreated
            self._users = None
        try:
            self.run.mkdir(parents=True, exist_ok=True)
            users = open_lock(path)
        except PermissionError as error:
            raise ImproperlyConfigured(
                f"{error.filename} belongs to another user of this machine. Run as that user, "
                f"remove {self.run} and {self.data}, or set DATABASE_URL."
            ) from error
        fcntl.flock(users, fcntl.LOCK_SH)
        self._users = users

    @contextlib.contextmanager
    def _holding(self, name: str) -> Iterator[None]:
        descriptor = open_lock(self.run / name)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def before_fork(self) -> None:
        """A child needs a hold of its own; the one it inherits is its parent's to give up."""
        self._lock.acquire()
        if self._users is not None:
            spare = open_lock(self.run / keeper.USERS)
            if is_same_file(self._users, self.run / keeper.USERS):
                fcntl.flock(spare, fcntl.LOCK_SH)
            self._spare = spare

    def after_fork(self, *, in_child: bool) -> None:
        if self._spare is not None and self._users is not None:
            os.close(self._users if in_child else self._spare)
            self._users = self._spare if in_child else self._users
            self._spare = None
        self._lock.release()

    # --- Starting --------------------------------------------------------------------------------

    def _is_ready(self) -> bool:
        """True if the server takes connections. Costs some 50 microseconds."""
        try:
            lines = (self.data / "postmaster.pid").read_text(errors="replace").split("\n")
        except OSError:
            return False
        if len(lines) < 8 or lines[7].strip() != "ready":
            return False
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                probe.connect(str(self.socket / f".s.PGSQL.{PORT}"))
            except OSError:
                return False
        return True

    def _bring_up(self) -> None:
        """Start the server, or see that the one that runs has a keeper. Holds `start.lock`."""
        binaries = find_binaries()
        if self._is_ready() or self._wait_for_remains():
            if is_free(self.run / keeper.KEEPER):
                self._run_keeper([])
            return
        account = self._choose_account()
        if account is not None:
            open_to_account(binaries)
            open_to_account(self.data)
        self._check_version()
        if not self.data.exists():
            create_data(self.data, binaries, account)
        self._make_socket_folder(account)
        self._forget_stale_files()
        self._trim_log()
        options = [f"--{name}={value}" for name, value in SERVER_SETTINGS.items()]
        command = [str(binaries / "postgres"), "-D", str(self.data), *options]
        if sys.platform == "linux":
            # After a crash: one call in place of opening all the files, some 300 a database.
            command.append("--recovery_init_sync_method=syncfs")
        command.append(f"--unix_socket_directories={quote_folder(self.socket)}")
        self._run_keeper(command, account)
        self._wait_until_ready()

    def _run_keeper(self, command: list[str], account: tuple[int, int] | None = None) -> None:
        uid, gid = account or (-1, -1)
        outside = "" if self.socket.parent == self.run else str(self.socket)
        arguments = [str(self.run), str(self.data), outside, str(uid), str(gid), *command]
        with (self.run / keeper.LOG).open("ab") as log:
            subprocess.run(
                [sys.executable, "-I", "-S", keeper.__file__, *arguments],
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if is_free(self.run / keeper.SERVER) or time.monotonic() > deadline:
                raise OperationalError(f"PostgreSQL did not start.\n{self._end_of_log()}")
            time.sleep(0.01)

    def _end_of_log(self) -> str:
        log = self.run / keeper.LOG
        lines = log.read_text(errors="replace").splitlines()[-15:] if log.exists() else []
        return "\n".join([f"The end of {log}:", *lines])

    def _trim_log(self) -> None:
        """Start a new log at 5 MB; the old one is kept once."""
        log = self.run / keeper.LOG
        if log.exists() and log.stat().st_size > 5_000_000:
            log.replace(log.with_suffix(".old.log"))

    # --- What a kill may have left ---------------------------------------------------------------

    def _wait_for_remains(self) -> bool:
        """Wait until no process of a former server is left. True if one proves to be a server.

        That is the case when the process that started it was killed before it was ready.
        """
        deadline = time.monotonic() + START_SECONDS
        while not is_free(self.run / keeper.SERVER):
            if self._is_ready():
                return True
            processes = find_processes(self.data)
            if read_pid(self.data) not in processes:  # the postmaster is dead, its children are not
                for pid in processes:
                    keeper.send(pid, signal.SIGKILL)
            if time.monotonic() > deadline:
                raise OperationalError(
                    f"A PostgreSQL server still holds {self.data} and does not answer; perhaps "
                    f"it runs in another container.\n{self._end_of_log()}"
                )
            time.sleep(0.02)
        return False

    def _forget_stale_files(self) -> None:
        """Remove a dead server's pid files: another process, or a zombie, may have its number now.

        PostgreSQL removes those whose number is free, but takes any living process for a server.
        """
        pid = read_pid(self.data)
        if pid is not None and pid in find_processes(self.data):
            raise OperationalError(
                f"Process {pid} serves {self.data}, but not on behalf of this project. Stop it."
            )
        for path in [self.data / "postmaster.pid", *self.socket.glob(".s.PGSQL.*")]:
            path.unlink(missing_ok=True)

    def _stop(self) -> None:
        lock = open_lock(self.run / keeper.SERVER)
        outside = None if self.socket.parent == self.run else self.socket
        keeper.stop_server(lock, read_pid(self.data), outside)
        os.close(lock)

    # --- Folders ---------------------------------------------------------------------------------

    def _check_version(self) -> None:
        """Refuse a folder that this server cannot read."""
        version = self.data / "PG_VERSION"
        if not self.data.exists():
            return
        if not version.exists():
            raise ImproperlyConfigured(f"{self.data} is no PostgreSQL data folder. Move it away.")
        found = version.read_text().strip()
        if found != MAJOR_VERSION:
            raise ImproperlyConfigured(
                f"{self.data} was made by PostgreSQL {found}; the installed wheel has "
                f"{MAJOR_VERSION}. Move the folder away (a new one is made), or set DATABASE_URL "
                f"to a PostgreSQL {found} server."
            )

    def _choose_account(self) -> tuple[int, int] | None:
        """User and group to run as, or None for our own. PostgreSQL refuses to run as root."""
        owner = self.data.stat() if self.data.exists() else None
        if os.geteuid() != 0:
            if owner is not None and owner.st_uid != os.geteuid():
                raise ImproperlyConfigured(
                    f"{self.data} belongs to another user of this machine. Run as that user, "
                    f"remove {self.run} and {self.data}, or set DATABASE_URL."
                )
            return None
        if owner is not None and owner.st_uid != 0:
            return owner.st_uid, owner.st_gid
        return find_server_account()

    def _choose_socket_folder(self) -> Path:
        """Inside the run folder, unless that path is too long for a socket or has a comma."""
        inside = self.run / "socket"
        longest = len(os.fsencode(inside / f".s.PGSQL.{PORT}.lock"))
        if longest <= SOCKET_PATH_BYTES and "," not in str(inside):
            return inside
        # The same name in every process, so that none needs to ask another.
        digest = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"newsroom-{digest}"

    def _make_socket_folder(self, account: tuple[int, int] | None) -> None:
        uid = account[0] if account else os.geteuid()
        with contextlib.suppress(FileExistsError):
            self.socket.mkdir(mode=0o700)
            if account is not None:
                os.chown(self.socket, *account)
        found = self.socket.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {uid, os.geteuid()}:
            raise ImproperlyConfigured(f"{self.socket} belongs to somebody else. Remove it.")
        if account is not None:
            os.chown(self.socket, *account)
        self.socket.chmod(0o700)
        if account is not None:
            open_to_account(self.socket)


class Servers:
    """The servers of this process: one a data folder, and what happens to them at fork and exit."""

    known: ClassVar[dict[Path, EmbeddedServer]] = {}
    lock: ClassVar[threading.Lock] = threading.Lock()

    @classmethod
    def before_fork(cls) -> None:
        cls.lock.acquire()
        for server in cls.known.values():
            server.before_fork()

    @classmethod
    def after_fork(cls, *, in_child: bool) -> None:
        for server in cls.known.values():
            server.after_fork(in_child=in_child)
        cls.lock.release()

    @classmethod
    def release_all(cls) -> None:
        for server in cls.known.values():
            server.release()


os.register_at_fork(
    before=Servers.before_fork,
    after_in_parent=lambda: Servers.after_fork(in_child=False),
    after_in_child=lambda: Servers.after_fork(in_child=True),
)
atexit.register(Servers.release_all)


def get_server(data: Path | str) -> EmbeddedServer:
    """This process's handle of the server for a data folder. Starts nothing."""
    folder = Path(data).resolve()
    with Servers.lock:
        return Servers.known.setdefault(folder, EmbeddedServer(folder))


def quote_folder(folder: Path) -> str:
    """A folder as one entry of a PostgreSQL list setting."""
    return '"' + str(folder).replace('"', '""') + '"'


def is_same_file(descriptor: int, path: Path) -> bool:
    """True if the path still leads to the open file."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
