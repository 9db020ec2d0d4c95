"""The filter by when stories went live here, or will, whatever their dates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.editing.calendar import midnight
from articles.models import Article

from .filters import day_in


class LiveFilter(admin.SimpleListFilter):
    """Published stories by when readers saw them first; `?live=2026-12-01` means those of a day,
    which the calendar links to."""

    title = _("going live")
    parameter_name = "live"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Two periods, and the chosen day."""
        choices = [
            ("waiting", gettext("not live yet")),
            ("week", gettext("past 7 days")),
        ]
        day = day_in(request.GET.get(self.parameter_name, ""))
        return [*choices, (day.isoformat(), date_format(day))] if day else choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        now = timezone.now()
        value = self.value() or ""
        if value == "waiting":
            during = Q(went_live_at__gt=now)
        elif value == "week":
            during = Q(went_live_at__range=(now - timedelta(days=7), now))
        elif day := day_in(value):
            until = midnight(day + timedelta(days=1))
            during = Q(went_live_at__gte=midnight(day), went_live_at__lt=until)
        else:
            return queryset.none() if value else queryset
        # The condition of article_live_idx.
        return queryset.filter(during, status="published", went_live_at__isnull=False)
