"""What crawlers ask for first: robots.txt and the sitemaps."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from articles.public.formats import sitemaps

from .http_caching import shared


@shared
@conditional_page
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return _xml(sitemaps.index(sitemaps.stretches(now=timezone.now())))


@shared
@conditional_page
@require_safe
def stories(request: HttpRequest, number: str) -> HttpResponse:
    """The published stories among one stretch of ids; 404 where there are none."""
    entries = sitemaps.entries_of(int(number), now=timezone.now())
    if not entries:
        raise Http404
    return _xml(sitemaps.urlset(entries))


@shared
@conditional_page
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """The stories of the last two days by their own date."""
    return _xml(sitemaps.news_urlset(sitemaps.news(now=timezone.now())))


@shared
@conditional_page
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers are asked to leave alone, and where the sitemaps are."""
    return HttpResponse(sitemaps.robots(), content_type="text/plain; charset=utf-8")


def _xml(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
