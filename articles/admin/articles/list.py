"""The list of articles, and the review queue, which is laid out as a to-do list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import search
from articles.admin.filters import (
    CameInFilter,
    ConfidenceFilter,
    DateFilter,
    DisagreementFilter,
    IssueFilter,
)
from articles.admin.labels.issues import why
from articles.admin.live_filter import LiveFilter
from articles.admin.permissions import PublishedAdmin
from articles.admin.scripts import COMPLETE
from articles.admin.search_filters import DumpFilter, PlaceFilter, SourceFilter, TopicFilter
from articles.models import Article, Attribution, Clipping

from .inlines import ROW_PREFETCHES
from .next_previous import QueueList, is_queue

UNSURE = 0.9
"""Ten or more of 100 articles below this confidence contain an error; see
`benchmarks/calibrate.py`."""


class ArticleListAdmin(PublishedAdmin):
    """Columns, filters and search of the article lists."""

    list_display = ["headline", "status_shown", "place", "went_out", "sure", "issue_count"]
    queue_display = ["headline", "why_here", "sure", "from_where", "waiting"]
    list_filter = [
        "status",
        IssueFilter,
        DisagreementFilter,
        ConfidenceFilter,
        CameInFilter,
        DateFilter,
        LiveFilter,
        SourceFilter,
        TopicFilter,
        PlaceFilter,
        DumpFilter,
    ]
    search_fields = ["headline"]  # shows the box; what it does is in get_search_results
    search_help_text = _(
        'Search text. "exact phrase"; -word excludes; url:example.org finds pages of a site'
    )
    sortable_by = ["went_out", "sure", "waiting"]

    @property
    def media(self) -> forms.Media:
        """Adds the script that completes names in filters."""
        script = forms.Media(css={"all": ["articles/desk/complete.css"]}, js=COMPLETE)
        return super().media + script

    def list_title(self, request: HttpRequest) -> str:
        """The review queue has a title of its own."""
        return gettext("Review queue") if is_queue(request.GET) else super().list_title(request)

    def get_list_display(self, request: HttpRequest) -> Any:
        """The columns of the queue say what to do, those of other lists what there is."""
        return self.queue_display if is_queue(request.GET) else self.list_display

    def get_ordering(self, request: HttpRequest) -> Any:
        """The queue starts with the least confident articles."""
        return ["confidence", "pk"] if is_queue(request.GET) else super().get_ordering(request)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list class that can order the queue."""
        return QueueList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Articles; in lists with the issues of their clippings and without long columns, in
        forms with their rows."""
        articles: QuerySet[Article] = super().get_queryset(request).defer("search")
        match request.resolver_match and request.resolver_match.url_name:
            case "articles_article_changelist":
                return _listed(articles, is_queue=is_queue(request.GET))
            case "articles_article_change":
                related = articles.select_related("disagreement", "assignee", "reviewed_by")
                return related.prefetch_related(*ROW_PREFETCHES)
        return articles.defer("imported_digests")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        """Articles that contain the words, and of the site or page that `url:` names, by the same
        indexes as the public search."""
        typed = search.read(search_term, fields=search.ADDRESS_ONLY)
        queryset = search.at_addresses(queryset, typed.filters.get("url", ""))
        if typed.words:
            language = search.language_of(typed.words)
            matches = search.matching(Article.objects.all(), typed.words, language)
            queryset = queryset.filter(pk__in=matches.values("pk"))
        return queryset, False

    @admin.display(description=_("story date"), ordering="published_at")
    def went_out(self, article: Article) -> SafeString | str:
        """The date and its precision."""
        return date_of(article)

    @admin.display(description=_("confidence"), ordering="confidence")
    def sure(self, article: Article) -> SafeString | str:
        """The parser's confidence, as a percentage and a bar."""
        if article.confidence is None:
            return ""
        return format_html(
            '{} <svg class="meter" viewBox="0 0 100 10" aria-hidden="true">'
            '<rect class="meter-whole" width="100" height="10"/>'
            '<rect class="meter-part" width="{}" height="10"/></svg>',
            sure(article),
            round(article.confidence * 100),
        )

    @admin.display(description=_("issues"))
    def issue_count(self, article: Article) -> int | str:
        return sum(len(clipping.open_issues) for clipping in article.clippings.all()) or ""

    @admin.display(description=_("reason"))
    def why_here(self, article: Article) -> str:
        """The issues in words; without any, the confidence in words."""
        codes = [issue["code"] for row in article.clippings.all() for issue in row.open_issues]
        if codes:
            return why(codes)
        if article.confidence is None:
            return gettext("sent to review")
        return (
            gettext("low confidence")
            if article.confidence < UNSURE
            else gettext("no problems found")
        )

    @admin.display(description=_("source"))
    def from_where(self, article: Article) -> SafeString | str:
        """The newspaper, or else the reporting source, and the dump."""
        credits = sorted(article.attributions.all(), key=lambda credit: credit.role != "publisher")
        names = dict.fromkeys(credit.source.name for credit in credits if credit.role != "photo")
        file = next((row.dump.short_name[-40:] for row in article.clippings.all()), "")
        first = next(iter(names), "")
        return (
            format_html("{} <small>{}</small>", first, file)
            if file
            else first or gettext("the desk")
        )

    @admin.display(description=_("waiting"), ordering="created_at")
    def waiting(self, article: Article) -> SafeString:
        """How long it has been in the queue, and the age of the story."""
        for_long = timesince(article.created_at, depth=1)
        story = gettext("story: %(date)s") % {"date": date_of(article)}
        return format_html("{} <small>{}</small>", for_long, story)


def _listed(articles: QuerySet[Article], *, is_queue: bool) -> QuerySet[Article]:
    clippings = Clipping.objects.select_related("dump").only(
        "article", "issues", "first_line", "last_line", "dump__name"
    )
    articles = articles.defer("search", "imported_digests", "body", "ednote")
    articles = articles.prefetch_related(Prefetch("clippings", clippings.order_by("pk")))
    if not is_queue:
        return articles
    credits = Attribution.objects.select_related("source").only("article", "role", "source__name")
    return articles.prefetch_related(Prefetch("attributions", credits.order_by("pk")))


def sure(article: Article | Clipping) -> str:
    """The parser's confidence as a percentage; empty for articles written here."""
    return "" if article.confidence is None else f"{article.confidence:.0%}"


def date_of(article: Article) -> str:
    """An article's date, as precise as it is known."""
    return date_in_words(article.published_at, article.date_precision)


def date_in_words(at: datetime, precision: str) -> str:
    """A date, as precise as it is known."""
    if precision == Article.DatePrecision.UNKNOWN:
        return gettext("undated")
    if precision == Article.DatePrecision.MINUTE:
        return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
    day = date_format(timezone.localtime(at), "j M Y")
    is_estimated = precision == Article.DatePrecision.ESTIMATED
    return gettext("c. %(day)s") % {"day": day} if is_estimated else day
