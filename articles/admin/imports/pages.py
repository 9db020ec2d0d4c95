"""Pages in quarantine that are no articles: their groups in the list, and the action that takes
them as articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from articles import tasks
from articles.admin.bounded_paginator import MOST_COUNTED
from articles.admin.changelist import ReadOnlyAdmin
from articles.admin.labels.parser import OTHERS, PAGE_KINDS
from articles.ingest import jobs
from articles.ingest.maintenance.quarantine import PlacingError, stories_of, take_pages
from articles.models import Article, Clipping, Dump, PlacementRule
from articles.parsing import NOT_AN_ARTICLE

from .jobs import may_ask

PLACE: Final = "articles.add_placementrule"
TAKE_BACK: Final = "articles.delete_placementrule"

MOST_AT_ONCE: Final = 25
"""Pages that are parsed within a request, as many as the list shows; more are the worker's."""

MOST_TAKEN: Final = 20_000
"""Pages of one job; it stores their keys."""

MOST_GROUPED: Final = 20_000
"""Newest rows that the groups count, in 70 ms."""

_MOST_NAMED: Final = 10
_OTHERS: Final = "other"
_REASONS: Final = {str(kind): reason for kind, reason in NOT_AN_ARTICLE.items()}


class Filters(NamedTuple):
    """What the list of the quarantine shows: the passages of one dump, of one kind of page."""

    dump: int | None = None
    page_kind: str = ""

    @classmethod
    def of(cls, values: Any) -> Filters:
        """The filters in an address or a form; whatever is none counts as missing."""
        page_kind = values.get("page_kind", "")
        known = page_kind in _REASONS or page_kind == _OTHERS
        return cls(number_in(values.get("dump")), page_kind if known else "")

    def rows(self) -> QuerySet[Clipping]:
        """The passages."""
        rows = Clipping.objects.filter(kind=Clipping.Kind.QUARANTINE)
        if self.dump:
            rows = rows.filter(dump=self.dump)
        if self.page_kind == _OTHERS:
            return rows.exclude(reason__in=_REASONS.values())
        return rows.filter(reason=_REASONS[self.page_kind]) if self.page_kind else rows

    def pages(self) -> QuerySet[Clipping]:
        """Those of the passages that are whole pages that are no articles."""
        return self.rows().filter(reason__in=_REASONS.values())

    def address(self, **more: object) -> str:
        """The address of the list with these filters and `more`."""
        values = {name: value for name, value in {**self._asdict(), **more}.items() if value}
        address = reverse("admin:articles_quarantine")
        return f"{address}?{urlencode(values)}" if values else address


class Group(NamedTuple):
    """The pages of one kind: how many in words, the address that shows them, whether it does."""

    name: str
    address: str
    is_shown: bool
    size: int


def groups_of(filters: Filters) -> list[Group]:
    """The groups among the passages that the other filters leave, the largest kind first."""
    newest = filters._replace(page_kind="").rows().order_by("-pk")[: MOST_GROUPED + 1]
    counted = Clipping.objects.filter(pk__in=newest.values("pk")).order_by().values_list("reason")
    counts = dict(counted.annotate(Count("pk")))
    is_cut_short = sum(counts.values()) > MOST_GROUPED
    kinds = {kind: counts.pop(reason, 0) for kind, reason in _REASONS.items()}
    kinds = dict(sorted(kinds.items(), key=lambda item: -item[1]))
    names = {**{str(kind): name for kind, name in PAGE_KINDS.items()}, _OTHERS: OTHERS}
    return [
        Group(
            str(names[kind] % {"count": count, "number": f"{count:,}{'+' * is_cut_short}"}),
            filters._replace(page_kind=kind).address(),
            kind == filters.page_kind,
            count,
        )
        for kind, count in {**kinds, _OTHERS: sum(counts.values())}.items()
        if count
    ]


class TakePagesAdmin(ReadOnlyAdmin):
    """The action that takes pages as articles."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.take_pages_view)
        return [path("take-pages/", view, name="articles_take_pages"), *super().get_urls()]

    def take_pages_view(self, request: HttpRequest) -> HttpResponse:
        """Takes the chosen pages, or `all` that the filters leave, as articles; only by POST."""
        if request.method != "POST" or not request.user.has_perm(PLACE):
            raise PermissionDenied
        filters = Filters.of(request.POST)
        chosen = filters.pages() if request.POST.get("all") else _chosen(request)
        dumps = list(
            chosen.order_by("dump").values_list("dump", flat=True).distinct()[: MOST_TAKEN + 1]
        )
        back = HttpResponseRedirect(filters.address())
        if not dumps:
            text = gettext("Choose at least one page that is no article.")
            self.message_user(request, text, messages.WARNING)
        elif len(dumps) > MOST_TAKEN:
            text = gettext("Choose at most %(most)s pages.") % {"most": f"{MOST_TAKEN:,}"}
            self.message_user(request, text, messages.WARNING)
        elif len(dumps) > MOST_AT_ONCE:
            return self._leave_to_worker(request, dumps) or back
        else:
            self._take(request, dumps)
        return back

    def _take(self, request: HttpRequest, dumps: Sequence[int]) -> None:
        by = f"{request.user.get_username()}, on the desk"
        try:
            result = take_pages(dumps, by=request.user, asked_by=by)
        except PlacingError as error:
            self.message_user(request, str(error), messages.ERROR)
            return
        if result.failed_count:
            text = gettext("The parser failed on %(number)s of the pages; please report it.")
            values = {"number": result.failed_count}
            self.message_user(request, text % values, messages.ERROR)
        _log(request, dumps)
        level = messages.SUCCESS if stories_of(dumps).exists() else messages.WARNING
        self.message_user(request, taken_in_words(dumps), level)

    def _leave_to_worker(self, request: HttpRequest, dumps: Sequence[int]) -> HttpResponse | None:
        job = jobs.take_pages(dumps, by=request.user)
        tasks.carry_out.enqueue(job.pk)
        count = len(dumps)
        text = ngettext(
            "The worker takes %(number)s page as an article.",
            "The worker takes %(number)s pages as articles.",
            count,
        )
        self.message_user(request, text % {"number": f"{count:,}"}, messages.INFO)
        if not may_ask(request):
            return None
        return HttpResponseRedirect(reverse("admin:articles_job", args=[job.pk]))


def _chosen(request: HttpRequest) -> QuerySet[Clipping]:
    keys = [key for text in request.POST.getlist("clipping") if (key := number_in(text))]
    return Filters().pages().filter(pk__in=keys[:MOST_COUNTED])


def _log(request: HttpRequest, dumps: Sequence[int]) -> None:
    rows = Dump.objects.filter(pk__in=dumps).only("name")
    text = gettext("Taken as an article.")
    LogEntry.objects.log_actions(request.user.pk or 0, rows, CHANGE, change_message=text)


def taken_in_words(dumps: Sequence[int]) -> SafeString:
    """What came of pages that were taken as articles: how many stories, with links to the first,
    and where the decision can be undone."""
    stories = list(stories_of(dumps).only("headline", "status")[: MOST_COUNTED + 1])
    count = len(dumps)
    taken = ngettext(
        "%(number)s page was taken as an article.",
        "%(number)s pages were taken as articles.",
        count,
    ) % {"number": f"{count:,}"}
    if not stories:
        return format_html(
            "{} {} {}", taken, gettext("No story was found; the text stays in quarantine."), _undo()
        )
    gave = ngettext("This gave %(number)s story:", "This gave %(number)s stories:", len(stories))
    gave %= {"number": f"{len(stories):,}"}
    links = format_html_join(
        gettext(", "), '<a href="{}"><bdi>{}</bdi></a>', map(_link, stories[:_MOST_NAMED])
    )
    more = format_html(
        ' · <a href="{}?status__exact=in_review">{}</a>',
        reverse("admin:articles_article_changelist"),
        gettext("Review queue"),
    )
    return format_html("{} {} {}{} · {}", taken, gave, links, more, _undo())


def _link(article: Article) -> tuple[str, str]:
    return reverse("admin:articles_article_change", args=[article.pk]), article.headline


def _undo() -> SafeString:
    address = reverse("admin:articles_quarantine")
    return format_html('<a href="{}#taken-heading">{}</a>', address, gettext("Undo"))


class TakenPage(NamedTuple):
    """A page that was taken as an article: the decision, and the dump if it is stored."""

    rule: PlacementRule
    dump: Dump | None


def taken_pages() -> list[TakenPage]:
    """The pages that editors took as articles, the newest decision first."""
    rules = PlacementRule.objects.filter(kind=PlacementRule.Kind.PAGE).order_by("-pk")
    newest = list(rules[:MOST_AT_ONCE])
    found = Dump.objects.filter(sha256__in=[rule.sha256 for rule in newest]).only("name", "sha256")
    dumps = {dump.sha256: dump for dump in found}
    return [TakenPage(rule, dumps.get(rule.sha256)) for rule in newest]


def number_in(text: str | None) -> int | None:
    """The number in a parameter of an address or a form, or None."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
