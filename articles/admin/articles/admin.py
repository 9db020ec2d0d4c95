"""The admin of articles: the parts of the form, its pages, and the steps of a save."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import publishing, search
from articles.admin.forms import TEXT_OVERRIDES, ArticleForm
from articles.admin.imports.dumps import link_to
from articles.admin.imports.jobs import may_ask
from articles.admin.labels.issues import message_of
from articles.admin.permissions import may_publish, who_may_change
from articles.editing import issues
from articles.editing.actions.deletions import forget_old, note_deletion
from articles.editing.actions.edits import note_save
from articles.editing.reconcile import forget_what_is_settled
from articles.models import Article
from articles.models.image_files import discarding
from articles.versions import history as versions

from . import (
    attention,
    autosave,
    calendar,
    conflicts,
    corrections,
    drafts,
    edit,
    form_preview,
    history,
    image_files,
    issue_decisions,
    loading,
    presence,
    preview,
    publish,
    recent_actions,
    reconcile,
    remedies,
    undo,
)
from .action_labels import held_back
from .actions import ACTIONS
from .inlines import AttributionInline, BulletInline, CaptionInline, CorrectionInline
from .list import ArticleListAdmin, sure


@admin.register(Article)
class ArticleAdmin(ArticleListAdmin):
    """Articles: the list, the review queue, the form and its pages."""

    form = ArticleForm
    formfield_overrides = TEXT_OVERRIDES
    actions = ACTIONS
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
                    "live_from",
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

    def get_urls(self) -> list[URLPattern]:
        """Django's pages and ours, one module a page."""
        pages: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("<int:pk>/presence/", presence.presence_view, "presence"),
            ("<int:pk>/parser/", reconcile.three_way_view, "three_way"),
            ("<int:pk>/preview/", preview.preview_view, "preview"),
            ("<int:pk>/issues/", issue_decisions.issues_view, "issues"),
            ("calendar/", calendar.calendar_view, "calendar"),
            ("<int:pk>/correct/", corrections.correct_view, "correct"),
            ("<int:pk>/withdraw/", corrections.withdraw_view, "withdraw"),
            ("reading/", form_preview.preview_form_view, "reading"),
            ("<int:pk>/publish/", publish.publish_view, "publish"),
            ("autosave/", autosave.autosave_view, "autosave"),
            ("undo/", undo.undo_view, "undo"),
            ("actions/", recent_actions.actions_view, "actions"),
            ("<int:pk>/attention/", attention.attention_view, "attention"),
            ("<int:pk>/history/compare/", history.compare_view, "compare"),
            ("<int:pk>/history/<int:version>/restore/", history.restore_view, "restore"),
        ]
        protect = self.admin_site.admin_view
        return [
            *(
                path(route, protect(partial(view, self)), name=f"articles_article_{name}")
                for route, view, name in pages
            ),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list of versions replaces Django's history page."""
        return history.history_view(self, request, object_id, extra_context)

    # --- permissions

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether this user may publish and send back."""
        return may_publish(request)

    def has_review_permission(self, request: HttpRequest) -> bool:
        """Whether this user may mark stories as ready or rejected."""
        return request.user.has_perm("articles.review_article")

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.withdraw_article")

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whether this user may have articles parsed again."""
        return may_ask(request)

    # --- the form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """An article written here is dated now unless its author enters another date."""
        return {"published_at": timezone.now().replace(second=0, microsecond=0)} | (
            super().get_changeform_initial_data(request)
        )

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """All fieldsets; a new article has no origin to show."""
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else fieldsets[:-1]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """An existing slug is never prefilled, because addresses do not change."""
        return {} if obj and obj.slug else super().get_prepopulated_fields(request, obj)

    def view_on_site(self, obj: Article) -> str:
        """The article's own address, which staff may open before it is published."""
        return obj.get_absolute_url()

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> HttpResponse:
        """Adds the buttons, the source lines and the neighbours to the form."""
        context |= edit.buttons(self, request, obj)
        if obj is not None:
            context |= edit.surroundings(self, request, obj, context)
        context |= presence.editors_of(self, request, obj)
        context |= reconcile.disagreement_of(obj)
        context |= {
            "can_preview": preview.can_preview(self, request, obj),
            "can_decide": issue_decisions.may_decide(request),
            "who_may_change": who_may_change(self, request, obj),
        }
        conflicts.seal_form(obj, context)
        return super().render_change_form(request, context, add, change, form_url, obj)

    # --- a save, step by step

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Article | None:
        """The article, loaded once; a save gets the instance that was locked for it."""
        locked = loading.locked(request, object_id)
        return locked or super().get_object(request, object_id, from_field)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form. A save also deletes the files of removed pictures and confirms the draft
        that the browser keeps."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with image_files.discarding_of(object_id), transaction.atomic():
            response = self._save(request, object_id, form_url, extra_context)
        return drafts.confirm(request, response)

    def _save(self, request: HttpRequest, object_id: str | None, *args: Any) -> HttpResponse:
        """Locks the article, looks for conflicts, keeps the stored state as a version, and
        saves."""
        if object_id is not None and self.has_change_permission(request):
            article = loading.lock(self, request, object_id)
            if page := conflicts.page_before_save(self, request, object_id, article):
                return page
            if article is not None and self.has_change_permission(request, article):
                before = versions.keep(article, current=article)
                request.version_before = before  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, *args)

    def save_model(self, request: HttpRequest, obj: Article, form: ModelForm, change: bool) -> None:
        """Saves the fields of the form but not the status, which a colleague may have changed
        meanwhile."""
        if not change:
            obj.save()
            return
        columns = {field.name for field in Article._meta.concrete_fields}
        derived = {"place_slug", "date_method", "modified_at"}
        obj.save(update_fields=columns & {*form.cleaned_data, *derived})

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list[BaseModelFormSet], change: bool
    ) -> None:
        """Saves rows and topics, then everything that follows from a save, and finally makes the
        requested status change."""
        article: Article = form.instance
        is_changed = form.has_changed() or any(formset.has_changed() for formset in formsets)
        if "tags" in form.changed_data:  # the only relation that the form itself saves
            form.save_m2m()
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)
        loading.forget_rows(article)
        if change:
            remedies.apply(self, request, article)
        current = versions.record(article.pk, by=request.user, comment=versions.SAVED)
        if change:
            issue_decisions.decide(self, request, article)
        drafts.note_saved(request)
        search.refresh([article.pk])
        issues.recheck([article.pk], by=request.user, current=current)
        forget_what_is_settled(article.pk)
        if change and is_changed:
            before = getattr(request, "version_before", None)
            undo.offer(request, note_save(current, by=request.user, before=before))
        publish.make_moves(self, request, article, current=current)
        if {"published_at", "live_from"} & {*form.changed_data}:
            publishing.reschedule([article.pk], now=timezone.now())

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        """Deletes one article, which can be undone for a day."""
        self.delete_queryset(request, Article.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        """Deletes several articles, and the files of their pictures as soon as that can no longer
        be undone."""
        now = timezone.now()
        keys = list(queryset.order_by().values_list("pk", flat=True))
        with discarding(keys), transaction.atomic():
            undo.offer(request, note_deletion(queryset, by=request.user, now=now))
            super().delete_queryset(request, queryset)
            transaction.on_commit(partial(forget_old, now=now), robust=True)

    def message_user(
        self,
        request: HttpRequest,
        message: Any,
        level: int | str = messages.INFO,
        extra_tags: str = "",
        fail_silently: bool = False,
    ) -> None:
        """A message; that of success has the Undo of what was done."""
        is_success = level == messages.SUCCESS and not extra_tags
        if is_success and (action := undo.offered(request)):
            extra_tags = undo.tags_of(request, action)
        super().message_user(request, message, level, extra_tags, fail_silently)

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        """A new article is saved first; what to look at before it is published is said then."""
        asking = publish.ask_before_publishing(request, obj)
        return asking or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """The page after a save: the first of these that applies."""
        return (
            publish.ask_before_publishing(request, obj)
            or attention.ask_for_note(request, obj)
            or publish.next_after_move(self, request, obj)
            or issue_decisions.back_to_evidence(request)
            or remedies.back_to_line(request)
            or super().response_change(request, obj)
        )

    # --- read-only fields

    @admin.display(description=_("status"))
    def status_shown(self, article: Article) -> str:
        """The status in words; the buttons below the form change it."""
        if article.status == Article.Status.PUBLISHED and not article.is_visible():
            return held_back(article)
        return article.get_status_display()

    @admin.display(description=_("date as imported"))
    def date_origin(self, article: Article) -> str:
        """The date as printed on the page, and how it was interpreted."""
        if not article.date_text:
            return article.get_date_method_display()
        return gettext("“%(printed)s” (%(method)s)") % {
            "printed": article.date_text,
            "method": article.get_date_method_display(),
        }

    @admin.display(description=_("confidence"))
    def confidence_shown(self, article: Article) -> str:
        return sure(article) or gettext("written here, not imported")

    @admin.display(description=_("issues"))
    def issues(self, article: Article) -> SafeString | str:
        """The issues to check, each with a link to its line."""
        links = [
            (link_to(clipping, _line(issue["line"]), line=issue["line"]), message_of(issue))
            for clipping in loading.clippings_of(article)
            for issue in clipping.open_issues
        ]
        rows = format_html_join("", "<li>{}: {}</li>", links)
        return format_html('<ul class="plain-list">{}</ul>', rows) if links else gettext("none")

    @admin.display(description=_("clippings"))
    def cut_from(self, article: Article) -> SafeString | str:
        """The clippings that this article came from."""
        links = [(link_to(clipping, str(clipping)),) for clipping in loading.clippings_of(article)]
        rows = format_html_join("", "<li>{}</li>", links)
        return format_html('<ul class="plain-list">{}</ul>', rows) if links else gettext("none")


def _line(number: int) -> str:
    return gettext("Line %(number)s") % {"number": number}
