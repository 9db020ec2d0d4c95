"""Review and publishing: the only code that changes an article's status.

The moves, each only from where it makes sense:

    mark_ready  an editor has read a story that waits (in review, needing attention) or a draft
    ask         a story that waits, or a draft, needs the attention of somebody; with a note
    reject      what waits, or a draft, is no story; later imports leave it so
    publish     a draft, a story that waits, a withdrawn one; held back until its date is reached
                (an embargo) and until `live_from`
    withdraw    what readers can see; its address then says that it was withdrawn
    send_back   to review: a draft, a story marked as ready, needing attention or rejected, a
                withdrawn one, or one that is still held back
    hold        back to a draft, which nobody needs to review: a story in review

Each exists for one article and, with `_all`, for a queryset. Articles that cannot make the move
stay as they are and are counted, so two editors who press the same button get no error.

A move is undone by `undo_move`, which returns each article to what it was, as long as nobody has
changed it since.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest

from .models import Article
from .models.article import ArticleQuerySet, visible

logger = logging.getLogger(__name__)


class Move(StrEnum):
    MARK_READY = "mark_ready"
    ASK = "ask"
    REJECT = "reject"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    SEND_BACK = "send_back"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class State:
    """What moves change of an article; `undo_move` gives it back."""

    status: str
    reviewed_by: int | None = None
    reviewed_at: datetime | None = None
    assignee: int | None = None
    attention_note: str = ""
    went_live_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a move: the ids of the articles that made it, how many of them are held
    back, and how many articles could not make it and stay as they were. `before` is what each
    article was before the move, by the columns that moves change, and `at` the time of the move,
    which is its `modified_at`."""

    move: Move
    moved: tuple[int, ...] = ()
    embargoed_count: int = 0
    refused_count: int = 0
    before: Mapping[int, State] = field(default_factory=dict)
    at: datetime | None = None


# PostgreSQL ignores what is empty. Then the columns of State, in its order.
_SEEN = (
    *("pk", Greatest("published_at", "live_from"), "status", "reviewed_by", "reviewed_at"),
    *("assignee", "attention_note", "went_live_at"),
)
_TARGET = {
    Move.MARK_READY: Article.Status.READY,
    Move.ASK: Article.Status.ATTENTION,
    Move.REJECT: Article.Status.REJECTED,
    Move.PUBLISH: Article.Status.PUBLISHED,
    Move.WITHDRAW: Article.Status.WITHDRAWN,
    Move.SEND_BACK: Article.Status.IN_REVIEW,
    Move.HOLD: Article.Status.DRAFT,
}


_DECIDABLE = (Article.Status.DRAFT, Article.Status.IN_REVIEW, Article.Status.ATTENTION)
_FROM: Mapping[Move, tuple[str, ...]] = {
    Move.MARK_READY: _DECIDABLE,
    Move.ASK: (*_DECIDABLE, Article.Status.READY),
    Move.REJECT: (*_DECIDABLE, Article.Status.READY),
    Move.PUBLISH: (*_DECIDABLE, Article.Status.READY, Article.Status.WITHDRAWN),
    Move.WITHDRAW: (),
    Move.SEND_BACK: (
        *(Article.Status.DRAFT, Article.Status.ATTENTION, Article.Status.READY),
        *(Article.Status.REJECTED, Article.Status.WITHDRAWN),
    ),
    Move.HOLD: (Article.Status.IN_REVIEW,),
}
"""The statuses from which each move is made; of published ones, whether they are seen decides."""


def moves_for(article: Article, *, now: datetime) -> tuple[Move, ...]:
    """The moves that this article, as it was loaded, can make."""
    if article.status == Article.Status.PUBLISHED:
        return (Move.WITHDRAW,) if article.is_visible(now=now) else (Move.SEND_BACK,)
    return tuple(move for move in Move if article.status in _FROM[move])


def mark_ready(article: Article, *, now: datetime, by: AbstractBaseUser | None = None) -> Outcome:
    """Marks one article as read by `by`, and ready to be published."""
    return _move_one(Move.MARK_READY, article, now=now, by=by)


def ask(
    article: Article,
    *,
    now: datetime,
    by: AbstractBaseUser | None = None,
    note: str = "",
    assignee: int | None = None,
) -> Outcome:
    """Marks one article as needing attention: to what, and whose, if anybody's in particular."""
    return _move_one(Move.ASK, article, now=now, by=by, note=note, assignee=assignee)


def reject(article: Article, *, now: datetime, by: AbstractBaseUser | None = None) -> Outcome:
    """Marks one article as no story."""
    return _move_one(Move.REJECT, article, now=now, by=by)


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


def mark_ready_all(
    articles: ArticleQuerySet, *, now: datetime, by: AbstractBaseUser | None = None
) -> Outcome:
    """Marks those of these articles as ready that wait, or are drafts."""
    return _move(Move.MARK_READY, articles, now=now, by=by)


def ask_all(
    articles: ArticleQuerySet,
    *,
    now: datetime,
    by: AbstractBaseUser | None = None,
    note: str = "",
    assignee: int | None = None,
) -> Outcome:
    """Marks those of these articles that are not public as needing attention."""
    return _move(Move.ASK, articles, now=now, by=by, note=note, assignee=assignee)


def reject_all(
    articles: ArticleQuerySet, *, now: datetime, by: AbstractBaseUser | None = None
) -> Outcome:
    """Rejects those of these articles that are not public."""
    return _move(Move.REJECT, articles, now=now, by=by)


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
def undo_move(
    move: Move,
    before: Mapping[int, State],
    *,
    made_at: datetime,
    now: datetime,
    by: AbstractBaseUser | None = None,
) -> tuple[int, ...]:
    """Returns articles to what they were; gives the ids of those that it changed.

    `before` and `made_at` are the `before` and `at` of the move's outcome. An article that was
    changed since is left as it is: its `modified_at` is no longer the time of that move.
    """
    changed = Article.objects.filter(pk__in=before, status=_TARGET[move], modified_at=made_at)
    keys = list(changed.order_by("pk").select_for_update().values_list("pk", flat=True))
    same: dict[State, list[int]] = defaultdict(list)
    for pk in keys:
        same[before[pk]].append(pk)
    for state, those in same.items():
        Article.objects.filter(pk__in=those).update(
            status=state.status,
            reviewed_by=state.reviewed_by,
            reviewed_at=state.reviewed_at,
            assignee=state.assignee,
            attention_note=state.attention_note,
            went_live_at=state.went_live_at,
            modified_at=now,
            preview_round=_round_after(move),
        )
    if keys:
        logger.info("%s undone by %s: articles %s", move, by or "nobody", ", ".join(map(str, keys)))
    return tuple(keys)


def _movable(move: Move, now: datetime) -> Q:
    """The articles that can make a move: `moves_for` as a database condition."""
    if move is Move.WITHDRAW:
        return visible(now)
    movable = Q(status__in=_FROM[move])
    if move is Move.SEND_BACK:
        movable |= Q(status=Article.Status.PUBLISHED) & ~visible(now)
    return movable


def forecast(move: Move, articles: ArticleQuerySet, *, now: datetime) -> Outcome:
    """The outcome of a move at this moment; nothing is changed."""
    chosen = articles.order_by().values("pk")
    movable = Article.objects.filter(_movable(move, now), pk__in=chosen)
    rows = list(movable.order_by("pk").values_list(*_SEEN))
    return _outcome(move, rows, articles.order_by().count() - len(rows), now)


@transaction.atomic
def _move(
    move: Move,
    articles: ArticleQuerySet,
    *,
    now: datetime,
    by: AbstractBaseUser | None,
    note: str = "",
    assignee: int | None = None,
) -> Outcome:
    movable = Article.objects.filter(_movable(move, now), pk__in=articles.order_by().values("pk"))
    # In order of id, so that two editors who publish the same stories wait and do not deadlock.
    locked = movable.order_by("pk").select_for_update(of=("self",))
    rows = list(locked.values_list(*_SEEN))
    moved = tuple(pk for pk, *_ in rows)
    refused_count = articles.order_by().exclude(pk__in=moved).count()
    Article.objects.filter(pk__in=moved).update(
        status=_TARGET[move],
        modified_at=now,
        preview_round=_round_after(move),
        attention_note=note,
        assignee=assignee,
        **_written(move, now, by),
    )
    if moved:
        logger.info("%s by %s: articles %s", move, by or "nobody", ", ".join(map(str, moved)))
    return _outcome(move, rows, refused_count, now)


def _written(move: Move, now: datetime, by: AbstractBaseUser | None) -> dict[str, Any]:
    """The other columns that a move writes. Who read a story stays known once it is published."""
    match move:
        case Move.MARK_READY:
            return {"reviewed_by": by and by.pk, "reviewed_at": now}
        case Move.PUBLISH:
            return {"went_live_at": _live_at(now)}
        case Move.SEND_BACK | Move.HOLD | Move.ASK | Move.REJECT:
            return {"reviewed_by": None, "reviewed_at": None}
    return {}


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
    move: Move, rows: Sequence[tuple[Any, ...]], refused_count: int, now: datetime
) -> Outcome:
    return Outcome(
        move,
        tuple(pk for pk, *_ in rows),
        embargoed_count=sum(at > now for _, at, *_ in rows) if move is Move.PUBLISH else 0,
        refused_count=refused_count,
        before={pk: State(*state) for pk, _, *state in rows},
        at=now,
    )


def _move_one(
    move: Move, article: Article, *, now: datetime, by: AbstractBaseUser | None, **more: Any
) -> Outcome:
    outcome = _move(move, Article.objects.filter(pk=article.pk), now=now, by=by, **more)
    if outcome.moved:
        article.status, article.modified_at = _TARGET[move], now
    return outcome
