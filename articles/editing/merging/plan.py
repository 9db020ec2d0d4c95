"""What a merge would come to, or why it cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext

from articles.ingest.storage.locks import hold_names


class MergeError(Exception):
    """The message says why, and what to do instead."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens to the rows of those that go: links that move to the kept one, links that go
    because the article has the kept one already, captions that move, articles touched, and the
    names that become the kept one's aliases."""

    moved_count: int
    double_count: int
    caption_count: int
    article_count: int
    aliases: tuple[str, ...]


@contextmanager
def one_transaction(*, taken: str) -> Iterator[None]:
    """All or nothing, while no import has names in use. Raises `MergeError`: with the words of
    `taken` where a constraint stands in the way, and where an import keeps the names for long."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '10s'")
            hold_names()
            yield
    except IntegrityError as error:
        raise MergeError(taken) from error
    except OperationalError as error:
        raise MergeError(
            gettext(
                "An import or a colleague is changing these right now. Nothing was saved; "
                "try again."
            )
        ) from error
