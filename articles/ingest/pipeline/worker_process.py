"""What worker processes begin with, before Django is ready: nothing of ours is imported above."""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import resource
import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Final

import django
from django.apps import apps

if TYPE_CHECKING:
    from articles.ingest.events import Notice
    from articles.ingest.options import ImportOptions
    from articles.ingest.readers.records import ReadRecord
    from articles.ingest.storage.write_dumps import Filed


_MOST_FILES: Final = 65536
"""Descriptors that are closed at most, where the system allows as many or more."""

OUT_OF_MEMORY: Final = 77
"""The exit status of a worker that met the limit of memory."""


def serve(pipe: Connection) -> None:
    """Splits the records that come on the pipe, until its other end is closed or its parent has
    died. Editors' decisions on lines come first."""
    _hear_no_signals()
    _make_ready()
    _serve(pipe)


def serve_forked(pipe: Connection, parent: int) -> None:
    """The same in a process that is forked: first all that it has of its parent is closed, which
    may be a connection to the database, whose end the server would otherwise not notice."""
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.set_wakeup_fd(-1)
    _hear_no_signals()
    os.closerange(3, pipe.fileno())
    os.closerange(pipe.fileno() + 1, _most_files())
    _serve(pipe, parent)


def _hear_no_signals() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for its parent to deal with
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _most_files() -> int:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST_FILES if soft == resource.RLIM_INFINITY else min(soft, _MOST_FILES)


def _serve(pipe: Connection, parent: int | None = None) -> None:
    from articles.ingest.resource_limits import die_with_parent, limit_memory

    from .process_pool import split_one

    die_with_parent(os.getppid() if parent is None else parent)
    limit_memory()
    # Existing objects are frozen; a batch leaves hardly any cyclic garbage. Collecting it once a
    # batch, and not all the time, saves a fifth of a worker's time.
    gc.freeze()
    gc.disable()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the import is over
        try:
            placements = pipe.recv()
            pipe.send("ready")
            while True:
                records, options = pipe.recv()
                pipe.send([split_one(record, options, placements) for record in records])
                gc.collect()
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
    os._exit(0)


def import_batch(task: bytes) -> list[Filed | Notice]:
    """Splits and writes records of a run on a machine of a cluster; returns the outcome of each.

    `task` is a pickle of the records, the run's key and its options: in bytes, for the scheduler
    would unpickle it otherwise, and there Django is not ready.
    """
    _make_ready()
    from django.db import close_old_connections

    from articles.ingest.readers.records import Record
    from articles.ingest.storage.quarantine_rules import load_placements
    from articles.ingest.storage.write_dumps import file_dumps
    from articles.ingest.stories.split import SplitDump
    from articles.models import ImportRun

    from .process_pool import split_batch

    records: list[ReadRecord]
    options: ImportOptions
    records, run, options = pickle.loads(task)  # noqa: S301 - the client's own
    close_old_connections()  # one that broke since the last batch
    digests = [hashlib.sha256(one.raw).hexdigest() for one in records if isinstance(one, Record)]
    outcomes = split_batch(records, options, load_placements(digests))
    dumps = [one for one in outcomes if isinstance(one, SplitDump)]
    filed = iter(file_dumps(dumps, run=ImportRun.objects.get(pk=run), options=options))
    return [next(filed) if isinstance(one, SplitDump) else one for one in outcomes]


def _make_ready() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    if not apps.ready:
        gc.disable()  # as in manage.py, until all is loaded
        django.setup()
