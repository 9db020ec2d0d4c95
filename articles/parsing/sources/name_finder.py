"""Finds the names of known sources in running text.

A thousand names as one pattern would be tried at every capital letter. So a text is asked first
for the few words that names give themselves away by, and then, at each word that a name begins
with, for the names that begin so.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Final, NamedTuple

from articles.parsing.lines import vocabulary

_CAPITALISED: Final = re.compile(r"[A-Z]\w*")
_OPENING: Final = re.compile(r".\w*", re.DOTALL)
_GENERIC: Final = rf"(?P<generic>{vocabulary.GENERIC_AGENCY})"
_END: Final = r"(?![\w-])"


class Forms(NamedTuple):
    """Names as printed: those that name a source wherever they stand, those that name none before
    a further name, and those that name one only beside a word that says so."""

    plain: frozenset[str]
    guarded: frozenset[str]
    marked: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class NameFinder:
    """Finds names in text; made with `of`, once. A pattern is compiled when its word is met."""

    _telling: frozenset[str]
    """Of each name one capitalised word that does not open every other sentence."""
    _telling_parts: tuple[str, ...]
    """The names without any such word, or of those not in Latin letters the first letter."""
    _opening: re.Pattern[str]
    _forms: dict[str, Forms]
    """The names by the word that they begin with."""
    _generic: re.Pattern[str] = field(default_factory=lambda: re.compile(_GENERIC + _END))
    _compiled: dict[str, re.Pattern[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, forms: Forms) -> NameFinder:
        every = frozenset().union(*forms)
        by_opening: defaultdict[str, tuple[set[str], ...]] = defaultdict(
            lambda: (set(), set(), set())
        )
        for number, some in enumerate(forms):
            for form in some:
                by_opening[opening_word(form)][number].add(form)
        words, parts = _telling(every)
        firsts = "".join(sorted({re.escape(form[0]) for form in every}))
        return cls(
            words,
            parts,
            re.compile(rf"\b[A-Z{firsts}]\w*"),
            {opening: Forms(*map(frozenset, sets)) for opening, sets in by_opening.items()},
        )

    def traces(self, text: str) -> list[str]:
        """The pieces of a text that give a name away; where none stands there is no name."""
        found = list(self._telling.intersection(_CAPITALISED.findall(text)))
        found += [part for part in self._telling_parts if part in text]
        return found

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """The names in a text, from left to right; the group `generic` is a name known by its
        pattern only."""
        may_be_generic = any(end in text for end in vocabulary.GENERIC_AGENCY_ENDS)
        end = 0
        for opening in self._opening.finditer(text):
            word, start = opening[0], opening.start()
            if start < end:
                continue
            if word in self._forms:
                match = self._pattern(word).match(text, start)
            else:
                match = self._generic.match(text, start) if may_be_generic else None
            if match:
                end = match.end()
                yield match

    def _pattern(self, opening: str) -> re.Pattern[str]:
        if opening not in self._compiled:
            self._compiled[opening] = _pattern(self._forms[opening])
        return self._compiled[opening]


def opening_word(text: str) -> str:
    """The word that a text begins with, or its first character and the word behind it.

    >>> opening_word("AFP/Getty Images")
    'AFP'
    """
    match = _OPENING.match(text)
    return match[0] if match else ""


def _telling(every: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    words = set(vocabulary.GENERIC_AGENCY_ENDS)
    parts: set[str] = set()
    own = {form: set(_CAPITALISED.findall(form)) - vocabulary.OPENING_WORDS for form in every}
    times = Counter(chain.from_iterable(own.values()))
    for form, capitalised in own.items():
        if capitalised:
            words.add(max(sorted(capitalised), key=lambda word: _tells(word, times[word])))
        else:
            parts.add(form if form.isascii() else form[0])
    # A form that holds another one tells nothing new: `dpa-infocom`, `dpa`
    least = [form for form in parts if not any(form != other and other in form for other in parts)]
    return frozenset(words), tuple(sorted(least))


def _tells(word: str, times: int) -> tuple[bool, bool, int, int]:
    """How well a word tells a source from the places and people that are in any text: a word of
    the trade best, such as `Times`, and then one that many names have."""
    return word.casefold() in vocabulary.ORGANISATION_WORDS, len(word) > 2, times, len(word)


def _pattern(forms: Forms) -> re.Pattern[str]:
    marked = _alternation(forms.marked)
    ways = [
        _alternation(forms.plain),
        # `told The National`, but not `told The National Assembly`
        rf"(?:{_alternation(forms.guarded)})(?! (?!{vocabulary.WEEKDAY})[A-Z])"
        if forms.guarded
        else "",
        # `state news agency SPA` and `Petra news agency`: the words beside it make it certain
        rf"{vocabulary.MARKED_BEFORE}(?:{marked})" if marked else "",
        rf"(?:{marked})(?={vocabulary.MARKED_AFTER})" if marked else "",
        _GENERIC,
    ]
    return re.compile(rf"(?:{'|'.join(filter(None, ways))}){_END}")


def _alternation(forms: Iterable[str]) -> str:
    """Forms as one pattern, the longest first."""
    return "|".join(map(re.escape, sorted(forms, key=lambda form: (-len(form), form))))
