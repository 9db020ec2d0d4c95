"""The front page on the desk: which stories stay at which of its places, and how long."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import PLACES, Pin

from .lists import DeskAdmin


class MomentInput(forms.DateTimeInput):
    """A day and a time of day in the browser's own field."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class PinRowForm(forms.ModelForm):
    """A pin in the list: no label stands beside its fields."""

    class Meta:
        model = Pin
        fields = ["position", "until"]
        widgets = {
            "position": forms.NumberInput(
                attrs={"aria-label": _("place on the page"), "min": 1, "max": PLACES}
            ),
            "until": MomentInput(attrs={"aria-label": _("until")}),
        }


@admin.register(Pin)
class PinAdmin(DeskAdmin):
    """Pins: places and ends are changed in the list itself."""

    list_display = ("article", "position", "until", "seen")
    list_editable = ("position", "until")
    raw_id_fields = ("article",)
    fields = ("article", "position", "until")
    formfield_overrides = {
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": MomentInput}
    }

    class Media:
        css = {"all": ["articles/admin.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pin]:
        return super().get_queryset(request).select_related("article")

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[forms.ModelForm]:
        return super().get_changelist_form(request, **{"form": PinRowForm} | kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Pin | None = None) -> tuple[str, ...]:
        """A pin stays its story's: another story is pinned anew."""
        return ("article",) if obj else ()

    @admin.display(description=_("on the front page"))
    def seen(self, pin: Pin) -> str:
        """Whether readers see it there now, and if not, why."""
        now = timezone.now()
        if pin.until and pin.until <= now:
            return gettext("no: its time is over")
        if not pin.article.is_visible(now=now):
            return gettext("no: the story is not out")
        return gettext("yes")
