"""Work that an editor requested on the desk and that is done in the background."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .dump import ImportRun


class Job(models.Model):
    """An upload or a re-parse, from the dry run to the run that did it.

    `report` is the result of the dry run: for an upload in the shape of
    ingest/pipeline/import_preview.py, for a re-parse in that of ingest/jobs.py. A row that says it
    is being worked on is true only while a process holds its lock: see ingest/storage/run_lock.py.
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
