"""Two pages that the bar of a published story leads to: what was wrong with it, said above it, and
why it is withdrawn, said in its place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import publishing
from articles.admin.forms import TextField
from articles.models import Article, Correction
from articles.publishing import Move
from articles.versions import history

from .action_labels import HEADINGS, moment
from .actions import NoticeForm
from .links import address_of, redirect_to
from .loading import readable
from .publish import note_change, tell_moved


class CorrectionForm(forms.ModelForm):
    """A note to readers, with the date of today."""

    text = TextField(
        label=_("Text"),
        help_text=_("Plain text; readers see it above the story, with today's date."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    class Meta:
        model = Correction
        fields = ["kind", "text"]


def correct_view(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for a correction or clarification, and adds it to the story."""
    article = readable(admin, request, pk)
    if not admin.has_change_permission(request, article):
        raise PermissionDenied
    form = CorrectionForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(admin, request, article, gettext("Add a correction"), gettext("Add"), form)
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=pk)
        before = history.keep(article)
        form.instance.article = article
        form.save()
        note_change(admin, request, article, before, gettext("Correction added."))
    return redirect_to(request, "admin:articles_article_change", pk)


def withdraw_view(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the notice to readers, and withdraws the story."""
    article = readable(admin, request, pk)
    if not request.user.has_perm("articles.withdraw_article"):
        raise PermissionDenied
    if Move.WITHDRAW not in publishing.moves_for(article, now=timezone.now()):
        admin.message_user(request, gettext("Readers do not see this story."), messages.WARNING)
        return redirect_to(request, "admin:articles_article_change", pk)
    given = {"notice": article.withdrawal_notice, "hides_headline": article.hides_headline}
    form = NoticeForm(request.POST or None, initial=given)
    if request.method != "POST" or not form.is_valid():
        heading = str(HEADINGS[Move.WITHDRAW])
        return _page(admin, request, article, gettext("Withdraw the story"), heading, form)
    with transaction.atomic():
        by = request.user if request.user.is_authenticated else None
        outcome = publishing.withdraw(article, now=timezone.now(), by=by)
        if outcome.moved:
            Article.objects.filter(pk=pk).update(
                withdrawal_notice=form.cleaned_data["notice"],
                hides_headline=form.cleaned_data["hides_headline"],
            )
        tell_moved(admin, request, article, outcome)
    return redirect_to(request, "admin:articles_article_change", pk)


def _page(
    admin: ModelAdmin,
    request: HttpRequest,
    article: Article,
    title: str,
    button: str,
    form: Any,
) -> HttpResponse:
    context = {
        **admin.admin_site.each_context(request),
        "title": title,
        "button": button,
        "article": article,
        "opts": admin.opts,
        "form": form,
        "media": admin.media + form.media,
        "went_live": moment(article.went_live_at) if article.went_live_at else "",
        "back": address_of(request, "admin:articles_article_change", article.pk),
    }
    return TemplateResponse(request, "admin/articles/article/ask.html", context)
