"""Addresses of public web archives (Wayback Machine, archive.today): the page that they hold."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final, NamedTuple

# `https://web.archive.org/web/20240315080000id_/https://post.example/a`, the same without its host,
# without a time; `https://arquivo.pt/wayback/20240315080000/http://…`, as all such archives have it
_WAYBACK: Final = re.compile(
    r"(?:(?:(?:https?:)?//web\.archive\.org(?::\d+)?)?/web/(?:(?P<at>\d{1,14})(?:[a-z]{2}_)?/)?"
    r"|https?://[\w.:-]+/(?:[\w.-]+/){0,3}(?P<when>\d{14})(?:[a-z]{2}_)?/)"
    r"(?P<page>https?:/{1,2}[^\s\"'<>]+)",
    re.IGNORECASE,
)
# `https://archive.ph/2024.03.15-080000/https://post.example/a`, `https://archive.today/AbC1d`
_TODAY: Final = re.compile(
    r"https?://archive\.(?:today|ph|is|md|li|vn|fo)(?::\d+)?"
    r"/(?:(?P<at>\d{4}\.?\d\d\.?\d\d-?\d{6})/(?P<page>https?:/{1,2}[^\s\"'<>]+))?",
    re.IGNORECASE,
)


class Archived(NamedTuple):
    """A page that an archive holds, and when it was captured, where the address says so."""

    page: str
    captured_at: datetime | None


def archived_page(address: str) -> Archived | None:
    """The page that an address of an archive leads to; one without an address where that does not
    say it. None for any other address.

    >>> archived_page("https://web.archive.org/web/20240315080000/https://post.example/a").page
    'https://post.example/a'
    >>> archived_page("https://archive.ph/AbC1d")
    Archived(page='', captured_at=None)
    >>> archived_page("https://post.example/a")
    """
    found = _WAYBACK.match(address) or _TODAY.match(address)
    if found is None:
        return None
    # Some servers take two slashes in a path for one.
    page = re.sub(r"^(https?:)/+", r"\1//", found["page"] or "", flags=re.IGNORECASE)
    at = found["at"] or found.groupdict().get("when") or ""
    return Archived(page, moment_of_digits(at))


def moment_of_digits(text: str) -> datetime | None:
    """A time as archives write it, in UTC: `20240315080000`, `2024.03.15-080000`."""
    digits = re.sub(r"\D", "", text)[:14]
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
