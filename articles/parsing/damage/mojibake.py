"""Letters that were read in the wrong encoding: found and explained, never mended here."""

from __future__ import annotations

import re
from typing import Final

# The characters that Western Windows shows for the bytes 0x80 to 0xBF, by which UTF-8 goes on.
# Five of those bytes mean nothing there and show as themselves.
_CONTINUING: Final = {
    bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)): byte
    for byte in range(0x80, 0xC0)
}
_TAIL: Final = re.escape("".join(_CONTINUING))

# `donâ€™t`, `cafÃ©`, `ï»¿`, `Â£5`: one broken letter is proof.
# `ÐœÐ¾ÑÐºÐ²Ð°`, `Ø§Ù„`: other scripts need two in a row, for `CAFÉ…` is sound.
_BROKEN: Final = re.compile(
    rf"(?<![A-ZÀ-Þ])(?:"
    rf"(?:[ÂÃ][{_TAIL}]|[âï][{_TAIL}]{{2}}|ð[{_TAIL}]{{3}})++|"
    rf"(?:[Ä-ß][{_TAIL}]|[à-ï][{_TAIL}]{{2}}){{2,}}+)"
)
# A no-break space after the letter was folded: `Ã la carte` was `à la carte`, `5Â euros`.
_BEFORE_SPACE: Final = re.compile(r"(?<=[\da-z ])[ÃÂ](?= )|^[ÃÂ](?= [a-z])")
# What all of these begin with: an accent alone is sound, and worth no further look.
_FIRST: Final = re.compile(rf"[À-ð\ufffd](?:[{_TAIL} ]|(?<=\ufffd))")
_LOST_LETTER: Final = "\ufffd"


_FIRST_BYTES: Final = (b"\xc3", b"\xef\xbf\xbd")
"""Of the letters that broken ones begin with, À to ð and the lost letter, in UTF-8."""


def may_be_mojibake(text: str) -> bool:
    """Whether a text holds any letter that broken ones begin with; many times faster than to look
    for broken ones."""
    raw = text.encode("utf-8", "surrogatepass")
    return any(map(raw.__contains__, _FIRST_BYTES))


def explain_mojibake(text: str) -> str:
    """What is broken in a text and what it probably was; empty for a sound text.

    >>> explain_mojibake("The cafÃ© is open.")
    'Letters were read in the wrong encoding: “cafÃ©” was probably “café”.'
    """
    if text.isascii() or not _FIRST.search(text):
        return ""
    if match := _BROKEN.search(text):
        was = _mended(match[0])
        if was and was != match[0]:
            around = _word_around(text, match.start(), match.end())
            mended = around.replace(match[0], was)
            return _said(around, mended)
    if match := _BEFORE_SPACE.search(text):
        if match[0] == "Â":
            return "Letters were read in the wrong encoding: “Â” was probably a no-break space."
        return _said("Ã ", "à")
    if _LOST_LETTER in text:
        position = text.index(_LOST_LETTER)
        around = _word_around(text, position, position + 1)
        return f"A letter was lost in “{around}” when the page was read in the wrong encoding."
    return ""


def _said(broken: str, was: str) -> str:
    return f"Letters were read in the wrong encoding: “{broken}” was probably “{was}”."


def _mended(broken: str) -> str:
    """The letters whose UTF-8 bytes these characters show; twice where it was done twice."""
    for _ in range(2):
        raw = bytearray()
        for character in broken:
            byte = _CONTINUING.get(character, ord(character))
            if byte > 0xFF:
                return broken
            raw.append(byte)
        try:
            broken = raw.decode("utf-8")
        except UnicodeDecodeError:
            return broken
    return broken


def _word_around(text: str, start: int, end: int) -> str:
    """The word that the stretch stands in, twenty characters to either side at most."""
    before = text[max(0, start - 20) : start].rpartition(" ")[2]
    after = text[end : end + 20].partition(" ")[0]
    return f"{before}{text[start:end]}{after}"
