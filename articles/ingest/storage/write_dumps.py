"""Stores split dumps in the database: a batch in one transaction or, if that fails, each by itself,
so that only the bad one is left out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final, TypeVar

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
from articles.ingest.stories.split import SplitDump
from articles.models import ImportRun

from .batch import write_batch

logger = logging.getLogger(__name__)

BATCH_BYTES: Final = 16 * 1024 * 1024

T = TypeVar("T")


class DatabaseGoneError(Exception):
    """The database stopped answering; what was written before is complete and stays."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A dump that is now stored, and what an operator should know about it."""

    name: str
    source: str
    byte_count: int
    counts: Counts
    remarks: tuple[str, ...]
    format: str = ""


def in_batches(
    dumps: Iterable[SplitDump | Notice], sizes: Iterator[int]
) -> Iterator[list[SplitDump] | Notice]:
    """Dumps in lists of about so many stories, or of `BATCH_BYTES`; notices as they come."""
    batch: list[SplitDump] = []
    story_count, byte_count, size = 0, 0, next(sizes)
    for dump in dumps:
        if isinstance(dump, Notice):
            yield dump
            continue
        batch.append(dump)
        story_count += len(dump.clippings)
        byte_count += dump.byte_count
        if story_count >= size or byte_count >= BATCH_BYTES:
            yield batch
            batch, story_count, byte_count, size = [], 0, 0, next(sizes)
    if batch:
        yield batch


def file_dumps(
    dumps: Sequence[SplitDump], *, run: ImportRun, options: ImportOptions
) -> list[Filed | Notice]:
    """What became of each dump. Raises `DatabaseGoneError` when the database stops answering."""
    write = partial(
        write_batch,
        run=run,
        status=options.status,
        language=options.language,
        update_published=options.update_published,
        pictures=options.pictures,
    )
    return [
        counts if isinstance(counts, Notice) else _filed(dump, counts)
        for dump, counts in zip(dumps, write_each(dumps, write), strict=True)
    ]


def write_each(
    dumps: Sequence[SplitDump],
    write: Callable[[Sequence[SplitDump]], Sequence[T]],
    refusal: str = "the database refused it (%s); nothing of it was written",
) -> list[T | Notice]:
    """What `write` returns for each dump. If it fails with all of them, each is tried alone, and a
    bad one gets a notice. Raises `DatabaseGoneError`."""
    try:
        return [*write(dumps)]
    except Exception as error:  # each dump is tried alone, and the bad one reported
        raise_if_gone(error)
        logger.warning("A batch was refused (%s); its dumps are written one by one", error)
        return [_write_alone(dump, write, refusal) for dump in dumps]
    finally:
        reset_queries()  # in development Django remembers every query


def _write_alone(
    dump: SplitDump, write: Callable[[Sequence[SplitDump]], Sequence[T]], refusal: str
) -> T | Notice:
    try:
        return write([dump])[0]
    except Exception as error:  # reported; the other dumps go on
        raise_if_gone(error)
        if not isinstance(error, DatabaseError):
            logger.exception("%s cannot be written", dump.name)
        message = refusal % (str(error).strip() or repr(error))
        return Notice(dump.name, message, is_failure=True, source=dump.source)


def _filed(dump: SplitDump, counts: Counts) -> Filed:
    remarks = tuple(_remarks(dump))
    return Filed(dump.name, dump.source, dump.byte_count, counts, remarks, dump.format)


def raise_if_gone(error: Exception) -> None:
    """Raises if the database stopped answering; a refused statement alone ends no import."""
    if isinstance(error, (OperationalError, InterfaceError)) and not _answers():
        raise DatabaseGoneError(str(error).strip()) from error


def _answers() -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _remarks(dump: SplitDump) -> Iterator[str]:
    """What an operator should know about a dump that was imported."""
    messages = [issue.message for issue in dump.issues]
    yield from messages
    undated = [
        clipping.first_line
        for clipping in dump.clippings
        if any(issue.code == "undated" for issue in clipping.issues)
    ]
    if undated and dump.captured_at is None:
        lines = ", ".join(map(str, undated[:5])) + (" …" if len(undated) > 5 else "")
        yield f"no date for the story on line {lines}; give --captured-at to date and sort it"
    tomorrow = timezone.now() + timedelta(days=1)
    for clipping in dump.clippings:
        if clipping.content and clipping.content.dates.published_at > tomorrow:
            yield (
                f"the story on line {clipping.first_line} is dated "
                f"{clipping.content.dates.published_at:%Y-%m-%d}, in the future: once published it "
                "stays under embargo until then"
            )
    if any(issue.code != "empty" for issue in dump.issues) or not dump.issues:
        for clipping in dump.clippings:
            if clipping.kind == "quarantine" and clipping.reason not in messages:
                lines = f"lines {clipping.first_line} to {clipping.last_line}"
                yield f"{lines} are in quarantine: {clipping.reason}"
