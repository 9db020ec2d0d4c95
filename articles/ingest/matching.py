"""Which stories are the same: identity is the text's, not the date's and not the file's."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from articles.parsing import BlockKind, ParsedArticle

SHORTEST_LEAD: Final = 40
"""Characters of a normalised lead that can tell stories apart; "Good morning." cannot."""

_LONG_ENOUGH: Final = 3
"""Paragraphs below the lead; texts of so many that share none are different stories."""

ENOUGH_OVERLAP: Final = 0.3
"""Share of the shorter text's paragraphs that two captures of one story have in common."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a story is known by: digests of its headline, its lead and each paragraph.

    Digests are 32 hexadecimal digits, empty where there is too little text; those of paragraphs
    are signed 64-bit numbers.
    """

    headline: str
    lead: str
    paragraphs: frozenset[int]

    def __reduce__(self) -> tuple[type[Identity], tuple[object, ...]]:
        return Identity, (self.headline, self.lead, self.paragraphs)

    def is_same_story(self, other: Identity) -> bool:
        """Whether two captures are of one story.

        The same headline over texts that overlap; or the same lead over texts that go on alike.
        A lead alone is no proof: behind a paywall every story opens with the same words.
        """
        same_headline = bool(self.headline) and self.headline == other.headline
        if not self.lead or self.lead != other.lead:
            return same_headline and overlap(self.paragraphs, other.paragraphs) >= ENOUGH_OVERLAP
        shared = len(self.paragraphs & other.paragraphs) - 1
        below = min(len(self.paragraphs), len(other.paragraphs)) - 1
        if same_headline:
            return shared > 0 or below < _LONG_ENOUGH
        return below > 0 and shared / below >= ENOUGH_OVERLAP


@dataclass(frozen=True, slots=True)
class KnownStory:
    """A clipping that has been imported: whose it is, and what it is known by.

    `article` is the article's key, or None when an editor has deleted the article. `order` grows
    with each import: the dump's key and the clipping's position, which a new cut leaves as they
    are.
    """

    article: int | None
    identity: Identity
    captured_at: datetime | None
    order: tuple[int, int]

    def supersedes(self, other: KnownStory) -> bool:
        """Whether this capture is the newer of the two, or the other is the same text cut short.

        Where the capture times do not tell, the one imported later is the newer.
        """
        if other.identity.paragraphs < self.identity.paragraphs:
            return True
        if self.captured_at and other.captured_at and self.captured_at != other.captured_at:
            return self.captured_at > other.captured_at
        return self.order > other.order


@dataclass(slots=True)
class KnownStories:
    """The imported clippings that could be the same as those of a batch."""

    _by_lead: dict[str, list[KnownStory]] = field(default_factory=dict)
    _by_headline: dict[str, list[KnownStory]] = field(default_factory=dict)

    def add(self, story: KnownStory) -> None:
        """Makes a story known."""
        if story.identity.lead:
            self._by_lead.setdefault(story.identity.lead, []).append(story)
        if story.identity.headline:
            self._by_headline.setdefault(story.identity.headline, []).append(story)

    def same_as(self, identity: Identity) -> Sequence[KnownStory]:
        """All clippings of the story with this identity, the first imported first; or none."""
        by_lead = self._by_lead.get(identity.lead, ())
        by_headline = self._by_headline.get(identity.headline, ())
        found = sorted(
            (s for s in (*by_lead, *by_headline) if identity.is_same_story(s.identity)),
            key=lambda story: story.order,
        )
        article = next((story.article for story in found if story.article is not None), None)
        same = (story for story in found if story.article in (article, None))
        return list({story.order: story for story in same}.values())


def identity_of(article: ParsedArticle) -> Identity:
    """What a parsed article is known by."""
    paragraphs = [
        normalised(block.text) for block in article.body if block.kind is BlockKind.PARAGRAPH
    ]
    lead = paragraphs[0] if paragraphs and len(paragraphs[0]) >= SHORTEST_LEAD else ""
    numbers = (_number(text) for text in paragraphs if text)
    headline = normalised(article.headline)
    return Identity(_digest(headline), _digest(lead), frozenset(numbers))


def normalised(text: str) -> str:
    """Text for comparison: compatibility forms and case folded, punctuation and marks dropped.

    >>> normalised("“Twelve\u00a0Pumps,” it said — ‘again’")
    'twelve pumps it said again'
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    if not folded.isascii():
        for mark, kept in _USUAL_MARKS:
            folded = folded.replace(mark, kept)
    if folded.isascii():  # as most lines are by now: bytes are done in a third of the time
        return b" ".join(folded.encode().translate(_ASCII_KEPT, _ASCII_DROPPED).split()).decode()
    return " ".join(folded.translate(_KEPT).split())


def overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of the smaller set that is also in the other; 0 where one is empty."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


class _Kept(dict[int, str | None]):
    """What becomes of each character, for `str.translate`; worked out when it first turns up."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        kept: str | None
        if character.isalnum():
            kept = character
        elif character in "'’‘ʼ`´" or unicodedata.category(character).startswith("M"):
            kept = None
        else:
            kept = " "
        self[code] = kept
        return kept


_KEPT: Final = _Kept()
_ASCII_DROPPED: Final = bytes(code for code in range(128) if _KEPT[code] is None)
_ASCII_KEPT: Final = "".join(_KEPT[code] or " " for code in range(128)).encode() + bytes(128)
# Without these most lines are ASCII.
_USUAL_MARKS: Final = [
    (mark, _KEPT[ord(mark)] or "") for mark in "\u2018\u2019\u201c\u201d\u2013\u2014"
]


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest() if text else ""


def _number(text: str) -> int:
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
