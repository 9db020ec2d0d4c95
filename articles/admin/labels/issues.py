"""The parser's issues in words, for editors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

ISSUE_WORDS: Final = {
    "cut-short": _("text breaks off"),
    "dates-differ": _("dates differ"),
    "doubtful-headline": _("headline in doubt"),
    "joined-paragraph": _("paragraph was broken in two"),
    "lost-text": _("text may be missing"),
    "may-be-several": _("may be several stories"),
    "mojibake": _("letters are garbled"),
    "no-headline": _("no headline found"),
    "repeated-bullet": _("key point printed twice"),
    "repeated-caption": _("caption printed twice"),
    "repeated-paragraph": _("paragraph printed twice"),
    "side-by-side-columns": _("two columns mixed"),
    "stray-space": _("space before a full stop or comma"),
    "unbalanced-quotes": _("quotation mark left open"),
    "undated": _("no date found"),
    "unreadable-line": _("line cannot be read"),
    "wrong-quote": _("wrong quotation mark"),
}
"""By code; see articles/parsing."""

DUMP_ISSUE_WORDS: Final = {
    "empty": _("no text"),
    "encoding": _("encoding in doubt"),
    "no-story": _("no story found"),
    "not-an-article": _("page is no article"),
}
"""The same of whole dumps."""

_SHOWN: Final = 3


def in_words(code: str) -> str:
    """An issue in words; an unknown code is returned as it is."""
    words = ISSUE_WORDS.get(code) or DUMP_ISSUE_WORDS.get(code)
    return str(words or code.replace("-", " "))


def why(codes: Iterable[str]) -> str:
    """Issues in a line, the most frequent first: `no date found, text breaks off (2)`."""
    counted = Counter(codes).most_common()
    names = [in_words(code) + (f" ({count})" if count > 1 else "") for code, count in counted]
    more = len(names) - _SHOWN
    words = listed(names[:_SHOWN])
    return (
        gettext("%(words)s and %(more)s more") % {"words": words, "more": more}
        if more > 0
        else words
    )


def message_of(issue: Mapping[str, Any]) -> str:
    """The message of an issue. The parser writes English; in other languages its translation is
    used if there is one (see `parser.REASONS`), else the shorter wording of its code."""
    message = str(issue["message"])
    if (get_language() or "en").startswith("en"):
        return message
    translated = gettext(message) if message else ""
    return in_words(issue["code"]) if translated == message else translated


def listed(words: Iterable[str]) -> str:
    """Words in a list, separated as the language does."""
    return gettext(", ").join(words)
