"""How long ago a page says that something was: "14 sec ago", "vor 3 Stunden", "3時間前"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from articles.parsing.lines.months import DUALS, RELATIVE_WORDS, UNIT_SECONDS

from .stated_days import CACHED_DATES, folded

# `14 sec ago`, `5 hours 12 min ago`, `vor 3 Stunden`, `il y a 3 heures`, `hace 3 horas`,
# `منذ 3 ساعات`, `قبل ساعتين`, `3 часа назад`, `för 3 timmar sedan`
_BEFORE: Final = "vor|il y a|hace|há|fa|för|for|πριν από|πριν|לפני|acum|před|prije|преди|منذ|قبل"
_AGO: Final = (
    "ago|fa|atrás|geleden|назад|тому|önce|temu|siden|sedan|yang lalu|lalu|پیش|قبل|पहले|trước"
)
_ONE: Final = r"\d{1,4}|an?|eine[rmn]?|une?|una?|um|uma|uno|een|en|et|ett"
_RELATIVE: Final = re.compile(
    rf"(?:(?P<before>{_BEFORE}) )?(?:(?:etwa|about|environ|unos|حوالي) )?"
    rf"(?P<amounts>(?:(?:{_ONE}) ?)?[^\s\d,]++"
    rf"(?:,? (?:(?:and|und|et|y) |و ?)?\d{{1,4}} ?[^\s\d,]++){{0,3}})(?P<ago> (?:{_AGO}))?"
)
_WITH_BOTH: Final = frozenset({"för", "for"})
_AMOUNT: Final = re.compile(rf"(?:(?<!\S)({_ONE}) ?)?(?<![^\s\d])([^\s\d,]+)")
_JOINING: Final = frozenset({"and", "und", "et", "y", "و"})
# `3小时前`, `3時間前`, `3시간 전`
_JOINED: Final = re.compile(
    r"(?P<amount>\d{1,4}) ?(?:(?P<second>秒钟?|秒鐘|초)|(?P<minute>分钟|分鐘|分|분)"
    r"|(?P<hour>(?:个)?小时|(?:個)?小時|時間|시간)|(?P<day>天|日|일)"
    r"|(?P<week>周|週間?|주일?)) ?(?:前|전)"
)
_JOINED_UNITS: Final = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}


@lru_cache(maxsize=CACHED_DATES)
def seconds_ago(text: str) -> int | None:
    """How long ago the words say that something was; None of other words.

    >>> seconds_ago("vor 3 Stunden")
    10800
    """
    words = folded(text)
    if words in RELATIVE_WORDS:
        return RELATIVE_WORDS[words]
    if match := _JOINED.fullmatch(words):
        return int(match["amount"]) * _JOINED_UNITS[match.lastgroup or ""]
    match = _RELATIVE.fullmatch(words)
    if not match or not (match["before"] or match["ago"]):
        return None
    if match["before"] and match["ago"] and match["before"] not in _WITH_BOTH:
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
