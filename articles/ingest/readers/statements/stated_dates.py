"""The days and times that a page states, however it writes them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime
from typing import Final

from articles.parsing.dates.printed_dates import read_date
from articles.parsing.lines.months import MONTHS

_FIRST_YEAR: Final = 1990
_LAST_YEAR: Final = 2100
"""Of publication: before it there were no web pages, and 1970 is a clock that was never set."""

_SECONDS: Final = re.compile(r"(\d{10})(\d{3})?")
_MILLISECONDS: Final = 1e11
# `20220208`, `20220208T1405`
_SQUEEZED: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{4,6})?")
# `2022-02-08T14:05:00 +0100`, `2022-02-08 14:05:00 UTC`
_ZONE: Final = re.compile(r"\s+(?=[+-]\d\d:?\d\d$)|\s*\b(?:UTC|GMT)$")
_DAY_LAST: Final = re.compile(r"en[-_](?:us|ph)", re.IGNORECASE)
_FRACTION: Final = re.compile(r"(?<=:\d\d)[.,](\d{1,9})")
# `/2022/02/08/`, `/2022-02-08-`, `/20220208/`, `/2022/feb/08/`, `/ferry-aground-2022-02-08`
_IN_ADDRESS: Final = re.compile(
    r"(?:/|(?<=[a-z]-)(?=\d{4}-\d\d-))(?P<y>(?:19|20)\d\d)(?P<s>[/-]?)"
    r"(?P<m>0?[1-9]|1[0-2]|(?<=[/-])[a-z]{3,9})(?P=s)(?P<d>0?[1-9]|[12]\d|3[01])(?=[/._?-]|$)",
    re.IGNORECASE,
)


def moment_of(text: str, language: str = "") -> date | datetime | None:
    """When a statement says; of a time without a zone, and of midnight sharp, the day.

    None for what is no date, for a day before the web, and for one of which nothing tells the day
    from the month: `08/02/2022`, unless the page's language does.

    >>> str(moment_of("2022-02-08T14:05:00 +0100"))
    '2022-02-08 14:05:00+01:00'
    >>> str(moment_of("8. Februar 2022, 14:05"))
    '2022-02-08'
    """
    text = text.strip()[:100]
    try:
        found = _number(text) or _iso(text) or _mail(text) or _in_words(text, language)
    except (ValueError, OverflowError, OSError):
        return None
    if found is None or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        return None
    if isinstance(found, datetime) and (found.tzinfo is None or found.time() == time()):
        return found.date()
    return found


def day_in_address(address: str) -> date | None:
    """The day that stands in a story's address: `/2022/02/08/ferry-aground`."""
    for match in _IN_ADDRESS.finditer(address[:500]):
        if not match["s"] and len(match["m"] + match["d"]) < len("0208"):
            continue
        name = match["m"].casefold()
        try:
            on = date(int(match["y"]), MONTHS.get(name) or int(name), int(match["d"]))
        except ValueError:
            continue
        return on if on.year >= _FIRST_YEAR else None
    return None


def _iso(text: str) -> date | datetime | None:
    if len(text) < len("20220208") or not text[:4].isdigit():
        return None
    if match := _SQUEEZED.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    zoned = _ZONE.sub(lambda match: "" if match[0].isspace() else "+00:00", text)
    zoned = _FRACTION.sub(lambda match: f".{match[1][:6]:0<6}", zoned)
    for written in (zoned, text[:10]):
        try:
            if len(written) == len("2022-02-08"):
                return date.fromisoformat(written)
            return datetime.fromisoformat(written)
        except ValueError:
            continue
    return None


def _number(text: str) -> datetime | None:
    """Seconds or milliseconds since 1970."""
    if not _SECONDS.fullmatch(text):
        return None
    seconds = float(text)
    return datetime.fromtimestamp(seconds / 1000 if seconds > _MILLISECONDS else seconds, UTC)


def _mail(text: str) -> datetime | None:
    """`Tue, 08 Feb 2022 14:05:00 GMT`, as servers and feeds write it."""
    if "," not in text[:5] or not text[:3].isascii():
        return None
    try:
        return parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None


def _in_words(text: str, language: str) -> date | datetime | None:
    known = bool(language) and language.casefold() != "en"
    printed = read_date(text, day_first=not _DAY_LAST.match(language) if known else None)
    return printed.at or printed.on
