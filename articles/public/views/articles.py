"""The front page and an article's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Article, Caption
from articles.models.article import ArticleQuerySet
from articles.public import cards
from articles.public.article_layout import lay_out, pointed_to
from articles.public.cache_keys import fingerprint
from articles.public.compiled_query import Prepared
from articles.public.formats.item import Item
from articles.public.origin import Origin, origin_of
from articles.public.related import Beside, beside

from .http_caching import dated, shared_page
from .page_cache import cached_page


@shared_page
@conditional_page
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    front = cards.front(Article.objects.published())
    return cached_page(request, "articles/front.html", front, lambda recently: {"front": front})


@shared_page
@require_safe
def detail(request: HttpRequest, pk: str, slug: str | None) -> HttpResponse:
    """One article. A withdrawn one keeps its address; one not published is for the desk."""
    article = readable(int(pk))
    is_withdrawn = article.status == Article.Status.WITHDRAWN
    is_preview = not is_withdrawn and not article.is_visible()
    if is_preview and not request.user.has_perm("articles.view_article"):
        raise Http404
    # A slug is made from the headline: if that must be hidden, no address may contain it.
    if slug != article.slug and not (is_withdrawn and article.hides_headline):
        return redirect(article, permanent=not is_preview)
    if is_withdrawn:
        return render(request, "articles/withdrawn.html", {"article": article}, status=410)
    if is_preview:
        response = unpublished(request, article, "articles/detail.html", {})
        add_never_cache_headers(response)
        return response
    return _published(request, article)


@conditional_page
def _published(request: HttpRequest, article: Article) -> HttpResponse:
    story = _ask(article)
    name = story.fingerprint()
    response = cached_page(
        request,
        "articles/detail.html",
        name,
        lambda recently: {**_context(story, name), "is_preview": False},
    )
    return dated(response, article)


def unpublished(
    request: HttpRequest, article: Article, template: str, more: dict[str, Any]
) -> HttpResponse:
    """The page of an article from `readable`, for those who may see it before publication."""
    story = _ask(article)
    context = _context(story, story.fingerprint())
    return render(request, template, {**context, "is_preview": True, **more})


def _with_rows(ids: RawSQL) -> ArticleQuerySet:
    captions = Caption.objects.filter(article=OuterRef("pk")).order_by("number", "pk")
    columns = ("id", "number", "text", "credit", *cards.PICTURE_FIELDS)
    row = JSONObject(**{name: name for name in columns})
    return (
        Article.objects.filter(pk__in=ids)
        .annotate(
            topics=cards.topics_of(),
            sources=cards.sources_of(),
            notes=cards.corrections_of(),
            origin=origin_of(),
            points=cards.bullets_of(),
            pictured=ArraySubquery(captions.values(row=row)),
        )
        .defer("search", "imported_digests", "ednote")
    )


_READABLE: Final = Prepared(
    _with_rows, as_json=("topics", "sources", "notes", "pictured", "origin")
)


def readable(pk: int) -> Article:
    """An article with what its page shows; 404 if there is none with this id."""
    found = _READABLE.of(RawSQL("SELECT %s::bigint", [pk]))
    if not found:
        raise Http404
    return found[0]


@dataclass(frozen=True, slots=True)
class _Story:
    """An article with its rows, and with other stories that its page shows."""

    article: Article
    bullets: Sequence[str]
    item: Item
    pointed_to: dict[str, Article]
    beside: Beside

    def fingerprint(self) -> str:
        """The fingerprint of all that the page shows: the article with its rows, the pictures, as a
        file may be missing, and the other stories."""
        return fingerprint(self.article, self.item.pictures, self.pointed_to, self.beside)


def _ask(article: Article) -> _Story:
    found: Any = article  # what `readable` put on it
    item = Item(
        article,
        cards.article_topics(article),
        cards.article_sources(article),
        found.points,
        [Caption(**row) for row in found.pictured],
        cards.corrections(article),
        Origin.of(article),
    )
    related = pointed_to(article)
    near = beside(article, [article.headline, *found.points], now=timezone.now())
    return _Story(article, found.points, item, related, near)


def _context(story: _Story, name: str) -> dict[str, Any]:
    item = story.item
    return {
        "article": story.article,
        "bullets": story.bullets,
        "story": lay_out(story.article, item.captions, story.pointed_to, text=item.text),
        "item": item,
        "corrections": item.corrections,
        "beside": story.beside,
        "shown": name,
    }
