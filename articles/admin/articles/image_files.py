"""Deletes the files of pictures that a form replaces, clears or removes."""

from __future__ import annotations

from contextlib import AbstractContextManager

from articles.models.image_files import discarding


def discarding_of(object_id: str | None) -> AbstractContextManager[None]:
    """Context of a save of this article's form: files that it no longer uses are deleted
    afterwards."""
    key = object_id or ""
    return discarding([int(key)] if key.isascii() and key.isdigit() and len(key) < 19 else [])
