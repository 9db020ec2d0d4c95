"""The message after an act with its Undo button, and the undoing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from articles.admin.permissions import may_publish
from articles.editing import actions
from articles.editing.actions import Undone
from articles.models import PUBLIC_STATUSES, Article, DeskAction

from .links import redirect_to
from .next_previous import FILTERS

UNDO: Final = "undo "
"""Prefix of the tags of a message with an Undo button; the act's key follows, and the list that it
was made from."""


def tell_with_undo(
    admin: ModelAdmin, request: HttpRequest, text: str, action: DeskAction | None
) -> None:
    """Shows a message about an act with a button that undoes it (see base_site.html); without an
    act nothing was changed."""
    if action is None:
        admin.message_user(request, text, messages.WARNING)
        return
    tags = tags_of(request, action)
    admin.message_user(request, text, messages.SUCCESS, extra_tags=tags)


def offer(request: HttpRequest, action: DeskAction | None) -> None:
    """Lets the next message of success of this request have the Undo of an act."""
    request.undoable = action  # type: ignore[attr-defined]


def offered(request: HttpRequest) -> DeskAction | None:
    """The act whose Undo the next message is to have; once."""
    action: DeskAction | None = getattr(request, "undoable", None)
    offer(request, None)
    return action


def tags_of(request: HttpRequest, action: DeskAction) -> str:
    """The tags of a message that has the Undo of an act."""
    return f"{UNDO}{action.pk} {request.GET.get(FILTERS, '')}"


def undo_view(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Undoes the act that a message or the log named."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    key, _space, filters = request.POST.get("act", "").partition(" ")
    action = _found(key)
    if action is None:
        text = gettext("This can no longer be undone here.")
        admin.message_user(request, text, messages.ERROR)
        return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
    if not may_undo(request, [action]):
        raise PermissionDenied
    undone = actions.undo(action, by=request.user, now=timezone.now())
    _log(request, action, undone)
    _tell(admin, request, undone)
    return _back(request, action, filters)


def _found(key: str) -> DeskAction | None:
    """The act with this key, if it is not too old. One that was undone already says so later."""
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    action = DeskAction.objects.filter(pk=int(key)).first()
    if action is None or actions.is_too_old(action, now=timezone.now()):
        return None
    return action


def may_undo(request: HttpRequest, of: Iterable[DeskAction]) -> set[int]:
    """The keys of those of these acts that who asks may undo: their own, with the right that each
    needed, and as long as they may change its stories. An administrator may undo what others
    did."""
    user: Any = request.user
    allowed = {
        action.pk: action.article_ids
        for action in of
        if (action.made_by_id == user.pk or user.is_superuser)
        and (kind := actions.kind_of(action)) is not None
        and user.has_perm(kind.right)
    }
    if not allowed or may_publish(request):
        return set(allowed)
    keys = {key for of_one in allowed.values() for key in of_one}
    rows = Article.objects.filter(pk__in=keys, status__in=PUBLIC_STATUSES)
    public = set(rows.values_list("pk", flat=True))
    return {pk for pk, of_one in allowed.items() if public.isdisjoint(of_one)}


def _log(request: HttpRequest, action: DeskAction, undone: Undone) -> None:
    """A line in the history of each story that is as before: those that the act itself wrote."""
    if not undone.count:
        return
    rows = Article.objects.filter(pk__in=undone.articles or action.article_ids).only("headline")
    what = gettext("Publication undone.") if action.kind == "publish" else gettext("Undone.")
    LogEntry.objects.log_actions(request.user.pk or 0, rows, CHANGE, change_message=what)


def _tell(admin: ModelAdmin, request: HttpRequest, undone: Undone) -> None:
    if undone.left and undone.said_of_left:
        admin.message_user(request, undone.said_of_left, messages.WARNING)
    if undone.count:
        admin.message_user(request, undone.said or gettext("Undone."), messages.SUCCESS)
    elif not undone.said_of_left:
        text = gettext("Nothing was changed: it was undone already.")
        admin.message_user(request, text, messages.WARNING)


def _back(request: HttpRequest, action: DeskAction, filters: str) -> HttpResponse:
    """The story that the act was about, or the list that it was made from."""
    keys = action.article_ids
    if len(keys) == 1 and Article.objects.filter(pk=keys[0]).exists():
        return redirect_to(request, "admin:articles_article_change", keys[0], filters=filters)
    return redirect_to(request, "admin:articles_article_changelist", filters=filters)
