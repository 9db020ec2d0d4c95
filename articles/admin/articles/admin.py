"""Articles on the desk."""

from __future__ import annotations

from collections.abc import Container
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import admin
from django.forms import BaseModelFormSet, Media, ModelForm
from django.forms.widgets import MediaAsset
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import search
from articles.admin.forms import TEXT_OVERRIDES, ArticleForm
from articles.admin.imports.dumps import link_to
from articles.admin.imports.jobs import may_ask
from articles.admin.labels.issues import said
from articles.editing import issues, reconcile
from articles.models import Article
from articles.publishing import Move

from .action_labels import BUTTONS, moment
from .actions import MovesAdmin
from .body import BodyAdmin
from .drafts import DraftsAdmin
from .image_files import PictureFilesAdmin
from .inlines import AttributionInline, BulletInline, CaptionInline, CorrectionInline
from .issue_decisions import DecidingAdmin
from .list import ArticleListAdmin, sure
from .next_previous import FILTERS, neighbours
from .presence import PresenceAdmin
from .preview import PreviewAdmin
from .publish import PUBLISH_NEXT
from .reconcile import ThreeWayAdmin
from .source_lines import REMEDY_NAMES, evidence_for

# Scripts that Django gives every form, and that do nothing in one of a story that has its slug:
# they fill a new one's, and tick rows of a list. One of them is the longest of all.
FOR_NEW: Final = frozenset({"actions", "urlify", "prepopulate", "xregexp"})


@admin.register(Article)
class ArticleAdmin(
    DraftsAdmin,
    PictureFilesAdmin,
    PresenceAdmin,
    ThreeWayAdmin,
    PreviewAdmin,
    DecidingAdmin,
    BodyAdmin,
    ArticleListAdmin,
    MovesAdmin,
):
    """Articles: what waits, what is out; the story with its rows; where it came from."""

    form = ArticleForm
    formfield_overrides = TEXT_OVERRIDES
    inlines = [BulletInline, CaptionInline, AttributionInline, CorrectionInline]
    prepopulated_fields = {"slug": ["headline"]}
    readonly_fields = ["status_shown", "date_origin", "confidence_shown", "issues", "cut_from"]
    fieldsets = [
        (_("Story"), {"fields": ["kicker", "headline", "byline"]}),
        (_("Body"), {"fields": ["body", "tags"]}),
        (
            _("Date and place"),
            {"fields": ["published_at", "date_precision", "dateline", "place"]},
        ),
        (
            _("Publishing"),
            {
                "fields": [
                    "status_shown",
                    "slug",
                    "language",
                    "ednote",
                    "withdrawal_notice",
                    "hides_headline",
                ]
            },
        ),
        (
            _("Origin"),
            {"fields": ["date_origin", "confidence_shown", "issues", "cut_from"]},
        ),
    ]

    class Media:
        css = {
            "all": [
                "articles/admin.css",
                "articles/desk/desk.css",
                "articles/desk/reading.css",
                "articles/desk/versions.css",
            ]
        }

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whether this user may have articles parsed again."""
        return may_ask(request)

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

    def get_prepopulated_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """A slug that is there stays as it is: addresses do not change."""
        return {} if obj and obj.slug else super().get_prepopulated_fields(request, obj)

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
            form = context["adminform"].form
            body = form["body"].value() if "body" in form.fields else None
            chosen = request.GET.get("clipping", "")
            context |= {
                "media": without_scripts(context["media"], FOR_NEW if article.slug else ()),
                "evidence": evidence_for(article, clippings, chosen, body=body),
                "remedies": REMEDY_NAMES.items(),
                "issue_count": sum(len(clipping.open_issues) for clipping in clippings),
                "can_publish": Move.PUBLISH in moves,
                "before": self._address_of(request, around.before),
                "after": self._address_of(request, around.after),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        """A new story without a body is saved, and asked about before it is published."""
        asking = self.ask_for_body(request, obj)
        return asking or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """The same, and after "publish and next" the next story of the list."""
        if asking := self.ask_for_body(request, obj):
            return asking
        if PUBLISH_NEXT in request.POST:
            return self.after_publishing(request, obj, is_next=True)
        return super().response_change(request, obj)

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
        """Saves rows and topics, brings search and issues up to date, makes the move asked for."""
        super().save_related(request, form, formsets, change)
        search.refresh([form.instance.pk])
        issues.recheck([form.instance.pk], by=request.user)
        reconcile.forget_what_is_settled(form.instance.pk)
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

    @admin.display(description=_("status"))
    def status_shown(self, article: Article) -> str:
        """The status in words; the buttons below change it."""
        if article.status == Article.Status.PUBLISHED and not article.is_visible():
            return gettext("under embargo until %(moment)s") % {
                "moment": moment(article.published_at)
            }
        return article.get_status_display()

    @admin.display(description=_("date as imported"))
    def date_origin(self, article: Article) -> str:
        """The words printed on the page, and what they were understood to mean."""
        if not article.date_text:
            return article.get_date_method_display()
        return gettext("“%(printed)s” (%(method)s)") % {
            "printed": article.date_text,
            "method": article.get_date_method_display(),
        }

    @admin.display(description=_("confidence"))
    def confidence_shown(self, article: Article) -> str:
        """How sure the parser was."""
        return sure(article) or gettext("written here, not imported")

    @admin.display(description=_("issues"))
    def issues(self, article: Article) -> SafeString | str:
        """What a person should look at, each with a link to its line."""
        found = [
            (link_to(clipping, _line(issue["line"]), line=issue["line"]), said(issue))
            for clipping in article.clippings.all()
            for issue in clipping.open_issues
        ]
        rows = format_html_join("", "<li>{}: {}</li>", found)
        return format_html('<ul class="plain-list">{}</ul>', rows) if found else gettext("none")

    @admin.display(description=_("clippings"))
    def cut_from(self, article: Article) -> SafeString | str:
        """The stretches of dumps that this story was cut from."""
        found = [(link_to(clipping, str(clipping)),) for clipping in article.clippings.all()]
        rows = format_html_join("", "<li>{}</li>", found)
        return format_html('<ul class="plain-list">{}</ul>', rows) if found else gettext("none")


def without_scripts(media: Media, names: Container[str]) -> Media:
    """Style sheets and scripts without the scripts of these names (`xregexp` is xregexp.min.js)."""
    known: Any = media  # of its lists only the private names are there
    kept = [script for script in known._js if _name_of(script) not in names]
    return Media(css=known._css, js=kept)


def _name_of(script: str | MediaAsset) -> str:
    path = script.path if isinstance(script, MediaAsset) else script
    return PurePosixPath(path).name.split(".")[0]


def _line(number: int) -> str:
    return gettext("Line %(number)s") % {"number": number}
