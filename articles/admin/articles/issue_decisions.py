"""Issues of an article that an editor dismisses, and takes back."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseModelFormSet, ModelForm
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)
from django.http.request import QueryDict
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext

from articles.admin.changelist import DeskAdmin
from articles.editing import issues
from articles.editing.issues import Key
from articles.models import Article

DECIDE: Final = "_decide"
"""The button of a decision: `dismiss:CODE:DIGEST` or `reopen:CODE:DIGEST`."""

_ACTS: Final = {"dismiss": issues.dismiss, "reopen": issues.reopen}


class DecidingAdmin(DeskAdmin):
    """A form at whose lines issues can be dismissed: with what it saves, or by themselves."""

    def get_urls(self) -> list[URLPattern]:
        """The admin's addresses, and that of the decisions."""
        view = self.admin_site.admin_view(self.issues_view)
        return [
            path("<int:pk>/issues/", view, name="articles_article_issues"),
            *super().get_urls(),
        ]

    def may_decide(self, request: HttpRequest) -> bool:
        """Whether this user may dismiss issues: it changes nothing that readers see, so whoever may
        change articles may, whatever the article's status."""
        return request.user.has_perm("articles.change_article")

    def issues_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Takes a decision; answers a script with the number of issues that are left open."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.may_decide(request):
            raise PermissionDenied
        asked = asked_decision(request.POST)
        if asked is None:
            return HttpResponseBadRequest()
        done = _ACTS[asked[0]](pk, asked[1], by=request.user)
        if request.headers.get("Accept") == "application/json":
            answer = {"count": issues.open_count(pk), "by": request.user.get_username()}
            return JsonResponse(answer, status=200 if done else 409)
        self._tell_decision(request, asked[0], done=done)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list[BaseModelFormSet], change: bool
    ) -> None:
        """Saves the rows, and then decides what was asked."""
        super().save_related(request, form, formsets, change)
        asked = asked_decision(request.POST)
        if asked and change:
            done = _ACTS[asked[0]](form.instance.pk, asked[1], by=request.user)
            self._tell_decision(request, asked[0], done=done)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """After a decision the same form again, at the evidence."""
        if asked_decision(request.POST) is None:
            return super().response_change(request, obj)
        return HttpResponseRedirect(f"{request.get_full_path()}#evidence")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form, with whether its user may dismiss issues."""
        context |= {"can_decide": self.may_decide(request)}
        return super().render_change_form(request, context, *args, **kwargs)

    def _tell_decision(self, request: HttpRequest, act: str, *, done: bool) -> None:
        if not done:
            text = gettext("This issue no longer exists.")
            self.message_user(request, text, messages.WARNING)
        elif act == "dismiss":
            self.message_user(request, gettext("Issue dismissed."), messages.SUCCESS)
        else:
            self.message_user(request, gettext("The issue is open again."), messages.SUCCESS)


def asked_decision(posted: QueryDict) -> tuple[str, Key] | None:
    """The decision that a form asks for; None where it asks for none."""
    act, _, key = posted.get(DECIDE, "").partition(":")
    code, _, digest = key.partition(":")
    return (act, Key(code, digest)) if act in _ACTS and code and digest else None
