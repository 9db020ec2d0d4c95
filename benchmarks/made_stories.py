"""Stories as people keep them, made of what people labelled on pages: a headline, mostly a byline
and a date, the paragraphs; or with the fields of a database around them."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from training_pages import normal, site


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page or story in lines; `kind` is main, full, or made of its labels."""

    site: str
    kind: str
    lines: tuple[str, ...]


# Names of months as pages print them, by language; the dates are made of them.
_MONTHS: Final = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
    "dicembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
BYLINES: Final = {
    **{"en": ("By {}", "By {}", "BY {}", "by {}", "{}", "{}, Reporter", "Author: {}")},
    **{"de": ("Von {}", "von {}", "{}"), "fr": ("Par {}", "par {}", "{}")},
    **{"es": ("Por {}", "{}"), "it": ("di {}", "Di {}", "{}"), "ru": ("Автор: {}", "{}")},
    **{"ar": ("بقلم {}", "كتب: {}", "{}")},
}
_NAMES: Final = {
    "ru": ("Иван Петров", "Анна Соколова", "Мария Белова"),
    "ar": ("سلمى حداد", "كريم منصور", "ليلى عباس"),
    "": ("Ida Brandt", "Tom Akande", "Marta Lindqvist", "Juan de la Cruz", "Elena Rossi"),
}
_LANGUAGE_SIGNS: Final = {
    **{"de": "der die und das nicht mit", "fr": "les des est dans une pour"},
    **{"es": "los del que las una por", "it": "che della di per sono gli", "ru": "и в не на что с"},
    **{"ar": "في من على أن إلى التي", "en": "the of and to in that"},
}


def language_of(text: str) -> str:
    """A guess by the commonest short words."""
    words = re.findall(r"\w+", text.casefold())[:400]
    counts = {name: sum(map(words.count, sign.split())) for name, sign in _LANGUAGE_SIGNS.items()}
    return max(counts, key=lambda name: counts[name])


def made_sheets(corpus: Path, chance: random.Random) -> Iterator[Sheet]:
    """Each page's story by its labels, as people keep stories: a headline, mostly a byline and a
    date, the paragraphs."""
    for path in sorted(corpus.glob("*/*/*.json")):
        labels = json.loads(path.read_text(encoding="utf-8"))
        if "labels" not in labels:
            continue
        own = labels["labels"]
        title = normal(own.get("title") or (labels.get("page_meta") or {}).get("title"))
        body = own.get("body") or labels.get("silver_body") or ""
        paragraphs = [text for text in map(normal, body.split("\n")) if text]
        publisher = site(labels.get("url") or "", labels.get("publisher") or path.stem)
        if len(paragraphs) < 2 or not 10 <= len(title) <= 200:
            continue
        for _ in range(2):
            yield Sheet(publisher, "made", tuple(_made(title, own, paragraphs, chance)))


def _made(
    title: str, own: dict[str, Any], paragraphs: Sequence[str], chance: random.Random
) -> list[str]:
    language = language_of(" ".join(paragraphs[:8]))
    count = chance.choice([1, 2, 3, 3, 4, 5, 8, 12, 20, 40])
    gap = chance.choice([0, 0, 1, 1, 1, 1, 1, 2]) * [""]
    authors = [normal(name) for name in own.get("authors") or () if name]
    name = authors[0] if authors and len(authors[0]) < 40 else chance.choice(names_of(language))
    by = chance.choice(BYLINES[language]).format(name)
    date = date_of(language, chance)
    layout = chance.choice(
        [
            "tbd",
            "tbd",
            "tbd",
            "tdb",
            "tb",
            "tb",
            "td",
            "td",
            "t",
            "t",
            "dtb",
            "dt",
            "btd",
            "t,",
            "l",
            "x",
        ]
    )
    if layout == "x":
        return _exported(title, name, date, paragraphs[:count], chance)
    if layout == "l":
        labels = {"t": f"Title: {title}", "b": f"Author: {name}", "d": f"Date: {date}"}
        layout = "tbd"
    else:
        labels = {"t": title, "b": by, "d": date, ",": f"{by}, {date}"}
    if chance.random() < 0.08:
        labels["t"] = labels["t"].upper()
    head = [labels[part] for part in layout]
    inner = chance.choice([[], [], [""]])
    lines = [head[0]]
    for line in head[1:]:
        lines += [*inner, line]
    lines += chance.choice([gap, gap, [""], []])
    for number, paragraph in enumerate(paragraphs[:count]):
        lines += [*(gap if number else ()), paragraph]
    return lines


def _exported(
    title: str, name: str, date: str, paragraphs: Sequence[str], chance: random.Random
) -> list[str]:
    """A story with the fields of a database above and below it."""
    paper, words = chance.choice(["The Selby Bay Post", "Coast Tribune"]), chance.randint(60, 2000)
    above = [f"Publication: {paper}", paper, f"Section: News; Pg. {words % 30}", f"{words} words"]
    above += [f"Length: {words} words", "English", date, f"Date: {date}", f"Author: {name}", name]
    above += [f"BYLINE: {name}", f"Copyright {words % 20 + 2005}. {paper}.", "DATELINE: SELBY BAY"]
    below = [
        f"Load-Date: {date}",
        "Language: ENGLISH",
        "Document type: News",
        "All Rights Reserved",
    ]
    below += [
        f"Publication title: {paper}",
        "Subject: Floods; Harbors",
        f"Document {words}x0e{words}",
    ]
    gap = [""] * chance.choice([0, 1, 1])
    lines = [*chance.choice([[], [paper], [paper, "", date]]), title]
    for line in chance.sample(above, chance.randint(2, 6)):
        lines += [*gap, line]
    for number, paragraph in enumerate(paragraphs):
        lines += ["", ("Full text: " if number == 0 and words % 4 == 0 else "") + paragraph]
    for line in chance.sample(below, chance.randint(0, 5)):
        lines += [*gap, line]
    return lines


def names_of(language: str) -> Sequence[str]:
    return _NAMES.get(language, _NAMES[""])


def date_of(language: str, chance: random.Random) -> str:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(2005, 2025)
    name = _MONTHS[language].split()[month - 1]
    forms = [f"{day} {name} {year}", f"{year}-{month:02}-{day:02}", f"{day:02}.{month:02}.{year}"]
    if language == "en":
        forms += [
            f"{name} {day}, {year}",
            f"Published {day} {name} {year}",
            f"{name} {day}, {year}",
        ]
    if language == "de":
        forms += [f"{day}. {name} {year}"] * 2
    if language == "es":
        forms += [f"{day} de {name} de {year}"] * 2
    return chance.choice(forms)
