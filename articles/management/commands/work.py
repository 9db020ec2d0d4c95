"""work: does in the background what the desk asks for."""

from __future__ import annotations

import logging
import os
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from articles.ingest import jobs
from articles.management.job_worker import JobWorker


class Command(BaseCommand):
    """A thin face over the database worker of django-tasks."""

    help = (
        "Do what the desk asks for in the background: uploads and re-parses. Ends with Ctrl-C; "
        "waits while the database is away."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do the pending work, and end")
        parser.add_argument(
            "--while-open",
            action="store_true",
            help="end when standard input is closed, as it is when whoever started it ends",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # libpq takes it for the name of each connection: by it the desk sees that a worker runs.
        os.environ["PGAPPNAME"] = jobs.WORKER_NAME
        # The pool tells of each failed attempt by itself; the worker says it once.
        logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
        worker = JobWorker(
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
        try:
            worker.run()
        except DatabaseError as error:
            raise CommandError(
                f"The database does not answer ({str(error).strip()}); start it, then this again."
            ) from error


def _end_with_input() -> None:
    # Not by `sys.stdin`: a waiting thread would hold its lock, and prevent a clean end.
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
