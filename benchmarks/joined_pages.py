"""Labelled pages put together in one text, in as many ways as people do it, and single pages that
look like several: what the trees for page breaks learn from.

Nothing here depends on the clock or on a chance that differs from run to run.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from training_pages import Page, normal, site

_LONG: Final = 60
"""Characters of a line that may be a paragraph."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page or story in lines; `kind` is main, full, or made of its labels."""

    site: str
    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """Sheets in one text; `starts` are the indexes of the lines on which all but the first begin,
    `name` how they were put together,
    `kind` what sheets they are."""

    sites: frozenset[str]
    name: str
    kind: str
    lines: tuple[str, ...]
    starts: frozenset[int]


def printed_sheets(found: Sequence[Page]) -> list[Sheet]:
    """The pages as they are."""
    return [
        Sheet(page.site, "full" if page.full else "main", tuple(page.raw.strip("\n").split("\n")))
        for page in found
        if any(page.texts)
    ]


# Names of months as pages print them, by language; the dates are made of them.
_MONTHS: Final = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
    "dicembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
_BY: Final = {
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
    counts = {
        name: sum(map(words.count, sign.split())) for name, sign in _LANGUAGE_SIGNS.items()
    }
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
    name = authors[0] if authors and len(authors[0]) < 40 else chance.choice(_names(language))
    by = chance.choice(_BY[language]).format(name)
    date = _date(language, chance)
    layout = chance.choice(
        ["tbd", "tbd", "tbd", "tdb", "tb", "tb", "td", "td", "t", "t", "dtb", "dt", "btd", "t,", "l", "x"]
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
    below = [f"Load-Date: {date}", "Language: ENGLISH", "Document type: News", "All Rights Reserved"]
    below += [f"Publication title: {paper}", "Subject: Floods; Harbors", f"Document {words}x0e{words}"]
    gap = [""] * chance.choice([0, 1, 1])
    lines = chance.choice([[], [paper], [paper, "", date]]) + [title]
    for line in chance.sample(above, chance.randint(2, 6)):
        lines += [*gap, line]
    for number, paragraph in enumerate(paragraphs):
        lines += ["", ("Full text: " if number == 0 and words % 4 == 0 else "") + paragraph]
    for line in chance.sample(below, chance.randint(0, 5)):
        lines += [*gap, line]
    return lines


def _names(language: str) -> Sequence[str]:
    return _NAMES.get(language, _NAMES[""])


def _date(language: str, chance: random.Random) -> str:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(2005, 2025)
    name = _MONTHS[language].split()[month - 1]
    forms = [f"{day} {name} {year}", f"{year}-{month:02}-{day:02}", f"{day:02}.{month:02}.{year}"]
    if language == "en":
        forms += [f"{name} {day}, {year}", f"Published {day} {name} {year}", f"{name} {day}, {year}"]
    if language == "de":
        forms += [f"{day}. {name} {year}"] * 2
    if language == "es":
        forms += [f"{day} de {name} de {year}"] * 2
    return chance.choice(forms)


Style = Callable[[int, int], list[str]]
"""What stands above the sheet of a number, of so many in all; as lines."""


def styles(chance: random.Random) -> tuple[str, Style]:
    """A way to part sheets, with its name."""
    blanks = chance.choice([0, 1, 1, 1, 2, 3]) * [""]
    around = chance.choice([0, 1, 1, 1, 1, 2]) * [""]
    kind = chance.choice(
        [*["blank"] * 12, *["rule"] * 6, "feed", "feed", "number", "number", "address"]
        + ["tag", "tag", "count", "count", "count", "file", "both"]
    )
    if kind == "blank":
        number = chance.choice([0, 0, 1, 1, *[2] * 6, 3, 3, 3, 4, 4, 5, 6, 7, 8])
        return f"blank {number}", lambda k, n: [""] * number
    if kind == "rule":
        mark = chance.choice("-*=_~#+—–·•─") * chance.choice([3, 3, 3, 5, 10, 20, 40, 60, 80])
        mark = chance.choice([mark] * 5 + ["* * *", "- - -", "• • •", "-*-*-*-", "⁂", "*****", "~ * ~"])
        return "rule", lambda k, n: [*around, mark, *blanks]
    if kind == "feed":
        form = chance.choice([["\f"], ["\f"], ["", "\f", ""], ["\f", ""]])
        return "feed", lambda k, n: form
    if kind == "number":
        form = chance.choice(["{}.", "{}.", "{}", "[{}]", "({})", "#{}", "{})", "No. {}", "- {} -"])
        return "number", lambda k, n: [*around, form.format(k), *blanks]
    if kind == "address":
        form = chance.choice(
            ["https://archive.example/story/{}", "http://news.example.org/2024/03/a-{}.html"]
            + ["URL: https://example.com/{}", "www.example.net/news/{}", "Source: https://a.example/{}"]
        )
        return "address", lambda k, n: [*around, form.format(k * 37), *blanks]
    if kind == "tag":
        form = chance.choice(
            [["<DOC>"], ["</DOC>", "<DOC>"], ['<doc id="{}">'], ["</doc>", '<doc id="{}">']]
            + [["<doc>"], ["</doc>", "", '<doc id="{}" url="https://a.example/{}">'], ["<hr>"]]
            + [["</DOC>", "<DOC>", "<DOCNO> A-{} </DOCNO>"], ["<article>"], ["</article>", "<article>"]]
        )
        space = chance.choice([[], around])
        return "tag", lambda k, n: [*space, *(line.format(k, k) for line in form), *space]
    if kind == "count":
        form = chance.choice(
            ["Document {k} of {n}", "Page {k}", "{k} of {n} DOCUMENTS", "Article {k}", "{k} / {n}"]
            + ["Dokument {k} von {n}", "Seite {k}", "Página {k}", "Artículo {k} de {n}", "{k}/{n}"]
            + ["Document {k} sur {n}", "Page {k} / {n}", "Story {k}", "مقال {k} من {n}", "صفحة {k}"]
            + ["Документ {k} из {n}", "Статья {k}", "--- Page {k} ---", "第{k}页"]
            + ["===== {k} =====", "## Article {k} ##", "##### {k} #####", "==> story{k}.txt <=="]
        )
        return "count", lambda k, n: [*around, form.format(k=k, n=n), *blanks]
    if kind == "file":
        form = chance.choice(["story-{}.txt", "File: a{}.html", "texts/{}.txt"])
        return "file", lambda k, n: [*around, form.format(k), *blanks]
    rule = chance.choice("-=*_") * chance.choice([3, 20, 60])
    form = chance.choice(["{}.", "Document {} of 40", "https://a.example/{}", "Page {}"])
    return "both", lambda k, n: [*around, rule, form.format(k), *blanks]


def respaced(sheet: Sheet, chance: random.Random) -> Sheet:
    """The sheet with the same gap between all its lines, or as it is."""
    if sheet.kind == "made" or chance.random() < 0.7:
        return sheet
    gap = [""] * chance.choice([0, 0, 1, 1, 2, 3])
    lines: list[str] = []
    for line in filter(str.strip, sheet.lines):
        lines += [*(gap if lines else ()), line]
    return Sheet(sheet.site, sheet.kind, tuple(lines))


def sectioned(sheet: Sheet, style: Style | None, chance: random.Random) -> Sheet:
    """The sheet with rulers, numbers, form feeds or wide gaps within its text, mostly others than
    those that part the sheets."""
    lines = list(sheet.lines)
    places = [
        k
        for k in range(3, len(lines) - 2)
        if len(lines[k]) > _LONG and any(len(line) > _LONG for line in lines[max(0, k - 3) : k])
    ]
    if len(places) < 3:
        return sheet
    inner = styles(chance)[1] if style is None or chance.random() < 0.75 else style
    count = chance.randint(1, min(4, len(places) - 1))
    for number, k in enumerate(sorted(chance.sample(places, count), reverse=True)):
        lines[k:k] = inner(count - number + 1, count + 1)
    return Sheet(sheet.site, sheet.kind, tuple(lines))


_CLOCK: Final = ("{}:{:02}", "{}.{:02}", "{}:{:02} GMT", "{}h{:02}", "{}:{:02} p.m.")


def one_of_several(sheet: Sheet, others: Sequence[Sheet], chance: random.Random) -> tuple[str, Sheet]:
    """A single story that looks like several: a live blog, a chronicle, letters, an interview, a
    list of other stories below it."""
    lines = [line for line in sheet.lines if line.strip()]
    head, texts = lines[:2], lines[2:]
    kind = chance.choice(["live", "dates", "letters", "questions", "teasers", "teasers", "names"])
    made: list[str] = [*head]
    form = chance.choice(_CLOCK)
    language = language_of(" ".join(texts[:8]))
    gap = [""] * chance.choice([0, 1, 1, 2])
    hour = chance.randint(6, 20)
    if kind == "letters":
        made = [chance.choice(["Letters to the editor", "Your letters", "Leserbriefe", "Courrier"])]
        for other in [sheet, *others]:
            some = [line for line in other.lines if len(line) > _LONG][: chance.choice([1, 1, 2])]
            for line in some:
                made += [*gap, line]
            made += [*gap, f"{chance.choice(_names(language))}, Selby Bay", *gap]
    elif kind == "teasers":
        made = [*sheet.lines, "", *chance.choice([["More"], ["Related"], ["Read next"], []])]
        for other in others:
            own = [line for line in other.lines if line.strip()]
            title = own[0][:100]
            text = next((line for line in own[1:] if len(line) > _LONG), "")[:90]
            date = _date(language, chance)
            made += chance.choice(
                [[title, date, ""], [title, "", text + "...", ""], [title, date, "", title, "", text]]
                + [[f"• {title}"], [title, text + "…"], [title, ""]]
            )
    else:
        for number, line in enumerate(texts):
            if number and number % 3 == 0:
                made += gap
                if kind == "live":
                    made.append(form.format(hour, chance.randint(0, 59)))
                    if chance.random() < 0.4:
                        made.append(line.partition(".")[0][:70])
                    if chance.random() < 0.3:
                        made.append(chance.choice(_BY[language]).format(chance.choice(_names(language))))
                elif kind == "dates":
                    made.append(_date(language, chance))
                elif kind == "questions":
                    made.append(line.partition(",")[0][:80].rstrip(".") + "?")
                else:
                    made.append(chance.choice(_names(language)))
            made += [*gap, line]
    return f"single {kind}", Sheet(sheet.site, "made", tuple(made))


_ROUNDS: Final = {"main": 6, "full": 1, "made": 2}
_SINGLE: Final = {"main": 0.4, "full": 0.6, "made": 0.3}
_SEVERAL: Final = {"main": (2, 2, 2, 3, 3, 4, 6), "full": (2, 2, 3), "made": (2, 3, 3, 4, 5, 8, 12)}


def joined(sheets: Sequence[Sheet], seed: int) -> Iterator[Joined]:
    """The sheets put together at random, some rounds over; with a share of texts of one sheet."""
    chance = random.Random(seed)  # noqa: S311 - pages are dealt, no secret is made
    for kind, rounds in _ROUNDS.items():
        for number in range(rounds):
            left = [sheet for sheet in sheets if sheet.kind == kind]
            chance.shuffle(left)
            if number % 2:
                left.sort(key=lambda sheet: sheet.site)
            while left:
                wanted = 1 if chance.random() < _SINGLE[kind] else chance.choice(_SEVERAL[kind])
                some, left = left[:wanted], left[wanted:]
                yield _joined(some, left[:5], chance)


def _joined(some: Sequence[Sheet], others: Sequence[Sheet], chance: random.Random) -> Joined:
    name, style = styles(chance)
    mixed = chance.random() < 0.1
    parts = [respaced(sheet, chance) for sheet in some]
    if mixed:
        name = "mixed"
    if len(parts) == 1:
        name = "single"
        if others and chance.random() < 0.3:
            name, part = one_of_several(parts[0], others[: chance.randint(2, 5)], chance)
            parts = [part]
        elif chance.random() < 0.3:
            name = "single sectioned"
            parts = [sectioned(parts[0], None, chance)]
    elif chance.random() < 0.15:
        parts = [sectioned(sheet, style, chance) for sheet in parts]
    lines: list[str] = []
    starts = set()
    if len(parts) > 1 and not name.startswith("blank") and chance.random() < 0.6:
        lines += [line for line in style(1, len(parts)) if line.strip()]
    for number, sheet in enumerate(parts, start=1):
        if number > 1:
            lines += (styles(chance)[1] if mixed else style)(number, len(parts))
            starts.add(len(lines))
        lines += sheet.lines
    sites = frozenset(sheet.site for sheet in [*some, *others])
    return Joined(sites, name, some[0].kind, tuple(lines), frozenset(starts))
