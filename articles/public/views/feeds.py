"""Feeds of the newest stories: of all, and of those of a topic, a source, a place or some days.

A feed's entity tag is made of its stories' ids and the times they last changed, from one small
query. So a story that is added, changes, leaves its embargo or is withdrawn changes the tag. No
`Last-Modified` is sent: after a story is withdrawn, the latest time of the remaining ones may be an
old one, and a client that asks by time alone would learn that nothing changed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from articles.models import UNDATED, Article, ArticleTag, Attribution, Source, Topic
from articles.models.article import ArticleQuerySet
from articles.public.filters import start_of
from articles.public.formats import absolute_urls, feeds, item

from .archive import period
from .http_caching import etag_of, shared
from .redirects import led_on

FEED_LENGTH: Final = 30


@shared
@require_safe
def latest(request: HttpRequest, kind: str) -> HttpResponse:
    page = absolute_urls.absolute(reverse("articles:front"))
    return _answer(request, kind, Article.objects.published(), settings.SITE_NAME, page)


@shared
@require_safe
@led_on(Topic)
def topic(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    tag = get_object_or_404(Topic, slug=slug)
    links = ArticleTag.objects.filter(content_object=OuterRef("pk"), tag_id=tag.pk)
    articles = Article.objects.published().filter(Exists(links))
    return _narrowed(request, kind, articles, tag.name, absolute_urls.list_of("topic", slug))


@shared
@require_safe
@led_on(Source)
def source(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The newest stories that a source had a part in."""
    found = get_object_or_404(Source, slug=slug)
    parts = Attribution.objects.filter(article=OuterRef("pk"), source_id=found.pk)
    articles = Article.objects.published().filter(Exists(parts))
    return _narrowed(request, kind, articles, found.name, absolute_urls.list_of("source", slug))


@shared
@require_safe
def place(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    articles = Article.objects.published().filter(place_slug=slug)
    name = articles.order_by("-published_at", "-id").values_list("place", flat=True).first()
    return _narrowed(request, kind, articles, name or slug, absolute_urls.list_of("place", slug))


@shared
@require_safe
def year(request: HttpRequest, year: str, kind: str) -> HttpResponse:
    return _of_days(request, kind, "Y", year)


@shared
@require_safe
def month(request: HttpRequest, year: str, month: str, kind: str) -> HttpResponse:
    return _of_days(request, kind, "F Y", year, month)


@shared
@require_safe
def day(request: HttpRequest, year: str, month: str, day: str, kind: str) -> HttpResponse:
    return _of_days(request, kind, "j F Y", year, month, day)


def _of_days(request: HttpRequest, kind: str, form: str, *numbers: str) -> HttpResponse:
    first, end = period(*numbers)
    published = Article.objects.published().exclude(published_at=UNDATED)
    stories = published.filter(published_at__gte=start_of(first), published_at__lt=start_of(end))
    page = reverse(f"articles:archive-{_PERIODS[len(numbers)]}", args=numbers)
    return _narrowed(request, kind, stories, date_format(first, form), absolute_urls.absolute(page))


_PERIODS: Final = {1: "year", 2: "month", 3: "day"}  # by the number of numbers in the address


def _narrowed(
    request: HttpRequest, kind: str, articles: ArticleQuerySet, name: str, page: str
) -> HttpResponse:
    title = f"{name} · {settings.SITE_NAME}"
    return _answer(request, kind, articles, title, page, is_part=True)


def _answer(
    request: HttpRequest,
    kind: str,
    articles: ArticleQuerySet,
    title: str,
    page: str,
    *,
    is_part: bool = False,
) -> HttpResponse:
    newest = articles.order_by("-published_at", "-id")
    state = list(newest.values_list("pk", "modified_at")[:FEED_LENGTH])
    if is_part and not state:
        raise Http404  # readers may not know of a topic that only drafts have
    channel = feeds.Channel(
        title=title,
        description=_("The newest stories of %(title)s") % {"title": title},
        page=page,
        address=absolute_urls.absolute(request.path),
        language=get_language() or settings.LANGUAGE_CODE,
    )
    return _feed(request, kind, channel, articles, state)


State = list[tuple[int, datetime]]


def _etag(
    request: HttpRequest, kind: str, channel: feeds.Channel, articles: ArticleQuerySet, state: State
) -> str:
    return etag_of(kind, channel, state)


@condition(etag_func=_etag)
def _feed(
    request: HttpRequest, kind: str, channel: feeds.Channel, articles: ArticleQuerySet, state: State
) -> HttpResponse:
    # By their ids: a story that comes in between the two queries waits for the next call.
    stories = articles.filter(pk__in=[pk for pk, _modified_at in state])
    items = item.load(stories.order_by("-published_at", "-id"))
    response: HttpResponse
    if kind == "json":
        response = JsonResponse(
            feeds.json_feed(channel, items), json_dumps_params={"ensure_ascii": False}
        )
    else:
        response = HttpResponse(feeds.xml(kind, channel, items))
    response.headers["Content-Type"] = feeds.CONTENT_TYPES[kind]
    return response
