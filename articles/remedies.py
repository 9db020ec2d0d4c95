"""Remedies: what an editor does to a story by pointing at one of the lines that it was cut from.

A line became a part of the article (`bullet:PK`, `caption:PK`, `block:INDEX` among the body's
blocks) or none. A remedy makes it another kind of part, splits or joins it, or takes it away.
The desk's scripts do the same in the form before it is saved; this is for browsers without them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from django.db import transaction

from . import markup, search
from .markup import Block, Kind
from .models import Article, Bullet, Caption


class Remedy(StrEnum):
    """What can be done at a line; all but the last four say what it is to be."""

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
    """A line as a remedy needs it.

    `part` is what it became, or nothing; `comes_at` before which block of the body it would come
    back; `seam` the text with which the second of the lines begins that were joined to one part.
    """

    text: str
    part: str = ""
    comes_at: int = 0
    seam: str = ""


# A fishing boat leaves Tyre. (Reuters)
_CREDIT: Final = re.compile(r"(.*\S)\s*\(([^()]{2,80})\)", re.DOTALL)

# A stop that stands apart . Like this
_GAP: Final = re.compile(r"(\w[”’\")]?) ([.,])(?= [\w“‘\"]|\Z)")

_SEAM_LENGTH: Final = 40
"""Characters that find where a line begins in its part; the later ones may be an editor's."""

_IN_BODY: Final = "block"


@transaction.atomic
def mend(article: Article, remedy: Remedy, place: Place) -> bool:
    """Applies a remedy to the stored article; False, and nothing changed, where it cannot be."""
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
            case Remedy.JOIN | Remedy.SPLIT | Remedy.CLOSE_GAP:
                index = self._index(place.part)
                if index is None:
                    return False
                if remedy is Remedy.JOIN:
                    return self._join(index)
                return self._split(index, place) if remedy is Remedy.SPLIT else self._close(index)
            case _:
                return self._turn(remedy, place)

    def _index(self, part: str) -> int | None:
        kind, _, key = part.partition(":")
        index = int(key) if kind == _IN_BODY else len(self.blocks)
        return index if index < len(self.blocks) else None

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
        at = block.text.find(markup.escape(place.seam)[:_SEAM_LENGTH]) if place.seam else -1
        before, after = block.text[:at].strip(), block.text[at:].strip()
        if at <= 0 or not (before and after):
            return False
        rest = replace(block, heading="", text=after)
        self.blocks[index : index + 1] = [replace(block, text=before), rest]
        return True

    def _close(self, index: int) -> bool:
        block = self.blocks[index]
        text = _GAP.sub(r"\1\2", block.text)
        self.blocks[index] = replace(block, text=text)
        return text != block.text

    # --- from one kind to another

    def _turn(self, remedy: Remedy, place: Place) -> bool:
        index = self._index(place.part)
        here = self.blocks[index].kind.value if index is not None else place.part.partition(":")[0]
        if here == remedy:
            return False
        taken = self._take(place.part)
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
        kind, _, key = part.partition(":")
        index = self._index(part)
        if index is not None:
            block = self.blocks.pop(index)
            return " ".join(filter(None, (block.heading, block.text))), index
        if kind == "bullet":
            bullet = self.article.bullets.filter(pk=key).first()
            if bullet is not None:
                bullet.delete()
                return markup.escape(bullet.text), 0
        if kind == "caption":
            caption = self.article.captions.filter(pk=key).first()
            if caption is not None:
                return self._take_caption(caption)
        return None

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
