"""Dates as pages print them: stated ones read, relative ones reckoned.

The clock is never asked. A relative date ("14 sec ago") needs the capture time, or else the
latest date that another story of the same dump states: a page is captured no earlier than that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from .types import DateMethod, Precision, PrintedDate

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero gennaio يناير",
            "february feb februar février febrero febbraio فبراير",
            "march mar märz mars marzo مارس",
            "april apr avril abril aprile أبريل",
            "may mai mayo maggio مايو",
            "june jun juni juin junio giugno يونيو",
            "july jul juli juillet julio luglio يوليو",
            "august aug août agosto أغسطس",
            "september sep sept septembre septiembre settembre سبتمبر",
            "october oct oktober octobre octubre ottobre أكتوبر",
            "november nov novembre noviembre نوفمبر",
            "december dec dezember décembre diciembre dicembre ديسمبر",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

_UNIT_SECONDS: Final = {
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600,
    "d": 86400, "day": 86400, "days": 86400,
    "w": 604800, "week": 604800, "weeks": 604800,
}  # fmt: skip

# `14 sec ago`, `5 hours 12 min ago`
_RELATIVE: Final = re.compile(r"(?:an?|\d{1,4}) ?[a-z]+(?:,? (?:and )?\d{1,4} ?[a-z]+)* ago", re.I)
_AMOUNT: Final = re.compile(r"(an?|\d{1,4}) ?([a-z]+)", re.I)
_RELATIVE_WORDS: Final = {"just now": 0, "now": 0, "today": 0, "yesterday": 86400}

# `11 February 2020`, `Tuesday, 11 Feb. 2020`, `3. Mai 2021`, `1er mai 2021`, `3 de mayo de 2021`
_DAY_FIRST: Final = re.compile(
    r"(?:[^\W\d_]{3,10},? )?\b(\d{1,2})(?:st|nd|rd|th|er|\.)? (?:de )?([^\W\d_]{3,10})\.?,? "
    r"(?:de )?(\d{4})\b",
    re.I,
)
# `November 20th, 2019`
_MONTH_FIRST: Final = re.compile(
    r"(?:[a-z]{3,9},? )?([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b", re.I
)
# `2025-03-18`
_ISO: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)\b")
# `07:29 GMT`, `8:45 p.m.`
_CLOCK: Final = re.compile(
    r"\b(\d{1,2}):(\d\d)(?::\d\d)?\s*(a\.?m\.?|p\.?m\.?)?\s*(GMT|UTC|Z)?", re.I
)


def read_date(text: str, *, captured_at: date | datetime | None = None) -> PrintedDate:
    """What a date's words mean, as far as they and the capture time tell.

    A stated time of day without a zone gives a naive `at`.

    >>> str(read_date("11 February 2020").on)
    '2020-02-11'
    >>> read_date("14 sec ago").method.value
    'unresolved'
    """
    ago = _seconds_ago(text)
    if ago is not None:
        if captured_at is None:
            return PrintedDate(text, None, Precision.UNKNOWN, DateMethod.UNRESOLVED)
        return _reckoned(text, ago, captured_at, DateMethod.CAPTURE_TIME)
    stated = _stated_day(text)
    if stated is None:
        return PrintedDate(text, None, Precision.UNKNOWN, DateMethod.UNRESOLVED)
    on, rest = stated
    at = _clock(on, rest)
    precision = Precision.MINUTE if at else Precision.DAY
    return PrintedDate(text, on, precision, DateMethod.STATED, at)


def reckon_from_siblings(
    printed: PrintedDate, siblings: Iterable[PrintedDate | None]
) -> PrintedDate:
    """A relative date reckoned from the latest date the dump's other stories state."""
    ago = _seconds_ago(printed.text)
    if printed.on is not None or ago is None:
        return printed
    stated = [
        other.on
        for other in siblings
        if other is not None and other.on is not None and other.method is DateMethod.STATED
    ]
    if not stated:
        return printed
    return _reckoned(printed.text, ago, max(stated), DateMethod.SIBLINGS)


def is_date_text(text: str) -> bool:
    """Whether the words are a date that `read_date` understands or can come to understand."""
    return _seconds_ago(text) is not None or _stated_day(text) is not None


def _seconds_ago(text: str) -> int | None:
    words = text.strip().rstrip(".").casefold()
    if words in _RELATIVE_WORDS:
        return _RELATIVE_WORDS[words]
    if not _RELATIVE.fullmatch(words):
        return None
    total = 0
    for amount, unit in _AMOUNT.findall(words.removesuffix(" ago")):
        if unit not in _UNIT_SECONDS:
            return None
        total += (1 if amount.startswith("a") else int(amount)) * _UNIT_SECONDS[unit]
    return total


def _reckoned(
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


def _stated_day(text: str) -> tuple[date, str] | None:
    """The day that the text states, and the text without it."""
    if match := _DAY_FIRST.search(text):
        day, month, year = int(match[1]), _MONTHS.get(match[2].casefold()), int(match[3])
    elif match := _MONTH_FIRST.search(text):
        day, month, year = int(match[2]), _MONTHS.get(match[1].casefold()), int(match[3])
    elif match := _ISO.search(text):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    else:
        return None
    try:
        on = date(year, month or 0, day)
    except ValueError:
        return None
    return on, text[: match.start()] + " " + text[match.end() :]


def _clock(on: date, rest: str) -> datetime | None:
    match = _CLOCK.search(rest)
    if not match:
        return None
    hour, minute = int(match[1]), int(match[2])
    half = (match[3] or "").casefold().replace(".", "")
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        return None
    return datetime.combine(on, time(hour, minute, tzinfo=UTC if match[4] else None))
