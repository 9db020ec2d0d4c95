"""Actions on several articles: publish, withdraw, send back, add topics, set the publisher. Each
asks for confirmation and is recorded in every article's history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin, action, site
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import publishing, search
from articles.admin.forms import TextField, TopicsField, TopicsWidget
from articles.admin.labels.issues import listed
from articles.admin.permissions import left_published, may_touch, said_of_published
from articles.editing import issues
from articles.editing.actions.moves import note_move
from articles.editing.checks import counts_of
from articles.models import Article, Attribution, Source
from articles.models.article import ArticleQuerySet
from articles.publishing import Move, Outcome
from articles.versions import history

from .action_labels import (
    DONE,
    HEADINGS,
    KEPT,
    articles_in_words,
    forecast,
    no_body,
    summary,
)
from .attention import AttentionForm
from .undo import tell_with_undo

MOVES_OF_SEVERAL: Final[dict[Move, Callable[..., Outcome]]] = {
    Move.MARK_READY: publishing.mark_ready_all,
    Move.ASK: publishing.ask_all,
    Move.REJECT: publishing.reject_all,
    Move.PUBLISH: publishing.publish_all,
    Move.WITHDRAW: publishing.withdraw_all,
    Move.SEND_BACK: publishing.send_back_all,
}
ONLY_WITH_BODY: Final = "only_with_body"
"""The button that leaves out the articles without a body."""
BODILESS: Final = "bodiless_count"
"""Input of the confirmation page: the number of articles without a body that it stated."""
MOST_AT_ONCE: Final = 100
"""Most articles whose parts one action changes (a page of the list), since each keeps a version."""
SHOWN: Final = 10
"""Headlines listed on a confirmation page."""


class NothingToAsk(forms.Form):
    """The empty form of an action that only needs confirmation."""


class NoticeForm(forms.Form):
    """The notice that readers see in place of withdrawn articles."""

    notice = TextField(
        required=False,
        label=_("Notice to readers"),
        help_text=_("Why it was withdrawn; shown at the story's address. May stay empty."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    hides_headline = forms.BooleanField(
        required=False,
        label=_("Hide the headline"),
        help_text=_("The page of the withdrawn story then shows the notice alone."),
    )


class AddTopicsForm(forms.Form):
    topics = TopicsField(
        label=_("Topics to add"),
        help_text=_(
            'Separate with commas; put a topic containing a comma in quotes: "oil, crude".'
        ),
        widget=TopicsWidget(attrs={"dir": "auto"}),
    )


class PublisherForm(forms.Form):
    publisher = forms.ModelChoiceField(
        label=_("Publisher"),
        queryset=Source.objects.all(),
        widget=AutocompleteSelect(Attribution._meta.get_field("source"), site),
    )


def _move_action(
    move: Move, description: Any, right: str, form_class: type[forms.Form] = NothingToAsk
) -> Any:
    """The action of the list that makes a move, for who has the right."""

    @action(description=description, permissions=[right])
    def selected(
        admin: ModelAdmin, request: HttpRequest, queryset: ArticleQuerySet
    ) -> HttpResponse | None:
        return _move_selected(admin, request, move, queryset, form_class)

    selected.__name__ = f"{move}_selected"  # which the list posts
    return selected


@action(description=_("Add topics"), permissions=["change"])
def add_topics_to_selected(
    admin: ModelAdmin, request: HttpRequest, queryset: ArticleQuerySet
) -> HttpResponse | None:
    if _is_too_much(admin, request, queryset):
        return None
    sentences = [
        gettext("These topics will be added to %(articles)s.")
        % {"articles": articles_in_words(queryset.count())}
    ]
    form, page = _ask(
        admin,
        request,
        queryset,
        gettext("Add topics"),
        [*sentences, *said_of_published(request, queryset), str(KEPT)],
        AddTopicsForm,
    )
    if form is None:
        return page
    topics = form.cleaned_data["topics"]
    what = gettext("Added topics: %(topics)s.") % {"topics": listed(topics)}
    done = gettext("Topics added to %(articles)s.")
    _change_each(admin, request, queryset, what, done, lambda row: row.tags.add(*topics))
    return None


@action(description=_("Set publisher"), permissions=["change"])
def set_publisher_of_selected(
    admin: ModelAdmin, request: HttpRequest, queryset: ArticleQuerySet
) -> HttpResponse | None:
    """Sets the publisher of the chosen articles and replaces the previous one."""
    if _is_too_much(admin, request, queryset):
        return None
    had = Attribution.objects.filter(article__in=queryset.values("pk"), role="publisher")
    sentences = [
        gettext("This publisher will be set for %(articles)s.")
        % {"articles": articles_in_words(queryset.count())}
    ]
    if count := had.values("article").distinct().count():
        sentences.append(
            gettext("%(count)s already have a publisher; it will be replaced.") % {"count": count}
        )
    form, page = _ask(
        admin,
        request,
        queryset,
        gettext("Set publisher"),
        [*sentences, *said_of_published(request, queryset), str(KEPT)],
        PublisherForm,
    )
    if form is None:
        return page
    source = form.cleaned_data["publisher"]

    def name(article: Article) -> None:
        had = article.attributions.filter(role="publisher")
        had.exclude(source=source).delete()
        article.attributions.get_or_create(source=source, role="publisher")

    what = gettext("Set the publisher: %(source)s.") % {"source": source}
    done = gettext("Publisher set for %(articles)s.")
    _change_each(admin, request, queryset, what, done, name)
    return None


def _move_selected(
    admin: ModelAdmin,
    request: HttpRequest,
    move: Move,
    queryset: ArticleQuerySet,
    form_class: type[forms.Form],
) -> HttpResponse | None:
    now = timezone.now()
    expected = publishing.forecast(move, queryset, now=now)
    sentences = forecast(expected)
    heading = str(HEADINGS[move])
    form, page = _ask(admin, request, queryset, heading, sentences, form_class, expected)
    if form is None:
        return page
    if ONLY_WITH_BODY in request.POST:
        queryset = queryset.with_body()
    with transaction.atomic():
        outcome = MOVES_OF_SEVERAL[move](queryset, now=now, by=request.user, **_more(move, form))
        moved = Article.objects.filter(pk__in=outcome.moved)
        if notice := form.cleaned_data.get("notice"):
            moved.update(withdrawal_notice=notice)
        if form.cleaned_data.get("hides_headline"):
            moved.update(hides_headline=True)
        _log(request, moved, f"{capfirst(DONE[move])}.")
        noted = note_move(outcome, by=request.user)
    tell_with_undo(admin, request, summary(outcome), noted)
    return None


def _more(move: Move, form: forms.Form) -> dict[str, Any]:
    """What the confirmation page asked for beside the move."""
    if move is not Move.ASK:
        return {}
    assignee = form.cleaned_data["assignee"]
    return {"note": form.cleaned_data["note"], "assignee": assignee and assignee.pk}


def _ask(
    admin: ModelAdmin,
    request: HttpRequest,
    queryset: ArticleQuerySet,
    heading: str,
    sentences: Sequence[str],
    form_class: type[forms.Form],
    expected: Outcome | None = None,
) -> tuple[forms.Form, None] | tuple[None, HttpResponse]:
    """Returns the confirmed form, or the confirmation page. The page is shown again if more
    articles have no body now than it stated."""
    publishable = expected.moved if expected and expected.move is Move.PUBLISH else ()
    bodiless = Article.objects.filter(pk__in=publishable).without_body()
    bodiless_count = bodiless.count() if publishable else 0
    posted = request.POST.get(BODILESS, "")
    has_grown = posted.isdecimal() and len(posted) < 10 and bodiless_count > int(posted)
    is_confirmed = "confirmed" in request.POST and not has_grown
    form = form_class(request.POST if is_confirmed else None)
    if is_confirmed and form.is_valid():
        return form, None
    context = {
        **admin.admin_site.each_context(request),
        "title": heading,
        "opts": admin.opts,
        "says": [*sentences[:1], *no_body(bodiless_count, len(publishable)), *sentences[1:]],
        "is_idle": expected is not None and not expected.moved,
        "form": form,
        "media": admin.media + form.media,
        "articles": queryset.only("headline")[:SHOWN],
        "more_count": max(0, queryset.count() - SHOWN),
        "kinds": counts_of(Article.objects.filter(pk__in=publishable)) if publishable else (),
        "bodiless": bodiless.only("headline")[:SHOWN] if bodiless_count else (),
        "bodiless_count": bodiless_count,
        "bodiless_more_count": max(0, bodiless_count - SHOWN),
        "full_count": len(publishable) - bodiless_count,
        "action": request.POST["action"],
        "is_across": request.POST.get("select_across", "0"),
        "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return None, TemplateResponse(request, "admin/articles/article/confirm.html", context)


def _is_too_much(admin: ModelAdmin, request: HttpRequest, queryset: ArticleQuerySet) -> bool:
    if queryset.order_by()[: MOST_AT_ONCE + 1].count() <= MOST_AT_ONCE:
        return False
    text = gettext("Nothing was changed: please choose at most %(most)s stories at a time.") % {
        "most": MOST_AT_ONCE
    }
    admin.message_user(request, text, messages.ERROR)
    return True


def _change_each(
    admin: ModelAdmin,
    request: HttpRequest,
    queryset: ArticleQuerySet,
    what: str,
    done: str,
    change: Callable[[Article], object],
) -> None:
    """Changes several articles, all or none; each keeps a version from before and after the
    change."""
    with transaction.atomic():
        locked = _locked(queryset)
        chosen = [article for article in locked if may_touch(request, article)]
        for article in chosen:
            history.keep(article)
            with history.recording(by=request.user, comment=what):
                change(article)
                Article.objects.filter(pk=article.pk).update(modified_at=timezone.now())
                history.add(article)
        keys = [article.pk for article in chosen]
        search.refresh(keys)
        issues.recheck(keys, by=request.user)
        _log(request, Article.objects.filter(pk__in=keys), what)
    if keys:
        text = done % {"articles": articles_in_words(len(keys))}
        admin.message_user(request, text, messages.SUCCESS)
    if left_count := len(locked) - len(chosen):
        admin.message_user(request, left_published(left_count), messages.WARNING)


def _log(request: HttpRequest, articles: ArticleQuerySet, what: str) -> None:
    rows = articles.only("headline")
    LogEntry.objects.log_actions(request.user.pk or 0, rows, CHANGE, change_message=what)


def _locked(queryset: ArticleQuerySet) -> list[Article]:
    """The chosen articles, locked in order of id, so that two editors wait for each other and
    never deadlock."""
    keys = list(queryset.values_list("pk", flat=True))
    return list(Article.objects.filter(pk__in=keys).order_by("pk").select_for_update())


ACTIONS: Final[list[Any]] = [
    _move_action(Move.MARK_READY, _("Mark as ready"), "review"),
    _move_action(Move.ASK, _("Mark as needing attention"), "change", AttentionForm),
    _move_action(Move.REJECT, _("Reject"), "review"),
    _move_action(Move.PUBLISH, _("Publish"), "publish"),
    _move_action(Move.WITHDRAW, _("Withdraw"), "withdraw", NoticeForm),
    _move_action(Move.SEND_BACK, _("Send to review"), "publish"),
    add_topics_to_selected,
    set_publisher_of_selected,
]
