"""Lists of names that can be merged, the page that merges them, and the list of merges, which
can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _

from articles.admin.bounded_paginator import count_up_to
from articles.admin.changelist import ReadOnlyAdmin
from articles.admin.forms import completes
from articles.admin.labels.issues import listed
from articles.admin.permissions import PublicNameAdmin, may_rename, who_may
from articles.admin.scripts import COMPLETE
from articles.admin.search_filters import Found
from articles.editing import merging as merges
from articles.models import Merge, Source, Topic

MOST_AT_ONCE: Final = 50
MOST_SHOWN: Final = 1000
NOTHING: Final = gettext_noop("Nothing found for “%(name)s”.")


@dataclass(frozen=True, slots=True)
class Choice:
    """A row to be merged: the row, its links in words, and whether it is kept."""

    row: Any
    count: str
    is_kept: bool


class MergingAdmin(PublicNameAdmin):
    """A list of names of which several may be merged.

    `merging` merges them; `noun` says what the rows are; `link_field` is the foreign key of their
    links to stories, which are counted, and by which other rows are searched.
    """

    actions = ["merge_selected"]
    merging: merges.Merging
    noun: str | Promise
    link_field: Any

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.merge_view)
        return [path("merge/", view, name=self._name("merge")), *super().get_urls()]

    def _name(self, what: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{what}"

    @admin.action(description=_("Merge"), permissions=["change"])
    def merge_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        """Redirects to the page that says what will happen."""
        asked = QueryDict(mutable=True)
        asked.setlist("pk", list(queryset.order_by("pk").values_list("pk", flat=True)))
        address = reverse(f"admin:{self._name('merge')}")
        return HttpResponseRedirect(f"{address}?{asked.urlencode()}")

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """The choice of the row that is kept, and the effect; a POST merges if the effect is the
        one shown."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        asked = request.POST if request.method == "POST" else request.GET
        keys = [*asked.getlist("pk"), *self._typed(request, asked.get("add", ""))]
        rows = self._rows(keys)
        kept = self._kept(rows, asked.get("keep", ""))
        others = [row for row in rows if row != kept]
        if request.method == "POST" and "merge" in request.POST and kept and others:
            if not may_rename(request, others):
                raise PermissionDenied
            if request.POST.get("shown") == self._fingerprint(kept, others):
                return self._merge(request, kept, others)
            self.message_user(
                request,
                gettext("Your choice has changed: this is what will happen now."),
                messages.WARNING,
            )
        return self._ask(request, rows, kept, others)

    def _rows(self, keys: Sequence[str]) -> list[Any]:
        wanted = {int(key) for key in keys if key.isdecimal() and len(key) <= 18}
        rows = self.model._default_manager.filter(pk__in=wanted).order_by("name")
        return list(rows[:MOST_AT_ONCE])

    def _typed(self, request: HttpRequest, name: str) -> list[str]:
        """The key of the typed name if it names one row; else the possible rows."""
        name = " ".join(name.replace("\0", " ").split())
        found = self.find(name) if name else []
        if len(found) == 1:
            return [str(found[0].pk)]
        if name:
            could_be = {"name": name, "names": quoted(row.name for row in found)}
            text = gettext("“%(name)s” could be %(names)s.") if found else gettext(NOTHING)
            text %= could_be
            self.message_user(request, text, messages.WARNING)
        return []

    def find(self, asked: str) -> list[Found]:
        """The rows that a name means."""
        raise NotImplementedError

    def _kept(self, rows: Sequence[Any], asked: str) -> Any:
        """The kept row: the chosen one, or else the one with the most articles."""
        chosen = next((row for row in rows if str(row.pk) == asked), None)
        return chosen or max(rows, key=lambda row: (self.uses(row), -row.pk), default=None)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Rows with the number of their links to stories, counted up to what is shown."""
        use_count = count_up_to(self._links(OuterRef("pk")), MOST_SHOWN + 1)
        rows: QuerySet[Any] = super().get_queryset(request).annotate(use_count=use_count)
        return rows

    def _links(self, row: Any) -> QuerySet[Any]:
        links: Any = self.link_field.model._default_manager
        rows: QuerySet[Any] = links.filter(**{self.link_field.name: row}).order_by()
        return rows

    def uses(self, row: Any) -> int:
        """The number of links to stories, up to what is shown."""
        if hasattr(row, "use_count"):
            return int(row.use_count)
        return len(self._links(row).values_list("pk")[: MOST_SHOWN + 1])

    @staticmethod
    def _fingerprint(kept: Any, others: Sequence[Any]) -> str:
        return f"{kept.pk}<{','.join(str(other.pk) for other in others)}"

    def _ask(
        self, request: HttpRequest, rows: list[Any], kept: Any, others: list[Any]
    ) -> HttpResponse:
        choices = [Choice(row, self.used(row), row == kept) for row in rows]
        may = may_rename(request, others)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Merge %(noun)s") % {"noun": self.noun},
            "opts": self.opts,
            "noun": self.noun,
            "choices": choices,
            "kept": kept,
            "others": others,
            "says": self._says(kept, others) if others and may else [],
            "who_may_rename": "" if may else who_may(),
            "fingerprint": self._fingerprint(kept, others) if others else "",
            "completes": completes(self.link_field.model._meta.model_name, self.link_field.name),
            "media": self.media
            + forms.Media(css={"all": ["articles/desk/complete.css"]}, js=COMPLETE),
            "list_address": reverse(f"admin:{self._name('changelist')}"),
        }
        return TemplateResponse(request, "admin/articles/merge.html", context)

    def used(self, row: Any) -> str:
        """The number of links to stories, in words."""
        count = self.uses(row)
        return f"{MOST_SHOWN}+" if count > MOST_SHOWN else str(count)

    def _says(self, kept: Any, others: Sequence[Any]) -> list[str]:
        """The effect of the merge, in sentences."""
        plan = self.merging.plan(kept, others)
        values = {"gone": quoted(others), "kept": kept, "links": self.links(plan.moved_count)}
        sentences = [gettext("%(links)s will move from %(gone)s to “%(kept)s”.") % values]
        if plan.double_count:
            values["links"] = self.links(plan.double_count)
            text = gettext(
                "%(links)s will be removed as duplicates: the story already has “%(kept)s”."
            )
            sentences.append(text % values)
        if plan.caption_count:
            text = ngettext(
                "%(number)s caption will name “%(kept)s”.",
                "%(number)s captions will name “%(kept)s”.",
                plan.caption_count,
            )
            sentences.append(text % (values | {"number": f"{plan.caption_count:,}"}))
        text = ngettext(
            "%(number)s story will change; none changes its status.",
            "%(number)s stories will change; none changes its status.",
            plan.article_count,
        )
        sentences.append(text % {"number": f"{plan.article_count:,}"})
        if plan.aliases:
            text = gettext(
                "Aliases of “%(kept)s” from then on: %(names)s. Imports will take them for "
                "“%(kept)s”."
            )
            sentences.append(text % {"kept": kept, "names": quoted(plan.aliases)})
        sentences.append(gettext("You can undo this afterwards."))
        return sentences

    def links(self, number: int) -> str:
        """Links to articles, with their number."""
        raise NotImplementedError

    def _merge(self, request: HttpRequest, kept: Any, others: Sequence[Any]) -> HttpResponse:
        by = request.user.get_username()
        try:
            merge = self.merging.merge(kept, others, now=timezone.now(), by=by)
        except merges.MergeError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        what = gettext("Merged with %(others)s.") % {"others": listed(map(str, others))}
        LogEntry.objects.log_actions(request.user.pk or 0, [kept], CHANGE, change_message=what)
        way_back = format_html(
            '{} <a href="{}">{}</a>',
            gettext("%(number)s %(noun)s merged into “%(kept)s”.")
            % {"number": f"{len(others) + 1:,}", "noun": self.noun, "kept": kept},
            reverse("admin:articles_merge_change", args=[merge.pk]),
            gettext("Undo"),
        )
        self.message_user(request, way_back, messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:{self._name('change')}", args=[kept.pk]))


@admin.register(Merge)
class MergeAdmin(ReadOnlyAdmin):
    """Merges, each of which can be undone."""

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
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<int:pk>/undo/", view, name="articles_merge_undo"), *super().get_urls()]

    def has_view_permission(self, request: HttpRequest, obj: Merge | None = None) -> bool:
        """Users who may merge may look."""
        rights = {"source": "articles.change_source", "topic": "articles.change_topic"}
        wanted = [rights[obj.kind]] if obj else rights.values()
        return any(request.user.has_perm(right) for right in wanted)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The same for the list of models."""
        return self.has_view_permission(request)

    def context_of(self, row: Merge) -> dict[str, Any]:
        """How many links were moved or removed, and how many captions changed."""
        return {
            "moved_count": sum(len(other["moved"]) for other in row.was),
            "double_count": sum(len(other["doubles"]) for other in row.was),
            "caption_count": sum(len(other["captions"]) for other in row.was),
        }

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The merge; undoing it changes the names that published stories show."""
        merge = self.get_object(request, object_id)
        may = merge is None or may_rename(request, _kept_row(merge))
        context = {"who_may_rename": "" if may else who_may(), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Undoes a merge; by POST only."""
        merge = get_object_or_404(Merge, pk=pk)
        if request.method != "POST" or not self.has_view_permission(request, merge):
            raise PermissionDenied
        if not may_rename(request, _kept_row(merge)):
            raise PermissionDenied
        try:
            merges.undo(merge, now=timezone.now())
        except merges.MergeError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            names = {"names": quoted(other["name"] for other in merge.was)}
            text = gettext("Merge undone: %(names)s restored.") % names
            self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_merge_change", args=[pk]))

    @admin.display(description=_("merged"))
    def others_shown(self, merge: Merge) -> str:
        return ", ".join(other["name"] for other in merge.was)

    @admin.display(description=_("aliases added"))
    def gained_shown(self, merge: Merge) -> str:
        return ", ".join(merge.gained)


def _kept_row(merge: Merge) -> list[Any]:
    """The source or topic that a merge kept, if it still exists."""
    model: Any = Source if merge.kind == Merge.Kind.SOURCE else Topic
    return list(model.objects.filter(pk=merge.kept_key))


def quoted(names: Iterable[object]) -> str:
    """The names, each in quotation marks."""
    return listed(gettext("“%(words)s”") % {"words": name} for name in names)
