"""Telling an editor that a colleague has the same article open."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format

from articles.editing import presence
from articles.models import Article

from .history import HistoryAdmin


class PresenceAdmin(HistoryAdmin):
    """A form that gives a sign while it is open, and says who else does."""

    def get_urls(self) -> list[URLPattern]:
        """The admin's addresses and that of the signs."""
        view = self.admin_site.admin_view(self.presence_view)
        return [
            path("<int:pk>/presence/", view, name="articles_article_presence"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form, with the names of who has it open; opening it is a sign, without a script."""
        article: Article | None = kwargs.get("obj")
        if article is not None and self.has_change_permission(request, article):
            now = timezone.now()
            presence.enter(article, request.user, now=now)
            context |= {
                "others": presence.others(article, request.user, now=now),
                "beat_seconds": presence.BEAT_SECONDS,
                "opened_version": article.modified_at.isoformat(),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def presence_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Takes a sign; answers who else has the article open, and whether it was saved since."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        article = Article.objects.only("pk", "modified_at").filter(pk=pk).first()
        if article is None:
            return JsonResponse({"others": [], "is_gone": True})
        now = timezone.now()
        if "left" in request.POST:
            presence.leave(article, request.user, now=now)
            return JsonResponse({})
        presence.beat(article, request.user, now=now)
        others = presence.others(article, request.user, now=now)
        return JsonResponse(
            {
                "others": [
                    {"name": other.name, "since": _hour(other.opened_at)} for other in others
                ],
                "changed": _hour(article.modified_at)
                if request.POST.get("version", "") != article.modified_at.isoformat()
                else "",
            }
        )


def _hour(at: Any) -> str:
    return date_format(timezone.localtime(at), "H:i")
