"""Splits records in worker processes, a batch at a time, and returns them in their order.

Workers hold no database connection, and have limits on memory and time (see resource_limits.py).
If one reaches a limit, or dies for another reason, the import goes on: its batch is processed again
one record at a time, and a record that kills a worker alone is reported with the reason.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess, SpawnProcess
from multiprocessing.process import BaseProcess
from typing import Any, Final, TypeVar

from articles.ingest.events import Notice
from articles.ingest.options import ImportOptions
from articles.ingest.readers.costly_markup import CostlyMarkupError
from articles.ingest.readers.records import ReadRecord, Record, Unreadable, printable
from articles.ingest.resource_limits import seconds_for, too_long, too_much_memory
from articles.ingest.stories.split import SplitDump, split_record
from articles.parsing import NO_PLACEMENTS, Placements

from .worker_process import OUT_OF_MEMORY, serve, serve_forked

logger = logging.getLogger(__name__)

SMALL_IMPORT: Final = 1024 * 1024
"""Bytes. A worker that holds nothing of this process is ready after 0.8 s, in which the one that is
forked from it splits about as many records by itself."""

BATCH_BYTES: Final = 256 * 1024
BATCHES_AHEAD: Final = 2
"""Batches in flight for each worker at least: one in hand, one that waits."""
BYTES_AHEAD: Final = 4 * 1024 * 1024
"""In flight altogether, of smaller batches: enough to keep workers busy while many stories are
written at once."""

_DYING: Final = 5.0
"""Seconds that a process may take to end after it has closed its pipe."""

Outcome = SplitDump | Notice
T = TypeVar("T")


class WorkerDiedError(Exception):
    """A worker process ended, or was ended, before it had done its work; the message says why."""


class NoWorkersError(Exception):
    """Worker processes cannot be started on this machine."""


def split_records(
    records: Iterable[ReadRecord],
    options: ImportOptions,
    *,
    workers: int | None = None,
    placements: Placements = NO_PLACEMENTS,
    stopped: Callable[[], bool] = lambda: False,
) -> Generator[Outcome]:
    """Each record split into clippings, or a notice of why that failed, in order.

    `workers` is the number of processes; 0 is this one, which keeps no limits. None is one process
    for a small import, and for the rest of a large one a process for each core. Close the generator
    to end the workers. `stopped` is asked once there are no more records: where it says yes, those
    in flight are dropped, split or not.
    """
    records = iter(records)
    if workers is None:
        with ProcessPool(1, options, placements, is_small=True) as pool:
            size = 0
            for record in records:
                yield from pool.split([record])
                size += _size_of([record])
                if size >= SMALL_IMPORT:
                    workers = _cores()
                    break
    if workers:
        yield from _split_by_workers(records, options, workers, placements, stopped)
    else:
        for record in records:
            yield from split_batch([record], options, placements)


def _cores() -> int:
    """Those that this process may use, where the system tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def split_batch(
    records: Sequence[ReadRecord], options: ImportOptions, placements: Placements = NO_PLACEMENTS
) -> list[Outcome]:
    """Splits records one after the other. One that the parser fails on, or
    that could not be read, gives a notice."""
    outcomes = []
    for record in records:
        try:
            outcomes.append(split_one(record, options, placements))
        except MemoryError:
            message = "this machine has not enough memory for it; try a larger one"
            outcomes.append(failure(record, message))
    return outcomes


def split_one(record: ReadRecord, options: ImportOptions, placements: Placements) -> Outcome:
    """The split record, or a notice. Raises `MemoryError`."""
    if isinstance(record, Unreadable):
        return failure(record, record.message)
    try:
        return split_record(
            record,
            captured_at=options.captured_at,
            publisher=options.publisher,
            tags=options.tags,
            placements=placements,
            all_pages=options.all_pages,
        )
    except CostlyMarkupError as error:
        return failure(record, str(error))
    except MemoryError:
        raise  # this process is not to be trusted any more
    except Exception as error:  # one bad record must not stop the others; it is logged
        logger.exception("The parser failed on %s", record.name)
        return failure(record, f"the parser failed ({error!r}); please report it with the file")


@cache
def load_models() -> None:
    """Has the parser read what it reads with its first text, 0.3 seconds: before a process is
    forked, so that no other one has to."""
    split_one(Record("", b"Ferry\n\nThe ferry was late."), ImportOptions(), NO_PLACEMENTS)


def failure(record: ReadRecord, message: str) -> Notice:
    """A notice that a record did not come in, and why."""
    source = printable(record.source or record.name)
    is_failure = not isinstance(record, Unreadable) or record.is_failure
    return Notice(printable(record.name), message, is_failure=is_failure, source=source)


def batches(records: Iterable[ReadRecord], size: int) -> Iterator[list[ReadRecord]]:
    """Records in lists of about so many bytes."""
    batch: list[ReadRecord] = []
    total = 0
    for record in records:
        batch.append(record)
        total += _size_of([record])
        if total >= size:
            yield batch
            batch, total = [], 0
    if batch:
        yield batch


def _size_of(batch: Iterable[ReadRecord]) -> int:
    return sum(len(record.raw) for record in batch if isinstance(record, Record))


def in_order(
    work: Iterable[list[ReadRecord]],
    submit: Callable[[list[ReadRecord]], Future[list[T]]],
    collect: Callable[[list[ReadRecord], Future[list[T]]], list[T]],
    *,
    batches_ahead: int,
    bytes_ahead: int = 0,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[T]:
    """What becomes of each batch, in the order of batches. In flight are so many, and more of them
    up to so many bytes; `stopped`, asked before each once there is no more work, has the rest
    dropped: megabytes that are done may take longer to store than anybody waits."""
    waiting: deque[tuple[list[ReadRecord], Future[list[T]]]] = deque()
    bytes_waiting = 0
    for batch in work:
        waiting.append((batch, submit(batch)))
        bytes_waiting += _size_of(batch)
        while len(waiting) > batches_ahead and bytes_waiting > bytes_ahead:
            oldest, future = waiting.popleft()
            bytes_waiting -= _size_of(oldest)
            yield from collect(oldest, future)
    while waiting and not stopped():
        yield from collect(*waiting.popleft())


def _split_by_workers(
    records: Iterable[ReadRecord],
    options: ImportOptions,
    workers: int,
    placements: Placements,
    stopped: Callable[[], bool],
) -> Iterator[Outcome]:
    with ProcessPool(workers, options, placements) as pool:
        yield from in_order(
            batches(records, BATCH_BYTES),
            pool.submit,
            lambda _batch, future: future.result(),
            batches_ahead=workers * BATCHES_AHEAD,
            bytes_ahead=BYTES_AHEAD,
            stopped=stopped,
        )


class Worker:
    """A process that splits records, and the pipe to it.

    A process pool of the standard library has one queue for all: a process that is killed while
    it holds the queue's lock, or has sent half a result, leaves the others and the pool waiting
    for ever. With a pipe for each, the death of one is the end of its pipe and affects no other.
    """

    def __init__(self, *, is_forked: bool) -> None:
        # Spawned, so that it holds none of this process's connections; forked, which is ready in
        # hundredths of a second, it closes them first of all and ends without any tidying up.
        ours: Connection
        theirs: Connection
        ours, theirs = multiprocessing.Pipe()
        self._pipe = ours
        self._process: BaseProcess = (
            ForkProcess(target=serve_forked, args=(theirs, os.getpid()), daemon=True)
            if is_forked
            else SpawnProcess(target=serve, args=(theirs,), daemon=True)
        )
        self._process.start()
        theirs.close()  # so that the end of the process is the end of the file

    def wait_until_ready(self, placements: Placements) -> None:
        """Sends the editors' decisions on lines to the process. Raises `WorkerDiedError`."""
        self._send(placements)
        self._receive(None)

    def split(self, records: Sequence[ReadRecord], options: ImportOptions) -> list[Outcome]:
        """The outcomes, as `split_batch` returns them. Raises `WorkerDiedError`."""
        self._send((records, options))
        outcomes: list[Outcome] = self._receive(seconds_for(_size_of(records)) or None)
        return outcomes

    def _send(self, what: object) -> None:
        try:
            self._pipe.send(what)
        except OSError as error:
            raise WorkerDiedError(self._why()) from error

    def _receive(self, seconds: float | None) -> Any:
        """What the process sends within so many seconds, or however long it takes."""
        try:
            if self._pipe.poll(seconds):
                return self._pipe.recv()
        except (EOFError, OSError) as error:
            raise WorkerDiedError(self._why()) from error
        raise WorkerDiedError(too_long(seconds or 0))

    def _why(self) -> str:
        """Why a process has ended unexpectedly."""
        self._process.join(_DYING)
        if self._process.exitcode == OUT_OF_MEMORY:
            return too_much_memory()
        return (
            "the process that read it died, perhaps for want of memory; try it by itself on the "
            "server, with manage.py import_dump --workers 0, or on a larger machine"
        )

    def kill(self) -> None:
        """Ends the process, which has no state to save."""
        self._process.kill()
        self._process.join()


class ProcessPool:
    """Threads with a worker each, started with its first batch, replaced when it dies.

    One that `is_small` has no threads: its worker is forked, which is not to be done where threads
    are, and is used by the callers of `split`.
    """

    def __init__(
        self,
        workers: int,
        options: ImportOptions,
        placements: Placements,
        *,
        is_small: bool = False,
    ) -> None:
        self._is_small = is_small
        self._options = options
        self._placements = placements
        # The main thread handles Ctrl-C; processes that these threads start ignore SIGINT.
        self._threads = ThreadPoolExecutor(workers, "worker", initializer=_block_interrupts)
        self._own = threading.local()
        self._workers: set[Worker] = set()
        self._is_over = False
        self._lock = threading.Lock()  # so that no worker is added to a closed pool

    def __enter__(self) -> ProcessPool:
        return self

    def __exit__(self, *error: object) -> None:
        with self._lock:
            self._is_over = True
            for worker in self._workers:
                worker.kill()
        self._threads.shutdown(cancel_futures=True)

    def submit(self, batch: list[ReadRecord]) -> Future[list[Outcome]]:
        """Hands a batch to the next worker that is free."""
        return self._threads.submit(self.split, batch)

    def split(self, batch: list[ReadRecord]) -> list[Outcome]:
        """Splits a batch in this thread's worker."""
        if all(isinstance(record, Unreadable) for record in batch):
            return split_batch(batch, self._options)
        try:
            return self._worker().split(batch, self._options)
        except WorkerDiedError as error:
            self._dismiss()
            if len(batch) == 1:
                return [failure(batch[0], str(error))]
        # Each alone: the record that a worker dies of again is named.
        return [outcome for record in batch for outcome in self.split([record])]

    def _worker(self) -> Worker:
        """This thread's worker, ready for work. Raises `NoWorkersError`, and `CancelledError` once
        the pool has to end."""
        worker: Worker | None = getattr(self._own, "worker", None)
        if worker is not None:
            return worker
        with self._lock:
            if self._is_over:
                raise CancelledError
            if self._is_small:
                load_models()
            worker = self._own.worker = Worker(is_forked=self._is_small)
            self._workers.add(worker)
        try:
            worker.wait_until_ready(self._placements)
        except WorkerDiedError as error:
            raise NoWorkersError(
                "Worker processes cannot be started; run the command with --workers 0 to do "
                "without."
            ) from error
        return worker

    def _dismiss(self) -> None:
        """Removes this thread's dead worker."""
        with self._lock:
            self._workers.discard(self._own.worker)
        self._own.worker.kill()
        self._own.worker = None


def _block_interrupts() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
