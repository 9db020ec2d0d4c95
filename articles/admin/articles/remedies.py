"""Applies remedies from the raw lines beside the form to the saved article.

The scripts in static/articles/desk do the same in the browser, before the form is saved.
"""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import QueryDict
from django.utils.translation import gettext

from articles.editing import line_fixes
from articles.editing.line_fixes import Remedy
from articles.models import Article, Clipping

from .form_preview import number_in
from .source_lines import REMEDY_NAMES, evidence_for, place_of

MEND: Final = "_mend"
"""Name of a remedy's button; its values are `split:17`, or `chosen` for the inputs `_remedy` and
`_line`."""


def apply(admin: ModelAdmin, request: HttpRequest, article: Article) -> None:
    """Applies the remedy that a saved form requests, if any."""
    if requested := requested_remedy(request.POST):
        _mend(admin, request, article, *requested)


def back_to_line(request: HttpRequest) -> HttpResponse | None:
    """Redirects to the same form, at the line of the remedy."""
    requested = requested_remedy(request.POST)
    if requested is None:
        return None
    return HttpResponseRedirect(f"{request.get_full_path()}#line-{requested[1]}")


def requested_remedy(posted: QueryDict) -> tuple[Remedy, int] | None:
    """The requested remedy and the number of its line, or None."""
    name, _, line = posted.get(MEND, "").partition(":")
    if name == "chosen":
        name, line = posted.get("_remedy", ""), posted.get("_line", "")
    number = number_in(line)
    return (Remedy(name), number) if name in set(Remedy) and number is not None else None


def _mend(
    admin: ModelAdmin, request: HttpRequest, saved: Article, remedy: Remedy, number: int
) -> None:
    article = Article.objects.defer("search").get(pk=saved.pk)
    clippings = list(Clipping.objects.filter(article=article).select_related("dump"))
    evidence = evidence_for(article, clippings, request.GET.get("clipping", ""))
    place = place_of(evidence.lines, number) if evidence else None
    values = {"number": number, "remedy": REMEDY_NAMES[remedy]}
    if place and line_fixes.mend(article, remedy, place):
        admin.message_user(
            request, gettext("Line %(number)s: %(remedy)s. Done, and saved.") % values
        )
    else:
        text = (
            gettext(
                "Line %(number)s: “%(remedy)s” cannot be done here. Your other changes are saved."
            )
            % values
        )
        admin.message_user(request, text, messages.WARNING)
