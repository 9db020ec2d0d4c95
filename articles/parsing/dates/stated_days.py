"""Days that a text states, in the languages of the press."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from articles.parsing.lines.months import MONTHS, THAI_MONTHS

LONGEST_DATE: Final = 120
"""Characters; the longest date on the labelled pages, with weekday and update, has 68."""

_MONTHS_A_YEAR: Final = 12
_YEARS_BACK: Final = 9
"""Years in which a day without one is looked for: 29 February is eight years apart at most."""

CACHED_DATES: Final = 64
"""A date is looked at when its line is met and again when its story is built."""

_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
_NAMES: Final = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_MONTH: Final = f"({_NAMES})"

# `11 February 2020`, `Tuesday, 3 Sept. 2019`, `18. März 2025`, `1er mars 2025`,
# `18 de marzo de 2025`, `18-Mar-2025`, `18 آذار/مارس 2025`, `18 tháng 3 năm 2025`
_DAY_FIRST: Final = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|\.|º|-?го)?(?:[ /-]| ?, ?)?(?:de |d[’']|of )?{_MONTH}"
    rf"(?: ?[/(] ?(?:{_NAMES})\)?)?\.?(?: ?[,،/-] ?| )(?:de |del |năm |พ\.ศ\. ?)?(\d{{4}})(?!\d)"
)
# `November 20th, 2019`
_MONTH_FIRST: Final = re.compile(
    rf"\b{_MONTH}\.?[ -](\d{{1,2}})(?:st|nd|rd|th)?(?: ?[,،]? |,|-)(\d{{4}})(?!\d)"
)
# `2025 Mar 18`, `2025. március 18.`, `2025 m. kovo 18 d.`, `2025eko martxoaren 18a`
_YEAR_AND_MONTH: Final = re.compile(
    rf"(?<!\d)(\d{{4}})(?:[.,]| m\.|e?ko)?[ -]{_MONTH}\.?[ -](\d{{1,2}})(?!\d)"
)
# `2025. gada 18. marts`
_YEAR_AND_DAY: Final = re.compile(rf"(?<!\d)(\d{{4}})\. gada (\d{{1,2}})\. {_MONTH}(?!\w)")
# `2025-03-18`, `2025-03-18T14:05:00+03:00`
_ISO: Final = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?=\b|t\d)")
# `2025/03/18`, `2025. 3. 18.`, `2025-3-18`, `2025年3月18日`, `2025년 3월 18일`
_YEAR_FIRST: Final = re.compile(
    r"(?<!\d)(\d{4})(?: ?[年년] ?|\. ?|/|-)(\d{1,2})(?: ?[月월] ?|\. ?|/|-)(\d{1,2})(?!\d)"
    r"(?: ?[日일])?"
)
# `令和7年3月18日`, `民國114年3月18日`
_ERA: Final = re.compile(
    r"(?P<era>昭和|平成|令和|民[國国])(?P<year>\d{1,3}|元)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
)
_BEFORE_ERA: Final = {"昭和": 1925, "平成": 1988, "令和": 2018, "民國": 1911, "民国": 1911}
_BUDDHIST: Final = 543
_FIRST_BUDDHIST: Final = 2400
# `18/03/2025`, `03/18/2025`, `18-03-2025`, `18.03.2025`; with dots the day comes first everywhere
_NUMBERS: Final = re.compile(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(\d{4})\b")
# `3 رمضان 1446 هـ`, a day of another calendar beside the one that is read
_HIJRI: Final = re.compile(r"(?<!\d)\d{1,2} [^\W\d_]+(?: [^\W\d_]+)? 1[34]\d\d ?هـ?(?!\w)")
_HAS_YEAR: Final = re.compile(r"\d{4}|年")
_BY_NAME: Final = (
    (_DAY_FIRST, "dmy"),
    (_MONTH_FIRST, "mdy"),
    (_YEAR_AND_MONTH, "ymd"),
    (_YEAR_AND_DAY, "ydm"),
)
# `18 March`, `18. März`, `March 18th`; `18日`, the month left out as well
_DAY_AND_MONTH: Final = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|\.|º)? (?:de |of )?{_MONTH}(?!\w)"
    rf"|\b{_MONTH}\.? (\d{{1,2}})(?:st|nd|rd|th)?\b"
)
_DAY_ALONE: Final = re.compile(r"(\d{1,2}) ?[日일]")


def folded(text: str) -> str:
    """Words as the patterns have them; empty for what is too long to be a date."""
    if len(text) > LONGEST_DATE:
        return ""
    digits = text if text.isascii() else normalize("NFC", text).translate(_DIGITS)
    return digits.casefold().strip(" .")


@lru_cache(maxsize=CACHED_DATES)
def stated_day(text: str, *, day_first: bool | None = None) -> tuple[date, str] | None:
    """The day that the text states, and the text without it, folded.

    `day_first` is whether days come before months where both are numbers; unless it is known, a day
    that could be a month is not read.

    >>> str(stated_day("18. März 2025, 14:05")[0])
    '2025-03-18'
    """
    words = folded(text)
    if not _HAS_YEAR.search(words):
        return None
    found = _named(words) or _in_numbers(words, day_first)
    if found is None or (on := _day(found[:3])) is None:
        return None
    rest = words[: found[3].start()] + " " + words[found[3].end() :]
    return on, _HIJRI.sub("", rest)


_Found = tuple[int, int, int, re.Match[str]]
"""A year, a month, a day, and where they stand."""


def _named(words: str) -> _Found | None:
    """A day whose month has a name."""
    for pattern, order in _BY_NAME:
        if match := pattern.search(words):
            parts = dict(zip(order, match.groups(), strict=True))
            year = int(parts["y"])
            if year > _FIRST_BUDDHIST and parts["m"] in THAI_MONTHS:
                year -= _BUDDHIST
            return year, MONTHS[parts["m"]], int(parts["d"]), match
    return None


def _in_numbers(words: str, day_first: bool | None) -> _Found | None:
    if match := (_ISO.search(words) or _YEAR_FIRST.search(words)):
        return int(match[1]), int(match[2]), int(match[3]), match
    if match := _ERA.search(words):
        year = _BEFORE_ERA[match["era"]] + (1 if match["year"] == "元" else int(match["year"]))
        return year, int(match["month"]), int(match["day"]), match
    if match := _NUMBERS.search(words):
        one, other, year = int(match[1]), int(match[3]), int(match[4])
        if match[2] == "." or one > _MONTHS_A_YEAR or (day_first and other <= _MONTHS_A_YEAR):
            return year, other, one, match
        if other > _MONTHS_A_YEAR or one == other or day_first is False:
            return year, one, other, match
    return None


def is_ambiguous(text: str) -> bool:
    """Whether the words hold a day in numbers of which nothing tells the day from the month."""
    match = _NUMBERS.search(folded(text))
    if match is None or stated_day(text) is not None:
        return False
    return all(0 < int(number) <= _MONTHS_A_YEAR for number in (match[1], match[3]))


def day_first_of(texts: Iterable[str]) -> bool | None:
    """Whether the days come first in dates in numbers, by those that leave no doubt; None where
    none does, or two contradict each other."""
    orders = set()
    for match in filter(None, (_NUMBERS.search(folded(text)) for text in texts)):
        if match[2] != "." and (int(match[1]) > _MONTHS_A_YEAR) != (int(match[3]) > _MONTHS_A_YEAR):
            orders.add(int(match[1]) > _MONTHS_A_YEAR)
    return orders.pop() if len(orders) == 1 else None


def read_day(text: str, *, not_after: date | None) -> date | None:
    """The day that a dateline's words state. Without a year, or with the day of the month alone, it
    is the latest such day that is not after the one given; None where none is given.

    >>> str(read_day("Mar 14", not_after=date(2024, 3, 15)))
    '2024-03-14'
    """
    if stated := stated_day(text):
        return stated[0]
    words = folded(text)
    if not_after is None:
        return None
    if match := _DAY_AND_MONTH.search(words):
        day, month = int(match[1] or match[4]), MONTHS[match[2] or match[3]]
        days = ((not_after.year - years, month, day) for years in range(_YEARS_BACK))
    elif match := _DAY_ALONE.search(words):
        day = int(match[1])
        back = (not_after.year * 12 + not_after.month - 1 - months for months in range(3))
        days = ((months // 12, months % 12 + 1, day) for months in back)
    else:
        return None
    return next((on for on in map(_day, days) if on and on <= not_after), None)


def is_day_of_month(text: str) -> bool:
    """Whether the words name a day of a month, with a year or without: `le 14 mars`."""
    return _DAY_AND_MONTH.search(folded(text)) is not None or stated_day(text) is not None


def _day(parts: tuple[int, int, int]) -> date | None:
    try:
        return date(*parts)
    except ValueError:
        return None
