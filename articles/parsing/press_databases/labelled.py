"""Exports whose documents are a headline, fields with their names, and a text: ProQuest, NewsBank
(Access World News), WISO and GENIOS, GoPress.

Layouts by the public readers of them (tm.plugin.proquest, metaknowledge, wiso readers in R).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Final, NamedTuple

from articles.parsing.line_kinds import FURNITURE, HintedLine
from articles.parsing.lines.separators import separator_of
from articles.parsing.marks import Mark

from .documents import Document, Field, Part, date_in, document_of
from .fields import CERTAIN
from .runs import Run, labelled, runs_of, tail_of, text_and_tail


class Database(NamedTuple):
    """How a database's exports are told: by `signs` at a line's beginning, words that the text
    `holds`, and labels of which a document has at least three, one among the `own`. A line `opens`
    a document, or one `closes` it."""

    signs: tuple[str, ...]
    own: frozenset[str]
    holds: tuple[str, ...] = ()
    opens: re.Pattern[str] | None = None
    closes: re.Pattern[str] | None = None


_OF_PROQUEST: Final = (
    "proquest document id|publication info|document url|language of publication|"
    "publication subject|source type|publication year|place of publication|full text|"
    "proquest-dokument-id|id de documento proquest|texte intégral|texto completo|volltext|"
    "numéro de document proquest|id documento proquest|testo integrale"
)
PROQUEST: Final = Database(
    signs=(
        *(
            "ProQuest",
            "Full text:",
            "FULL TEXT",
            "Texte intégral",
            "Texto completo",
            "Volltext",
            "Testo int",
        ),
        "Proquest",
    ),
    holds=("ProQuest", "Proquest"),
    own=frozenset(
        [
            "proquest document id",
            "publication info",
            "document url",
            "language of publication",
            "publication subject",
            "source type",
            "publication year",
            "place of publication",
            "full text",
            "proquest-dokument-id",
            "id de documento proquest",
            "texte intégral",
            "texto completo",
            "volltext",
            "numéro de document proquest",
            "id documento proquest",
            "testo integrale",
        ]
    ),
    opens=re.compile(
        r"(?:document|dokument|documento) \d{1,5} (?:of|von|de|sur|di|van|af|av) \d{1,6}",
        re.IGNORECASE,
    ),
)
NEWSBANK: Final = Database(
    signs=("Record Number", "Record:", "OpenURL", "Article Bookmark", "• Citation"),
    own=frozenset({"record number", "record", "openurl link", "author/byline", "readability"}),
    closes=re.compile(
        r"(?:record(?: number)?|openurl link|article bookmark\b[^:]*) ?:.*|copyright\b.*\d{4}.*",
        re.I,
    ),
)
WISO: Final = Database(
    signs=("Quelle", "Dokumentnummer", "Dauerhafte Adresse"),
    holds=("GENIOS", "Genios", "genios", "wiso-net"),
    own=frozenset({"dokumentnummer", "quelle", "ressort", "dauerhafte adresse des dokuments"}),
    closes=re.compile(
        r"©.{0,20}genios.*|dauerhafte adresse des dokuments ?:.*|alle rechte vorbehalten ?:.*", re.I
    ),
)
GOPRESS: Final = Database(
    signs=("Bron", "Publicatie", "Publication", "Source", "Krant", "Titel", "Titre", "Title"),
    holds=("GoPress", "Gopress", "gopress", "Mediargus", "Belga.press", "belga.press"),
    own=frozenset({"bron", "publicatie", "source", "publication", "krant", "pagina", "page"}),
    closes=re.compile(r"(?:©|copyright\b).*|alle rechten voorbehouden.*|tous droits.*", re.I),
)
DATABASES: Final = (PROQUEST, NEWSBANK, WISO, GOPRESS)

_LEAST_LABELS: Final = 3
_MOST_OF_HEAD: Final = 6
_OF_SOURCE: Final = frozenset(
    {"publication info", "publikationsinfo", "información de publicación", "publicatiegegevens"}
    | {"información de la publicación", "informations sur la publication"}
    | {"informazioni sulla pubblicazione"}
)
_LONGEST_SOURCE: Final = 160
# `Island Post, The (MD) - March 14, 2024 - A1`
# `Lund, Ida. Island Post; Selby Bay (MD) [Selby Bay (MD)] 14 Mar 2024: A.1.`
_CITED: Final = re.compile(r"(?:(?P<by>.{3,80}?)\. )?(?P<paper>[^.;\[\]]{2,60}) ?; ?[^\[]{0,60}\[")
_LONGEST_TITLE: Final = 30
_TITLES: Final = {
    **dict.fromkeys(("full text", "volltext", "texte intégral", "texto completo"), Field.TEXT),
    **dict.fromkeys(("testo integrale", "volledige tekst", "texto integral"), Field.TEXT),
    **dict.fromkeys(("abstract", "zusammenfassung", "résumé", "resumen"), Field.ABSTRACT),
    **dict.fromkeys(("details", "détails", "detalles", "dettagli", "links"), Field.OTHER),
    **dict.fromkeys(("openurl link", "proquest document link", "indexing"), Field.OTHER),
}
_BEFORE_DATE: Final = re.compile(r"(?:\s+-|,| vom| v\.| den| du| van)*\s*$")


def labelled_documents(
    database: Database, lines: Sequence[HintedLine], marks: Sequence[Mark]
) -> list[Document]:
    """The documents of a database's export; none where it is none."""
    rules = {k for k, line in enumerate(lines) if line.hint is FURNITURE and line.value == "rule"}
    span = (k for k in range(len(lines)) if k not in rules)
    runs = runs_of(lines, marks, span, _label)
    found = []
    is_export = False
    for opening, own in _split(database, lines, runs, rules):
        parts = list(_refined(_parts(lines, own)))
        names = {part.label.casefold() for part in parts if part.label}
        is_export |= len(names) >= _LEAST_LABELS and bool(names & database.own)
        if not names:
            continue
        if opening:
            parts.insert(0, opening.part(Field.OTHER))
        found.append(document_of(parts))
    return found if is_export else []


def _label(text: str) -> tuple[str, Field, str] | None:
    """A field's name before a colon, or alone on its line (`FULL TEXT`, `DETAILS`)."""
    field = _TITLES.get(text.casefold()) if len(text) <= _LONGEST_TITLE else None
    return (text, field, "") if field else labelled(text)


def _split(
    database: Database, lines: Sequence[HintedLine], runs: Sequence[Run], rules: Set[int]
) -> Iterator[tuple[Run | None, list[Run]]]:
    """The runs of each document, and the line that opens it. Where none does, a document ends at a
    line that closes one, or at a rule below its fields."""
    own: list[Run] = []
    opening: Run | None = None
    opens = database.opens.fullmatch if database.opens else None
    is_numbered = opens is not None and any(opens(run.texts[0]) for run in runs)
    is_open = not is_numbered
    is_closed = has_own_fields = False
    for run in runs:
        whole = lines[run.lines[0]].text
        if opens and len(run.texts) == 1 and opens(whole):
            if own and is_open:
                yield opening, own
            own, opening, is_open, is_closed, has_own_fields = [], run, True, False, False
            continue
        below_rule = not is_numbered and has_own_fields and _is_below(lines, run.lines[0], rules)
        begins = not run.label and run.field is None and separator_of(whole) != "address"
        begins = begins or run.field in (Field.HEADLINE, Field.PUBLISHER)
        if (is_closed or below_rule) and begins:
            yield opening, own
            own, is_closed, has_own_fields = [], False, False
        own.append(run)
        is_closed = is_closed or bool(database.closes and database.closes.fullmatch(whole))
        has_own_fields = has_own_fields or run.label.casefold() in CERTAIN
    if own and is_open:
        yield opening, own


def _is_below(lines: Sequence[HintedLine], index: int, rules: Set[int]) -> bool:
    """Whether a rule stands right above a line, blank lines aside."""
    above = index - 1 - lines[index].line.blanks_before
    return above in rules


def _parts(lines: Sequence[HintedLine], runs: Sequence[Run]) -> Iterator[Part]:
    text = next((k for k, run in enumerate(runs) if run.field is Field.TEXT), None)
    first_label = next((k for k, run in enumerate(runs) if run.field is not None), len(runs))
    head = _end_of_head(runs, first_label, text if text is not None else len(runs))
    yield from _head(runs[:head])
    if text is not None:
        yield from _fields(runs[head:text])
        run = runs[text]
        yield Part(Field.TEXT, run.lines, run.texts, run.label)
        yield from _below_named_text(lines, runs, text + 1)
        return
    body = next((k for k in range(head, len(runs)) if runs[k].field is None), len(runs))
    if not any(run.is_sentence for run in runs[body:]):
        body = len(runs)
    yield from _fields(runs[head:body])
    titles = [*runs[:head], *(run for run in runs[head:body] if run.field is Field.HEADLINE)]
    is_title = body < len(runs) and not runs[body].is_sentence
    if is_title and all(map(_is_source, (run.text for run in titles))):
        yield runs[body].part(Field.HEADLINE)
        body += 1
    yield from text_and_tail(lines, runs, body)


def _end_of_head(runs: Sequence[Run], first: int, stop: int) -> int:
    """Where the lines without labels end that stand first: the headline, and the paper with its
    date. Where the text follows them without a field between, it is no part of them."""
    end = 0
    while end < min(first, stop, _MOST_OF_HEAD) and _is_of_head(runs[end]):
        end += 1
    return max(end, min(1, first))


def _head(runs: Sequence[Run]) -> Iterator[Part]:
    for k, run in enumerate(runs):
        texts = run.texts
        dated = next((j for j, text in enumerate(texts[:_MOST_OF_HEAD]) if _is_source(text)), None)
        if dated is None:
            yield run.part(Field.HEADLINE if k == 0 else Field.STANDFIRST)
            continue
        if dated:
            yield Part(Field.HEADLINE, run.lines[:dated], texts[:dated])
        yield from source_parts(run.lines[dated : dated + 1], texts[dated])
        if texts[dated + 1 :]:
            below = Field.HEADLINE if not dated and k == 0 else Field.OTHER
            yield Part(below, run.lines[dated + 1 :], texts[dated + 1 :])


def _is_of_head(run: Run) -> bool:
    return not run.is_prose or _CITED.match(run.text) is not None


def _is_source(text: str) -> bool:
    return len(text) <= _LONGEST_SOURCE and bool(date_in(text))


def source_parts(lines: tuple[int, ...], text: str, label: str = "") -> Iterator[Part]:
    """Paper and date of a line with both: `Island Post vom 14.03.2024, S. 3`,
    `May 5, 2024 | Island Post, The (MD)`."""
    date = date_in(text, alone=False)
    if cited := _CITED.match(text):
        paper = cited["paper"]
        yield Part(Field.BYLINE, lines, (cited["by"] or "",), label)
    elif date and text.startswith(date):
        paper = text[len(date) :].strip(" |,-").partition(" | ")[0]
    else:
        paper = _BEFORE_DATE.sub("", text.partition(date)[0]) if date else text
    if paper:
        yield Part(Field.PUBLISHER, lines, (paper.strip(),), label)
    if date:
        yield Part(Field.DATE, lines, (date,), label)


def _fields(runs: Sequence[Run]) -> Iterator[Part]:
    """Fields by their labels; what stands below one without a label of its own belongs to it."""
    above: Run | None = None
    for run in runs:
        if not run.label and run.field is None and above is not None:
            yield Part(above.field or Field.OTHER, run.lines, run.texts, above.label)
            continue
        yield run.part()
        above = run


def _refined(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts, those that hold several fields as each of them."""
    for part in parts:
        first, *more = part.text.split(" | ")
        others = [labelled(one) for one in more]
        if part.label.casefold() in _OF_SOURCE:
            # `Island Post ; Selby Bay [Selby Bay]14 Mar 2024: A.1.`
            paper = re.split(r" ?; |, | \[|\. ", part.text)[0]
            yield Part(Field.PUBLISHER, part.lines, (paper,), part.label)
            yield Part(Field.DATE, part.lines, (date_in(part.text),), part.label)
        elif part.field is Field.PUBLISHER and date_in(part.text):
            yield from source_parts(part.lines, part.text, part.label)
        elif part.label and others and all(others):
            # `Author: Ida Lund | Section: City | Page: 3`
            yield part._replace(texts=(first,))
            yield from (Part(one[1], part.lines, (one[2],), one[0]) for one in others if one)
        else:
            yield part


def _below_named_text(
    lines: Sequence[HintedLine], runs: Sequence[Run], start: int
) -> Iterator[Part]:
    tail = tail_of(runs, start)
    for run in runs[start:tail]:
        yield Part(Field.TEXT, run.lines, tuple(lines[k].text for k in run.lines))
    for run in runs[tail:]:
        if run.label or run.field:
            yield run.part()
        else:
            yield run.part(Field.OTHER)
