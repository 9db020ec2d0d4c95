"""The front page on the desk: which stories stay at which of its places, and how long."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Pin

from .lists import DeskAdmin


@admin.register(Pin)
class PinAdmin(DeskAdmin):
    """Pins: places and ends are changed in the list itself."""

    list_display = ("article", "position", "until", "seen")
    list_editable = ("position", "until")
    autocomplete_fields = ("article",)
    fields = ("article", "position", "until")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pin]:
        return super().get_queryset(request).select_related("article")

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
