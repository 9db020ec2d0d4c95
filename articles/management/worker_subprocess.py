"""The worker as a child of the process that serves the site: it ends with it, however that ends."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings

_PATIENCE: Final = 30  # seconds for the batch in hand


@contextmanager
def worker_beside() -> Iterator[None]:
    """Runs `manage.py work` while the context is entered.

    The worker ends when it is told to, and also when its standard input closes: so it outlives no
    parent, not even one that was killed. It is in a group of its own, for the terminal's Ctrl-C is
    this process's to deal with.
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
            worker.kill()  # it took too long, or whoever pressed Ctrl-C once more thinks so
            worker.wait()
