"""Making a link that shows one unpublished article to whoever has it, for a while."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.editing import preview_tokens
from articles.models import Article

from .history import HistoryAdmin

HOURS: Final = {"1": _("an hour"), "24": _("a day"), "72": _("three days"), "168": _("a week")}


class PreviewForm(forms.Form):
    """How long a link is good for."""

    hours = forms.TypedChoiceField(
        label=_("Expires after"), choices=list(HOURS.items()), coerce=int, initial="24"
    )


class PreviewAdmin(HistoryAdmin):
    """The page that makes links; each one made is in the article's history."""

    def get_urls(self) -> list[URLPattern]:
        """The admin's addresses and that of the page."""
        view = self.admin_site.admin_view(self.preview_view)
        return [
            path("<int:pk>/preview/", view, name="articles_article_preview"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form, with the way to the page for who may use it."""
        article: Article | None = kwargs.get("obj")
        context |= {
            "can_preview": article is not None
            and preview_tokens.can_be_previewed(article, now=timezone.now())
            and self.has_change_permission(request, article)
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks how long, and shows the link; made by a post only, for it gives a story away."""
        article = self._readable(request, str(pk))
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        now = timezone.now()
        form = PreviewForm(request.POST if request.method == "POST" else None)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Preview: %(headline)s") % {"headline": article.headline},
            "article": article,
            "opts": self.opts,
            "form": form,
            "is_visible": article.is_visible(now=now),
            "can_preview": preview_tokens.can_be_previewed(article, now=now),
        }
        if form.is_valid() and context["can_preview"]:
            asked = now + timedelta(hours=form.cleaned_data["hours"])
            until = preview_tokens.end_of(article, until=asked)
            token = preview_tokens.sign(article, until=until)
            address = reverse("articles:preview", args=[token])
            context |= {"link": request.build_absolute_uri(address), "until": until}
            what = gettext("Made a preview link; it expires at %(until)s UTC.") % {
                "until": date_format(until, "DATETIME_FORMAT")
            }
            self.log_change(request, article, what)
        response = TemplateResponse(request, "admin/articles/article/preview.html", context)
        response["Cache-Control"] = "private, no-store"
        return response
