"""The language that a page states, held against the writing of its text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from .statement import Statement, words_of

_CODE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}")
_LONGEST: Final = 10
"""Characters that an article's language has."""

DETECTED: Final = "detected"
"""The origin of a language that no page states, but its text tells."""

_SAMPLE: Final = 2_000
_LEAST_LETTERS: Final = 80
_LEAST_SHARE: Final = 0.6

# A writing's letters, and the languages written in it; the first stands for it where it is alone.
_SCRIPTS: Final = (
    ("Arabic", "\u0600-\u06ff\u0750-\u077f", "ar fa ur ps ckb ku sd ug pa ks az"),
    ("Cyrillic", "\u0400-\u04ff", "ru uk bg sr mk be kk ky mn tg tt uz ba cv os az ro bs sh me"),
    ("Greek", "\u0370-\u03ff", "el"),
    ("Syriac", "\u0700-\u074f", "syr"),
    ("Thaana", "\u0780-\u07bf", "dv"),
    ("Hebrew", "\u0590-\u05ff", "he iw yi"),
    ("Devanagari", "\u0900-\u097f", "hi mr ne sa kok mai bho"),
    ("Bengali", "\u0980-\u09ff", "bn as mni"),
    ("Gurmukhi", "\u0a00-\u0a7f", "pa"),
    ("Gujarati", "\u0a80-\u0aff", "gu"),
    ("Oriya", "\u0b00-\u0b7f", "or"),
    ("Tamil", "\u0b80-\u0bff", "ta"),
    ("Telugu", "\u0c00-\u0c7f", "te"),
    ("Kannada", "\u0c80-\u0cff", "kn tcy"),
    ("Malayalam", "\u0d00-\u0d7f", "ml"),
    ("Sinhala", "\u0d80-\u0dff", "si"),
    ("Thai", "\u0e00-\u0e7f", "th"),
    ("Lao", "\u0e80-\u0eff", "lo"),
    ("Tibetan", "\u0f00-\u0fff", "bo dz"),
    ("Burmese", "\u1000-\u109f", "my shn"),
    ("Georgian", "\u10a0-\u10ff", "ka"),
    ("Armenian", "\u0530-\u058f", "hy"),
    ("Amharic", "\u1200-\u137f", "am ti"),
    ("Khmer", "\u1780-\u17ff", "km"),
    ("Hangul", "\uac00-\ud7af\u1100-\u11ff", "ko"),
    ("Kana", "\u3040-\u30ff", "ja"),
    ("Han", "\u4e00-\u9fff", "zh ja yue wuu lzh ko"),
)
_LETTERS: Final = tuple(
    (re.compile(f"[{letters}]"), tuple(languages.split())) for _, letters, languages in _SCRIPTS
)
_KANA: Final = _LETTERS[-2][1]
_LETTER: Final = re.compile(r"[^\W\d_]")
_OTHER: Final = re.compile("[\u0370-\u1dff\u2c00-\ud7ff]")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_NOT_LATIN: Final = words_of(
    """
    ar fa ur ps ckb ru uk bg mk be el he iw yi hi mr ne bn as gu or ta te kn ml si th lo bo my ka hy
    am ti km ko ja zh yue syr dv
    """
)
_ALONE: Final = words_of("el he bn gu or ta te kn ml si th lo bo my ka hy am km ko ja syr dv")


def language_of(stated: Iterable[Statement], text: str) -> Statement | None:
    """The first language that a statement gives and the text can be in; where none is, the one that
    the text's writing tells by itself."""
    sample = text[:_SAMPLE]
    for statement in stated:
        code = statement.text.replace("_", "-").strip()
        if not _CODE.fullmatch(code) or len(code) > _LONGEST:
            continue
        if fits(code, sample):
            return Statement(code, statement.origin)
    if own := written_in(sample):
        return Statement(own[0], DETECTED) if own[0] in _ALONE else None
    return None


def fits(code: str, text: str) -> bool:
    """Whether a text can be in a language, by its letters; too few of them fit any."""
    language = code.casefold().partition("-")[0]
    if "latn" in code.casefold():
        return True
    if languages := written_in(text):
        return language in languages
    return language not in _NOT_LATIN or not _is_latin(text)


def _is_latin(text: str) -> bool:
    letters = len(_LETTER.findall(text))
    return letters >= _LEAST_LETTERS and len(_LATIN.findall(text)) >= _LEAST_SHARE * letters


@lru_cache(maxsize=4)
def written_in(text: str) -> tuple[str, ...]:
    """The languages of the writing that most of the text is in; empty for Latin letters."""
    others = len(_OTHER.findall(text))
    if others < _LEAST_LETTERS / 2:
        return ()
    letters = len(_LETTER.findall(text))
    if others < letters / 4:
        return ()
    found = {languages: len(pattern.findall(text)) for pattern, languages in _LETTERS}
    if found[_KANA] > letters / 20:
        return _KANA
    languages = max(found, key=found.__getitem__)
    return languages if found[languages] >= _LEAST_SHARE * letters else ()
