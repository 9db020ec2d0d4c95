"""Confirms saved drafts. The browser keeps a draft of an unsaved form until the server confirms
the save.

The form posts the name of its draft. The response to a successful save sets a cookie with that
name, and the script of the next page (static/articles/desk/saved.js) then removes the draft.
"""

from __future__ import annotations

import re
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from articles.models import Autosave

COOKIE: Final = "desk_saved"
MOST_NAMES: Final = 20
_NAME: Final = re.compile(r"[0-9a-z]{8,40}")
_DAY: Final = 86_400  # seconds


def is_name(text: str) -> bool:
    """Whether a text can be the name of a draft."""
    return _NAME.fullmatch(text) is not None


def note_saved(request: HttpRequest) -> None:
    """Marks the request: the whole form was saved. Its draft on the server ends with that."""
    name = request.POST.get("draft", "")
    request.saved_draft = name  # type: ignore[attr-defined]
    if is_name(name):
        Autosave.objects.filter(user=request.user.pk, key=name).delete()


def confirm(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response, after a save with the cookie that names the draft."""
    name = getattr(request, "saved_draft", "")
    if _NAME.fullmatch(name):
        before = [old for old in request.COOKIES.get(COOKIE, "").split(".") if old]
        names = [old for old in before if _NAME.fullmatch(old)][1 - MOST_NAMES :]
        response.set_cookie(
            COOKIE,
            ".".join([*names, name]),
            max_age=_DAY,
            path=reverse("admin:index"),
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    return response
