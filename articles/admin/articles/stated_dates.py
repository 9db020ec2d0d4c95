"""Dates that a page states, beside an article's date and in the inputs of its form."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.forms import MultiWidget
from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Article

from .action_labels import moment


def is_same_time(at: date | datetime, article: Article) -> bool:
    """Whether a moment, or a day, is the article's date as far as that is known."""
    own = article.published_at
    if isinstance(at, datetime) and article.date_precision == Article.DatePrecision.MINUTE:
        return abs((_aware(at) - own).total_seconds()) < 60
    days = {own.date(), timezone.localtime(own).date()}
    day: date = at.date() if isinstance(at, datetime) else at
    return article.is_dated and day in days


def is_same_day(at: date | datetime, kept: datetime | None) -> bool:
    """Whether a moment, or a day, falls on the day of one that is kept."""
    if kept is None:
        return False
    day: date = _aware(at).astimezone(UTC).date() if isinstance(at, datetime) else at
    return kept.astimezone(UTC).date() == day


def adds_time(at: date | datetime, article: Article) -> bool:
    """Whether a time of day is stated of an article of which only the day is known."""
    is_day = article.date_precision != Article.DatePrecision.MINUTE
    return isinstance(at, datetime) and is_day


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else timezone.make_aware(at)


def in_words(at: date | datetime) -> str:
    """A moment or a day in the current language and time zone."""
    return moment(_aware(at)) if isinstance(at, datetime) else date_format(at, "DATE_FORMAT")


def inputs_of(at: date | datetime, field: Any) -> dict[str, Any]:
    """What the inputs of the publication date, a form's `field`, are filled with; a day alone
    leaves the time empty. Empty if the form has no such inputs."""
    if field is None or not isinstance(field.widget, MultiWidget):
        return {}
    values: list[Any] = [at, None]
    if isinstance(at, datetime):
        local = timezone.localtime(_aware(at))
        values = [local.date(), local.time()]
    widgets = zip(field.widget.widgets, values, strict=True)
    written = [widget.format_value(value) or "" for widget, value in widgets]
    return {"inputs": {f"published_at_{number}": text for number, text in enumerate(written)}}
