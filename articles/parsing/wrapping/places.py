"""From paragraphs back to the lines that were printed.

The parser reads the paragraphs of a wrapped text as if each were one line. Whatever it says of
their numbers is translated here: spans, the ledger, issues, origins; and editors' decisions, which
name printed lines, the other way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Final

from articles.parsing.damage.findings import renumbered
from articles.parsing.lines.lines import LONGEST_LINE, Line, clean
from articles.parsing.lines.tables import Row
from articles.parsing.stories.overrides import MARKED, Placement
from articles.parsing.types import Issue, ParsedArticle, Placed, Role, Span

from .unwrap import Paragraph, may_be_wrapped, unwrap

_ORIGIN: Final = re.compile(r"line (\d+)")
_line = partial(tuple.__new__, Line)  # see lines.py


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines that the parser reads lie in those that were printed.

    `lines` are the former. `printed` has for each the numbers of the latter, in order, and `read`
    for each of the latter the number of the line that it is a part of, or the reason why it is
    none's, which is empty for a blank line. All are numbered from 1.
    """

    lines: list[Line]
    printed: list[tuple[int, ...]]
    read: list[int | str]

    def placements(self, placements: Iterable[Placement]) -> list[Placement]:
        """Editors' decisions on printed lines, as decisions on the lines that are read."""
        found = []
        for placement in placements:
            own = [n for n in self.read[placement.first - 1 : placement.last] if isinstance(n, int)]
            if own:
                found.append(placement._replace(first=own[0], last=own[-1]))
        return found

    def rows(self, rows: Mapping[int, Row]) -> dict[int, Row]:
        """Rows of tables, by the index of their printed line, as rows of the lines that are read;
        what became a part of a paragraph is none."""
        reads = ((self.read[k], row) for k, row in rows.items())
        return {
            own - 1: row
            for own, row in reads
            if isinstance(own, int) and len(self.printed[own - 1]) == 1
        }

    def issues(self, issues: Iterable[Issue]) -> list[Issue]:
        """Issues of printed lines, as issues of the lines that are read."""
        reads = [(self.read[issue.line - 1], issue) for issue in issues]
        return [issue._replace(line=own) for own, issue in reads if isinstance(own, int)]

    def article(self, article: ParsedArticle) -> ParsedArticle:
        """The article with all of its places in printed lines."""
        first, last = article.lines
        return replace(
            article,
            lines=Span(self._first(first), self.printed[last - 1][-1]),
            bullets=tuple(one._replace(spans=self._spans(one.spans)) for one in article.bullets),
            body=tuple(block._replace(spans=self._spans(block.spans)) for block in article.body),
            issues=tuple(renumbered(issue, self._first) for issue in article.issues),
            origins={field: self._origin(where) for field, where in article.origins.items()},
        )

    def places(
        self,
        places: Sequence[Placed],
        owners: Sequence[int | None],
        articles: Sequence[ParsedArticle],
    ) -> tuple[list[Placed], list[int | None]]:
        """The place of each printed line and the article that it belongs to, from those of the
        lines that were read; the articles are already in printed lines."""
        found: list[Placed] = []
        within: list[int | None] = []
        at = 0
        for number, own in enumerate(self.read, start=1):
            if isinstance(own, int):
                found.append(places[own - 1])
                within.append(owners[own - 1])
                continue
            while at < len(articles) and articles[at].lines.last < number:
                at += 1
            is_inside = at < len(articles) and articles[at].lines.first <= number
            within.append(articles[at].index if is_inside else None)
            found.append(Placed(Role.CHROME, own) if own else Placed(Role.BLANK))
        return found, within

    def _first(self, number: int) -> int:
        return self.printed[number - 1][0]

    def _spans(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        numbers = [
            number
            for first, last in spans
            for read in self.printed[first - 1 : last]
            for number in read
        ]
        return tuple(_stretches(numbers))

    def _origin(self, where: str) -> str:
        match = _ORIGIN.fullmatch(where)
        return f"line {self._first(int(match[1]))}" if match else where


def _stretches(numbers: Sequence[int]) -> Iterable[Span]:
    """The numbers as stretches of those that follow one another."""
    first = numbers[0] if numbers else 0
    for number, following in pairwise([*numbers, -1]):
        if following != number + 1:
            yield Span(first, number)
            first = following


def layout_of(text: str, printed: Sequence[Line], furniture: frozenset[str]) -> Layout | None:
    """The layout of a text that was wrapped; None for any other. Lines that are `furniture`
    wherever they stand are taken out."""
    if not may_be_wrapped([line.text for line in printed]):
        return None
    texts = [text[line.start : line.end].rstrip("\r\n") for line in printed]
    known = [k for k, line in enumerate(printed) if line.text.casefold() in furniture]
    unwrapped = unwrap(texts, dict.fromkeys(known, MARKED))
    if unwrapped is None:
        return None
    read: list[int | str] = [""] * len(printed)
    for k, reason in unwrapped.dropped.items():
        read[k] = reason
    for number, paragraph in enumerate(unwrapped.paragraphs, start=1):
        for k in paragraph.printed:
            read[k] = number
    numbers = [tuple(k + 1 for k in paragraph.printed) for paragraph in unwrapped.paragraphs]
    return Layout(list(_lines(unwrapped.paragraphs, printed)), numbers, read)


def _lines(paragraphs: Sequence[Paragraph], printed: Sequence[Line]) -> Iterable[Line]:
    blanks = 0
    for number, paragraph in enumerate(paragraphs, start=1):
        start, end = printed[paragraph.printed[0]].start, printed[paragraph.printed[-1]].end
        is_prose = len(paragraph.text) <= LONGEST_LINE
        text = clean(paragraph.text) if is_prose else paragraph.text
        yield _line((number, start, end, text, paragraph.indent, blanks, paragraph.opens_sheet))
        blanks = 0 if text else blanks + 1
