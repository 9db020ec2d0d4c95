"""Dates as pages print them: stated ones are read, relative ones are calculated.

The clock is never asked. A relative date ("14 sec ago") needs the capture time, or else the
latest date that another story of the same dump states: a page is captured no earlier than that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final

from articles.parsing.lines.months import ZONES
from articles.parsing.types import DateMethod, Precision, PrintedDate

from .relative_dates import seconds_ago
from .stated_days import is_ambiguous, stated_day

_LONGEST_WHOLE_DATE: Final = 45
_LONG_WORD: Final = re.compile(r"[^\W\d_]{4,}")

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


def read_date(
    text: str, *, captured_at: date | datetime | None = None, day_first: bool | None = None
) -> PrintedDate:
    """What a date's words mean, as far as they and the capture time tell; `day_first` as in
    `stated_day`.

    A time of day counts only where its zone is known (see `ZONES`); any other gives the day as it
    was printed, and no `at`.

    >>> str(read_date("11 February 2020").on)
    '2020-02-11'
    >>> read_date("14 sec ago").method.value
    'unresolved'
    """
    ago = seconds_ago(text)
    if ago is not None:
        if captured_at is None:
            return PrintedDate(text, None, Precision.UNKNOWN, DateMethod.UNRESOLVED)
        return _calculated(text, ago, captured_at, DateMethod.CAPTURE_TIME)
    stated = stated_day(text, day_first=day_first)
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
    ago = seconds_ago(printed.text) if printed.on is None else None
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
    return seconds_ago(text) is not None or stated_day(text) is not None or is_ambiguous(text)


def is_whole_date(text: str) -> bool:
    """Whether the words are a date and hardly anything else: `vor 2 Stunden`, `Tue 3 May 2021`."""
    if len(text) > _LONGEST_WHOLE_DATE:
        return False
    if seconds_ago(text) is not None:
        return True
    stated = stated_day(text) or stated_day(text, day_first=True)
    return stated is not None and len(_LONG_WORD.findall(stated[1])) <= 1


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
