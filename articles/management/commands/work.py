"""work: does in the background what the desk asks for."""

from __future__ import annotations

import os
import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django_tasks_db.management.commands.db_worker import Worker

from articles import jobs


class DeskWorker(Worker):
    """A worker whose task in hand ends after its batch when it is told to stop."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """The first signal lets the batch in hand finish; the next ends the process at once."""
        jobs.worker_is_ending.set()
        super().shutdown(signum, frame)


class Command(BaseCommand):
    """A thin face over the database worker of django-tasks."""

    help = "Do what the desk asks for in the background: uploads and re-parses. Ends with Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what waits, and end")
        parser.add_argument(
            "--while-open",
            action="store_true",
            help="end when standard input is closed, as it is when whoever started it ends",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # libpq takes it for the name of each connection: by it the desk sees that a worker runs.
        os.environ["PGAPPNAME"] = jobs.WORKER_NAME
        worker = DeskWorker(
            queue_names=["default"],
            interval=0.5,
            batch=options["once"],
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{os.uname().nodename[:40]}-{os.getpid()}",
            excluded_queue_names=[],
        )
        worker.configure_signals()
        if options["while_open"]:
            threading.Thread(target=_end_with_input, daemon=True).start()
        worker.run()


def _end_with_input() -> None:
    # Not by `sys.stdin`: its lock, held by a thread that waits, is in the way of a clean end.
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
