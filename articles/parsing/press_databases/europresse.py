"""Exports of Europresse and Eureka, in text and in HTML: each document has its number at its foot
(`news·20240314·LM·123`).

Layouts by the public readers of them (tm.plugin.europresse, europarser).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from articles.parsing.line_kinds import BLANK, HintedLine
from articles.parsing.lines.people import people_in
from articles.parsing.marks import Element, Mark

from .documents import Document, Field, Part, date_in, document_of
from .runs import Run, labelled, runs_of, text_and_tail

SIGNS: Final = (
    *("news·", "news•", "web·", "pub·", "bio·", "Numéro de document", "Document number"),
    *("Número de documento", "Dokumentnummer", "Documentnummer", "Numero documento"),
)

# `Numéro de document : news·20240314·LM·0q1403_1255263`
_NUMBER: Final = re.compile(r"(?:[^:]{5,40} ?: ?)?(?:news|web|pub|bio)[·•.]\d{8}[·•.]\w+[·•.]\S+")
_FOOT: Final = re.compile(
    r"(?:ce certificat|this certificate|este certificado|date d.émission|issue date|"
    r"fecha de emisión|le présent document|this document is|este documento|"
    r"document number|numéro de document)\b.*",
    re.IGNORECASE,
)
# `Cet article est paru dans La Poste (site web)`
_APPEARED: Final = re.compile(r"(?:cet article est paru dans|this article appeared in)\b", re.I)
# `, p. 16`, `, no. 23654`
_PAGE: Final = re.compile(r"[,;] (?:pp?|no|n°|vol)\. ?.{1,20}$", re.IGNORECASE)
_WEEKDAY_BEFORE: Final = re.compile(r"[,\s]*(?:\b[^\W\d]{3,12},?)?\s*$")
_LONGEST_HEADER: Final = 160
_MOST_TITLES: Final = 4
_MOST_ABOVE: Final = 12
_REACH: Final = 20
"""Elements around a line within its article."""
_PAPER: Final = frozenset({"doc", "publication", "name"})
_HEADER: Final = frozenset({"doc", "header"})
_TITLE: Final = frozenset({"titre", "article"})


def europresse_documents(lines: Sequence[HintedLine], marks: Sequence[Mark]) -> list[Document]:
    """The documents of an export; none where it is none."""
    stretches = list(_articles(marks) if marks else _numbered(lines))
    found = []
    for first, stop in stretches:
        parts = list((_marked_parts if marks else _printed_parts)(lines, marks, first, stop))
        if parts:
            found.append(document_of(parts))
    return found


def _articles(marks: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    """The `article` elements that name a publication."""
    spans: dict[Element, list[int]] = {}
    named = set()
    for k, mark in enumerate(marks):
        around = (e for e in islice(mark.element.around(), _REACH) if e.tag == "article")
        article = next(around, None)
        if article is not None:
            spans.setdefault(article, []).append(k)
            if set(mark.inner.words) >= _PAPER:
                named.add(article)
    yield from ((own[0], own[-1] + 1) for element, own in spans.items() if element in named)


def _marked_parts(
    lines: Sequence[HintedLine], marks: Sequence[Mark], first: int, stop: int
) -> Iterator[Part]:
    """Each line by the class of its element, or the part of the article that it stands in."""
    has_title = False
    above = Field.OTHER
    for k in range(first, stop):
        text = lines[k].text
        around = list(islice(marks[k].element.around(), _REACH))
        words = {word for element in (marks[k].inner, *around[:2]) for word in element.words}
        tags = {element.tag for element in around}
        if words >= _PAPER:
            yield Part(Field.PUBLISHER, (k,), (_PAGE.sub("", text),))
        elif words >= _HEADER:
            yield from _header_parts(k, text)
        elif words >= _TITLE:
            yield Part(Field.HEADLINE if "visu" in words else Field.SECTION, (k,), (text,))
            has_title = has_title or "visu" in words
        elif "section" in tags:
            yield Part(Field.TEXT, (k,), (text,))
        elif "header" in tags:
            is_name = has_title and bool(people_in(text))
            yield Part(Field.BYLINE if is_name else Field.SECTION, (k,), (text,))
        else:
            label, field, value = labelled(text) or ("", above, text)
            is_caption = "aside" in tags and field is Field.CAPTION
            yield Part(Field.CAPTION if is_caption else Field.OTHER, (k,), (value,), label)
            above = field


def _header_parts(k: int, text: str) -> Iterator[Part]:
    """`International, jeudi 14 mars 2024, p. 3`: the date, and the section above it."""
    date = date_in(_PAGE.sub("", text), alone=False)
    if not date:
        yield Part(Field.OTHER, (k,), (text,))
        return
    yield Part(Field.DATE, (k,), (date,))
    section = text.partition(date)[0].rstrip(" ,")
    section = section.rpartition(",")[0].strip()
    if section:
        yield Part(Field.SECTION, (k,), (section,))


def _numbered(lines: Sequence[HintedLine]) -> Iterator[tuple[int, int]]:
    """Down to each number, and what belongs to the foot below it."""
    first = 0
    for k, line in enumerate(lines):
        if k < first or not _is_number(line.text):
            continue
        stop = last = k + 1
        while stop < len(lines) and (lines[stop].hint is BLANK or _is_foot(lines[stop].text)):
            stop += 1
            last = stop if lines[stop - 1].hint is not BLANK else last
        yield first, last
        first = last


def _is_foot(text: str) -> bool:
    return bool(_FOOT.match(text)) or _is_number(text)


def _is_end(text: str) -> bool:
    return _is_number(text) or _APPEARED.match(text) is not None


def _is_number(text: str) -> bool:
    return 15 < len(text) < 120 and _NUMBER.fullmatch(text) is not None


def _printed_parts(
    lines: Sequence[HintedLine], marks: Sequence[Mark], first: int, stop: int
) -> Iterator[Part]:
    """Paper and date stand above the headline, the last such lines above the text."""
    runs = runs_of(lines, marks, range(first, stop), labelled, apart=True)
    prose = next((k for k, run in enumerate(runs) if run.is_prose), len(runs))
    header = next(
        (k for k in range(prose - 1, max(-1, prose - _MOST_ABOVE), -1) if _is_header(runs[k])), None
    )
    if header is None:
        return
    if header:
        yield runs[header - 1].part(Field.PUBLISHER)
    yield from _header_parts(runs[header].lines[0], runs[header].text)
    titles = list(range(header + 1, min(prose, header + 1 + _MOST_TITLES)))
    yield from _titles([runs[k] for k in titles])
    numbers = (k for k, run in enumerate(runs) if _is_end(lines[run.lines[0]].text))
    foot = next(numbers, len(runs))
    yield from text_and_tail(lines, runs[:foot], header + 1 + len(titles))
    yield from (run.part(Field.OTHER) for run in runs[foot:])


def _is_header(run: Run) -> bool:
    text = run.text
    return not run.label and len(text) <= _LONGEST_HEADER and bool(date_in(_PAGE.sub("", text)))


def _titles(runs: Sequence[Run]) -> Iterator[Part]:
    """A rubric, the headline and the byline, of which the headline is never missing."""
    if not runs:
        return
    is_named = len(runs) > 1 and bool(people_in(runs[-1].text))
    headline = len(runs) - 2 if is_named else len(runs) - 1
    for k, run in enumerate(runs):
        field = Field.SECTION if k < headline else Field.HEADLINE if k == headline else Field.BYLINE
        yield run.part(field)
