"""Re-parses of runs and articles, which are previewed before they are confirmed."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.bounded_paginator import MOST_COUNTED
from articles.ingest import jobs
from articles.models import ImportRun

from .jobs import JobsAdmin, may_ask

MOST_CHOSEN: Final = MOST_COUNTED
"""Most articles of one re-parse; for more, re-parse their run."""


class ReparseAdmin(JobsAdmin):
    """The re-parse of a run's dumps."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.reparse_view)
        return [path("<int:pk>/reparse/", view, name="articles_run_reparse"), *super().get_urls()]

    def reparse_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Previews a re-parse of a run's dumps."""
        if request.method != "POST" or not may_ask(request):
            raise PermissionDenied
        run = get_object_or_404(ImportRun, pk=pk)
        return self.begin(jobs.ask_reparse({"run": run.pk}, by=request.user))


@admin.action(description=_("Parse again"), permissions=["import"])
def reparse_selected(
    desk: Any, request: HttpRequest, queryset: QuerySet[Any]
) -> HttpResponse | None:
    """Previews a re-parse of the chosen articles' dumps."""
    keys = list(queryset.order_by().values_list("pk", flat=True)[: MOST_CHOSEN + 1])
    if len(keys) > MOST_CHOSEN:
        text = gettext(
            "Choose at most %(most)s stories; a whole import is parsed again on its page."
        ) % {"most": f"{MOST_CHOSEN:,}"}
        desk.message_user(request, text, messages.WARNING)
        return None
    job = jobs.ask_reparse({"articles": keys}, by=request.user)
    runs: Any = desk.admin_site.get_model_admin(ImportRun)
    response: HttpResponse = runs.begin(job)
    return response
