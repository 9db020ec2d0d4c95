"""Feeds and exports in JSON, whose records lack what the whole says of them: JSON Feed, Ghost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from .feed_item import FEED_ITEM
from .ghost_post import GHOST
from .given_story import FORMAT
from .ninjs import day_of

_VERSIONS: Final = ("https://jsonfeed.org/version/", "http://jsonfeed.org/version/")
_GHOST_POST: Final = (
    *("title", "slug", "html", "lexical", "mobiledoc", "plaintext", "status", "type", "page"),
    *("feature_image", "custom_excerpt", "published_at", "created_at", "updated_at"),
    *("canonical_url",),
)
_GHOST_META: Final = ("feature_image_alt", "feature_image_caption", "canonical_url")


def stories_in(values: Mapping[str, Any]) -> tuple[str, Iterator[dict[str, Any]]] | None:
    """What the stories of a feed or export are called, and the fields of each, complete in
    themselves; None where an object is no such."""
    if str(values.get("version")).startswith(_VERSIONS) and isinstance(values.get("items"), list):
        return "items", _of_feed(values)
    if (data := _data_of_ghost(values)) is not None:
        return "posts", _of_ghost(data)
    return None


def _of_feed(feed: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The items of a JSON Feed: https://www.jsonfeed.org/version/1.1/."""
    whole = {"feed": feed.get("title"), "feed_language": feed.get("language")}
    whole["feed_authors"] = _authors(feed)
    for item in _dicts(feed.get("items")):
        own = item.get("_newsroom")
        own = own if isinstance(own, dict) else {}
        published, precision = item.get("date_published"), own.get("date_precision")
        if precision in ("day", "estimated") and isinstance(published, str):
            published = day_of(published)
        found = {
            FORMAT: FEED_ITEM,
            "title": item.get("title"),
            "url": item.get("url"),
            "original": item.get("external_url") if own else "",
            "id": item.get("id"),
            "authors": _authors(item),
            "published": published,
            "modified": own.get("updated_at") if own else item.get("date_modified"),
            "content": item.get("content_html"),
            "content_text": "" if item.get("content_html") else item.get("content_text"),
            "summary": item.get("summary"),
            "categories": [tag for tag in _list(item.get("tags")) if isinstance(tag, str)],
            "language": item.get("language"),
            "pictures": list(_attached(item)),
            **whole,
        }
        yield {name: value for name, value in found.items() if value}


def _authors(values: Mapping[str, Any]) -> list[str]:
    authors = _dicts(values.get("authors")) or _dicts([values.get("author")])
    return [author["name"] for author in authors if isinstance(author.get("name"), str)]


def _attached(item: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for one in _dicts(item.get("attachments")):
        if str(one.get("mime_type")).startswith("image/") and isinstance(one.get("url"), str):
            title = one.get("title")
            yield {"url": one["url"], "text": title if isinstance(title, str) else ""}


# --- Ghost


def _data_of_ghost(values: Mapping[str, Any]) -> Mapping[str, Any] | None:
    whole = next(iter(_dicts(values.get("db"))), values)
    data = whole.get("data")
    if not isinstance(data, dict) or not isinstance(data.get("posts"), list):
        return None
    is_whole = isinstance(whole.get("meta"), dict) or {"posts_tags", "users"} & data.keys()
    return data if is_whole else None


def _of_ghost(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The posts with the names of their authors and tags, which lie in tables of their own."""
    people = {one.get("id"): one.get("name") for one in _dicts(data.get("users"))}
    tags = {
        one.get("id"): one.get("name")
        for one in _dicts(data.get("tags"))
        if one.get("visibility") != "internal"
    }
    authors_of = _joined(data.get("posts_authors"), "author_id", people)
    tags_of = _joined(data.get("posts_tags"), "tag_id", tags)
    meta_of = {one.get("post_id"): one for one in _dicts(data.get("posts_meta"))}
    settings = {one.get("key"): one.get("value") for one in _dicts(data.get("settings"))}
    for post in _dicts(data.get("posts")):
        number = post.get("id")
        meta = meta_of.get(number, {})
        own = {name: post[name] for name in _GHOST_POST if post.get(name)}
        own |= {name: meta[name] for name in _GHOST_META if meta.get(name)}
        author = people.get(post.get("author_id"))
        found = {
            FORMAT: GHOST,
            "post": own,
            "authors": authors_of.get(number) or ([author] if author else []),
            "tags": tags_of.get(number, []),
            "site": settings.get("title"),
            "language": settings.get("locale") or settings.get("lang"),
        }
        yield {name: value for name, value in found.items() if value}


def _joined(rows: Any, key: str, names: Mapping[Any, Any]) -> dict[Any, list[str]]:
    found: dict[Any, list[tuple[int, str]]] = defaultdict(list)
    for row in _dicts(rows):
        name, order = names.get(row.get(key)), row.get("sort_order")
        if isinstance(name, str):
            found[row.get("post_id")].append((order if isinstance(order, int) else 0, name))
    return {
        post: [name for _, name in sorted(those, key=lambda one: one[0])]
        for post, those in found.items()
    }


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in _list(value) if isinstance(one, dict)]
