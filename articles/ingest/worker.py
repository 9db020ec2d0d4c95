"""What worker processes begin with, before Django is ready: nothing of ours is imported above."""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

import django
from django.apps import apps

if TYPE_CHECKING:
    from .filing import Filed
    from .outcomes import Notice
    from .records import Unreadable
    from .runs import ImportOptions


def serve(pipe: Connection) -> None:
    """Cuts what comes on the pipe, until its other end is closed, or its parent has died. What
    editors said of lines comes first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for its parent to deal with
    _make_ready()
    from .crew import cut_batch

    # What is here stays; of what a batch leaves behind, next to nothing refers to itself. To look
    # for that once a batch, and not all the time, saves a fifth of a worker's time.
    gc.freeze()
    gc.disable()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the import is over
        placements = pipe.recv()
        pipe.send("ready")
        while True:
            records, options = pipe.recv()
            pipe.send(cut_batch(records, options, placements))
            gc.collect()


def import_batch(task: bytes) -> list[Filed | Notice]:
    """Cuts and writes records of a run on a machine of a cluster; what became of each.

    `task` is a pickle of the records, the run's key and its options: in bytes, for the scheduler
    would unpickle it otherwise, and there Django is not ready.
    """
    _make_ready()
    from django.db import close_old_connections

    from articles.models import ImportRun

    from .crew import cut_batch
    from .cutting import CutDump
    from .filing import file_dumps
    from .placements import load_placements
    from .records import Record

    records: list[Record | Unreadable]
    options: ImportOptions
    records, run, options = pickle.loads(task)  # noqa: S301 - the client's own
    close_old_connections()  # one that broke since the last batch
    digests = [hashlib.sha256(one.raw).hexdigest() for one in records if isinstance(one, Record)]
    cut = cut_batch(records, options, load_placements(digests))
    dumps = [one for one in cut if isinstance(one, CutDump)]
    filed = iter(file_dumps(dumps, run=ImportRun.objects.get(pk=run), options=options))
    return [next(filed) if isinstance(one, CutDump) else one for one in cut]


def _make_ready() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    if not apps.ready:
        django.setup()
