"""The documents of an export: which lines each takes up, and which field of it each line is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from articles.parsing.dates.printed_dates import is_whole_date
from articles.parsing.dates.stated_days import LONGEST_DATE, is_ambiguous, stated_day

_MOST_WORDS: Final = 6
_YEAR: Final = re.compile(r"\d{4}|\d年")
_AROUND_DATE: Final = re.compile(r"[\[\]():;|]")


class Field(StrEnum):
    """What a line of a document is."""

    HEADLINE = "headline"
    BYLINE = "byline"
    DATE = "date"
    PUBLISHER = "publisher"
    LANGUAGE = "language"
    DATELINE = "dateline"
    SECTION = "section"
    SUBJECT = "subject"
    STANDFIRST = "standfirst"
    ABSTRACT = "abstract"
    CAPTION = "caption"
    TEXT = "text"
    LENGTH = "length"
    PAGE = "page"
    COPYRIGHT = "copyright"
    OTHER = "other"


class Part(NamedTuple):
    """A field of a document: the indexes of its lines, their texts without the field's name, and
    the name as printed (`BYLINE`, `PD`), empty where the field is known by its place."""

    field: Field
    lines: tuple[int, ...]
    texts: tuple[str, ...]
    label: str = ""

    @property
    def text(self) -> str:
        return " ".join(filter(None, self.texts))


class Document(NamedTuple):
    """One document of an export, as indexes of its first and last line with text.

    A part may stand outside of these lines, in the export's list of titles; of two parts on one
    line the first says what the line is.
    """

    first: int
    last: int
    parts: tuple[Part, ...]

    def value(self, *fields: Field) -> Part | None:
        """The first part with a text that is one of the fields."""
        return next((part for part in self.parts if part.field in fields and part.text), None)


class Export(NamedTuple):
    """The documents of a file in order, and the lines outside of them that are known to be the
    export's own, such as its list of titles."""

    documents: tuple[Document, ...]
    furniture: Mapping[int, str] = MappingProxyType({})


NO_EXPORT: Final = Export(())


def document_of(parts: Iterable[Part]) -> Document:
    """The document of these parts, from the first of their lines to the last."""
    ordered = sorted(parts, key=lambda part: part.lines[0])
    return Document(ordered[0].lines[0], max(part.lines[-1] for part in ordered), tuple(ordered))


def date_in(text: str, *, alone: bool = True) -> str:
    """The words of the first date in a text; empty for a text without one. A line that may be the
    date `alone` keeps its weekday and time.

    >>> date_in("International, jeudi 14 mars 2024, p. 3")
    '14 mars 2024'
    >>> date_in("March 14, 2024 Thursday")
    'March 14, 2024 Thursday'
    """
    if alone and is_whole_date(text):
        return text
    text = text[: 3 * LONGEST_DATE]
    if not _YEAR.search(text):
        return ""
    words = _AROUND_DATE.sub(" ", text).split()
    for size in range(1, _MOST_WORDS + 1):
        for start in range(len(words) - size + 1):
            found = " ".join(words[start : start + size])
            if any(map(str.isdigit, found)) and (stated_day(found) or is_ambiguous(found)):
                return found.strip(" ,.;")
    return ""
