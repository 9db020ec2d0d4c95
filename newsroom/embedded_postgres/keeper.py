"""The keeper: a small process that starts a PostgreSQL server and stops it when nobody uses it.

`server.py` runs it as a script; it imports only the standard library. It waits for the exclusive
lock on `users.lock`, of which every process that uses the server holds a shared lock. The kernel
grants that lock when the last user process has ended, normally or by `kill -9`. There is no list of
process numbers that could become stale.

    keeper.py RUN_FOLDER DATA_FOLDER OUTSIDE_SOCKET_FOLDER UID GID [COMMAND...]

COMMAND starts the server. Without it the keeper looks after the server that runs already, whose own
keeper was killed. OUTSIDE_SOCKET_FOLDER is a folder to remove at the end, or empty. UID and GID are
those to run the server as, or -1 for this process's own.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

USERS = "users.lock"  # shared: processes that use the server
KEEPER = "keeper.lock"  # shared: keepers
SERVER = "server.lock"  # exclusive: the server; all its processes inherit it
LOG = "server.log"

# A fast shutdown writes out at most shared_buffers, 128 MB: seconds on a slow disk.
STOP_SECONDS = 60.0


def open_lock(path: Path) -> int:
    """A descriptor of the lock file. It holds no lock yet."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def try_lock(descriptor: int, kind: int) -> bool:
    """Take the lock if that needs no waiting. A lock held before on this descriptor may be lost."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_free(path: Path) -> bool:
    """True if nobody holds a lock of any kind on the file."""
    descriptor = open_lock(path)
    try:
        return try_lock(descriptor, fcntl.LOCK_EX)
    finally:
        os.close(descriptor)


def stop_server(lock: int, pid: int | None, socket: Path | None) -> None:
    """Stop the server whose postmaster is `pid`, and wait until all its processes are gone.

    `lock` is a descriptor of `server.lock`. The caller holds `users.lock` exclusively. Safe when
    the server has gone already. `socket` is a folder outside the checkout to remove, or None.
    """
    quit_at = time.monotonic() + STOP_SECONDS
    running = pid is not None and not try_lock(lock, fcntl.LOCK_EX)
    if running and pid is not None:
        send(pid, signal.SIGINT)  # fast shutdown: ends sessions, writes a checkpoint
    while running and pid is not None and time.monotonic() < quit_at + 10:
        if time.monotonic() > quit_at:
            send(pid, signal.SIGQUIT)  # no checkpoint; the next start recovers
        time.sleep(0.01)
        running = not try_lock(lock, fcntl.LOCK_EX)
    if socket is not None:
        shutil.rmtree(socket, ignore_errors=True)


def read_pid(data: Path) -> int | None:
    """The postmaster that the data folder names, alive or not."""
    try:
        return int((data / "postmaster.pid").read_text(errors="replace").split("\n")[0])
    except (OSError, ValueError):
        return None


def send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def start_server(run: Path, lock: int, uid: int, gid: int, command: list[str]) -> int:
    """Start PostgreSQL as a child of this process. `lock` goes to it and is closed here."""
    environment = {key: text for key, text in os.environ.items() if not key.startswith("PG")}
    with (run / LOG).open("ab") as log:
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=environment,
            pass_fds=[lock],
            user=None if uid < 0 else uid,
            group=None if uid < 0 else gid,
            extra_groups=None if uid < 0 else [],
        )
    os.close(lock)
    threading.Thread(target=leave_with, args=(server,), daemon=True).start()
    return server.pid


def leave_with(server: "subprocess.Popen[bytes]") -> None:
    """End this process when the postmaster does: killed, or stopped by the last user itself.

    So the number of a postmaster that has died is never sent a signal.
    """
    server.wait()
    os._exit(0)


def main(arguments: list[str]) -> None:
    run, data = Path(arguments[0]), Path(arguments[1])
    socket = Path(arguments[2]) if arguments[2] else None
    command = arguments[5:]
    fcntl.flock(open_lock(run / KEEPER), fcntl.LOCK_SH)
    watch = open_lock(run / SERVER)
    lock = open_lock(run / SERVER)
    if command and not try_lock(lock, fcntl.LOCK_EX):
        sys.exit(f"another server still holds {run / SERVER}")
    # Whoever started us goes on as soon as the locks above are held; the child keeps them.
    if os.fork():
        os._exit(0)
    os.setsid()  # so that Ctrl-C in the terminal does not reach the server
    os.chdir("/")
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    if command:
        pid = start_server(run, lock, int(arguments[3]), int(arguments[4]), command)
    users = open_lock(run / USERS)
    fcntl.flock(users, fcntl.LOCK_EX)
    stop_server(watch, pid if command else read_pid(data), socket)


if __name__ == "__main__":
    main(sys.argv[1:])
