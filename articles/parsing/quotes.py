"""Quotation marks that do not match, in the ways of several languages.

Looked at paragraph by paragraph; a quotation that runs over several paragraphs opens each of them
and is closed in the last. Marks that could be apostrophes, inches or seconds prove nothing.
"""

from __future__ import annotations

import re
from typing import Final

_UNPAIRED: Final = "A quotation is opened and not closed, or closed and not opened."
_MIXED: Final = "A quotation begins with one kind of mark and ends with another."
_TURNED: Final = "A quotation mark points the wrong way."

_MARKS: Final = re.compile(r"[“”„\"«»‘]")
# `their actions“`, `”They will`
_TURNED_CLOSE: Final = re.compile(r"“(?<=[\w.,!?]“)(?=[\s.,;:!?)]|$)")
_TURNED_OPEN: Final = re.compile(r"”(?<![^\s(]”)(?=[^\W\d_])")
# `a 12" screen`, `5'11"`
_AFTER_DIGIT: Final = re.compile(r"\d[\"”]")
# `‘90s`, `rock ‘n’ roll`, `‘em`, `Swift‘s`: apostrophes that were turned
_NO_OPENING: Final = re.compile(
    r"‘(?=\d|(?:n|em|til|cause|tis|twas|bout)\b)|(?<=\w)‘", re.IGNORECASE
)


def check_quotes(text: str, following: str = "") -> tuple[str, str] | None:
    """The code and message of what is wrong with a text's quotation marks, if anything is.

    `following` is the paragraph below, which a quotation may go on into.

    >>> check_quotes("He called it “a labour of love“")
    ('wrong-quote', 'A quotation mark points the wrong way.')
    >>> check_quotes("Er sagte: „Das reicht.“") is None
    True
    """
    if not _MARKS.search(text):
        return None
    text = text.replace("‘‘", "“").replace("’’", "”")
    if _is_turned(text):
        return "wrong-quote", _TURNED
    goes_on = following.startswith(("“", '"', "„", "«", "»", "”", "‘"))
    curly = _curly_left_open(text)
    straight = text.count('"') % 2
    if curly and straight:
        return "wrong-quote", _MIXED
    if curly > 0 and goes_on:
        return None
    if curly and not _AFTER_DIGIT.search(text):
        return "unbalanced-quotes", _UNPAIRED
    if straight and not goes_on and not _AFTER_DIGIT.search(text):
        return "unbalanced-quotes", _UNPAIRED
    guillemets = text.count("«")  # » alone is often an arrow
    if guillemets and guillemets != text.count("»") and not goes_on:
        return "unbalanced-quotes", _UNPAIRED
    if (
        "‘" in text
        and text.count("‘") - len(_NO_OPENING.findall(text)) > text.count("’")
        and not goes_on
    ):
        return "unbalanced-quotes", _UNPAIRED
    return None


def _is_turned(text: str) -> bool:
    if "„" in text:
        return False  # German: “ closes
    if "“" not in text:
        return False  # Swedish and Finnish: ” opens and closes
    return bool(_TURNED_CLOSE.search(text) or _TURNED_OPEN.search(text))


def _curly_left_open(text: str) -> int:
    """How many double curly quotations are open at the end, less those closed unopened."""
    opened = text.count("“")
    closed = text.count("”")
    low = text.count("„")
    if low:
        return low - opened - closed
    if not opened and closed % 2 == 0:
        return 0  # Swedish and Finnish
    return opened - closed
