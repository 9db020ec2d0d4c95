"""Exports of Mediargus: a numbered list of titles, each with its paper, and below it the texts in
the same order.

Layout by the public reader of it in amcat.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from articles.parsing.line_kinds import BLANK, HintedLine
from articles.parsing.lines.people import people_in
from articles.parsing.marks import Mark

from .documents import NO_EXPORT, Document, Export, Field, Part, date_in, document_of
from .runs import Run, runs_of

SIGNS: Final = (*(f"{day:02d}-" for day in range(1, 32)), *(f"{day}-" for day in range(1, 10)))
TITLES: Final = "list of the export's titles"

# `3. Veerboot ligt stil`
_NUMBERED: Final = re.compile(r"\W?(\d{1,5})\. (.+)")
# `De Havenpost, donderdag 14 maart 2024, p. 23, 853w.`
_SOURCE: Final = re.compile(
    r"(?P<paper>.{1,80}?), (?P<date>\D{0,12}\d{1,2} \w+ \d{4}).{0,60}?, \d{1,6}w\."
)
# `14-03-2024, p.23`
_OPENING: Final = re.compile(r"(?P<date>\d{1,2}-\d{1,2}-\d{4}), ?p\. ?\S{1,8}")


class _Title(NamedTuple):
    line: int
    headline: str
    paper: str
    date: str


def mediargus_export(lines: Sequence[HintedLine], marks: Sequence[Mark]) -> Export:
    """The documents of an export, its list of titles told apart."""
    openings = [
        k
        for k, line in enumerate(lines)
        if 10 < len(line.text) < 30 and _OPENING.fullmatch(line.text)
    ]
    if not openings:
        return NO_EXPORT
    titles = _titles(lines[: openings[0]])
    if not titles:
        return NO_EXPORT
    stops = [*openings[1:], len(lines)]
    numbered = zip(openings, stops, [*titles, *[None] * len(openings)], strict=False)
    documents = [_document(lines, marks, first, stop, title) for first, stop, title in numbered]
    above = [k for k in range(openings[0]) if lines[k].hint is not BLANK]
    return Export(tuple(documents), dict.fromkeys(above, TITLES))


def _titles(lines: Sequence[HintedLine]) -> list[_Title]:
    found = []
    headline = ""
    for k, line in enumerate(lines):
        if match := _NUMBERED.fullmatch(line.text):
            headline = match[2]
        elif line.text.endswith("w.") and (source := _SOURCE.fullmatch(line.text)):
            found.append(_Title(k, headline, source["paper"], date_in(source["date"])))
    return found


def _document(
    lines: Sequence[HintedLine],
    marks: Sequence[Mark],
    first: int,
    stop: int,
    title: _Title | None,
) -> Document:
    """Date and page, the byline, the headline, the text, and whose it is."""
    runs = runs_of(lines, marks, range(first + 1, stop), lambda text: None, apart=True)
    parts = []
    if title is None:
        date = _OPENING.fullmatch(lines[first].text)
        parts.append(Part(Field.DATE, (first,), (date["date"] if date else "",)))
    else:
        parts.append(Part(Field.OTHER, (first,), ("",)))
    head = _headline(runs, title)
    for k, run in enumerate(runs):
        if run.field is Field.COPYRIGHT and k == len(runs) - 1:
            parts.append(run.part())
        elif k <= head:
            parts.append(run.part(Field.HEADLINE if k == head else Field.BYLINE))
        else:
            parts.append(run.part(Field.TEXT))
    document = document_of(parts)
    if title is None:
        return document
    stated = (
        Part(Field.PUBLISHER, (title.line,), (title.paper,)),
        Part(Field.DATE, (title.line,), (title.date,)),
    )
    return document._replace(parts=(*stated, *document.parts))


def _headline(runs: Sequence[Run], title: _Title | None) -> int:
    """Which run is the headline: the one that the list has, or the first below a name."""
    wanted = " ".join(title.headline.split()) if title else ""
    for k, run in enumerate(runs[:3]):
        if wanted and run.text == wanted:
            return k
    return 1 if len(runs) > 1 and people_in(runs[0].text) else 0
