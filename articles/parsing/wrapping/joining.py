"""Whether a printed line goes on with the paragraph above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from articles.parsing.dates.datelines import match_dateline
from articles.parsing.dates.printed_dates import is_whole_date
from articles.parsing.lines import vocabulary
from articles.parsing.lines.people import is_full_name

from .printed import Printed, Run, marker_of, weak_marker_of
from .widths import Width

_HEAD_LINES: Final = 3
_LONGEST_TITLE: Final = 210
"""Lines of a headline that had room left; columns of one whose lines are full."""

_LEAST: Final = 0.6
"""The share of its width that a line has which stops short in mid-sentence."""

_DROP_CAP_LINES: Final = 4
_DROP_CAP_WIDTH: Final = 18
"""Lines beside a letter that opens a text, its own among them, and how much of their width it and
the next word take."""

_LAST: Final = 0.85
"""The share of its width that the last line of a title seldom has, and the items of a list whose
other lines are full mostly have."""

_LONGEST_NAME: Final = 60
_SHORT_WORD: Final = 3
_SHORT_OPENING: Final = 4
_COMMON: Final = 0.01
"""Letters of a word such as `of`, of one such as `The` or `Elle`, and the share of all words that
such a word has at least."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_LABEL: Final = re.compile(r"[^\W\d_][\w-]{0,14}: ")


@dataclass
class Paragraphs:
    """Tells of each line whether it goes on with the lines above; `widths` are those of the runs
    that were wrapped, `run_of` gives the run of a line."""

    lines: Sequence[Printed]
    runs: Sequence[Run]
    widths: Mapping[Run, Width]
    _run_of: dict[int, tuple[Run, Width]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        nearest = self.widths[min(self.widths)]
        for run in self.runs:
            nearest = self.widths.get(run, nearest)
            for k in range(run.first, run.stop):
                self._run_of[k] = run, nearest

    @cached_property
    def _common_words(self) -> frozenset[str]:
        """The short words that the text has again and again in small letters."""
        words = [word for line in self.lines for word in _WORD.findall(line.text)]
        counted = Counter(word for word in words if word.islower() and len(word) <= _SHORT_OPENING)
        return frozenset(word for word, n in counted.items() if n >= _COMMON * len(words))

    def goes_on(self, paragraph: Sequence[int], below: int) -> bool:
        """Whether the line right below a paragraph's last is a part of it."""
        above, line = self.lines[paragraph[-1]], self.lines[below]
        run, width = self._run_of[below]
        if above.quoted != line.quoted or above.is_row or line.is_row:
            return False
        if line.text == self.lines[paragraph[0]].text or _is_button(line) or _is_button(above):
            return False
        if len(paragraph) == 1 and is_drop_cap(above.text, line):
            return True
        if not width.bears(above) and (" " in above.text or not line.starts_small):
            return False
        is_full = width.is_full(above, line) or self._is_beside_drop_cap(paragraph, width)
        if self._opens_item(paragraph, line, is_full=is_full):
            return False
        if _is_capital_line(above.text) != _is_capital_line(line.text) and self._is_title(
            paragraph
        ):
            return False
        if self._is_indented_apart(paragraph, line, is_full=is_full):
            return False
        if is_full:
            return self._fills_on(paragraph, line, run, width)
        return self._breaks_early(above, line, run, width)

    def _is_beside_drop_cap(self, paragraph: Sequence[int], width: Width) -> bool:
        """Whether a paragraph's last line is one of those that a large letter made shorter."""
        if len(paragraph) > _DROP_CAP_LINES:
            return False
        first, last = self.lines[paragraph[0]], self.lines[paragraph[-1]]
        has_letter = len(first.text) == 1 or first.text[1:3] == "  "
        return has_letter and not last.ends and last.edge >= width.columns - _DROP_CAP_WIDTH

    def goes_on_across(self, paragraph: Sequence[int], below: int) -> bool:
        """Whether a line below a page's edge goes on with the paragraph above it."""
        above, line = self.lines[paragraph[-1]], self.lines[below]
        _, width = self._run_of[below]
        if above.quoted != line.quoted or above.is_row or line.is_row or above.ends:
            return False
        if marker_of(line.text) or above.edge < _LEAST * width.columns:
            return False
        if line.starts_small:
            return True
        if _is_capital_line(above.text) or _is_capital_line(line.text) or begins_head(line.text):
            return False
        return len(paragraph) > 1 and width.is_full(above, line)

    def _opens_item(self, paragraph: Sequence[int], line: Printed, *, is_full: bool) -> bool:
        """Whether a line begins an item of a list."""
        if marker_of(line.text):
            return True
        marker = weak_marker_of(line.text)
        if not marker:
            return _LABEL.match(line.text) is not None and (
                _LABEL.match(self.lines[paragraph[0]].text) is not None
            )
        above = self.lines[paragraph[-1]]
        return not is_full or above.ends or bool(weak_marker_of(self.lines[paragraph[0]].text))

    def _is_title(self, paragraph: Sequence[int]) -> bool:
        """Whether a paragraph is as yet in capitals, or has ended."""
        above = self.lines[paragraph[-1]]
        return above.ends or all(_is_capital_line(self.lines[k].text) for k in paragraph)

    def _is_indented_apart(self, paragraph: Sequence[int], line: Printed, *, is_full: bool) -> bool:
        """Whether a line's indent, or the paragraph's, shows that another paragraph begins."""
        first, above = self.lines[paragraph[0]], self.lines[paragraph[-1]]
        if is_full and (line.starts_small or (line.starts_caseless and not above.ends)):
            return False
        if marker_of(first.text) or weak_marker_of(first.text):
            return line.indent < first.indent or (line.indent == first.indent and not is_full)
        usual = above.indent if len(paragraph) == 1 else self.lines[paragraph[1]].indent
        if line.indent > usual:
            return above.ends or not is_full
        return line.indent < usual and len(paragraph) > 1 and (above.ends or not is_full)

    def _fills_on(self, paragraph: Sequence[int], line: Printed, run: Run, width: Width) -> bool:
        """Whether a full line goes on with the next. A text's first line may be its title, and a
        run in which no sentence is seen to go on may be a list."""
        above = self.lines[paragraph[-1]]
        if line.starts_small or is_left_open(above.text):
            return True
        if len(paragraph) == 1 and not above.ends and self._begins_another(above, line):
            return False
        if run in self.widths or marker_of(self.lines[paragraph[0]].text):
            return True
        last = self.lines[run.stop - 1]
        return last.ends or self._may_be_title(run, width)

    def _begins_another(self, above: Printed, line: Printed) -> bool:
        """Whether a line below a first line that may be a title begins the text, or stands in the
        head as a date does."""
        if _is_capital_line(above.text) and _is_capital_line(line.text):
            return False
        if is_title_case(above.text):
            return begins_head(line.text, beside_title=True)
        return begins_head(line.text) or self._begins_sentence(line)

    def _may_be_title(self, run: Run, width: Width) -> bool:
        """Whether full lines that show no sentence are a title, and no list: there are few, and the
        last is not full as well, or no text stands above."""
        count = run.stop - run.first
        if count * width.columns > _LONGEST_TITLE:
            return False
        is_last_full = self.lines[run.stop - 1].edge >= _LAST * width.columns
        return count > 2 or not is_last_full or run < min(self.widths)

    def _begins_sentence(self, line: Printed) -> bool:
        """Whether a line's first word has a capital only because it is the first of a sentence:
        the text has the word in small letters again and again."""
        word = line.text.split(None, 1)[0].strip("\"'“”‘’„«»(),.;:")
        return word[:1].isupper() and word.lower() in self._common_words

    def _breaks_early(self, above: Printed, line: Printed, run: Run, width: Width) -> bool:
        """Whether a sentence or a title goes on below a line that had room left."""
        if above.ends:
            return False
        is_brief = run.stop - run.first <= _HEAD_LINES
        if line.starts_small:
            return is_brief or (run in self.widths and above.edge >= _LEAST * width.columns)
        if is_brief and all(
            _is_capital_line(self.lines[k].text) for k in range(run.first, run.stop)
        ):
            return not begins_head(line.text, beside_title=line.text.count(" ") > 1)
        return is_brief and vocabulary.GOES_ON.search(above.text[-12:]) is not None


def is_left_open(text: str) -> bool:
    """Whether a line ends as neither a title nor a sentence does: with a comma, a short word in
    small letters such as `of` or `am`, or within brackets."""
    last = text[-_SHORT_WORD - 1 :].rpartition(" ")[2]
    if last.isalpha() and last.islower() and len(last) <= _SHORT_WORD:
        return True
    if text[-1] in ",،、，" or text.rfind("(") > text.rfind(")"):
        return True
    return vocabulary.GOES_ON.search(text[-12:]) is not None


def is_drop_cap(above: str, line: Printed) -> bool:
    """Whether a line is nothing but the large first letter of the next line's first word."""
    return len(above) == 1 and above.isupper() and line.text[:1].islower()


def _is_capital_line(text: str) -> bool:
    """Whether a line of some length is in capitals."""
    return text.isupper() and sum(map(str.isalpha, text)) > 3


def _is_button(line: Printed) -> bool:
    """Whether a line is known page furniture, or says when the page was updated."""
    return (
        line.edge <= _LONGEST_NAME
        and not line.starts_small
        and (
            line.text.casefold().rstrip(":") in vocabulary.FURNITURE
            or vocabulary.UPDATED.fullmatch(line.text) is not None
        )
    )


def is_byline(text: str) -> bool:
    """Whether a line begins as bylines do."""
    return bool(vocabulary.PAGE_BYLINE.match(text) or vocabulary.BYLINE.fullmatch(text))


def is_title_case(text: str) -> bool:
    """Whether most words begin with a capital, as in English headlines."""
    words = [word for word in text.split() if word[0].isalpha()]
    return 5 * sum(word[0].isupper() for word in words) >= 3 * len(words)


def begins_head(text: str, *, beside_title: bool = False) -> bool:
    """Whether a line is one of a story's head, or its text's first: a byline, a date, a name, a
    dateline. Beside a title whose words begin with capitals the rest of it looks like a name."""
    if is_byline(text):
        return True
    if len(text) <= _LONGEST_NAME and is_whole_date(text):
        return True
    is_name = not beside_title and len(text) <= _LONGEST_NAME and is_full_name(text)
    return is_name or match_dateline(text) is not None
