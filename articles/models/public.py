"""Which articles readers see, or will see."""

from __future__ import annotations

from typing import Final

PUBLIC_STATUSES: Final = frozenset({"published", "withdrawn"})
"""Statuses of what readers see: a published story, under embargo or not, for an editor has passed
it; and a withdrawn one, whose headline stands on its notice. Only who may publish changes it."""


class MayBePublic:
    """Something that has an article's status."""

    status: str

    @property
    def is_public(self) -> bool:
        """Whether readers see it, will see it, or see the notice of its withdrawal."""
        return self.status in PUBLIC_STATUSES
