"""Uploads and re-parses in the admin: preview, confirm, stop, resume."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext

from articles import tasks
from articles.admin.changelist import ReadOnlyAdmin
from articles.admin.scripts import module
from articles.ingest import jobs, uploads
from articles.ingest.storage.work_locks import is_interrupted
from articles.models import Job

from . import report_text
from .job_options import options_form, publishers, take_new_options, take_options

RIGHT: Final = "articles.add_importrun"
"""The right to add imports or to see them; each lets a user import."""

_LIVE: Final = (Job.State.RECEIVED, Job.State.LOOKING, Job.State.QUEUED, Job.State.AT_WORK)


def may_ask(request: HttpRequest) -> bool:
    """Whether this user may upload dumps and request re-parses."""
    return request.user.has_perm(RIGHT)


def state_of(job: Job) -> dict[str, Any]:
    """A job's state, for its page and for that of its run."""
    interrupted = is_interrupted(job)
    is_live = job.state in _LIVE and not interrupted
    waits = job.state in (Job.State.RECEIVED, Job.State.QUEUED)
    done = job.run.byte_count if job.run else 0
    total = job.byte_count or 0
    return {
        "job": job,
        "is_live": is_live,
        "is_interrupted": interrupted,
        "lacks_worker": is_live and waits and not jobs.has_worker(),
        "can_stop": is_live and job.stop_asked_at is None,
        "is_stopping": is_live and job.stop_asked_at is not None,
        "can_go_on": interrupted or job.state in (Job.State.STOPPED, Job.State.FAILED),
        "bytes_done": min(done, total),
        "bytes_total": total,
        "refused_files": uploads.refused_of(job),
    }


class JobsAdmin(ReadOnlyAdmin):
    """The pages of jobs, below those of runs."""

    class Media:
        css = {"all": ["articles/admin.css", "articles/desk/intake.css"]}
        js = module("desk/live.js")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("jobs/<int:pk>/", view(self.job_view), name="articles_job"),
            path("jobs/<int:pk>/look/", view(self.look_view), name="articles_job_look"),
            path("jobs/<int:pk>/go/", view(self.go_view), name="articles_job_go"),
            path("jobs/<int:pk>/stop/", view(self.stop_view), name="articles_job_stop"),
            *super().get_urls(),
        ]

    def begin(self, job: Job) -> HttpResponse:
        """Has the worker preview a job; the web process reads nothing of an uploaded file."""
        jobs.ask_look(job)
        tasks.look.enqueue(job.pk)
        return self.to_job(job)

    def to_job(self, job: Job) -> HttpResponse:
        """Redirects to a job's page."""
        return HttpResponseRedirect(reverse("admin:articles_job", args=[job.pk]))

    def job_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The preview and what can be done next; once the job has a run, the run's page."""
        job = self._job(request, pk)
        if job.run and self.has_view_permission(request):
            address = reverse("admin:articles_importrun_change", args=[job.run.pk])
            return HttpResponseRedirect(address)
        return self._page_of(request, job, options_form(request, job))

    def look_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Previews the same files or articles again, with other options."""
        job = self._job_to_change(request, pk)
        if invalid := take_new_options(request, job):
            return self._page_of(request, job, invalid)
        return self.begin(job)

    def go_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Confirms a job, or resumes it."""
        job = self._job_to_change(request, pk)
        if invalid := take_options(request, job):
            return self._page_of(request, job, invalid)
        if _was_looking(job):
            return self.begin(job)
        if jobs.queue(job):
            tasks.carry_out.enqueue(job.pk)
        else:
            text = gettext("This %(kind)s cannot start: it is %(state)s.") % {
                "kind": job.get_kind_display(),
                "state": job.get_state_display(),
            }
            self.message_user(request, text, messages.WARNING)
        return self.to_job(job)

    def stop_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Stops a job after the current batch, or cancels it."""
        job = self._job_to_change(request, pk)
        jobs.stop(job)
        job.refresh_from_db()
        if job.state == Job.State.CANCELLED:
            text = (
                gettext("Cancelled. Nothing was written; the files are removed.")
                if job.folder
                else gettext("Cancelled. Nothing was written; the stories stay as they are.")
            )
            self.message_user(request, text, messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:articles_upload"))
        return self.to_job(job)

    def _job_to_change(self, request: HttpRequest, pk: int) -> Job:
        """The job; only a POST may change it."""
        job = self._job(request, pk)
        if request.method != "POST":
            raise PermissionDenied
        return job

    def _page_of(self, request: HttpRequest, job: Job, form: forms.Form) -> HttpResponse:
        """The page of a job."""
        context = {
            **self.admin_site.each_context(request),
            **state_of(job),
            "title": _title(job),
            "opts": self.opts,
            "media": self.media,
            "form": form if form.fields else None,
            "publishers": publishers(),
            "is_asking": job.state == Job.State.ASKING,
            "report": report_text.in_words(job.report),
        }
        return TemplateResponse(request, "admin/articles/importrun/job.html", context)

    def _job(self, request: HttpRequest, pk: int) -> Job:
        if not may_ask(request):
            raise PermissionDenied
        return get_object_or_404(Job.objects.select_related("run", "asked_by"), pk=pk)


def _was_looking(job: Job) -> bool:
    """Whether it was the preview that failed or was interrupted, so that nothing can be
    confirmed yet."""
    return not job.report and job.state in (Job.State.LOOKING, Job.State.FAILED)


def _title(job: Job) -> str:
    if job.kind == Job.Kind.REPARSE:
        return gettext("Parse again")
    if len(job.files) == 1:
        return gettext("Upload of %(name)s") % {"name": job.files[0]["name"]}
    count = len(job.files)
    return ngettext("Upload of %(number)s file", "Upload of %(number)s files", count) % {
        "number": count
    }
