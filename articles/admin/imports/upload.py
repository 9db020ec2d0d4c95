"""Uploads of dumps in the browser: files, preview, confirmation, import."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from articles.admin.permissions import may_publish
from articles.admin.scripts import module
from articles.ingest import jobs, uploads
from articles.ingest.pipeline.import_report import size_in_words
from articles.models import Job

from .job_options import OptionsForm, publishers
from .jobs import JobsAdmin, may_ask

_FORM_BYTES: Final = 1024 * 1024
"""Most bytes of a request beside its files."""

_DRAINED: Final = 2
"""How many times the limit is read of a request that is too large: a browser that cannot send
everything shows no answer."""


class UploadAdmin(JobsAdmin):
    """The pages of uploads, below those of runs."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("upload/", view(self.upload_view), name="articles_upload"),
            *super().get_urls(),
        ]

    # The token is checked by `_upload`: to find it the body must be read, and how much of it that
    # is, and whose it is, is asked first.
    @csrf_exempt
    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """The upload form; the worker previews its files."""
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

    def _page(
        self, request: HttpRequest, form: forms.Form, errors: list[str], *, status: int = 200
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "publishers": publishers(),
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
