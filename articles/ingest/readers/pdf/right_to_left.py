"""Lines of Arabic and Hebrew as they are read.

A PDF says where each character stands, and its order is that of reading, that of the page from
left to right, or one for some words and the other for others. So the characters are put in order by
their places. Old writers use presentation forms, a character for each shape of a letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby
from typing import Final

RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_PRESENTATION_FORMS: Final = re.compile("[\ufb00-\ufb06\ufb13-\ufdff\ufe70-\ufefc]+")
_LETTER: Final = re.compile(r"[^\W\d_]")
_MIRRORED: Final = str.maketrans("()[]{}«»<>", ")(][}{»«><")
_OPENING: Final = "([{«"
_CLOSING: Final = ")]}»"

Placed = Sequence[tuple[str, float, float]]
"""Characters, each with its left and right edge, and spaces between the words."""


def in_reading_order(characters: Placed) -> str:
    """The text of a line that is read from right to left."""
    words: list[list[tuple[str, float, float]]] = []
    for is_space, group in groupby(characters, key=lambda one: one[0] == " "):
        if not is_space:
            words.append(list(group))
    words.sort(key=lambda word: max(right for _, _, right in word), reverse=True)
    texts = [_word(word) for word in words]
    ordered: list[str] = []
    for is_foreign, together in groupby(texts, key=_is_foreign):
        run = list(together)
        ordered.extend(reversed(run) if is_foreign else run)
    return _with_brackets(plain_letters(" ".join(ordered)))


def plain_letters(text: str) -> str:
    """The text with the letters that presentation forms and ligatures stand for."""
    return _PRESENTATION_FORMS.sub(lambda form: unicodedata.normalize("NFKC", form[0]), text)


def is_right_to_left(text: str) -> bool:
    """Whether more of its letters are written from right to left than not."""
    count = len(RIGHT_TO_LEFT.findall(text))
    return 2 * count > len(_LETTER.findall(text))


def _word(word: list[tuple[str, float, float]]) -> str:
    """One word: letters from the right, digits and Latin letters from the left."""
    if not any(RIGHT_TO_LEFT.match(letter) for letter, _, _ in word):
        return "".join(one[0] for one in sorted(word, key=lambda one: one[1]))
    bases: list[tuple[str, float, float]] = []
    for letter, left, right in sorted(word, key=lambda one: -(one[1] + one[2])):
        if bases and unicodedata.combining(letter):
            base, start, end = bases[-1]
            bases[-1] = base + letter, start, end
        else:
            bases.append((letter, left, right))
    text: list[str] = []
    for is_foreign, run in groupby(bases, key=lambda one: _runs_on(one[0][0])):
        letters = [one[0] for one in run]
        text.extend(reversed(letters) if is_foreign else letters)
    return "".join(text)


def _runs_on(letter: str) -> bool:
    """Whether a character is written from left to right."""
    return unicodedata.bidirectional(letter) in ("L", "EN", "AN")


def _is_foreign(word: str) -> bool:
    """Whether a word is Latin, Greek, Cyrillic or the like; numbers stay where they are."""
    return any(unicodedata.bidirectional(letter) == "L" for letter in word)


def _with_brackets(text: str) -> str:
    """The text with its brackets turned, where they are as they look and not as they are meant."""
    firsts = [text.find(mark) for mark in _CLOSING if mark in text]
    opening = [text.find(mark) for mark in _OPENING if mark in text]
    if firsts and opening and min(firsts) < min(opening):
        return text.translate(_MIRRORED)
    return text
