"""Labelled pages put together in one text, in as many ways as people do it, and single pages that
look like several: what the trees for page breaks learn from.

Nothing here depends on the clock or on a chance that differs from run to run.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from made_stories import BYLINES, Sheet, date_of, language_of, names_of
from training_pages import Page

_LONG: Final = 60
"""Characters of a line that may be a paragraph."""


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


Style = Callable[[int, int], list[str]]
"""What stands above the sheet of a number, of so many in all; as lines."""


def styles(chance: random.Random) -> tuple[str, Style]:
    """A way to part sheets, with its name."""
    blanks = chance.choice([0, 1, 1, 1, 2, 3]) * [""]
    around = chance.choice([0, 1, 1, 1, 1, 2]) * [""]
    kind = chance.choice(
        [
            *(["blank"] * 12),
            *(["rule"] * 6),
            "feed",
            "feed",
            "number",
            "number",
            "address",
            "tag",
            "tag",
            "count",
            "count",
            "count",
            "file",
            "both",
        ]
    )
    if kind == "blank":
        number = chance.choice([0, 0, 1, 1, *[2] * 6, 3, 3, 3, 4, 4, 5, 6, 7, 8])
        return f"blank {number}", lambda k, n: [""] * number
    if kind == "rule":
        mark = chance.choice("-*=_~#+—–·•─") * chance.choice([3, 3, 3, 5, 10, 20, 40, 60, 80])
        mark = chance.choice(
            [mark] * 5 + ["* * *", "- - -", "• • •", "-*-*-*-", "⁂", "*****", "~ * ~"]
        )
        return "rule", lambda k, n: [*around, mark, *blanks]
    if kind == "feed":
        form = chance.choice([["\f"], ["\f"], ["", "\f", ""], ["\f", ""]])
        return "feed", lambda k, n: form
    if kind == "number":
        form = chance.choice(["{}.", "{}.", "{}", "[{}]", "({})", "#{}", "{})", "No. {}", "- {} -"])
        return "number", lambda k, n: [*around, form.format(k), *blanks]
    if kind == "address":
        form = chance.choice(
            [
                "https://archive.example/story/{}",
                "http://news.example.org/2024/03/a-{}.html",
                "URL: https://example.com/{}",
                "www.example.net/news/{}",
                "Source: https://a.example/{}",
            ]
        )
        return "address", lambda k, n: [*around, form.format(k * 37), *blanks]
    if kind == "tag":
        form = chance.choice(
            [
                ["<DOC>"],
                ["</DOC>", "<DOC>"],
                ['<doc id="{}">'],
                ["</doc>", '<doc id="{}">'],
                ["<doc>"],
                ["</doc>", "", '<doc id="{}" url="https://a.example/{}">'],
                ["<hr>"],
                ["</DOC>", "<DOC>", "<DOCNO> A-{} </DOCNO>"],
                ["<article>"],
                ["</article>", "<article>"],
            ]
        )
        space = chance.choice([[], around])
        return "tag", lambda k, n: [*space, *(line.format(k, k) for line in form), *space]
    if kind == "count":
        form = chance.choice(
            [
                "Document {k} of {n}",
                "Page {k}",
                "{k} of {n} DOCUMENTS",
                "Article {k}",
                "{k} / {n}",
                "Dokument {k} von {n}",
                "Seite {k}",
                "Página {k}",
                "Artículo {k} de {n}",
                "{k}/{n}",
                "Document {k} sur {n}",
                "Page {k} / {n}",
                "Story {k}",
                "مقال {k} من {n}",
                "صفحة {k}",
                "Документ {k} из {n}",
                "Статья {k}",
                "--- Page {k} ---",
                "第{k}页",
                "===== {k} =====",
                "## Article {k} ##",
                "##### {k} #####",
                "==> story{k}.txt <==",
            ]
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


def one_of_several(
    sheet: Sheet, others: Sequence[Sheet], chance: random.Random
) -> tuple[str, Sheet]:
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
            made += [*gap, f"{chance.choice(names_of(language))}, Selby Bay", *gap]
    elif kind == "teasers":
        made = [*sheet.lines, "", *chance.choice([["More"], ["Related"], ["Read next"], []])]
        for other in others:
            own = [line for line in other.lines if line.strip()]
            title = own[0][:100]
            text = next((line for line in own[1:] if len(line) > _LONG), "")[:90]
            date = date_of(language, chance)
            made += chance.choice(
                [
                    [title, date, ""],
                    [title, "", text + "...", ""],
                    [title, date, "", title, "", text],
                    [f"• {title}"],
                    [title, text + "…"],
                    [title, ""],
                ]
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
                        made.append(
                            chance.choice(BYLINES[language]).format(
                                chance.choice(names_of(language))
                            )
                        )
                elif kind == "dates":
                    made.append(date_of(language, chance))
                elif kind == "questions":
                    made.append(line.partition(",")[0][:80].rstrip(".") + "?")
                else:
                    made.append(chance.choice(names_of(language)))
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
