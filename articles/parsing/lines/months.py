"""The words that dates are printed in: months, units of time and zones, by language."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

# One line a language, the months in order, the forms of each month joined by `|`.
LANGUAGES: Final = {
    "English": (
        "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug "
        "september|sep|sept october|oct november|nov december|dec"
    ),
    "German": (
        "januar|jänner februar|feber märz|mär|mrz april mai juni juli august september "
        "oktober|okt november dezember|dez"
    ),
    "French": (
        "janvier|janv février|févr|fevrier mars avril|avr mai juin juillet|juil août|aout "
        "septembre octobre novembre décembre|déc|decembre"
    ),
    "Spanish": (
        "enero|ene febrero marzo abril|abr mayo junio julio agosto|ago septiembre|setiembre "
        "octubre noviembre diciembre|dic"
    ),
    "Italian": (
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
        "dicembre"
    ),
    "Portuguese": (
        "janeiro fevereiro|fev março abril maio|mai junho julho agosto setembro outubro novembro "
        "dezembro"
    ),
    "Dutch": (
        "januari februari maart april mei juni juli augustus september oktober november december"
    ),
    "Russian": (
        "января|янв февраля|фев марта|мар апреля|апр мая июня|июн июля|июл августа|авг "
        "сентября|сен октября|окт ноября|ноя декабря|дек"
    ),
    "Arabic": (
        "يناير فبراير مارس أبريل|ابريل|إبريل مايو يونيو|يونيه يوليو|يوليه أغسطس|اغسطس "
        "سبتمبر أكتوبر|اكتوبر نوفمبر ديسمبر"
    ),
    "Arabic of the Levant": (
        "كانون_الثاني شباط آذار|اذار نيسان أيار|ايار حزيران تموز آب|اب أيلول|ايلول "
        "تشرين_الأول|تشرين_الاول تشرين_الثاني كانون_الأول|كانون_الاول"
    ),
    "Arabic of the Maghreb": (
        "جانفي فيفري مارس أفريل|افريل ماي جوان جويلية أوت|اوت سبتمبر أكتوبر نوفمبر ديسمبر"
    ),
}

MONTHS: Final = {
    name.replace("_", " "): number
    for months in LANGUAGES.values()
    for number, names in enumerate(months.split(), start=1)
    for name in names.split("|")
}
"""A month's name, case folded -> its number. No name means two months in two languages."""

_UNITS: Final = {
    1: "s sec secs second seconds sekunde sekunden sek seconde secondes segundo segundos seg "
    "ثانية ثانيه ثوان ثواني",
    60: "m min mins minute minutes minuten minuto minutos دقيقة دقيقه دقائق",
    3600: "h hr hrs hour hours stunde stunden std heure heures hora horas ساعة ساعه ساعات",
    86400: "d day days tag tagen tage jour jours día días dia dias يوم أيام ايام يوما",
    604800: "w week weeks woche wochen semaine semaines semana semanas أسبوع اسبوع أسابيع اسابيع",
}
UNIT_SECONDS: Final = {unit: seconds for seconds, names in _UNITS.items() for unit in names.split()}
"""A unit of time, case folded -> seconds. `m` is a minute: no page prints months so."""

DUALS: Final = {
    "ثانيتين": 2,
    "دقيقتين": 120,
    "ساعتين": 7200,
    "يومين": 172800,
    "أسبوعين": 1209600,
}
"""Arabic says "two hours" in one word."""

RELATIVE_WORDS: Final = {
    **dict.fromkeys(("just now", "now", "today", "gerade eben", "heute", "à l’instant"), 0),
    **dict.fromkeys(("à l'instant", "aujourd’hui", "aujourd'hui", "ahora", "hoy"), 0),
    **dict.fromkeys(("الآن", "اليوم"), 0),
    **dict.fromkeys(("yesterday", "gestern", "hier", "ayer", "أمس", "امس"), 86400),
    **dict.fromkeys(("vorgestern", "avant-hier", "anteayer"), 172800),
}
"""Whole wordings, case folded -> seconds before the capture."""

_HOURS: Final = {
    **{"gmt": 0, "utc": 0, "z": 0, "wet": 0, "west": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2},
    **{"eet": 2, "eest": 3, "idt": 3, "wat": 1, "cat": 2, "sast": 2, "eat": 3},
    **{"pkt": 5, "npt": 5.75, "ict": 7, "wib": 7, "wita": 8, "wit": 9, "hkt": 8, "sgt": 8},
    **{"myt": 8, "pht": 8, "jst": 9, "kst": 9, "awst": 8, "acst": 9.5, "acdt": 10.5, "aest": 10},
    **{"aedt": 11, "nzst": 12, "nzdt": 13, "brt": -3, "art": -3, "hst": -10},
    **{"est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7},
    **{"akst": -9, "akdt": -8},
}
_CLOCKS_OF: Final = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
    **dict.fromkeys(("msk", "мск"), "Europe/Moscow"),  # four hours from 2011 to 2014
}
ZONES: Final[dict[str, tzinfo]] = {
    **{name: timezone(timedelta(hours=hours)) for name, hours in _HOURS.items() if hours},
    **{name: UTC for name, hours in _HOURS.items() if not hours},
    **{name: ZoneInfo(place) for name, place in _CLOCKS_OF.items()},
}
"""Zones by name, case folded, that mean one thing in news.

A name is known where the IANA time zone database has used it for one offset since 2000, or has
dropped it and one region prints it (SGT, MYT, PHT, NPT, ICT, BRT, ART), and no other country's
press prints the same letters. EST, EDT, CDT, MST, MDT, PST and PDT are as RFC 5322, 4.3, has
them. The seasonless ET, CT, MT and PT are the clocks of New York, Chicago, Denver and Los Angeles
on that day.
Left out, for they have several meanings: IST (India, Ireland, Israel), BST (Britain in summer,
Bangladesh), CST (Chicago, Havana, China), AST (the Atlantic, Arabia), GST (the Gulf, Guam), SST
(Samoa, Singapore), ADT, NST, AMT and ECT. A time in one of those gives the day only."""
