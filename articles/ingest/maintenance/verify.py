"""The proof that nothing was lost: each dump's bytes and lines, held against its clippings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Func, QuerySet
from django.db.models.fields import BinaryField, IntegerField

from articles.ingest.readers import errors_for
from articles.models import Dump
from articles.parsing.lines.lines import split_lines
from articles.parsing.types import Role

_RARE_ENDS: Final = dict.fromkeys(map(ord, "\v\x85\u2028\u2029"), " ")
_CHUNK: Final = 20
"""Clippings that are fetched at a time; the largest are some MB."""

_ROLES: Final = frozenset(role.value for role in Role)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One dump, and what is wrong with it: nothing, if all is well."""

    dump: int
    name: str
    faults: tuple[str, ...]


def verify(dumps: QuerySet[Dump]) -> Iterator[Verdict]:
    """Checks dumps one after the other, in order of id.

    Of each: its bytes have its SHA-256; its clippings follow on one another without a gap, have
    the lines that they say they have, and a ledger with each of these lines exactly once; the
    bytes and lines are as many as the dump says. Memory holds a few clippings at a time.
    """
    # All in one statement, so that what an import rewrites meanwhile is seen whole or not at all.
    rows = (
        dumps.annotate(
            original_digest=Func(F("original"), function="sha256", output_field=BinaryField()),
            original_size=Func(
                F("original"), function="octet_length", output_field=IntegerField()
            ),
        )
        .order_by("pk", "clippings__position")
        .values(
            "pk", "name", "sha256", "byte_count", "line_count", "encoding",
            "original_digest", "original_size",
            "clippings__position", "clippings__first_line", "clippings__last_line",
            "clippings__raw", "clippings__ledger",
        )
    )  # fmt: skip
    with transaction.atomic():  # a cursor outlives no transaction; with one it keeps no copy
        found = rows.iterator(chunk_size=_CHUNK)
        for pk, clippings in groupby(found, key=itemgetter("pk")):
            check = _Check()
            for clipping in clippings:
                check.add(clipping)
            yield Verdict(pk, check.dump["name"], tuple(check.conclude()))


@dataclass(slots=True)
class _Check:
    """A dump that is being checked, clipping by clipping."""

    dump: Any = None
    faults: list[str] = field(default_factory=list)
    _digest: Any = field(default_factory=hashlib.sha256)
    _byte_count: int = 0
    _line_count: int = 0
    _position: int = 0

    def add(self, clipping: Any) -> None:
        """Checks the next clipping; an empty dump comes once, without one."""
        self.dump = clipping
        if clipping["clippings__position"] is None:
            return
        position, raw = clipping["clippings__position"], bytes(clipping["clippings__raw"])
        first, last = clipping["clippings__first_line"], clipping["clippings__last_line"]
        if position != self._position + 1:
            self.faults.append(f"clipping {position} follows on clipping {self._position}")
        if first != self._line_count + 1:
            self.faults.append(f"line {first} follows on line {self._line_count}")
        text = self._text(raw)
        line_count = len(split_lines(text))
        # An older parser broke no lines at these, and its ledger holds until it is parsed again.
        if last - first + 1 not in (line_count, len(split_lines(text.translate(_RARE_ENDS)))):
            self.faults.append(f"lines {first} to {last} hold {line_count} lines")
        self.faults += _ledger_faults(clipping["clippings__ledger"], first, last)
        self._position, self._line_count = position, last
        self._byte_count += len(raw)
        self._digest.update(raw)

    def conclude(self) -> list[str]:
        """What is wrong, once all clippings have been seen."""
        digest, byte_count = self._digest.hexdigest(), self._byte_count
        if self.dump["original_size"] is not None:
            digest = bytes(self.dump["original_digest"]).hex()
            byte_count = self.dump["original_size"]
        if digest != self.dump["sha256"]:
            self.faults.append("its bytes do not have its SHA-256")
        if byte_count != self.dump["byte_count"]:
            self.faults.append(f"it had {self.dump['byte_count']} bytes, and has {byte_count}")
        if self._line_count != self.dump["line_count"]:
            self.faults.append(
                f"it had {self.dump['line_count']} lines, and has {self._line_count}"
            )
        return self.faults

    def _text(self, raw: bytes) -> str:
        encoding = self.dump["encoding"]
        try:
            return raw.decode(encoding, errors_for(encoding))
        except (UnicodeError, LookupError):
            self.faults.append(f"its bytes cannot be read as {encoding}")
            return raw.decode("latin-1")


def _ledger_faults(ledger: list[Any], first: int, last: int) -> Iterator[str]:
    following = first
    for start, end, role, _ in ledger:
        if start != following or end < start:
            yield f"the ledger's line {start} follows on line {following - 1}"
        if role not in _ROLES:
            yield f"line {start} has the role {role}, which there is not"
        following = end + 1
    if following != last + 1:
        yield f"the ledger ends at line {following - 1} instead of {last}"
