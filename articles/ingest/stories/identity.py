"""Which stories are the same: identity is the text's and the address's, not the file's.

A date alone makes no two texts the same; different stated days keep two texts apart."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from articles.ingest.readers.canonical_url import NO_ADDRESS, StoryAddress
from articles.parsing import (
    BlockKind,
    DateLabel,
    DateMethod,
    ParsedArticle,
    Precision,
    PrintedDate,
)

SHORTEST_LEAD: Final = 40
"""Characters of a normalised lead that can tell stories apart; "Good morning." cannot."""

_LONG_ENOUGH: Final = 3
"""Paragraphs below the lead; texts of so many that share none are different stories."""

ENOUGH_OVERLAP: Final = 0.3
"""Share of the shorter text's paragraphs that two captures of one story have in common."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a story is known by: digests of its headline, its lead and each paragraph, the day on
    which it was published, and its page's address.

    Digests are 32 hexadecimal digits, empty where there is too little text; those of paragraphs
    are signed 64-bit numbers. `text` is that of all that the story holds, numbers in lists and
    tables included. `day` is stated as the story's date, and never an update's or calculated;
    `is_day_labelled` if the page or a dateline says that it is the day of publication, and it is
    not only a date beside the story. `has_own_address` means that the address looks like that of a
    single story; stored clippings do not have this value.
    """

    headline: str = ""
    lead: str = ""
    paragraphs: frozenset[int] = frozenset()
    text: str = ""
    day: date | None = None
    is_day_labelled: bool = False
    address: str = ""
    has_own_address: bool = False

    def __reduce__(self) -> tuple[type[Identity], tuple[object, ...]]:
        return Identity, (
            *(self.headline, self.lead, self.paragraphs, self.text, self.day),
            *(self.is_day_labelled, self.address, self.has_own_address),
        )

    def is_same_story(self, other: Identity) -> bool:
        """Whether two captures are of one story.

        Not where they state different days: the winning numbers of two days open with the same
        words. Else at the same address, whatever they say; or with the same headline over texts
        that overlap; or the same lead over texts that go on alike. A lead alone is no proof: behind
        a paywall every story opens with the same words.
        """
        if self.is_of_another_day(other):
            return False
        return self.has_same_address(other) or self._reads_alike(other)

    def is_of_another_day(self, other: Identity) -> bool:
        """Whether two captures state days on which no one story can have been published.

        Of days that nothing calls those of publication this is not said where the texts are the
        same in every word: papers print the day on which a page is read, too, and the same form
        filled in on another day has other words.
        """
        if self.day is None or other.day is None or self.day == other.day:
            return False
        if self.is_day_labelled and other.is_day_labelled:
            return True
        return self.text != other.text

    def has_same_address(self, other: Identity) -> bool:
        """Whether two captures have an address in common that is a story's: by its looks or, of one
        that may be a section's, because both state the same day."""
        if not self.address or self.address != other.address:
            return False
        is_own = self.has_own_address or other.has_own_address
        return is_own or (self.day is not None and self.day == other.day)

    def _reads_alike(self, other: Identity) -> bool:
        same_headline = bool(self.headline) and self.headline == other.headline
        if not self.lead or self.lead != other.lead:
            return same_headline and overlap(self.paragraphs, other.paragraphs) >= ENOUGH_OVERLAP
        shared = len(self.paragraphs & other.paragraphs) - 1
        below = min(len(self.paragraphs), len(other.paragraphs)) - 1
        if same_headline:
            return shared > 0 or below < _LONG_ENOUGH
        return below > 0 and shared / below >= ENOUGH_OVERLAP


NO_IDENTITY: Final = Identity()


@dataclass(frozen=True, slots=True)
class KnownStory:
    """A clipping that has been imported: whose it is, and what it is known by.

    `article` is the article's key, or None when an editor has deleted the article. `order` grows
    with each import: the dump's key and the clipping's position, which another split leaves as they
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
    _by_address: dict[str, list[KnownStory]] = field(default_factory=dict)

    def add(self, story: KnownStory) -> None:
        """Makes a story known."""
        identity = story.identity
        if identity.lead:
            self._by_lead.setdefault(identity.lead, []).append(story)
        if identity.headline:
            self._by_headline.setdefault(identity.headline, []).append(story)
        if identity.address:
            self._by_address.setdefault(identity.address, []).append(story)

    def same_as(self, identity: Identity) -> Sequence[KnownStory]:
        """All clippings of the story with this identity, the first imported first; or none.

        Of several stories the one at the same address is it, then one of the same day, then the one
        imported first. A story is another one where a clipping of it states another day, and none
        the same: one that states no day does not tie two days together.
        """
        near = [
            *self._by_lead.get(identity.lead, ()),
            *self._by_headline.get(identity.headline, ()),
            *self._by_address.get(identity.address, ()),
        ]
        if not near:
            return ()
        of_day = {story.article for story in near if story.identity.day == identity.day}
        others = {story.article for story in near if identity.is_of_another_day(story.identity)}
        others -= {None, *of_day}
        found = sorted(
            (s for s in near if s.article not in others and identity.is_same_story(s.identity)),
            key=lambda story: story.order,
        )
        owned = [story for story in found if story.article is not None]
        best = min(owned, key=lambda story: _nearness(identity, story), default=None)
        article = best.article if best else None
        same = (story for story in found if story.article in (article, None))
        return list({story.order: story for story in same}.values())


def _nearness(identity: Identity, story: KnownStory) -> tuple[bool, bool, tuple[int, int]]:
    is_same_day = identity.day is not None and identity.day == story.identity.day
    return not identity.has_same_address(story.identity), not is_same_day, story.order


def identity_of(article: ParsedArticle, address: StoryAddress = NO_ADDRESS) -> Identity:
    """What a parsed article is known by; `address` is its page's, where that holds it alone."""
    texts = [(block.kind, normalised(block.text)) for block in article.body]
    paragraphs = [text for kind, text in texts if kind is BlockKind.PARAGRAPH]
    lead = paragraphs[0] if paragraphs and len(paragraphs[0]) >= SHORTEST_LEAD else ""
    numbers = (_number(text) for text in paragraphs if text)
    whole = [text for _, text in texts]
    whole += [normalised(bullet.text) for bullet in article.bullets]
    whole += [normalised(block.heading) for block in article.body if block.heading]
    day, is_labelled = _stated_day(article.published)
    return Identity(
        _digest(normalised(article.headline)),
        _digest(lead),
        frozenset(numbers),
        _digest("\n".join(whole)),
        day,
        is_labelled,
        _digest(address.address),
        address.is_own,
    )


def _stated_day(published: PrintedDate | None) -> tuple[date | None, bool]:
    """The day that a story is stated to be of, and whether it is called that."""
    if published is None or published.precision not in (Precision.DAY, Precision.MINUTE):
        return None, False
    is_labelled = published.label is DateLabel.PUBLISHED or published.method is DateMethod.DATELINE
    return published.on, is_labelled


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
