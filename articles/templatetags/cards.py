"""Cards of stories and days of time lines, each rendered once for all pages that show it alike.

A list is twenty cards, and rendering them is most of its time. What a card shows is in the article
that it is given, and nothing else but the language of the interface: so whoever is given the same
once more has the same HTML, and a story that changed in anything is another. Nothing has to be told
of a change, therefore.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final, cast

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from articles.models import Article

register = template.Library()

CARDS_KEPT: Final = 2_000
"""In each process, the last that were shown: some 3 kB each with what they were made of."""


DAYS_KEPT: Final = 1_000


@register.simple_tag
def card(article: Article, look: str, level: int, opening: Sequence[str] = ()) -> SafeString:
    """A story in a list (see `_card.html`)."""
    told = _Told(article, look, level, tuple(opening))
    if getattr(article, "marked_passage", ""):  # of one search, hardly met again
        return _rendered(told)
    return _kept(told, get_language())


class _Told:
    """What a card is made of; equal to another that is made of the same."""

    __slots__ = ("article", "facts", "level", "look", "opening")

    def __init__(self, article: Article, look: str, level: int, opening: tuple[str, ...]) -> None:
        self.article = article
        self.look = look
        self.level = level
        self.opening = opening
        fields = {name: value for name, value in vars(article).items() if name != "_state"}
        self.facts = (look, level, opening, repr(fields))

    def __hash__(self) -> int:
        return hash(self.facts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Told) and self.facts == other.facts


@lru_cache(maxsize=CARDS_KEPT)
def _kept(told: _Told, language: str | None) -> SafeString:
    return _rendered(told)


def _rendered(told: _Told) -> SafeString:
    name = "articles/_entry.html" if told.look == "entry" else "articles/_card.html"
    names = ("article", "look", "level", "opening")
    return _html(name, {name: getattr(told, name) for name in names})


@register.simple_tag
def day_heading(day: date | None, level: int) -> SafeString:
    """A day of a time line as a heading, with the way to its page; None is no day."""
    return _kept_day(day, level, get_language())


@lru_cache(maxsize=DAYS_KEPT)
def _kept_day(day: date | None, level: int, language: str | None) -> SafeString:
    return _html("articles/_day.html", {"day": day, "level": level})


def _html(name: str, context: dict[str, Any]) -> SafeString:
    return cast(SafeString, get_template(name).render(context))
