"""The words of a text as the search index has them, whatever way they are written.

Accents go (`café`, `cafe`), ligatures and letters such as `œ` become what is typed for them.
Writings without spaces between words become overlapping pairs of letters: 東京都 is indexed as
`東 東京 京都 都`, and found by 東京. Words that are written joined or apart get their joined form
(`covid-19 covid19`, `AT&T` as `ATT`).

The function `articles_search_text` of the database does the same (its migration has these very
patterns; a test compares the two): what is indexed is folded there, what is searched for here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

# Letters of Thai, Lao, Burmese and Khmer; kana, Han and Hangul
_BASE: Final = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u1000-\u102a"
    "\u1780-\u17b3\u3005\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_MARKS: Final = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3"
)
_UNIT: Final = re.compile(f"([{_BASE}][{_MARKS}]*)")
_RUN: Final = re.compile(f"[{_BASE}][{_BASE}{_MARKS}]*")

# Wide and narrow forms, Latin ligatures and Arabic letter forms
_COMPATIBLE: Final = re.compile("[\ufb00-\ufb06\ufe70-\ufefc\uff01-\uff9f]")
_ACCENTS: Final = re.compile("([A-Za-z\u00c6\u00d8\u00e6\u00f8\u0391-\u03c9])[\u0300-\u036f]+")
_ALIKE: Final = str.maketrans("øØłŁđĐðÐıħŧёЁ", "oOlLdDdDihtеЕ")
_LETTERS: Final = {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE"} | {
    "þ": "th",
    "Þ": "TH",
}
_FOLDED: Final = re.compile("[^\x00-\x7f][\u0300-\u036f]*|[\x00-\x7f][\u0300-\u036f]+")

_Rules = tuple[tuple[str, re.Pattern[str], tuple[int | str, ...]], ...]

_APART: Final[_Rules] = (
    ("", re.compile(f"([A-Za-z0-9])([{_BASE}])"), (1, " ", 2)),  # 第5世代AI研究
    ("", re.compile(f"([{_BASE}{_MARKS}])([A-Za-z0-9])"), (1, " ", 2)),
    ("", _UNIT, (1, " ", 1)),
)
_NO_WORD: Final = "(?<![A-Za-z0-9])"
_AT_T: Final = re.compile(rf"{_NO_WORD}([A-Za-z0-9]{{1,3}})&([A-Za-z0-9]{{1,3}})(?![A-Za-z0-9])")
_COVID_19: Final = re.compile(r"(?<![A-Za-z0-9-])([A-Za-z]+)-([0-9]+)(?![A-Za-z0-9])")
_EMAIL: Final = re.compile(r"(?<![A-Za-z0-9-])([A-Za-z]{1,3})-([A-Za-z]{3,})(?![A-Za-z0-9-])")
_O_BRIEN: Final = re.compile(rf"{_NO_WORD}([Oo])(['’])([A-Za-z]{{3,}})")
# Each behind the character without which it cannot match
_JOINED: Final[_Rules] = (
    ("&", _AT_T, (1, 2)),
    ("-", _COVID_19, (1, " ", 2, " ", 1, 2)),
    ("-", re.compile("([0-9])-([0-9])"), (1, " ", 2)),
    ("-", _EMAIL, (1, "-", 2, " ", 1, 2)),
    ("", _O_BRIEN, (1, 2, 3, " ", 1, 3)),
    ("++", re.compile(rf"{_NO_WORD}([A-Za-z])\+\+"), (1, "plusplus")),
    ("#", re.compile(rf"{_NO_WORD}([A-Za-z])#(?![A-Za-z0-9])"), (1, "sharp")),
    (".", re.compile(r"(?<![A-Za-z0-9.])\.(NET|Net|net)(?![A-Za-z0-9])"), ("dot", 1)),
)


class Folded(NamedTuple):
    """A text as it is indexed, and for each of its characters the place in the text it is of."""

    text: str
    places: list[int]


def folded(text: str) -> Folded:
    """The text as `articles_search_text` of the database has it."""
    found = _unfolded(text)
    if not text.isascii():
        found = _without_accents(found)
    rules = (*_APART, *_JOINED) if _UNIT.search(found.text) else _JOINED
    for sign, pattern, parts in rules:
        if sign in found.text:
            found = _replaced(found, pattern, parts)
    return found


def fold(text: str) -> str:
    """The folded text alone."""
    return folded(text).text


def query_of(text: str) -> str:
    """A word, or a quotation with its marks, as it is searched for in folded texts.

    >>> query_of("Covid-19"), query_of("AT&T"), query_of("Île"), query_of("東京都")
    ('Covid19', 'ATT', 'Ile', '"東京 京都"')
    """
    if '"' in text:
        before, _, quoted = text.partition('"')
        return f'{before}"{_without_edges(fold(quoted.replace(chr(34), " ")))}"'
    plain = _without_accents(_unfolded(text)).text
    for pattern in (_COVID_19, _EMAIL):
        plain = pattern.sub(r"\1\2", plain)
    plain = _O_BRIEN.sub(r"\1\3", plain)
    if not _RUN.search(plain):
        return fold(plain)
    return _RUN.sub(lambda run: f" {_quoted(_without_edges(fold(run[0])))} ", plain).strip()


def lone_letter(text: str) -> str:
    """The one letter that a search consists of, in a writing without spaces; else empty."""
    return text if _UNIT.fullmatch(text) else ""


def has_unspaced(text: str) -> bool:
    """Whether a text has letters of a writing without spaces between words."""
    return _UNIT.search(text) is not None


def _quoted(words: str) -> str:
    return f'"{words}"' if " " in words else words


def _without_edges(text: str) -> str:
    """Folded text without the single letters at its ends, which stand so only at a run's ends."""
    words = text.split()
    if len(words) > 1 and _UNIT.fullmatch(words[0]):
        del words[0]
    if len(words) > 1 and _UNIT.fullmatch(words[-1]):
        del words[-1]
    return " ".join(words)


def _unfolded(text: str) -> Folded:
    return Folded(text, list(range(len(text))))


def _without_accents(text: Folded) -> Folded:
    is_compatible = _COMPATIBLE.search(text.text) is not None

    def letters(match: re.Match[str]) -> Iterator[tuple[str, list[int]]]:
        found = _letters(match[0], is_compatible)
        yield found, [text.places[match.start()]] * len(found)

    return _substituted(text, _FOLDED, letters)


@lru_cache(maxsize=4096)
def _letters(letters: str, is_compatible: bool) -> str:
    if is_compatible:
        letters = unicodedata.normalize("NFKC", letters)
    letters = _ACCENTS.sub(r"\1", unicodedata.normalize("NFD", letters))
    letters = unicodedata.normalize("NFC", letters).translate(_ALIKE)
    return "".join(_LETTERS.get(letter, letter) for letter in letters)


def _replaced(text: Folded, pattern: re.Pattern[str], parts: tuple[int | str, ...]) -> Folded:
    """Each match replaced by some of its groups, by number, and by words of their own."""

    def pieces(match: re.Match[str]) -> Iterator[tuple[str, list[int]]]:
        end = match.start()
        for part in parts:
            if isinstance(part, int):
                start, end = match.span(part)
                yield match[part], text.places[start:end]
            else:
                yield part, [text.places[max(end - 1, match.start())]] * len(part)

    return _substituted(text, pattern, pieces)


def _substituted(
    text: Folded,
    pattern: re.Pattern[str],
    pieces: Callable[[re.Match[str]], Iterator[tuple[str, list[int]]]],
) -> Folded:
    found: list[str] = []
    places: list[int] = []
    end = 0
    for match in pattern.finditer(text.text):
        found.append(text.text[end : match.start()])
        places += text.places[end : match.start()]
        for piece, where in pieces(match):
            found.append(piece)
            places += where
        end = match.end()
    found.append(text.text[end:])
    return Folded("".join(found), places + text.places[end:])
