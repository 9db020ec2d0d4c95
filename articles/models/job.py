"""Work that an editor requested on the desk and that is done in the background."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .dump import ImportRun


class JobManager(models.Manager["Job"]):
    """Jobs, whose states change only in the ways that `Job.BEFORE` allows."""

    def move(self, pk: int, state: Job.State, **values: Any) -> bool:
        """Moves a job to a state, and stores values of other fields, without `message` an empty
        one. Returns False if its current state does not allow that, or if it is to begin something
        although somebody has asked it to stop."""
        rows = self.filter(pk=pk, state__in=Job.BEFORE[state])
        if state in (Job.State.RECEIVED, *Job.IN_PROGRESS):
            rows = rows.filter(stop_asked_at=None)
        return bool(rows.update(state=state, **{"message": "", **values}))


class Job(models.Model):
    """An upload or a re-parse, from the dry run to the run that did it.

    `report` is the result of the dry run: for an upload in the shape of
    ingest/pipeline/import_preview.py, for a re-parse in that of ingest/jobs.py. A row that says it
    is being worked on is true only while a process holds its lock (ingest/storage/work_locks.py).
    """

    class Kind(models.TextChoices):
        UPLOAD = "upload", _("upload")
        REPARSE = "reparse", _("re-parse")

    class State(models.TextChoices):
        RECEIVED = "received", _("waiting for preview")
        LOOKING = "looking", _("preparing preview")
        ASKING = "asking", _("waiting for confirmation")
        QUEUED = "queued", _("queued")
        AT_WORK = "at_work", _("running")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    IN_PROGRESS: Final = (State.LOOKING, State.AT_WORK)
    UNCONFIRMED: Final = (State.RECEIVED, State.LOOKING, State.ASKING)
    OPEN: Final = (*UNCONFIRMED, State.QUEUED, State.AT_WORK)
    BEFORE: Final[dict[State, tuple[State, ...]]] = {
        State.RECEIVED: (*UNCONFIRMED, State.FAILED),
        State.LOOKING: (*UNCONFIRMED, State.FAILED),
        State.ASKING: (State.LOOKING,),
        # One at work was interrupted: its lock is asked for first.
        State.QUEUED: (State.ASKING, State.STOPPED, State.FAILED, State.AT_WORK),
        State.AT_WORK: (State.QUEUED,),
        State.DONE: (State.AT_WORK,),
        State.STOPPED: OPEN,
        State.CANCELLED: OPEN,
        State.FAILED: IN_PROGRESS,
    }

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    state = models.CharField(
        _("status"), max_length=10, choices=State.choices, default=State.RECEIVED
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    folder = models.CharField(
        max_length=32, blank=True, default="", help_text=_("Where the uploaded files lie.")
    )
    files = models.JSONField(default=list, blank=True)
    what = models.JSONField(default=dict, blank=True, help_text=_("What to parse again."))
    options = models.JSONField(default=dict, blank=True)
    report = models.JSONField(default=dict, blank=True)
    message = models.TextField(blank=True, default="", help_text=_("Why it failed."))
    run = models.ForeignKey(
        ImportRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="jobs"
    )
    stop_asked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[JobManager] = JobManager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display().capitalize()} {self.pk}"

    @property
    def byte_count(self) -> int:
        """The size of the uploaded files together."""
        return sum(file["size"] for file in self.files)
