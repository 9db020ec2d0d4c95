"""Exports of LexisNexis: the old layout (`1 of 10 DOCUMENTS`, names of fields in capitals) and that
of Nexis Uni and Lexis+ (`Body`, `Classification`, `End of Document`).

Layouts by the public readers of them (amcat, LexisNexisTools, tm.plugin.lexisnexis).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from articles.parsing.line_kinds import HintedLine
from articles.parsing.marks import Mark

from .documents import Document, Field, Part, date_in, document_of
from .fields import EDITION
from .runs import Run, dated, labelled, labelled_in_capitals, runs_of, text_and_tail

OLD_SIGNS: Final = (
    *("LENGTH:", "LÄNGE:", "LAENGE:", "LONGUEUR", "LENGTE:", "LONGITUD:", "LUNGHEZZA:", "LÆNGDE:"),
    *("LÄNGD:", "COMPRIMENTO:", "EXTENSIÓN:", "EXTENSÃO:", "LENGDE:", "LOAD-DATE:"),
)
NEXIS_SIGNS: Final = (
    *("End of Document", "Ende des Dokuments", "Fin du document", "Fin de document"),
    *("Einde van het document", "Einde van document", "Fin del documento", "Fine del documento"),
    *("Fim do documento", "Slut på dokument", "Dokumentets slutning", "End of document"),
)
# `1 of 10 DOCUMENTS`, `Dokument 234 von 456`, `Document 3 de 40`
_OPENING: Final = re.compile(
    r"(?:focus - )?\d{1,5} (?:of|von|de|van|di|av|af|sur|su) \d{1,6} (?:documents?|dokumente?n?|"
    r"documenten|documentos?|documenti|dokumenter)"
    r"|(?:document|dokument|documento) \d{1,5} (?:of|von|de|van|di|av|af|sur|su) \d{1,6}",
    re.IGNORECASE,
)
_LONGEST_OPENING: Final = 40
_LEAST_LABELS: Final = 2
_INDENT: Final = 8
"""Columns; paper, date and edition are printed in the middle, the headline at the left."""

_MOST_ABOVE_DATE: Final = 3

_BODY: Final = frozenset(
    {"body", "corps", "text", "texte", "textkörper", "hauptteil", "tekst", "hoofdtekst", "cuerpo"}
    | {"corpo", "texto", "testo", "brødtekst", "brödtext", "inhalt"}
)
_CLASSIFICATION: Final = frozenset(
    {"classification", "klassifizierung", "klassifikation", "classificatie", "clasificación"}
    | {"classificazione", "classificação", "klassificering", "notes", "correction"}
)
_GRAPHIC: Final = frozenset(
    {"graphic", "graphics", "grafik", "graphique", "afbeelding", "gráfico", "immagine", "bild"}
)
# `Page 2 of 3`, `Link to Image`, `Date and Time: Friday, March 15, 2024 10:11:00 AM CET`,
# `1. Harbour council backs new flood wall`, `Client/Matter: -None-`
_PAGE: Final = re.compile(
    r"(?:page|seite|pagina|página) \d+ (?:of|von|de|sur|van|di) \d+", re.IGNORECASE
)
_COVER: Final = re.compile(
    rf"{_PAGE.pattern}|link to (?:image|pdf).*"
    r"|(?:date and time|job number|client/matter|search terms|search type|narrowed by|content type"
    r"|documents? ?\(\d+\)|user name|[^:]{3,30}timeline)\b.*|\d{1,4}\. .+",
    re.IGNORECASE,
)


def old_documents(lines: Sequence[HintedLine], marks: Sequence[Mark]) -> list[Document]:
    """The documents of an export in the old layout; none where it is no such export."""
    openings = [
        k
        for k, line in enumerate(lines)
        if 0 < len(line.text) <= _LONGEST_OPENING and _OPENING.fullmatch(line.text)
    ]
    if not openings:
        return _single_document(lines, marks)
    found = []
    is_export = False
    for first, stop in pairwise([*openings, len(lines)]):
        runs = runs_of(lines, marks, range(first + 1, stop), labelled_in_capitals)
        if not runs:
            continue
        names = {run.label for run in runs if run.label}
        is_export |= len(names) >= _LEAST_LABELS
        found.append(document_of([Part(Field.OTHER, (first,), ("",)), *_old_parts(lines, runs)]))
    return found if is_export else []


def _single_document(lines: Sequence[HintedLine], marks: Sequence[Mark]) -> list[Document]:
    """The one document of a file without numbers."""
    runs = runs_of(lines, marks, range(len(lines)), labelled_in_capitals)
    lengths = [run for run in runs if run.label and run.field is Field.LENGTH]
    names = {run.label for run in runs if run.label}
    is_one = len(lengths) == 1 and len(names) > _LEAST_LABELS and any(r.is_certain for r in runs)
    return [document_of(_old_parts(lines, runs))] if is_one else []


def _old_parts(lines: Sequence[HintedLine], runs: Sequence[Run]) -> Iterator[Part]:
    """Paper, date and headline by their places, labelled fields, text, labelled fields."""
    start = next((k for k, run in enumerate(runs) if run.label), len(runs))
    is_swedish = any(run.label == "LÄNGD" for run in runs)
    has_headline = any(run.field is Field.HEADLINE for run in runs[start:])
    yield from _old_head(lines, runs[:start], has_headline=has_headline)
    body = start
    while body < len(runs) and (runs[body].label or runs[body].field is Field.COPYRIGHT):
        run = runs[body]
        body += 1
        if run.field is Field.TEXT:
            yield from _text_below_label(run)
            break
        is_headline = is_swedish and run.label == "RUBRIK"
        yield run.part(Field.HEADLINE if is_headline else run.field)
    yield from text_and_tail(lines, runs, body)


def _text_below_label(run: Run) -> Iterator[Part]:
    """`TEXT:` on a line of its own, and what is printed right behind it or below."""
    yield Part(Field.OTHER, run.lines[:1], ("",), run.label)
    if run.texts[0]:
        yield run.part(Field.TEXT)
    elif run.lines[1:]:
        yield Part(Field.TEXT, run.lines[1:], run.texts[1:], run.label)


def _old_head(
    lines: Sequence[HintedLine], runs: Sequence[Run], *, has_headline: bool
) -> Iterator[Part]:
    plain = [run for run in runs if run.field is None]
    yield from (run.part() for run in runs if run.field is not None)
    date = next(dated(range(len(plain)), plain), None)
    if date is None:
        if len(plain) > 1 or has_headline:
            yield from (run.part(Field.PUBLISHER) for run in plain[:1])
            plain = plain[1:]
        yield from (run.part(Field.HEADLINE) for run in plain)
        return
    for run in plain[:date]:
        yield run.part(Field.PUBLISHER)
    yield from _date_and_edition(plain[date])
    below = plain[date + 1 :]
    titles = [] if has_headline else [run for run in below if not _is_edition(lines, run)]
    titles = titles or ([] if has_headline else below[:1])
    for run in below:
        yield run.part(Field.HEADLINE if run in titles[:1] else Field.OTHER)


def _date_and_edition(run: Run) -> Iterator[Part]:
    date = date_in(run.texts[0])
    yield Part(Field.DATE, run.lines[:1], (date,))
    if run.lines[1:]:
        yield Part(Field.OTHER, run.lines[1:], run.texts[1:])


def _is_edition(lines: Sequence[HintedLine], run: Run) -> bool:
    if all(lines[k].line.indent > _INDENT for k in run.lines):
        return True
    text = run.text
    return len(text) <= 60 and bool(EDITION.fullmatch(text) or date_in(text))


def nexis_documents(lines: Sequence[HintedLine], marks: Sequence[Mark]) -> list[Document]:
    """The documents of an export of Nexis Uni or Lexis+; none where it is no such export."""
    ends = [k for k, line in enumerate(lines) if line.text in NEXIS_SIGNS]
    if not ends:
        return []
    starts = [0, *(end + 1 for end in ends)]
    found = [
        document
        for first, end in zip(starts, [*ends, len(lines)], strict=True)
        if (document := _nexis_document(lines, marks, first, end))
    ]
    is_export = any(
        len({part.label for part in one.parts if part.label}) > _LEAST_LABELS for one in found
    )
    return found if is_export else []


def _nexis_document(
    lines: Sequence[HintedLine], marks: Sequence[Mark], first: int, end: int
) -> Document | None:
    """The document that ends above the line `end`, without the export's cover above it."""
    words = {k: lines[k].text.casefold() for k in range(first, end) if len(lines[k].text) < 20}
    body = next((k for k, word in words.items() if word in _BODY), None)
    foot = next((k for k, word in words.items() if word in _CLASSIFICATION), None)
    head_end = body if body is not None else foot
    if head_end is None:
        return None
    head = runs_of(lines, marks, range(first, head_end), _nexis_label, apart=True)
    plain = [run for run in head if run.field is None]
    date = next(dated(range(len(plain) - 1, -1, -1), plain), None)
    if date is None:
        return None
    parts = list(_nexis_head(plain, date))
    top, below = parts[0].lines[0], parts[-1].lines[-1]
    parts += [run.part() for run in head if run.lines[0] > (top if run.field else below)]
    headline = lines[top].text
    rest = [k for k in range(head_end, end) if k != body and not _is_page_head(lines, k, headline)]
    runs = runs_of(lines, marks, rest, _nexis_label)
    if body is not None:
        parts.append(Part(Field.OTHER, (body,), ("",), lines[body].text))
    parts += text_and_tail(lines, runs, 0)
    if end < len(lines):
        parts.append(Part(Field.OTHER, (end,), ("",)))
    return document_of(parts)


def _nexis_label(text: str) -> tuple[str, Field, str] | None:
    folded = text.casefold()
    if folded in _GRAPHIC:
        return text, Field.CAPTION, ""
    if folded in _CLASSIFICATION:
        return text, Field.OTHER, ""
    found = labelled(text)
    return found if found and found[0][0].isupper() else None


def _is_page_head(lines: Sequence[HintedLine], k: int, headline: str) -> bool:
    """Whether a line is the head of a printed page: its number, or the headline again below it."""
    if _PAGE.fullmatch(lines[k].text):
        return True
    above = next((j for j in range(k - 1, max(k - 4, -1), -1) if lines[j].text), k)
    return lines[k].text == headline and _PAGE.fullmatch(lines[above].text) is not None


def _nexis_head(plain: Sequence[Run], date: int) -> Iterator[Part]:
    """Headline, paper and date, which stand in this order; the cover's lines above are not the
    document's."""
    top = date
    while top and date - top < _MOST_ABOVE_DATE and not _COVER.fullmatch(plain[top - 1].text):
        top -= 1
    titles = plain[top : max(top, date - 1)]
    if titles:
        lines = tuple(k for run in titles for k in run.lines)
        yield Part(Field.HEADLINE, lines, tuple(text for run in titles for text in run.texts))
    if top < date:
        yield plain[date - 1].part(Field.PUBLISHER)
    yield from _date_and_edition(plain[date])
