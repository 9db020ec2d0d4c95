"""Loads the article of a request once, with the rows that its page needs."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch, Q, prefetch_related_objects
from django.http import Http404, HttpRequest

from articles.models import Article, ArticleTag, Clipping

TOPICS: Final = Prefetch("article_tags", ArticleTag.objects.select_related("tag"))
CLIPPINGS: Final = Prefetch(
    "clippings",
    Clipping.objects.select_related("dump")
    .defer("paragraph_digests", "dump__original")
    .annotate(is_of_page=Q(dump__original__isnull=False))
    .order_by("pk"),
)


def readable(admin: Any, request: HttpRequest, object_id: object) -> Article:
    """The article of a page; raises Http404 or PermissionDenied."""
    article: Article | None = admin.get_object(request, str(object_id))
    if article is None:
        raise Http404
    if not admin.has_view_or_change_permission(request, article):
        raise PermissionDenied
    return article


def lock(admin: ModelAdmin, request: HttpRequest, object_id: str) -> Article | None:
    """The article with its rows, locked until the transaction ends; `locked` returns it later."""
    try:
        key = admin.opts.pk.to_python(object_id)
    except (ValidationError, ValueError):
        return None
    articles = admin.get_queryset(request).prefetch_related(TOPICS).order_by()
    article: Article | None
    article = articles.select_for_update(of=("self",)).filter(pk=key).first()
    request.locked_article = article  # type: ignore[attr-defined]
    return article


def locked(request: HttpRequest, object_id: str) -> Article | None:
    """The article with this key, if this request has locked it."""
    article: Article | None = getattr(request, "locked_article", None)
    return article if article is not None and str(article.pk) == object_id else None


def forget_rows(article: Article) -> None:
    """Drops the prefetched rows after a save, so that they are read again when needed."""
    read = getattr(article, "_prefetched_objects_cache", {})
    if read:
        article.refresh_from_db(fields=list(read))


def clippings_of(article: Article) -> list[Clipping]:
    """The article's clippings with their dumps, oldest first; one query a request."""
    prefetch_related_objects([article], CLIPPINGS)
    return list(article.clippings.all())
