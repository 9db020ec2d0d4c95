"""A worker process's first acts, before Django is ready: nothing of ours may be imported above."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading

import django
from django.apps import apps


def begin() -> None:
    """Makes a new process ready to cut records."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for its parent to deal with
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if not apps.ready:
        django.setup()


def _end_with_parent() -> None:
    """Ends this worker when its parent has been killed: it waits for work on a pipe whose other
    end it holds itself, and would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
