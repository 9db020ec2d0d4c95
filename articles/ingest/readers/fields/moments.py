"""Days and times as the fields of records and the headers of servers write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from typing import Any, Final

from articles.parsing.dates.printed_dates import read_date
from articles.parsing.dates.stated_days import LONGEST_DATE

_FEWEST_SECONDS: Final = 1e8
"""Since 1970, of a moment; as days they are March 1973. Smaller numbers are counts or flags."""
_UNITS: Final = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3))
"""From which number on a moment is in nanoseconds, microseconds, milliseconds: as seconds, 1e11 is
the year 5138."""
_YEARS: Final = range(1600, 2200)
_NUMBER: Final = re.compile(r"-?\d{9,20}(?:\.\d{1,9})?")
_COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?")
_UTC_NAMED: Final = re.compile(r"\s*(?:UTC|GMT|Z(?:ulu)?)(?:\[UTC\])?$")
_OFFSET_APART: Final = re.compile(r"\s+(?=[+-]\d\d:?(?:\d\d)?$)")
# `Sat, 30 Apr 2016 05:00:24 GMT`, `30 Apr 2016 05:00 +0200`
_OF_MAIL: Final = re.compile(r"(?:[A-Za-z]{3,9},\s*)?\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{4}\s+\d")
# `Sat Apr 30 05:00:24 +0000 2016`
_OF_C: Final = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d [+-]\d{4} \d{4}")
# `{"$date": "2016-04-30T05:00:24Z"}`, `{"$numberLong": "1461992424000"}`
_WRAPPERS: Final = ("$date", "$numberLong", "_seconds", "seconds", "utc", "iso", "value")
_FARTHEST: Final = timedelta(hours=14)
_QUARTER: Final = timedelta(minutes=15)


def moment_of(value: object, zone: tzinfo | None = None) -> date | datetime | None:
    """A day, or a time with its zone; None for what is neither.

    Read are ISO 8601 and RFC 2822, seconds since 1970 and their thousandths to billionths (numbers,
    or their digits), `20160430`, what MongoDB exports, and dates as pages print them. A time
    without a zone is of `zone`, or else gives its day.
    """
    found = _read(value)
    if isinstance(found, datetime):
        if found.tzinfo is None:
            found = found.replace(tzinfo=zone) if zone else found.date()
        elif found.tzinfo is not UTC and found.utcoffset() == timedelta(0):
            found = found.replace(tzinfo=UTC)
    if found is None or found.year not in _YEARS:
        return None
    if found.year == 1970 and found.month == found.day == 1:
        return None  # a zero that somebody has formatted
    return found


def with_zone_of(utc: object, local: object) -> datetime | None:
    """A time that is given in UTC and again where it happened, with the zone that this states; None
    where the two make no time and zone."""
    at, there = _read(utc), _read(local)
    if not (isinstance(at, datetime) and isinstance(there, datetime)):
        return None
    if at.tzinfo is not None or there.tzinfo is not None:
        return None
    offset = there - at
    if abs(offset) > _FARTHEST or offset % _QUARTER:
        return None
    return there.replace(tzinfo=timezone(offset) if offset else UTC)


def _read(value: Any) -> date | datetime | None:
    if isinstance(value, str):
        return _of_text(value.strip())
    if isinstance(value, list):
        return _read(value[0]) if value and not isinstance(value[0], list) else None
    if isinstance(value, dict):
        inner = next((value[name] for name in _WRAPPERS if name in value), None)
        return None if isinstance(inner, list) else _read(inner)
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return _of_number(value)
    return value if isinstance(value, date) else None


def _of_number(number: float) -> date | datetime | None:
    if abs(number) < _FEWEST_SECONDS:
        compact = _COMPACT.fullmatch(str(number))
        return _of_compact(compact) if compact else None
    for least, per_second in _UNITS:
        if abs(number) >= least:
            number /= per_second
            break
    try:
        return datetime.fromtimestamp(number, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _of_compact(digits: re.Match[str]) -> date | datetime | None:
    """`20160430`, and `20160430050024` without a zone."""
    year, month, day, hour, minute, second = (int(part or 0) for part in digits.groups())
    try:
        on = date(year, month, day)
        return datetime.combine(on, time(hour, minute, second)) if digits[4] else on
    except ValueError:
        return None


def _of_text(text: str) -> date | datetime | None:
    if not text or len(text) > LONGEST_DATE:
        return None
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        pass
    if compact := _COMPACT.fullmatch(text):
        return _of_compact(compact)
    if _NUMBER.fullmatch(text):
        return _of_number(float(text) if "." in text else int(text))
    tidy = _OFFSET_APART.sub("", _UTC_NAMED.sub("+00:00", text))
    try:
        return datetime.fromisoformat(tidy)
    except ValueError:
        pass
    try:
        if _OF_MAIL.match(text):
            return parsedate_to_datetime(text)
        if _OF_C.fullmatch(text):
            return datetime.strptime(text, "%a %b %d %H:%M:%S %z %Y")
    except (ValueError, TypeError):
        pass
    printed = read_date(text)
    return printed.at or printed.on
