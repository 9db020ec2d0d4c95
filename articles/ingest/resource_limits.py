"""What an untrusted file may cost: limits on the memory and time of the process that reads it.

Files are read by the importing process, a record at a time, under `read_guarded`; records are split
by worker processes (see process_pool.py), under `limit_memory` and a time that the importing
process keeps. Whatever meets a limit fails by name, and the rest goes on.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from types import FrameType
from typing import Any, Final, TypeVar

from django.conf import settings

T = TypeVar("T")

MIB: Final = 1024 * 1024

BYTES_A_LIMIT: Final = 8 * MIB
"""Bytes of a record for which it has the whole time limit, once more for each further so many: the
slowest kinds of text take 3 seconds a MiB, and 60 seconds are more than twice that."""

_SIGNAL_PARENT_DIED: Final = 1  # PR_SET_PDEATHSIG of prctl(2)
_AGAIN: Final = 1.0
"""Seconds after which a reader that caught the limit for an error of its own meets it again."""


class TooLongError(BaseException):
    """A record took longer to read than it may. No `Exception`: readers take those for damage."""


def memory_limit() -> int:
    """Bytes that reading or splitting may need beside those of the process; 0 is no limit."""
    return int(settings.IMPORT_MEMORY_LIMIT) * MIB


def seconds_for(byte_count: int) -> float:
    """Seconds in which a record of so many bytes must be split."""
    return float(settings.RECORD_TIME_LIMIT) * (1 + byte_count // BYTES_A_LIMIT)


def too_much_memory() -> str:
    """Why something failed that met the memory limit, and the next step."""
    return (
        f"it needed more than {in_words(memory_limit())} of memory, the limit; if you trust it, "
        "import it on the server with manage.py import_dump and a higher IMPORT_MEMORY_LIMIT"
    )


def too_long(seconds: float, *, setting: str = "RECORD_TIME_LIMIT") -> str:
    """Why something failed that met a time limit, and the next step."""
    return (
        f"it took longer than {seconds:g} seconds, the limit; if you trust it, import it on the "
        f"server with manage.py import_dump and a higher {setting}"
    )


def in_words(byte_count: int) -> str:
    """`2 GiB`, `1500 MiB`."""
    mebibytes = byte_count // MIB
    return f"{mebibytes // 1024} GiB" if mebibytes % 1024 == 0 else f"{mebibytes} MiB"


def limit_memory() -> None:
    """Limits this process for good: an allocation beyond the limit fails.

    The limit is on private memory that can be written (RLIMIT_DATA): address space as a whole
    would count files that are mapped and what allocators set aside and never touch, gigabytes in
    some libraries. Linux keeps it; elsewhere nothing is limited.
    """
    if limit := memory_limit():
        _set_limit(_memory_in_use() + limit)


def _set_limit(soft: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    with suppress(ValueError, OSError):  # a limit that is lower already stays
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _memory_in_use() -> int:
    """Bytes of private memory as the limit counts them; 0 where the system does not say."""
    with suppress(OSError), Path("/proc/self/status").open("rb") as status:
        for line in status:
            if line.startswith(b"VmData:"):
                return int(line.split()[1]) * 1024
    return 0


class Note:
    """A line that a process and those forked from it share: what one of them has in hand."""

    _LONGEST: Final = 1000

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 4 * self._LONGEST)

    @property
    def text(self) -> str:
        """What was noted last."""
        return self._memory[:].rstrip(b"\0").decode("utf-8", "replace")

    def write(self, text: str) -> None:
        """Notes something else."""
        line = text[: self._LONGEST].encode("utf-8", "replace")
        self._memory[:] = line.ljust(len(self._memory), b"\0")


def die_with_parent(parent: int) -> None:
    """Has the kernel end this process with its parent, however that ends, where it can do so."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SIGNAL_PARENT_DIED, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)  # it died before


def read_guarded(records: Iterator[T], failed: Callable[[str], T]) -> Iterator[T]:
    """The records, read under limits; if one reaches a limit, `failed` is called with the reason
    and the rest is not read.

    Memory counts from here on. Time is the processor's, so that nobody is hurried who waits for a
    slow disk or for somebody's typing; it is kept in the main thread only, as Python has it.
    """
    memory = memory_limit()
    most = _memory_in_use() + memory
    seconds = float(settings.RECORD_TIME_LIMIT)
    try:
        while True:
            with _reading.at(most) if memory else nullcontext(), _timed(seconds):
                record = next(records, None)
            if record is None:
                return
            yield record
    except MemoryError:
        message = too_much_memory()
    except TooLongError:
        message = too_long(seconds)
    yield failed(message)


class _SharedLimit:
    """The limit on the process's memory while any of its threads reads: the lowest of theirs.

    The limit that was before comes back with the last of them. If each restored what it had met,
    two that overlap could leave the limit of one in place for good.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._limits: list[int] = []
        self._before = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)

    @contextmanager
    def at(self, most: int) -> Iterator[None]:
        """At most so many bytes inside."""
        with self._lock:
            if not self._limits:
                self._before = resource.getrlimit(resource.RLIMIT_DATA)
            self._limits.append(most)
            self._keep()
        try:
            yield
        finally:
            with self._lock:
                self._limits.remove(most)
                self._keep()

    def _keep(self) -> None:
        soft = self._before[0]
        limits = self._limits if soft == resource.RLIM_INFINITY else [*self._limits, soft]
        _set_limit(min(limits, default=soft))


_reading: Final = _SharedLimit()


@contextmanager
def _timed(seconds: float) -> Iterator[None]:
    if not seconds or threading.current_thread() is not threading.main_thread():
        yield
        return
    before: Any = signal.signal(signal.SIGPROF, _raise_too_long)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _raise_too_long(number: int, frame: FrameType | None) -> None:
    raise TooLongError
