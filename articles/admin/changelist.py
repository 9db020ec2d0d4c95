"""What the admin's lists share, and the pages of rows that nobody edits by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext

from .bounded_paginator import BoundedPaginator


class DeskList(ChangeList):
    """A list with a title of its own, which need not be its model's name."""

    def __init__(self, request: HttpRequest, model: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, model, *args, **kwargs)
        self.opts = self.model_admin.opts


class TitledAdmin(admin.ModelAdmin):
    """Lists and forms with titles of their own."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"title": self.list_title(request)} if IS_POPUP_VAR not in request.GET else {}
        response: HttpResponse = super().changelist_view(request, context | (extra_context or {}))
        return response

    def list_title(self, request: HttpRequest) -> str:
        """The list's title, the name of its content."""
        return capfirst(str(self.opts.verbose_name_plural))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form, under a title that says whether it can be edited."""
        if row := context.get("original"):
            name = str(self.opts.verbose_name)
            may_edit = self.has_change_permission(request, row)
            title = gettext("Edit %(name)s") % {"name": name} if may_edit else capfirst(name)
            context = context | {"title": title}
        return super().render_change_form(request, context, *args, **kwargs)


class DeskAdmin(TitledAdmin):
    """Lists that take bounded time and that answer every address."""

    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list; NUL is removed from parameters, since PostgreSQL does not accept it."""
        query = request.GET.copy()
        for name, values in request.GET.lists():
            if any("\0" in text for text in (name, *values)):
                del query[name]
        request.GET = query  # type: ignore[assignment]
        self._refuse_actions(request)
        return super().changelist_view(request, extra_context)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return DeskList

    def _refuse_actions(self, request: HttpRequest) -> None:
        """Refuses an action that the user has no right to; leaving it out of the menu is not
        enough."""
        known = {name for _, name, _ in self._get_base_actions()}  # type: ignore[attr-defined]
        if known & {*request.POST.getlist("action")} - self.get_actions(request).keys():
            raise PermissionDenied

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """The rows found by the search, which completes names in inputs, too."""
        return super().get_search_results(request, queryset, search_term.replace("\0", " "))


class ReadOnlyAdmin(DeskAdmin):
    """Rows that the importer wrote: they cannot be added, changed or deleted here."""

    ordering = ["-pk"]

    class Media:
        css = {"all": ["articles/admin.css"]}

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """False: only the importer adds rows."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """False: imported rows are not edited."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """False: imported rows are not deleted."""
        return False

    def context_of(self, row: Any) -> dict[str, Any]:
        """What the page of a row shows besides its fields."""
        return {}

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The row's fields, and below them what `context_of` adds."""
        row = self.get_object(request, object_id)
        context = self.context_of(row) if row else {}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))
