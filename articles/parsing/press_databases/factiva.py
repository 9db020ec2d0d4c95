"""Exports of Factiva: each field behind a code of two letters (`HD`, `LP`, `TD`), or the fields in
their fixed order without codes, in text and in HTML.

Layouts by the public readers of them (amcat, newspapers, tm.plugin.factiva).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise
from typing import Final

from articles.parsing.line_kinds import BLANK, HintedLine, ends_sentence
from articles.parsing.lines.language_codes import language_code
from articles.parsing.lines.people import people_in
from articles.parsing.marks import Mark

from .documents import Document, Field, Part, date_in, document_of
from .fields import is_notice
from .runs import Run, runs_of

CODED_SIGNS: Final = ("HD",)
PLAIN_SIGNS: Final = (
    *("Document ", "Dokument ", "Documento ", "文件", "文档", "文書", "ドキュメント", "Документ "),
)

# `Document SBPOST0020240314ek3e0001f`
_IDENTIFIER: Final = re.compile(
    r"(?:Document|Dokument|Documento|文件|文档|文書|ドキュメント|Документ):? ?"
    r"[A-Z][A-Z0-9]{1,11}\d{8}[a-z0-9]{5,12}"
)

_CODES: Final = {
    **dict.fromkeys(("SE",), Field.SECTION),
    "HD": Field.HEADLINE,
    "CR": Field.OTHER,
    "BY": Field.BYLINE,
    "WC": Field.LENGTH,
    "PD": Field.DATE,
    "ET": Field.OTHER,
    "SN": Field.PUBLISHER,
    "SC": Field.OTHER,
    "NGC": Field.OTHER,
    "GC": Field.OTHER,
    "ED": Field.OTHER,
    "PG": Field.PAGE,
    "VOL": Field.OTHER,
    "LA": Field.LANGUAGE,
    "CY": Field.COPYRIGHT,
    "CX": Field.OTHER,
    "LP": Field.TEXT,
    "TD": Field.TEXT,
    "ART": Field.CAPTION,
    "CT": Field.OTHER,
    "RF": Field.OTHER,
    "CO": Field.OTHER,
    "IN": Field.OTHER,
    "NS": Field.SUBJECT,
    "RE": Field.OTHER,
    "IPC": Field.OTHER,
    "IPD": Field.OTHER,
    "PUB": Field.OTHER,
    "AN": Field.OTHER,
}
_PLACES: Final = {"LP": 1, "TD": 1} | dict.fromkeys(
    ("ART", "CT", "RF", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN"), 2
)
"""Where codes stand: 0 above the text, 1 at its two halves, 2 below it."""

# `HD | Ferry stops`, `HD Ferry stops`, `TD`
_CODE: Final = re.compile(rf"({'|'.join(_CODES)})(?:\s*\|\s*|\s+|$)(.*)")
_LEAST_CODES: Final = 5
_TIME: Final = re.compile(r"\d{1,2}[:.h]\d\d\b|\d+$")
# `gpol : Domestic Politics | gcat : Political/General News`
_CODED_TERMS: Final = re.compile(r"\w{2,10} : \S")
_COPYRIGHT_WORDS: Final = re.compile(
    r"copyright|\(c\)|©|\d{4}|\b(?:inc|ltd|gmbh|company)\b", re.IGNORECASE
)
_LONGEST_CODE: Final = 12
_MOST_ABOVE: Final = 6
_LONGEST_NAMES: Final = 80
_TITLES: Final = frozenset({"headline", "hd"})


def coded_documents(lines: Sequence[HintedLine], marks: Sequence[Mark]) -> list[Document]:
    """The documents of an export with codes; none where it is no such export."""
    found = []
    for start, stop in _coded_stretches(lines):
        parts = list(_coded_parts(lines, start, stop))
        codes = {part.label for part in parts}
        if len(codes) >= _LEAST_CODES and codes & {"LP", "TD", "AN"} and codes & {"SN", "PD"}:
            found.append(document_of(parts))
    return found


def _coded_stretches(lines: Sequence[HintedLine]) -> Iterator[tuple[int, int]]:
    """From each `HD`, or the `SE` above it, to the next."""
    if not any(line.text[:2] in ("LP", "TD", "AN") for line in lines):
        return
    starts: list[int] = []
    section = -1
    for k, line in enumerate(lines):
        if line.text[:2] not in ("HD", "SE") or line.hint is BLANK:
            continue
        match = _CODE.match(line.text)
        if match is None:
            continue
        if match[1] == "SE":
            section = k
        else:
            starts.append(section if 0 < k - section <= _MOST_ABOVE and section >= 0 else k)
    yield from pairwise([*starts, len(lines)])


def _coded_parts(lines: Sequence[HintedLine], start: int, stop: int) -> Iterator[Part]:
    """The fields of a document: those of its head, its text, and those below the text."""
    used: set[str] = set()
    place = 0
    code, own, texts = "", list[int](), list[str]()
    for k in range(start, stop):
        text = lines[k].text
        if not text:
            continue
        match = _CODE.match(text) if text[0].isupper() and text[1:2].isupper() else None
        if match and _is_next(match[1], match[2], used, place):
            if own:
                yield Part(_CODES[code], tuple(own), tuple(texts), code)
            code = match[1]
            used.add(code)
            place = _PLACES.get(code, 0)
            own, texts = [k], [match[2]]
        elif code == "AN" and any(texts):
            break
        else:
            own.append(k)
            texts.append(text)
    if own:
        yield Part(_CODES[code], tuple(own), tuple(texts), code)


def _is_next(code: str, value: str, used: Container[str], place: int) -> bool:
    return code not in used and _PLACES.get(code, 0) >= place and _fits(code, value)


def _fits(code: str, value: str) -> bool:
    """Whether a code's value is one: a text may begin with `IN` or `LA` too."""
    if not value or code in ("HD", "SE", "BY", "CR", "SN", "LP", "TD", "CX", "VOL"):
        return True
    if code == "WC":
        return value[0].isdigit()
    if code == "PD":
        return bool(date_in(value))
    if code == "LA":
        return bool(language_code(value)) or " " not in value
    if code == "CY":
        return bool(_COPYRIGHT_WORDS.search(value))
    if code in ("CO", "IN", "NS", "RE"):
        return _CODED_TERMS.match(value) is not None
    if code == "AN":
        return _IDENTIFIER.search(value) is not None
    return not ends_sentence(value) or len(value) < _LONGEST_CODE


def plain_documents(lines: Sequence[HintedLine], marks: Sequence[Mark]) -> list[Document]:
    """The documents of an export without codes, each above its number; none where it is none."""
    ends = [
        k
        for k, line in enumerate(lines)
        if 20 <= len(line.text) <= 50 and _IDENTIFIER.fullmatch(line.text)
    ]
    if not ends:
        return []
    starts = [0, *(end + 1 for end in ends)]
    found = []
    for first, end in zip(starts, [*ends, len(lines)], strict=True):
        runs = runs_of(lines, marks, range(first, end), lambda text: None, apart=True)
        parts = list(_plain_parts(lines, marks, runs))
        if parts and end < len(lines):
            parts.append(Part(Field.OTHER, (end,), ("",)))
        if parts:
            found.append(document_of(parts))
    return found


def _plain_parts(
    lines: Sequence[HintedLine], marks: Sequence[Mark], runs: Sequence[Run]
) -> Iterator[Part]:
    """Section, headline and byline above the word count; below it date, time, paper, its code,
    page, language, copyright and the text."""
    count = next((k for k, run in enumerate(runs) if run.field is Field.LENGTH), None)
    if count is None or count + 2 >= len(runs) or not date_in(runs[count + 1].text):
        return
    yield from _above_count(lines, marks, runs, count)
    yield runs[count].part()
    yield Part(Field.DATE, runs[count + 1].lines, (date_in(runs[count + 1].text),))
    end = next(
        (k for k in range(count + 2, min(count + 12, len(runs))) if _is_rights(runs[k].text)), None
    )
    last = end if end is not None else count + 2
    fields = [run for run in runs[count + 2 : last] if not _TIME.match(run.text)]
    publisher = next((run for run in fields if run.field is None), None)
    for run in runs[count + 2 : last + 1]:
        yield run.part(
            _field_below(run, publisher, is_rights=end is not None and run is runs[last])
        )
    for run in runs[last + 1 :]:
        yield run.part(Field.TEXT)


def _is_rights(text: str) -> bool:
    return is_notice(text) or "copyright" in text[:40].casefold()


def _field_below(run: Run, publisher: Run | None, *, is_rights: bool) -> Field:
    if is_rights:
        return Field.COPYRIGHT
    if run is publisher:
        return Field.PUBLISHER
    if run.text.isupper() or any(map(str.isdigit, run.text)):
        return Field.PAGE if any(map(str.isdigit, run.text)) else Field.OTHER
    is_word = re.split(r" [(-]", run.text)[0].count(" ") == 0
    return Field.LANGUAGE if is_word and language_code(run.text) else Field.OTHER


def _above_count(
    lines: Sequence[HintedLine], marks: Sequence[Mark], runs: Sequence[Run], count: int
) -> Iterator[Part]:
    """The runs right above the word count: in text without two blank lines between them, in HTML
    in the element around it."""
    top = count
    while top and count - top < _MOST_ABOVE:
        below, above = runs[top].lines[0], runs[top - 1].lines[0]
        container = marks[runs[count].lines[0]].element.parent if marks else None
        if container is not None and container not in marks[above].element.around():
            break
        if not marks and lines[below].line.blanks_before > 1:
            break
        top -= 1
    if top < count:
        headline = top + _headline_among(lines, marks, runs[top : count + 1])
        is_apart = not marks and lines[runs[headline].lines[0]].line.blanks_before > 0
        for k in range(headline if is_apart else max(top, headline - 1), count):
            is_below = Field.BYLINE if k > headline else Field.HEADLINE
            yield runs[k].part(Field.SECTION if k < headline else is_below)


def _headline_among(lines: Sequence[HintedLine], marks: Sequence[Mark], runs: Sequence[Run]) -> int:
    """Which of the runs above the word count, the last one, is the headline: the one that its
    markup calls so, or the last above a blank line or a name."""
    *above, count = runs
    if marks:
        for k, run in enumerate(above):
            mark = marks[run.lines[0]]
            if any(not _TITLES.isdisjoint(one.words) for one in (mark.inner, mark.element)):
                return k
    last = len(above) - 1
    if not last:
        return 0
    line = lines[above[last].lines[0]].line
    is_apart = not marks and line.blanks_before > 0 and not lines[count.lines[0]].line.blanks_before
    could_be_name = len(line.text) <= _LONGEST_NAMES and (
        last > 1 or " " in above[0].text or not above[0].text.isascii()
    )
    is_name = could_be_name and bool(people_in(line.text))
    return last - 1 if is_apart or is_name else last
