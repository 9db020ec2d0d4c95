"""The import run as a row: its options, its progress and its result."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Any, Final

from django.db import DatabaseError, InterfaceError, transaction
from django.utils import timezone

from articles.ingest.events import DumpDone, Event, ImportResult, Notice, Progress
from articles.ingest.options import ImportOptions
from articles.ingest.readers.records import printable
from articles.ingest.storage.work_locks import Work, hold, let_go, mark_interrupted
from articles.ingest.storage.write_dumps import DatabaseGoneError
from articles.models import ImportRun

from .parser_version import parser_version
from .per_input import InputOutcome, InputTally

MOST_INPUTS: Final = 300
"""Inputs that a run's row names, those with trouble first; the report (`--report`) has them all."""

MOST_FAILURES: Final = 500
"""Failures that a run's row lists."""

MOST_REMARKS: Final = 1000
"""Notices that are no failures, of those that a result carries; the listener gets all."""

NO_PICTURES: Final[Mapping[str, int]] = MappingProxyType({})

_SAVED_EVERY: Final = 1.0  # seconds: what the admin shows is no older, batches willing


def open_run(
    inputs: Sequence[str],
    options: dict[str, Any],
    *,
    asked_by: str,
    kind: str = ImportRun.Kind.IMPORT,
) -> ImportRun:
    """A new run, whose lock is held until it is closed.

    Earlier runs that were interrupted are marked as such.
    """
    now = timezone.now()
    mark_interrupted(now=now)
    with transaction.atomic():  # nobody sees the row before it is held
        run = ImportRun.objects.create(
            kind=kind,
            asked_by=printable(asked_by)[-200:],
            started_at=now,
            seen_at=now,
            inputs=[printable(path) for path in inputs],
            options=options,
            parser_version=parser_version(),
        )
        hold(Work.RUN, run.pk)
    return run


@contextmanager
def logged_run(
    inputs: Sequence[str],
    options: dict[str, Any],
    *,
    asked_by: str,
    kind: str = ImportRun.Kind.IMPORT,
    opened: Callable[[ImportRun], None],
) -> Iterator[RunLog]:
    """A new run and its log, which the caller closes. `opened` is called with the run's row.

    An error that ends the run is noted; how the run ended is stored if the database still answers.
    """
    run = open_run(inputs, options, asked_by=asked_by, kind=kind)
    opened(run)
    log = RunLog(run)
    try:
        yield log
    except BaseException as error:
        log(Notice(kind, f"it was interrupted: {error!r}", is_failure=True))
        if not isinstance(error, DatabaseGoneError):
            with suppress(DatabaseError, InterfaceError):
                log.close()
        raise


def options_as_json(options: ImportOptions) -> dict[str, Any]:
    """The options as the run's row keeps them."""
    values = asdict(options)
    del values["asked_by"]
    values["no_pictures"] = not values.pop("pictures")
    captured = options.captured_at
    values["captured_at"] = captured.isoformat() if captured else None
    values["publisher"] = printable(options.publisher)
    values["fields"] = [f"{role}={printable(name)}" for role, name in options.fields]
    values["records"] = printable(options.records)
    values["tags"] = [printable(tag) for tag in options.tags]
    return values


@dataclass(slots=True)
class RunLog:
    """Listens to a run, and keeps its row up to date while it goes on."""

    run: ImportRun
    total: InputOutcome = field(default_factory=lambda: InputOutcome(""))
    remarks: list[Notice] = field(default_factory=list)
    input_count: int = 0
    _troubled: list[InputOutcome] = field(default_factory=list)
    _smooth: list[InputOutcome] = field(default_factory=list)
    _tally: InputTally = field(init=False)
    _started: float = field(default_factory=time.monotonic)
    _saved: float = field(default_factory=time.monotonic)
    _is_behind: bool = False

    def __post_init__(self) -> None:
        self._tally = InputTally(self._note_input)

    def __call__(self, event: Event) -> None:
        """Takes one event into account; the row is written between batches only."""
        self._tally(event)
        if isinstance(event, DumpDone) or (isinstance(event, Notice) and event.is_failure):
            self.total.take(event)
            self._is_behind = True
        elif isinstance(event, Notice) and len(self.remarks) < MOST_REMARKS:
            self.remarks.append(event)
        elif isinstance(event, Progress) and self._is_behind and self._is_old():
            self.save()

    def save(self) -> None:
        """Brings the row up to date."""
        run, total, counts = self.run, self.total, self.total.counts
        run.seen_at = timezone.now()
        run.finished_at = None if run.state == ImportRun.State.RUNNING else run.seen_at
        run.created_count, run.updated_count = counts.created, counts.updated
        run.unchanged_count, run.kept_count = counts.unchanged, counts.kept
        run.quarantined_count = counts.quarantined
        run.line_count, run.article_line_count = counts.lines, counts.article_lines
        run.chrome_line_count = counts.chrome_lines
        run.quarantine_line_count = counts.quarantine_lines
        run.issue_counts = counts.issues
        run.failed_count, run.dump_count = total.failed_count, total.dump_count
        run.byte_count, run.input_count = total.byte_count, self.input_count
        run.failures = [
            {"input": notice.name, "message": notice.message}
            for notice in total.failures[:MOST_FAILURES]
        ]
        named = (*self._troubled, *self._tally.at_work(), *self._smooth)[:MOST_INPUTS]
        run.input_outcomes = [outcome.as_json(most_failures=5) for outcome in named]
        run.save()
        self._saved, self._is_behind = time.monotonic(), False

    def close(
        self, *, stopped: bool = False, pictures: Mapping[str, int] = NO_PICTURES
    ) -> ImportResult:
        """Stores how the run ended, and releases its lock; `pictures` are those of the pages, by
        what became of them."""
        self._tally.finish()
        total = self.total
        state = ImportRun.State.FAILED if total.failed_count else ImportRun.State.FINISHED
        self.run.state = ImportRun.State.STOPPED if stopped else state
        self.run.picture_counts = dict(pictures)
        self.save()
        let_go(Work.RUN, self.run.pk)
        return ImportResult(
            total.counts,
            (*total.failures, *self.remarks),
            self.run.pk,
            stopped=stopped,
            failed_count=total.failed_count,
            dump_count=total.dump_count,
            byte_count=total.byte_count,
            seconds=time.monotonic() - self._started,
            pictures=dict(pictures),
        )

    def _is_old(self) -> bool:
        return time.monotonic() - self._saved >= _SAVED_EVERY

    def _note_input(self, outcome: InputOutcome) -> None:
        self.input_count += 1
        outcomes = self._troubled if outcome.is_troubled else self._smooth
        if len(outcomes) < MOST_INPUTS:
            outcomes.append(outcome)
