"""An item of a feed (RSS, Atom, JSON Feed) as a story."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from .feed_html import is_cut_off, plain, without_footer_of_feed
from .given_story import GivenCaption, GivenStory

FEED_ITEM: Final = "feed item"

_SHORT: Final = 1200
"""Characters of a description that is taken for an opening, where a feed gives no other text."""
_FEW: Final = 2
_LONGEST_NAME: Final = 300
_MARKUP: Final = re.compile(
    r"<(?:p|br|a|b|i|div|ul|ol|li|img|figure|blockquote|h[1-6]|em|strong)\b|</", re.IGNORECASE
)
_AS_MAIL: Final = re.compile(r"\S+@\S+\s*\((?P<name>[^()]+)\)")
_ADDRESS: Final = re.compile(r"\S+@\S+")
OPENING: Final = "only the opening of the text is there (%s)"


def story_of(values: Mapping[str, Any]) -> GivenStory:
    """The story that the fields of an item make. Without its whole text, what the feed has of it is
    the story, with a note."""
    content, note = _text(values, "content"), ""
    content_text = _text(values, "content_text")
    teaser = _text(values, "summary") or _text(values, "description")
    if not content and not content_text:
        content = teaser
        if "summary" in values or _is_opening(teaser):
            note = OPENING % ("summary" if "summary" in values else "description")
        teaser = ""
    if content and not _MARKUP.search(content):
        content, content_text = "", plain_lines(content)
    if values.get("is_draft"):
        note = f"{note}; it was a draft" if note else "it was a draft"
    captions = [_caption(one) for one in _list(values, "pictures") if isinstance(one, dict)]
    return GivenStory(
        headline=plain(_text(values, "title")),
        html=without_footer_of_feed(content),
        text=content_text,
        standfirst="",
        captions=captions,
        fields={
            "author": _authors(values),
            "published": values.get("published") or "",
            "modified": _modified(values),
            "url": _address(values),
            "publisher": _text(values, "source") or _text(values, "feed"),
            "language": _text(values, "language") or _text(values, "feed_language"),
            "tags": [plain(one) for one in _list(values, "categories") if isinstance(one, str)],
            "description": plain(teaser),
        },
        note=note,
    )


def _is_opening(text: str) -> bool:
    """Whether a description is no whole text: it breaks off, or is one short paragraph."""
    paragraphs = text.lower().count("</p>") or len(re.split(r"\n\s*\n|<br", text.strip()))
    return is_cut_off(text) or (paragraphs < _FEW and len(plain(text)) < _SHORT)


def plain_lines(text: str) -> str:
    """A text without markup whose character references are read."""
    return "\n".join(plain(line) for line in text.split("\n"))


def _modified(values: Mapping[str, Any]) -> Any:
    """When it was changed; Atom repeats the date of publication where it never was."""
    modified = values.get("modified") or ""
    return "" if modified == values.get("published") else modified


def _address(values: Mapping[str, Any]) -> str:
    """Where a reader finds it; of a story that this site had imported, where it was first."""
    named = (_text(values, name) for name in ("original", "url", "id"))
    return next((one for one in named if one.startswith(("http://", "https://"))), "")


def _authors(values: Mapping[str, Any]) -> list[str]:
    """The names of the authors, those of the feed where the item has none; RSS 2.0 has addresses of
    mail, with the name in brackets."""
    found = []
    for each in _list(values, "authors") or _list(values, "feed_authors"):
        name = plain(str(each)[:_LONGEST_NAME])
        if mail := _AS_MAIL.fullmatch(name):
            name = mail["name"]
        if name and not _ADDRESS.fullmatch(name) and name != _text(values, "feed"):
            found.append(name)
    return found


def _caption(picture: Mapping[str, Any]) -> GivenCaption:
    text, credit = plain(_text(picture, "text")), plain(_text(picture, "credit"))
    return GivenCaption(text, credit, _text(picture, "url"))


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return value.strip() if isinstance(value, str) else ""


def _list(values: Mapping[str, Any], name: str) -> list[Any]:
    value = values.get(name)
    return value if isinstance(value, list) else []
