"""The body's editor: remedies at the raw lines, and the story as it will read, while it is written.

The scripts in static/articles/desk do without the server what these remedies do with it; both save
nothing that the form's own buttons would not.
"""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.request import QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext

from articles import markup
from articles.admin.changelist import DeskAdmin
from articles.editing import line_fixes
from articles.editing.line_fixes import Remedy
from articles.models import Article, Bullet, Caption, Clipping
from articles.public.article_layout import lay_out, pointed_to

from .source_lines import REMEDY_NAMES, evidence_for, place_of

MEND: Final = "_mend"
"""The button of a remedy: `split:17`, or `chosen` for the fields `_remedy` and `_line`."""

MOST_ROWS: Final = 1000
"""Bullets, and captions, of a form that is read before it is saved."""


class BodyAdmin(DeskAdmin):
    """A form that applies a remedy to what it has saved, and shows what it holds as it reads."""

    def get_urls(self) -> list[URLPattern]:
        """The admin's addresses, and the story as it reads."""
        view = self.admin_site.admin_view(self.reading_view)
        return [path("reading/", view, name="articles_article_reading"), *super().get_urls()]

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list[BaseModelFormSet], change: bool
    ) -> None:
        """Saves the rows, and then mends what was asked for."""
        super().save_related(request, form, formsets, change)
        asked = asked_remedy(request.POST)
        if asked and change:
            self._mend(request, form.instance, *asked)

    def _mend(self, request: HttpRequest, saved: Article, remedy: Remedy, number: int) -> None:
        article = Article.objects.defer("search").get(pk=saved.pk)
        clippings = list(Clipping.objects.filter(article=article).select_related("dump"))
        evidence = evidence_for(article, clippings, request.GET.get("clipping", ""))
        place = place_of(evidence.lines, number) if evidence else None
        told = {"number": number, "remedy": REMEDY_NAMES[remedy]}
        if place and line_fixes.mend(article, remedy, place):
            self.message_user(
                request, gettext("Line %(number)s: %(remedy)s. Done, and saved.") % told
            )
        else:
            text = (
                gettext(
                    "Line %(number)s: “%(remedy)s” cannot be done here. Your other changes "
                    "are saved."
                )
                % told
            )
            self.message_user(request, text, messages.WARNING)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """After a remedy the same form again, at its line."""
        asked = asked_remedy(request.POST)
        if asked is None:
            return super().response_change(request, obj)
        return HttpResponseRedirect(f"{request.get_full_path()}#line-{asked[1]}")

    def reading_view(self, request: HttpRequest) -> HttpResponse:
        """What a form holds, as readers would see it; nothing is saved."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return render(request, "admin/articles/article/reading.html", reading(request.POST))


def asked_remedy(posted: QueryDict) -> tuple[Remedy, int] | None:
    """The remedy that a form asks for and the number of its line; None where it asks for none."""
    name, _, line = posted.get(MEND, "").partition(":")
    if name == "chosen":
        name, line = posted.get("_remedy", ""), posted.get("_line", "")
    number = _number(line)
    return (Remedy(name), number) if name in set(Remedy) and number is not None else None


def reading(posted: QueryDict) -> dict[str, Any]:
    """What the template of a story as it reads needs, out of a form that was not saved."""
    fields = ("headline", "kicker", "byline", "dateline", "body", "language")
    article = Article(**{name: _text(posted, name) for name in fields})
    captions = _captions(posted)
    bullets = [Bullet(text=row["text"]) for row in _rows(posted, "bullets", ("text",))]
    text = markup.plain_text(article.body)
    story = lay_out(article, captions, pointed_to(article), text=text)
    return {"article": article, "bullets": bullets, "story": story}


def _captions(posted: QueryDict) -> list[Caption]:
    """The form's captions, those that are stored with their stored pictures."""
    rows = [
        row
        for row in _rows(posted, "captions", ("id", "number", "text", "credit", "alt_text"))
        if _number(row["number"]) is not None
    ]
    stored = Caption.objects.in_bulk([_number(row["id"]) or 0 for row in rows])
    captions = []
    for at, row in enumerate(rows):
        # A key of its own tells each from the others; none of them will be saved.
        caption = stored.get(_number(row["id"]) or 0) or Caption(pk=-at - 1)
        caption.number = _number(row["number"]) or 0
        caption.text, caption.credit, caption.alt_text = row["text"], row["credit"], row["alt_text"]
        captions.append(caption)
    return sorted(captions, key=lambda caption: caption.number)


def _rows(posted: QueryDict, prefix: str, names: tuple[str, ...]) -> list[dict[str, str]]:
    count = min(_number(posted.get(f"{prefix}-TOTAL_FORMS", "")) or 0, MOST_ROWS)
    return [
        {name: _text(posted, f"{prefix}-{at}-{name}") for name in names}
        for at in range(count)
        if f"{prefix}-{at}-DELETE" not in posted
    ]


def _text(posted: QueryDict, name: str) -> str:
    return posted.get(name, "").replace("\0", "")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
