"""Remedies: changes to a story that an editor makes by pointing at one of its raw lines.

A line is tied to a part of the article (`bullet:PK`, `caption:PK`, `block:INDEX` among the body's
blocks) or to none (see line_ties.py). A remedy turns the part into another kind, splits, joins or
removes it. A line that is tied to none can only be added, and no existing part changes.
The desk's scripts do the same in the form before it is saved; this is for browsers without them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from django.db import transaction

from articles import markup, search
from articles.markup import Block, Kind
from articles.models import Article, Bullet, Caption


class Remedy(StrEnum):
    """What can be done at a line; all but the last four are what it becomes."""

    PARAGRAPH = "paragraph"
    CROSSHEAD = "crosshead"
    BULLET = "bullet"
    CAPTION = "caption"
    FACT_BOX = "fact_box"
    RELATED_LINK = "related_link"
    PULL_QUOTE = "pull_quote"
    LIST_ITEM = "list_item"
    SPLIT = "split"
    JOIN = "join"
    DROP = "drop"
    CLOSE_GAP = "close_gap"


@dataclass(frozen=True, slots=True)
class Place:
    """A line with the context that a remedy needs.

    `part` is what it became, or empty; `comes_at` is the block of the body before which it would be
    added. If two lines were joined to one part, `above` is the text of the first and `seam` that of
    the second.
    """

    text: str
    part: str = ""
    comes_at: int = 0
    seam: str = ""
    above: str = ""


# A fishing boat leaves Tyre. (Reuters)
_CREDIT: Final = re.compile(r"(.*\S)\s*\(([^()]{2,80})\)", re.DOTALL)

# A stop that stands apart . Like this
_GAP: Final = re.compile(r"(\w[”’\")]?) ([.,])(?= [\w“‘\"]|\Z)")

_SEAM_LENGTH: Final = 40
"""Characters that find where a line begins in its part, and where the one above it ends; the
others may be an editor's."""

_IN_BODY: Final = "block"


@transaction.atomic
def mend(article: Article, remedy: Remedy, place: Place) -> bool:
    """Applies a remedy to the stored article; False if that is impossible, and nothing changes."""
    mending = _Mending(article, markup.to_blocks(article.body))
    if not mending.apply(remedy, place):
        return False
    article.body = markup.to_markdown(mending.blocks)
    article.save(update_fields=["body", "modified_at"])
    search.refresh([article.pk])
    return True


@dataclass
class _Mending:
    article: Article
    blocks: list[Block]

    def apply(self, remedy: Remedy, place: Place) -> bool:
        match remedy:
            case Remedy.DROP:
                return self._take(place.part) is not None
            case Remedy.CLOSE_GAP:
                return self._close(place.part)
            case Remedy.JOIN | Remedy.SPLIT:
                index = self._index(place.part)
                if index is None:
                    return False
                return self._join(index) if remedy is Remedy.JOIN else self._split(index, place)
            case _:
                return self._turn(remedy, place)

    def _index(self, part: str) -> int | None:
        kind, _, key = part.partition(":")
        is_place = kind == _IN_BODY and key.isascii() and key.isdigit()
        return int(key) if is_place and int(key) < len(self.blocks) else None

    # --- within the body

    def _join(self, index: int) -> bool:
        above = self.blocks[index - 1] if index else None
        if above is None or above.kind is Kind.CAPTION:
            return False
        below = self.blocks.pop(index)
        text = " ".join(filter(None, (above.text, below.heading, below.text)))
        self.blocks[index - 1] = replace(above, text=text)
        return True

    def _split(self, index: int, place: Place) -> bool:
        block = self.blocks[index]
        at = _seam_in(block.text, place)
        before, after = block.text[:at].strip(), block.text[at:].strip()
        if at <= 0 or not (before and after):
            return False
        rest = replace(block, heading="", text=after)
        self.blocks[index : index + 1] = [replace(block, text=before), rest]
        return True

    def _close(self, part: str) -> bool:
        index = self._index(part)
        if index is not None:
            block = self.blocks[index]
            text = _GAP.sub(r"\1\2", block.text)
            self.blocks[index] = replace(block, text=text)
            return text != block.text
        row = self._row(part)
        if row is None or not _GAP.search(row.text):
            return False
        row.text = _GAP.sub(r"\1\2", row.text)
        row.save(update_fields=["text"])
        return True

    def _row(self, part: str) -> Bullet | Caption | None:
        """The bullet or caption of this article that a part names."""
        kind, _, key = part.partition(":")
        if not (key.isascii() and key.isdigit() and len(key) < 19):
            return None
        if kind == "bullet":
            return self.article.bullets.filter(pk=int(key)).first()
        return self.article.captions.filter(pk=int(key)).first() if kind == "caption" else None

    # --- from one kind to another

    def _turn(self, remedy: Remedy, place: Place) -> bool:
        index = self._index(place.part)
        here = self.blocks[index].kind.value if index is not None else place.part.partition(":")[0]
        if here == remedy:
            return False
        taken = self._take(place.part)
        if place.part and taken is None:  # its part was deleted: it is not to be added again
            return False
        text, at = taken or (markup.escape(place.text), place.comes_at)
        if not text:
            return False
        if remedy is Remedy.BULLET:
            self._add_bullet(markup.plain(text))
        elif remedy is Remedy.CAPTION:
            self.blocks.insert(at, self._add_caption(markup.plain(text)))
        else:
            self.blocks.insert(at, Block(Kind(remedy.value), text))
        return True

    def _take(self, part: str) -> tuple[str, int] | None:
        """Takes a part out of the article; its text as Markdown and where in the body it stood."""
        index = self._index(part)
        if index is not None:
            block = self.blocks.pop(index)
            return " ".join(filter(None, (block.heading, block.text))), index
        row = self._row(part)
        if isinstance(row, Caption):
            return self._take_caption(row)
        if row is None:
            return None
        row.delete()
        return markup.escape(row.text), 0

    def _take_caption(self, caption: Caption) -> tuple[str, int]:
        mark = (Kind.CAPTION, caption.number)
        marks = [(block.kind, block.number) for block in self.blocks]
        at = marks.index(mark) if mark in marks else 0
        self.blocks = [block for block in self.blocks if (block.kind, block.number) != mark]
        caption.delete()
        credit = f" ({caption.credit})" if caption.credit else ""
        return markup.escape(f"{caption.text}{credit}"), at

    def _add_bullet(self, text: str) -> None:
        last = self.article.bullets.order_by("position", "pk").last()
        position = last.position + 1 if last else 1
        Bullet.objects.create(article=self.article, position=position, text=text)

    def _add_caption(self, text: str) -> Block:
        last = self.article.captions.order_by("number").last()
        number = last.number + 1 if last else 1
        credited = _CREDIT.fullmatch(text)
        words, credit = credited.groups() if credited else (text, "")
        Caption.objects.create(article=self.article, number=number, text=words, credit=credit)
        return Block(Kind.CAPTION, number=number)


def _seam_in(text: str, place: Place) -> int:
    """The position in a part's text at which the second of two lines begins: the only such one, or
    of several the one at which the first line ends; -1 if there is none or it is uncertain."""
    # Escaped as within a line: at the beginning, a dash would be a list's mark.
    opening = markup.escape(f"x {place.seam}")[2 : _SEAM_LENGTH + 2]
    ending = markup.escape(place.above)[-_SEAM_LENGTH:]
    if not place.seam:
        return -1
    places = [at for at in range(len(text)) if text.startswith(opening, at)]
    if len(places) > 1:
        places = [at for at in places if ending and text[:at].rstrip().endswith(ending)]
    return places[0] if len(places) == 1 else -1
