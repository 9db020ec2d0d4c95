"""The parser's issues in words, for editors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

ISSUE_WORDS: Final = {
    "cut-short": _("text breaks off"),
    "dates-differ": _("dateline and date differ"),
    "joined-paragraph": _("paragraph was broken in two"),
    "lost-text": _("text may be missing"),
    "mojibake": _("letters are garbled"),
    "no-headline": _("no headline found"),
    "repeated-bullet": _("key point printed twice"),
    "repeated-caption": _("caption printed twice"),
    "repeated-paragraph": _("paragraph printed twice"),
    "stray-space": _("space inside a word"),
    "unbalanced-quotes": _("quotation mark left open"),
    "undated": _("no date found"),
    "unreadable-line": _("line cannot be read"),
    "wrong-quote": _("wrong quotation mark"),
}
"""By code; see articles/parsing."""

_SHOWN: Final = 3


def in_words(code: str) -> str:
    """An issue in words; an unknown code is returned as it is."""
    return str(ISSUE_WORDS.get(code) or code.replace("-", " "))


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
    """The message of an issue. The parser writes English; in other languages the shorter wording
    of its code is used."""
    is_english = (get_language() or "en").startswith("en")
    return str(issue["message"]) if is_english else in_words(issue["code"])


def listed(words: Iterable[str]) -> str:
    """Words in a list, separated as the language does."""
    return gettext(", ").join(words)
