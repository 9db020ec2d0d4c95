"""The page of a story as it reads, made of a form that is not saved."""

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
"""Bullets, and captions, of a form that is read before it is saved."""


def reading_view(admin: Any, request: HttpRequest) -> HttpResponse:
    """What a form holds, as readers would see it; nothing is saved."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not admin.has_view_or_change_permission(request):
        raise PermissionDenied
    return render(request, "admin/articles/article/reading.html", reading(request.POST))


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
        if number_in(row["number"]) is not None
    ]
    stored = Caption.objects.in_bulk([number_in(row["id"]) or 0 for row in rows])
    captions = []
    for at, row in enumerate(rows):
        # A key of its own tells each from the others; none of them will be saved.
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
    """The number that an input holds; None where it holds none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
