"""Headlines of old newspapers: a line in capitals that ends in a full stop, with a story below it.

Nothing else on such a page parts its stories. Crossheads in capitals end without a stop.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from articles.parsing.line_kinds import HintedLine

from .features import Look

_LONGEST: Final = 60
_FEWEST_WORDS: Final = 2
_MOST_WORDS: Final = 9
_FEWEST_HEADS: Final = 2
_DECKS: Final = 3
"""Lines between such a headline and its text at most: further headlines, a place, a writer."""


def find_capital_heads(lines: Sequence[HintedLine], looks: Sequence[Look]) -> list[int]:
    """The places of such headlines among a page's looks; none unless there are several, and all
    text of the page stands below one."""
    capitals = [k for k, look in enumerate(looks) if _is_capital_head(lines[look.line_index].text)]
    if len(capitals) < _FEWEST_HEADS:
        return []
    heads = []
    for k in capitals:
        below = looks[k + 1 : k + 2 + _DECKS]
        first = next((n for n, look in enumerate(below, start=k + 1) if look.prose), None)
        if first is not None and not any(k < other < first for other in capitals):
            heads.append(k)
    is_headed = len(heads) >= _FEWEST_HEADS and not any(look.prose for look in looks[: heads[0]])
    return heads if is_headed else []


def _is_capital_head(text: str) -> bool:
    return (
        len(text) <= _LONGEST
        and text[-1:] == "."
        and text.isupper()
        and _FEWEST_WORDS <= text.count(" ") + 1 <= _MOST_WORDS
        and not any(map(str.isdigit, text))
    )
