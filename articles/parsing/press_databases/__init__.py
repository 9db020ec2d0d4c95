"""Exports of press databases: one file with many documents, each with its fields.

An export is told by several marks of one layout. A page that only mentions a field's name is none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, NamedTuple

from articles.parsing.line_kinds import HintedLine, looks_like_paragraph
from articles.parsing.marks import Mark

from . import europresse, factiva, lexisnexis, mediargus
from .documents import NO_EXPORT, Document, Export, Field, Part
from .fields import is_notice
from .labelled import DATABASES, labelled_documents

__all__ = ["NO_EXPORT", "Document", "Export", "Field", "Part", "find_export", "is_prose"]


class _Layout(NamedTuple):
    """What an export of this layout has: a line that `begins` with one of these, and in its text
    one of the words that it `holds`, if there are any; and what reads it."""

    begins: tuple[str, ...]
    read: Callable[[Sequence[HintedLine], Sequence[Mark]], Export]
    holds: tuple[str, ...] = ()


def _all(read: Callable[[Sequence[HintedLine], Sequence[Mark]], list[Document]]) -> _Reader:
    return lambda lines, marks: Export(tuple(read(lines, marks)))


_Reader = Callable[[Sequence[HintedLine], Sequence[Mark]], Export]

_LAYOUTS: Final = (
    _Layout(lexisnexis.NEXIS_SIGNS, _all(lexisnexis.nexis_documents)),
    _Layout(lexisnexis.OLD_SIGNS, _all(lexisnexis.old_documents)),
    _Layout(factiva.CODED_SIGNS, _all(factiva.coded_documents)),
    _Layout(factiva.PLAIN_SIGNS, _all(factiva.plain_documents)),
    _Layout(europresse.SIGNS, _all(europresse.europresse_documents)),
    _Layout(mediargus.SIGNS, mediargus.mediargus_export),
    *(
        _Layout(database.signs, _all(partial(labelled_documents, database)), database.holds)
        for database in DATABASES
    ),
)


def _by_first_two() -> dict[str, list[tuple[str, _Layout]]]:
    signs: dict[str, list[tuple[str, _Layout]]] = {}
    for layout in _LAYOUTS:
        for sign in layout.begins:
            signs.setdefault(sign[:2], []).append((sign, layout))
    return signs


_SIGNS: Final = _by_first_two()
"""The beginnings of lines by their first two letters: nearly every line has none of these."""


def find_export(text: str, lines: Sequence[HintedLine], marks: Sequence[Mark]) -> Export:
    """The documents of a text that is an export; `NO_EXPORT` for any other text."""
    told: set[_Layout] = set()
    for line in lines:
        signs = _SIGNS.get(line.text[:2])
        if signs:
            told.update(layout for sign, layout in signs if line.text.startswith(sign))
    for layout in _LAYOUTS:
        if layout in told and (not layout.holds or any(word in text for word in layout.holds)):
            export = layout.read(lines, marks)
            if export.documents:
                return export
    return NO_EXPORT


def is_prose(text: str) -> bool:
    """Whether a line outside of all documents reads as text, and not as a notice of rights."""
    return looks_like_paragraph(text) and not is_notice(text)
