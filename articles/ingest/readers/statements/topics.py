"""The topics that a page states of its story."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from articles.parsing.lines.people import folded_name, is_address

from .statement import Statement

MOST: Final = 30
_SHORTEST: Final = 2
_LONGEST: Final = 100
_MOST_WORDS: Final = 10
# `Subject: Justice`
_SUBJECT: Final = re.compile(
    r"(?:subjects?|topics?|tags?|keywords?|thema|themen|tema|temas|sujet): ?(?P<topic>\S.*)",
    re.IGNORECASE,
)
# `webType:story`, `Post ID:2696644`, `Page Type: Article`, `isRepublished:false`, `WC: 1000-1999`
_MACHINES: Final = re.compile(
    r"(?:[A-Za-z_-]+ ){0,2}[A-Za-z_-]+[:=][\w-]|(?:(?:page|article|content|post|story|media) ?type"
    r"|day|time|wc|language|author|partner|format|cms|id|template|status|word ?count|section): ?\S",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"^\(\d+\) ?")
# Four words or more of a writing without spaces
_UNSPACED: Final = re.compile(r"[^\W\d_\x00-\u2fff]+(?: [^\W_]+){3,}$")
_PARTS: Final = re.compile(r"\s*[,;،、，；|·]\s*")


def topics_of(stated: Iterable[Statement], others: Iterable[str]) -> list[Statement]:
    """Each topic once, without `others`: the paper's name, the headline, the section."""
    seen = {folded_name(other) for other in others if other}
    found: list[Statement] = []
    for statement in stated:
        for part in _parts(statement.text):
            topic = _NUMBERED.sub("", part).strip(' \t"“”#.*')
            if subject := _SUBJECT.match(topic):
                topic = subject["topic"]
            folded = folded_name(topic)
            if not folded or folded in seen or not _is_topic(topic):
                continue
            seen.add(folded)
            found.append(Statement(topic, statement.origin))
            if len(found) >= MOST:
                return found
    return found


def _parts(text: str) -> list[str]:
    """The topics of a list; where no mark parts them, and words need no spaces, spaces do."""
    parts = _PARTS.split(text)
    return text.split() if len(parts) == 1 and _UNSPACED.match(text) else parts


def _is_topic(text: str) -> bool:
    """Whether a text could be a topic, and is no sentence, address or note of a machine."""
    if not _SHORTEST <= len(text) <= _LONGEST or text.count(" ") >= _MOST_WORDS:
        return False
    return not (_MACHINES.match(text) or is_address(text) or text.isdigit())
