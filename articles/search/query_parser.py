"""Parses what a reader typed into the search box. Pure: text in, values out.

    oil "price cap" or embargo -gold place:Beirut source:Reuters after:2025-03 has:photo
    ferry url:example.org/news -url:example.org/news/sport

Words in quotes match in this order, `or` offers a choice, a minus excludes. A field name filters
the list; it may be an Arabic one (`مكان:بيروت`). Anything that is not understood counts as ordinary
words.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from articles.addresses import read_pattern

from .folding import query_of

LONGEST_QUERY: Final = 300  # characters; a pasted headline fits

# A word or a quotation, each with the minus or the field's name before it.
_PIECE: Final = re.compile(
    r"""
    (?P<minus>-?)
    (?:(?P<field>[a-z]+|[\u0621-\u064a]+):(?=\S))?  # place:Beirut, مكان:بيروت
    (?: "(?P<quoted>[^"]*)"? | (?P<plain>[^\s"]+) )  # "price cap", also unclosed
    """,
    re.VERBOSE | re.IGNORECASE,
)

# A row of them, such as "- - -", is too much for websearch_to_tsquery: each minus is a NOT within
# the one before. The index has no such marks anyway.
_LEADING_MARKS: Final = re.compile(r'^[^\w"]+')

# Field name before a colon -> name of the filter.
FIELDS: Final = {
    "topic": "tag",
    "tag": "tag",
    "source": "source",
    "place": "place",
    "after": "from",
    "before": "to",
    "has": "photo",
    "url": "url",
}
ADDRESS_ONLY: Final = {"url": "url"}
"""The field of searches on the desk, where filters beside the list do what the others do."""

# The same in Arabic.
_ARABIC: Final = {
    "موضوع": "topic",
    "مصدر": "source",
    "مكان": "place",
    "بعد": "after",
    "قبل": "before",
    "مع": "has",
    "رابط": "url",
}
_PHOTO: Final = frozenset({"photo", "photos", "picture", "pictures", "image", "صورة", "صور"})
_OR: Final = "أو"

# Scripts that show the language of a query better than the language of the site does.
_SCRIPTS: Final = (
    (re.compile("[\u0600-\u06ff]"), "ar"),  # العراق
    (re.compile("[\u0400-\u04ff]"), "ru"),  # Москва
    (re.compile("[\u0370-\u03ff]"), "el"),  # Αθήνα
    (re.compile("[\u0900-\u097f]"), "hi"),  # दिल्ली
)


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A parsed search: the words as they were typed, and the filters by name.

    Days are written `2025-03-18`. If a filter is given twice, the last value counts; but of `url`
    all do, in the form that `page_addresses.py` reads.
    """

    words: str = ""
    filters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a search: those wanted, in web-search syntax, and those excluded."""

    wanted: str
    unwanted: tuple[str, ...] = ()

    @property
    def is_in_index(self) -> bool:
        """Whether the index alone can answer: it cannot for excluded words or a fixed order."""
        return bool(self.wanted) and not self.unwanted and '"' not in self.wanted


def clean(words: str) -> str:
    """Words that the database accepts: no NUL, at most `LONGEST_QUERY` characters."""
    return _one_line(words)[:LONGEST_QUERY]


def _one_line(text: str) -> str:
    """The text without NUL and superfluous spaces, so long that an address fits beside words."""
    text = text.replace("\0", " ").encode(errors="ignore").decode()
    return " ".join(text[: LONGEST_QUERY * 4].split())


def language_of(words: str, *, default: str = "en") -> str:
    """The language to search in: that of the words' script, or else the default."""
    return next((code for script, code in _SCRIPTS if script.search(words)), default)


def read(text: str, *, fields: Mapping[str, str] = FIELDS) -> ParsedQuery:
    """Separates the filters of a search (`place:Beirut`) from its other words. `fields` are names
    before a colon, with the filters that they mean."""
    filters: dict[str, str] = {}
    words = []
    for piece in _PIECE.finditer(_one_line(text)):
        field_word = (piece["field"] or "").lower()
        field_word = _ARABIC.get(field_word, field_word)
        name = fields.get(field_word, "")
        value = _filter_value(field_word, piece["plain"] or piece["quoted"] or "") if name else ""
        if value and name == "url":
            filters[name] = f"{filters.get(name, '')} {piece['minus']}{value}".strip()
        elif value and not piece["minus"]:
            filters[name] = value
        else:
            words.append(piece[0])
    return ParsedQuery(clean(" ".join(words)), filters)


def part(words: str) -> Words:
    """Separates excluded words from wanted ones, each as the index has it (see folding.py)."""
    return _part(words, query_of)


def _part(words: str, form: Callable[[str], str]) -> Words:
    wanted, unwanted = [], []
    for piece in _PIECE.finditer(clean(words)):
        text = _LEADING_MARKS.sub("", form(piece[0].removeprefix("-")))
        if not text:
            continue
        if piece["minus"]:
            unwanted.append(text)
        else:
            wanted.append("or" if piece[0] == _OR else text)
    return Words(" ".join(wanted), tuple(unwanted))


def single_words(words: str) -> list[str]:
    """The wanted words, each once and in lower case, without marks and `or`."""
    found = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", _part(words, str).wanted.casefold())
    return [word for word in dict.fromkeys(found) if word != "or"]


def _filter_value(name: str, text: str) -> str:
    """The value of the filter; empty if the text is no valid value."""
    text = text.strip()
    match name:
        case "has":
            return "1" if text.lower() in _PHOTO else ""
        case "after":
            day = first_day(text)
            return day.isoformat() if day else ""
        case "before":
            day = first_day(text)
            return (day - timedelta(days=1)).isoformat() if day and day > date.min else ""
        case "url":
            return text if read_pattern(text) else ""
    return text


def first_day(text: str) -> date | None:
    """The first day of a day, a month or a year: `2025-03-18`, `2025-03`, `2025`."""
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?", text)
    if not match:
        return None
    year, month, day = (int(number or 1) for number in match.groups())
    if not (year and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)
