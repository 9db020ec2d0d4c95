"""What a page states, as text that can be stored, and where each statement was read."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from articles.ingest.readers.records import one_line
from articles.parsing.lines.lines import clean

LONGEST: Final = 500
"""Characters of a statement that are kept; the longest headline of 1,050 pages has 250."""

LONGEST_ADDRESS: Final = 2_000

_READ: Final = 4 * LONGEST
"""Characters that are looked at: markup and white space between the words take some."""

# `<script>alert(1)</script>`, `<b>`, `</b>`, `<img src=` cut off at the end
_MARKUP: Final = re.compile(
    r"<(script|style)\b.*?(?:</\1\s*>|$)|<[a-zA-Z/!?][^<>]*(?:>|$|(?=<))", re.IGNORECASE | re.DOTALL
)
# Controls; what turns the direction of the text around it or cannot be seen
_UNSEEN: Final = dict.fromkeys(
    (
        *(0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)),
        *(*range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)),
    )
)
_CONTROLS: Final = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), " ")


def words_of(listed: str) -> frozenset[str]:
    """The words of a list, as a set."""
    return frozenset(listed.split())


class Statement(NamedTuple):
    """A text, and where it was read: `JSON-LD headline`, `meta og:title`."""

    text: str
    origin: str


@dataclass(slots=True)
class Statements:
    """The statements of a page, each list in the order in which it counts.

    `title` is the page's, with whatever its paper adds to it. `authors` are texts that name whoever
    wrote the page, `organisations` those of them that the markup calls so. `links` lead to the page
    in other forms, `feeds` are the titles of its feeds, `owners` have its copyright; these three
    are read only where nothing better tells whose page it is. `pictures` are the addresses of the
    one that others should show with it, `picture_words` stand in for it.

    `kinds` are the types that the page gives itself (`NewsArticle`, `og:article`). `is_personal`
    says that its publisher is a person, `is_free` is false of a page behind a paywall; None where
    it does not say.
    """

    title: str = ""
    headlines: list[Statement] = field(default_factory=list)
    authors: list[Statement] = field(default_factory=list)
    organisations: list[Statement] = field(default_factory=list)
    published: list[Statement] = field(default_factory=list)
    modified: list[Statement] = field(default_factory=list)
    publishers: list[Statement] = field(default_factory=list)
    topics: list[Statement] = field(default_factory=list)
    sections: list[Statement] = field(default_factory=list)
    addresses: list[Statement] = field(default_factory=list)
    descriptions: list[Statement] = field(default_factory=list)
    languages: list[Statement] = field(default_factory=list)
    links: list[Statement] = field(default_factory=list)
    feeds: list[Statement] = field(default_factory=list)
    owners: list[Statement] = field(default_factory=list)
    pictures: list[Statement] = field(default_factory=list)
    picture_words: list[Statement] = field(default_factory=list)
    picture_credits: list[Statement] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    is_personal: bool | None = None
    is_free: bool | None = None


def plain(value: object, *, length: int = LONGEST) -> str:
    """One line of plain text: without markup, controls, or signs that turn the text's direction;
    empty for what is no text.

    >>> plain("<b>Ferries</b> &amp; boats\\u202e")
    'Ferries & boats'
    """
    if not isinstance(value, str):
        return ""
    text = value[:_READ]
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _MARKUP.sub(" ", text)
    if text.isascii() and text.isprintable():
        return one_line(text, length=length)
    text = one_line(text.translate(_CONTROLS), length=_READ)
    return clean(text.translate(_UNSEEN))[:length].rstrip()


def statements(values: Iterable[object], origin: str) -> list[Statement]:
    """The texts among the values, as statements of one origin."""
    return [Statement(text, origin) for text in map(plain, values) if text]


def addresses(values: Iterable[object], origin: str) -> list[Statement]:
    """The addresses among the values, as they stand: whether they can be one is asked later."""
    texts = (value.strip() for value in values if isinstance(value, str))
    return [Statement(text, origin) for text in texts if 0 < len(text) <= LONGEST_ADDRESS]
