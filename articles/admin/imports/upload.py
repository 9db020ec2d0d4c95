"""Dumps sent in with the browser: files, what is in them, somebody's word, and the import."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from articles.admin.forms import TopicsField, TopicsWidget, write_topics
from articles.admin.permissions import may_publish
from articles.admin.scripts import module
from articles.ingest import jobs, uploads
from articles.ingest.pipeline.import_report import size_in_words
from articles.models import Job, Source

from .jobs import JobsAdmin, may_ask

MOST_OFFERED: Final = 200
"""Publishers that the form proposes."""

_FORM_BYTES: Final = 1024 * 1024
"""What a request holds beside its files."""

_DRAINED: Final = 2
"""Times the limit that is read of a request that is too large: a browser that may not send to the
end shows no answer."""


class UpdateForm(forms.Form):
    """Whether published stories are updated, too; asked only of who may publish."""

    update_published = forms.BooleanField(
        required=False,
        label=_("Update published stories"),
        help_text=_(
            "Readers see the changes at once. Each story keeps what it was as a version in its "
            "history. Without this, published and withdrawn stories stay as they are."
        ),
    )

    def __init__(self, *args: Any, may_update: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_update:
            del self.fields["update_published"]

    def as_options(self, *, by: Any) -> dict[str, Any]:
        """The options as a job keeps them: with who wants published stories updated."""
        return {"update_published_by": by.pk if self.cleaned_data.get("update_published") else None}


class OptionsForm(UpdateForm):
    """What is true of all files of an upload."""

    field_order = ["captured_at", "publisher", "topics", "update_published"]

    captured_at = forms.DateField(
        required=False,
        label=_("Captured on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_(
            "When the pages were saved; “14 sec ago” is counted from it. If empty, the day "
            "in a file’s name is used."
        ),
    )
    publisher = forms.CharField(
        required=False,
        max_length=200,
        label=_("Publisher"),
        widget=forms.TextInput(attrs={"list": "publishers", "dir": "auto"}),
        help_text=_("The paper; it becomes a source of every story."),
    )
    topics = TopicsField(
        required=False,
        label=_("Topics"),
        widget=TopicsWidget(attrs={"dir": "auto"}),
        help_text=_("For every story, separated by commas."),
    )

    def as_options(self, *, by: Any) -> dict[str, Any]:
        """The options as a job keeps them."""
        captured = self.cleaned_data["captured_at"]
        return {
            "captured_at": captured.isoformat() if captured else "",
            "publisher": " ".join(self.cleaned_data["publisher"].split()),
            "topics": self.cleaned_data["topics"],
            **super().as_options(by=by),
        }


def options_form(request: HttpRequest, job: Job, *, is_posted: bool = False) -> UpdateForm:
    """The form with what was said of a job, or with what was posted of it."""
    form_class = OptionsForm if job.kind == Job.Kind.UPLOAD else UpdateForm
    may_update = may_publish(request)
    if is_posted:
        return form_class(request.POST, may_update=may_update)
    topics = write_topics(job.options.get("topics", []))
    updates = bool(job.options.get("update_published_by"))
    initial = {**job.options, "topics": topics, "update_published": updates}
    return form_class(initial=initial, may_update=may_update)


class UploadAdmin(JobsAdmin):
    """The pages of uploads, under those of runs."""

    def get_urls(self) -> list[URLPattern]:
        """The admin's addresses and those of uploads."""
        view = self.admin_site.admin_view
        return [
            path("upload/", view(self.upload_view), name="articles_upload"),
            path("jobs/<int:pk>/look/", view(self.look_view), name="articles_job_look"),
            *super().get_urls(),
        ]

    # The token is checked by `_upload`: to find it the body must be read, and how much of it that
    # is, and whose it is, is asked first.
    @csrf_exempt
    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """The form; its files are kept, to be looked through by the worker."""
        if not may_ask(request):
            raise PermissionDenied
        sent = int(request.META.get("CONTENT_LENGTH") or 0)
        if request.method == "POST" and sent > uploads.most_bytes() + _FORM_BYTES:
            _drain(request, _DRAINED * uploads.most_bytes())
            form = OptionsForm(may_update=may_publish(request))
            return self._page(request, form, [uploads.too_large(sent)], status=413)
        response: HttpResponse = self._upload(request)
        return response

    @method_decorator(csrf_protect)
    def _upload(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self._page(request, OptionsForm(may_update=may_publish(request)), [])
        form = OptionsForm(request.POST, may_update=may_publish(request))
        if not form.is_valid():
            return self._page(
                request, form, [gettext("The files were not kept; choose them again.")]
            )
        try:
            files: Any = request.FILES.getlist("files")
            job = jobs.upload(files, form.as_options(by=request.user), by=request.user)
        except uploads.UploadRefusedError as error:
            return self._page(request, form, [str(error)])
        return self.begin(job)

    def look_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Looks through the same files or articles once more, with other options."""
        job = self.job_to_change(request, pk)
        form = options_form(request, job, is_posted=True)
        if not form.is_valid():
            return self.page_of(request, job, form)
        Job.objects.filter(pk=job.pk).update(options=form.as_options(by=request.user))
        job.refresh_from_db()
        return self.begin(job)

    def form_of(self, request: HttpRequest, job: Job) -> forms.Form | None:
        """The options, for a job that waits for somebody's word; none where there are none."""
        form = options_form(request, job)
        return form if form.fields else None

    def take_options(self, request: HttpRequest, job: Job) -> forms.Form | None:
        """Keeps the options that were sent along with the word to import. What somebody else wants
        done to published stories, who may not publish cannot set off."""
        if job.options.get("update_published_by") and not may_publish(request):
            job.options = {**job.options, "update_published_by": None}
            Job.objects.filter(pk=job.pk).update(options=job.options)
        if job.state != Job.State.ASKING:  # gone on with, as it was confirmed
            return None
        form = options_form(request, job, is_posted=True)
        if job.kind == Job.Kind.UPLOAD and "publisher" not in request.POST:
            return None
        if not form.is_valid():
            return form
        Job.objects.filter(pk=job.pk).update(options=form.as_options(by=request.user))
        return None

    def context_of_form(self) -> dict[str, Any]:
        """What the options' form proposes."""
        named = Source.objects.filter(kind=Source.Kind.PUBLISHER).order_by("name")
        return {"publishers": named.values_list("name", flat=True)[:MOST_OFFERED]}

    def _page(
        self, request: HttpRequest, form: forms.Form, errors: list[str], *, status: int = 200
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            **self.context_of_form(),
            "title": gettext("Upload"),
            "opts": self.opts,
            "media": self.media + forms.Media(js=module("desk/upload.js")),
            "form": form,
            "errors": errors,
            "most_bytes": uploads.most_bytes(),
            "most_in_words": size_in_words(uploads.most_bytes()),
            "most_files": uploads.most_files(),
            "jobs": Job.objects.select_related("asked_by", "run").defer("report")[:10],
        }
        template = "admin/articles/importrun/upload.html"
        return TemplateResponse(
            request, template, context, status=status if not errors or status != 200 else 422
        )


def _drain(request: HttpRequest, most: int) -> None:
    read = 0
    while read < most and (chunk := request.read(64 * 1024)):
        read += len(chunk)
