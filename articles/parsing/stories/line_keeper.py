"""The lines of one story, read in order, and the place that each is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from articles.parsing.line_kinds import BLANK, HintedLine
from articles.parsing.lines.tables import Row
from articles.parsing.types import Placed, Role, Span

from .segment import Story

_one_line = partial(tuple.__new__, Span)  # see lines.py
PLACED: Final = {role: Placed(role) for role in Role}
_BLANK: Final = PLACED[Role.BLANK]


@dataclass(slots=True)
class LineKeeper:
    """Where the reading of a story stands: `placed` gets every line's index exactly once."""

    lines: Sequence[HintedLine]
    story: Story
    placed: dict[int, Placed] = field(default_factory=dict)
    position: int = 0
    above: int | None = None
    """The last line before `position` that is not blank."""
    rows: Mapping[int, Row] = field(default_factory=dict)
    """The rows of tables among the lines."""

    def _pass_blanks(self) -> int:
        """Goes on to the next line that is not blank, or past the story's last, which never is."""
        while self.position <= self.story.last and self.lines[self.position].hint is BLANK:
            self.placed[self.position] = _BLANK
            self.position += 1
        return self.position

    def _place(self, role: Role, reason: str = "") -> None:
        self.placed[self.position] = Placed(role, reason) if reason else PLACED[role]
        if role is not Role.BLANK:
            self.above = self.position
        self.position += 1

    def _span(self) -> Span:
        number = self.position + 1  # lines are numbered from 1
        return _one_line((number, number))

    def _text_below(self) -> HintedLine | None:
        for index in range(self.position + 1, self.story.last + 1):
            if self.lines[index].hint is not BLANK:
                return self.lines[index]
        return None
