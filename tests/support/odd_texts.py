"""Texts that no page prints, of the kinds that make a careless pattern or loop run for hours."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from articles.parsing.lines.lines import LONGEST_LINE

MEGABYTE: Final = 1_000_000
SIZE: Final = 200_000
"""Characters of a text in lines: enough to show what grows faster than the text."""

UNFRAMED_SIZE: Final = 50_000
"""The same without a head, where every line is measured."""

_HEAD: Final = "Glass workshop reopens in old tram depot\nShort Url\nUpdated 3 May 2021\nFollow\n\n"
_SENTENCE: Final = "Ferry {} has been taken out of the water and is being painted green."
_OPENING: Final = "LISBON: The last furnace had been cold for nine years when it was lit again.\n\n"

# What the odd lines are made of, over and over.
UNITS: Final = {
    "opening brackets": "(",
    "brackets in words": "(ab",
    "square brackets": "[a] ",
    "straight quotes": '"',
    "opening quotes": "“",
    "quotes in words": " “a",
    "guillemets": "«",
    "apostrophes": "’a",
    "spaces": " ",
    "no-break spaces": "\u00a0",
    "words of one no-break space": "a\u00a0\u00a0",
    "bullets": "• ",
    "dashes": "- ",
    "dashes in words": "A-",
    "capitals": "A A ",
    "capitals with dots": "A. ",
    "one long word in capitals": "A",
    "names": "Aa ",
    "commas": "a, ",
    "numbers": "1 1 ",
    "digits": "1",
    "dates": "18 March ",
    "and": "and ",
    "ago": "ago ",
    "minutes": "1 min ",
    "stops": ".",
    "stray stops": "a . ",
    "half an ellipsis": "a... ",
    "broken letters": "â€",
    "broken accents": "Ã©",
    "zero-width spaces": "\u200b",
    "combining accents": "e\u0301",
    "Arabic": "منذ ٣ ",
}


def many_stories(size: int) -> str:
    """Sound stories, one after another, each with words of its own."""
    pieces: list[str] = []
    written = number = 0
    while written < size:
        headline = f"Workshop number {number} reopens in the old tram depot"
        body = "\n\n".join(
            f"The furnace of workshop {number} was lit for the {n}th time, said “J. Roe”, "
            "and nobody in the depot could remember when it had last been as warm as it is now."
            for n in range(8)
        )
        piece = f"{headline}\n\nUpdated 3 May 2021\nFollow\n\n{headline}\n\n{body}\n\n\n"
        pieces.append(piece)
        written += len(piece)
        number += 1
    return "".join(pieces)[:size]


def _odd(unit: str, length: int, size: int = SIZE, head: str = _HEAD) -> str:
    """A story whose text is lines of `length` characters, `size` in all."""
    line = (unit * (length // len(unit) + 1))[:length]
    return head + _OPENING + (line + "\n") * (size // (length + 1))


def _varied(line: str) -> str:
    """10,000 lines, each with a number in it."""
    return "\n".join(line.format(number) for number in range(10_000))


ODD_TEXTS: Final[dict[str, Callable[[], str]]] = {
    **{
        f"{name}, one line": partial(_odd, unit, MEGABYTE - 1, MEGABYTE)
        for name, unit in UNITS.items()
    },
    **{f"{name}, long lines": partial(_odd, unit, LONGEST_LINE) for name, unit in UNITS.items()},
    **{f"{name}, lines": partial(_odd, unit, 60) for name, unit in UNITS.items()},
    **{
        f"{name}, no head": partial(_odd, unit, 60, UNFRAMED_SIZE, head="")
        for name, unit in UNITS.items()
    },
    "2,000 paragraphs, no head": lambda: f"{_SENTENCE}\n\n\n".replace("{}", "3") * 2_000,
    "2,000 times other text": lambda: "Terms and conditions. All rights reserved.\n\n\n" * 2_000,
    "all of these without a head": lambda: "".join(
        (unit * 20 + "\n") * 100 for unit in UNITS.values()
    ),
    "blank lines": lambda: _HEAD + "\n" * SIZE,
    "10,000 words": lambda: _HEAD + _varied("and{}"),
    "10,000 commas": lambda: _HEAD + _OPENING + ",\n" * 10_000,
    "10,000 headlines": lambda: _varied("Ferry {} runs again"),
    "10,000 headlines, then text": lambda: _varied("Ferry {} runs again") + "\n\n" + _OPENING,
    "10,000 captions": lambda: _HEAD + _varied("Ferry {} at the quay. (Reuters)\n"),
    "10,000 times one caption": lambda: (
        _HEAD + _OPENING + "Ferry at the quay. (Reuters)\n\n" * 10_000
    ),
    "10,000 captions, then text": lambda: (
        _HEAD
        + "\n".join(f"{n} / 5000\nFerry {n} at the quay. (Reuters)" for n in range(5_000))
        + "\n\n"
        + _varied(_SENTENCE)
    ),
    "10,000 galleries": lambda: _varied("{} / 9"),
    "10,000 bullets": lambda: _HEAD + _varied("  • Ferry {} runs again"),
    "10,000 bullets, then text": lambda: (
        _HEAD + _varied(f"  • {_SENTENCE}") + "\n\n" + _varied(_SENTENCE)
    ),
    "10,000 furniture lines": lambda: _HEAD + "Short Url\n" * 10_000,
    "10,000 dates": lambda: _HEAD + "Updated 14 sec ago\n" * 10_000,
    "10,000 related links": lambda: _HEAD + "READ MORE\n" * 10_000,
    "10,000 fact boxes": lambda: _HEAD + "FASTFACT\n" * 10_000,
    "10,000 bylines": lambda: _HEAD + _varied("By Ida Brandt{}"),
    "10,000 topics": lambda: _HEAD + _OPENING + _varied("Topics: Ferry {}"),
    "10,000 paragraphs": lambda: _HEAD + _varied(f"{_SENTENCE}\n"),
    "700 stories": lambda: many_stories(MEGABYTE),
    "1,400 stories, undated": lambda: many_stories(2 * MEGABYTE).replace("3 May 2021", "3 min ago"),
}
"""A name -> what makes the text, for all of them together are too large to keep."""
