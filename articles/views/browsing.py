"""The list of stories, narrowed as its address says."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from articles import lists
from articles.filters import ArticleFilter, chips, choices, names_of
from articles.models import Article

from .caching import shared_page


@shared_page
@conditional_page
@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    """Every published article, newest first, narrowed as the address says."""
    narrowed = ArticleFilter(request.GET, queryset=Article.objects.published())
    page = lists.page(narrowed.qs, lists.Cursor.read(request.GET.get("after", "")))
    recent = lists.recent()
    names = names_of(recent, page.articles)
    in_force = request.GET.copy()
    in_force.pop("after", None)
    context = {
        "form": narrowed.form,
        "chips": chips(narrowed, names, in_force, request.path),
        "choices": choices(narrowed, names, recent),
        "query": in_force.urlencode(),
        "page": page,
    }
    return render(request, "articles/list.html", context)
