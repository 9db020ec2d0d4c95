"""A request for a list, parsed once: its filters, the stories they leave, which page of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from articles.models import Article

from . import listing
from .cards import Cursor
from .filters import ArticleFilter, read_filters
from .list_context import ListAddress
from .listing import Answer, Narrowing, RankedPlace


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a request asks of a list: view, statements, counts and template all go by it.

    `address` is the list's own, without a position; `after` and `before` are the position, as the
    request has it. `filters` are the filters in force, by name, cleaned; `narrowing` finds their
    stories. `filterset` holds the form. A list without filters has none: most requests are for such
    lists, and a form takes a while to make.
    """

    address: ListAddress
    filterset: ArticleFilter | None
    filters: Mapping[str, Any]
    narrowing: Narrowing
    after: str
    before: str

    @classmethod
    def parse(cls, request: HttpRequest, fixed: Mapping[str, str]) -> ListQuery:
        """The query of a request; `fixed` are the filters that its path holds. At most one query to
        the database, where there are words."""
        given = read_filters(request.GET)
        for name, value in fixed.items():
            given[name] = value
        articles = Article.objects.published()
        filterset = ArticleFilter(given, queryset=articles) if given else None
        return cls(
            ListAddress(request.path, given, frozenset(fixed)),
            filterset,
            filterset.values() if filterset else {},
            filterset.narrowing() if filterset else Narrowing(articles),
            request.GET.get("after", ""),
            request.GET.get("before", ""),
        )

    @property
    def url(self) -> str:
        """The address in its shortest form, with the position."""
        positions = {"after": self.after, "before": self.before}
        return self.address.to(**{name: value for name, value in positions.items() if value})

    def answer(self, *, now: datetime) -> Answer:
        """The page that is asked for; one query."""
        if self.address.query.get("sort") == "relevance" and self.narrowing.words is not None:
            return listing.best(self.narrowing, RankedPlace.read(self.after), now=now)
        after, before = Cursor.read(self.after), Cursor.read(self.before)
        return listing.newest(self.narrowing, after=after, before=before)

    def form_filterset(self) -> ArticleFilter:
        return self.filterset or ArticleFilter(self.address.query, queryset=self.narrowing.base)
