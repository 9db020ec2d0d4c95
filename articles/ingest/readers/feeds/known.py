"""Records of formats that say what each field is: which of them a record is, and its story."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from . import feed_item, ghost_post, ninjs, substack_post, wordpress_post
from .given_story import FORMAT, GivenStory, PassedOver

_BY_NAME: Final[Mapping[str, Callable[[Mapping[str, Any]], GivenStory | PassedOver]]] = {
    feed_item.FEED_ITEM: feed_item.story_of,
    wordpress_post.WORDPRESS: wordpress_post.story_of,
    ghost_post.GHOST: ghost_post.story_of,
    substack_post.SUBSTACK: substack_post.story_of,
}


def story_in(values: Mapping[str, Any]) -> GivenStory | PassedOver | None:
    """The story of a record whose format is known; what it is instead of one; None for others."""
    named = values.get(FORMAT)
    if named is not None:
        reader = _BY_NAME.get(named) if isinstance(named, str) else None
        return reader(values) if reader else None
    return ninjs.story_of(values) if ninjs.is_ninjs(values) else None
