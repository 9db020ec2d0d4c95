"""Publishing: the only code that changes an article's status.

Four moves, each only from where it makes sense:

    publish     a draft, a story in review, a withdrawn one; held back until its date is reached
                (an embargo) and until `live_from`
    withdraw    what readers can see; its address then says that it was withdrawn
    send_back   to review: a draft, a withdrawn story, or one that is still held back
    hold        back to a draft, which nobody needs to review: a story in review

Each exists for one article and, with `_all`, for a queryset. Articles that cannot make the move
stay as they are and are counted, so two editors who press the same button get no error.

A publication made by mistake is undone by `undo_publish`, which returns each article to the status
it had, as long as nobody has changed it since.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest

from .models import Article
from .models.article import ArticleQuerySet, visible

logger = logging.getLogger(__name__)


class Move(StrEnum):
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    SEND_BACK = "send_back"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a move: the ids of the articles that made it, how many of them are held
    back, and how many articles could not make it and stay as they were. `before` is the status
    of each article before the move, and `at` the time of the move, which is its `modified_at`."""

    move: Move
    moved: tuple[int, ...] = ()
    embargoed_count: int = 0
    refused_count: int = 0
    before: Mapping[int, str] = field(default_factory=dict)
    at: datetime | None = None


_VISIBLE_FROM = Greatest("published_at", "live_from")  # PostgreSQL ignores one that is empty
_TARGET = {
    Move.PUBLISH: Article.Status.PUBLISHED,
    Move.WITHDRAW: Article.Status.WITHDRAWN,
    Move.SEND_BACK: Article.Status.IN_REVIEW,
    Move.HOLD: Article.Status.DRAFT,
}


def moves_for(article: Article, *, now: datetime) -> tuple[Move, ...]:
    """The moves that this article, as it was loaded, can make."""
    if article.status == Article.Status.IN_REVIEW:
        return (Move.PUBLISH, Move.HOLD)
    if article.status != Article.Status.PUBLISHED:
        return (Move.PUBLISH, Move.SEND_BACK)
    return (Move.WITHDRAW,) if article.is_visible(now=now) else (Move.SEND_BACK,)


def publish(article: Article, *, now: datetime, by: AbstractBaseUser | None = None) -> Outcome:
    """Publishes one article, at once or from its `published_at` on."""
    return _move_one(Move.PUBLISH, article, now=now, by=by)


def withdraw(article: Article, *, now: datetime, by: AbstractBaseUser | None = None) -> Outcome:
    """Withdraws one article that readers can see."""
    return _move_one(Move.WITHDRAW, article, now=now, by=by)


def send_back(article: Article, *, now: datetime, by: AbstractBaseUser | None = None) -> Outcome:
    """Returns one article that readers cannot see to review."""
    return _move_one(Move.SEND_BACK, article, now=now, by=by)


def hold(article: Article, *, now: datetime, by: AbstractBaseUser | None = None) -> Outcome:
    """Makes one article in review a draft again."""
    return _move_one(Move.HOLD, article, now=now, by=by)


def publish_all(
    articles: ArticleQuerySet, *, now: datetime, by: AbstractBaseUser | None = None
) -> Outcome:
    """Publishes those of these articles that are not published yet."""
    return _move(Move.PUBLISH, articles, now=now, by=by)


def withdraw_all(
    articles: ArticleQuerySet, *, now: datetime, by: AbstractBaseUser | None = None
) -> Outcome:
    """Withdraws those of these articles that readers can see."""
    return _move(Move.WITHDRAW, articles, now=now, by=by)


def send_back_all(
    articles: ArticleQuerySet, *, now: datetime, by: AbstractBaseUser | None = None
) -> Outcome:
    """Returns those of these articles to review that readers cannot see."""
    return _move(Move.SEND_BACK, articles, now=now, by=by)


@transaction.atomic
def undo_publish(
    before: Mapping[int, str],
    *,
    published_at: datetime,
    now: datetime,
    by: AbstractBaseUser | None = None,
) -> tuple[int, ...]:
    """Restores the statuses in `before`; returns the ids of the articles that it changed.

    `before` and `published_at` are the `before` and `at` of the outcome of `publish`. An article
    that was changed since is left as it is: its `modified_at` is no longer the time of that move.
    """
    changed = Article.objects.filter(
        pk__in=before, status=Article.Status.PUBLISHED, modified_at=published_at
    )
    keys = list(changed.order_by("pk").select_for_update().values_list("pk", flat=True))
    for status in {before[pk] for pk in keys}:
        same = [pk for pk in keys if before[pk] == status]
        Article.objects.filter(pk__in=same).update(
            status=status, modified_at=now, preview_round=F("preview_round") + 1
        )
    if keys:
        logger.info("publish undone by %s: articles %s", by or "nobody", ", ".join(map(str, keys)))
    return tuple(keys)


def _movable(move: Move, now: datetime) -> Q:
    """The articles that can make a move: `moves_for` as a database condition."""
    published = Q(status=Article.Status.PUBLISHED)
    match move:
        case Move.PUBLISH:
            return ~published
        case Move.WITHDRAW:
            return visible(now)
        case Move.SEND_BACK:
            is_held_back = published & ~visible(now)
            return is_held_back | Q(status__in=[Article.Status.DRAFT, Article.Status.WITHDRAWN])
        case Move.HOLD:
            return Q(status=Article.Status.IN_REVIEW)


def forecast(move: Move, articles: ArticleQuerySet, *, now: datetime) -> Outcome:
    """The outcome of a move at this moment; nothing is changed."""
    chosen = articles.order_by().values("pk")
    movable = Article.objects.filter(_movable(move, now), pk__in=chosen)
    rows = list(movable.order_by("pk").values_list("pk", _VISIBLE_FROM, "status"))
    return _outcome(move, rows, articles.order_by().count() - len(rows), now)


@transaction.atomic
def _move(
    move: Move, articles: ArticleQuerySet, *, now: datetime, by: AbstractBaseUser | None
) -> Outcome:
    movable = Article.objects.filter(_movable(move, now), pk__in=articles.order_by().values("pk"))
    # In order of id, so that two editors who publish the same stories wait and do not deadlock.
    locked = movable.order_by("pk").select_for_update()
    rows = list(locked.values_list("pk", _VISIBLE_FROM, "status"))
    moved = tuple(pk for pk, *_ in rows)
    refused_count = articles.order_by().exclude(pk__in=moved).count()
    Article.objects.filter(pk__in=moved).update(
        status=_TARGET[move],
        modified_at=now,
        preview_round=_round_after(move),
        **({"went_live_at": _live_at(now)} if move is Move.PUBLISH else {}),
    )
    if moved:
        logger.info("%s by %s: articles %s", move, by or "nobody", ", ".join(map(str, moved)))
    return _outcome(move, rows, refused_count, now)


def reschedule(keys: Iterable[int], *, now: datetime) -> None:
    """Records anew when these stories go live, after their dates or times of going live changed:
    of one that readers do not see yet the moment from which they will, of one that they see since
    this change the present."""
    published = Article.objects.filter(pk__in=list(keys), status=Article.Status.PUBLISHED)
    published.exclude(visible(now)).update(went_live_at=_live_at(now))
    is_early = Q(went_live_at__isnull=True) | Q(went_live_at__gt=now)
    published.filter(visible(now)).filter(is_early).update(went_live_at=now)


def _live_at(now: datetime) -> Combinable:
    """From when readers see a story that is published now."""
    return Greatest(Value(now), F("published_at"), F("live_from"))


def _round_after(move: Move) -> Combinable:
    """Preview links end with publication and withdrawal, and when a story returns from either."""
    number = F("preview_round")
    if move in (Move.PUBLISH, Move.WITHDRAW):
        return number + 1
    was_out = Q(status__in=[Article.Status.PUBLISHED, Article.Status.WITHDRAWN])
    return Case(When(was_out, then=number + 1), default=number, output_field=IntegerField())


def _outcome(
    move: Move, rows: Sequence[tuple[int, datetime, str]], refused_count: int, now: datetime
) -> Outcome:
    return Outcome(
        move,
        tuple(pk for pk, *_ in rows),
        embargoed_count=sum(at > now for _, at, _ in rows) if move is Move.PUBLISH else 0,
        refused_count=refused_count,
        before={pk: status for pk, _, status in rows},
        at=now,
    )


def _move_one(
    move: Move, article: Article, *, now: datetime, by: AbstractBaseUser | None
) -> Outcome:
    outcome = _move(move, Article.objects.filter(pk=article.pk), now=now, by=by)
    if outcome.moved:
        article.status, article.modified_at = _TARGET[move], now
    return outcome
