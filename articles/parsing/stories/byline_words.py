"""The words by which pages tell who wrote a story, in the languages of the press."""

from __future__ import annotations

import re
from typing import Final

from articles.parsing.dates.printed_dates import is_date_text
from articles.parsing.line_kinds import ends_sentence
from articles.parsing.lines.months import MONTHS
from articles.parsing.lines.people import folded_name

LONGEST_TEAM: Final = 40
_MOST_TEAM_WORDS: Final = 5

_WORDS: Final = (
    r"(?:article |post |blog )?(?:written )?by|words by|text by|story by|report(?:ed)? by"
    r"|posted by|published by|authored by"
    r"|a cura di|scritto da|escrito por|publicado por|écrit par|publié par|rédigé par"
    r"|geschreven door|geschrieben von|(?:eine? )?\w*(?:bericht|artikel|beitrag|kommentar|analyse"
    r"|interview|essay|kolumne|reportage|rezension|text) von"
    r"|(?:das )?(?:gespräch|interview) führten?|skrevet af|skrevet av|napisał[a]?|von|par|por|door"
)
_LABELS: Final = (
    r"authors?|words|text|writers?|contributors?|story|byline|autor(?:in|a|es|as|en)?|auteurs?"
    r"|autore|autori|texte?|texto|testo|tekst|tekst og foto|författare|автор|автори|авторы|текст"
    r"|yazar|haber|penulis|editor|interview|بقلم|كتب|كتبت|المؤلف|作者|文|撰文|記者|记者|執筆"
)
# `By Ida Brandt`, `Words: Ida Brandt`, `3 May 2021 by Ida Brandt`
OPENING: Final = re.compile(
    rf"(?P<by>(?:{_WORDS})(?:\s*:\s*|\s+)(?=\S)|(?:{_LABELS})\s*[:：|●/／]\s*(?=\S)|(?:بقلم|كتبت?)\s+)",
    re.IGNORECASE,
)
OPENING_BEHIND_DATE: Final = re.compile(
    rf"(?:^|[\s|•·,–—/-])(?P<by>(?:{_WORDS})(?:\s*:\s*|\s+)(?=\S))", re.IGNORECASE
)
LABEL_ALONE: Final = re.compile(
    rf"(?:{_WORDS}|{_LABELS}|about the authors?|meet the authors?|über (?:den autor|die autorin))"
    r"\s*[:：]?",
    re.IGNORECASE,
)
# `5 min read`, `Reading time: 5 minutes`, `Lesedauer: 3 Min.`, `Lecture 4 min`
READING_TIME: Final = re.compile(
    r"(?:[^\W\d]+[\s:]+){0,4}~?\d{1,3}(?:\s?[-–]\s?\d{1,3})?[\s-]*(?:min(?:ute[ns]?|uto?s|uti|uut)?|mins|мин"
    r"|dk|dakika|分|분)\b\.?(?:\s+(?:to )?(?:read|reading|lesezeit|lesedauer|de lecture|de lectura"
    r"|de leitura|di lettura|leestijd|чтения|okuma))?",
    re.IGNORECASE,
)
_MONTHS: Final = "|".join(map(re.escape, MONTHS))
# `Ida Brandt published 3 May 2021`, `Ida Brandt am 3. Mai 2021`, `Ida Brandt May 3, 2021`
DATED: Final = re.compile(
    r"[\s,|•·–—-]+(?:(?:first |last )?(?:published|posted|updated|veröffentlicht|aktualisiert"
    r"|publi[ée]e?|mis à jour|publicad[oa]|actualizad[oa]|atualizado|pubblicato|aggiornato"
    r"|gepubliceerd|bijgewerkt|publicerad|uppdaterad|publiceret|opdateret|publisert|oppdatert"
    r"|opublikowano|aktualizacja|опубликован[оа]|обновлен[оа]|yayınlanma|güncelleme|نشر|تم|تحديث"
    rf"|פורסם|עודכן)\b|(?:am|on|le|el|den|il|em) \d|(?:{_MONTHS})\.? \d|\d).*",
    re.IGNORECASE,
)
# `김민수 기자`
KOREAN_WRITER: Final = re.compile(r"(?<![^\s,=·])([가-힣]{2,4}) ?(?:기자|특파원)(?![가-힣])")
TEAM: Final = re.compile(
    r"\b(?:team|staff|desk|editors?|editorial|newsroom|correspondent|reporters?|contributors?|writers?"
    r"|redaktion|rédaction|redacción|redazione|redação|redactie|toimitus|redakcja|редакция)\b"
)
SMALL_ENGLISH: Final = re.compile(r".*\bby\b", re.IGNORECASE)
# What the names of places and of a page's parts begin with
NO_GIVEN_NAMES: Final = frozenset(
    {
        *("New", "San", "Santa", "St", "Saint", "Los", "Las", "South", "North", "East", "West"),
        *("United", "Hong", "Saudi", "Abu", "Tel", "Middle", "Real", "Top", "Big", "Great"),
        *("Grand", "World", "Key", "Read", "Watch", "Live", "Breaking", "Related", "Latest"),
        *("Follow", "Share"),
    }
)


def is_team(text: str, teams: frozenset[str]) -> bool:
    """Whether a line is the name of one of these teams, or has the word for one."""
    return could_be_team(text) and (
        folded_name(text) in teams or TEAM.search(text.casefold()) is not None
    )


def could_be_team(text: str) -> bool:
    """Whether a short line may name a desk, a house or an agency."""
    words = text.count(" ") + 1
    return (
        len(text) <= LONGEST_TEAM
        and words <= _MOST_TEAM_WORDS
        and not ends_sentence(text)
        and not is_date_text(text)
        and not READING_TIME.fullmatch(text)
        and any(word[:1].isupper() for word in text.split())
        and not re.search(r"[:|?!@()©¶]|\d{3}", text)
    )
