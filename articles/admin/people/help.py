"""The desk's help: who does what, where things are, the keys."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from .roles import DESCRIPTIONS, NAMES, Role, in_words


def help_view(request: HttpRequest) -> HttpResponse:
    """One page for everybody who may log in."""
    user = request.user
    groups = user.groups.order_by("name") if user.is_authenticated else ()
    context = {
        **admin.site.each_context(request),
        "title": gettext("Help"),
        "roles": [Role(name, str(NAMES[name]), str(text)) for name, text in DESCRIPTIONS.items()],
        "own_role": in_words(user, groups),
    }
    return TemplateResponse(request, "admin/people/help.html", context)
