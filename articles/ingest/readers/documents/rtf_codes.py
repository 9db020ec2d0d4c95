"""RTF as codes and text: groups, control words, characters in the code pages of their fonts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\'(?P<hex>[0-9A-Fa-f]{2})"
    rb"|\\(?P<symbol>[^A-Za-z'])"
    rb"|(?P<brace>[{}])"
    rb"|[\r\n\0]+"
    rb"|(?P<text>[^\\{}\r\n\0]+)"
    rb"|\\",
    re.DOTALL,
)
_IN_SKIPPED: Final = re.compile(rb"\\bin(\d{1,10}) ?|\\.|[{}]", re.DOTALL)
_DEEPEST: Final = 400
"""Groups within one another; Word writes ten."""
_MOST_CODES: Final = 2_000_000
"""Codes and texts; 1,000 pages have 500,000."""

_LARGEST_GROUP: Final = 48 * 1024 * 1024
"""Bytes of a group that is read by itself: a picture of 24 MiB in hexadecimal digits."""

_CODE_PAGES: Final = {
    77: "mac_roman", 78: "shift_jis", 128: "cp932", 129: "cp949", 130: "cp1361", 134: "cp936",
    136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
    186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
"""By `\\fcharset`; 0 and 1 are the document's own."""


class RtfError(Exception):
    """RTF that cannot be read; the message says why."""


class Code(NamedTuple):
    """`open` and `close` of a group, a control `word` with its number, a `symbol`, or `bytes`."""

    kind: str
    word: str = ""
    number: int | None = None
    raw: bytes = b""


class Codes:
    """The codes of an RTF document, one after another."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0
        self._depth = 0

    def __iter__(self) -> Iterator[Code]:
        raw, match_at = self._raw, _TOKEN.match
        count = 0
        while (match := match_at(raw, self._at)) is not None:
            self._at = match.end()
            count += 1
            if count > _MOST_CODES:
                raise RtfError("it has more codes than any document")
            kind = match.lastgroup
            if kind == "text":
                yield Code("bytes", raw=match["text"])
            elif kind in ("word", "number"):
                number = match["number"]
                word = match["word"].decode("ascii")
                if word == "bin":
                    self._at += max(int(number or 0), 0)
                    continue
                yield Code("word", word, None if number is None else int(number))
            elif kind == "hex":
                yield Code("bytes", raw=bytes((int(match["hex"], 16),)))
            elif kind == "symbol":
                yield Code("symbol", match["symbol"].decode("latin-1"))
            elif kind == "brace":
                is_open = match["brace"] == b"{"
                self._depth += 1 if is_open else -1
                if self._depth > _DEEPEST:
                    raise RtfError(f"its groups are nested more than {_DEEPEST} deep")
                yield Code("open" if is_open else "close")
                if self._depth <= 0 and not is_open:
                    return

    def skip_group(self) -> bytes:
        """Passes over the rest of the group, up to the brace that ends it; returns its bytes, where
        they are not too many."""
        start, depth = self._at, 0
        at = start
        while (match := _IN_SKIPPED.search(self._raw, at)) is not None:
            at = match.end()
            if match[1] is not None:
                at += int(match[1])
            elif match[0] == b"{":
                depth += 1
            elif match[0] == b"}":
                if not depth:
                    self._at = match.start()
                    is_small = self._at - start <= _LARGEST_GROUP
                    return self._raw[start : self._at] if is_small else b""
                depth -= 1
        self._at = len(self._raw)
        return b""


def code_page(charset: int, default: str) -> str:
    """The encoding of a font."""
    return _CODE_PAGES.get(charset, default)


def default_code_page(number: int) -> str:
    """The encoding that the document names, by its number; that of Windows for unknown ones."""
    name = {65001: "utf-8", 10000: "mac_roman", 708: "cp720", 54936: "gb18030"}.get(
        number, f"cp{number}"
    )
    try:
        b"a".decode(name)
    except LookupError:
        return "cp1252"
    return name
