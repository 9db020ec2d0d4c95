"""Credits and sources: who took the picture, who reported the story."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache
from typing import Final, NamedTuple

from . import vocabulary
from .lines import CACHED_LINES
from .types import SourceMention, SourceRole


class Evidence(IntEnum):
    """How surely a line's end is a credit."""

    NONE = 0
    WEAK = 1
    """Brackets or a last word that could be a name."""
    STRONG = 2
    """Brackets that hold a known agency or a credit word."""


class Credited(NamedTuple):
    """A caption's text without its credit, the credit without its brackets, and how sure."""

    text: str
    credit: str
    evidence: Evidence


_FULL_NAMES: Final[dict[str, str]] = {
    alias: name
    for name, aliases in vocabulary.AGENCIES.items()
    for alias in (name, *aliases, name.upper())
}
_IN_BRACKETS: Final = re.compile(r"(?P<text>.*\S)\s*[(\[](?P<credit>[^()\[\]]{2,80})[)\]]\.?$")
_AFTER_STOP: Final = re.compile(r"(?P<text>.*[.!?”\"])\s+(?P<credit>[^.!?]{2,40})\.?$")
_PIECES: Final = re.compile(r"\s*(?:/|,|;|\||\bvia\b|\band\b)\s*")
_PHOTO_WORD: Final = re.compile(r"(?i)\b(?:file )?(?:photos?|pictures?|images?|archive|file)$")
_NAME: Final = re.compile(
    r"[A-Z][\w’'.-]*(?: (?:[A-Z][\w’'.-]*|of|de|bin|al|von|van|the|and|for)){0,5}"
)

_RUNNING_NAMES: Final = sorted(
    (alias for alias in _FULL_NAMES if alias not in vocabulary.CREDIT_ONLY), key=len, reverse=True
)


def _any_of(names: Iterable[str]) -> str:
    """A pattern for any of the names, longest first, that asks for their first letter once."""
    by_initial: dict[str, list[str]] = {}
    for name in names:
        by_initial.setdefault(name[0], []).append(re.escape(name[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_initial.items())


# The first letter is asked for before anything else: few words begin with a capital.
_INITIALS: Final = "".join({name[0] for name in _RUNNING_NAMES})
_MENTION: Final = re.compile(
    rf"(?=[A-Z{re.escape(_INITIALS)}])(?<!\w)"
    rf"(?:{_any_of(_RUNNING_NAMES)}|{vocabulary.GENERIC_AGENCY})(?![\w-])"
)
# `told Reuters`, `carried by the Oman News Agency`
_BEFORE: Final = re.compile(
    r"(?:\btold|\b[Aa]ccording to|\b(?:carried|reported|quoted|cited|published|confirmed) by|"
    r"\bciting|\bquoting|\binterview with|\bstatement to|\btelling)"
    r"(?: (?:the|state|official|news|agency|broadcaster))*\s$"
)
# `Reuters has reported`, `the Kuwait News Agency said`
_AFTER: Final = re.compile(
    r"\s(?:(?:has|had|have|also|earlier|later|first) )*"
    r"(?:reported|reports|said|says|quoted|cited)\b"
)


@lru_cache(maxsize=CACHED_LINES)
def split_credit(text: str) -> Credited:
    """Takes the credit off a caption's end.

    >>> split_credit("A boat returns to the harbor. (AP/File)")[:2]
    ('A boat returns to the harbor.', 'AP/File')
    >>> split_credit("The panels are down. Reuters")[:2]
    ('The panels are down.', 'Reuters')

    A bracket followed by a full stop belongs to the sentence it ends and is no credit:

    >>> split_credit("Inflation rose, says the institute (TurkStat).").evidence.name
    'NONE'
    """
    if text.endswith((")", "]", ").", "].")):
        match = _IN_BRACKETS.fullmatch(text)
        if match:
            credit = match["credit"].strip()
            if text.endswith(".") and match["text"][-1] not in ".!?”":
                return Credited(text, "", Evidence.NONE)
            if _is_known_credit(credit):
                return Credited(match["text"], credit, Evidence.STRONG)
            if _NAME.fullmatch(credit):
                return Credited(match["text"], credit, Evidence.WEAK)
        return Credited(text, "", Evidence.NONE)
    match = None if text.endswith(".") else _AFTER_STOP.fullmatch(text)
    if match and _is_known_credit(match["credit"].strip()):
        return Credited(match["text"], match["credit"].strip(), Evidence.WEAK)
    return Credited(text, "", Evidence.NONE)


def full_name(name: str) -> str | None:
    """The full name of an agency printed short, or None when it is not known.

    >>> full_name("AFP")
    'Agence France-Presse'
    """
    return _FULL_NAMES.get(name)


def credited_sources(credit: str) -> tuple[SourceMention, ...]:
    """The organisations a credit names, in order.

    >>> [source.name for source in credited_sources("AFP via Getty Images")]
    ['Agence France-Presse', 'Getty Images']
    """
    names = (_organisation(piece) for piece in _PIECES.split(credit))
    return tuple(SourceMention(name, SourceRole.PHOTO) for name in names if name)


def reporting_sources(paragraph: str) -> tuple[SourceMention, ...]:
    """The agencies and papers that a paragraph says the news was told to or reported by.

    >>> [source.name for source in reporting_sources("It is studied, a manager told AFP.")]
    ['Agence France-Presse']
    """
    mentions = []
    for match in _MENTION.finditer(paragraph):
        printed = match[0]
        named = _BEFORE.search(paragraph, max(0, match.start() - 60), match.start())
        if named or _AFTER.match(paragraph, match.end()):
            name = full_name(printed) or printed.removeprefix("The ")
            mentions.append(SourceMention(name, SourceRole.REPORTING))
    return tuple(mentions)


def distinct(mentions: Iterable[SourceMention]) -> tuple[SourceMention, ...]:
    """Each source and role once, in order of first mention."""
    return tuple(dict.fromkeys(mentions))


def _is_known_credit(credit: str) -> bool:
    if vocabulary.CREDIT_WORDS.fullmatch(credit):
        return True
    return any(
        full_name(_PHOTO_WORD.sub("", piece).strip() or piece) is not None
        or vocabulary.CREDIT_WORDS.fullmatch(piece) is not None
        for piece in _PIECES.split(credit)
    )


def _organisation(piece: str) -> str | None:
    name = full_name(piece)
    if name is None:
        bare = _PHOTO_WORD.sub("", piece).strip()
        name = full_name(bare)
        if name is None and bare and not vocabulary.CREDIT_WORDS.fullmatch(piece):
            last = bare.rpartition(" ")[2].casefold()
            is_organisation = " " in bare and last in vocabulary.ORGANISATION_WORDS
            name = bare.removeprefix("the ") if is_organisation else None
    return name
