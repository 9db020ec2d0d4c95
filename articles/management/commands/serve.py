"""serve: the site for one developer, and the worker beside it."""

from __future__ import annotations

import signal
import sys
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from articles.management.worker_subprocess import worker_beside


class Command(BaseCommand):
    """Django's own server in one process, without the one that watches the code: a clean end at
    Ctrl-C. Developers run `runserver`, and `work` beside it."""

    help = "Serve the site on this machine, with the worker that does what the desk asks for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", nargs="?", default="127.0.0.1:8000", metavar="HOST:PORT")

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, _end)
        with worker_beside():
            call_command("runserver", options["address"], use_reloader=False)


def _end(number: int, frame: FrameType | None) -> None:
    """Ends like Ctrl-C, so that the worker ends, too."""
    sys.exit(128 + number)
