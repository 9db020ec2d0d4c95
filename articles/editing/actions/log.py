"""Writing the log, reading it, and undoing an act of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import DeskAction


@dataclass(frozen=True, slots=True)
class Undone:
    """The result of undoing an act: how many things are as before, how many were left because they
    were changed since, both in words for who asked, and which stories are as before."""

    count: int = 0
    left: int = 0
    said: str = ""
    said_of_left: str = ""
    articles: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionKind:
    """A kind of act. `right` is the permission that the act needs, and so its undo; `sentence`
    tells of an act what was done ("published 30 stories"); `undo` takes it back within a
    transaction in which the act's row is locked, and is called at most once with success; `lasts`
    is how long after the act it can be."""

    name: str
    right: str
    sentence: Callable[[DeskAction], str]
    undo: Callable[[DeskAction, Any, datetime], Undone]
    lasts: timedelta = timedelta(days=30)


_KINDS: Final[dict[str, ActionKind]] = {}


def register(kind: ActionKind) -> ActionKind:
    """Makes a kind known; a name twice is a mistake of ours."""
    if kind.name in _KINDS:
        raise ValueError(f"two kinds of acts are called {kind.name}")
    _KINDS[kind.name] = kind
    return kind


def kind_of(action: DeskAction) -> ActionKind | None:
    """The kind of an act; None if the site has no such kind any more."""
    return _KINDS.get(action.kind)


def is_too_old(action: DeskAction, *, now: datetime) -> bool:
    """Whether the time to undo an act is over, or its kind is no more."""
    kind = kind_of(action)
    return kind is None or action.made_at < now - kind.lasts


def is_open(action: DeskAction, *, now: datetime) -> bool:
    """Whether an act is neither undone nor too old for it."""
    return action.undone_at is None and not is_too_old(action, now=now)


def log(
    kind: ActionKind,
    *,
    by: Any,
    articles: Iterable[int] = (),
    state: Mapping[str, Any] | None = None,
    detail: Mapping[str, Any] | None = None,
    now: datetime | None = None,
) -> DeskAction:
    """Notes an act, in the transaction of the act itself."""
    return DeskAction.objects.create(
        kind=kind.name,
        made_by=by if by is not None and by.is_authenticated else None,
        made_at=now or timezone.now(),
        article_ids=list(articles),
        state=dict(state or {}),
        detail=dict(detail or {}),
    )


@transaction.atomic
def undo(action: DeskAction, *, by: Any, now: datetime) -> Undone:
    """Takes an act back. One that was undone already, or whose kind is gone, stays as it is."""
    locked = DeskAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    kind = kind_of(locked)
    if kind is None or locked.undone_at is not None:
        return Undone()
    undone = kind.undo(locked, by, now)
    if undone.count:
        locked.undone_at = now
        locked.undone_by = by if by is not None and by.is_authenticated else None
        locked.save(update_fields=["undone_at", "undone_by"])
    return undone


def newest(*, of: Any = None) -> QuerySet[DeskAction]:
    """The acts, newest first; with `of` those of one user."""
    actions = DeskAction.objects.select_related("made_by", "undone_by").defer("state")
    return actions.filter(made_by=of) if of is not None else actions


def of_article(pk: int) -> QuerySet[DeskAction]:
    """The acts that changed an article, newest first."""
    return newest().filter(article_ids__contains=[pk])
