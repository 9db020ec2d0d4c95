"""The topics that a page states of its story."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from .people import folded_name
from .statement import Statement

MOST: Final = 30
_SHORTEST: Final = 2
_LONGEST: Final = 100
_MOST_WORDS: Final = 10
_PARTS: Final = re.compile(r"\s*[,;،、，|]\s*")


def topics_of(stated: Iterable[Statement], others: Iterable[str]) -> list[Statement]:
    """Each topic once, without `others`: the paper's name, the headline, the section."""
    seen = {folded_name(other) for other in others if other}
    found: list[Statement] = []
    for statement in stated:
        for part in _PARTS.split(statement.text):
            topic = part.strip(' \t"“”#.*').strip()
            folded = folded_name(topic)
            if not folded or folded in seen or not _SHORTEST <= len(topic) <= _LONGEST:
                continue
            if topic.count(" ") >= _MOST_WORDS or "://" in topic:
                continue
            seen.add(folded)
            found.append(Statement(topic, statement.origin))
            if len(found) >= MOST:
                return found
    return found
