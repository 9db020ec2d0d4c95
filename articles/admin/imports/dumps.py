"""The admin of dumps, which is read-only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.changelist import ReadOnlyAdmin
from articles.admin.labels.issues import message_of
from articles.ingest.maintenance.export import dump_bytes, file_name
from articles.models import Clipping, Dump, PlacementRule


def link_to(row: Model, text: str, *, line: int | None = None) -> SafeString:
    """A link to a row's page in the admin, or to one of its lines."""
    address = reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])
    return format_html(
        '<a href="{}{}">{}</a>', address, f"#line-{line}" if line is not None else "", text
    )


@admin.register(Dump)
class DumpAdmin(ReadOnlyAdmin):
    """Saved pages, each with its clippings in order."""

    list_display = ["name", "captured_at", "line_count", "encoding", "first_run"]
    list_select_related = ["first_run"]
    search_fields = ["name", "sha256"]
    search_help_text = _("Path or address, or its SHA-256.")
    sortable_by = ()
    fields = [
        "name",
        "captured_at",
        "line_count",
        "byte_count",
        "encoding",
        "first_run",
        "sha256",
    ]

    def get_urls(self) -> list[URLPattern]:
        bytes_of_it = self.admin_site.admin_view(self.download)
        name = "articles_dump_download"
        return [path("<int:pk>/bytes/", bytes_of_it, name=name), *super().get_urls()]

    def download(self, request: HttpRequest, pk: int) -> StreamingHttpResponse:
        """Downloads the imported bytes, as a file that no browser opens by itself."""
        dump = get_object_or_404(Dump.objects.defer("original", "issues", "hints"), pk=pk)
        if not self.has_view_permission(request, dump):
            raise PermissionDenied
        response = StreamingHttpResponse(dump_bytes(dump), content_type="application/octet-stream")
        response["Content-Length"] = dump.byte_count
        response["Content-Disposition"] = (
            content_disposition_header(as_attachment=True, filename=file_name(dump)) or "attachment"
        )
        response["X-Content-Type-Options"] = "nosniff"
        return response

    def context_of(self, row: Dump) -> dict[str, Any]:
        clippings = (
            Clipping.objects.filter(dump=row)
            .select_related("article")
            .only("kind", "first_line", "last_line", "issues", "reason", "article__headline")
            .order_by("position")
        )
        rules = PlacementRule.objects.filter(sha256=row.sha256)
        issues = [{"line": issue["line"], "message": message_of(issue)} for issue in row.issues]
        return {"clippings": clippings, "issues": issues, "rules": rules}

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The dump; users with the right to may undo decisions on its lines."""
        can_take_back = request.user.has_perm("articles.delete_placementrule")
        context = {"can_take_back": can_take_back, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)
