"""Bytes into characters, and back to the same bytes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes
from resiliparse.parse.encoding import map_encoding_to_html5

from .text_plausibility import looks_like_text

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNICODE: Final = frozenset({"utf-8", "utf-16-le", "utf-16-be"})
WIDE_MARKS: Final = tuple(mark for mark, _ in _BOMS[1:])
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
_WIDE_NOTE: Final = "no encoding is declared; the zero bytes look like %s"
_FEWEST_WIDE: Final = 50
_NOT_IN_TEXT: Final = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\uffff]")
_ENDS_OF_WORDS: Final = re.compile("[ \n,.\u060c\u3000-\u3002\uff0c\uff01\uff1f]")
_BY_TWO_BYTES: Final = frozenset({"gbk", "gb18030", "euc_kr", "shift_jis", "big5", "euc_jp"})
_BEYOND_ASCII: Final = re.compile("[^\0-\x7f]")
_FEWEST_SEQUENCES: Final = 4
# `©`, `é`, `–`, `’`, `€`, `中`, `の`, `한`, `，`
_ALONE_IN_A_PAGE: Final = re.compile(
    "[\xa0-\xff\u2010-\u2044\u20ac\u2122\u3000-\u9fff\uac00-\ud7a3\uff00-\uffef]"
)
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


def decode(raw: bytes, declared: str = "") -> Characters:
    """The characters of a dump: by byte order mark, as UTF-8, as its server `declared`, or by a
    guess that is noted.

    Whatever comes back encodes to the same bytes again.
    """
    if b"\0" not in raw and not raw.startswith(codecs.BOM_UTF8):
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return Characters(text, text, "utf-8")
    for encoding, note in _candidates(raw, declared):
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
    declared UTF-8 that the bytes are not is no declaration; another one is none where the bytes are
    UTF-8, as of pages that were converted and kept their old head.
    """
    if marked := marked_encoding(raw):
        return marked, ""
    if b"\0" in raw[:_DECLARED_WITHIN] and (wide := wide_encoding(raw[:_SAMPLE])):
        return wide, _WIDE_NOTE % wide
    stated = _DECLARED.search(raw[:_DECLARED_WITHIN])
    for name in (declared, stated[1].decode("ascii") if stated else ""):
        known = map_encoding_to_html5(name, fallback_utf8=False) if name else None
        if known and known not in _UNICODE:
            return next(_utf8_despite(raw, known, name), (known, ""))
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8", ""
    characters = decode(_TAGS.sub(b" ", raw[: 4 * _SAMPLE]))
    return characters.encoding, characters.note


def _candidates(raw: bytes, declared: str) -> Iterator[tuple[str, str]]:
    if marked := marked_encoding(raw):
        yield marked, ""
    sample = raw[:_SAMPLE]
    if wide := wide_encoding(sample):
        yield wide, _WIDE_NOTE % wide
    yield from _utf8(raw)
    known = map_encoding_to_html5(declared, fallback_utf8=False) if declared else None
    if known and known not in _UNICODE:
        yield known, ""
    if guess := _guess(sample):
        yield guess, f"not UTF-8; its bytes look like {guess}"
    yield "latin-1", "not UTF-8, and no other encoding fits; read as latin-1"


def _utf8_despite(raw: bytes, declared: str, name: str) -> Iterator[tuple[str, str]]:
    """UTF-8 where the bytes are that and not what is declared under the `name`, with a note.

    Bytes of ASCII alone say nothing, and are as declared: ISO-2022-JP has no others. Text of one
    byte a letter is hardly ever valid UTF-8. Text of two is where it is short (“联通” in GBK), so a
    few characters must be such as stand in a page by themselves: ©, –, or letters of East Asia.
    """
    if raw.isascii():
        return
    for encoding, note in _utf8(raw):
        if declared in _BY_TWO_BYTES and not _is_beyond_doubt(raw, declared):
            return
        despite = f"it declares {name}, but its bytes are UTF-8"
        yield encoding, f"{despite}; {note}" if note else despite


def _is_beyond_doubt(raw: bytes, declared: str) -> bool:
    try:
        raw.decode(declared)
    except (UnicodeDecodeError, LookupError):
        return True
    letters = _BEYOND_ASCII.findall(raw.decode("utf-8", "ignore"))
    return len(letters) >= _FEWEST_SEQUENCES or all(map(_ALONE_IN_A_PAGE.match, letters))


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
    guesses = from_bytes(sample, cp_isolation=list(_PAGE_ENCODINGS))
    best = guesses.best()
    if best is None:
        return None
    for match in guesses:
        western = "cp1252" in (match.encoding, *match.could_be_from_charset)
        if western and match.chaos <= 0.1 and match.coherence >= best.coherence - 0.05:
            return "cp1252"
    return best.encoding


def marked_encoding(raw: bytes) -> str:
    """The encoding that a byte order mark stands for; empty without one."""
    return next((encoding for mark, encoding in _BOMS if raw.startswith(mark)), "")


def wide_encoding(sample: bytes) -> str | None:
    """UTF-16 or UTF-32, by its mark, or by its zeros: every other byte of Western text is one. Of
    other scripts without a mark, where read that way it is nothing but text."""
    if (marked := marked_encoding(sample)) not in ("", "utf-8"):
        return marked
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    if even > 0.4 and odd < 0.05:
        return "utf-16-be"
    if half < _FEWEST_WIDE or looks_like_text(sample):
        return None
    order = ("utf-16-le", "utf-16-be") if odd > even else ("utf-16-be", "utf-16-le")
    return next((encoding for encoding in order if _is_wide_text(sample, encoding)), None)


def _is_wide_text(sample: bytes, encoding: str) -> bool:
    """Whether bytes are text in UTF-16: of others, one in ten pairs is half a pair of surrogates,
    a control, or for private use. Words of most scripts are divided by spaces or punctuation."""
    try:
        text = sample[: len(sample) // 2 * 2].decode(encoding)
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4:
            return False
        text = sample[: error.start].decode(encoding)
    odd = len(_NOT_IN_TEXT.findall(text))
    return odd <= len(text) // 1000 and len(_ENDS_OF_WORDS.findall(text)) >= len(text) // 100


def errors_for(encoding: str) -> str:
    """How an encoding's odd bytes are read and written, so that they come back as they were."""
    return "surrogateescape" if encoding == "utf-8" else "strict"
