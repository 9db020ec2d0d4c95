"""The page of recent acts: what was done on the desk and by whom, with Undo where possible."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext

from articles.editing import actions
from articles.models import DeskAction

from .undo import may_undo

MOST: Final = 100
"""Acts on the page: the newest."""


@dataclass(frozen=True, slots=True)
class Line:
    """An act in words."""

    action: DeskAction
    what: str
    can_undo: bool


def actions_view(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """The newest acts of who asks; `?all=1` those of everybody."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    user: Any = request.user
    is_all = bool(request.GET.get("all"))
    found = actions.newest() if is_all else actions.newest(of=user)
    context = {
        **admin.admin_site.each_context(request),
        "title": gettext("Recent actions"),
        "opts": admin.opts,
        "lines": lines_of(request, found[:MOST]),
        "is_all": is_all,
    }
    return TemplateResponse(request, "admin/articles/article/recent_actions.html", context)


def lines_of(request: HttpRequest, found: Iterable[DeskAction]) -> list[Line]:
    """Acts in words, and whether who asks may undo each now; one query at most."""
    now = timezone.now()
    found = list(found)
    may = may_undo(request, [action for action in found if actions.is_open(action, now=now)])
    return [Line(action, _in_words(action), can_undo=action.pk in may) for action in found]


def _in_words(action: DeskAction) -> str:
    kind = actions.kind_of(action)
    return capfirst(kind.sentence(action)) if kind else action.kind
