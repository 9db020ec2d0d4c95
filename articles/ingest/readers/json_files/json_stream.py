"""JSON of any size: walks through an object that is too large to be held, record by record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from articles.ingest.readers.fields.field_names import Fields, folded
from articles.ingest.readers.limits import LARGEST_PAGE
from articles.ingest.readers.streams import CHUNK, Stream

from .json_shapes import DEEPEST_LIST, DEEPEST_PATH, LOOKED_AT, path_parts, unwrapped

_BETWEEN: Final = re.compile(rb"[\s,:]*")
_MARKS: Final = re.compile(rb'["{}\[\]]')
_MARKS_IN_TEXT: Final = re.compile(rb'["\\]')
_SCALAR: Final = re.compile(rb"[^\s,:{}\[\]\"]*")
_LONGEST_KEY: Final = 64 * 1024
DEEPEST_BRACKET: Final = 2000
"""Brackets within one another; what is nested deeper cannot be decoded either."""
_DECODER: Final = json.JSONDecoder(strict=False)


class BrokenJsonError(Exception):
    """JSON that ends, or breaks its rules, at a place where nothing can be passed over."""


class Piece(NamedTuple):
    """An object within a large one, and where it stands; without bytes one that is too large
    itself. Others than records (`is_record`) may hold some, or none."""

    place: str
    raw: bytes | None
    is_record: bool = True


def pieces_of(stream: Stream, fields: Fields) -> Iterator[Piece]:
    """What may be records in the object or list that a stream stands before, in its order: what
    lies at the caller's path (`fields.records`), else the objects of lists that hold stories, and
    the smaller objects beside them. The stream stands behind it then. Raises `BrokenJsonError`."""
    walk = _Walk(stream, fields)
    if fields.records:
        yield from walk.at_path(path_parts(fields.records), "", 0)
    elif walk.next_byte() == b"[":
        yield from walk.in_list("")
    else:
        yield from walk.in_object("", 1)
    walk.give_back()


@dataclass(slots=True)
class _Walk:
    """A walk through a stream of JSON. It holds no more than the value that it is asked for."""

    stream: Stream
    fields: Fields
    _raw: bytearray = field(default_factory=bytearray)
    _at: int = 0

    def in_object(self, path: str, depth: int) -> Iterator[Piece]:
        """What an object holds."""
        for name in self._members():
            here = f"{path}.{name}" if path else name
            first = self.next_byte()
            if first == b"[":
                yield from self.in_list(here)
            elif first != b"{":
                self._skip()
            elif (raw := self._value(LARGEST_PAGE)) is not None:
                yield Piece(here, raw, is_record=False)
            elif depth < DEEPEST_LIST:
                yield from self.in_object(here, depth + 1)
            else:
                self._skip()

    def in_list(self, path: str) -> Iterator[Piece]:
        """The objects of a list, if one of the first is a story."""
        held: list[Piece] = []
        is_of_stories = False
        for number in self._items():
            if self.next_byte() != b"{" or (not is_of_stories and len(held) == LOOKED_AT):
                self._skip()
                continue
            piece = Piece(f"{path}[{number}]", self._value(LARGEST_PAGE))
            if piece.raw is None:
                self._skip()
            if is_of_stories:
                yield piece
                continue
            held.append(piece)
            if piece.raw is not None and self._is_story(piece.raw):
                is_of_stories = True
                yield from held
                held.clear()

    def at_path(self, parts: tuple[str, ...], path: str, depth: int) -> Iterator[Piece]:
        """What lies at a path."""
        first = self.next_byte()
        if first not in (b"{", b"[") or depth > DEEPEST_PATH:
            self._skip()
        elif first == b"[":
            rest = parts[1:] if parts[:1] == ("[]",) else parts
            for number in self._items():
                yield from self.at_path(rest, f"{path}[{number}]", depth + 1)
        elif not parts and (raw := self._value(LARGEST_PAGE)) is not None:
            yield Piece(path, raw)
        else:  # the way goes on, or an object that is too large holds records by key
            wanted = parts[0] if parts else "[]"
            for name in self._members():
                if wanted == "[]" or name == wanted or folded(name) == folded(wanted):
                    here = f"{path}.{name}" if path else name
                    yield from self.at_path(parts[1:], here, depth + 1)
                else:
                    self._skip()

    def next_byte(self) -> bytes:
        """The first byte of what comes next, behind commas and spaces. Raises `BrokenJsonError` at
        the end."""
        while True:
            between = _BETWEEN.match(self._raw, self._at)
            self._at = between.end() if between else self._at
            if self._at < len(self._raw):
                return bytes(self._raw[self._at : self._at + 1])
            if not self._fill():
                raise BrokenJsonError

    def give_back(self) -> None:
        """Puts what was read ahead back into the stream."""
        self.stream.unread(bytes(self._raw[self._at :]))
        self._raw.clear()
        self._at = 0

    def _is_story(self, raw: bytes) -> bool:
        try:
            value = _DECODER.decode(raw.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            return False
        return unwrapped(value, self.fields) is not None

    def _members(self) -> Iterator[str]:
        """The names of an object's members. The caller passes the value of each."""
        self._at += 1
        while self.next_byte() != b"}":
            yield self._key()
        self._at += 1

    def _items(self) -> Iterator[int]:
        """The numbers of a list's values. The caller passes each."""
        self._at += 1
        number = 0
        while self.next_byte() != b"]":
            number += 1
            yield number
        self._at += 1

    def _key(self) -> str:
        raw = self._value(_LONGEST_KEY) if self.next_byte() == b'"' else None
        try:
            return str(_DECODER.decode((raw or b"").decode("utf-8", "replace")))
        except ValueError:
            raise BrokenJsonError from None

    def _value(self, most: int) -> bytes | None:
        """The bytes of the value that begins here, which is passed; None, and nothing passed, where
        they are more than `most`."""
        self.next_byte()
        if self._at > CHUNK:
            del self._raw[: self._at]
            self._at = 0
        scan = _Scan()
        while (end := scan.end(self._raw, self._at)) is None:
            if len(self._raw) - self._at > most:
                return None
            if not self._fill():
                raise BrokenJsonError
        if end - self._at > most:
            return None
        raw = bytes(self._raw[self._at : end])
        self._at = end
        return raw

    def _skip(self) -> None:
        """Passes the value that begins here, however long it is, and keeps nothing of it."""
        self.next_byte()
        del self._raw[: self._at]
        self._at = 0
        scan = _Scan()
        while (end := scan.end(self._raw, 0)) is None:
            del self._raw[: scan.seen]
            scan.seen = 0
            if not self._fill():
                raise BrokenJsonError
        self._at = end

    def _fill(self) -> bool:
        more = self.stream.read_some()
        self._raw += more
        return bool(more)


@dataclass(slots=True)
class _Scan:
    """Looks for a value's end in bytes that grow; `seen` of them, from its start, are done."""

    seen: int = 0
    depth: int = 0
    in_text: bool = False
    is_plain: bool | None = None
    has_begun: bool = False

    def end(self, raw: bytearray, start: int) -> int | None:
        """Where the value ends that begins at `start`; None as long as that is not there yet."""
        if self.is_plain is None:
            self.is_plain = bytes(raw[start : start + 1]) not in (b"{", b"[", b'"')
        at = start + self.seen
        if self.is_plain:
            plain = _SCALAR.match(raw, at)
            end = plain.end() if plain else at
            if end == len(raw):
                self.seen, self.has_begun = end - start, self.has_begun or end > at
                return None
            return end if self.has_begun or end > at else end + 1  # what no value begins with
        while mark := (_MARKS_IN_TEXT if self.in_text else _MARKS).search(raw, at):
            at = mark.end()
            match mark.group():
                case b"\\":
                    if at == len(raw):
                        self.seen = at - 1 - start
                        return None
                    at += 1
                    continue
                case b'"':
                    self.in_text = not self.in_text
                case b"{" | b"[":
                    self.depth += 1
                    if self.depth > DEEPEST_BRACKET:
                        raise BrokenJsonError
                case _:
                    self.depth -= 1
            if self.depth <= 0 and not self.in_text:
                return at
        self.seen = len(raw) - start
        return None
