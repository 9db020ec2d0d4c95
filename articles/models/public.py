"""Which articles readers see, or will see."""

from __future__ import annotations

from typing import Final

PUBLIC_STATUSES: Final = frozenset({"published", "withdrawn"})
"""Statuses of public stories: published, under embargo or not, as an editor has approved it; and
withdrawn, as its notice shows the headline. Only who may publish may change such stories."""


class MayBePublic:
    """Something that has an article's status."""

    status: str

    @property
    def is_public(self) -> bool:
        """Whether readers see the article, will see it, or see the notice of its withdrawal."""
        return self.status in PUBLIC_STATUSES
