"""The front page and an article's page."""

from __future__ import annotations

from typing import Any, Final

from django.db.models.expressions import RawSQL
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import condition, conditional_page, require_safe

from articles import lists
from articles.beside import beside
from articles.fingerprints import fingerprint
from articles.formats.item import Item
from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.prepared import Prepared
from articles.story import lay_out

from .caching import shared_page, story_changed_at, story_etag


@shared_page
@conditional_page
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The front page."""
    return render(
        request, "articles/front.html", {"front": lists.front(Article.objects.published())}
    )


@shared_page
@require_safe
def detail(request: HttpRequest, pk: str, slug: str | None) -> HttpResponse:
    """One article. A withdrawn one keeps its address; one not published is for the desk."""
    article = readable(int(pk))
    is_withdrawn = article.status == Article.Status.WITHDRAWN
    is_preview = not is_withdrawn and not article.is_visible()
    if is_preview and not request.user.has_perm("articles.view_article"):
        raise Http404
    if slug != article.slug:
        return redirect(article, permanent=not is_preview)
    if is_withdrawn:
        return render(request, "articles/withdrawn.html", {"article": article}, status=410)
    if is_preview:
        response = story(request, article, "articles/detail.html", {"is_preview": True})
        add_never_cache_headers(response)
        return response
    return _published(request, article)


@condition(etag_func=story_etag, last_modified_func=story_changed_at)
def _published(request: HttpRequest, article: Article) -> HttpResponse:
    return story(request, article, "articles/detail.html", {})


def _with_rows(ids: RawSQL) -> ArticleQuerySet:
    return (
        Article.objects.filter(pk__in=ids)
        .annotate(
            topics=lists.topics_of(),
            sources=lists.sources_of(),
            notes=lists.corrections_of(),
            points=lists.bullets_of(),
        )
        .defer("search", "imported_digests", "ednote")
    )


_READABLE: Final = Prepared(_with_rows, as_json=("topics", "sources", "notes"))


def readable(pk: int) -> Article:
    """An article with what its page shows; 404 where there is none of this id."""
    found = _READABLE.of(RawSQL("SELECT %s::bigint", [pk]))
    if not found:
        raise Http404
    return found[0]


def story(
    request: HttpRequest, article: Article, template: str, more: dict[str, Any]
) -> HttpResponse:
    """The page of an article that comes from `readable`."""
    bullets: list[str] = article.points  # type: ignore[attr-defined]
    captions = list(article.captions.all())
    told = Item(
        article,
        lists.article_topics(article),
        lists.article_sources(article),
        bullets,
        captions,
        lists.corrections(article),
    )
    found = lay_out(article, captions, text=told.text)
    near = beside(article, [article.headline, *bullets], now=timezone.now())
    context = {
        "article": article,
        "bullets": bullets,
        "story": found,
        "told": told,
        "corrections": lists.corrections(article),
        "beside": near,
        # All that the page shows of the story comes from these.
        "shown": fingerprint(article, captions, told.pictures, found, near),
        "is_preview": False,
        **more,
    }
    return render(request, template, context)
