"""Drafts on the server: what somebody typed and did not save is offered again, on any machine.

The page's script sends the form's inputs every few seconds and on leaving; a save ends its draft
(see drafts.py). A draft is its author's alone.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, Final

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from articles.models import Article, Autosave

from .drafts import is_name

DAYS: Final = 30
"""How long a draft is kept."""
MOST: Final = 50
"""Most drafts of a person; the oldest go."""
LONGEST: Final = 4_000_000
"""Characters of the longest draft."""
SHOWN: Final = 8
"""Drafts that the desk's first page names."""


def autosave_view(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """GET: the drafts of who asks for `?article=`; POST: keeps a draft, or ends it."""
    if not (admin.has_change_permission(request) or admin.has_add_permission(request)):
        raise PermissionDenied
    if request.method == "POST":
        return _keep(request)
    article = request.GET.get("article", "")
    key = int(article) if article.isascii() and article.isdigit() and len(article) < 19 else None
    drafts = Autosave.objects.filter(user=request.user.pk, article=key).order_by("-made_at")[:MOST]
    answer = JsonResponse({"drafts": [{"key": row.key, "draft": row.draft} for row in drafts]})
    add_never_cache_headers(answer)
    return answer


def _keep(request: HttpRequest) -> HttpResponse:
    key = request.POST.get("key", "")
    if not is_name(key):
        return HttpResponseBadRequest("no such draft")
    mine = Autosave.objects.filter(user=request.user.pk)
    if "discard" in request.POST:
        mine.filter(key=key).delete()
        return JsonResponse({})
    draft = _read(request.POST.get("draft", ""))
    article = request.POST.get("article", "")
    if draft is None:
        return HttpResponseBadRequest("no draft")
    number = int(article) if article.isascii() and article.isdigit() and len(article) < 19 else None
    if number is not None and not Article.objects.filter(pk=number).exists():
        number = None  # it was deleted since: what was typed is kept as a new story
    now = timezone.now()
    user: Any = request.user
    values = {"article_id": number, "draft": draft, "made_at": now}
    Autosave.objects.update_or_create(user=user, key=key, defaults=values)
    mine.filter(made_at__lt=now - timedelta(days=DAYS)).delete()
    old = mine.order_by("-made_at").values_list("pk", flat=True)[MOST : 2 * MOST]
    mine.filter(pk__in=list(old)).delete()
    return JsonResponse({})


def _read(text: str) -> dict[str, Any] | None:
    """A draft as the script writes it: a time and the inputs."""
    if len(text) > LONGEST:
        return None
    try:
        draft = json.loads(text)
    except ValueError:
        return None
    is_draft = isinstance(draft, dict) and isinstance(draft.get("fields"), list)
    return draft if is_draft and isinstance(draft.get("at"), int) else None


def unsaved(request: HttpRequest) -> list[Autosave]:
    """The newest drafts of who asks, with their stories."""
    drafts = Autosave.objects.filter(user=request.user.pk).select_related("article")
    return list(drafts.only("made_at", "article__headline").order_by("-made_at")[:SHOWN])
