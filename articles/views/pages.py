"""The front page and an article's page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from articles import lists
from articles.models import Article
from articles.story import lay_out


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The front page."""
    return render(
        request, "articles/front.html", {"front": lists.front(Article.objects.published())}
    )


@require_safe
def detail(request: HttpRequest, pk: str, slug: str | None) -> HttpResponse:
    """One article. A withdrawn one keeps its address; one not published is for the desk."""
    article = get_object_or_404(
        Article.objects.annotate(
            topics=lists.topics_of(),
            sources=lists.sources_of(),
            notes=lists.corrections_of(),
        ).defer("search", "imported_digests", "ednote"),
        pk=int(pk),
    )
    is_withdrawn = article.status == Article.Status.WITHDRAWN
    is_preview = not is_withdrawn and not article.is_visible()
    if is_preview and not request.user.has_perm("articles.view_article"):
        raise Http404
    if slug != article.slug:
        return redirect(article, permanent=not is_preview)
    if is_withdrawn:
        return render(request, "articles/withdrawn.html", {"article": article}, status=410)
    context = {
        "article": article,
        "bullets": article.bullets.all(),
        "story": lay_out(article, list(article.captions.all())),
        "corrections": lists.corrections(article),
        "is_preview": is_preview,
    }
    response = render(request, "articles/detail.html", context)
    if is_preview:
        add_never_cache_headers(response)
    return response
