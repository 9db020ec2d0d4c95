"""Lines that stand together, with the name of the field that they open with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from articles.parsing.dates.stated_days import LONGEST_DATE
from articles.parsing.line_kinds import BLANK, HintedLine, ends_sentence, looks_like_paragraph
from articles.parsing.lines.language_codes import language_code
from articles.parsing.marks import Mark

from .documents import Field, Part, date_in
from .fields import CERTAIN, LABEL, LABELS, WORD_COUNT, is_notice

# `Publikationsinfo: Island Post ; 19 Mar 2024`: a label that is not known, below a known one
_OTHER_LABEL: Final = re.compile(r"[^\W\d_a-z][\w/()'’.-]*(?: [\w/()'’.-]+){0,4} ?: ")
_LISTED: Final = frozenset(Field) - {
    *(Field.TEXT, Field.CAPTION, Field.STANDFIRST, Field.ABSTRACT, Field.HEADLINE)
}
_MOST_OF_HEAD: Final = 12
_LONGEST_COUNT: Final = 30
_LEAST_GAPS: Final = 2
"""Gaps between the words of a sentence that is text."""


class Run(NamedTuple):
    """Lines without a blank one between, or the lines of one element: their indexes, and their
    texts without the label. `field` is what a known label says, or the form of the text."""

    lines: tuple[int, ...]
    texts: tuple[str, ...]
    label: str = ""
    field: Field | None = None

    @property
    def text(self) -> str:
        return " ".join(filter(None, self.texts))

    def part(self, field: Field | None = None) -> Part:
        """The run as a field of its document."""
        return Part(field or self.field or Field.OTHER, self.lines, self.texts, self.label)

    @property
    def is_prose(self) -> bool:
        return not self.label and self.field is None and looks_like_paragraph(self.text)

    @property
    def is_sentence(self) -> bool:
        """Whether it is text by its end, however short."""
        text = self.text
        return self.is_prose or (
            self.field is None and ends_sentence(text) and text.count(" ") >= _LEAST_GAPS
        )

    @property
    def is_certain(self) -> bool:
        """Whether the label is one that stands only below a text."""
        if self.field is Field.LANGUAGE:
            return bool(language_code(self.text))
        return self.label.casefold() in CERTAIN


_NONE: Final = Run((), ())

Labels = Callable[[str], tuple[str, Field, str] | None]
"""Reads a line's label, its field and the rest of the line."""


def labelled(text: str) -> tuple[str, Field, str] | None:
    """The label, the field and the value of a line that opens with a known field's name.

    >>> labelled("LÄNGE: 212 Wörter")
    ('LÄNGE', <Field.LENGTH: 'length'>, '212 Wörter')
    """
    match = LABEL.match(text)
    field = LABELS.get(match[1].casefold()) if match else None
    return (match[1], field, (match[2] or "").strip()) if match and field else None


def labelled_in_capitals(text: str) -> tuple[str, Field, str] | None:
    """The same for a database that prints the names of its fields in capitals."""
    found = labelled(text)
    return found if found and found[0].isupper() else None


def runs_of(
    lines: Sequence[HintedLine],
    marks: Sequence[Mark],
    span: Iterable[int],
    labels: Labels,
    *,
    apart: bool = False,
) -> list[Run]:
    """The runs of a stretch of lines in order. A label begins a run, and so does the line below a
    word count or a notice of rights, which are whole; with `apart` every line without a label."""
    runs: list[Run] = []
    own: list[int] = []
    texts: list[str] = []
    head = _NONE

    def end() -> None:
        if own:
            runs.append(head._replace(lines=tuple(own), texts=tuple(texts)))

    for index in span:
        line = lines[index]
        if line.hint is BLANK:
            continue
        label, field, text = labels(line.text) or ("", _form(line.text), line.text)
        is_below = bool(own) and not label and field is None
        if is_below and _other_label(lines, head, own[-1], index):
            label, field = text.partition(":")[0].strip(), Field.OTHER
            is_below = False
        is_whole = head.field in (Field.LENGTH, Field.COPYRIGHT) or (apart and not head.label)
        if is_below and not is_whole and _are_together(lines, marks, own[-1], index, head, texts):
            own.append(index)
            texts.append(text)
        else:
            end()
            own, texts, head = [index], [text], Run((), (), label, field)
    end()
    return runs


def _other_label(lines: Sequence[HintedLine], head: Run, above: int, index: int) -> bool:
    """Whether a line right below a field opens with a label that is not known."""
    if head.field not in _LISTED or above != index - 1:
        return False
    return _OTHER_LABEL.match(lines[index].text) is not None


def _form(text: str) -> Field | None:
    if is_notice(text):
        return Field.COPYRIGHT
    is_count = len(text) <= _LONGEST_COUNT and text[0].isdigit() and WORD_COUNT.fullmatch(text)
    return Field.LENGTH if is_count else None


def _are_together(
    lines: Sequence[HintedLine],
    marks: Sequence[Mark],
    above: int,
    index: int,
    head: Run,
    texts: Sequence[str],
) -> bool:
    if not marks:
        return above == index - 1
    if head.label and texts == [""]:
        return True
    return marks[above].element is marks[index].element


def tail_of(runs: Sequence[Run], start: int) -> int:
    """Where, at or behind `start`, the fields below a document's text begin: at a label that no
    text has, or else at the first label below the last prose without one."""
    last_prose = max((k for k in range(start, len(runs)) if runs[k].is_sentence), default=start - 1)
    for k in range(start, len(runs)):
        run = runs[k]
        is_label = bool(run.label) or run.field is Field.COPYRIGHT
        if is_label and (k > last_prose or run.is_certain):
            return k
    return len(runs)


def text_and_tail(lines: Sequence[HintedLine], runs: Sequence[Run], body: int) -> Iterator[Part]:
    """The text from the run `body` on, and the fields below it. What stands among these without a
    name belongs to the caption or empty name above it; other prose is the text's."""
    tail = tail_of(runs, body)
    for run in runs[body:tail]:
        yield Part(Field.TEXT, run.lines, tuple(lines[k].text for k in run.lines))
    above: Run | None = None
    for run in runs[tail:]:
        if run.field is not None:
            yield run.part(Field.OTHER if run.field is Field.TEXT else None)
            above = run
        elif above is not None and (
            above.field is Field.CAPTION or (above.label and not above.text)
        ):
            yield run.part(Field.CAPTION if above.field is Field.CAPTION else Field.OTHER)
        else:
            yield run.part(Field.TEXT if run.is_sentence else Field.OTHER)


def dated(order: range, runs: Sequence[Run]) -> Iterator[int]:
    """The runs whose first line holds a date, among the first few in this order."""
    for k in order[:_MOST_OF_HEAD]:
        first = runs[k].texts[0]
        if len(first) <= LONGEST_DATE and date_in(first):
            yield k
