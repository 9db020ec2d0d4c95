"""An unpublished story, for anybody who has a signed link to it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.editing import preview_tokens

from .articles import readable, unpublished


@require_safe
def signed(request: HttpRequest, token: str) -> HttpResponse:
    """The story as readers will see it; the page may not be cached or indexed."""
    now = timezone.now()
    opened: preview_tokens.Preview | None = None
    try:
        opened = preview_tokens.read(token, now=now)
        key = opened.article
    except preview_tokens.ForgedError as error:
        raise Http404 from error
    except preview_tokens.ExpiredError as error:
        if error.article is None:
            return _over(request)
        key = error.article
    article = readable(key)
    if article.is_visible(now=now):
        return _unlisted(redirect(article))
    if opened is None or not opened.is_good_for(article, now=now):
        return _over(request)
    extra = {"preview_until": opened.until}
    return _unlisted(unpublished(request, article, "articles/preview.html", extra))


def _over(request: HttpRequest) -> HttpResponse:
    return _unlisted(render(request, "articles/preview_over.html", status=410))


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    # The address gives access, so no linked page may learn it.
    response["Referrer-Policy"] = "no-referrer"
    return response
