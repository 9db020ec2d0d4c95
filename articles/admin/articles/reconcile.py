"""The page that shows an article three ways, and the list of those the parser disagrees with."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
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

from .history import HistoryAdmin

SIDE: Final = "side-"
ALL: Final = "all"
"""The name of the two buttons that choose one side for every part in dispute."""

STATES: Final = {
    State.DISPUTED: _("An editor changed it, and the parser now reads it differently."),
    State.READ_ANEW: _(
        "No editor changed it; parsing again would bring what the parser reads now."
    ),
    State.HELD: _("Published, so the import left it; the newest dump differs."),
    State.EDITED: _("An editor changed it; parser unchanged."),
}


class ThreeWayAdmin(HistoryAdmin):
    """Imported, the editor's, and the parser's now; either side taken part by part."""

    def get_urls(self) -> list[URLPattern]:
        """The admin's addresses and that of the page."""
        view = self.admin_site.admin_view(self.three_way_view)
        return [
            path("<int:pk>/parser/", view, name="articles_article_three_way"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form, with a note where the parser disagrees."""
        article: Article | None = kwargs.get("obj")
        noted = getattr(article, "disagreement", None)
        if noted is not None:
            names = [part_name(part) for part in LABELS if part in noted.parts]
            is_public = article is not None and article.is_public
            context |= {
                "disagreement": get_text_list(names, gettext("and")),
                "is_held": is_public,
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def three_way_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page; a post takes the sides that it names."""
        article = self._readable(request, str(pk))
        may_change = self.has_change_permission(request, article)
        if request.method != "POST":
            return self._show(request, article, reconcile.look(article), may_change=may_change)
        if not may_change:
            raise PermissionDenied
        return self._take(request, article)

    def _take(self, request: HttpRequest, article: Article) -> HttpResponse:
        sides = _sides(request)
        address = reverse("admin:articles_article_three_way", args=[article.pk])
        try:
            reconcile.take(article, sides, seal=request.POST.get("seal", ""), by=request.user)
        except StaleError:
            text = gettext(
                "The story was changed while you were choosing. Nothing was saved; please "
                "compare again."
            )
            self.message_user(request, text, messages.ERROR)
            return HttpResponseRedirect(address)
        except ApartError:
            text = gettext(
                "Nothing was saved: the body places captions by number, and the two sides "
                "number them differently. Choose body and captions from the same side."
            )
            self.message_user(request, text, messages.ERROR)
            return HttpResponseRedirect(address)
        if not sides:
            self.message_user(
                request, gettext("No side was chosen; nothing changed."), messages.WARNING
            )
            return HttpResponseRedirect(address)
        self._tell_sides(request, article, sides)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def _tell_sides(self, request: HttpRequest, article: Article, sides: dict[str, Side]) -> None:
        taken, left = (
            [part for part in LABELS if sides.get(part) is side]
            for side in (Side.PARSER, Side.EDITOR)
        )
        what = reconcile.said(taken, left, is_public=article.is_public)
        self.log_change(request, article, what)
        back = reverse("admin:articles_article_history", args=[article.pk])
        was = gettext("The previous text is in the history.")
        link = format_html(' <a href="{}">{}</a>', back, was)
        self.message_user(
            request, format_html("{}{}", what, link if taken else ""), messages.SUCCESS
        )

    def _show(
        self, request: HttpRequest, article: Article, ways: ThreeWay | None, *, may_change: bool
    ) -> HttpResponse:
        parts = ways.differing if ways else []
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Compare with parser: %(headline)s") % {"headline": article.headline},
            "article": article,
            "opts": self.opts,
            "ways": ways,
            "parts": [(part, STATES[part.state]) for part in parts],
            "has_disputed": any(part.state in (State.DISPUTED, State.HELD) for part in parts),
            "may_change": may_change,
        }
        return TemplateResponse(request, "admin/articles/article/three_way.html", context)


def _sides(request: HttpRequest) -> dict[str, Side]:
    """The sides that were posted; one of the two buttons stands for every part shown."""
    for_all = request.POST.get(ALL, "")
    posted = {
        part: for_all or request.POST.get(f"{SIDE}{part}", "")
        for part in LABELS
        if not for_all or part in request.POST.getlist("disputed")
    }
    return {part: Side(side) for part, side in posted.items() if side in set(Side)}
