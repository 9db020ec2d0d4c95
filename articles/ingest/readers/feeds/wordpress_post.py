"""A post of WordPress, as its export has it, as a story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from .feed_html import plain
from .given_story import GivenCaption, GivenStory, PassedOver
from .shortcodes import as_html

WORDPRESS: Final = "WordPress"

_STORIES: Final = frozenset(
    {"post", "posts", "news", "article", "articles", "story", "stories", "opinion", "opinions"}
    | {"column", "columns", "review", "reviews", "interview", "interviews", "feature", "features"}
    | {"press_release", "press-release", "press-releases", "blog", "noticia", "noticias", "artikel"}
    | {"nachrichten", "actualite", "actualites"}
)
"""Types of entries that are stories; others are pages, pictures, menus, products, settings."""
_NOT_KEPT: Final = frozenset({"trash", "auto-draft", "inherit", "spam"})
_NO_DATE: Final = "0000-00-00"
_NO_TOPICS: Final = frozenset({"uncategorized", "uncategorised", "sin-categoria", "allgemein"})


def story_of(values: Mapping[str, Any]) -> GivenStory | PassedOver:
    """The story of a post; what it is instead where it is none."""
    if other := no_story(values):
        return other
    get = _Texts(values)
    status = get("status")
    content, excerpt = get("content"), plain(as_html(get("excerpt")))
    picture = values.get("picture")
    captions = []
    if isinstance(picture, dict):
        lead = _Texts(picture)
        captions = [GivenCaption(plain(lead("text")), "", lead("url"), lead("alt"))]
    return GivenStory(
        headline=plain(get("title")),
        html=as_html(content),
        standfirst=excerpt,
        captions=captions,
        fields={
            "author": _listed(values.get("authors")),
            **_dates(get),
            "url": get("link"),
            "publisher": get("site"),
            "language": get("language"),
            "section": next(iter(_listed(values.get("categories"))), ""),
            "tags": [*_listed(values.get("categories")), *_listed(values.get("tags"))],
        },
        note="" if status in ("publish", "") else f"it was not published there: {status}",
    )


def no_story(values: Mapping[str, Any]) -> PassedOver | None:
    """What an entry is instead of a story, by its type and status; None of a story."""
    get = _Texts(values)
    kind, status = get("post_type") or "post", get("status")
    if kind.lower() not in _STORIES:
        return PassedOver(f"of the type {kind}")
    if status in _NOT_KEPT:
        return PassedOver("in the trash" if status == "trash" else f"of the status {status}")
    return None


class _Texts:
    """The texts among a record's fields."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __call__(self, name: str) -> str:
        value = self._values.get(name)
        return value.strip() if isinstance(value, str) else ""


def _dates(get: _Texts) -> dict[str, str]:
    """The dates by names that say of each whether it is in UTC or in the site's own time."""
    dates: dict[str, str] = {}
    gmt = get("post_date_gmt")
    if gmt and not gmt.startswith(_NO_DATE):
        dates |= {"post_date_gmt": gmt, "post_date": get("post_date")}
    else:
        published = get("pubDate") or get("post_date")
        is_date = not published.startswith(_NO_DATE) and "-0001" not in published
        dates["published"] = published if is_date else ""
    modified = get("post_modified_gmt")
    if modified and not modified.startswith(_NO_DATE) and modified != gmt:
        dates["modified_gmt"] = modified
    return dates


def _listed(value: Any) -> list[str]:
    values = value if isinstance(value, list) else []
    names = [plain(each) for each in values if isinstance(each, str)]
    return [name for name in names if name.lower().replace(" ", "-") not in _NO_TOPICS]
