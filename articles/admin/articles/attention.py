"""The page that asks what needs attention in a story, and whose."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import publishing
from articles.admin.forms import TextField
from articles.models import Article
from articles.publishing import Move

from .links import address_of, redirect_to
from .loading import readable
from .publish import NEXT, after_publishing, tell_moved


class AttentionForm(forms.Form):
    """A note, and a colleague or nobody in particular."""

    note = TextField(
        label=_("What needs attention"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    assignee = forms.ModelChoiceField(
        label=_("Assigned to"),
        queryset=User.objects.filter(is_staff=True, is_active=True).order_by("username"),
        required=False,
        empty_label=_("nobody in particular"),
    )


def ask_for_note(request: HttpRequest, article: Article) -> HttpResponse | None:
    """Redirects to the page that asks if its button was pressed; the form has been saved by
    then."""
    if f"_{Move.ASK}" not in request.POST:
        return None
    return redirect_to(request, "admin:articles_article_attention", article.pk, {NEXT: "1"})


def attention_view(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the note; a POST marks the story and, after its form, opens the next one."""
    article = readable(admin, request, pk)
    if not admin.has_change_permission(request, article):
        raise PermissionDenied
    given: dict[str, Any] = {"note": article.attention_note, "assignee": article.assignee_id}
    form = AttentionForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        assignee = form.cleaned_data["assignee"]
        with transaction.atomic():
            outcome = publishing.ask(
                article,
                now=timezone.now(),
                by=request.user if request.user.is_authenticated else None,
                note=form.cleaned_data["note"],
                assignee=assignee and assignee.pk,
            )
            tell_moved(admin, request, article, outcome)
        return after_publishing(admin, request, article, is_next=NEXT in request.GET)
    context = {
        **admin.admin_site.each_context(request),
        "title": gettext("Needs attention"),
        "button": gettext("Mark"),
        "article": article,
        "opts": admin.opts,
        "form": form,
        "media": admin.media + form.media,
        "back": address_of(request, "admin:articles_article_change", article.pk),
    }
    return TemplateResponse(request, "admin/articles/article/ask.html", context)
