"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from diff_match_patch import diff_match_patch

_WORDS: Final = re.compile(r"\w+|\s+|[^\w\s]")
_FIRST_CODE: Final = 0x10000  # each word is one character while it is compared; no surrogates here
_MOST_WORDS: Final = 1_000_000  # as many characters as there are from that one on
_SECONDS: Final = 1.0


class Change(StrEnum):
    """What happened to a run of words."""

    SAME = "same"
    TAKEN_OUT = "taken_out"
    PUT_IN = "put_in"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive words that changed in the same way."""

    change: Change
    text: str


_CHANGES: Final = {0: Change.SAME, -1: Change.TAKEN_OUT, 1: Change.PUT_IN}


def word_changes(old: str, new: str) -> list[Stretch]:
    """The stretches that turn `old` into `new`: without the inserted ones they are `old`, without
    the removed ones `new`.

    >>> [(part.change.value, part.text) for part in word_changes("a red door", "a blue door")]
    [('same', 'a '), ('taken_out', 'red'), ('put_in', 'blue'), ('same', ' door')]
    """
    words: dict[str, str] = {}
    coded = [_coded(text, words) for text in (old, new)]
    if None in coded:  # more different words than there are codes: one stretch each
        parts = [Stretch(Change.TAKEN_OUT, old), Stretch(Change.PUT_IN, new)]
        return [part for part in parts if part.text]
    comparer = diff_match_patch()
    comparer.Diff_Timeout = _SECONDS
    found = comparer.diff_main(coded[0], coded[1], checklines=False)
    comparer.diff_cleanupSemantic(found)
    texts = {code: word for word, code in words.items()}
    return [
        Stretch(_CHANGES[change], "".join(texts[code] for code in codes)) for change, codes in found
    ]


def is_changed(stretches: Sequence[Stretch]) -> bool:
    """Whether anything was put in or taken out."""
    return any(stretch.change is not Change.SAME for stretch in stretches)


def _coded(text: str, words: dict[str, str]) -> str | None:
    codes = []
    for word in _WORDS.findall(text):
        if word not in words:
            if len(words) == _MOST_WORDS:
                return None
            words[word] = chr(_FIRST_CODE + len(words))
        codes.append(words[word])
    return "".join(codes)
