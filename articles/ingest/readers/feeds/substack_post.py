"""A post of Substack, as its export has it, as a story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from .feed_html import plain
from .given_story import GivenStory

SUBSTACK: Final = "Substack"


def story_of(values: Mapping[str, Any]) -> GivenStory:
    """The story of a post."""
    stated = {name: value for name, value in values.items() if isinstance(value, str)}
    is_published = stated.get("is_published", "true").lower() != "false"
    return GivenStory(
        headline=plain(stated.get("title", "")),
        html=stated.get("content", ""),
        standfirst=plain(stated.get("subtitle", "")),
        fields={"published": stated.get("post_date", "")},
        note="" if is_published else "it was not published there: draft",
    )
