"""The admin of clippings: each stretch of a dump, line by line."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.articles.list import sure
from articles.admin.articles.source_lines import MOST_LINES, raw_lines
from articles.models import Article, Clipping

from .dumps import link_to
from .quarantine import QuarantineAdmin, legend


@admin.register(Clipping)
class ClippingAdmin(QuarantineAdmin):
    """Clippings, in quarantine or not: their lines with the roles."""

    list_display = ["stretch", "dump_name", "kind", "article", "sure", "issue_count", "why"]
    list_display_links = ["stretch"]
    list_filter = ["kind"]
    list_select_related = ["dump", "article"]
    sortable_by = ()
    fields = ["dump_link", "article_link", "kind", "why", "sure"]
    readonly_fields = ["dump_link", "article_link", "why", "sure"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Clipping]:
        """Lists skip the columns that only the page of a clipping shows."""
        clippings: QuerySet[Clipping] = super().get_queryset(request)
        clippings = clippings.select_related("dump", "article").defer(
            "paragraph_digests",
            "dump__issues",
            "article__search",
            "article__body",
            "article__imported_digests",
        )
        match = request.resolver_match
        is_list = match is not None and match.url_name == "articles_clipping_changelist"
        return clippings.defer("raw", "ledger") if is_list else clippings

    def context_of(self, row: Clipping) -> dict[str, Any]:
        """The clipping's lines, and the clippings before and after it."""
        lines = list(raw_lines(row))
        return {
            "lines": lines[:MOST_LINES],
            "lines_left_count": max(0, len(lines) - MOST_LINES),
            "legend": legend(),
            "neighbours": self._neighbours(row),
        }

    def _neighbours(self, clipping: Clipping) -> dict[str, Clipping]:
        places = {clipping.position - 1: "before", clipping.position + 1: "after"}
        around = Clipping.objects.filter(dump=clipping.dump_id, position__in=places)
        return {places[other.position]: other for other in around.only("position")}

    @admin.display(description=_("dump"))
    def dump_name(self, clipping: Clipping) -> SafeString:
        """The dump's file name, with its whole path as a tooltip."""
        return format_html('<bdi title="{}">{}</bdi>', clipping.dump.name, clipping.dump.short_name)

    @admin.display(description=_("lines"))
    def stretch(self, clipping: Clipping) -> str:
        return gettext("%(first)s to %(last)s") % {
            "first": clipping.first_line,
            "last": clipping.last_line,
        }

    @admin.display(description=_("confidence"))
    def sure(self, clipping: Clipping) -> str:
        """The parser's confidence in the story; empty between stories."""
        return sure(clipping)

    @admin.display(description=_("issues"))
    def issue_count(self, clipping: Clipping) -> int:
        return len(clipping.open_issues)

    @admin.display(description=_("reason"))
    def why(self, clipping: Clipping) -> str:
        """The parser's reason for the role of its lines."""
        return gettext(clipping.reason)

    @admin.display(description=_("dump"))
    def dump_link(self, clipping: Clipping) -> SafeString:
        return link_to(clipping.dump, str(clipping.dump))

    @admin.display(description=_("story"))
    def article_link(self, clipping: Clipping) -> SafeString | str:
        article: Article | None = clipping.article
        return link_to(article, article.headline) if article else gettext("none")
