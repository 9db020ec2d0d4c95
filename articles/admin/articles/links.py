"""Addresses of the desk that pass on the list which a story was opened from."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from .next_previous import FILTERS


def address_of(
    request: HttpRequest,
    name: str,
    key: int | None = None,
    query: Mapping[str, str] | None = None,
    *,
    filters: str | None = None,
) -> str:
    """An admin address that passes on a list's filters: those of the list that this request came
    from, if no others are given."""
    words = dict(query or {})
    filters = request.GET.get(FILTERS, "") if filters is None else filters
    is_list = name.endswith("changelist")
    if filters and not is_list:
        words[FILTERS] = filters
    tail = filters if is_list else urlencode(words)
    address = reverse(name, args=[] if key is None else [key])
    return f"{address}?{tail}" if tail else address


def redirect_to(
    request: HttpRequest,
    name: str,
    key: int | None = None,
    query: Mapping[str, str] | None = None,
    *,
    filters: str | None = None,
) -> HttpResponse:
    """A redirect to such an address."""
    return HttpResponseRedirect(address_of(request, name, key, query, filters=filters))
