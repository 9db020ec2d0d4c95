"""Datelines: the place that a story's text opens with, and the agency that stands beside it."""

from __future__ import annotations

import re
from typing import Final

from .agency_datelines import match_agency_dateline
from .stated_days import is_day_of_month

_WEEKDAY: Final = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)(?:day)?|(?:Mo|Diens|Donners|Frei|Sams|Sonn)tag"
    r"|Mittwoch|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves"
    r"|viernes|sábado|domingo)\.?"
)
# `March 3`, `18 March`, `18th March, 2025`, `18 mar`, `14. März`, `le 14 mars 2024`,
# `14 de marzo de 2024`, `Thursday, March 14`, `2024-03-14`, `14/03/2024`, `14일`
_DAY: Final = (
    rf"(?:{_WEEKDAY},? )?(?:(?:le|den|el|em|il|op|في|يوم) )?"
    r"(?:\w{3,9}\.? \d{1,2}(?:st|nd|rd|th)?(?:,? (?:19|20)\d\d)?"
    r"|\d{1,2}(?:st|nd|rd|th|er|\.|º)? (?:de )?\w{3,9}\.?(?:,? (?:de )?(?:19|20)\d\d)?"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{1,2} ?[日일])"
)


def _day(name: str) -> str:
    """A date that may stand after a place or an agency, in brackets or not."""
    return rf"(?:[,،]? (?P<{name}>{_DAY})| ?\((?P<{name}_in>{_DAY})\))?"


# `AP`, `رويترز`, and the German agencies that write themselves small
_AGENCY: Final = (
    r"(?P<agency>[A-Z\u0621-\u064a][\w /.-]{1,30}|(?:dpa|epd|kna|sid|dts|ots)[\w /-]{0,20})"
)
_IN_BRACKETS: Final = rf" ?[(/] ?{_AGENCY} ?[)/]"
# What follows a place and is no region of it
_NO_REGION: Final = rf"(?!\d|{_WEEKDAY}\b|(?:le|den|el|em|il|op) \d|[A-Z]{{2,6}}\s*(?:—|–|-))"
# `BAGHDAD:`, `TYRE, Lebanon:There`, `WASHINGTON (AP) —`, `LONDON, March 3 (Reuters) -`,
# `L’AQUILA, Italy:`, `RIYADH, 18 March, SPA --`, `NEW YORK (AP), March 3, 2024 -`
_IN_CAPITALS: Final = re.compile(
    r"(?P<dateline>"
    r"(?P<place>[^\W\d_a-z](?:[’'][^\W\d_a-z])?[^\Wa-z\d_]+\.?"
    r"(?:(?: / |[ ’'.\-/]{1,2})[^\Wa-z\d_]+\.?){0,4})"
    rf"(?:, {_NO_REGION}[^\W\d_][\w.’'-]*(?: (?!\d)[^\W\d_][\w.’'-]*){{0,3}})?)"
    rf"{_day('day')}(?:{_IN_BRACKETS}|, (?P<beside>[A-Z]{{2,6}})(?=\s*(?:—|–|-)))?{_day('late')}"
    r"(?:\s*:|\s*\.?(?:—|--)(?=\s|[^\Wa-z\d_])|\s+(?:—|–|--|-)|(?<=\w)\s\|\s)\s*(?=\S)"
)
# `Paris (AFP) –`, `Berlin (dpa) -`, `Madrid, 18 mar (EFE).-`, `رام الله (رويترز) -`,
# `القاهرة في 14 مارس /وام/ -`: a place in small letters needs an agency to be a dateline
_WITH_AGENCY: Final = re.compile(
    r"(?P<dateline>(?P<place>[^\W\d_][\w’'.-]+(?:[ /][^\W\d_][\w’'.-]+){0,3}?))"
    rf"{_day('day')}{_IN_BRACKETS}{_day('late')}\s*(?::|—|–|--|ـ|\.?-)\s*(?=\S)"
)
# `Paris, le 14 mars 2024 -`, `Selby Bay, Wales, March 14, 2024 –`: or a date beside it
_WITH_DAY: Final = re.compile(
    r"(?P<dateline>(?P<place>[^\W\d_a-z][\w’'.-]*+(?:(?: / |[ /])(?:[^\W\d_a-z][\w’'.-]*+|de|del|la"
    r"|le|am|an|der|do|da|of|on|sur|upon)){0,4})"
    rf"(?:, {_NO_REGION}[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'-]+){{0,2}})?)"
    rf", (?P<day>{_DAY})\s*(?::|—|–|--|\s-)\s*(?=\S)"
)
_REACH: Final = 120
"""Characters in which such a dateline stands."""

# Words that such a place does not hold: `On Monday, March 14 – …`, `By Ida Brandt, 14 March –`
_NO_PLACE_WORD: Final = re.compile(
    rf"\b(?:{_WEEKDAY}|on|in|at|by|from|since|until|before|after|yesterday|today|tomorrow|tonight"
    r"|published|posted|updated|am|seit|bis|heute|gestern|morgen|von|hier|depuis|par|hoy|ayer"
    r"|desde|por)\b",
    re.IGNORECASE,
)

# Arabic has no capitals, so that only a place's name tells a dateline from a speaker or a label.
# Capitals and places that Arabic news is often datelined from; from general knowledge.
_ARABIC_PLACES: Final = (
    *("الرياض", "جدة", "مكة المكرمة", "المدينة المنورة", "الدمام", "الخبر", "الطائف", "تبوك"),
    *("أبها", "نيوم", "أبوظبي", "أبو ظبي", "دبي", "الشارقة", "الدوحة", "الكويت", "المنامة"),
    *("مسقط", "صنعاء", "عدن", "تعز", "الحديدة", "المكلا", "مأرب", "بغداد", "أربيل", "الموصل"),
    *("البصرة", "النجف", "كركوك", "دمشق", "حلب", "حمص", "إدلب", "درعا", "بيروت", "طرابلس", "صيدا"),
    *("صور", "عمّان", "عمان", "القدس", "القدس المحتلة", "رام الله", "غزة", "الخليل", "نابلس"),
    *("جنين", "خان يونس", "رفح", "القاهرة", "الإسكندرية", "الجيزة", "شرم الشيخ", "العريش"),
    *("الخرطوم", "أم درمان", "بورتسودان", "الفاشر", "بنغازي", "تونس", "صفاقس", "الجزائر", "وهران"),
    *("الرباط", "الدار البيضاء", "مراكش", "نواكشوط", "مقديشو", "جيبوتي", "أنقرة", "إسطنبول"),
    *("طهران", "كابل", "كابول", "إسلام آباد", "نيودلهي", "تل أبيب", "واشنطن", "نيويورك", "لندن"),
    *("باريس", "برلين", "روما", "مدريد", "بروكسل", "جنيف", "فيينا", "موسكو", "كييف", "أثينا"),
    *("بكين", "طوكيو", "سيول", "جاكرتا", "سيدني", "نيروبي", "أديس أبابا", "لاهاي", "زيوريخ"),
)
# `القاهرة: قالت …`, `بيروت – قال …`, `الرياض - واس: أعلنت …`
_ARABIC: Final = re.compile(
    rf"(?P<dateline>(?P<place>{'|'.join(_ARABIC_PLACES)})"
    r"(?:،(?! *\d)[\u0621-\u064a ]{2,20}(?= *[:–—-]))?)"
    rf"{_day('day')}"
    r"(?:\s*[-–—ـ]\s*«?(?P<agency>[\u0621-\u064a ]{2,20}?)»?)?"
    r"(?:\s*:|\s+[-–—ـ])\s*(?=\S)"
)
_ARABIC_OPENINGS: Final = frozenset(place[0] for place in _ARABIC_PLACES)

# `DEAR ABBY: my sister …` looks like a dateline and is none; nor does any place begin with DEAR
_NO_PLACE_OPENING: Final = "DEAR "
_NO_PLACES: Final = frozenset(
    {
        # labels
        *("ALSO READ", "ANALYSIS", "ANSWER", "BREAKING", "BREAKING NEWS", "CLARIFICATION"),
        *("COMMENT", "CORRECTION", "DEVELOPING", "DISCLAIMER", "EDIT", "EDITORIAL"),
        *("EDITOR'S NOTE", "EDITOR’S NOTE", "EXCLUSIVE", "EXPLAINED", "EXPLAINER", "FACT CHECK"),
        *("FASTFACT", "FAQ", "FINAL SCORE", "FYI", "IMAGE", "INTERVIEW", "JUST IN", "KEY POINTS"),
        *("LIVE", "LIVE UPDATES", "LOSERS", "MORE", "NEW", "NOTE", "OPINION", "PHOTO", "PHOTOS"),
        *("PROFILE", "PS", "PUBLISHED", "QUESTION", "READ ALSO", "READ MORE", "RELATED"),
        *("RELATED PHOTOS", "RESULTS", "REVIEW", "REVIEWED", "SEE ALSO", "SPOILER ALERT"),
        *("SPOILERS", "TIMELINE", "TOPICS", "UPDATE", "UPDATED", "UPDATES", "VIDEO", "WARNING"),
        *("WATCH", "WHAT", "WHEN", "WHERE", "WHO", "WHY", "WINNER", "WINNERS"),
        # bodies known by their letters
        *("ATP", "BBC", "CDC", "CIA", "CNN", "ECB", "EPA", "ESPN", "EU", "FA", "FAO", "FBI", "FCC"),
        *("FDA", "FDIC", "FIA", "FIFA", "FTC", "GCC", "IAEA", "ICC", "ICRC", "ILO", "IMF", "IOC"),
        *("IOM", "ISRO", "MLB", "NASA", "NATO", "NBA", "NFL", "NHL", "NOAA", "OECD", "OIC"),
        *("OPEC", "OPEC+", "SEC", "UEFA", "UN", "UNESCO", "UNHCR", "UNICEF", "UNRWA", "WFP"),
        *("WHO", "WTA", "WTO"),
    }
)


def match_dateline(text: str) -> re.Match[str] | None:
    """The dateline that a text begins with; its groups are dateline, place and agency.

    >>> match_dateline("TYRE, Lebanon: Before the sun is up")["dateline"]
    'TYRE, Lebanon'
    """
    if match := match_agency_dateline(text):
        return match
    match = _IN_CAPITALS.match(text)
    if match and match["place"].isupper() and _is_place(match["place"]):
        is_label = text[match.end() - 2 : match.end()].strip() == "|" and "," not in match[0]
        return None if is_label else match
    if text[:1] in _ARABIC_OPENINGS and (match := _ARABIC.match(text)):
        return match
    if match := _WITH_AGENCY.match(text):
        return match
    match = _WITH_DAY.match(text, 0, _REACH) if ", " in text[:_REACH] else None
    if match is None or _NO_PLACE_WORD.match(match["place"]) or not is_day_of_month(match["day"]):
        return None
    return match


def agency_of(match: re.Match[str]) -> str:
    """The agency that a dateline names, as printed, or nothing."""
    named = match.groupdict()
    return (named.get("agency") or named.get("beside") or "").strip()


def day_of(match: re.Match[str]) -> str:
    """The date that stands in a dateline, as printed, or nothing.

    >>> day_of(match_dateline("SELBY BAY, March 14, 2024 (Reuters) - The council voted"))
    'March 14, 2024'
    """
    named = match.groupdict()
    found = (named.get(name) for name in ("day", "day_in", "late", "late_in"))
    return next(filter(None, found), "")


def _is_place(words: str) -> bool:
    return words not in _NO_PLACES and not words.startswith(_NO_PLACE_OPENING)
