"""The quarantine pages: lines that the parser could not place, and editors' decisions on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import Func, IntegerField, QuerySet, Value
from django.db.models.fields import BinaryField
from django.db.models.fields.json import KeyTextTransform
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.articles.source_lines import (
    MOST_LINES,
    ROLE_LETTERS,
    ROLE_NAMES,
    RawLine,
    raw_lines,
)
from articles.admin.bounded_paginator import MOST_COUNTED
from articles.admin.labels.issues import listed
from articles.admin.scripts import module
from articles.editing.reconcile import part_name
from articles.ingest.maintenance import quarantine
from articles.ingest.maintenance.quarantine import Decision, Placed, PlacingError
from articles.ingest.readers import errors_for
from articles.models import Article, Clipping, Dump, PlacementRule
from articles.parsing import NOT_AN_ARTICLE, PlacementKind
from articles.parsing.lines.lines import split_lines

from .pages import PLACE, TAKE_BACK, Filters, TakePagesAdmin, groups_of, number_in, taken_pages

PER_PAGE: Final = 25
_EXCERPT_BYTES: Final = 2000
_EXCERPT_LINES: Final = 4
_AROUND: Final = 6
"""Lines shown of the clippings above and below."""

_EVERYWHERE: Final = "everywhere"
_NO_ARTICLES: Final = frozenset(NOT_AN_ARTICLE.values())
"""The reasons of whole pages that are no articles."""

_SAID: Final = {
    PlacementKind.STORY: _("made a separate story"),
    PlacementKind.ABOVE: _("added to the story above"),
    PlacementKind.BELOW: _("added to the story below"),
    PlacementKind.CHROME: _("marked as page furniture"),
}
_EVERYWHERE_SAID: Final = _("marked as page furniture everywhere")

_KEPT_EDITED: Final = _(
    "Its %(parts)s stays as an editor left it; open the story to put the lines in by hand."
)
_KEPT_PUBLISHED: Final = _(
    "The story is published, so its %(parts)s stays as it is. Those who may publish can "
    "compare it with the parser and take the lines."
)


class PlaceForm(forms.Form):
    """The lines, and the decision on them."""

    first = forms.IntegerField(label=_("From line"), min_value=1)
    last = forms.IntegerField(label=_("to line"), min_value=1)
    what = forms.ChoiceField(label=_("These lines are"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        what: Any = self.fields["what"]
        what.choices = choices

    def as_decision(self) -> Decision:
        """The posted decision."""
        what = self.cleaned_data["what"]
        everywhere = what == _EVERYWHERE
        kind = PlacementKind.CHROME if everywhere else PlacementKind(what)
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        return Decision(kind, first, last, everywhere)


class QuarantineAdmin(TakePagesAdmin):
    """The quarantine pages, below those of clippings."""

    class Media:
        css = {"all": ["articles/admin.css", "articles/desk/intake.css", "articles/desk/pages.css"]}

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("quarantine/", view(self.quarantine_view), name="articles_quarantine"),
            path("<int:pk>/place/", view(self.place_view), name="articles_clipping_place"),
            path("rules/<int:pk>/take-back/", view(self.take_back_view), name="articles_rule_back"),
            *super().get_urls(),
        ]

    # --- the list

    def quarantine_view(self, request: HttpRequest) -> HttpResponse:
        """The quarantined stretches, the newest first, by dump."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        filters = Filters.of(request.GET)
        waiting = filters.rows()
        groups = groups_of(filters)
        count = waiting.order_by()[: MOST_COUNTED + 1].count()
        page = list(_page(waiting, number_in(request.GET.get("before"))))
        can_place = request.user.has_perm(PLACE)
        has_pages = any(clipping.reason in _NO_ARTICLES for clipping in page)
        older = page[PER_PAGE - 1].pk if len(page) > PER_PAGE else None
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Quarantine"),
            "opts": self.opts,
            "media": self.media + forms.Media(js=module("desk/take_pages.js")),
            "clippings": [
                (clipping, _excerpt(clipping), can_place and clipping.reason in _NO_ARTICLES)
                for clipping in page[:PER_PAGE]
            ],
            "next": older,
            "next_address": filters.address(before=older) if older else "",
            "count": f"{MOST_COUNTED:,}+" if count > MOST_COUNTED else f"{count:,}",
            "counted": count,
            "filters": filters,
            "every_dump": filters._replace(dump=None).address(),
            "every_kind": filters._replace(page_kind="").address(),
            "groups": groups if len(groups) > 1 or filters.page_kind else [],
            "group": next((group for group in groups if group.is_shown), None),
            "can_take": can_place and has_pages,
            "taken": taken_pages(),
            "furniture": PlacementRule.objects.filter(sha256="").order_by("text")[:MOST_COUNTED],
            "can_place": can_place,
            "can_take_back": request.user.has_perm(TAKE_BACK),
        }
        return TemplateResponse(request, "admin/articles/clipping/quarantine.html", context)

    # --- one stretch

    def place_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The lines with those around them, and the possible decisions."""
        if not request.user.has_perm(PLACE):
            raise PermissionDenied
        rows = Clipping.objects.select_related("dump").defer("dump__original")
        clipping = rows.filter(pk=pk, kind=Clipping.Kind.QUARANTINE).first()
        if clipping is None:
            text = gettext("These lines are already sorted; the remaining passages are below.")
            self.message_user(request, text, messages.INFO)
            return HttpResponseRedirect(reverse("admin:articles_quarantine"))
        around = _around(clipping)
        choices = list(_choices(around))
        waiting = quarantine.waiting_lines(clipping) or [clipping.first_line, clipping.last_line]
        initial = {"first": waiting[0], "last": waiting[-1], "what": choices[0][0]}
        form = PlaceForm(request.POST or None, choices=choices, initial=initial)
        if request.method == "POST" and form.is_valid():
            try:
                placed = quarantine.place(
                    clipping, form.as_decision(), by=request.user, asked_by=_asker(request)
                )
            except PlacingError as error:
                form.add_error(None, str(error))
            else:
                self._tell(request, clipping.dump, form.as_decision(), placed)
                return HttpResponseRedirect(reverse("admin:articles_quarantine"))
        return self._page_of(request, clipping, around, form)

    def take_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Undoes a decision; only by POST."""
        if request.method != "POST" or not request.user.has_perm(TAKE_BACK):
            raise PermissionDenied
        rule = get_object_or_404(PlacementRule, pk=pk)
        dump = Dump.objects.defer("original").filter(sha256=rule.sha256).first()
        rule_in_words = str(rule)
        if dump is None:
            rule.delete()
            text = gettext(
                "Undone: %(rule)s. This applies to earlier dumps when they are parsed again."
            ) % {"rule": rule_in_words}
        else:
            try:
                placed = quarantine.take_back(rule, dump, asked_by=_asker(request))
            except PlacingError as error:
                self.message_user(request, str(error), messages.ERROR)
                return HttpResponseRedirect(reverse("admin:articles_quarantine"))
            LogEntry.objects.log_actions(
                request.user.pk or 0,
                [dump],
                CHANGE,
                change_message=gettext("Undone: %(rule)s.") % {"rule": rule_in_words},
            )
            said = (
                gettext("Undone: %(rule)s. Its story is deleted.")
                if placed.deleted_count
                else gettext("Undone: %(rule)s. A story made from these lines stays.")
            )
            text = said % {"rule": rule_in_words}
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_quarantine"))

    def _page_of(
        self,
        request: HttpRequest,
        clipping: Clipping,
        around: dict[str, Clipping],
        form: PlaceForm,
    ) -> HttpResponse:
        lines = list(raw_lines(clipping))
        first_lines = lines[:MOST_LINES]
        above = list(raw_lines(around["above"]))[-_AROUND:] if "above" in around else []
        below = list(raw_lines(around["below"]))[:_AROUND] if "below" in around else []
        context = {
            **self.admin_site.each_context(request),
            "title": _lines(clipping.first_line, clipping.last_line),
            "opts": self.opts,
            "media": self.media + forms.Media(js=module("desk/quarantine.js")),
            "clipping": clipping,
            "lines": [*above, *first_lines, *below],
            "legend": legend_of([*above, *first_lines, *below]),
            "lines_left_count": len(lines) - len(first_lines),
            "form": form,
            "can_take": clipping.reason in _NO_ARTICLES,
            "rules": PlacementRule.objects.filter(sha256=clipping.dump.sha256),
            "can_take_back": request.user.has_perm(TAKE_BACK),
        }
        return TemplateResponse(request, "admin/articles/clipping/place.html", context)

    def _tell(self, request: HttpRequest, dump: Dump, decision: Decision, placed: Placed) -> None:
        lines = _lines_in_words(decision)
        said = _EVERYWHERE_SAID if decision.everywhere else _SAID[decision.kind]
        values = {"lines": lines, "dump": dump.name, "said": said}
        text = gettext("%(lines)s of %(dump)s: %(said)s.") % values
        by = request.user.pk or 0
        LogEntry.objects.log_actions(by, [dump], CHANGE, change_message=text)
        article = Article.objects.filter(pk=placed.article or 0).only("headline").first()
        if article is None:
            self.message_user(request, _with_links(text, None, dump), messages.SUCCESS)
            return
        LogEntry.objects.log_actions(by, [article], CHANGE, change_message=text)
        self.message_user(request, _with_links(text, article, dump), messages.SUCCESS)
        kept = [part.part for change in placed.changes for part in change.kept]
        if kept and decision.kind is not PlacementKind.STORY:
            is_public = any(change.is_public for change in placed.changes if change.kept)
            words = _KEPT_PUBLISHED if is_public else _KEPT_EDITED
            parts = {"parts": listed(map(part_name, kept))}
            self.message_user(request, words % parts, messages.WARNING)


def legend() -> list[tuple[str, str, str]]:
    """All roles that have a letter: the letter, the role, and its name."""
    return [
        (letter, role.value, str(ROLE_NAMES[role]))
        for role, letter in ROLE_LETTERS.items()
        if letter
    ]


def legend_of(lines: Sequence[RawLine]) -> list[tuple[str, str, str]]:
    """The roles that occur."""
    roles = {line.role for line in lines}
    return [entry for entry in legend() if entry[1] in roles]


def _page(waiting: QuerySet[Clipping], before: int | None) -> QuerySet[Clipping]:
    """The clippings of a page and one more, by key; of each only the first bytes."""
    if before is not None:
        waiting = waiting.filter(pk__lt=before)
    start = Func(
        "raw", Value(1), Value(_EXCERPT_BYTES), function="substring", output_field=BinaryField()
    )
    size = Func("raw", function="octet_length", output_field=IntegerField())
    return (
        waiting.annotate(
            start=start, size=size, page_title=KeyTextTransform("title", "dump__hints")
        )
        .select_related("dump")
        .only(
            *("kind", "first_line", "last_line", "reason"),
            *("dump__name", "dump__encoding", "dump__captured_at"),
        )
        .order_by("-pk")[: PER_PAGE + 1]
    )


def _excerpt(clipping: Any) -> list[str]:
    """The first lines of text of a clipping."""
    encoding = clipping.dump.encoding
    errors = errors_for(encoding) if clipping.size <= _EXCERPT_BYTES else "replace"
    text = bytes(clipping.start).decode(encoding, errors)
    lines = [line.text[:200] for line in split_lines(text) if line.text]
    return lines[:_EXCERPT_LINES]


def _around(clipping: Clipping) -> dict[str, Clipping]:
    """The stories directly above and below, if they have articles."""
    places = {clipping.position - 1: "above", clipping.position + 1: "below"}
    rows = Clipping.objects.filter(dump=clipping.dump_id, position__in=places)
    rows = rows.select_related("dump", "article").defer("dump__original", "article__search")
    return {places[row.position]: row for row in rows}


def _choices(around: dict[str, Clipping]) -> list[tuple[str, str]]:
    choices = [
        (PlacementKind.STORY.value, gettext("A separate story; the first line is its headline"))
    ]
    for place, row in sorted(around.items()):
        if row.kind == Clipping.Kind.STORY and row.article:
            text = (
                gettext("Part of the story above: “%(headline)s”")
                if place == "above"
                else gettext("Part of the story below: “%(headline)s”")
            )
            choices.append((place, text % {"headline": row.article.headline}))
    return [
        *choices,
        (
            PlacementKind.CHROME.value,
            gettext("Page furniture, only here: these lines of this dump"),
        ),
        (
            _EVERYWHERE,
            gettext(
                "Always ignore these lines: each is page furniture wherever it appears, in "
                "this dump now and in others when they are imported or parsed again, inside "
                "stories too"
            ),
        ),
    ]


def _lines_in_words(decision: Decision) -> str:
    if decision.first == decision.last:
        return gettext("Line %(number)s") % {"number": decision.first}
    return _lines(decision.first, decision.last)


def _lines(first: int, last: int) -> str:
    return gettext("Lines %(first)s to %(last)s") % {"first": first, "last": last}


def _with_links(text: str, article: Article | None, dump: Dump) -> SafeString:
    """The message with links to the article and to undo."""
    back = format_html(
        '<a href="{}#dump-rules">{}</a>',
        reverse("admin:articles_dump_change", args=[dump.pk]),
        gettext("Undo"),
    )
    if article is None:
        return format_html("{} {}", text, back)
    address = reverse("admin:articles_article_change", args=[article.pk])
    return format_html('{} <a href="{}">{}</a> · {}', text, address, article.headline, back)


def _asker(request: HttpRequest) -> str:
    return f"{request.user.get_username()}, on the desk"
