"""What a line can be, judged by itself: furniture, a date, a bullet, or simply text.

The first character, or the first two, decide which pattern is tried if any, for most lines are
plain text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from enum import IntEnum, auto
from functools import lru_cache, partial
from typing import Final, NamedTuple

from articles.parsing.dates.printed_dates import is_date_text
from articles.parsing.dates.stated_days import LONGEST_DATE
from articles.parsing.sources.credits import NO_CREDIT, Credited, Evidence, split_credit
from articles.parsing.sources.registry import SourceRegistry

from .lines import vocabulary
from .lines.lines import CACHED_LINES, LONGEST_LINE, Line
from .lines.page_phrases import LONGEST as LONGEST_PHRASE
from .lines.page_phrases import reason_of_phrase
from .lines.separators import separator_of
from .lines.vocabulary import CLOSING_MARKS, SENTENCE_STOPS

_LONGEST_KICKER: Final = 40
_LEAST_HALF: Final = 25
_LEAST_REST: Final = 45
"""Characters of the two halves of a broken sentence, of the second where no stop ends it."""
# `a = 1;`, `$ ls`, `3 | 4`, `Brandt , , ,`, `import *`, `9. Brandt 1993 4.15 m`
_NO_PROSE: Final = re.compile(r"[={}$#|\\]| \*$|//|--|::|, ,|(?:\b\d[\d.,]*\b.*){4}")
_LONGEST_HEADING: Final = 60
_NUMBERED: Final = re.compile(r"\d{1,3}[.)] ")
# Words such as `an` and `was` end lines of other languages.
_ENGLISH: Final = re.compile(r"\b(?:the|of|and|to)\b")


class Hint(IntEnum):
    """What a line looks like before its neighbours are asked; a number that the labeller weighs."""

    BLANK = auto()
    FURNITURE = auto()
    COUNTER = auto()
    UPDATED = auto()
    BULLET = auto()
    RELATED = auto()
    FACT_LABEL = auto()
    TOPICS = auto()
    UNREADABLE = auto()
    TEXT = auto()


# The members by names of their own: in Python 3.11 a look into an enumeration's class takes ten
# times as long, and each line is asked for its hint a dozen times.
BLANK: Final = Hint.BLANK
FURNITURE: Final = Hint.FURNITURE
COUNTER: Final = Hint.COUNTER
UPDATED: Final = Hint.UPDATED
BULLET: Final = Hint.BULLET
RELATED: Final = Hint.RELATED
FACT_LABEL: Final = Hint.FACT_LABEL
TOPICS: Final = Hint.TOPICS
UNREADABLE: Final = Hint.UNREADABLE
TEXT: Final = Hint.TEXT


class HintedLine(NamedTuple):
    """A line and its hint; `value` is what the mark leaves: the bullet's text, the date's words,
    the reason why it is furniture; `text` is the line's own. `credited` is the text
    separated from a credit at its end, should it be a caption."""

    line: Line
    hint: Hint
    value: str
    text: str
    credited: Credited

    @property
    def opens_head(self) -> bool:
        """True for lines that only a story's head holds."""
        return self.hint is UPDATED or (
            self.hint is FURNITURE and self.value in vocabulary.HEAD_FURNITURE
        )


_LONGEST_FURNITURE: Final = 40
"""Characters of a line that is a button or a label."""


_hinted = partial(tuple.__new__, HintedLine)  # see lines.py


def hint_lines(lines: Iterable[Line], registry: SourceRegistry) -> list[HintedLine]:
    """The lines, each with what it looks like."""
    return [
        hint(line, registry) if line.text else _hinted((line, BLANK, "", "", NO_CREDIT))
        for line in lines
    ]


def hint(line: Line, registry: SourceRegistry) -> HintedLine:
    """The line with what it looks like."""
    text = line.text
    if not text:
        return _hinted((line, BLANK, "", "", NO_CREDIT))
    if len(text) > LONGEST_LINE:
        reason = f"a line of {len(text)} characters is no prose"
        return HintedLine(line, UNREADABLE, reason, text, Credited(text, "", Evidence.NONE))
    judge = _remembered if len(text) <= _LONGEST_FURNITURE else _judged
    kind, value, credited = judge(text, registry)
    return _hinted((line, kind, value, text, credited))


def _judged(text: str, registry: SourceRegistry) -> tuple[Hint, str, Credited]:
    asked = _BY_FIRST.get(text[0]) or _BY_FIRST_TWO.get(text[:2].lower())
    found = asked(text) if asked else None
    if found is None and len(text) <= LONGEST_PHRASE:
        found = _furniture(text)
    kind, value = found or (TEXT, text)
    return kind, value, split_credit(text, registry)


_remembered: Final = lru_cache(maxsize=CACHED_LINES)(_judged)
"""For short lines: a page's furniture stands on every page."""


def _rule_or_bullet(text: str) -> tuple[Hint, str] | None:
    if len(text) >= 3 and vocabulary.RULE_CHARACTERS.issuperset(text):
        return FURNITURE, "rule"
    if text[0] in vocabulary.BULLET_MARKS and text[1:2] == " ":
        return BULLET, text[2:]
    return None


def _counter(text: str) -> tuple[Hint, str] | None:
    if len(text) <= 9 and vocabulary.GALLERY_COUNTER.fullmatch(text):
        return COUNTER, "gallery counter"
    return None


def _updated(text: str) -> tuple[Hint, str] | None:
    match = vocabulary.UPDATED.fullmatch(text) if len(text) <= LONGEST_DATE else None
    if match and is_date_text(match["when"]):
        return UPDATED, match["when"]
    return None


def _related(text: str) -> tuple[Hint, str] | None:
    if match := vocabulary.RELATED_LINK.fullmatch(text):
        return RELATED, match["text"]
    if text.casefold().rstrip(":") in vocabulary.RELATED_LABELS:
        return RELATED, ""
    return None


def _topics(text: str) -> tuple[Hint, str] | None:
    match = vocabulary.TOPICS.fullmatch(text)
    return (TOPICS, match["names"]) if match else None


def _crawl_prefix(text: str) -> tuple[Hint, str] | None:
    return (FURNITURE, "page path") if vocabulary.CRAWL_PREFIX.fullmatch(text) else None


def _address(text: str) -> tuple[Hint, str] | None:
    """`https://example.org/ab12`, the short address that some papers print in a story's head."""
    return (FURNITURE, "page address") if separator_of(text) == "address" else None


_BY_FIRST: Final[dict[str, Callable[[str], tuple[Hint, str] | None]]] = {
    **dict.fromkeys((*vocabulary.RULE_CHARACTERS, *vocabulary.BULLET_MARKS), _rule_or_bullet),
    **dict.fromkeys("0123456789", _counter),
}
_BY_FIRST_TWO: Final[dict[str, Callable[[str], tuple[Hint, str] | None]]] = {
    **dict.fromkeys(vocabulary.UPDATED_OPENINGS, _updated),
    **dict.fromkeys(vocabulary.RELATED_OPENINGS, _related),
    **dict.fromkeys(("to", "ta", "ke"), _topics),
    "da": _crawl_prefix,
    "ht": _address,
}
"""By a line's first two letters, in small ones: most lines are tried with no pattern at all."""


def _furniture(text: str) -> tuple[Hint, str] | None:
    reason = ""
    if len(text) <= _LONGEST_FURNITURE:
        words = text.casefold().rstrip(":")
        if words in vocabulary.FACT_BOX_LABELS:
            return FACT_LABEL, text
        if words in vocabulary.CAPTION_LABELS:
            return COUNTER, "gallery counter"
        reason = vocabulary.FURNITURE.get(words, "")
    reason = reason or reason_of_phrase(text)
    return (FURNITURE, reason) if reason else None


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does, closing quotes and brackets aside."""
    if text[-1:] in SENTENCE_STOPS:
        return True
    last = text[-12:].rstrip(CLOSING_MARKS)[-1:]
    return last in SENTENCE_STOPS or (
        len(text) >= vocabulary.LEAST_UNSTOPPED
        and not last.isascii()
        and vocabulary.UNSTOPPED.match(last) is not None
    )


def goes_on(text: str) -> bool:
    """Whether the text ends in mid-sentence, by its last word."""
    return vocabulary.GOES_ON.search(text[-12:]) is not None


def is_broken_off(above: str, below: str) -> bool:
    """Whether two lines are halves of one sentence.

    `Contributors:`, rows of a table and lines of a program are not, nor is `1. milk,` above
    `2. bread`, nor a numbered heading; a name such as `iPhone` begins in small letters and goes on
    with nothing.
    """
    words = above.count(" ") + 1
    if len(above) < _LEAST_HALF or words < (6 if above[-1] == "," else 4) or above[-1] in ":;":
        return False
    if _NO_PROSE.search(above) or _NO_PROSE.search(below):
        return False
    if len(above) < _LONGEST_HEADING and _NUMBERED.match(above):
        return False  # `12. Find someone to talk to`
    if len(below) < _LEAST_REST and not ends_sentence(below):
        return False  # `photo: Ida Brandt`, `level 2`
    first = below.partition(" ")[0].strip("“”‘’\"'«»„,;.…!?")
    if first[:1].islower():
        plain = first.replace("’", "").replace("'", "").replace("-", "")
        return plain.isalpha() and plain.islower()
    if not goes_on(above) or _NUMBERED.match(below):
        return False
    return above[-1] == "," or _ENGLISH.search(above) is not None


def starts_small(text: str) -> bool:
    """Whether the text begins in small letters, as the rest of a sentence does."""
    return text[0].islower()


def looks_like_kicker(text: str, *, apart: bool) -> bool:
    """Whether a line right above a headline is its kicker: `Opinion`, `ON THE QUAYS`.

    With `apart`, a blank line stands between the two: then only words known for it are one.
    """
    if len(text) > _LONGEST_KICKER:
        return False
    if text.casefold().strip(" :|") in vocabulary.KICKERS:
        return True
    return not apart and is_capitals(text) and text.count(" ") < 4 and not ends_sentence(text)


def looks_like_headline(line: HintedLine) -> bool:
    """Whether a line could be a headline: short, no sentence, no caption.

    "Cup final moved to Jeddah" could; "The match kicks off at 8:45 p.m. as planned." could not.
    """
    text = line.text
    if not 4 <= len(text) <= 250:
        return False
    if text[-1] in ".,;" and not text.endswith("..."):
        return False
    if line.credited.evidence in (Evidence.STRONG, Evidence.ALONE):
        return False
    return any(map(str.isalpha, text))


def looks_like_paragraph(text: str) -> bool:
    """Whether a line reads as prose: a sentence of some length, or a long line."""
    return (len(text) >= 40 and ends_sentence(text)) or len(text) >= 200


def looks_like_crosshead(text: str) -> bool:
    """Whether a line could be a small title in the body: a few words and no sentence."""
    if len(text) > 80 or ends_sentence(text) or goes_on(text) or text[-1] in ":;,":
        return False
    return is_capitals(text) or (len(text) <= 60 and not starts_small(text))


def is_capitals(text: str) -> bool:
    """Whether all letters are capitals: `STRIKES DESTROY HOUSES`."""
    return text.isupper()


def looks_like_byline(text: str) -> bool:
    """Whether a line right under the date could name the writer: `NADA AL-TURKI`, `AFP`."""
    words = text.split()
    return len(words) <= 6 and len(text) <= 60 and not ends_sentence(text) and is_capitals(text)


def split_names(names: str) -> list[str]:
    """The names of a list of topics: `Innovation, Water; Towns`."""
    return [name.strip() for name in names.replace(";", ",").split(",") if name.strip()]


def is_heading(text: str) -> bool:
    """Whether a line could be a fact box's heading."""
    return len(text) <= 100 and not ends_sentence(text)
