"""The worker as a child of the process that serves the site; it always ends with that process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings

_PATIENCE: Final = 30  # seconds for the current batch


@contextmanager
def worker_beside() -> Iterator[None]:
    """Runs `manage.py work` while the context is entered.

    The worker ends on a signal, and also when its standard input closes: so it never outlives its
    parent, not even one that was killed. It is in a process group of its own, as this process
    handles the terminal's Ctrl-C.
    """
    worker = subprocess.Popen(
        [sys.executable, Path(settings.BASE_DIR, "manage.py"), "work", "--while-open"],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(_PATIENCE)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            worker.kill()  # it took too long, or Ctrl-C was pressed again
            worker.wait()
