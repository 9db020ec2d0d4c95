"""The news sources a parse knows by name, ready to be looked up and found in running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from .name_finder import Forms, NameFinder, opening_word

KINDS: Final = frozenset({"agency", "publisher", "broadcaster", "photographer", "other"})
_LISTS: Final = ("aliases", "credit_only")
_FIELDS: Final = frozenset({"name", "kind", "home", *_LISTS})
_HOME: Final = re.compile(r"https://[\w-]+(?:\.[\w-]+)+(?:/\S{0,120})?")
_LONGEST_NAME: Final = 200
"""Characters that a source's row holds."""


class RegistryError(ValueError):
    """The list of sources cannot be used; the message names the entry and what is wrong."""


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source: its full name, and the other forms it is printed under.

    `aliases` are safe to find in running text. `credit_only` are forms that mean something else
    there (`PA` may be Pennsylvania); the name itself may be among them. `home` is an https
    address or empty.
    """

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    credit_only: tuple[str, ...] = ()
    home: str = ""

    @property
    def printed(self) -> tuple[str, ...]:
        """Every form, the full name first, each once."""
        return tuple(dict.fromkeys((self.name, *self.aliases, *self.credit_only)))

    @property
    def running(self) -> tuple[str, ...]:
        """The forms that name it in running text: `The Irish Times` is there `the Irish Times`
        too, but one plain word after a small `the` names nobody."""
        safe = [form for form in (self.name, *self.aliases) if form not in self.credit_only]
        small = [f"the {form[4:]}" for form in safe if form.startswith("The ") and " " in form[4:]]
        return (*safe, *small)


@dataclass(frozen=True, slots=True, eq=False)
class SourceRegistry:
    """Sources by every form they are printed under, and a finder of their names in text.

    Made with `of`, once: making it costs some milliseconds, asking it next to nothing.
    """

    sources: tuple[KnownSource, ...]
    names: NameFinder = field(repr=False)
    openings: frozenset[str] = field(repr=False)
    """The words that `find`'s forms begin with, as `opening_word` gives them."""
    _by_form: Mapping[str, KnownSource] = field(repr=False)
    _by_folded: Mapping[str, KnownSource] = field(repr=False)

    @classmethod
    def of(cls, entries: Iterable[Mapping[str, Any]]) -> SourceRegistry:
        """A registry of entries `{"name", "kind", "aliases", "credit_only", "home"}`.

        Only name and kind are required. Raises `RegistryError` for the first entry that is
        malformed, or that shares a form with another one, whatever its capitals.
        """
        sources = tuple(_source(number, entry) for number, entry in enumerate(entries, start=1))
        owners: dict[str, KnownSource] = {}
        for number, source in enumerate(sources, start=1):
            for form in source.printed:
                other = owners.setdefault(form.casefold(), source)
                if other is not source:
                    raise _refused(number, source.name, f"{form!r} is a form of {other.name!r} too")
        by_form = {
            form: source
            for source in sources
            for printed in source.printed
            for form in (printed, printed.upper())
        }
        by_folded = {
            form.casefold(): source for source in sources for form in (source.name, *source.aliases)
        }
        names = NameFinder.of(_running_forms(sources))
        return cls(sources, names, frozenset(map(opening_word, by_form)), by_form, by_folded)

    def find(self, printed: str) -> KnownSource | None:
        """The source printed so in a credit or a byline: as in the list, or in capitals."""
        return self._by_form.get(printed)

    def find_folded(self, typed: str) -> KnownSource | None:
        """The source of a name that a person typed, whatever its capitals; ambiguous forms name
        nobody here."""
        return self._by_folded.get(typed.casefold())

    def full_name(self, printed: str) -> str | None:
        """The full name of a source printed short, or None when it is not known."""
        source = self._by_form.get(printed)
        return source.name if source else None


def _source(number: int, entry: Mapping[str, Any]) -> KnownSource:
    """The entry as a source, or `RegistryError` with the first thing that is wrong with it."""
    if not isinstance(entry, Mapping):
        raise _refused(number, "", f"{entry!r} is no object with name and kind")
    name: Any = entry.get("name")
    kind: Any = entry.get("kind")
    home: Any = entry.get("home", "")
    if not _is_form(name):
        raise _refused(number, "", f"its name is {name!r}; give the full name of a source")
    if unknown := sorted(set(entry) - _FIELDS):
        raise _refused(number, name, f"unknown field {unknown[0]!r}")
    if not isinstance(kind, str) or kind not in KINDS:
        raise _refused(number, name, f"kind {kind!r} is none of {', '.join(sorted(KINDS))}")
    for key in _LISTS:
        forms = entry.get(key, [])
        if not isinstance(forms, (list, tuple)) or not all(map(_is_form, forms)):
            raise _refused(number, name, f"{key} must be a list of names as printed")
    aliases, credit_only = (tuple(entry.get(key, ())) for key in _LISTS)
    if doubles := _doubles((name, *aliases)) or _doubles((*aliases, *credit_only)):
        raise _refused(number, name, f"{doubles[0]!r} is listed twice")
    if home != "" and not (isinstance(home, str) and _HOME.fullmatch(home)):
        raise _refused(number, name, f"home {home!r} is no address that begins with https://")
    return KnownSource(name, kind, aliases, credit_only, home)


def _is_form(value: object) -> bool:
    if not isinstance(value, str) or not 2 <= len(value) <= _LONGEST_NAME:
        return False
    return value == " ".join(value.split())


def _doubles(forms: tuple[str, ...]) -> list[str]:
    return [form for at, form in enumerate(forms) if form in forms[:at]]


def _refused(number: int, name: str, reason: str) -> RegistryError:
    return RegistryError(f"source {number}{f' ({name})' if name else ''}: {reason}")


def _running_forms(sources: Iterable[KnownSource]) -> Forms:
    """Every form that can name a source in running text, by how surely it does."""
    plain: set[str] = set()
    guarded: set[str] = set()
    marked: set[str] = set()
    for source in sources:
        for form in source.running:
            is_word = form.startswith(("The ", "the ")) and " " not in form[4:]
            (guarded if is_word else plain).add(form)
        plain |= {source.name.upper()} - set(source.credit_only)
        marked |= set(source.credit_only)
    return Forms(frozenset(plain), frozenset(guarded), frozenset(marked))


NO_SOURCES: Final = SourceRegistry.of(())
"""Knows no names: only patterns such as `the Titicaca News Agency` are found."""
