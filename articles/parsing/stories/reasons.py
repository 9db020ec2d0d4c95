"""Why a line near a story is its page's: a share button, a menu, an advertisement."""

from __future__ import annotations

from typing import Final

from articles.parsing.lines.separators import separator_of
from articles.parsing.model.features import signs_of

_OTHER_TEXT: Final = "text of the page, not of the story"
_REASONS: Final = {
    "share": "share button",
    "menu": "menu",
    "newsletter": "newsletter box",
    "comment": "readers' comments",
    "related": "list of other stories",
    "advert": "advertisement",
    "legal": "legal notice",
    "photo": "picture credit",
    "author": "author box",
    "caption": _OTHER_TEXT,
    "dated": "date or reading time",
    "media": "player",
    "call": "advertisement",
    "contact": "contact details",
    "tags": "topics of the page",
    "credit": "agency's notice",
}


def reason_of(text: str) -> str:
    """What a line of the page is there for, by the first sign that it gives."""
    if separator_of(text):
        return "rule"
    signs = signs_of(text)
    return _REASONS[signs[0]] if signs else _OTHER_TEXT
