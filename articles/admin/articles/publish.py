"""Status changes of one article by the buttons of its form: confirmation before an article
without a body is published, and a message with an Undo button afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import CHANGE, LogEntry
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    QueryDict,
)
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from articles import publishing
from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.publishing import Move, Outcome

from .action_labels import BACK, DONE, REFUSED, articles_in_words, moment
from .links import address_of, redirect_to
from .loading import readable
from .next_previous import FILTERS, following

MOVES: Final[dict[Move, Callable[..., Outcome]]] = {
    Move.PUBLISH: publishing.publish,
    Move.WITHDRAW: publishing.withdraw,
    Move.SEND_BACK: publishing.send_back,
    Move.HOLD: publishing.hold,
}
RIGHTS: Final = {
    Move.PUBLISH: "articles.publish_article",
    Move.WITHDRAW: "articles.withdraw_article",
    Move.SEND_BACK: "articles.publish_article",
    Move.HOLD: "articles.change_article",
}

PUBLISH_NEXT: Final = "_publish_next"
_PUBLISH: Final = f"_{Move.PUBLISH}"
NEXT: Final = "next"
"""In the address of the confirmation page: the next article of the list is opened afterwards."""

UNDO: Final = "undo "
"""Prefix of the tags of a message with an Undo button; the undo token follows it."""
MOST_UNDONE: Final = 1000
"""Most articles of a publication that can be undone; a token of so many is about 8 kB."""
UNDO_SECONDS: Final = 3600
_SALT: Final = "articles.undo-publish"


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


def _may(admin: ModelAdmin, request: HttpRequest, move: Move, article: Article | None) -> bool:
    """Everybody who may change a draft may submit it; other changes need the right to publish."""
    if article is None and move is Move.HOLD:
        return admin.has_add_permission(request)
    is_handed_in = move is Move.SEND_BACK and article and article.status == "draft"
    return request.user.has_perm("articles.change_article" if is_handed_in else RIGHTS[move])


def make_moves(admin: ModelAdmin, request: HttpRequest, article: Article) -> None:
    """Makes the requested status changes; without the right to make them nothing is saved."""
    moves = {Move.PUBLISH} if asks_to_publish(request.POST) else set[Move]()
    moves |= {move for move in MOVES if f"_{move}" in request.POST}
    if not all(_may(admin, request, move, article) for move in moves):
        raise PermissionDenied
    if must_ask_for_body(request, article):
        moves.discard(Move.PUBLISH)  # `response_change` leads to the page that asks
    for move, make in MOVES.items():
        if move in moves:
            _tell_moved(admin, request, article, make(article, now=timezone.now(), by=request.user))


def _tell_moved(
    admin: ModelAdmin, request: HttpRequest, article: Article, outcome: Outcome
) -> None:
    if outcome.move is Move.PUBLISH and outcome.moved:
        tell_published(admin, request, article, outcome)
        return
    if outcome.moved:
        admin.log_change(request, article, f"{capfirst(DONE[outcome.move])}.")
        admin.message_user(request, f"{capfirst(DONE[outcome.move])}.", messages.SUCCESS)
        return
    text = gettext("Not %(done)s: it is %(refused)s.") % {
        "done": DONE[outcome.move],
        "refused": REFUSED[outcome.move],
    }
    admin.message_user(request, text, messages.WARNING)


# --- an article without a body


def must_ask_for_body(request: HttpRequest, article: Article) -> bool:
    """Whether the form would publish an article without a body, which needs confirmation."""
    can_publish = Move.PUBLISH in publishing.moves_for(article, now=timezone.now())
    return asks_to_publish(request.POST) and can_publish and not article.has_body


def ask_for_body(request: HttpRequest, article: Article) -> HttpResponse | None:
    """Redirects to the confirmation page if one is needed; the form has been saved by then."""
    if not must_ask_for_body(request, article):
        return None
    query = {NEXT: "1"} if PUBLISH_NEXT in request.POST else {}
    return redirect_to(request, "admin:articles_article_publish", article.pk, query)


def publish_view(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Asks whether to publish the article as it is; a POST publishes it."""
    article = readable(admin, request, pk)
    if not request.user.has_perm("articles.publish_article"):
        raise PermissionDenied
    if Move.PUBLISH not in publishing.moves_for(article, now=timezone.now()):
        admin.message_user(request, gettext("It is already published."), messages.WARNING)
        return redirect_to(request, "admin:articles_article_change", article.pk)
    if request.method == "POST":
        by = request.user if request.user.is_authenticated else None
        outcome = publishing.publish(article, now=timezone.now(), by=by)
        if outcome.moved:
            tell_published(admin, request, article, outcome)
        return after_publishing(admin, request, article, is_next=NEXT in request.GET)
    context = {
        **admin.admin_site.each_context(request),
        "title": gettext("Publish without a body?"),
        "article": article,
        "opts": admin.opts,
        "bullet_count": article.bullets.count(),
        "caption_count": article.captions.count(),
        "back": address_of(request, "admin:articles_article_change", article.pk),
    }
    return TemplateResponse(request, "admin/articles/article/publish.html", context)


def next_after_publishing(
    admin: ModelAdmin, request: HttpRequest, article: Article
) -> HttpResponse | None:
    """The next article if "publish and next" was pressed, else None."""
    if PUBLISH_NEXT not in request.POST:
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


# --- the message after publishing, and undo


def tell_published(
    admin: ModelAdmin, request: HttpRequest, article: Article, outcome: Outcome
) -> None:
    """Logs the publication of one article, and shows a message with an Undo button."""
    admin.log_change(request, article, f"{capfirst(DONE[Move.PUBLISH])}.")
    if outcome.embargoed_count:
        text = gettext("Held back: readers will see it from %(moment)s.") % {
            "moment": moment(article.visible_from)
        }
    else:
        text = f"{capfirst(DONE[Move.PUBLISH])}."
    address = address_of(request, "admin:articles_article_change", article.pk)
    link = format_html('{} <a href="{}">“<bdi>{}</bdi>”</a>', text, address, article.headline)
    tell_with_undo(admin, request, link, outcome)


def tell_with_undo(admin: ModelAdmin, request: HttpRequest, text: str, outcome: Outcome) -> None:
    """Shows a message about published articles with a button that undoes it (see
    base_site.html)."""
    tags = ""
    if outcome.at and 0 < len(outcome.moved) <= MOST_UNDONE:
        what = {
            "by": request.user.pk,
            "at": outcome.at.isoformat(),
            "before": {str(key): status for key, status in outcome.before.items()},
            "filters": request.GET.get(FILTERS, ""),
        }
        tags = UNDO + signing.dumps(what, salt=_SALT, compress=True)
    level = messages.SUCCESS if outcome.moved else messages.WARNING
    admin.message_user(request, text, level, extra_tags=tags)


def undo_view(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Undoes the publication that a message named."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not request.user.has_perm("articles.publish_article"):
        raise PermissionDenied
    token = request.POST.get("publication", "")
    try:
        what = signing.loads(token, salt=_SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature:
        text = gettext(
            "This publication can no longer be undone here. Withdraw the story if readers "
            "should not see it."
        )
        admin.message_user(request, text, messages.ERROR)
        return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
    if what["by"] != request.user.pk:
        raise PermissionDenied
    before = {int(key): status for key, status in what["before"].items()}
    _tell_undone(admin, request, before, _undo(request, before, what["at"]))
    query = QueryDict(mutable=True)
    if what["filters"]:
        query[FILTERS] = what["filters"]
    request.GET = query  # type: ignore[assignment]  # the list that the form was opened from
    key = next(iter(before))
    if len(before) > 1 or not Article.objects.filter(pk=key).exists():
        return redirect_to(request, "admin:articles_article_changelist")
    return redirect_to(request, "admin:articles_article_change", key)


def _undo(request: HttpRequest, before: Mapping[int, str], at: str) -> ArticleQuerySet:
    by = request.user if request.user.is_authenticated else None
    published_at = datetime.fromisoformat(at)
    with transaction.atomic():
        undone = publishing.undo_publish(
            before, published_at=published_at, now=timezone.now(), by=by
        )
        articles = Article.objects.filter(pk__in=undone)
        text = gettext("Publication undone.")
        rows = articles.only("headline")
        LogEntry.objects.log_actions(by.pk if by else 0, rows, CHANGE, change_message=text)
    return articles


def _tell_undone(
    admin: ModelAdmin, request: HttpRequest, before: Mapping[int, str], undone: ArticleQuerySet
) -> None:
    done_count = undone.count()
    left_count = len(before) - done_count
    if left_count:
        text = ngettext(
            "%(count)s story stays as it is: it was changed after it was published. Withdraw "
            "it if readers should not see it.",
            "%(count)s stories stay as they are: they were changed after they were published. "
            "Withdraw them if readers should not see them.",
            left_count,
        )
        admin.message_user(request, text % {"count": left_count}, messages.WARNING)
    if done_count and len(before) == 1:
        admin.message_user(request, str(BACK[next(iter(before.values()))]), messages.SUCCESS)
    elif done_count:
        text = gettext("Publication undone: %(articles)s have their earlier status again.")
        articles = {"articles": articles_in_words(done_count)}
        admin.message_user(request, text % articles, messages.SUCCESS)
