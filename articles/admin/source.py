"""Sources on the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from articles import search
from articles.models import Attribution, Source

from .counting import count_up_to
from .forms import TEXT_OVERRIDES, SourceForm
from .lists import DeskAdmin

MOST_SHOWN = 1000


@admin.register(Source)
class SourceAdmin(DeskAdmin):
    """Agencies, papers, photographers; found by name or by another name they are printed under."""

    form = SourceForm
    list_display = ["name", "kind", "aliases_shown", "used"]
    list_filter = ["kind"]
    search_fields = ["name", "aliases"]
    search_help_text = "Name or alias."
    ordering = ["name"]
    sortable_by = ["name"]
    fields = ["name", "slug", "kind", "aliases", "home_page"]
    prepopulated_fields = {"slug": ["name"]}
    formfield_overrides = TEXT_OVERRIDES

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        """Sources with the number of their attributions, counted no further than shown."""
        of_source = Attribution.objects.filter(source=OuterRef("pk"))
        sources: QuerySet[Source] = super().get_queryset(request)
        return sources.annotate(used=count_up_to(of_source, MOST_SHOWN + 1))

    def save_model(self, request: HttpRequest, obj: Source, form: ModelForm, change: bool) -> None:
        """Saves, and lets the articles be found by the new name."""
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            search.refresh(obj.attributions.values_list("article", flat=True))

    @admin.display(description="aliases")
    def aliases_shown(self, source: Source) -> str:
        """The aliases in one line."""
        return ", ".join(source.aliases)

    @admin.display(description="attributions")
    def used(self, source: Any) -> str:
        """How often articles name it."""
        return f"{MOST_SHOWN}+" if source.used > MOST_SHOWN else str(source.used)
