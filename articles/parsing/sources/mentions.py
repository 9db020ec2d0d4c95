"""Reporting sources: whom a paragraph says the news was told to, or was reported by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from articles.parsing.lines import vocabulary
from articles.parsing.types import SourceMention, SourceRole

from .registry import SourceRegistry

_REACH: Final = 120
"""Characters before a name in which the words that make it a source begin."""

_MOST_NAMES: Final = 200
"""Sources that are looked at in one paragraph; a list of more reports nothing."""

_BEFORE: Final = re.compile(
    rf"(?:{vocabulary.TOLD}){vocabulary.INTRODUCED}\s$|(?:{vocabulary.ARABIC_TOLD})$"
    rf"|(?:{vocabulary.EUROPEAN_TOLD})(?:\s|\s(?:l|all|dell)[’'])$"
)
_AFTER: Final = re.compile(rf"{vocabulary.APPOSED}{vocabulary.REPORTED}")
_OFFICER: Final = re.compile(vocabulary.OFFICER)
# Between the names of `told AFP, AP and the BBC`
_JOINED: Final = re.compile(r"(?:,| and|, and)(?: the)? ")


def reporting_sources(
    paragraphs: Sequence[str], registry: SourceRegistry
) -> list[tuple[SourceMention, ...]]:
    """For each of a story's paragraphs the agencies and papers that it says the news was told to
    or reported by.

    >>> from .registry import NO_SOURCES
    >>> text = "The dam is safe, the Titicaca News Agency reported."
    >>> [source.name for source in reporting_sources([text], NO_SOURCES)[0]]
    ['Titicaca News Agency']
    """
    traces = registry.names.traces("\n".join(paragraphs))
    if not traces:
        return [()] * len(paragraphs)
    return [
        tuple(_reported_by(text, registry)) if any(map(text.__contains__, traces)) else ()
        for text in paragraphs
    ]


def _reported_by(paragraph: str, registry: SourceRegistry) -> Iterator[SourceMention]:
    told_end = -1  # where the last name ends that the news was told to
    for match in islice(registry.names.find(paragraph), _MOST_NAMES):
        start, end = match.span()
        if _is_told(paragraph, start) or _JOINED.fullmatch(paragraph, max(0, told_end), start):
            reporting, told_end = not _OFFICER.match(paragraph, end), end
        else:
            reporting, told_end = _AFTER.match(paragraph, end) is not None, -1
        if reporting:
            yield SourceMention(_name(match, registry), SourceRole.REPORTING)


def _is_told(paragraph: str, start: int) -> bool:
    return _BEFORE.search(paragraph, max(0, start - _REACH), start) is not None


def _name(match: re.Match[str], registry: SourceRegistry) -> str:
    """The full name; of `Russian TASS News Agency` the part that is known."""
    printed = match[0]
    words = printed.split()
    if match["generic"] is None:
        return registry.full_name(printed) or registry.full_name(_capital(printed)) or printed
    for first in range(len(words) - 1):
        for last in (len(words), len(words) - 2):
            if name := registry.full_name(" ".join(words[first:last])):
                return name
    return " ".join(words[1:] if words[0] in vocabulary.OPENING_WORDS else words)


def _capital(printed: str) -> str:
    """`the Irish Times` as the list has it."""
    return printed[:1].upper() + printed[1:]
