"""What the parser returns: frozen values, each with its position in the text.

Line numbers are 1-based and inclusive. Text is NFC, one space for any run of white space, and
otherwise as printed. What there is one of for every line or two is a named tuple, which is made in
a third of a dataclass's time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """What a line of a dump is; every line has exactly one role."""

    KICKER = "kicker"
    HEADLINE = "headline"
    UPDATED = "updated"
    BYLINE = "byline"
    BULLET = "bullet"
    CAPTION = "caption"
    PARAGRAPH = "paragraph"
    CROSSHEAD = "crosshead"
    FACT_BOX = "fact_box"
    RELATED_LINK = "related_link"
    PULL_QUOTE = "pull_quote"
    LIST_ITEM = "list_item"
    TOPICS = "topics"
    CHROME = "chrome"
    BLANK = "blank"
    QUARANTINE = "quarantine"


class BlockKind(StrEnum):
    """The kinds of block an article's body is made of."""

    PARAGRAPH = "paragraph"
    CROSSHEAD = "crosshead"
    CAPTION = "caption"
    FACT_BOX = "fact_box"
    RELATED_LINK = "related_link"
    PULL_QUOTE = "pull_quote"
    LIST_ITEM = "list_item"


class PageKind(StrEnum):
    """What a page is. The first four are stories, of the others no article is made."""

    ARTICLE = "article"
    LIVE_BLOG = "live blog"
    GALLERY = "gallery"
    VIDEO = "video"
    LISTING = "listing"
    FORUM = "forum"
    PRODUCT = "product"
    SERVICE = "service"
    DOCUMENTATION = "documentation"
    COLLECTION = "collection"

    @property
    def is_story(self) -> bool:
        return self in (PageKind.ARTICLE, PageKind.LIVE_BLOG, PageKind.GALLERY, PageKind.VIDEO)


class Precision(StrEnum):
    MINUTE = "minute"
    DAY = "day"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"


class DateMethod(StrEnum):
    STATED = "stated"
    DATELINE = "dateline"
    CAPTURE_TIME = "capture_time"
    SIBLINGS = "siblings"
    PAGE_HINT = "page_hint"
    PAGE_METADATA = "page_metadata"
    UNRESOLVED = "unresolved"


class DateLabel(StrEnum):
    """What the words beside a date say that it is."""

    PUBLISHED = "published"
    UPDATED = "updated"
    NONE = "none"


class SourceRole(StrEnum):
    REPORTING = "reporting"
    PHOTO = "photo"
    PUBLISHER = "publisher"


class Placed(NamedTuple):
    """A line's place in a story: its role, and for chrome the reason."""

    role: Role
    reason: str = ""


class Span(NamedTuple):
    """A stretch of lines, `first` to `last`, both included."""

    first: int
    last: int


class Issue(NamedTuple):
    """Something a person should look at: a code, the line, and a sentence."""

    code: str
    line: int
    message: str


class StoryImage(NamedTuple):
    """A picture of a story: where it may lie, the best of its sizes first, the words that stand in
    for it, and who is credited with it where its page states that.

    One that is a spare is not shown in the story: its page names it for others to show beside the
    headline.
    """

    addresses: tuple[str, ...]
    alt: str = ""
    credit: str = ""
    is_spare: bool = False


class Block(NamedTuple):
    """One block of the body, or one bullet.

    `credit` belongs to captions, `heading` to fact boxes. A list item that is a row of a table has
    its `cells`, and `is_header` if they name the columns; its text is theirs. A caption of a page
    of markup has the `image` that it stands below. `spans` are the
    places in the text the block was read from: a caption printed three times has three.
    `confidence` is how sure the parser is that it belongs there; of a story that known furniture
    frames every one of 614 labelled blocks did, and they all have the default.
    """

    kind: BlockKind
    text: str
    credit: str = ""
    heading: str = ""
    spans: tuple[Span, ...] = ()
    confidence: float = 0.99
    cells: tuple[str, ...] = ()
    is_header: bool = False
    image: StoryImage | None = None


class Bullet(NamedTuple):
    """One summary point above the body."""

    text: str
    spans: tuple[Span, ...] = ()


class PrintedDate(NamedTuple):
    """A date: the words it was printed in, and what they were understood to mean.

    `on` is None when the words could not be resolved, and else the day as printed. `at` is set
    where a time of day was printed in a known zone, and in that zone. `label` is what the words
    beside the date say that it is.
    """

    text: str
    on: date | None
    precision: Precision
    method: DateMethod
    at: datetime | None = None
    label: DateLabel = DateLabel.NONE


class SourceMention(NamedTuple):
    """A source by its full name, and what it did."""

    name: str
    role: SourceRole


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """One story, cut out and taken apart.

    `published` is the story's date: the one that the page calls so, or the only one that it does
    not call an update, or its dateline's, or its markup's. `updated` is the date of the last update
    or, where the page prints a single date, that one, whatever it is called.

    `address` and `language` are those that its page states, `page_kind` is its page's (an article,
    a live blog, a gallery, a video). `images` are the pictures of its page that have no caption.
    `origins` says by field where it was read: `{"headline": "line 1", "published": "JSON-LD
    datePublished"}`.
    """

    index: int
    lines: Span
    headline: str
    kicker: str = ""
    byline: str = ""
    dateline: str = ""
    published: PrintedDate | None = None
    updated: PrintedDate | None = None
    bullets: tuple[Bullet, ...] = ()
    body: tuple[Block, ...] = ()
    sources: tuple[SourceMention, ...] = ()
    topics: tuple[str, ...] = ()
    confidence: float = 0.0
    issues: tuple[Issue, ...] = ()
    address: str = ""
    language: str = ""
    origins: Mapping[str, str] = field(default_factory=dict)
    page_kind: PageKind = PageKind.ARTICLE
    images: tuple[StoryImage, ...] = ()

    @property
    def captions(self) -> tuple[Block, ...]:
        return tuple(block for block in self.body if block.kind is BlockKind.CAPTION)


@dataclass(frozen=True, slots=True)
class PageHints:
    """What a page states about itself, in its markup or in the fields of its record; a plain text
    states nothing.

    A headline or a caption counts only where it stands on a line of the text. Times belong to the
    days that are printed; where a page with one story prints no date of publication, the stated one
    is the story's. A date without a time, or without a zone, is a day.

    `kinds` are the types that the page gives itself: those of its JSON-LD and microdata
    (`Product`), and that of OpenGraph (`og:article`).

    `authors` are people's names as they would be printed, `agencies` the organisations that stand
    in their place, `signature` whatever else stands there (a team, a pen name), `publisher` whose
    page it is, `description` its summary, `image` the address of the picture that others should
    show with it. `kicker` and `dateline` count where none is printed. A page `is_paywalled` if it
    says that not everybody may read it. `origins` says by field
    where each was read, for a person to look up: `{"published_at": "JSON-LD datePublished"}`.
    """

    address: str = ""
    title: str = ""
    headline: str = ""
    published_at: date | datetime | None = None
    modified_at: date | datetime | None = None
    section: str = ""
    keywords: tuple[str, ...] = ()
    language: str = ""
    captions: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    signature: str = ""
    publisher: str = ""
    description: str = ""
    kicker: str = ""
    dateline: str = ""
    kinds: tuple[str, ...] = ()
    is_paywalled: bool = False
    image: str = ""
    image_alt: str = ""
    image_credit: str = ""
    origins: Mapping[str, str] = field(default_factory=dict)


NO_HINTS = PageHints()


class LedgerEntry(NamedTuple):
    """A run of lines with one role; `article` is an article's index, or None between articles.

    `reason` says why a line is chrome or quarantine.
    """

    first: int
    last: int
    role: Role
    article: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ParsedDump:
    """Everything a dump holds: its articles, and a ledger with each line exactly once.

    `offsets` has where each line starts in the text, and as last value the text's length:
    line n is `text[offsets[n - 1]:offsets[n]]`, its line end included.

    A page whose `page_kind` is no story's has no articles, and an issue that says what it is.
    """

    line_count: int
    offsets: tuple[int, ...] = (0,)
    articles: tuple[ParsedArticle, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    issues: tuple[Issue, ...] = ()
    page_kind: PageKind = PageKind.ARTICLE
