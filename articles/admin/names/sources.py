"""The admin of sources."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles import search
from articles.admin.filters import UnusedFilter
from articles.admin.forms import TEXT_OVERRIDES, SourceForm
from articles.admin.search_filters import Found, find_sources
from articles.editing.merging import sources
from articles.ingest.maintenance.rename import names_change
from articles.models import Attribution, Source

from .merge import MergingAdmin


@admin.register(Source)
class SourceAdmin(MergingAdmin):
    """Agencies, papers, photographers; searched by name and aliases."""

    form = SourceForm
    list_display = ["name", "kind", "aliases_shown", "used"]
    list_filter = ["kind", UnusedFilter]
    search_fields = ["name", "aliases"]
    search_help_text = _("Name or alias.")
    ordering = ["name"]
    sortable_by = ["name"]
    fields = ["name", "slug", "kind", "aliases", "home_page"]
    unseen_fields = ["aliases"]
    prepopulated_fields = {"slug": ["name"]}
    formfield_overrides = TEXT_OVERRIDES
    change_form_template = "admin/articles/name_form.html"
    merging = sources
    noun = _("sources")
    link_field = Attribution._meta.get_field("source")

    class Media:
        css = {"all": ["articles/admin.css"]}

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Source, form: ModelForm, change: bool) -> None:
        """Saves the source and updates search. In parts that the importer wrote, the new name
        counts as the importer's."""
        if not change or "name" not in form.changed_data:
            super().save_model(request, obj, form, change)
            return
        articles = list(obj.attributions.order_by().values_list("article", flat=True).distinct())
        with names_change("sources", articles):
            super().save_model(request, obj, form, change)
        search.refresh(articles)

    @admin.display(description=_("aliases"))
    def aliases_shown(self, source: Source) -> str:
        """The aliases in one line."""
        return ", ".join(source.aliases)

    def find(self, asked: str) -> list[Found]:
        """The rows that a name means."""
        return find_sources(asked)

    def links(self, number: int) -> str:
        """Links to articles, with their number."""
        text = ngettext("%(number)s attribution", "%(number)s attributions", number)
        return text % {"number": f"{number:,}"}

    @admin.display(description=_("attributions"))
    def used(self, row: Any) -> str:
        """The number of attributions."""
        return super().used(row)
