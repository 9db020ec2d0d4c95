"""Redirects from old addresses of merged sources and topics to where their stories are now."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from articles.models import Article, Source, Topic

View = Callable[..., HttpResponse]


def led_on(model: type[Source | Topic]) -> Callable[[View], View]:
    """For a view of one source or topic by its slug: if it finds nothing, but the slug is of one
    that was merged, redirects to the same address of the one that was kept, with the query.

    Nothing is asked of the database where the view finds what it is asked for.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, slug=slug, **kwargs)
            except Http404:
                kept = None if "\0" in slug else _kept_slug(model, slug)
                if kept is None:
                    raise
            return lead_on(request, kept)

        return answer

    return wrap


def lead_on(request: HttpRequest, slug: str) -> HttpResponse:
    """A permanent redirect to the same address of another source or topic, with the query."""
    match = request.resolver_match
    if match is None:
        raise Http404  # it came by no address
    address = reverse(match.view_name, kwargs={**match.kwargs, "slug": slug})
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def _kept_slug(model: type[Source | Topic], slug: str) -> str | None:
    """The slug of the source or topic that the one of this slug was merged into, at last.

    None if nothing of this slug was merged, if something has it now, or if the remaining one has no
    story that readers may know of. One query if nothing ever had this slug.
    """
    # In PostgreSQL the row that was not merged comes first, as it has no time.
    row = model.all_rows.filter(slug=slug).order_by("-merged_at").first()
    if row is None or row.merged_into_id is None:
        return None
    kept = model.objects.by_key([row.pk])[row.pk]
    link = "attributions__source" if model is Source else "article_tags__tag"
    return kept.slug if Article.objects.published().filter(**{link: kept}).exists() else None
