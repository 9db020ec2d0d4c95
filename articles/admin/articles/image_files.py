"""Pictures that the desk takes away: their files go with them."""

from __future__ import annotations

from contextlib import AbstractContextManager

from articles.models.image_files import discarding


def discarding_of(object_id: str | None) -> AbstractContextManager[None]:
    """Inside, the form of this article is saved, which may replace, clear or remove pictures."""
    key = object_id or ""
    return discarding([int(key)] if key.isascii() and key.isdigit() and len(key) < 19 else [])
