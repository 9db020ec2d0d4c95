"""Previews an unsaved form as the page that readers would see."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.request import QueryDict
from django.shortcuts import render

from articles import markup
from articles.models import Article, Bullet, Caption
from articles.public.article_layout import lay_out, pointed_to

MOST_ROWS: Final = 1000
"""Most bullets, and most captions, of a form that is previewed."""


def preview_form_view(admin: Any, request: HttpRequest) -> HttpResponse:
    """The contents of a form as readers would see them; nothing is saved."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not admin.has_view_or_change_permission(request):
        raise PermissionDenied
    return render(request, "admin/articles/article/reading.html", reading(request.POST))


def reading(posted: QueryDict) -> dict[str, Any]:
    """The context for the article template, from an unsaved form."""
    fields = ("headline", "kicker", "byline", "dateline", "body", "language")
    article = Article(**{name: _text(posted, name) for name in fields})
    captions = _captions(posted)
    bullets = [Bullet(text=row["text"]) for row in _rows(posted, "bullets", ("text",))]
    text = markup.plain_text(article.body)
    story = lay_out(article, captions, pointed_to(article), text=text)
    return {"article": article, "bullets": bullets, "story": story}


def _captions(posted: QueryDict) -> list[Caption]:
    """The form's captions; stored ones keep their stored pictures."""
    rows = [
        row
        for row in _rows(posted, "captions", ("id", "number", "text", "credit", "alt_text"))
        if number_in(row["number"]) is not None
    ]
    stored = Caption.objects.in_bulk([number_in(row["id"]) or 0 for row in rows])
    captions = []
    for at, row in enumerate(rows):
        # A temporary key distinguishes each from the others; none of them is saved.
        caption = stored.get(number_in(row["id"]) or 0) or Caption(pk=-at - 1)
        caption.number = number_in(row["number"]) or 0
        caption.text, caption.credit, caption.alt_text = row["text"], row["credit"], row["alt_text"]
        captions.append(caption)
    return sorted(captions, key=lambda caption: caption.number)


def _rows(posted: QueryDict, prefix: str, names: tuple[str, ...]) -> list[dict[str, str]]:
    count = min(number_in(posted.get(f"{prefix}-TOTAL_FORMS", "")) or 0, MOST_ROWS)
    return [
        {name: _text(posted, f"{prefix}-{at}-{name}") for name in names}
        for at in range(count)
        if f"{prefix}-{at}-DELETE" not in posted
    ]


def _text(posted: QueryDict, name: str) -> str:
    return posted.get(name, "").replace("\0", "")


def number_in(text: str) -> int | None:
    """The number in an input, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
