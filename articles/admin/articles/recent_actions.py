"""The page of recent acts: what was done on the desk and by whom, with Undo where possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext

from articles.editing import actions
from articles.models import DeskAction

from .undo import is_recent, may_undo

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
        "lines": [line_of(request, action) for action in found[:MOST]],
        "is_all": is_all,
        "most": MOST,
    }
    return TemplateResponse(request, "admin/articles/article/recent_actions.html", context)


def line_of(request: HttpRequest, action: DeskAction) -> Line:
    """An act in words, and whether who asks may undo it now."""
    kind = actions.kind_of(action)
    what = capfirst(kind.sentence(action)) if kind else action.kind
    open_ = action.undone_at is None and is_recent(action)
    return Line(action, what, can_undo=open_ and may_undo(request, action))
