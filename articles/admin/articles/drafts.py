"""What the browser keeps of an unsaved form, until this says that it is saved.

The form posts the name of its draft; a save that went through answers with a cookie that holds the
name, and the script of the next page (static/articles/desk/saved.js) then removes the draft.
"""

from __future__ import annotations

import re
from typing import Any, Final

from django.conf import settings
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from articles.admin.changelist import DeskAdmin

COOKIE: Final = "desk_saved"
MOST_NAMES: Final = 20
_NAME: Final = re.compile(r"[0-9a-z]{8,40}")
_DAY: Final = 86_400  # seconds


class DraftsAdmin(DeskAdmin):
    """A form that confirms each save to the script that keeps its text."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form; after a save with the cookie that names its draft."""
        response = super().changeform_view(request, object_id, form_url, extra_context)
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

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list[BaseModelFormSet], change: bool
    ) -> None:
        """Saves the rows, and notes that with them everything is saved."""
        super().save_related(request, form, formsets, change)
        request.saved_draft = request.POST.get("draft", "")  # type: ignore[attr-defined]
