"""Exports of WordPress (WXR 1.0 to 1.2), of any length.

Posts are stories; pages, pictures, menus and revisions are passed over and counted. An author's
name and a picture are looked up among those that the export has before the post.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found

from .entries import records_of_xml
from .given_story import FORMAT, PassedOver
from .rss import Channel, ItemFields
from .wordpress_post import WORDPRESS, no_story
from .xml_text import short_name, text_of

_MOST_REMEMBERED: Final = 20_000
"""Authors, and pictures, that are remembered for the posts below them."""
_WANTED: Final = ("post_date", "post_date_gmt", "post_modified_gmt", "post_type", "status")


def read_wordpress(opened: Opened) -> Iterator[Found]:
    """The posts, as `name, item 3`."""
    channel = Channel()
    names: dict[str, str] = {}
    pictures: dict[str, dict[str, str]] = {}

    def values_of(element: etree._Element) -> dict[str, Any] | PassedOver | None:
        name = short_name(element)
        if name == "wp:author":
            _remember_author(element, names)
        if name != "item":
            channel.read(element)
            return None
        values = _fields_of(element, names)
        if values["post_type"] == "attachment":
            _remember_picture(element, pictures)
        if channel.title:
            values["site"] = channel.title
        if channel.language:
            values["language"] = channel.language
        picture = pictures.get(_meta(element, "_thumbnail_id"))
        if picture:
            values["picture"] = picture
        return no_story(values) or values

    yield from records_of_xml(opened, values_of, containers=frozenset({"channel"}))


def _fields_of(element: etree._Element, names: dict[str, str]) -> dict[str, Any]:
    found = ItemFields(element)
    logins = found.all("dc:creator")
    values: dict[str, Any] = {
        FORMAT: WORDPRESS,
        "title": found.first("title"),
        "link": found.first("link") or found.permalink(),
        "pubDate": found.first("pubDate"),
        "authors": [names.get(login, login) for login in logins],
        "content": found.first("content:encoded"),
        "excerpt": found.first("excerpt:encoded"),
        **{name: found.first(f"wp:{name}") for name in _WANTED},
    }
    for name, domain in (("categories", "category"), ("tags", "post_tag")):
        terms = [each for each in found.elements("category") if _domain(each) == domain]
        values[name] = list(dict.fromkeys(filter(None, map(_term, terms))))
    values = {name: value for name, value in values.items() if value}
    values.setdefault("post_type", "post")
    return values


def _domain(term: etree._Element) -> str:
    domain = term.get("domain", "category")
    return "post_tag" if domain == "tag" else domain


def _term(term: etree._Element) -> str:
    return text_of(term) or term.get("nicename", "").replace("-", " ")


def _remember_author(element: etree._Element, names: dict[str, str]) -> None:
    found = ItemFields(element)
    login = found.first("wp:author_login")
    parts = (found.first("wp:author_first_name"), found.first("wp:author_last_name"))
    name = found.first("wp:author_display_name")
    if (not name or name == login) and any(parts):
        name = " ".join(filter(None, parts))
    if login and name and len(names) < _MOST_REMEMBERED:
        names[login] = name


def _remember_picture(element: etree._Element, pictures: dict[str, dict[str, str]]) -> None:
    found = ItemFields(element)
    address = found.first("wp:attachment_url")
    if not address or len(pictures) >= _MOST_REMEMBERED:
        return
    caption = found.first("excerpt:encoded")
    picture = {"url": address, "text": caption, "alt": _meta(element, "_wp_attachment_image_alt")}
    pictures[found.first("wp:post_id")] = {key: value for key, value in picture.items() if value}


def _meta(element: etree._Element, key: str) -> str:
    """The value of a post's own field."""
    for child in element:
        if short_name(child) == "wp:postmeta":
            found = ItemFields(child)
            if found.first("wp:meta_key") == key:
                return found.first("wp:meta_value")
    return ""
