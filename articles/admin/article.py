"""Articles on the desk."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Prefetch, QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles import search, three_way
from articles.models import Article, Clipping
from articles.publishing import Move

from .evidence import evidence_for
from .filters import ConfidenceFilter, DateFilter, IssueFilter, SourceFilter, TopicFilter
from .forms import (
    TEXT_OVERRIDES,
    ArticleForm,
)
from .inlines import AttributionInline, BulletInline, CaptionInline, CorrectionInline
from .moves import BUTTONS, PUBLISH_NEXT, MovesAdmin, moment
from .presence import PresenceAdmin
from .preview import PreviewAdmin
from .provenance import link_to
from .queue import FILTERS, QueueList, following, is_queue, neighbours
from .three_way import DisagreementFilter, ThreeWayAdmin


@admin.register(Article)
class ArticleAdmin(PresenceAdmin, ThreeWayAdmin, PreviewAdmin, MovesAdmin):
    """Articles: what waits, what is out; the story with its rows; where it came from."""

    form = ArticleForm
    formfield_overrides = TEXT_OVERRIDES
    inlines = [BulletInline, CaptionInline, AttributionInline, CorrectionInline]
    list_display = ["headline", "status_shown", "place", "went_out", "sure", "issue_count"]
    list_filter = [
        "status",
        IssueFilter,
        DisagreementFilter,
        ConfidenceFilter,
        DateFilter,
        TopicFilter,
        SourceFilter,
    ]
    search_fields = ["headline"]  # shows the box; what it does is in get_search_results
    search_help_text = 'Words of the story. "In quotes": in this order; -word: without it.'
    sortable_by = ["went_out", "sure"]
    prepopulated_fields = {"slug": ["headline"]}
    readonly_fields = ["status_shown", "date_origin", "confidence_shown", "issues", "cut_from"]
    fieldsets = [
        ("Story", {"fields": ["kicker", "headline", "byline", "body", "tags"]}),
        (
            "Date and place",
            {"fields": ["published_at", "date_precision", "dateline", "place"]},
        ),
        (
            "Publishing",
            {"fields": ["status_shown", "slug", "language", "ednote", "withdrawal_notice"]},
        ),
        (
            "Where it came from",
            {"fields": ["date_origin", "confidence_shown", "issues", "cut_from"]},
        ),
    ]

    class Media:
        css = {
            "all": ["articles/admin.css", "articles/desk/desk.css", "articles/desk/versions.css"]
        }
        js = [
            "articles/desk/blocks.js",
            "articles/desk/cards.js",
            "articles/desk/evidence.js",
            "articles/desk/rows.js",
            "articles/desk/keys.js",
            "articles/desk/presence.js",
        ]

    # --- the list

    def get_ordering(self, request: HttpRequest) -> Any:
        """The queue of what waits for review begins with what the parser was least sure of."""
        return ["confidence", "pk"] if is_queue(request.GET) else super().get_ordering(request)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """A list that knows the queue's order."""
        return QueueList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Articles with their clippings' issues; long columns only where the form needs them."""
        clippings = Clipping.objects.select_related("dump").only(
            "article", "issues", "first_line", "last_line", "dump__name"
        )
        match = request.resolver_match
        is_list = match is not None and match.url_name == "articles_article_changelist"
        if not is_list:  # the evidence beside the form shows the raw lines
            clippings = Clipping.objects.select_related("dump").defer("paragraph_digests")
        articles: QuerySet[Article] = super().get_queryset(request)
        if not is_list:
            articles = articles.select_related("disagreement")
        articles = articles.defer("search", "imported_digests").prefetch_related(
            Prefetch("clippings", clippings.order_by("pk"))
        )
        return articles.defer("body", "ednote") if is_list else articles

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        """Articles that hold the words, by the same index as the readers' search."""
        words = search.clean(search_term)
        if not words:
            return queryset, False
        language = search.language_of(words)
        found = search.matching(Article.objects.all(), words, language)
        return queryset.filter(pk__in=found.values("pk")), False

    @admin.display(description="went out", ordering="published_at")
    def went_out(self, article: Article) -> SafeString | str:
        """The date, and how sure it is."""
        if not article.is_dated:
            return "undated"
        if article.date_precision == Article.DatePrecision.MINUTE:
            return date_format(timezone.localtime(article.published_at), "j M Y, H:i")
        day = date_format(timezone.localtime(article.published_at), "j M Y")
        return f"c. {day}" if article.date_precision == "estimated" else day

    @admin.display(description="sure", ordering="confidence")
    def sure(self, article: Article) -> str:
        """The parser's confidence."""
        return "" if article.confidence is None else f"{article.confidence:.2f}"

    @admin.display(description="issues")
    def issue_count(self, article: Article) -> int | str:
        """How many things a person should look at."""
        return sum(len(clipping.issues) for clipping in article.clippings.all()) or ""

    # --- the form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A story written here goes out now, unless its author says otherwise."""
        return {"published_at": timezone.now().replace(second=0, microsecond=0)} | (
            super().get_changeform_initial_data(request)
        )

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """All of them; a story that is new has come from nowhere yet."""
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else fieldsets[:-1]

    def view_on_site(self, obj: Article) -> str:
        """The article's own address; staff see it there before readers do."""
        return obj.get_absolute_url()

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form with a button for each move that the article can make, the evidence beside
        it, and the way to the articles around it in the list that it was opened from."""
        article: Article | None = kwargs.get("obj")
        moves = self.moves_of(request, article, now=timezone.now())
        context |= {"moves": [(f"_{move}", BUTTONS[move]) for move in moves]}
        if article is not None:
            clippings = list(article.clippings.all())
            around = neighbours(self, request, article)
            context |= {
                "is_nav_sidebar_enabled": False,  # the evidence needs its place
                "evidence": evidence_for(article, clippings, request.GET.get("clipping", "")),
                "issue_count": sum(len(clipping.issues) for clipping in clippings),
                "can_publish": Move.PUBLISH in moves,
                "before": self._address_of(request, around.before),
                "after": self._address_of(request, around.after),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """After "publish and next" the next article of the list, and at its end the list."""
        if PUBLISH_NEXT not in request.POST:
            return super().response_change(request, obj)
        address = self._address_of(request, following(self, request, obj))
        if address is None:
            self.message_user(request, "That was the last story of the list.", messages.SUCCESS)
            return self.response_post_save_change(request, obj)
        return HttpResponseRedirect(address)

    def _address_of(self, request: HttpRequest, key: int | None) -> str | None:
        if key is None:
            return None
        address = reverse("admin:articles_article_change", args=[key])
        filters = request.GET.get(FILTERS)
        return f"{address}?{urlencode({FILTERS: filters})}" if filters else address

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm,
        formsets: list[BaseModelFormSet],
        change: bool,
    ) -> None:
        """Saves rows and topics, brings the search up to date and makes the move asked for."""
        super().save_related(request, form, formsets, change)
        search.refresh([form.instance.pk])
        three_way.forget_what_is_settled(form.instance.pk)
        self.make_moves(request, form.instance)

    def save_model(
        self,
        request: HttpRequest,
        obj: Article,
        form: ModelForm,
        change: bool,
    ) -> None:
        """Saves what the form holds. Not the status: a colleague may have moved it meanwhile."""
        if not change:
            obj.save()
            return
        columns = {field.name for field in Article._meta.concrete_fields}
        derived = {"place_slug", "date_method", "modified_at"}
        obj.save(update_fields=columns & {*form.cleaned_data, *derived})

    @admin.display(description="status")
    def status_shown(self, article: Article) -> str:
        """The status in words; the buttons below change it."""
        if article.status == Article.Status.PUBLISHED and not article.is_visible():
            return f"under embargo until {moment(article.published_at)}"
        return article.get_status_display()

    @admin.display(description="date as imported")
    def date_origin(self, article: Article) -> str:
        """The words printed on the page, and what they were understood to mean."""
        if not article.date_text:
            return article.get_date_method_display()
        return f"“{article.date_text}” ({article.get_date_method_display()})"

    @admin.display(description="confidence")
    def confidence_shown(self, article: Article) -> str:
        """How sure the parser was."""
        return self.sure(article) or "written here, not imported"

    @admin.display(description="issues")
    def issues(self, article: Article) -> SafeString | str:
        """What a person should look at, each with a link to its line."""
        found = [
            (link_to(clipping, f"Line {issue['line']}", line=issue["line"]), issue["message"])
            for clipping in article.clippings.all()
            for issue in clipping.issues
        ]
        rows = format_html_join("", "<li>{}: {}</li>", found)
        return format_html('<ul class="plain-list">{}</ul>', rows) if found else "none"

    @admin.display(description="clippings")
    def cut_from(self, article: Article) -> SafeString | str:
        """The stretches of dumps that this story was cut from."""
        found = [(link_to(clipping, str(clipping)),) for clipping in article.clippings.all()]
        rows = format_html_join("", "<li>{}</li>", found)
        return format_html('<ul class="plain-list">{}</ul>', rows) if found else "none"
