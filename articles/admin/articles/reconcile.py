"""The three-way page of an article, and the list of articles on which editor and parser
disagree."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.editing import reconcile
from articles.editing.reconcile import (
    LABELS,
    ApartError,
    Side,
    StaleError,
    State,
    ThreeWay,
    part_name,
)
from articles.models import Article

from .loading import readable

SIDE: Final = "side-"
ALL: Final = "all"
"""Name of the two buttons that choose one side for every part in dispute."""

STATES: Final = {
    State.DISPUTED: _("An editor changed it, and the parser now reads it differently."),
    State.READ_ANEW: _(
        "No editor changed it; parsing again would bring what the parser reads now."
    ),
    State.HELD: _("Published, so the import left it; the newest dump differs."),
    State.EDITED: _("An editor changed it; parser unchanged."),
}


def disagreement_of(article: Article | None) -> dict[str, Any]:
    """The parts on which the parser disagrees, in words, for the form."""
    noted = getattr(article, "disagreement", None)
    if article is None or noted is None:
        return {}
    names = [part_name(part) for part in LABELS if part in noted.parts]
    return {"disagreement": get_text_list(names, gettext("and")), "is_held": article.is_public}


def three_way_view(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The three-way page; a POST applies the chosen sides."""
    article = readable(admin, request, pk)
    may_change = admin.has_change_permission(request, article)
    if request.method != "POST":
        return _show(admin, request, article, reconcile.look(article), may_change=may_change)
    if not may_change:
        raise PermissionDenied
    return _take(admin, request, article)


def _take(admin: ModelAdmin, request: HttpRequest, article: Article) -> HttpResponse:
    sides = _sides(request)
    address = reverse("admin:articles_article_three_way", args=[article.pk])
    try:
        reconcile.take(article, sides, seal=request.POST.get("seal", ""), by=request.user)
    except StaleError:
        text = gettext(
            "The story was changed while you were choosing. Nothing was saved; please "
            "compare again."
        )
        admin.message_user(request, text, messages.ERROR)
        return HttpResponseRedirect(address)
    except ApartError:
        text = gettext(
            "Nothing was saved: the body places captions by number, and the two sides "
            "number them differently. Choose body and captions from the same side."
        )
        admin.message_user(request, text, messages.ERROR)
        return HttpResponseRedirect(address)
    if not sides:
        admin.message_user(
            request, gettext("No side was chosen; nothing changed."), messages.WARNING
        )
        return HttpResponseRedirect(address)
    _tell_sides(admin, request, article, sides)
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def _tell_sides(
    admin: ModelAdmin, request: HttpRequest, article: Article, sides: dict[str, Side]
) -> None:
    taken, left = (
        [part for part in LABELS if sides.get(part) is side] for side in (Side.PARSER, Side.EDITOR)
    )
    what = reconcile.said(taken, left, is_public=article.is_public)
    admin.log_change(request, article, what)
    back = reverse("admin:articles_article_history", args=[article.pk])
    was = gettext("The previous text is in the history.")
    link = format_html(' <a href="{}">{}</a>', back, was)
    admin.message_user(request, format_html("{}{}", what, link if taken else ""), messages.SUCCESS)


def _show(
    admin: ModelAdmin,
    request: HttpRequest,
    article: Article,
    ways: ThreeWay | None,
    *,
    may_change: bool,
) -> HttpResponse:
    parts = ways.differing if ways else []
    context = {
        **admin.admin_site.each_context(request),
        "title": gettext("Compare with parser: %(headline)s") % {"headline": article.headline},
        "article": article,
        "opts": admin.opts,
        "ways": ways,
        "parts": [(part, STATES[part.state]) for part in parts],
        "has_disputed": any(part.state in (State.DISPUTED, State.HELD) for part in parts),
        "may_change": may_change,
    }
    return TemplateResponse(request, "admin/articles/article/three_way.html", context)


def _sides(request: HttpRequest) -> dict[str, Side]:
    """The chosen sides; one of the two buttons stands for every part shown."""
    for_all = request.POST.get(ALL, "")
    posted = {
        part: for_all or request.POST.get(f"{SIDE}{part}", "")
        for part in LABELS
        if not for_all or part in request.POST.getlist("disputed")
    }
    return {part: Side(side) for part, side in posted.items() if side in set(Side)}
