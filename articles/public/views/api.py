"""Articles for programs: one as ninjs or plain text, and the list of them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Article
from articles.public import cards
from articles.public.filters import ArticleFilter
from articles.public.formats import absolute_urls, ninjs, plain_text
from articles.public.formats.item import Item, load

from .http_caching import dated, shared


@shared
@require_safe
def article_json(request: HttpRequest, pk: str) -> HttpResponse:
    """One article as a ninjs 3.1 item; a withdrawn one answers 410, as canceled."""
    item = _readable_item(pk)
    if item.article.status == Article.Status.WITHDRAWN:
        return _for_programs(_json(ninjs.canceled(item.article), status=410), item.article)
    return _shown_as_json(request, item)


@shared
@require_safe
def article_text(request: HttpRequest, pk: str) -> HttpResponse:
    """One article as plain text; a withdrawn one answers 410 without it."""
    item = _readable_item(pk)
    if item.article.status == Article.Status.WITHDRAWN:
        return _for_programs(_text("This story has been withdrawn.\n", status=410), item.article)
    return _shown_as_text(request, item)


@conditional_page
def _shown_as_json(request: HttpRequest, item: Item) -> HttpResponse:
    return dated(_for_programs(_json(ninjs.item(item)), item.article), item.article)


@conditional_page
def _shown_as_text(request: HttpRequest, item: Item) -> HttpResponse:
    return dated(_for_programs(_text(plain_text.text(item)), item.article), item.article)


@shared
@conditional_page
@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    """Published articles as an array of ninjs items, newest first, narrowed as the list page is.

    The header `Link` names the next page. A value that cannot be understood is answered by 400.
    """
    filterset = ArticleFilter(request.GET, queryset=Article.objects.published())
    errors: dict[str, Any] = dict(filterset.form.errors)
    position = request.GET.get("after", "")
    after = cards.Cursor.read(position)
    if position and not after:
        errors["after"] = ["Take it from the header Link of the page before."]
    if errors:
        return JsonResponse({"errors": errors}, status=400)
    items = load(cards.following(filterset.qs, after)[: cards.PAGE_LENGTH + 1])
    page = items[: cards.PAGE_LENGTH]
    response = _json([ninjs.item(item) for item in page])
    response.headers["X-Robots-Tag"] = "noindex"
    if len(items) > len(page):
        query = request.GET.copy()
        query["after"] = str(cards.Cursor.of(page[-1].article))
        address = absolute_urls.absolute(f"{reverse('programs:api-list')}?{query.urlencode()}")
        response.headers["Link"] = f'<{address}>; rel="next"'
    return response


def _readable_item(pk: str) -> Item:
    """The article with its rows, in one query; 404 unless it is visible or withdrawn."""
    items = load(Article.objects.filter(pk=int(pk)))
    if not items:
        raise Http404
    article = items[0].article
    if article.status != Article.Status.WITHDRAWN and not article.is_visible():
        raise Http404
    return items[0]


def _json(data: dict[str, Any] | list[Any], *, status: int = 200) -> HttpResponse:
    return JsonResponse(data, safe=False, status=status, json_dumps_params={"ensure_ascii": False})


def _text(text: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)


def _for_programs(response: HttpResponse, article: Article) -> HttpResponse:
    """Marks the response as another form of the page, which search engines should show instead."""
    response.headers["X-Robots-Tag"] = "noindex"
    # The page's address contains the headline, which a withdrawn story may have to hide.
    is_named = article.status != Article.Status.WITHDRAWN or not article.hides_headline
    page = absolute_urls.page_of(article) if is_named else absolute_urls.identity_of(article)
    response.headers["Link"] = f'<{page}>; rel="canonical"'
    return response
