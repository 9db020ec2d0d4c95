"""What several commands share around their library call: who calls, where the report goes, and the
messages for database errors."""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.core.management.base import CommandError
from django.db import ProgrammingError

from articles.ingest.pipeline.dask import ClusterError
from articles.ingest.pipeline.import_report import Report
from articles.ingest.pipeline.process_pool import NoWorkersError
from articles.ingest.storage.write_dumps import DatabaseGoneError
from articles.models import ImportRun


def whoever_asks() -> str:
    """The operating system's name of the user who calls the command."""
    try:
        return f"{getpass.getuser()}, on the command line"
    except (OSError, KeyError):  # in a container the user may have no name
        return "the command line"


@contextmanager
def telling_of_the_database() -> Iterator[None]:
    """Turns three errors into messages with the next step: the database stopped answering, it lacks
    our tables, or worker processes cannot be started."""
    try:
        yield
    except DatabaseGoneError as error:
        raise CommandError(
            f"The database stopped answering ({error}). What was reported as done is "
            "complete; run the same command again to go on."
        ) from error
    except (ClusterError, NoWorkersError) as error:
        raise CommandError(str(error)) from error
    except ProgrammingError as error:
        raise CommandError(
            f"The database lacks our tables ({str(error).splitlines()[0]}). "
            "Run manage.py migrate, then this command again."
        ) from error


def run_of(number: int) -> ImportRun:
    """The run of that number. Raises CommandError if there is none."""
    try:
        return ImportRun.objects.get(pk=number)
    except ImportRun.DoesNotExist as error:
        raise CommandError(
            f"There is no run {number}. An import names its run when it ends; the desk lists them "
            "all under Import runs."
        ) from error


@contextmanager
def open_report(path: str | None) -> Iterator[Report | None]:
    """The report to write, or None without a path; an existing file is replaced."""
    if path is None:
        yield None
        return
    with ExitStack() as stack:
        try:
            file = stack.enter_context(Path(path).open("w", encoding="utf-8"))
        except OSError as error:
            message = f"The report {path} cannot be written ({error.strerror}); name another place."
            raise CommandError(message, returncode=2) from error
        report = Report(file)
        try:
            yield report
        finally:
            report.finish()


def is_among(path: str, inputs: Sequence[str]) -> bool:
    """Whether a file is one of the inputs, or is in a folder that is."""
    place = Path(path).resolve()
    return any(place.is_relative_to(Path(name).resolve()) for name in inputs if name != "-")
