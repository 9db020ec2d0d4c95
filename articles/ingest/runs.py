"""The import run as a row: what was asked, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils import timezone

from articles.models import Article, ImportRun

from .outcomes import Counts, Notice
from .records import printable


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the caller asked for. `status` is what new articles begin with; without a `language`
    theirs is the one that the page's markup names, or English. `fields` are pairs of what a field
    of JSON or a table is (one of `readers.ROLES`) and its name."""

    captured_at: date | datetime | None = None
    publisher: str = ""
    tags: tuple[str, ...] = ()
    status: str = Article.Status.IN_REVIEW
    language: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    dry_run: bool = False


def open_run(paths: Sequence[str], options: ImportOptions) -> ImportRun:
    """A run that has begun."""
    return ImportRun.objects.create(
        started_at=timezone.now(),
        inputs=[printable(path) for path in paths],
        options=_as_json(options),
    )


def close_run(run: ImportRun, counts: Counts, notices: Sequence[Notice]) -> None:
    """Writes down how the run ended."""
    failures = [notice for notice in notices if notice.is_failure]
    run.finished_at = timezone.now()
    run.state = ImportRun.State.FAILED if failures else ImportRun.State.FINISHED
    run.created_count = counts.created
    run.updated_count = counts.updated
    run.unchanged_count = counts.unchanged
    run.kept_count = counts.kept
    run.quarantined_count = counts.quarantined
    run.line_count = counts.lines
    run.failed_count = len(failures)
    run.failures = [{"input": notice.name, "message": notice.message} for notice in failures]
    run.save()


def _as_json(options: ImportOptions) -> dict[str, object]:
    values = asdict(options)
    captured = options.captured_at
    values["captured_at"] = captured.isoformat() if captured else None
    values["publisher"] = printable(options.publisher)
    values["fields"] = [f"{role}={printable(name)}" for role, name in options.fields]
    values["tags"] = [printable(tag) for tag in options.tags]
    return values
