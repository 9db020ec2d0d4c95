"""A text whose lines were wrapped into one whose lines are its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from .joining import Paragraphs, is_drop_cap
from .printed import LONGEST, SHORTEST, STOPS, Printed, printed_lines, runs_of
from .sheets import Sheets, find_sheets
from .widths import find_widths
from .words import WordList

_FEWEST: Final = 3
"""Lines of the length of a full one that go on below, as a wrapped text has at least."""

_BULLETS: Final = frozenset("•‣▪●◦·*■►▶")

_LINK: Final = re.compile(r"\[\d{1,4}\]")
_DROP_CAP: Final = re.compile(r"([^\W\d_])( +)([^\W\d_]+)")
_ONE_LETTER_WORDS: Final = frozenset("AIOEYÀÓÉÚАИОУКСВЯЄІЖΗΟ")


_NOTHING: Final[Mapping[int, str]] = {}


class Paragraph(NamedTuple):
    """A paragraph, or another line that stands by itself: its text, and the printed lines that it
    was made of, as indexes. A blank line has no text. `opens_sheet` says that a form feed stands
    before it."""

    text: str
    printed: tuple[int, ...]
    indent: int = 0
    opens_sheet: bool = False


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A text's paragraphs in order. `dropped` has by index the printed lines that are part of none,
    with the reason; it is empty for blank lines."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    dropped: dict[int, str] = field(default_factory=dict)


def may_be_wrapped(texts: Iterable[str]) -> bool:
    """Whether sentences may go on from enough of these lines, without white space at their ends, to
    the next; False is certain. It is asked of every text, and of a line first how long it is."""
    count = 0
    above = ""
    size = 0
    for below in texts:
        if SHORTEST <= size <= LONGEST and below and _may_go_on(above, below):
            count += 1
            if count == _FEWEST:
                return True
        above = below
        size = len(below)
    return False


def _may_go_on(above: str, below: str) -> bool:
    first = below[0]
    if first.isupper() or first in _BULLETS:
        return False
    return above[-1] not in STOPS


def unwrap(texts: Sequence[str], known: Mapping[int, str] = _NOTHING) -> Unwrapped | None:
    """The paragraphs of the printed lines, which are given without their line ends; None for a text
    that was not wrapped. `known` are lines that are certainly part of none, with the reason."""
    lines = printed_lines(texts)
    runs = runs_of(lines)
    widths = find_widths(lines, runs)
    if not widths:
        return None
    sheets = find_sheets(lines, known)
    paragraphs = Paragraphs(lines, runs, widths)
    groups = _Groups(lines, sheets, paragraphs)
    groups.read()
    texts_of = _Texts(lines, groups.found, sheets)
    base = min(lines[k].indent for run in widths for k in range(run.first, run.stop))
    found = [
        Paragraph(
            texts_of.text(group.lines) if lines[group.lines[0]].text else "",
            tuple(group.lines),
            max(0, lines[group.lines[0]].indent - base),
            group.opens_sheet,
        )
        for group in groups.found
    ]
    return Unwrapped(found, groups.dropped)


@dataclass(slots=True)
class _Group:
    """Printed lines that are one paragraph, or one blank line."""

    lines: list[int]
    opens_sheet: bool = False


class _Groups:
    """Puts the lines together, from the first to the last."""

    def __init__(self, lines: Sequence[Printed], sheets: Sheets, paragraphs: Paragraphs) -> None:
        self._lines, self._sheets, self._paragraphs = lines, sheets, paragraphs
        self.found: list[_Group] = []
        self.dropped: dict[int, str] = dict(sheets.dropped)
        self._open: _Group | None = None
        self._blanks: list[int] = []
        self._has_edge = self._has_feed = False

    def read(self) -> None:
        """Gives every line its group, or drops it."""
        for k, line in enumerate(self._lines):
            is_dropped = k in self._sheets.dropped
            self._has_feed = self._has_feed or line.opens_sheet
            if is_dropped:
                self._has_edge = True
            elif not line.text:
                self._blanks.append(k)
            else:
                self._add(k)
        self._close_gap()

    def _add(self, k: int) -> None:
        group = self._open
        if group is not None and self._belongs(group, k):
            self.dropped |= dict.fromkeys(self._blanks, "")
            self._blanks = []
            group.lines.append(k)
        else:
            has_feed = self._has_feed and not self._has_edge
            self._close_gap()
            self._open = _Group([k], has_feed)
            self.found.append(self._open)
        self._has_edge = self._has_feed = False

    def _belongs(self, group: _Group, k: int) -> bool:
        if self._has_edge or self._has_feed:
            return self._paragraphs.goes_on_across(group.lines, k)
        if self._blanks:
            above = self._lines[group.lines[-1]].text
            return len(group.lines) == 1 and is_drop_cap(above, self._lines[k])
        return self._paragraphs.goes_on(group.lines, k)

    def _close_gap(self) -> None:
        """The blank lines between two paragraphs stay; of those around a page's edge one does."""
        kept = self._blanks[:1] if self._has_edge else self._blanks
        self.dropped |= dict.fromkeys(self._blanks[len(kept) :], "")
        self.found += [_Group([k]) for k in kept]
        self._blanks = []


class _Texts:
    """The texts of groups of lines."""

    def __init__(self, lines: Sequence[Printed], groups: Sequence[_Group], sheets: Sheets) -> None:
        self._lines = lines
        links = sheets.links
        self._links: Mapping[str, str] = {f"[{number}]": "" for number in links}
        self._words = WordList([lines[k].text for k in group.lines] for group in groups)

    def text(self, group: Sequence[int]) -> str:
        """The text of one paragraph."""
        texts = [self._without_links(self._lines[k].text) for k in group]
        if len(texts) > 1:
            texts = self._with_drop_cap(texts, self._lines[group[1]])
        return self._words.joined(texts)

    def _with_drop_cap(self, texts: list[str], second: Printed) -> list[str]:
        """The lines with the large letter that opens the first at its word."""
        first, *others = texts
        if is_drop_cap(first, second):
            return [first + others[0], *others[1:]]
        match = _DROP_CAP.match(first)
        if match is None or not self._is_drop_cap(*match.groups()):
            return texts
        return [match[1] + match[3] + first[match.end() :], *others]

    def _without_links(self, text: str) -> str:
        if not self._links or "[" not in text:
            return text
        return _LINK.sub(lambda match: self._links.get(match[0], match[0]), text)

    def _is_drop_cap(self, letter: str, gap: str, rest: str) -> bool:
        """Whether the first letter of a paragraph was set apart from the rest of its word."""
        if not letter.isupper() or not rest.islower():
            return False
        whole = self._words.knows(letter + rest)
        if letter in _ONE_LETTER_WORDS:
            return whole and not self._words.knows(rest)
        return whole or len(gap) > 1 or not self._words.knows(rest)
