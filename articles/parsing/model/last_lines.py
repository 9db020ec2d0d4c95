"""The last lines of a text, which are short and stand next to the page's foot: a quotation, a
sentence that tells what comes next, who did not want to comment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from articles.parsing.line_kinds import TEXT, HintedLine, ends_sentence

from .features import Look

_LEAST_ODDS: Final = -1.0
_LEAST_SURE: Final = 1.0
"""Log odds of such a line, and of the text's last line above it."""

_LEAST_WORDS: Final = 7
_MOST_LINES: Final = 2
_ALLOWED: Final = frozenset({"dated", "caption", "person"})
"""Signs that a sentence of a story gives, too."""

# `The company did not respond to a request for comment.`, `wollte sich nicht äußern`
_COMMENT: Final = re.compile(
    r"(?:did not|didn[’']t|has not|have not|had not|could not|declined|refused|was not|were not"
    r"|unavailable)\b.{0,80}\bcomment(?:s|ed|ing)?\b|\bnicht (?:äußern|kommentieren)\b"
    r"|Stellungnahme|(?:pas|aucun) .{0,50}comment|declinó .{0,30}coment|non ha .{0,40}comment",
    re.IGNORECASE,
)
_NOTICE: Final = re.compile(
    r"\b(?:contributed to this|this (?:article|story|post|piece)|originally (?:published|appeared)"
    r"|click|subscribe|sign up|newsletter|here\.?$|follow|all rights|copyright|©|http|www\.|@)",
    re.IGNORECASE,
)


def with_last_lines(
    lines: Sequence[HintedLine], looks: Sequence[Look], body: list[int], odds: Sequence[float]
) -> list[int]:
    """The body's places and, with them, the sentences that stand right below its last line as
    paragraphs do."""
    if len(body) < _MOST_LINES + 1 or odds[body[-1]] < _LEAST_SURE:
        return body
    gap = lines[looks[body[-1]].line_index].line.blanks_before
    found = list(body)
    for k in range(body[-1] + 1, min(body[-1] + 1 + _MOST_LINES, len(looks))):
        line = lines[looks[k].line_index]
        if (
            odds[k] < _LEAST_ODDS
            or line.line.blanks_before != gap
            or not _is_sentence(line, looks[k])
        ):
            break
        found.append(k)
    return found


def _is_sentence(line: HintedLine, look: Look) -> bool:
    text = line.text
    if line.hint is not TEXT or look.size < _LEAST_WORDS or not ends_sentence(text):
        return False
    if text[-1] == "…" or text.endswith("...") or _NOTICE.search(text):
        return False
    if _COMMENT.search(text):
        return True
    return _ALLOWED.issuperset(look.signs)
