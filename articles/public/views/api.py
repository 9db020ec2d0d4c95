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
    told = _told(pk)
    if told.article.status == Article.Status.WITHDRAWN:
        return _for_programs(_json(ninjs.canceled(told.article), status=410), told.article)
    return _shown_as_json(request, told)


@shared
@require_safe
def article_text(request: HttpRequest, pk: str) -> HttpResponse:
    """One article as plain text; a withdrawn one answers 410 without it."""
    told = _told(pk)
    if told.article.status == Article.Status.WITHDRAWN:
        return _for_programs(_text("This story has been withdrawn.\n", status=410), told.article)
    return _shown_as_text(request, told)


@conditional_page
def _shown_as_json(request: HttpRequest, told: Item) -> HttpResponse:
    return dated(_for_programs(_json(ninjs.item(told)), told.article), told.article)


@conditional_page
def _shown_as_text(request: HttpRequest, told: Item) -> HttpResponse:
    return dated(_for_programs(_text(plain_text.text(told)), told.article), told.article)


@shared
@conditional_page
@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    """Published articles as an array of ninjs items, newest first, narrowed as the list page is.

    The header `Link` names the next page. A value that cannot be understood is answered by 400.
    """
    narrowed = ArticleFilter(request.GET, queryset=Article.objects.published())
    errors: dict[str, Any] = dict(narrowed.form.errors)
    position = request.GET.get("after", "")
    after = cards.Cursor.read(position)
    if position and not after:
        errors["after"] = ["Take it from the header Link of the page before."]
    if errors:
        return JsonResponse({"errors": errors}, status=400)
    found = load(cards.following(narrowed.qs, after)[: cards.PAGE_LENGTH + 1])
    shown = found[: cards.PAGE_LENGTH]
    response = _json([ninjs.item(told) for told in shown])
    response.headers["X-Robots-Tag"] = "noindex"
    if len(found) > len(shown):
        query = request.GET.copy()
        query["after"] = str(cards.Cursor.of(shown[-1].article))
        address = absolute_urls.absolute(f"{reverse('programs:api-list')}?{query.urlencode()}")
        response.headers["Link"] = f'<{address}>; rel="next"'
    return response


def _told(pk: str) -> Item:
    """The article with its rows, in one query. Only what readers may see, or could see once."""
    found = load(Article.objects.filter(pk=int(pk)))
    if not found:
        raise Http404
    article = found[0].article
    if article.status != Article.Status.WITHDRAWN and not article.is_visible():
        raise Http404
    return found[0]


def _json(found: dict[str, Any] | list[Any], *, status: int = 200) -> HttpResponse:
    return JsonResponse(found, safe=False, status=status, json_dumps_params={"ensure_ascii": False})


def _text(text: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)


def _for_programs(response: HttpResponse, article: Article) -> HttpResponse:
    """The page stays what search engines show; this is another form of it."""
    response.headers["X-Robots-Tag"] = "noindex"
    # The page's address has the headline in it, which a withdrawn story may not tell any more.
    is_named = article.status != Article.Status.WITHDRAWN or not article.hides_headline
    page = absolute_urls.page_of(article) if is_named else absolute_urls.identity_of(article)
    response.headers["Link"] = f'<{page}>; rel="canonical"'
    return response
