"""Dates as pages print them: stated ones are read, relative ones are calculated.

The clock is never asked. A relative date ("14 sec ago") needs the capture time, or else the
latest date that another story of the same dump states: a page is captured no earlier than that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final

from articles.parsing.lines.months import DUALS, MONTHS, RELATIVE_WORDS, UNIT_SECONDS, ZONES
from articles.parsing.types import DateMethod, Precision, PrintedDate

LONGEST_DATE: Final = 120
"""Characters; the longest date on the labelled pages, with weekday and update, has 68."""

_LONGEST_WHOLE_DATE: Final = 45
_LONG_WORD: Final = re.compile(r"[^\W\d_]{4,}")

_YEARS_BACK: Final = 9
"""Years in which a day without one is looked for: 29 February is eight years apart at most."""

_CACHED_DATES: Final = 64
"""A date is looked at when its line is met and again when its story is built."""

_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
_MONTH: Final = "(" + "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True)) + ")"

# `14 sec ago`, `5 hours 12 min ago`, `vor 3 Stunden`, `il y a 3 heures`, `hace 3 horas`,
# `منذ 3 ساعات`, `قبل ساعتين`
_RELATIVE: Final = re.compile(
    r"(?:(?P<before>vor|il y a|hace|منذ|قبل) )?(?:(?:etwa|about|environ|unos|حوالي) )?"
    r"(?P<amounts>(?:(?:\d{1,4}|an?|eine[rmn]?|une?|una?) ?)?[^\W\d_]++"
    r"(?:,? (?:(?:and|und|et|y) |و ?)?\d{1,4} ?[^\W\d_]++){0,3})(?P<ago> ago)?"
)
_AMOUNT: Final = re.compile(r"(?:(\d{1,4}|an?|eine[rmn]?|une?|una?) ?)?\b([^\W\d_]+)")
_JOINING: Final = frozenset({"and", "und", "et", "y", "و"})

# `11 February 2020`, `Tuesday, 3 Sept. 2019`, `18. März 2025`, `1er mars 2025`,
# `18 de marzo de 2025`, `18 مارس 2025`
_DAY_FIRST: Final = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|\.|º)? (?:de |of )?{_MONTH}\.?,?"
    r" (?:de |del )?(\d{4})\b"
)
# `November 20th, 2019`
_MONTH_FIRST: Final = re.compile(rf"\b{_MONTH}\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b")
# `2025-03-18`, `2025-03-18T14:05:00+03:00`
_ISO: Final = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?=\b|t\d)")
# `2025/03/18`, `2025. 3. 18.`, `2025年3月18日`, `2025년 3월 18일`
_YEAR_FIRST: Final = re.compile(
    r"(?<!\d)(\d{4})(?: ?[年년] ?|\. ?|/)(\d{1,2})(?: ?[月월] ?|\. ?|/)(\d{1,2})(?!\d)(?: ?[日일])?"
)
# `18/03/2025`, `03/18/2025`, `18.03.2025`; with slashes, which of two small numbers is the day no
# page says, and none is read; with dots the day comes first everywhere
_NUMBERS: Final = re.compile(r"(?<!\d)(\d{1,2})([/.])(\d{1,2})\2(\d{4})\b")
# `18 March`, `18. März`, `March 18th`; `18日`, the month left out as well
_DAY_AND_MONTH: Final = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|\.|º)? (?:de |of )?{_MONTH}\b"
    rf"|\b{_MONTH}\.? (\d{{1,2}})(?:st|nd|rd|th)?\b"
)
_DAY_ALONE: Final = re.compile(r"(\d{1,2}) ?[日일]")
# `07:29 GMT`, `8:45 p.m. (ET)`, `14h05 UTC+3`, `14:05:00.000+03:00`, `2:05 ص بتوقيت غرينتش`
_CLOCK: Final = re.compile(
    r"(?:(?<= )(?P<iso>t))?(?<![\d:])(?P<hour>\d{1,2})(?::|h)(?P<minute>\d\d)"
    r"(?P<seconds>:\d\d(?:\.\d{1,9})?)?(?!\d)\s*"
    r"(?P<half>a\.?m\b\.?|p\.?m\b\.?|[صم]\b)?\s*(?:(?:uhr|h|hrs?)\b)?,?\s*[(\[]?\s*"
    r"(?:(?P<from>utc|gmt)?\s?(?P<sign>[+\u2212–-])(?:\s(?=\d{1,2}(?::?\d\d)?\s*(?:[^\w\s]|$)))?"
    r"(?P<off>\d{1,2})(?P<past>:?\d\d)?(?![\d:])"
    r"|(?P<greenwich>(?:بتوقيت )?[غج]رينتش)\b|(?P<name>[^\W\d_]{1,4})\b)?"
)
_FARTHEST: Final = 14 * 60
"""Minutes; no clock on earth is farther from UTC."""


def read_date(text: str, *, captured_at: date | datetime | None = None) -> PrintedDate:
    """What a date's words mean, as far as they and the capture time tell.

    A time of day counts only where its zone is known (see `ZONES`); any other gives the day as it
    was printed, and no `at`.

    >>> str(read_date("11 February 2020").on)
    '2020-02-11'
    >>> read_date("14 sec ago").method.value
    'unresolved'
    """
    ago = _seconds_ago(text)
    if ago is not None:
        if captured_at is None:
            return PrintedDate(text, None, Precision.UNKNOWN, DateMethod.UNRESOLVED)
        return _calculated(text, ago, captured_at, DateMethod.CAPTURE_TIME)
    stated = _stated_day(text)
    if stated is None:
        return PrintedDate(text, None, Precision.UNKNOWN, DateMethod.UNRESOLVED)
    on, rest = stated
    at = _clock(on, rest)
    precision = Precision.MINUTE if at else Precision.DAY
    return PrintedDate(text, on, precision, DateMethod.STATED, at)


def calculate_from_siblings(dates: Iterable[PrintedDate | None]) -> list[PrintedDate | None]:
    """The dates of a dump's stories, relative ones calculated from the latest stated one."""
    dates = list(dates)
    stated = [
        printed.on
        for printed in dates
        if printed is not None and printed.on is not None and printed.method is DateMethod.STATED
    ]
    if not stated:
        return dates
    latest = max(stated)
    return [printed and _calculated_from(printed, latest) for printed in dates]


def _calculated_from(printed: PrintedDate, latest: date) -> PrintedDate:
    ago = _seconds_ago(printed.text) if printed.on is None else None
    if ago is None:
        return printed
    return _calculated(printed.text, ago, latest, DateMethod.SIBLINGS)


def with_time_of(printed: PrintedDate, moments: Iterable[datetime]) -> PrintedDate:
    """A stated day with the time of the first of the moments that falls on it, in its own zone.

    The page's markup knows the time; that it is this story's the printed day confirms.
    """
    if printed.method is not DateMethod.STATED or printed.at is not None:
        return printed
    for moment in moments:
        if moment.date() == printed.on:
            return PrintedDate(
                printed.text, printed.on, Precision.MINUTE, DateMethod.PAGE_HINT, moment
            )
    return printed


def is_date_text(text: str) -> bool:
    """Whether the words are a date that `read_date` understands or can come to understand."""
    return _seconds_ago(text) is not None or _stated_day(text) is not None


def is_whole_date(text: str) -> bool:
    """Whether the words are a date and hardly anything else: `vor 2 Stunden`, `Tue 3 May 2021`."""
    if len(text) > _LONGEST_WHOLE_DATE:
        return False
    if _seconds_ago(text) is not None:
        return True
    stated = _stated_day(text)
    return stated is not None and len(_LONG_WORD.findall(stated[1])) <= 1


def _folded(text: str) -> str:
    """Words as the patterns have them; empty for what is too long to be a date."""
    if len(text) > LONGEST_DATE:
        return ""
    digits = text if text.isascii() else text.translate(_DIGITS)
    return digits.casefold().strip(" .")


@lru_cache(maxsize=_CACHED_DATES)
def _seconds_ago(text: str) -> int | None:
    words = _folded(text)
    if words in RELATIVE_WORDS:
        return RELATIVE_WORDS[words]
    match = _RELATIVE.fullmatch(words)
    if not match or bool(match["before"]) == bool(match["ago"]):
        return None
    total = 0
    for amount, unit in _AMOUNT.findall(match["amounts"]):
        if unit in _JOINING and not amount:
            continue
        seconds = UNIT_SECONDS.get(unit.removeprefix("و"), DUALS.get(unit))
        if seconds is None or not (amount or match["before"]):
            return None
        total += (int(amount) if amount.isdecimal() else 1) * seconds
    return total


def _calculated(
    text: str, seconds: int, captured_at: date | datetime, method: DateMethod
) -> PrintedDate:
    """A day alone is taken as a whole: less than a day before it is still that day."""
    ago = timedelta(seconds=seconds)
    try:
        if isinstance(captured_at, datetime):
            at = captured_at - ago
            return PrintedDate(text, at.date(), Precision.ESTIMATED, method, at)
        on = captured_at - timedelta(days=ago.days)
    except OverflowError:
        return PrintedDate(text, None, Precision.UNKNOWN, DateMethod.UNRESOLVED)
    return PrintedDate(text, on, Precision.ESTIMATED, method)


def read_day(text: str, *, not_after: date | None) -> date | None:
    """The day that a dateline's words state. Without a year, or with the day of the month alone, it
    is the latest such day that is not after the one given; None where none is given.

    >>> str(read_day("Mar 14", not_after=date(2024, 3, 15)))
    '2024-03-14'
    """
    if stated := _stated_day(text):
        return stated[0]
    words = _folded(text)
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
    return _DAY_AND_MONTH.search(_folded(text)) is not None or _stated_day(text) is not None


@lru_cache(maxsize=_CACHED_DATES)
def _stated_day(text: str) -> tuple[date, str] | None:
    """The day that the text states, and the text without it, folded."""
    words = _folded(text)
    if match := _DAY_FIRST.search(words):
        day, month, year = int(match[1]), MONTHS[match[2]], int(match[3])
    elif match := _MONTH_FIRST.search(words):
        day, month, year = int(match[2]), MONTHS[match[1]], int(match[3])
    elif match := (_ISO.search(words) or _YEAR_FIRST.search(words)):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    elif match := _NUMBERS.search(words):
        one, other, year = int(match[1]), int(match[3]), int(match[4])
        day, month = (one, other) if one > 12 or match[2] == "." else (other, one)
        if day <= 12 and match[2] == "/" and one != other:
            return None
    else:
        return None
    on = _day((year, month, day))
    if on is None:
        return None
    return on, words[: match.start()] + " " + words[match.end() :]


def _day(parts: tuple[int, int, int]) -> date | None:
    try:
        return date(*parts)
    except ValueError:
        return None


def _clock(on: date, rest: str) -> datetime | None:
    """The time that stands beside a day, where its zone is known; with the offset of that day."""
    match = _CLOCK.search(rest)
    zone = _zone(match) if match else None
    if not match or zone is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"])
    half = (match["half"] or "").replace(".", "")
    if half in ("pm", "م") and hour < 12:
        hour += 12
    elif half in ("am", "ص") and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        return None
    at = datetime.combine(on, time(hour, minute, tzinfo=zone))
    off = at.utcoffset()
    return at.replace(tzinfo=timezone(off) if off else UTC)


def _zone(match: re.Match[str]) -> tzinfo | None:
    """The zone that a clock time names; UTC itself where it is no hours off."""
    if match["greenwich"]:
        return UTC
    if not match["sign"]:
        return ZONES.get(match["name"] or "")
    if not match["from"]:
        if len(match["off"]) < 2 or not (match["past"] or match["iso"] or match["seconds"]):
            return None  # `16:05 -3`
        is_stretch = match["sign"] != "+" and (match["past"] or "").startswith(":")
        if is_stretch and not (match["iso"] or match["seconds"]):
            return None  # `16:05-17:30`
    hours, past = int(match["off"]), int((match["past"] or "0").lstrip(":"))
    minutes = hours * 60 + past
    if minutes > _FARTHEST or past % 15:
        return None
    minutes = minutes if match["sign"] == "+" else -minutes
    return timezone(timedelta(minutes=minutes)) if minutes else UTC
