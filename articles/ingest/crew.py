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
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess
from typing import Final, TypeVar

from .cutting import CutDump, cut_record
from .outcomes import Notice
from .records import Record, Unreadable, printable
from .runs import ImportOptions
from .worker import begin

logger = logging.getLogger(__name__)

SMALL_IMPORT: Final = 1024 * 1024
"""Bytes. A worker is ready after 0.8 s, in which this process cuts about as much by itself."""

BATCH_BYTES: Final = 256 * 1024
BATCHES_AHEAD: Final = 3
"""Batches in flight for each worker: enough to keep it busy while one is written."""

Found = Record | Unreadable
Outcome = CutDump | Notice
T = TypeVar("T")


class NoWorkersError(Exception):
    """Worker processes cannot be started on this machine."""


def cut_records(
    records: Iterable[Found], options: ImportOptions, *, workers: int | None = None
) -> Generator[Outcome]:
    """Each record cut, or a notice of why it could not be, in order.

    `workers` is the number of processes; 0 is this one. None is this one for a small import, and
    for the rest of a large one a process for each core. Close the generator to end the workers.
    """
    records = iter(records)
    if workers is None:
        size = 0
        for record in records:
            yield from cut_batch([record], options)
            size += _size(record)
            if size >= SMALL_IMPORT:
                workers = _cores()
                break
    if workers:
        yield from _cut_by_workers(records, options, workers)
    else:
        for record in records:
            yield from cut_batch([record], options)


def _cores() -> int:
    """Those that this process may use, where the system tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def cut_batch(records: Sequence[Found], options: ImportOptions) -> list[Outcome]:
    """Records cut one after the other, by whoever is asked to. One that the parser fails on, or
    that could not be read, gives a notice."""
    return [_cut(record, options) for record in records]


def _cut(record: Found, options: ImportOptions) -> Outcome:
    if isinstance(record, Unreadable):
        return failure(record, record.message)
    try:
        return cut_record(
            record,
            captured_at=options.captured_at,
            publisher=options.publisher,
            tags=options.tags,
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


def in_order(
    work: Iterable[list[Found]],
    submit: Callable[[list[Found]], Future[list[T]]],
    collect: Callable[[list[Found], Future[list[T]]], list[T]],
    *,
    ahead: int,
) -> Iterator[T]:
    """What becomes of each batch, in the order of batches, of which so many are in flight."""
    waiting: deque[tuple[list[Found], Future[list[T]]]] = deque()
    for batch in work:
        waiting.append((batch, submit(batch)))
        if len(waiting) > ahead:
            yield from collect(*waiting.popleft())
    while waiting:
        yield from collect(*waiting.popleft())


def _cut_by_workers(
    records: Iterable[Found], options: ImportOptions, workers: int
) -> Iterator[Outcome]:
    with Crew(workers, options) as crew:
        ahead = workers * BATCHES_AHEAD
        yield from in_order(batches(records, BATCH_BYTES), crew.submit, crew.collect, ahead=ahead)


class Crew:
    """Worker processes, started with the first batch, replaced when one dies."""

    def __init__(self, workers: int, options: ImportOptions) -> None:
        self._workers = workers
        self._options = options
        self._executor: Executor | None = None
        self._processes: list[BaseProcess] = []

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *error: object) -> None:
        self._end()

    def submit(self, batch: list[Found]) -> Future[list[Outcome]]:
        """Hands a batch to the next worker that is free."""
        if self._executor is None:
            before = multiprocessing.active_children()
            self._executor = _start(self._workers)
            self._processes = [p for p in multiprocessing.active_children() if p not in before]
        try:
            return self._executor.submit(cut_batch, batch, self._options)
        except BrokenProcessPool:
            self._end()
            return self.submit(batch)

    def collect(self, batch: list[Found], future: Future[list[Outcome]]) -> list[Outcome]:
        """What became of a batch; if a worker died meanwhile, what becomes of it now."""
        try:
            return future.result()
        except BrokenProcessPool:
            return _cut_one_by_one(batch, self._options)

    def _end(self) -> None:
        """Ends the workers, which hold nothing that has to be put away.

        They are not asked politely: one that was killed while it waited for work has taken the
        lock of their queue with it, so that another would wait for ever to hear of the end. Python
        notices such a death, but not where the end is asked for at the same moment.
        """
        if self._executor is None:
            return
        for process in self._processes:
            process.kill()
        self._executor.shutdown(cancel_futures=True)
        self._executor = None


def _cut_one_by_one(batch: Sequence[Found], options: ImportOptions) -> list[Outcome]:
    """Each record by a worker of its own making or breaking."""
    found: list[Outcome] = []
    executor = _start(1)
    try:
        for record in batch:
            try:
                found += executor.submit(cut_batch, [record], options).result()
            except BrokenProcessPool:
                message = (
                    "the process that read it died, perhaps for want of memory; try it by itself "
                    "with --workers 0, or on a larger machine"
                )
                found.append(failure(record, message))
                executor.shutdown()
                executor = _start(1)
    finally:
        executor.shutdown()
    return found


def _start(workers: int) -> Executor:
    """Workers that can be given work. They are spawned, not forked, so that none holds this
    process's connections."""
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(workers, context, initializer=begin)
    # Ctrl-C is for this process to deal with; its children are born deaf to it.
    is_main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN) if is_main else None
    try:
        # One is started for each, for none is free yet.
        for started in [executor.submit(os.getpid) for _ in range(workers)]:
            started.result()
    except BrokenProcessPool as error:
        raise NoWorkersError(
            "Worker processes cannot be started; run the command with --workers 0 to do without."
        ) from error
    finally:
        if is_main:
            signal.signal(signal.SIGINT, before)
    return executor
