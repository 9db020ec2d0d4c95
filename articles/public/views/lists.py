"""Lists of stories: all of them, a topic's, a source's, a place's, a day's; each narrowed further
as its address says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import conditional_page, require_safe
from django_htmx.http import push_url
from django_htmx.middleware import HtmxDetails

from articles import search
from articles.models import Source, Topic
from articles.public import archive, facets, list_context
from articles.public.cards import Page
from articles.public.facets import Recent
from articles.public.list_context import ListAddress
from articles.public.list_query import ListQuery
from articles.public.listing import RankedPage

from .http_caching import shared_page
from .page_cache import cached_page
from .redirects import lead_on, led_on


@shared_page
@conditional_page
@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    """Every published article, newest first, narrowed as the address says."""
    return list_response(request, "articles/list.html")


@shared_page
@conditional_page
@require_safe
@led_on(Topic)
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    return list_response(request, "articles/topic.html", fixed={"tag": slug}, has_line=True)


@shared_page
@conditional_page
@require_safe
@led_on(Source)
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """The stories that a source had a part in."""
    return list_response(request, "articles/source.html", fixed={"source": slug}, has_line=True)


@shared_page
@conditional_page
@require_safe
def place(request: HttpRequest, slug: str) -> HttpResponse:
    return list_response(request, "articles/place.html", fixed={"place": slug})


def list_response(
    request: HttpRequest,
    template: str,
    *,
    fixed: Mapping[str, str] | None = None,
    has_line: bool = False,
    extra: Sequence[facets.Extra] = (),
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """A list as a page, or as its changed part where a script asks for that.

    `fixed` are the filters of the path; if they leave no story, the response is 404.
    """
    fixed = fixed or {}
    if any("\0" in value for value in fixed.values()):
        raise Http404
    query = ListQuery.parse(request, fixed)
    answer = query.answer(now=timezone.now())
    if has_line and query.address.is_bare:
        extra = [*extra, archive.month_counts(query.narrowing.everything())]
    counts = _facets(query, extra, is_empty=answer.is_empty)
    if fixed and not _is_found(fixed, query.address, counts):
        raise Http404
    for name, slug in fixed.items():
        own_slug = counts.named.get(name, {}).get("slug", slug)
        if own_slug != slug:
            return lead_on(request, own_slug)  # a source that was found by another of its names
    # A page that a browser's history asks for is a whole one.
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    is_part = bool(htmx) and not htmx.history_restore_request

    def page_context(recently: Recent) -> dict[str, Any]:
        frame = {"frame": "articles/_part.html" if is_part else "base.html"}
        return _context(query, answer.page(), counts, recently) | frame | dict(context or {})

    def add_headers(response: HttpResponse) -> None:
        patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
        if is_part:
            push_url(response, query.url)

    return cached_page(
        request,
        template,
        [is_part, repr(counts), answer.facts],
        page_context,
        add_headers=add_headers,
        is_kept=not answer.is_time_dependent,
    )


def _context(
    query: ListQuery, page: Page | RankedPage, counts: facets.Facets, recently: Recent
) -> dict[str, Any]:
    address, filterset = query.address, query.form_filterset()
    names = list_context.names_of(query.filters, counts)
    chips = list_context.chips(filterset, names, address)
    near = search.corrections(counts.extra.get("near", ()))
    corrected = search.corrected(query.filters.get("q", ""), near) if near else ""
    offers = recently if counts.total is None else counts
    return {
        "form": filterset.form,
        "values": query.filters,
        "address": address,
        "kept": {name: value for name, value in address.filters.items() if name not in _FIELDS},
        "chips": chips,
        "title": list_context.title_of(chips),
        "groups": list_context.groups(address, offers),
        "named": next((names[name] for name in address.fixed if name in names), ""),
        "counted": counts,
        "page": page,
        "next_address": page.next and address.to(after=str(page.next)),
        "previous_address": page.previous and address.to(**{_backwards(page): str(page.previous)}),
        "is_ranked": isinstance(page, RankedPage),
        "ranked_limit": search.RANKED,
        "meant": corrected,
        "meant_address": address.to(q=corrected),
        "line": archive.line(archive.read_months(counts.extra)),
        **dict(zip(_BESIDE, archive.read_neighbours(counts.extra), strict=True)),
    }


_BESIDE = ("day_before", "day_after")  # what a day's page calls the days beside it

# The filters with a field in the list's form; the others are kept as they are.
_FIELDS = {"q", "from", "to", "photo", "sort"}


def _backwards(page: Page | RankedPage) -> str:
    # A list by date has a page that ends before its first story, one by rank a page number so far.
    return "after" if isinstance(page, RankedPage) else "before"


def _facets(query: ListQuery, extra: Sequence[facets.Extra], *, is_empty: bool) -> facets.Facets:
    """The facets of the list; for the list of everything only the newest stories are counted."""
    filters, narrowing = query.filters, query.narrowing
    if not filters and not extra:
        return facets.Facets()
    key = [query.address.path, *(f"{name}={value}" for name, value in sorted(filters.items()))]
    if is_empty and narrowing.words is not None:
        extra = [*extra, facets.Extra(*search.near_words(filters["q"], narrowing.configurations))]
        key.append("near")
    named = {name: str(filters[name]) for name, _, _ in list_context.KINDS if name in filters}
    return facets.facets(narrowing, "\n".join(key), named=named, extra=extra)


def _is_found(fixed: Mapping[str, str], address: ListAddress, counts: facets.Facets) -> bool:
    is_known = all(name in counts.named for name, _, _ in list_context.KINDS if name in fixed)
    return is_known and bool(counts.total or not address.is_bare)
