"""Datelines: the place that a story's text opens with, and the agency that stands beside it."""

from __future__ import annotations

import re
from typing import Final

# `March 3`, `18 March`, `18th March, 2025`, `18 mar`
_DAY: Final = (
    r"(?:,? (?:\w{3,9}\.? \d{1,2}|\d{1,2}(?:st|nd|rd|th)? (?:de )?\w{3,9}\.?)"
    r"(?:,? (?:19|20)\d\d)?)?"
)
# `AP`, `رويترز`, and the German agencies that write themselves small
_AGENCY: Final = (
    r"(?P<agency>[A-Z\u0621-\u064a][\w /.-]{1,30}|(?:dpa|epd|kna|sid|dts|ots)[\w /-]{0,20})"
)
# `BAGHDAD:`, `TYRE, Lebanon:There`, `WASHINGTON (AP) —`, `LONDON, March 3 (Reuters) -`,
# `L’AQUILA, Italy:`, `RIYADH, 18 March, SPA --`
_IN_CAPITALS: Final = re.compile(
    r"(?P<dateline>"
    r"(?P<place>[^\W\d_a-z](?:[’'][^\W\d_a-z])?[^\Wa-z\d_]+\.?"
    r"(?:[ ’'.\-/]{1,2}[^\Wa-z\d_]+\.?){0,4})"
    r"(?:, (?!\d|[A-Z]{2,6}\s*(?:—|–|-))[^\W\d_][\w.’'-]*(?: (?!\d)[^\W\d_][\w.’'-]*){0,3})?)"
    rf"{_DAY}(?: ?\({_AGENCY}\)|, (?P<beside>[A-Z]{{2,6}})(?=\s*(?:—|–|-)))?"
    r"(?:\s*:|\s+(?:—|–|--|-))\s*(?=\S)"
)
# `Paris (AFP) –`, `Berlin (dpa) -`, `Madrid, 18 mar (EFE).-`, `رام الله (رويترز) -`: a place in
# small letters needs an agency to be a dateline
_WITH_AGENCY: Final = re.compile(
    r"(?P<dateline>(?P<place>[^\W\d_][\w’'.-]+(?:[ /][^\W\d_][\w’'.-]+){0,3}))"
    rf"{_DAY} ?\({_AGENCY}\)\s*(?::|—|–|--|ـ|\.?-)\s*(?=\S)"
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
    rf"(?P<dateline>(?P<place>{'|'.join(_ARABIC_PLACES)}))"
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
    match = _IN_CAPITALS.match(text)
    if match and match["place"].isupper() and _is_place(match["place"]):
        return match
    if text[:1] in _ARABIC_OPENINGS and (match := _ARABIC.match(text)):
        return match
    return _WITH_AGENCY.match(text)


def agency_of(match: re.Match[str]) -> str:
    """The agency that a dateline names, as printed, or nothing."""
    named = match.groupdict()
    return named["agency"] or named.get("beside") or ""


def _is_place(words: str) -> bool:
    return words not in _NO_PLACES and not words.startswith(_NO_PLACE_OPENING)
