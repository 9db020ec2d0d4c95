"""Making sources, or topics, one on the desk: which stays, what will happen, done, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html

from articles import merges
from articles.models import Merge

from .forms import completes
from .lists import DeskAdmin
from .provenance import ReadOnlyAdmin
from .typed_filters import Found

MOST_AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """One of those to be made one: its row, what it has, and whether it is to stay."""

    row: Any
    count: str
    is_kept: bool


class MergingAdmin(DeskAdmin):
    """A list of names of which several may be made one.

    `merging` is the library's module, `noun` what the rows are, `link_field` a foreign key to
    them, by which others are searched.
    """

    actions = ["merge_selected"]
    merging: ModuleType
    noun: str
    link_field: Any

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses, and that of the merge."""
        view = self.admin_site.admin_view(self.merge_view)
        return [path("merge/", view, name=self._name("merge")), *super().get_urls()]

    def _name(self, what: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{what}"

    @admin.action(description="Make one (merge)", permissions=["change"])
    def merge_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        """To the page that says what will happen."""
        asked = QueryDict(mutable=True)
        asked.setlist("pk", list(queryset.order_by("pk").values_list("pk", flat=True)))
        address = reverse(f"admin:{self._name('merge')}")
        return HttpResponseRedirect(f"{address}?{asked.urlencode()}")

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Which stays, what will happen; by POST it is done, if it is what was shown."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        asked = request.POST if request.method == "POST" else request.GET
        keys = [*asked.getlist("pk"), *self._typed(request, asked.get("add", ""))]
        rows = self._rows(keys)
        kept = self._kept(rows, asked.get("keep", ""))
        others = [row for row in rows if row != kept]
        if request.method == "POST" and "merge" in request.POST and kept and others:
            if request.POST.get("shown") == self._fingerprint(kept, others):
                return self._merge(request, kept, others)
            self.message_user(
                request,
                "You chose otherwise than was shown: this is what will happen now.",
                messages.WARNING,
            )
        return self._ask(request, rows, kept, others)

    def _rows(self, keys: Sequence[str]) -> list[Any]:
        wanted = {int(key) for key in keys if key.isdecimal() and len(key) <= 18}
        rows = self.model._default_manager.filter(pk__in=wanted).order_by("name")
        return list(rows[:MOST_AT_ONCE])

    def _typed(self, request: HttpRequest, name: str) -> list[str]:
        """The key of what was typed, if it is one; else says what it could be."""
        name = " ".join(name.replace("\0", " ").split())
        found = self.find(name) if name else []
        if len(found) == 1:
            return [str(found[0].pk)]
        if name:
            could_be = ", ".join(f"“{row.name}”" for row in found)
            text = f"“{name}” could be {could_be}." if found else f"Nothing is called “{name}”."
            self.message_user(request, text, messages.WARNING)
        return []

    def find(self, asked: str) -> list[Found]:
        """What is meant by a name."""
        raise NotImplementedError

    def _kept(self, rows: Sequence[Any], asked: str) -> Any:
        """The one that stays: as chosen, or else the one that most articles have."""
        chosen = next((row for row in rows if str(row.pk) == asked), None)
        return chosen or max(rows, key=lambda row: (self.uses(row), -row.pk), default=None)

    def uses(self, row: Any) -> int:
        """How often articles have it, no further than is shown."""
        raise NotImplementedError

    @staticmethod
    def _fingerprint(kept: Any, others: Sequence[Any]) -> str:
        return f"{kept.pk}<{','.join(str(other.pk) for other in others)}"

    def _ask(
        self, request: HttpRequest, rows: list[Any], kept: Any, others: list[Any]
    ) -> HttpResponse:
        choices = [Choice(row, self.used(row), row == kept) for row in rows]
        context = {
            **self.admin_site.each_context(request),
            "title": f"Make {self.noun} one",
            "opts": self.opts,
            "noun": self.noun,
            "choices": choices,
            "kept": kept,
            "others": others,
            "says": self._says(kept, others) if others else [],
            "fingerprint": self._fingerprint(kept, others) if others else "",
            "completes": completes(self.link_field.model._meta.model_name, self.link_field.name),
            "media": self.media
            + forms.Media(
                css={"all": ["articles/desk/complete.css"]}, js=["articles/desk/complete.js"]
            ),
            "list_address": reverse(f"admin:{self._name('changelist')}"),
        }
        return TemplateResponse(request, "admin/articles/merge.html", context)

    def used(self, row: Any) -> str:
        """How often articles have it, in words."""
        raise NotImplementedError

    def _says(self, kept: Any, others: Sequence[Any]) -> list[str]:
        """What will happen, in sentences."""
        plan = self.merging.plan(kept, others)
        gone = ", ".join(f"“{other}”" for other in others)
        says = [f"{_count(plan.moved_count, self.link_noun)} of {gone} will be “{kept}”'s."]
        if plan.double_count:
            says.append(
                f"{_count(plan.double_count, self.link_noun)} will go, because the article has"
                f" “{kept}” already."
            )
        if plan.caption_count:
            says.append(f"{_count(plan.caption_count, 'caption')} will name “{kept}”.")
        says.append(
            f"{_count(plan.article_count, 'article')} will change; none changes its status."
        )
        if plan.aliases:
            names = ", ".join(f"“{alias}”" for alias in plan.aliases)
            says.append(
                f"Other names of “{kept}” from then on: {names}. An import that meets one"
                f" of them means “{kept}”."
            )
        says.append("You can take it back afterwards.")
        return says

    link_noun = "link"

    def _merge(self, request: HttpRequest, kept: Any, others: Sequence[Any]) -> HttpResponse:
        by = request.user.get_username()
        try:
            merge = self.merging.merge(kept, others, now=timezone.now(), by=by)
        except merges.MergeError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        what = f"Merged with {', '.join(str(other) for other in others)}."
        LogEntry.objects.log_actions(request.user.pk or 0, [kept], CHANGE, change_message=what)
        way_back = format_html(
            '{} now one: “{}”. <a href="{}">Take it back</a>',
            _count(len(others) + 1, self.noun, are=True),
            kept,
            reverse("admin:articles_merge_change", args=[merge.pk]),
        )
        self.message_user(request, way_back, messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:{self._name('change')}", args=[kept.pk]))


@admin.register(Merge)
class MergeAdmin(ReadOnlyAdmin):
    """What was made one, and the way back."""

    list_display = ["made_at", "__str__", "kind", "made_by", "undone_at"]
    list_display_links = ["__str__"]
    list_filter = ["kind"]
    sortable_by = ()
    fields = [
        "kind",
        "others_shown",
        "kept_name",
        "gained_shown",
        ("made_at", "made_by"),
        "undone_at",
    ]
    readonly_fields = ["others_shown", "gained_shown"]
    change_form_template = "admin/articles/merge_done.html"

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses, and that of taking a merge back."""
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<int:pk>/undo/", view, name="articles_merge_undo"), *super().get_urls()]

    def has_view_permission(self, request: HttpRequest, obj: Merge | None = None) -> bool:
        """Who may make one may look."""
        rights = {"source": "articles.change_source", "topic": "taggit.change_tag"}
        wanted = [rights[obj.kind]] if obj else rights.values()
        return any(request.user.has_perm(right) for right in wanted)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The same for the list of models."""
        return self.has_view_permission(request)

    def context_of(self, row: Merge) -> dict[str, Any]:
        """Whether it can still be taken back, and how many links it moved."""
        return {
            "moved_count": sum(len(other["moved"]) for other in row.was),
            "double_count": sum(len(other["doubles"]) for other in row.was),
            "caption_count": sum(len(other.get("captions", ())) for other in row.was),
        }

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Takes a merge back; asked for by a form, not by a link."""
        merge = get_object_or_404(Merge, pk=pk)
        if request.method != "POST" or not self.has_view_permission(request, merge):
            raise PermissionDenied
        try:
            merges.undo(merge, now=timezone.now())
        except merges.MergeError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            names = ", ".join(f"“{other['name']}”" for other in merge.was)
            self.message_user(request, f"Taken back: {names} there again.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_merge_change", args=[pk]))

    @admin.display(description="made one with the one below")
    def others_shown(self, merge: Merge) -> str:
        """The names that went."""
        return ", ".join(other["name"] for other in merge.was)

    @admin.display(description="other names it has by it")
    def gained_shown(self, merge: Merge) -> str:
        """The aliases."""
        return ", ".join(merge.gained)


def _count(number: int, noun: str, *, are: bool = False) -> str:
    """A number with its noun: `1 caption`, `3 captions`, `2 sources are`."""
    if are:
        return f"{number:,} {noun} are"
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
