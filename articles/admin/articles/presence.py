"""Tells an editor that a colleague has the same article open."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format

from articles.editing import presence
from articles.models import Article


def editors_of(admin: ModelAdmin, request: HttpRequest, article: Article | None) -> dict[str, Any]:
    """Other editors who have the article open. Calling this registers the user's own presence,
    so it works without scripts."""
    if article is None or not admin.has_change_permission(request, article):
        return {}
    now = timezone.now()
    presence.enter(article, request.user, now=now)
    return {
        "others": presence.others(article, request.user, now=now),
        "beat_seconds": presence.BEAT_SECONDS,
        "opened_version": article.modified_at.isoformat(),
    }


def presence_view(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Registers the user's presence; answers who else has the article open and whether it was
    saved since."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not admin.has_change_permission(request):
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
            "others": [{"name": other.name, "since": _hour(other.opened_at)} for other in others],
            "changed": _hour(article.modified_at)
            if request.POST.get("version", "") != article.modified_at.isoformat()
            else "",
        }
    )


def _hour(at: Any) -> str:
    return date_format(timezone.localtime(at), "H:i")
