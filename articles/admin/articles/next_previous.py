"""The next and the previous article in the list that an article was opened from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict

from articles.models import Article

FILTERS = "_changelist_filters"
"""The parameter in which the admin passes the list's address on to the form."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Keys of the articles before and after one in its list, or None."""

    before: int | None
    after: int | None


def is_queue(filters: Mapping[str, Any]) -> bool:
    """Whether a list's address is that of the review queue."""
    return filters.get("status__exact") == Article.Status.IN_REVIEW


class QueueList(ChangeList):
    """The list of articles; the order of the queue is not that of a single column."""

    def get_ordering_field_columns(self) -> dict[int, Any]:
        """The columns that the list is ordered by, for the arrows in its header."""
        if is_queue(self.narrowed_by) and ORDER_VAR not in self.params:
            return {}
        columns: dict[int, Any] = super().get_ordering_field_columns()
        return columns

    @property
    def narrowed_by(self) -> dict[str, str]:
        """The filters of the list, by the last part of each."""
        return {name: values[-1] for name, values in self.filter_params.items() if values}


class Walk(ChangeList):
    """A list of which only the order is needed: it fetches no page and counts nothing."""

    def get_results(self, request: HttpRequest) -> None:
        """Does nothing."""


def neighbours(admin: ModelAdmin, request: HttpRequest, article: Article) -> Neighbours:
    """The neighbours of this article in the list it was opened from, in two queries.

    An article that has just left the list, for example by being published, still has its
    position in the order.
    """
    rows = _list(admin, request)
    if rows is None:
        return Neighbours(None, None)
    order = [str(name) for name in rows.query.order_by]
    return Neighbours(
        _first(rows.reverse(), article, [_turned(name) for name in order]),
        _first(rows, article, order),
    )


def following(admin: ModelAdmin, request: HttpRequest, article: Article) -> int | None:
    """The next article, or None at the end of the list."""
    rows = _list(admin, request)
    return None if rows is None else _first(rows, article, [str(n) for n in rows.query.order_by])


def _list(admin: ModelAdmin, request: HttpRequest) -> QuerySet[Any] | None:
    """The list that the form was opened from, in its order, or None if the address is not a
    list's."""
    request = _request_of_list(request)
    columns: Any = list(admin.get_list_display(request))
    if admin.get_actions(request):
        columns = ["action_checkbox", *columns]  # the address tells columns by their numbers
    try:
        walk = Walk(
            request,
            admin.model,
            columns,
            admin.get_list_display_links(request, columns),
            admin.get_list_filter(request),
            admin.date_hierarchy,
            admin.get_search_fields(request),
            admin.list_select_related,
            admin.list_per_page,
            admin.list_max_show_all,
            admin.list_editable,
            admin,
            list(map(str, admin.get_sortable_by(request))),
            str(admin.search_help_text or ""),
        )
    except IncorrectLookupParameters:
        return None
    rows: QuerySet[Any] = walk.queryset
    return rows


def _request_of_list(request: HttpRequest) -> HttpRequest:
    asked = HttpRequest()
    asked.__dict__ |= request.__dict__
    asked.method = "GET"
    asked.GET = QueryDict(request.GET.get(FILTERS, ""))
    return asked


def _turned(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def _first(rows: QuerySet[Any], article: Article, order: list[str]) -> int | None:
    beyond = _beyond(article, order)
    found: int | None = rows.filter(beyond).values_list("pk", flat=True).first()
    return found


def _beyond(article: Article, order: list[str]) -> Q:
    """The rows after the article; PostgreSQL puts missing values last, or first in descending
    order."""
    conditions, same = Q(pk__in=[]), Q()
    for name in order:
        field, is_descending = name.removeprefix("-"), name.startswith("-")
        value = getattr(article, field)
        if value is None:
            conditions |= same & Q((f"{field}__isnull", False)) if is_descending else Q(pk__in=[])
            same &= Q((f"{field}__isnull", True))
            continue
        further = Q((f"{field}__lt" if is_descending else f"{field}__gt", value))
        if not is_descending and Article._meta.get_field(_column(field)).null:
            further |= Q((f"{field}__isnull", True))
        conditions |= same & further
        same &= Q((field, value))
    return conditions


def _column(field: str) -> str:
    return "id" if field == "pk" else field
