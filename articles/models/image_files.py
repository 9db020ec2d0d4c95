"""The files of pictures that no caption shows any more: they are removed with their last use.

A file is used while a caption's row names it, or would if a deletion were undone, which is possible
for a day. Versions in an article's history do not count, as a removed picture must really be
deleted. Restoring such a version restores the caption without its picture.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import PurePosixPath
from typing import Final

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from .article_rows import Caption
from .desk_action import DeskAction

logger = logging.getLogger(__name__)

FOLDER: Final = "captions"
"""Where `picture_path` puts pictures. Nothing outside it is ever removed."""

YOUNGEST: Final = timedelta(hours=1)
"""`sweep` leaves files younger than this: their rows may not be committed yet."""


DELETION: Final = "delete"
"""The kind of act that deletes stories; see articles/editing/actions/deletions.py."""

UNDO_DELETIONS: Final = timedelta(days=1)
"""How long a deletion can be undone, and the files of its pictures stay."""


def held_since(now: datetime) -> datetime:
    """Deletions since then can be undone."""
    return now - UNDO_DELETIONS


def _held(names: set[str]) -> set[str]:
    """Those of these pictures that come back if a deletion is undone."""
    recent = DeskAction.objects.filter(
        kind=DELETION, undone_at=None, made_at__gte=held_since(timezone.now())
    )
    return names & {
        name
        for pictures in recent.values_list("state__pictures", flat=True)
        for name in pictures or ()
    }


@contextmanager
def discarding(articles: Iterable[int]) -> Iterator[None]:
    """Inside, captions of these articles may lose their pictures or be deleted. After the commit of
    the transaction the files that no caption names any more are removed; after a rollback, none."""
    captions = Caption.objects.filter(article__in=list(articles)).exclude(image="").order_by()
    names = set(captions.values_list("image", flat=True))
    yield
    if names:
        transaction.on_commit(partial(discard_unused, names), robust=True)


def discard_unused(names: Iterable[str]) -> int:
    """Removes the files of those pictures that no caption names; returns how many pictures.

    A file that cannot be removed is logged; `manage.py clean_pictures` can remove it later.
    """
    wanted = {name for name in names if _is_ours(name)}
    used = set(Caption.objects.filter(image__in=wanted).values_list("image", flat=True))
    unused = wanted - used
    return sum(_remove(name) for name in sorted(unused - _held(unused)))


def sweep(*, now: datetime, dry_run: bool = False) -> list[str]:
    """Removes every stored file, older than `YOUNGEST`, of a picture that no caption names; returns
    the files' names. Such files are left by a form that was not saved, or a process that died.
    """
    stored = list(_files(FOLDER))  # before the rows: no file of a newer row is in it
    used = set(Caption.objects.exclude(image="").order_by().values_list("image", flat=True))
    used |= _held(set(stored))
    folders = {_folder_of(name) for name in used}
    unused = [
        name
        for name in stored
        if name not in used
        and str(PurePosixPath(name).parent) not in folders
        and now - default_storage.get_modified_time(name) > YOUNGEST
    ]
    if not dry_run:
        for name in unused:
            default_storage.delete(name)
            logger.info("removed the unused picture file %s", name)
    return unused


def missing(captions: QuerySet[Caption]) -> int:
    """How many of these captions name a picture whose file is missing."""
    names = captions.exclude(image="").order_by().values_list("image", flat=True)
    return sum(not default_storage.exists(name) for name in names)


def _remove(name: str) -> bool:
    folder = _folder_of(name)
    try:
        default_storage.delete(name)
        # Two pictures whose names differ only in their suffix share one folder of versions.
        if not Caption.objects.filter(image__startswith=f"{folder}.").exists():
            for version in list(_files(folder)):
                default_storage.delete(version)
            default_storage.delete(folder)
    except OSError:
        logger.exception("could not remove the picture %s; run clean_pictures", name)
        return False
    logger.info("removed the picture %s, which no story uses any more", name)
    return True


def _folder_of(name: str) -> str:
    return str(PurePosixPath(name).with_suffix(""))


def _is_ours(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parts[:1] == (FOLDER,) and ".." not in path.parts and len(path.parts) > 1


def _files(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for inner in folders:
        yield from _files(f"{folder}/{inner}")
