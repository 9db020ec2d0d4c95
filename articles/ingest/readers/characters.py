"""Bytes into characters, and back to the same bytes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes
from resiliparse.parse.encoding import map_encoding_to_html5

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PAGE_ENCODINGS: Final = (
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *("iso8859_2", "iso8859_5", "iso8859_7", "koi8_r", "koi8_u", "cp874"),
    *("cp932", "euc_jp", "gb18030", "big5", "cp949"),
)
_SAMPLE: Final = 64 * 1024
_FEW_BAD_BYTES: Final = 0.01
# `<?xml version="1.0" encoding="koi8-r"?>`, `<meta charset="utf-8">`,
# `<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">`
_DECLARED: Final = re.compile(
    rb"<(?:\?xml[^>]{1,200}encoding|meta\s[^>]{0,400}charset)"
    rb"\s*=\s*[\"']?\s*([\w.:-]{2,40})",
    re.IGNORECASE,
)
_DECLARED_WITHIN: Final = 16 * 1024
_TAGS: Final = re.compile(rb"<[^<>]*>")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Characters:
    """A record's characters, each in the place of the bytes it came from.

    `text` is for reading: bytes that mean nothing in the encoding show as U+FFFD. `exact` holds
    them in a form that encodes back to the same bytes. Both have the same length.
    """

    text: str
    exact: str
    encoding: str
    note: str = ""

    def bytes_between(self, start: int, end: int) -> bytes:
        """The bytes that `text[start:end]` was read from."""
        return self.exact[start:end].encode(self.encoding, errors_for(self.encoding))


def decode(raw: bytes) -> Characters:
    """The characters of a dump: by byte order mark, as UTF-8, or by a guess that is noted.

    Whatever comes back encodes to the same bytes again.
    """
    if b"\0" not in raw and not raw.startswith(codecs.BOM_UTF8):
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return Characters(text, text, "utf-8")
    for encoding, note in _candidates(raw):
        try:
            exact = raw.decode(encoding, errors_for(encoding))
            if exact.encode(encoding, errors_for(encoding)) != raw:
                continue
        except (UnicodeError, LookupError):
            continue
        return Characters(_SURROGATES.sub("\ufffd", exact), exact, encoding, note)
    raise AssertionError("latin-1 reads any bytes")


def encoding_of_page(raw: bytes, declared: str = "") -> tuple[str, str]:
    """The encoding of an HTML page, as Python names it, and a note where it was guessed.

    By byte order mark, by what the server `declared`, by what the page declares, or as it looks. A
    declared UTF-8 that the bytes are not is no declaration.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return encoding, ""
    stated = _DECLARED.search(raw[:_DECLARED_WITHIN])
    for name in (declared, stated[1].decode("ascii") if stated else ""):
        known = map_encoding_to_html5(name, fallback_utf8=False) if name else None
        if known and known not in ("utf-8", "utf-16-le", "utf-16-be"):
            return known, ""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8", ""
    found = decode(_TAGS.sub(b" ", raw[: 4 * _SAMPLE]))
    return found.encoding, found.note


def _candidates(raw: bytes) -> Iterator[tuple[str, str]]:
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            yield encoding, ""
    sample = raw[:_SAMPLE]
    if wide := _wide_encoding(sample):
        yield wide, f"no encoding is declared; the zero bytes look like {wide}"
    yield from _utf8(raw)
    if guess := _guess(sample):
        yield guess, f"not UTF-8; its bytes look like {guess}"
    yield "latin-1", "not UTF-8, and no other encoding fits; read as latin-1"


def _utf8(raw: bytes) -> Iterator[tuple[str, str]]:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        beyond_ascii = len(raw) - len(raw.decode("ascii", "ignore"))
        read = raw.decode("utf-8", "surrogateescape")
        bad = len(read) - len(read.translate(dict.fromkeys(range(0xDC80, 0xDD00))))
        good = beyond_ascii - bad
        if bad <= len(raw) * _FEW_BAD_BYTES and good > 4 * bad:
            yield "utf-8", f"{bad} bytes are not UTF-8 and show as \ufffd"
    else:
        yield "utf-8", ""


def _guess(sample: bytes) -> str | None:
    """The likeliest of the encodings that pages are written in. Where Western Windows fits about
    as well as the best, it is taken: for a page it is by far the commonest."""
    found = from_bytes(sample, cp_isolation=list(_PAGE_ENCODINGS))
    best = found.best()
    if best is None:
        return None
    for match in found:
        western = "cp1252" in (match.encoding, *match.could_be_from_charset)
        if western and match.chaos <= 0.1 and match.coherence >= best.coherence - 0.05:
            return "cp1252"
    return best.encoding


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Western text is zero."""
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    if even > 0.4 and odd < 0.05:
        return "utf-16-be"
    return None


def errors_for(encoding: str) -> str:
    """How an encoding's odd bytes are read and written, so that they come back as they were."""
    return "surrogateescape" if encoding == "utf-8" else "strict"
