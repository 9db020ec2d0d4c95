"""Records cut in worker processes, a batch at a time, and given back in the order they came in.

Workers hold no database connection. One that dies (killed for want of memory, say) does not end
the import: its batch is cut again one record at a time, and the record that kills a worker by
itself is named.
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
from typing import Any, Final, TypeVar

from articles.parsing import NO_PLACEMENTS, Placements

from .cutting import CutDump, cut_record
from .outcomes import Notice
from .records import Record, Unreadable, printable
from .runs import ImportOptions
from .worker import serve

logger = logging.getLogger(__name__)

SMALL_IMPORT: Final = 1024 * 1024
"""Bytes. A worker is ready after 0.8 s, in which this process cuts about as much by itself."""

BATCH_BYTES: Final = 256 * 1024
BATCHES_AHEAD: Final = 2
"""Batches in flight for each worker at least: one in hand, one that waits."""
BYTES_AHEAD: Final = 4 * 1024 * 1024
"""In flight altogether, of smaller batches: enough to keep workers busy while many stories are
written at once."""

Found = Record | Unreadable
Outcome = CutDump | Notice
T = TypeVar("T")


class WorkerDiedError(Exception):
    """A worker process ended before it had done its work."""


class NoWorkersError(Exception):
    """Worker processes cannot be started on this machine."""


def cut_records(
    records: Iterable[Found],
    options: ImportOptions,
    *,
    workers: int | None = None,
    placements: Placements = NO_PLACEMENTS,
) -> Generator[Outcome]:
    """Each record cut, or a notice of why it could not be, in order.

    `workers` is the number of processes; 0 is this one. None is this one for a small import, and
    for the rest of a large one a process for each core. Close the generator to end the workers.
    """
    records = iter(records)
    if workers is None:
        size = 0
        for record in records:
            yield from cut_batch([record], options, placements)
            size += _size(record)
            if size >= SMALL_IMPORT:
                workers = _cores()
                break
    if workers:
        yield from _cut_by_workers(records, options, workers, placements)
    else:
        for record in records:
            yield from cut_batch([record], options, placements)


def _cores() -> int:
    """Those that this process may use, where the system tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def cut_batch(
    records: Sequence[Found], options: ImportOptions, placements: Placements = NO_PLACEMENTS
) -> list[Outcome]:
    """Records cut one after the other, by whoever is asked to. One that the parser fails on, or
    that could not be read, gives a notice."""
    return [_cut(record, options, placements) for record in records]


def _cut(record: Found, options: ImportOptions, placements: Placements) -> Outcome:
    if isinstance(record, Unreadable):
        return failure(record, record.message)
    try:
        return cut_record(
            record,
            captured_at=options.captured_at,
            publisher=options.publisher,
            tags=options.tags,
            placements=placements,
        )
    except Exception as error:  # one bad record must not stop the others; it is told in full
        logger.exception("The parser failed on %s", record.name)
        return failure(record, f"the parser failed ({error!r}); please report it with the file")


def failure(record: Found, message: str) -> Notice:
    """A notice that a record did not come in, and why."""
    source = printable(record.source or record.name)
    is_failure = not isinstance(record, Unreadable) or record.is_failure
    return Notice(printable(record.name), message, is_failure=is_failure, source=source)


def batches(records: Iterable[Found], size: int) -> Iterator[list[Found]]:
    """Records in lists of about so many bytes."""
    batch: list[Found] = []
    total = 0
    for record in records:
        batch.append(record)
        total += _size(record)
        if total >= size:
            yield batch
            batch, total = [], 0
    if batch:
        yield batch


def _size(record: Found) -> int:
    return len(record.raw) if isinstance(record, Record) else 0


def _total_size(batch: Iterable[Found]) -> int:
    return sum(map(_size, batch))


def in_order(
    work: Iterable[list[Found]],
    submit: Callable[[list[Found]], Future[list[T]]],
    collect: Callable[[list[Found], Future[list[T]]], list[T]],
    *,
    batches_ahead: int,
    bytes_ahead: int = 0,
) -> Iterator[T]:
    """What becomes of each batch, in the order of batches. In flight are so many, and more of them
    up to so many bytes."""
    waiting: deque[tuple[list[Found], Future[list[T]]]] = deque()
    bytes_waiting = 0
    for batch in work:
        waiting.append((batch, submit(batch)))
        bytes_waiting += _total_size(batch)
        while len(waiting) > batches_ahead and bytes_waiting > bytes_ahead:
            oldest, future = waiting.popleft()
            bytes_waiting -= _total_size(oldest)
            yield from collect(oldest, future)
    while waiting:
        yield from collect(*waiting.popleft())


def _cut_by_workers(
    records: Iterable[Found], options: ImportOptions, workers: int, placements: Placements
) -> Iterator[Outcome]:
    with Crew(workers, options, placements) as crew:
        yield from in_order(
            batches(records, BATCH_BYTES),
            crew.submit,
            lambda _batch, future: future.result(),
            batches_ahead=workers * BATCHES_AHEAD,
            bytes_ahead=BYTES_AHEAD,
        )


class Worker:
    """A process that cuts records, and the pipe to it.

    A process pool of the standard library has one queue for all: a process that is killed while
    it holds the queue's lock, or has sent half a result, leaves the others and the pool waiting
    for ever. With a pipe each, the death of one is the end of its file and nobody else's matter.
    """

    def __init__(self) -> None:
        # Spawned, not forked, so that it holds none of this process's connections.
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()  # so that the end of the process is the end of the file

    def wait_until_ready(self, placements: Placements) -> None:
        """Tells the process what editors said of lines. Raises `WorkerDiedError`."""
        self._send(placements)
        self._receive()

    def cut(self, records: Sequence[Found], options: ImportOptions) -> list[Outcome]:
        """What `cut_batch` gives. Raises `WorkerDiedError`."""
        self._send((records, options))
        outcomes: list[Outcome] = self._receive()
        return outcomes

    def _send(self, what: object) -> None:
        try:
            self._pipe.send(what)
        except OSError as error:
            raise WorkerDiedError from error

    def _receive(self) -> Any:
        try:
            return self._pipe.recv()
        except (EOFError, OSError) as error:
            raise WorkerDiedError from error

    def kill(self) -> None:
        """Ends the process, which holds nothing that has to be put away."""
        self._process.kill()
        self._process.join()


class Crew:
    """Threads with a worker each, started with its first batch, replaced when it dies."""

    def __init__(self, workers: int, options: ImportOptions, placements: Placements) -> None:
        self._options = options
        self._placements = placements
        # Ctrl-C is for the main thread to deal with; what these threads start is born deaf to it.
        self._threads = ThreadPoolExecutor(workers, "worker", initializer=_block_interrupts)
        self._own = threading.local()
        self._workers: set[Worker] = set()
        self._is_over = False
        self._lock = threading.Lock()  # so that nobody joins a crew that is over

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *error: object) -> None:
        with self._lock:
            self._is_over = True
            for worker in self._workers:
                worker.kill()
        self._threads.shutdown(cancel_futures=True)

    def submit(self, batch: list[Found]) -> Future[list[Outcome]]:
        """Hands a batch to the next worker that is free."""
        return self._threads.submit(self._cut, batch)

    def _cut(self, batch: list[Found]) -> list[Outcome]:
        try:
            return self._worker().cut(batch, self._options)
        except WorkerDiedError:
            self._dismiss()
            return [outcome for record in batch for outcome in self._cut_alone(record)]

    def _cut_alone(self, record: Found) -> list[Outcome]:
        """The record of a batch that a worker died of; the one that it dies of again is named."""
        try:
            return self._worker().cut([record], self._options)
        except WorkerDiedError:
            self._dismiss()
            message = (
                "the process that read it died, perhaps for want of memory; try it by itself "
                "with --workers 0, or on a larger machine"
            )
            return [failure(record, message)]

    def _worker(self) -> Worker:
        """This thread's, ready for work. Raises `NoWorkersError`, and `CancelledError` once the
        crew is told to end."""
        worker: Worker | None = getattr(self._own, "worker", None)
        if worker is not None:
            return worker
        with self._lock:
            if self._is_over:
                raise CancelledError
            worker = self._own.worker = Worker()
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
        """Parts with this thread's dead worker."""
        with self._lock:
            self._workers.discard(self._own.worker)
        self._own.worker.kill()
        self._own.worker = None


def _block_interrupts() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
