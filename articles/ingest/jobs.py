"""Work that the desk asks for and a worker does: uploads and re-parses.

A job begins with a dry run, which writes nothing; then it waits for confirmation; then it is
carried out as a run. A worker holds a lock while it works on a job, so that two workers never do
the same one, and a job whose worker was killed differs from one that is running.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any, Final

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from articles.ingest.events import Taken
from articles.ingest.maintenance.quarantine import PAGES_TAKEN
from articles.ingest.maintenance.reparse import (
    LostStory,
    ReparseEvent,
    ReparseResult,
    TakingPages,
    reparse,
)
from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.import_preview import take_inventory
from articles.ingest.pipeline.run import run_import
from articles.ingest.resource_limits import Note, too_much_memory
from articles.ingest.storage.differences import ArticleChange
from articles.ingest.storage.work_locks import Work, holding, is_held
from articles.ingest.storage.write_dumps import DatabaseGoneError
from articles.models import Article, Clipping, Dump, ImportRun, Job

from . import uploads

logger = logging.getLogger(__name__)

WORKER_NAME: Final = "newsroom worker"
"""Name of a worker's connections in the database; while one is open, a worker runs."""

MOST_CHANGES: Final = 20
"""Changes that the dry run of a re-parse lists, as the command does."""

KEPT_FOR: Final = timedelta(days=3)
"""How long uploaded files wait for confirmation."""

_ASKED_EVERY: Final = 0.5  # seconds between two checks whether it has to stop
_LOGGED_AT_ONCE: Final = 200

worker_is_ending = threading.Event()
"""Set when the worker has to end: the current batch is finished, and no other is begun."""

in_hand = Note()
"""The record that is being read, for the process that supervises this one."""


# --- Asking


def upload(files: Sequence[uploads.UploadedFile], options: Mapping[str, Any], *, by: Any) -> Job:
    """Stores files and queues their dry run. Raises `UploadRefusedError`, and then stores none."""
    uploads.check_sizes([(file.name or "", file.size or 0) for file in files])
    forget_old(now=timezone.now())
    folder, stored = uploads.store(files)
    return Job.objects.create(
        kind=Job.Kind.UPLOAD,
        asked_by=by,
        folder=folder,
        files=stored,
        options=dict(options),
    )


def ask_reparse(what: dict[str, Any], *, by: Any) -> Job:
    """Queues the dry run of a re-parse of `{"run": KEY}` or `{"articles": [KEY, ...]}`."""
    return Job.objects.create(kind=Job.Kind.REPARSE, asked_by=by, what=what)


def take_pages(dumps: Sequence[int], *, by: Any) -> Job:
    """Queues the re-parse of dumps, by their keys, that takes them as articles. It needs no dry
    run: what comes of it is not published."""
    return Job.objects.create(
        kind=Job.Kind.REPARSE,
        state=Job.State.QUEUED,
        asked_by=by,
        what={"pages": list(dumps)},
    )


def ask_look(job: Job) -> None:
    """Queues a job's dry run, the first one or another."""
    Job.objects.move(job.pk, Job.State.RECEIVED, report={})


def is_bounded(key: int) -> bool:
    """Whether a job has a time limit as a whole: an upload has one; a re-parse takes as long as its
    dumps need."""
    return Job.objects.filter(pk=key, kind=Job.Kind.UPLOAD).exists()


def dumps_of(job: Job) -> QuerySet[Dump]:
    """The dumps that a re-parse is of."""
    if "run" in job.what:
        return Dump.objects.filter(first_run=job.what["run"])
    if "pages" in job.what:
        return Dump.objects.filter(pk__in=job.what["pages"])
    clippings = Clipping.objects.filter(article__in=job.what.get("articles", []))
    return Dump.objects.filter(pk__in=clippings.values("dump"))


def stop(job: Job) -> None:
    """Ends a job: at once if nobody is working on it, else after the current batch."""
    Job.objects.filter(pk=job.pk).update(stop_asked_at=timezone.now())
    with holding(Work.JOB, job.pk) as is_ours:
        job.refresh_from_db()
        end = Job.State.STOPPED if job.run_id else Job.State.CANCELLED
        if is_ours and Job.objects.move(job.pk, end) and not job.run_id:
            uploads.forget(job)


def queue(job: Job) -> bool:
    """Marks a job as confirmed; False if its state does not allow that."""
    return not is_held(Work.JOB, job.pk) and Job.objects.move(
        job.pk, Job.State.QUEUED, stop_asked_at=None, run=None
    )


def forget_old(*, now: Any) -> None:
    """Deletes uploads that nobody confirmed."""
    for job in Job.objects.filter(state__in=Job.UNCONFIRMED, asked_at__lt=now - KEPT_FOR)[:50]:
        stop(job)


def fail(key: int, message: str) -> None:
    """Marks a job as failed, and says why."""
    Job.objects.move(key, Job.State.FAILED, message=message)


def has_worker() -> bool:
    """Whether a worker is running."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = %s "
            "AND datname = current_database())",
            [WORKER_NAME],
        )
        return bool(cursor.fetchone()[0])


# --- Doing


def look(key: int) -> None:
    """Does a job's dry run, and stores only its report."""
    with _taking(key, Job.State.LOOKING) as job:
        if job is None:
            return
        if job.kind == Job.Kind.UPLOAD:
            inventory = take_inventory(
                uploads.paths_of(job),
                import_options(job),
                names=uploads.names_of(job),
                stop=_stopper(job),
                taken=in_hand.write,
            )
            report, is_stopped = inventory.as_json(), inventory.stopped
        else:
            report, is_stopped = _look_at_reparse(job)
        if not is_stopped:
            Job.objects.move(key, Job.State.ASKING, report=report)
        elif _is_asked(job):
            Job.objects.move(key, Job.State.CANCELLED)
            uploads.forget(job)
        else:
            fail(key, "the worker was ended in the middle of it")


def carry_out(key: int) -> None:
    """Carries a confirmed job out."""
    with _taking(key, Job.State.AT_WORK) as job:
        if job is None:
            return
        if job.kind == Job.Kind.UPLOAD:
            result = run_import(
                uploads.paths_of(job),
                import_options(job),
                names=uploads.names_of(job),
                listener=_note_in_hand,
                stop=_stopper(job),
                opened=lambda run: _note_run(job, run),
            )
            is_stopped = result.stopped
        else:
            is_stopped = _reparse(job)
        Job.objects.move(key, Job.State.STOPPED if is_stopped else Job.State.DONE)
        if not is_stopped:
            uploads.forget(job)


def import_options(job: Job) -> ImportOptions:
    """An upload's options in the importer's form."""
    captured = job.options.get("captured_at")
    return ImportOptions(
        captured_at=date.fromisoformat(captured) if captured else None,
        publisher=job.options.get("publisher", ""),
        tags=tuple(job.options.get("topics", ())),
        update_published=updates_published(job),
        asked_by=_asker(job),
    )


def updates_published(job: Job) -> bool:
    """Whether published stories are updated, too: somebody who may still publish requested it."""
    key = job.options.get("update_published_by")
    user = get_user_model().objects.filter(pk=key, is_active=True).first() if key else None
    return user is not None and user.has_perm("articles.publish_article")


def _look_at_reparse(job: Job) -> tuple[dict[str, Any], bool]:
    lines: list[str] = []
    count = 0

    def listen(event: ReparseEvent) -> None:
        nonlocal count
        _note_in_hand(event)
        if isinstance(event, ArticleChange | LostStory):
            count += 1
            if count <= MOST_CHANGES:
                lines.extend(event.lines())

    result = reparse(
        dumps_of(job),
        dry_run=True,
        update_published=updates_published(job),
        taking=_taking_pages(job),
        listener=listen,
        stop=_stopper(job),
    )
    report = {
        "summary": str(result),
        "numbers": _numbers(result),
        "changes": lines,
        "more_count": max(0, count - MOST_CHANGES),
        "dump_count": result.dump_count,
        "failed_count": result.failed_count,
        "changes_something": bool(result.changed_count + result.new_count + result.resplit_count),
    }
    return report, result.stopped


def _numbers(result: ReparseResult) -> dict[str, Any]:
    """The numbers of the summary, for a summary in another language."""
    names = ("changed", "kept", "kept_published", "new", "lost")
    return {
        **{name: getattr(result, f"{name}_count") for name in names},
        "recut": result.resplit_count,
        "dumps": result.dump_count,
        "parts": dict(result.parts.most_common()),
    }


def _reparse(job: Job) -> bool:
    """Parses again, and records that in the history of each article that changes."""
    changed: list[int] = []

    def listen(event: ReparseEvent) -> None:
        _note_in_hand(event)
        if isinstance(event, ArticleChange) and event.article and event.changes:
            changed.append(event.article)
        if len(changed) >= _LOGGED_AT_ONCE:
            log_parsed_again(changed, by=job.asked_by)
            changed.clear()

    try:
        result = reparse(
            dumps_of(job),
            dry_run=False,
            update_published=updates_published(job),
            taking=_taking_pages(job),
            asked=[_in_words(job)],
            asked_by=_asker(job),
            listener=listen,
            stop=_stopper(job),
            opened=lambda run: _note_run(job, run),
        )
    finally:
        log_parsed_again(changed, by=job.asked_by)
    return result.stopped


def _taking_pages(job: Job) -> TakingPages | None:
    return TakingPages(job.asked_by) if "pages" in job.what else None


def _in_words(job: Job) -> str:
    if "run" in job.what:
        return f"run {job.what['run']}"
    return PAGES_TAKEN if "pages" in job.what else "chosen articles"


def log_parsed_again(articles: Sequence[int], *, by: Any) -> None:
    """Records in each article's history that the parser has changed it."""
    rows = Article.objects.filter(pk__in=articles).only("headline")
    if articles and by is not None:
        LogEntry.objects.log_actions(by.pk, rows, CHANGE, change_message="Parsed again.")


def _note_in_hand(event: ReparseEvent) -> None:
    if isinstance(event, Taken):
        in_hand.write(event.name)


def _note_run(job: Job, run: ImportRun) -> None:
    Job.objects.filter(pk=job.pk).update(run=run)


def _asker(job: Job) -> str:
    return f"{job.asked_by.get_username()}, on the desk" if job.asked_by else "the desk"


@contextmanager
def _taking(key: int, state: Job.State) -> Iterator[Job | None]:
    """The job, locked and moved to a state; None if its current state does not allow that. A
    failure is stored with the job."""
    with holding(Work.JOB, key) as is_ours:
        if not is_ours or not Job.objects.move(key, state):
            yield None
            return
        job = Job.objects.select_related("asked_by").get(pk=key)
        try:
            yield job
        except DatabaseGoneError:
            raise  # nothing can be stored; the page detects it by the lock
        except MemoryError:
            fail(key, too_much_memory())
        except Exception as error:
            logger.exception("%s failed", job)
            fail(key, f"{error}" or repr(error))


def _stopper(job: Job) -> Callable[[], bool]:
    """The `stop` callback of a long call; it queries the database at most twice a second."""
    asked_last = time.monotonic()
    answer = False

    def is_to_stop() -> bool:
        nonlocal asked_last, answer
        now = time.monotonic()
        if not answer and now - asked_last >= _ASKED_EVERY:
            asked_last, answer = now, _is_asked(job)
        return answer or worker_is_ending.is_set()

    return is_to_stop


def _is_asked(job: Job) -> bool:
    return Job.objects.filter(pk=job.pk, stop_asked_at__isnull=False).exists()
