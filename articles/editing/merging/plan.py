"""The effect of a merge, or the reason why it is impossible."""

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
    """What happens to the rows of the merged ones: links that move to the remaining one, links that
    are deleted because the article has the remaining one already, captions that move, articles
    that change, and the names that become aliases of the remaining one."""

    moved_count: int
    double_count: int
    caption_count: int
    article_count: int
    aliases: tuple[str, ...]


@contextmanager
def one_transaction(*, taken: str) -> Iterator[None]:
    """A transaction while no import uses names. Raises `MergeError`: with the text of `taken` if a
    constraint is violated, and also if an import holds the names for too long."""
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
