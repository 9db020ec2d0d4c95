"""Quotation marks that do not match, in the ways of several languages.

Looked at paragraph by paragraph. A quotation may run over several: it opens each of them, or only
the first, and is closed in the last. Marks that could be apostrophes, inches or seconds prove
nothing.
"""

from __future__ import annotations

import re
from typing import Final

_UNPAIRED: Final = "A quotation is opened and not closed, or closed and not opened."
_MIXED: Final = "A quotation begins with one kind of mark and ends with another."
_TURNED: Final = "A quotation mark points the wrong way."

MARKS: Final = '“"”„«»‘'
"""The most frequent first."""

# `their actions“`, `”They will`
_TURNED_CLOSE: Final = re.compile(r"“(?<=[\w.,!?]“)(?=[\s.,;:!?)]|$)")
_TURNED_OPEN: Final = re.compile(r"”(?<![^\s(]”)(?=[^\W\d_])")
# `a 12" screen`, `5'11"`
# `come in June," she said`: the first mark closes
_CLOSES_FIRST: Final = re.compile(r'[^"]*[^\s"(]"(?:[\s.,;:!?)]|$)')
_AFTER_DIGIT: Final = re.compile(r"\d[\"”]")
# `‘90s`, `rock ‘n’ roll`, `‘em`, `Swift‘s`: apostrophes that were turned; `‘Abd al-Rahman`
# `1‘06‘‘`: minutes and seconds; `‚so‘`: quoted in German
_NO_QUOTE: Final = re.compile(r"(?<=\d)\.?[‘’]+|‚[^‚‘]*‘")
_NO_OPENING: Final = re.compile(
    r"‘(?=\d|(?i:n|ne|nen|s|em|til|cause|tis|twas|bout)\b|[AIU][a-z]{2})|(?<=\w)‘"
)


def check_quotes(text: str, following: str = "", *, low: bool = False) -> tuple[str, str] | None:
    """The code and message of what is wrong with a text's quotation marks, if anything is.

    `following` is the paragraph below, which a quotation may go on into. With `low`, the story
    opens its quotations with „ as German does, and “ closes them.

    >>> check_quotes("He called it “a labour of love“")
    ('wrong-quote', 'A quotation mark points the wrong way.')
    >>> check_quotes("Er sagte: „Das reicht.“") is None
    True
    """
    if text.count("“") == text.count("”") and not _has_other_marks(text):
        return ("wrong-quote", _TURNED) if "“" in text and not low and _is_turned(text) else None
    text = _plainer(text)
    if not low and _is_turned(text):
        return "wrong-quote", _TURNED
    curly = _curly_left_open(text, low=low)
    straight = text.count('"') % 2
    if not curly and not straight and "«" not in text and "‘" not in text:
        return None
    goes_on = following.startswith(("“", '"', "„", "«", "»", "”", "‘"))
    if curly and straight:
        return "wrong-quote", _MIXED
    left_open = curly > 0 or straight or text.count("«") > text.count("»")
    if (left_open and goes_on) or _AFTER_DIGIT.search(text):
        return None
    guillemets = text.count("«")  # » alone is often an arrow
    if curly or straight or (guillemets and guillemets != text.count("»")):
        return "unbalanced-quotes", _UNPAIRED
    single = text.count("‘") - len(_NO_OPENING.findall(text)) > text.count("’")
    return ("unbalanced-quotes", _UNPAIRED) if single and not goes_on else None


def _has_other_marks(text: str) -> bool:
    """Whether any quotation mark but “ and ” may stand in a text; most have none."""
    return '"' in text or "‘" in text or "’’" in text or "«" in text or "„" in text


def left_hanging(text: str, *, low: bool = False) -> int:
    """1 where a quotation is open at the text's end, -1 where one is closed that the text has not
    opened, else 0.

    >>> left_hanging("“We may wait."), left_hanging("Come in June,” she said.")
    (1, -1)
    """
    text = _plainer(text)
    hanging = _curly_left_open(text, low=low) or text.count("«") - text.count("»")
    if not hanging and text.count('"') % 2:
        hanging = -1 if _CLOSES_FIRST.match(text) else 1
    return (hanging > 0) - (hanging < 0)


def _plainer(text: str) -> str:
    if "‘" in text:
        text = _NO_QUOTE.sub("", text).replace("‘‘", "“")
    return text.replace("’’", "”")


def _is_turned(text: str) -> bool:
    if "„" in text:
        return False  # German: “ closes
    if "“" not in text:
        return False  # Swedish and Finnish: ” opens and closes
    return bool(_TURNED_CLOSE.search(text) or _TURNED_OPEN.search(text))


def _curly_left_open(text: str, *, low: bool) -> int:
    """How many double curly quotations are open at the end, less those closed unopened."""
    opened = text.count("“")
    closed = text.count("”")
    lows = text.count("„")
    if lows or (low and not closed):
        return lows - opened - closed
    if not opened and closed % 2 == 0:
        return 0  # Swedish and Finnish
    return opened - closed
