"""Dismisses issues of an article, and reopens them."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)
from django.http.request import QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from articles.editing import issues
from articles.editing.issues import Key
from articles.models import Article

DECIDE: Final = "_decide"
"""Name of a decision's button; its values are `dismiss:CODE:DIGEST` and `reopen:CODE:DIGEST`."""

_ACTS: Final = {"dismiss": issues.dismiss, "reopen": issues.reopen}


def may_decide(request: HttpRequest) -> bool:
    """Whether this user may dismiss issues. Readers see no difference, so everybody who may
    change articles may do so, whatever the article's status."""
    return request.user.has_perm("articles.change_article")


def issues_view(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Makes a decision, and answers a script with the number of open issues."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may_decide(request):
        raise PermissionDenied
    decision = requested_decision(request.POST)
    if decision is None:
        return HttpResponseBadRequest()
    done = _ACTS[decision[0]](pk, decision[1], by=request.user)
    if request.headers.get("Accept") == "application/json":
        answer = {"count": issues.open_count(pk), "by": request.user.get_username()}
        return JsonResponse(answer, status=200 if done else 409)
    _tell_decision(admin, request, decision[0], done=done)
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))


def decide(admin: ModelAdmin, request: HttpRequest, article: Article) -> None:
    """Makes the decision that a saved form requests, if any."""
    if decision := requested_decision(request.POST):
        done = _ACTS[decision[0]](article.pk, decision[1], by=request.user)
        _tell_decision(admin, request, decision[0], done=done)


def back_to_evidence(request: HttpRequest) -> HttpResponse | None:
    """Redirects to the same form, at the source lines."""
    if requested_decision(request.POST) is None:
        return None
    return HttpResponseRedirect(f"{request.get_full_path()}#evidence")


def _tell_decision(admin: ModelAdmin, request: HttpRequest, act: str, *, done: bool) -> None:
    if not done:
        text = gettext("This issue no longer exists.")
        admin.message_user(request, text, messages.WARNING)
    elif act == "dismiss":
        admin.message_user(request, gettext("Issue dismissed."), messages.SUCCESS)
    else:
        admin.message_user(request, gettext("The issue is open again."), messages.SUCCESS)


def requested_decision(posted: QueryDict) -> tuple[str, Key] | None:
    """The decision that a form requests, or None."""
    act, _, key = posted.get(DECIDE, "").partition(":")
    code, _, digest = key.partition(":")
    return (act, Key(code, digest)) if act in _ACTS and code and digest else None
