"""Imports on a Dask cluster: each worker splits and writes its own batches.

See docs/scaling.md for what a cluster needs. The library is optional: requirements-cluster.txt.
"""

from __future__ import annotations

import pickle
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import Future
from importlib import import_module
from typing import Any, Final

from articles.ingest.events import Notice
from articles.ingest.options import ImportOptions
from articles.ingest.readers.records import ReadRecord
from articles.ingest.storage.write_dumps import Filed
from articles.models import ImportRun

from .process_pool import batches, failure, in_order
from .worker_process import import_batch

BATCH_BYTES: Final = 512 * 1024
"""Some 250 stories: few enough to lock each of them (`locks.MOST_KEYS`), so that several workers
write at once."""

BATCHES_AHEAD: Final = 2
"""Batches in flight for each thread of the cluster's workers."""

_CONNECT_SECONDS: Final = 20


class ClusterError(Exception):
    """The cluster cannot be used; the message says why."""


def import_on_cluster(
    records: Iterable[ReadRecord], *, run: ImportRun, options: ImportOptions, address: str
) -> Generator[Filed | Notice]:
    """What became of each record, in order. A batch whose worker dies goes to another one.

    Raises `ClusterError`, and `DatabaseGoneError` as `file_dumps` does.
    """
    client = _connect(address)
    try:
        executor = client.get_executor(pure=False)
        threads = max(1, sum(client.nthreads().values()))
        yield from in_order(
            batches(records, BATCH_BYTES),
            lambda batch: _submit(executor, batch, run, options),
            lambda batch, future: _result(executor, batch, future, run, options),
            batches_ahead=threads * BATCHES_AHEAD,
        )
    finally:
        client.close()


def _connect(address: str) -> Any:
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise ClusterError(
            "--scheduler needs Dask: python -m pip install -r requirements-cluster.txt"
        ) from error
    try:
        return distributed.Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"No scheduler answers at {address} ({error}). Start one as docs/scaling.md says, or "
            "leave out --scheduler to import on this machine."
        ) from error


def _submit(
    executor: Any, batch: Sequence[ReadRecord], run: ImportRun, options: ImportOptions
) -> Future[list[Filed | Notice]]:
    task = pickle.dumps((batch, run.pk, options), protocol=5)
    future: Future[list[Filed | Notice]] = executor.submit(import_batch, task)
    return future


def _result(
    executor: Any,
    batch: Sequence[ReadRecord],
    future: Future[list[Filed | Notice]],
    run: ImportRun,
    options: ImportOptions,
) -> list[Filed | Notice]:
    """What became of a batch. One that has killed several workers is tried record by record."""
    from distributed import KilledWorker

    try:
        return future.result()
    except KilledWorker:
        if len(batch) == 1:
            message = "each worker that read it died, perhaps for want of memory"
            return [failure(batch[0], message)]
    alone = [(one, _submit(executor, [one], run, options)) for one in batch]
    return [
        filed for record, one in alone for filed in _result(executor, [record], one, run, options)
    ]
