"""The history of an article: its versions, the differences between two, and restoring one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from reversion.errors import RevertError
from reversion.models import Version

from articles.admin.labels.issues import listed
from articles.editing import actions, issues
from articles.editing.reconcile import LABELS, part_name
from articles.models import Article, Caption
from articles.models.image_files import missing
from articles.versions import history

from .loading import readable
from .recent_actions import Line, lines_of

CURRENT = "now"
"""In the address of a comparison: the stored article, in place of a version."""


MOST_ACTS: Final = 200
MOST_UNDOABLE: Final = 10


@dataclass(frozen=True, slots=True)
class Act:
    """An action on an article: when, by whom, what."""

    at: datetime
    who: str
    what: str


def history_view(
    admin: ModelAdmin,
    request: HttpRequest,
    object_id: str,
    extra_context: dict[str, Any] | None = None,
) -> HttpResponse:
    """The versions, and below them the other actions on the article."""
    article = readable(admin, request, object_id)
    entries = history.entries(article)
    context = {
        **admin.admin_site.each_context(request),
        "title": gettext("History: %(headline)s") % {"headline": article.headline},
        "article": article,
        "opts": admin.opts,
        "entries": entries,
        "actions": _acts(article),
        "undoable": _undoable(request, article),
        "can_restore": admin.has_change_permission(request, article),
        **(extra_context or {}),
    }
    return TemplateResponse(request, "admin/articles/article/history.html", context)


def _undoable(request: HttpRequest, article: Article) -> list[Line]:
    """The latest acts on the article that who asks may still undo."""
    latest = actions.of_article(article.pk)[:MOST_UNDOABLE]
    return [line for line in lines_of(request, latest) if line.can_undo]


def compare_view(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The differences between two versions, or between a version and the stored article."""
    article = readable(admin, request, pk)
    old, old_name = _side(article, request.GET.get("from", ""))
    new, new_name = _side(article, request.GET.get("to", CURRENT))
    version = history.version_of(article, _key(request.GET.get("from", "")))
    context = {
        **admin.admin_site.each_context(request),
        "title": gettext("Compare: %(headline)s") % {"headline": article.headline},
        "article": article,
        "opts": admin.opts,
        "changes": history.compare(old, new),
        "old_name": old_name,
        "new_name": new_name,
        "version": version,
        "can_restore": admin.has_change_permission(request, article),
    }
    return TemplateResponse(request, "admin/articles/article/compare.html", context)


def restore_view(admin: ModelAdmin, request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Restores a version; only a form may request it, never a link."""
    article = readable(admin, request, pk)
    if request.method != "POST" or not admin.has_change_permission(request, article):
        raise PermissionDenied
    stored = history.version_of(article, version)
    if stored is None:
        raise Http404
    try:
        with transaction.atomic():
            # It may just have been published.
            locked = Article.objects.select_for_update().only("status").get(pk=article.pk)
            if not admin.has_change_permission(request, locked):
                raise PermissionDenied
            left_out = history.restore(article, stored, by=request.user)
            issues.recheck([article.pk], by=request.user)
    except (RevertError, IntegrityError) as error:
        why = {"why": str(error).splitlines()[0]}
        text = gettext("This version cannot be restored: %(why)s") % why
        admin.message_user(request, text, messages.ERROR)
        return HttpResponseRedirect(reverse("admin:articles_article_history", args=[pk]))
    at = {"at": _moment(stored)}
    admin.log_change(request, article, gettext("Restored the version of %(at)s.") % at)
    text = gettext("Restored the version of %(at)s. The previous text is in the history.") % at
    admin.message_user(request, text, messages.SUCCESS)
    if left_out:
        text = ngettext(
            "%(count)s source or topic of it has since been deleted and is left out.",
            "%(count)s sources and topics of it have since been deleted and are left out.",
            left_out,
        )
        admin.message_user(request, text % {"count": left_out}, messages.WARNING)
    if lost := missing(Caption.objects.filter(article=article)):
        text = ngettext(
            "%(count)s picture of it has since been removed and cannot be restored.",
            "%(count)s pictures of it have since been removed and cannot be restored.",
            lost,
        )
        admin.message_user(request, text % {"count": lost}, messages.WARNING)
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))


def _side(article: Article, text: str) -> tuple[dict[str, str], str]:
    """A version's parts and its name; without a key, those of the stored article."""
    if text == CURRENT:
        return history.current_state(article), gettext("now")
    version = history.version_of(article, _key(text))
    if version is None:
        raise Http404
    return history.state_of(version), _moment(version)


def _acts(article: Article) -> list[Act]:
    """Actions of users, and updates by runs while the article was published; newest first."""
    kind = ContentType.objects.get_for_model(Article)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(article.pk))
    acts = [
        Act(entry.action_time, entry.user.get_username(), str(entry.get_change_message()))
        for entry in entries.select_related("user").order_by("-action_time")[:MOST_ACTS]
    ]
    updates = article.updates.select_related("run").order_by("-made_at")
    for update in updates[:MOST_ACTS]:
        parts = [part_name(part) for part in LABELS if part in update.digests]
        values = {"run": update.run_id, "parts": listed(parts)}
        what = gettext("Updated by import %(run)s: %(parts)s.") % values
        acts.append(Act(update.made_at, update.run.asked_by, what))
        if update.undone_at:
            what = gettext("Update by import %(run)s undone.") % values
            acts.append(Act(update.undone_at, update.undone_by, what))
    return sorted(acts, key=lambda act: act.at, reverse=True)[:MOST_ACTS]


def _key(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _moment(version: Version) -> str:
    return date_format(localtime(version.revision.date_created), "SHORT_DATETIME_FORMAT")
