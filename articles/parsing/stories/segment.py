"""Where stories begin: a page scrolls on into further stories, each opened by a head.

A head is a headline, most often printed twice, with captions, dates and page furniture around it.
Blank lines are no guide: on real pages they separate paragraphs and stories alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from articles.parsing.dates.datelines import match_dateline
from articles.parsing.dates.printed_dates import is_whole_date
from articles.parsing.line_kinds import (
    BLANK,
    COUNTER,
    FURNITURE,
    RELATED,
    TEXT,
    UPDATED,
    HintedLine,
    ends_sentence,
    looks_like_headline,
    looks_like_kicker,
    looks_like_paragraph,
)
from articles.parsing.lines.lines import CACHED_LINES
from articles.parsing.model.classifier import Reading, read_pages
from articles.parsing.press_databases import Document
from articles.parsing.sources.credits import Evidence

_REACH: Final = 24
"""Lines with text between a headline and its repeat; a gallery of ten pictures has 21."""

_BARE_REACH: Final = 3
"""The same where no furniture stands between to prove a head."""

_STORY_PARAGRAPH: Final = 30
"""Words; what a list says of a story is shorter."""

_STORY_RUN: Final = 4
"""Paragraphs in a row; what a list says of a story is shorter."""

_LEAST_ENTRIES: Final = 3
_ENTRY: Final = 4
"""Entries of a list, and the most lines that one of them has."""

_WORDS: Final = re.compile(r"[^\W_]+")
_MARKS: Final = "“”‘’–—"
_FOLDED: Final = bytes(
    ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else ord(" ")
    for code in range(256)
)


@dataclass(frozen=True, slots=True)
class Story:
    """A stretch of lines that one story takes up, as indexes into the lines.

    The head is `first` to `head_last`; `last` is the last line with text. Page furniture right
    above the headline belongs to the story. `repeated` says whether the headline was printed
    more than once.

    A story that no known furniture frames has in `reading` what the labeller makes of it, and may
    have no headline; `first` to `last` is then the page that it stands on.

    With `turned` the text stands above the head: `first` is then the text's first line. A story of
    a press database's export is one `document` of it.
    """

    first: int
    headline: int | None
    head_last: int
    last: int
    repeated: bool
    reading: Reading | None = None
    turned: bool = False
    document: Document | None = None


def find_stories(lines: Sequence[HintedLine], *, headline: str = "") -> list[Story]:
    """The stories among the lines, in order; they do not overlap.

    Where known furniture frames a head, rules find the stories from there on. The lines above,
    or the whole of a dump without such a head, are the labeller's to read. `headline` is one that
    the page's markup names; it is believed where a line confirms it.
    """
    texts = [index for index, line in enumerate(lines) if line.hint is not BLANK]
    framed = any(line.opens_head for line in lines)  # most pages of others hold no such line
    heads = _find_heads(lines, texts) if framed else []
    proven = (number for number, head in enumerate(heads) if _is_framed(lines, head))
    heads = heads[next(proven, len(heads)) :]
    if heads and _stand_below_their_texts(lines, texts[0], heads):
        return _turned_stories(lines, texts[0], heads)
    stop = _with_furniture_above(lines, heads[0][0]) if heads else len(lines)
    stories = []
    if not heads or _holds_prose(lines, texts[0], stop):
        pages = [_with_named_headline(page, lines, headline) for page in read_pages(lines, 0, stop)]
        pages = [page for page in pages if not _is_listing(lines, page)]
        stories = [_by_labeller(page) for page in pages if not heads or _has_headline(lines, page)]
    starts = [_with_furniture_above(lines, first) for first, _, _ in heads]
    for number, (first, head_last, repeated) in enumerate(heads):
        last = (starts[number + 1] if number + 1 < len(starts) else len(lines)) - 1
        while lines[last].hint is BLANK:
            last -= 1
        stories.append(Story(starts[number], first, head_last, last, repeated))
    return stories


def _stand_below_their_texts(
    lines: Sequence[HintedLine], first: int, heads: Sequence[tuple[int, int, bool]]
) -> bool:
    """Whether every head has its text above it: prose opens the dump and none ends it."""
    if not (_is_prose(lines[first]) or match_dateline(lines[first].text)):
        return False
    ends = [first, *(last + 1 for _, last, _ in heads)]
    above = all(_holds_prose(lines, end, head[0]) for end, head in zip(ends, heads, strict=False))
    return above and not _holds_prose(lines, ends[-1], len(lines))


def _turned_stories(
    lines: Sequence[HintedLine], first: int, heads: Sequence[tuple[int, int, bool]]
) -> list[Story]:
    """The last line of each story is that of its head, of the last one the dump's last."""
    stories = []
    for number, (headline, head_last, repeated) in enumerate(heads, start=1):
        last = head_last if number < len(heads) else len(lines) - 1
        while lines[last].hint is BLANK:
            last -= 1
        while lines[first].hint is BLANK:
            first += 1
        stories.append(Story(first, headline, head_last, last, repeated, turned=True))
        first = last + 1
    return stories


def _is_listing(lines: Sequence[HintedLine], page: Reading) -> bool:
    """Whether a page is a list of stories: among what reads as its text a date or a `Read more`
    for every few lines, and no paragraph of a story's length."""
    if any(lines[k].text.count(" ") >= _STORY_PARAGRAPH for k in page.body):
        return False
    if _runs_on(lines, page):
        return False
    within = lines[min(page.body) : max(page.body) + 3]  # a blank line may stand before it
    entries = sum(map(_ends_entry, within))
    return entries >= _LEAST_ENTRIES and len(page.body) <= _ENTRY * entries


def _runs_on(lines: Sequence[HintedLine], page: Reading) -> bool:
    """Whether some paragraphs of the text follow one another with nothing between, as a story's
    do; an entry of a list has a headline or a date between its text and the next."""
    run = 0
    for index in range(min(page.body), max(page.body) + 1):
        if lines[index].hint is not BLANK:
            is_text = index in page.body and looks_like_paragraph(lines[index].text)
            run = run + 1 if is_text and not _ends_entry(lines[index]) else 0
            if run >= _STORY_RUN:
                return True
    return False


def _ends_entry(line: HintedLine) -> bool:
    if line.hint is RELATED:
        return not line.value
    return line.hint is UPDATED or (line.hint is TEXT and is_whole_date(line.text))


def _has_headline(lines: Sequence[HintedLine], page: Reading) -> bool:
    """Whether a page above a framed head is a story of its own; text without a headline that could
    be one is the tail of a story that was cut off before."""
    return page.headline is not None and looks_like_headline(lines[page.headline])


def _by_labeller(page: Reading) -> Story:
    return Story(page.first, page.headline, page.first, page.last, repeated=False, reading=page)


def _is_framed(lines: Sequence[HintedLine], head: tuple[int, int, bool]) -> bool:
    """Whether known furniture proves the head: a short address, or a headline printed again with
    its date between. A date alone, or a headline alone printed twice, is on any page."""
    headline, last, repeated = head
    within = lines[headline : last + 1]
    if any(line.hint is FURNITURE and line.value == "short address" for line in within):
        return True
    return repeated and any(line.hint is UPDATED for line in within)


def _with_furniture_above(lines: Sequence[HintedLine], headline: int) -> int:
    first = kicker_above(lines, headline)
    while first and lines[first - 1].hint is FURNITURE and lines[first - 1].value != "rule":
        first -= 1
    return first


def kicker_above(lines: Sequence[HintedLine], headline: int) -> int:
    """The index of the kicker right above a headline, or the headline's own."""
    above = headline - 1
    if above > 0 and lines[above].hint is BLANK:
        above -= 1
    if above < 0 or lines[above].hint is not TEXT:
        return headline
    if above and lines[above - 1].hint not in (BLANK, FURNITURE):
        return headline
    is_kicker = looks_like_kicker(lines[above].text, apart=above < headline - 1)
    return above if is_kicker else headline


@lru_cache(maxsize=CACHED_LINES)
def same_words(text: str) -> str:
    """A text's words for comparison: case folded, quotes and punctuation dropped."""
    plain = text
    for mark in _MARKS if not text.isascii() else ():
        plain = plain.replace(mark, " ")
    if plain.isascii():  # most headlines; no normal form and no pattern is needed for them
        return b" ".join(plain.encode("ascii").translate(_FOLDED).split()).decode("ascii")
    return " ".join(_WORDS.findall(unicodedata.normalize("NFKC", text).casefold()))


def has_words(text: str, words: str) -> bool:
    """Whether a cleaned line has the words that `same_words` gave of another; most often its first
    letter alone tells that it has not."""
    first = text[:1]
    if first.isascii() and first.isalnum() and first.lower() != words[:1]:
        return False
    return same_words(text) == words


def _find_heads(lines: Sequence[HintedLine], texts: Sequence[int]) -> list[tuple[int, int, bool]]:
    heads: list[tuple[int, int, bool]] = []
    position = 0
    may_begin = True  # the story above has had its text
    while position < len(texts):
        line = lines[texts[position]]
        end: int | None = None
        repeated = False
        if line.hint is TEXT and looks_like_headline(line):
            end = _repeated_head(lines, texts, position)
            repeated = end is not None
            if end is None and may_begin:
                end = _single_head(lines, texts, position)
        if end is None:
            may_begin = may_begin or _is_prose(line)
            position += 1
            continue
        heads.append((texts[position], texts[end], repeated))
        position = end + 1
        may_begin = False
    return heads


def _repeated_head(lines: Sequence[HintedLine], texts: Sequence[int], start: int) -> int | None:
    """Where the head ends that begins at `start` with a headline printed again further on."""
    opening = lines[texts[start]]
    if start and lines[texts[start - 1]].hint is COUNTER:
        return None
    longest = 2 * len(opening.text) + 20  # the same words never take more, marks and all
    letter = opening.text[0]
    telling = letter.isascii() and letter.isalnum()
    either = letter.lower() + letter.upper()
    end: int | None = None
    marks = prose = 0
    closed = False
    for position in range(start + 1, min(start + _REACH, len(texts))):
        line = lines[texts[position]]
        if line.hint is TEXT:
            # Most often the first letters tell that two lines differ.
            other = line.text[0]
            fits = other in either or not (telling and other.isascii() and other.isalnum())
            fits = fits and len(line.text) <= longest
            if fits and same_words(line.text) == same_words(opening.text):
                if not marks and ends_sentence(line.text) != ends_sentence(opening.text):
                    break  # a bullet that repeats a sentence of the text
                end, closed = position, marks > 0
                continue
            prose += 1
            if closed or prose > _BARE_REACH + marks:
                break
        elif closed:
            break
        elif line.opens_head or line.hint is COUNTER:
            marks += 1
        elif line.hint is not FURNITURE:
            break
    return end


def _single_head(lines: Sequence[HintedLine], texts: Sequence[int], start: int) -> int | None:
    """Where the head ends that begins at `start` with a headline printed once.

    Only captions may stand between the headline and the furniture that proves the head.
    """
    opening = lines[texts[start]]
    above = lines[texts[start - 1]] if start else None
    begins = not above or opening.line.blanks_before or above.hint is FURNITURE
    if not begins and kicker_above(lines, texts[start]) == texts[start]:
        return None
    if looks_like_kicker(opening.text, apart=True):
        return None
    end: int | None = None
    for position in range(start + 1, min(start + _REACH, len(texts))):
        line = lines[texts[position]]
        if line.opens_head:
            end = position
        elif line.hint is TEXT and end is None:
            in_gallery = lines[texts[position - 1]].hint is COUNTER
            if not (in_gallery or _could_be_caption(line) or is_whole_date(line.text)):
                return None
        elif end is not None or line.hint not in (COUNTER, FURNITURE):
            break
    return end


def _could_be_caption(line: HintedLine) -> bool:
    return ends_sentence(line.text) or line.credited.evidence is not Evidence.NONE


def _holds_prose(lines: Sequence[HintedLine], first: int, stop: int) -> bool:
    return any(_is_prose(lines[index]) for index in range(first, stop))


def _is_prose(line: HintedLine) -> bool:
    return line.hint is TEXT and looks_like_paragraph(line.text)


def _with_named_headline(page: Reading, lines: Sequence[HintedLine], headline: str) -> Reading:
    """The page with the headline that its markup names, where a line above text confirms it."""
    words = same_words(headline)
    for index in range(page.first, page.last + 1):
        line = lines[index]
        if words and line.hint is TEXT and has_words(line.text, words):
            below = frozenset(number for number in page.body if number > index)
            return replace(page, headline=index, body=below) if below else page
    return page
