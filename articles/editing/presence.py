"""Who has an article open: the form sends a signal every few seconds, and recent ones count."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import IntegrityError

from articles.models import Article, Presence

BEAT_SECONDS: Final = 20
GONE_AFTER: Final = timedelta(seconds=75)
"""After so long without a signal an editor has left: three beats, and a slow network."""
_SWEPT_AFTER: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Other:
    name: str
    opened_at: datetime


def enter(article: Article, user: AbstractBaseUser | AnonymousUser, *, now: datetime) -> None:
    """Notes that an editor has opened the article; does nothing if it was just deleted."""
    with suppress(IntegrityError):
        Presence.objects.bulk_create(
            [Presence(article=article, user_id=_key(user), opened_at=now, seen_at=now)],
            update_conflicts=True,
            unique_fields=["article", "user"],
            update_fields=["opened_at", "seen_at"],
        )


def beat(article: Article, user: AbstractBaseUser | AnonymousUser, *, now: datetime) -> None:
    """Notes that an editor still has it open."""
    if not Presence.objects.filter(article=article, user_id=_key(user)).update(seen_at=now):
        enter(article, user, now=now)


def leave(article: Article, user: AbstractBaseUser | AnonymousUser, *, now: datetime) -> None:
    """Notes that an editor has closed it, and deletes the rows of editors who left long ago."""
    Presence.objects.filter(article=article, user_id=_key(user)).delete()
    Presence.objects.filter(seen_at__lt=now - _SWEPT_AFTER).delete()


def others(
    article: Article, user: AbstractBaseUser | AnonymousUser, *, now: datetime
) -> list[Other]:
    """The other editors who have it open, in the order of their arrival; one query."""
    found = Presence.objects.filter(article=article, seen_at__gt=now - GONE_AFTER)
    rows = found.exclude(user_id=_key(user)).select_related("user").order_by("opened_at", "pk")
    return [Other(row.user.get_username(), row.opened_at) for row in rows]


def _key(user: AbstractBaseUser | AnonymousUser) -> int:
    key: int = user.pk or 0
    return key
