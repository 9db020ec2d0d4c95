"""The front page in the admin: which stories are pinned to which position, and until when."""

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

from articles.models import PLACES, Article, Pin

from .changelist import DeskAdmin


class MomentInput(forms.DateTimeInput):
    """A date and time in the browser's own input."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class PinRowForm(forms.ModelForm):
    """A pin in the list; its inputs have labels for screen readers."""

    class Meta:
        model = Pin
        fields = ["position", "until"]
        widgets = {
            "position": forms.NumberInput(
                attrs={"aria-label": _("place on the page"), "min": 1, "max": PLACES}
            ),
            "until": MomentInput(attrs={"aria-label": _("until")}),
        }


class PinForm(forms.ModelForm):
    """A new pin. A story without a body is pinned only after confirmation."""

    without_body = forms.BooleanField(
        required=False,
        label=_("Pin it without a body"),
        help_text=_("Readers will see a headline on the front page that leads to no text."),
        widget=forms.HiddenInput,
    )

    class Meta:
        model = Pin
        fields = ["article", "position", "until"]

    def clean(self) -> dict[str, Any]:
        """Asks for confirmation, by a check box, if the story has no body."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        article: Article | None = cleaned.get("article")
        if article is None or article.has_body:
            return cleaned
        self.fields["without_body"].widget = forms.CheckboxInput()
        if not cleaned.get("without_body"):
            text = _(
                "This story has no body. Choose another one, or tick the box to pin it anyway."
            )
            self.add_error("without_body", text)
        return cleaned


@admin.register(Pin)
class PinAdmin(DeskAdmin):
    """Pins; position and end are edited in the list."""

    list_display = ("article", "position", "until", "seen")
    list_editable = ("position", "until")
    raw_id_fields = ("article",)
    form = PinForm
    fields = ("article", "position", "until", "without_body")
    formfield_overrides = {
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": MomentInput}
    }

    class Media:
        css = {"all": ["articles/admin.css"]}

    def list_title(self, request: HttpRequest) -> str:
        """The list shows the front page: its rows are the pins."""
        return gettext("Front page")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Renames Django's delete action: deleting a pin deletes no story."""
        actions: dict[str, Any] = super().get_actions(request)
        if "delete_selected" in actions:
            function, name, _description = actions["delete_selected"]
            actions["delete_selected"] = (function, name, gettext("Unpin selected"))
        return actions

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pin]:
        return super().get_queryset(request).select_related("article")

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[forms.ModelForm]:
        return super().get_changelist_form(request, **{"form": PinRowForm} | kwargs)

    def get_fields(self, request: HttpRequest, obj: Pin | None = None) -> Any:
        """Only a new pin has the confirmation."""
        fields = super().get_fields(request, obj)
        return [name for name in fields if name != "without_body"] if obj else fields

    def get_readonly_fields(self, request: HttpRequest, obj: Pin | None = None) -> tuple[str, ...]:
        """A pin keeps its story; another story gets another pin."""
        return ("article",) if obj else ()

    @admin.display(description=_("on the front page"))
    def seen(self, pin: Pin) -> str:
        """Whether readers see it there now, and if not, why."""
        now = timezone.now()
        if pin.until and pin.until <= now:
            return gettext("expired")
        if not pin.article.is_visible(now=now):
            return gettext("not published")
        return gettext("yes")
