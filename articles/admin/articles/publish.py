"""Status changes of one article by the buttons of its form: what to look at before it is published,
and the next story afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext

from articles import publishing, search
from articles.editing import checks
from articles.editing.actions.edits import note_save
from articles.editing.actions.moves import RIGHTS, note_move
from articles.editing.checks import Finding, findings_of
from articles.models import Article
from articles.publishing import Move, Outcome
from articles.versions import history

from .action_labels import DONE, REFUSED, moment
from .links import address_of, redirect_to
from .loading import readable
from .next_previous import following
from .undo import tell_with_undo

MOVES: Final[dict[Move, Callable[..., Outcome]]] = {
    Move.MARK_READY: publishing.mark_ready,
    Move.REJECT: publishing.reject,
    Move.PUBLISH: publishing.publish,
    Move.WITHDRAW: publishing.withdraw,
    Move.SEND_BACK: publishing.send_back,
    Move.HOLD: publishing.hold,
}
"""The moves that a button makes at once; asking for attention needs a note first."""

PUBLISH_NEXT: Final = "_publish_next"
_PUBLISH: Final = f"_{Move.PUBLISH}"
LEADS_ON: Final = {
    PUBLISH_NEXT: Move.PUBLISH,
    f"_{Move.MARK_READY}": Move.MARK_READY,
    f"_{Move.REJECT}": Move.REJECT,
}
"""Buttons after which the next story of the list is opened."""
NEXT: Final = "next"
"""In the address of a page that asks: the next article of the list is opened afterwards."""


def asks_to_publish(posted: Mapping[str, Any]) -> bool:
    """Whether one of the form's publish buttons was pressed."""
    return PUBLISH_NEXT in posted or _PUBLISH in posted


# --- the buttons of the form


def moves_of(
    admin: ModelAdmin, request: HttpRequest, article: Article | None, *, now: datetime
) -> tuple[Move, ...]:
    """The status changes that are possible for this article and this user."""
    if article is None:
        moves: tuple[Move, ...] = (Move.PUBLISH, Move.HOLD)
    else:
        moves = publishing.moves_for(article, now=now)
        if article.confidence is not None:  # what was imported waits in the queue
            moves = tuple(move for move in moves if move is not Move.HOLD)
    return tuple(move for move in moves if _may(admin, request, move, article))


SEND_BACK_FROM: Final = {
    Article.Status.DRAFT.value: "articles.change_article",
    Article.Status.ATTENTION.value: "articles.change_article",
    Article.Status.READY.value: "articles.review_article",
    Article.Status.REJECTED.value: "articles.review_article",
}
"""The right to send a story of this status to review; of a public one that to publish: whoever may
change a story may hand it in, and whoever decided on it may decide otherwise."""


def _may(admin: ModelAdmin, request: HttpRequest, move: Move, article: Article | None) -> bool:
    if article is None and move is Move.HOLD:
        return admin.has_add_permission(request)
    if move is Move.SEND_BACK and article is not None:
        right = SEND_BACK_FROM.get(article.status, "articles.publish_article")
        return request.user.has_perm(right)
    return request.user.has_perm(RIGHTS[move])


def make_moves(
    admin: ModelAdmin, request: HttpRequest, article: Article, *, current: Article
) -> None:
    """Makes the requested status changes; without the right to make them nothing is saved.
    `current` is the article with its rows, as they have just been read."""
    moves = {Move.PUBLISH} if asks_to_publish(request.POST) else set[Move]()
    moves |= {move for move in Move if f"_{move}" in request.POST}
    if not all(_may(admin, request, move, article) for move in moves):
        raise PermissionDenied
    if Move.PUBLISH in moves and must_ask(request, current):
        moves.discard(Move.PUBLISH)  # `response_change` leads to the page that asks
    for move, make in MOVES.items():
        if move in moves:
            outcome = make(article, now=timezone.now(), by=request.user)
            tell_moved(admin, request, article, outcome)


def tell_moved(admin: ModelAdmin, request: HttpRequest, article: Article, outcome: Outcome) -> None:
    """Logs a status change of one article, and shows a message with an Undo button."""
    if not outcome.moved:
        text = gettext("Not %(done)s: it is %(refused)s.") % {
            "done": DONE[outcome.move],
            "refused": REFUSED[outcome.move],
        }
        admin.message_user(request, text, messages.WARNING)
        return
    text = f"{capfirst(DONE[outcome.move])}."
    admin.log_change(request, article, text)
    if outcome.embargoed_count:
        text = gettext("Held back: readers will see it from %(moment)s.") % {
            "moment": moment(article.visible_from)
        }
    address = address_of(request, "admin:articles_article_change", article.pk)
    link = format_html('{} <a href="{}">“<bdi>{}</bdi>”</a>', text, address, article.headline)
    tell_with_undo(admin, request, link, note_move(outcome, by=request.user))


# --- what to look at before an article is published


def must_ask(request: HttpRequest, article: Article) -> bool:
    """Whether the form would publish an article that something is to be looked at in."""
    can_publish = Move.PUBLISH in publishing.moves_for(article, now=timezone.now())
    return asks_to_publish(request.POST) and can_publish and bool(_findings(request, article))


def _findings(request: HttpRequest, article: Article) -> list[Finding]:
    """The findings of an article, which a request asks for once."""
    found: list[Finding] | None = getattr(request, "publish_findings", None)
    if found is None:
        found = findings_of(article)
        request.publish_findings = found  # type: ignore[attr-defined]
    return found


def ask_before_publishing(request: HttpRequest, article: Article) -> HttpResponse | None:
    """Redirects to the page that asks if it must; the form has been saved by then."""
    if not must_ask(request, article):
        return None
    query = {NEXT: "1"} if PUBLISH_NEXT in request.POST else {}
    return redirect_to(request, "admin:articles_article_publish", article.pk, query)


def publish_view(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Says what to look at; a POST mends one thing, or publishes the article as it is."""
    article = readable(admin, request, pk)
    if not request.user.has_perm("articles.publish_article"):
        raise PermissionDenied
    if Move.PUBLISH not in publishing.moves_for(article, now=timezone.now()):
        admin.message_user(request, gettext("It is already published."), messages.WARNING)
        return redirect_to(request, "admin:articles_article_change", article.pk)
    if request.method == "POST" and "mend" in request.POST:
        return _mend(admin, request, article)
    findings = findings_of(article)
    seen = request.POST.getlist("seen")
    if request.method == "POST" and {finding.code for finding in findings} <= set(seen):
        by = request.user if request.user.is_authenticated else None
        with transaction.atomic():
            outcome = publishing.publish(article, now=timezone.now(), by=by)
            tell_moved(admin, request, article, outcome)
        return after_publishing(admin, request, article, is_next=NEXT in request.GET)
    back = address_of(request, "admin:articles_article_change", article.pk)
    context = {
        **admin.admin_site.each_context(request),
        "title": gettext("Before you publish"),
        "article": article,
        "opts": admin.opts,
        "findings": [(finding, _place_of(request, article, finding)) for finding in findings],
        "has_more": request.method == "POST" and bool(seen),
        "back": back,
    }
    return TemplateResponse(request, "admin/articles/article/publish.html", context)


def _place_of(request: HttpRequest, article: Article, finding: Finding) -> str:
    """Where in the story's form a finding is mended."""
    query = {"clipping": str(finding.clipping)} if finding.clipping else {}
    page = address_of(request, "admin:articles_article_change", article.pk, query)
    return page + finding.anchor


def _mend(admin: ModelAdmin, request: HttpRequest, article: Article) -> HttpResponse:
    """Does what a button at a finding says, with versions, and shows what is left."""
    if not admin.has_change_permission(request, article):
        raise PermissionDenied
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)
        before = history.keep(article)
        if checks.mend(article, request.POST["mend"]):
            what = gettext("Fixed before publishing.")
            note_change(admin, request, article, before, what)
    query = {NEXT: "1"} if NEXT in request.GET else {}
    return redirect_to(request, "admin:articles_article_publish", article.pk, query)


def note_change(
    admin: ModelAdmin, request: HttpRequest, article: Article, before: int, what: str
) -> None:
    """Completes a change of an article outside of its form, in the transaction of the change: a
    version, the search column, a line in the log, and a message with Undo. `before` is the version
    from before it."""
    Article.objects.filter(pk=article.pk).update(modified_at=timezone.now())
    current = history.record(article.pk, by=request.user, comment=history.SAVED)
    search.refresh([article.pk])
    admin.log_change(request, article, what)
    tell_with_undo(admin, request, what, note_save(current, by=request.user, before=before))


def next_after_move(
    admin: ModelAdmin, request: HttpRequest, article: Article
) -> HttpResponse | None:
    """The next article if a button was pressed that leads on, else None."""
    if not LEADS_ON.keys() & request.POST.keys():
        return None
    return after_publishing(admin, request, article, is_next=True)


def after_publishing(
    admin: ModelAdmin, request: HttpRequest, article: Article, *, is_next: bool
) -> HttpResponse:
    """Redirects to the next article of the list, or to the list at its end."""
    if not is_next:
        return admin.response_post_save_change(request, article)
    key = following(admin, request, article)
    if key is None:
        text = gettext("That was the last story of the list.")
        admin.message_user(request, text, messages.SUCCESS)
        return admin.response_post_save_change(request, article)
    return redirect_to(request, "admin:articles_article_change", key)
