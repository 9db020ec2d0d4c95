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
from articles.models import Article, Merge
from articles.public import archive, facets, list_context, listing
from articles.public.cards import Cursor, Page
from articles.public.facets import Recent
from articles.public.filters import ArticleFilter, asked
from articles.public.list_context import ListAddress
from articles.public.listing import Answer, Narrowing, RankedPage, RankedPlace

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
@led_on(Merge.Kind.TOPIC)
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """A topic's stories."""
    return list_response(request, "articles/topic.html", fixed={"tag": slug}, has_line=True)


@shared_page
@conditional_page
@require_safe
@led_on(Merge.Kind.SOURCE)
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """The stories that a source had a part in."""
    return list_response(request, "articles/source.html", fixed={"source": slug}, has_line=True)


@shared_page
@conditional_page
@require_safe
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """The stories from a place."""
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

    `fixed` are filters that the path holds; a list that they leave no story is not found.
    """
    fixed = fixed or {}
    if any("\0" in value for value in fixed.values()):
        raise Http404
    query = asked(request.GET)
    for name, value in fixed.items():
        query[name] = value
    address = ListAddress(request.path, query, frozenset(fixed))
    articles = Article.objects.published()
    if query:
        chosen = ArticleFilter(query, queryset=articles)
        values, narrowing = chosen.values(), chosen.narrowing()
    else:  # no form is made for what most ask for
        chosen, values, narrowing = None, {}, Narrowing(articles)
    answer = _answer(request, narrowing, is_ranked=query.get("sort") == "relevance")
    if has_line and address.is_bare:
        extra = [*extra, archive.month_counts(narrowing.everything())]
    counted = _counted(values, narrowing, address, extra, is_empty=answer.is_empty)
    if fixed and not _is_found(fixed, address, counted):
        raise Http404
    for name, slug in fixed.items():
        own_slug = counted.named.get(name, {}).get("slug", slug)
        if own_slug != slug:
            return lead_on(request, own_slug)  # a source that was found by another of its names
    # A page that a browser's history asks for is a whole one.
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    is_part = bool(htmx) and not htmx.history_restore_request

    def shown(recently: Recent) -> dict[str, Any]:
        frame = {"frame": "articles/_part.html" if is_part else "base.html"}
        form = chosen or ArticleFilter(query, queryset=articles)
        found = _context(form, address, answer.page(), counted, recently)
        return found | frame | dict(context or {})

    def dress(response: HttpResponse) -> None:
        patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
        if is_part:
            push_url(response, _with_place(address, request))

    facts = [is_part, repr(counted), answer.facts]
    is_kept = not answer.is_of_its_moment
    return cached_page(request, template, facts, shown, dress=dress, is_kept=is_kept)


def _context(
    chosen: ArticleFilter,
    address: ListAddress,
    page: Page | RankedPage,
    counted: facets.Facets,
    recently: Recent,
) -> dict[str, Any]:
    """What the templates of lists show."""
    values = chosen.values()
    names = list_context.names_of(values, counted)
    shown = list_context.chips(chosen, names, address)
    near = search.corrections(counted.extra.get("near", ()))
    meant = search.corrected(values.get("q", ""), near) if near else ""
    offers = recently if counted.total is None else counted
    return {
        "form": chosen.form,
        "values": values,
        "address": address,
        "kept": {name: value for name, value in address.filters.items() if name not in _FIELDS},
        "chips": shown,
        "title": list_context.title_of(shown),
        "groups": list_context.groups(address, offers),
        "named": next((names[name] for name in address.fixed if name in names), ""),
        "counted": counted,
        "page": page,
        "next_address": page.next and address.to(after=str(page.next)),
        "previous_address": page.previous and address.to(**{_backwards(page): str(page.previous)}),
        "is_ranked": isinstance(page, RankedPage),
        "ranked_limit": search.RANKED,
        "meant": meant,
        "meant_address": address.to(q=meant),
        "line": archive.line(archive.read_months(counted.extra)),
        **dict(zip(_BESIDE, archive.read_neighbours(counted.extra), strict=True)),
    }


_BESIDE = ("day_before", "day_after")  # what a day's page calls the days beside it

# The filters with a field in the list's form; the others are kept as they are.
_FIELDS = {"q", "from", "to", "photo", "sort"}


def _answer(request: HttpRequest, narrowing: Narrowing, *, is_ranked: bool) -> Answer:
    after = request.GET.get("after", "")
    if is_ranked and narrowing.words is not None:
        return listing.best(narrowing, RankedPlace.read(after), now=timezone.now())
    return listing.newest(
        narrowing, after=Cursor.read(after), before=Cursor.read(request.GET.get("before", ""))
    )


def _backwards(page: Page | RankedPage) -> str:
    # A list by date has a page that ends before its first story, one by rank a page number so far.
    return "after" if isinstance(page, RankedPage) else "before"


def _counted(
    values: Mapping[str, Any],
    narrowing: Narrowing,
    address: ListAddress,
    extra: Sequence[facets.Extra],
    *,
    is_empty: bool,
) -> facets.Facets:
    """What the list holds. Of a list of everything nobody counts more than the newest stories."""
    if not values and not extra:
        return facets.Facets()
    key = [address.path, *(f"{name}={value}" for name, value in sorted(values.items()))]
    if is_empty and narrowing.words is not None:
        extra = [*extra, facets.Extra(*search.near_words(values["q"], narrowing.configurations))]
        key.append("near")
    named = {name: str(values[name]) for name, _, _ in list_context.KINDS if name in values}
    return facets.facets(narrowing, "\n".join(key), named=named, extra=extra)


def _is_found(fixed: Mapping[str, str], address: ListAddress, counted: facets.Facets) -> bool:
    is_known = all(name in counted.named for name, _, _ in list_context.KINDS if name in fixed)
    return is_known and bool(counted.total or not address.is_bare)


def _with_place(address: ListAddress, request: HttpRequest) -> str:
    """The address in its shortest form, with the place in the list."""
    places = {name: request.GET[name] for name in ("after", "before") if request.GET.get(name, "")}
    return address.to(**places)
