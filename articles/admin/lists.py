"""What all lists of the desk share."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from .counting import BoundedPaginator


class DeskAdmin(admin.ModelAdmin):
    """Lists that stay quick however long they are, and that no address breaks."""

    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, without what the database cannot be asked for: PostgreSQL knows no NUL."""
        query = request.GET.copy()
        for name, values in request.GET.lists():
            if any("\0" in text for text in (name, *values)):
                del query[name]
        request.GET = query  # type: ignore[assignment]
        self._refuse_actions(request)
        response: HttpResponse = super().changelist_view(request, extra_context)
        return response

    def _refuse_actions(self, request: HttpRequest) -> None:
        """An action that this user has no right to is refused, not only left out."""
        known = {name for _, name, _ in self._get_base_actions()}  # type: ignore[attr-defined]
        if known & {*request.POST.getlist("action")} - self.get_actions(request).keys():
            raise PermissionDenied

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """What the words find; the rows that complete as one types ask here, too."""
        return super().get_search_results(request, queryset, search_term.replace("\0", " "))
