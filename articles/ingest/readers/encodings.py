"""Bytes into characters, and back to the same bytes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import chardet
from resiliparse.parse.encoding import map_encoding_to_html5

from .detection.text_plausibility import looks_like_text

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNICODE: Final = frozenset({"utf-8", "utf-16-le", "utf-16-be"})
WIDE_MARKS: Final = tuple(mark for mark, _ in _BOMS[1:])
_WINDOWS: Final = "cp1252"
_LATIN: Final = frozenset({_WINDOWS, "iso8859-1", "iso8859-15"})
_OLD: Final = ("mac-roman", "cp850", "cp437")
"""Of Western machines before Windows; `cp850` and `cp437` differ in few letters of Europe."""

_BEFORE_WINDOWS: Final = frozenset({*_OLD, "cp852", "mac-latin2", "mac-turkish"})

_GUESSED: Final = """
    big5 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp437 cp850 cp852 cp855
    cp862 cp866 cp874 cp932 cp949 euc-jp euc-kr gb18030 iso8859-1 iso8859-2 iso8859-5 iso8859-7
    iso8859-8 iso8859-9 iso8859-15 koi8-r koi8-u mac-cyrillic mac-greek mac-latin2 mac-roman
    mac-turkish shift_jis_2004 tis-620
"""
_SIGNS: Final = "‚ƒ„†‡ˆ‰•™¢-©¬®-³¶¸-¾×÷π˘-˝\u2200-\u22ff\u2500-\u25cf"
# What shows that Latin letters are read in the wrong encoding: a control, a sign within a word or
# before it, a capital after a small letter or for a quotation mark: `k”nnen`, `councilÕs`, `ÒWe`.
_MISREAD: Final = re.compile(
    "[\x80-\x9f\ufffd]"
    "|[a-zß-öø-ÿ](?:[À-ÖØ-ÞŠŒŽŸ](?![A-ZÀ-Þ])"
    f"|[{_SIGNS}‹“”›¡ª«»¿ﬁﬂ˚ˇ][a-zß-öø-ÿ])"
    rf"|(?<![^\W\d_])(?:[ÒÓÔÕ](?=[A-Z][a-z])|[{_SIGNS}”](?=[a-zß-öø-ÿ])|”(?=\s))"
    r"|(?<=[.,!?])[ÓÕ](?=\s|$)"
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
_BEYOND_ASCII_BYTES: Final = re.compile(rb"[\x80-\xff]")
_FEWEST_LETTERS: Final = 6
_FEWEST_SEQUENCES: Final = 4
# `©`, `é`, `–`, `’`, `€`, `中`, `の`, `한`, `，`
_ALONE_IN_A_PAGE: Final = re.compile(
    "[\xa0-\xff\u2010-\u2044\u20ac\u2122\u3000-\u9fff\uac00-\ud7a3\uff00-\uffef]"
)
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_LONE_BYTE: Final = re.compile(
    "(^|[^\udc80-\udcff])([\udc80-\udcff])(?=([^\udc80-\udcff]?))(?![\udc80-\udcff])"
)


@dataclass(frozen=True, slots=True)
class Characters:
    """A record's characters, each in the place of the bytes it came from.

    `text` is for reading: bytes that mean nothing in the encoding show as U+FFFD, or as what they
    mean in Western Windows where they stand alone in UTF-8. `exact` holds
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
        return Characters(readable(exact), exact, encoding, note)
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
    """UTF-8 with a note, where a text is that but for a few bytes or lines.

    Letters of another encoding are hardly ever valid UTF-8, so a text where most are is UTF-8.
    """
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        read = raw.decode("utf-8", "surrogateescape")
        bad = len(_SURROGATES.findall(read))
        good = len(raw) - len(raw.decode("ascii", "ignore")) - bad
        is_sound = bad <= len(raw) * _FEW_BAD_BYTES and good > 4 * bad
        if is_sound or _is_bad_in_few_lines(read):
            lost = readable(read).count("\ufffd") - read.count("\ufffd")
            notes = []
            if bad > lost:
                notes.append(f"{bad - lost} bytes are not UTF-8 and are read as Windows-1252")
            if lost:
                notes.append(f"{lost} bytes are not UTF-8 and show as \ufffd")
            yield "utf-8", "; ".join(notes)
    else:
        yield "utf-8", ""


def _is_bad_in_few_lines(read: str) -> bool:
    lines = [line for line in read.split("\n") if not line.isascii()]
    bad = sum(_SURROGATES.search(line) is not None for line in lines)
    return len(lines) - bad > 2 * bad


def readable(exact: str) -> str:
    """UTF-8 as it is read, of one whose odd bytes are surrogates: single bytes (`d\udce9j`) as
    Western Windows has them, others as U+FFFD.

    Several in a row were one character of another encoding, or a broken one of UTF-8; a capital
    after a small letter or at a word's end was half of one.
    """
    try:
        exact.encode("utf-8")
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", _LONE_BYTE.sub(_windows_letter, exact))
    return exact  # without a surrogate; looking for one takes twenty times as long


def _windows_letter(match: re.Match[str]) -> str:
    before, byte, after = match[1], match[2], match[3]
    letter = bytes([ord(byte) - 0xDC00]).decode(_WINDOWS, "replace")
    is_half = letter.isupper() and (before.islower() or not after.isalpha())
    return before + ("\ufffd" if is_half or letter == "ÿ" else letter)


def _guess(sample: bytes) -> str | None:
    """The likeliest of the encodings that pages are written in.

    An encoding of the time before Windows takes a few letters or those that Windows reads worse.
    What looks like text of Western Windows is theirs where it reads better so (`councilÕs`).
    """
    found = chardet.detect(sample, include_encodings=_GUESSED.split())["encoding"]
    if not found:
        return None
    encoding: str = codecs.lookup(found).name
    if encoding not in _BEFORE_WINDOWS | _LATIN:
        return encoding
    is_sure = len(_BEYOND_ASCII_BYTES.findall(sample)) >= _FEWEST_LETTERS
    first = (encoding, _WINDOWS) if encoding in _BEFORE_WINDOWS and is_sure else (_WINDOWS,)
    likeliest: str = min((*first, encoding, *_OLD), key=lambda name: _misread(sample, name))
    return likeliest


def _misread(sample: bytes, encoding: str) -> int:
    """How often a text in Latin letters shows that it is read in the wrong encoding."""
    return len(_MISREAD.findall(sample.decode(encoding, "replace")))


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
