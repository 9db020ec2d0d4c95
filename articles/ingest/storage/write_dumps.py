"""Cut dumps filed in the database: a batch in one transaction or, where that is refused, each by
itself, so that only the bad one is left out."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    connection,
    reset_queries,
    transaction,
)
from django.utils import timezone

from articles.ingest.events import Counts, Notice
from articles.ingest.options import ImportOptions
from articles.ingest.stories.cut import CutDump
from articles.models import ImportRun

from .batch import write_batch

logger = logging.getLogger(__name__)


class DatabaseGoneError(Exception):
    """The database stopped answering; what was written before is complete and stays."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A dump that is in the database now, and what an operator should know of it."""

    name: str
    source: str
    byte_count: int
    counts: Counts
    remarks: tuple[str, ...]


def file_dumps(
    dumps: Sequence[CutDump], *, run: ImportRun, options: ImportOptions
) -> list[Filed | Notice]:
    """What became of each dump. Raises `DatabaseGoneError` when the database stops answering."""
    try:
        return _file(dumps, run, options)
    except Exception as error:  # each dump is tried by itself, and the bad one told in full
        raise_if_gone(error)
        logger.warning("A batch was refused (%s); its dumps are written one by one", error)
        return [_file_alone(dump, run, options) for dump in dumps]
    finally:
        reset_queries()  # in development Django remembers every query


def _file(dumps: Sequence[CutDump], run: ImportRun, options: ImportOptions) -> list[Filed | Notice]:
    outcomes = write_batch(
        dumps,
        run=run,
        status=options.status,
        language=options.language,
        update_published=options.update_published,
    )
    return [_filed(dump, outcome) for dump, outcome in zip(dumps, outcomes, strict=True)]


def _file_alone(dump: CutDump, run: ImportRun, options: ImportOptions) -> Filed | Notice:
    try:
        return _file([dump], run, options)[0]
    except Exception as error:  # told in full; the other dumps go on
        raise_if_gone(error)
        if not isinstance(error, DatabaseError):
            logger.exception("%s cannot be written", dump.name)
        reason = str(error).strip() or repr(error)
        message = f"the database refused it ({reason}); nothing of it was written"
        return Notice(dump.name, message, is_failure=True, source=dump.source)


def _filed(dump: CutDump, counts: Counts) -> Filed:
    return Filed(dump.name, dump.source, dump.byte_count, counts, tuple(_remarks(dump)))


def raise_if_gone(error: Exception) -> None:
    """Tells a database that went away from one that refused: only the first ends an import."""
    if isinstance(error, (OperationalError, InterfaceError)) and not _answers():
        raise DatabaseGoneError(str(error).strip()) from error


def _answers() -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _remarks(dump: CutDump) -> Iterator[str]:
    """What an operator should know of a dump that did come in."""
    told = [issue.message for issue in dump.issues]
    yield from told
    undated = [
        cut.first_line for cut in dump.cuts if any(issue.code == "undated" for issue in cut.issues)
    ]
    if undated and dump.captured_at is None:
        lines = ", ".join(map(str, undated[:5])) + (" …" if len(undated) > 5 else "")
        yield f"no date for the story on line {lines}; give --captured-at to date and sort it"
    tomorrow = timezone.now() + timedelta(days=1)
    for cut in dump.cuts:
        if cut.content and cut.content.dates.published_at > tomorrow:
            yield (
                f"the story on line {cut.first_line} is dated "
                f"{cut.content.dates.published_at:%Y-%m-%d}, in the future: once published it "
                "stays under embargo until then"
            )
    if any(issue.code != "empty" for issue in dump.issues) or not dump.issues:
        for cut in dump.cuts:
            if cut.kind == "quarantine" and cut.reason not in told:
                yield f"lines {cut.first_line} to {cut.last_line} are in quarantine: {cut.reason}"
