"""A page of markup into an article: what the trees take for the text is read along the elements
that its lines stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from articles.parsing.line_kinds import Hint, HintedLine
from articles.parsing.marks import Mark
from articles.parsing.model.mark_roles import MarkRole, heading_level, roles_of
from articles.parsing.types import BlockKind, Role

from .page_reader import PageReader

_LONGEST_CROSSHEAD: Final = 200
"""Characters."""


@dataclass(slots=True)
class MarkedReader(PageReader):
    """Reads one story of a page of markup; `marks` has one for each of the lines."""

    marks: Sequence[Mark] = ()

    def _is_known_caption(self, line: HintedLine) -> bool:
        roles = roles_of(self.marks[line.line.number - 1])
        return MarkRole.CAPTION in roles and MarkRole.OTHER_STORY not in roles

    def _read_text(self, line: HintedLine) -> None:
        mark = self.marks[self.position]
        roles = roles_of(mark)
        if line.hint is Hint.TEXT and heading_level(mark) and len(line.text) <= _LONGEST_CROSSHEAD:
            self._add_block(BlockKind.CROSSHEAD, Role.CROSSHEAD, line.text)
        elif line.hint is Hint.TEXT and MarkRole.ITEM in roles:
            if self._is_summary_item():
                self._add_bullet(line)
            else:
                self._add_block(BlockKind.LIST_ITEM, Role.LIST_ITEM, line.text)
        elif (
            line.hint is Hint.TEXT
            and MarkRole.STANDFIRST in roles
            and not self.has_text
            and self.headline
        ):
            self._add_bullet(line)
        else:
            PageReader._read_text(self, line)

    def _is_summary_item(self) -> bool:
        """Whether an item of a list stands above the text, of whose points it is one."""
        return not self.has_text and bool(self.headline)
