"""Links that show one unpublished article, for a limited time, to everybody who has the link."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django import forms
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.editing import preview_tokens
from articles.models import Article

from .loading import readable

HOURS: Final = {"1": _("an hour"), "24": _("a day"), "72": _("three days"), "168": _("a week")}


class PreviewForm(forms.Form):
    """The period for which a link is valid."""

    hours = forms.TypedChoiceField(
        label=_("Expires after"), choices=list(HOURS.items()), coerce=int, initial="24"
    )


def can_preview(admin: ModelAdmin, request: HttpRequest, article: Article | None) -> bool:
    """Whether this user may create a preview link, and the article can have one."""
    return (
        article is not None
        and preview_tokens.can_be_previewed(article, now=timezone.now())
        and admin.has_change_permission(request, article)
    )


def preview_view(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the period and shows the link. Only a POST creates one, as it discloses the
    article."""
    article = readable(admin, request, pk)
    if not admin.has_change_permission(request, article):
        raise PermissionDenied
    now = timezone.now()
    form = PreviewForm(request.POST if request.method == "POST" else None)
    context = {
        **admin.admin_site.each_context(request),
        "title": gettext("Preview: %(headline)s") % {"headline": article.headline},
        "article": article,
        "opts": admin.opts,
        "form": form,
        "is_visible": article.is_visible(now=now),
        "can_preview": preview_tokens.can_be_previewed(article, now=now),
    }
    if form.is_valid() and context["can_preview"]:
        requested = now + timedelta(hours=form.cleaned_data["hours"])
        until = preview_tokens.end_of(article, until=requested)
        token = preview_tokens.sign(article, until=until)
        address = reverse("articles:preview", args=[token])
        context |= {"link": request.build_absolute_uri(address), "until": until}
        what = gettext("Made a preview link; it expires at %(until)s UTC.") % {
            "until": date_format(until, "DATETIME_FORMAT")
        }
        admin.log_change(request, article, what)
    response = TemplateResponse(request, "admin/articles/article/preview.html", context)
    response["Cache-Control"] = "private, no-store"
    return response
