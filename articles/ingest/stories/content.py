"""What an article holds, part by part: as parsed, as stored, and the digest that compares them.

A part is a unit that an editor changes. Parts are plain values, so that a parse and a row can be
compared.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple

from articles import markdown_tables, markup
from articles.models import UNDATED, place_of
from articles.parsing import Block, BlockKind, ParsedArticle, Precision, SourceRole, StoryImage

HEADLINE_LENGTH: Final = 500
"""Characters that `Article.headline` holds."""
CREDIT_LENGTH: Final = 300
"""Characters that `Caption.credit` holds."""
ALT_LENGTH: Final = 500
"""Characters that `Caption.alt_text` holds."""


class CaptionText(NamedTuple):
    """A caption as printed; `picture` is what an editor added to it, image and alternative text."""

    number: int
    text: str
    credit: str
    picture: str = ""


class StoryPicture(NamedTuple):
    """A picture of a story as its page has it: the number of its caption, or 0, and what is known
    of it (see `articles.parsing.StoryImage`)."""

    number: int
    addresses: tuple[str, ...]
    alt: str = ""
    credit: str = ""
    is_spare: bool = False


class Dated(NamedTuple):
    """When a story went out, and how that is known."""

    published_at: datetime
    text: str
    precision: str
    method: str


class Update(NamedTuple):
    """When a page says that its story was last updated; a day unless `is_timed`. None where that
    was not after publication."""

    at: datetime | None = None
    is_timed: bool = False


class Credit(NamedTuple):
    """A source by name, and its role."""

    source: str
    role: str


@dataclass(frozen=True, slots=True)
class Content:
    """An article's parts. `sources` and `tags` are sets: their order means nothing."""

    headline: tuple[str, str]
    byline: str
    dateline: tuple[str, str]
    dates: Dated
    body: str
    bullets: tuple[str, ...]
    captions: tuple[CaptionText, ...]
    sources: frozenset[Credit]
    tags: frozenset[str]

    def __reduce__(self) -> tuple[type[Content], tuple[object, ...]]:
        # As workers send it: in half the time, and half the bytes, of what dataclasses do.
        return Content, tuple(getattr(self, part) for part in PARTS)


_MARKUP_KINDS: Final = {kind: markup.Kind(kind.value) for kind in BlockKind}

PARTS: Final = tuple(part.name for part in fields(Content))
GROWING_PARTS: Final = frozenset({"sources", "tags"})
"""Parts that an import adds to and never takes from."""


def content_of_parse(
    article: ParsedArticle,
    *,
    captured_at: datetime | None,
    publisher: str = "",
    tags: Iterable[str] = (),
) -> Content:
    """What a parsed article would be as rows.

    A `publisher` that is given counts before the one that the page states. An undated story stands
    at its capture time, or last of all where that is unknown too.
    """
    captions: list[CaptionText] = []
    blocks: list[markup.Block] = []
    for block, *rows in runs_of(article.body):
        if block.kind is BlockKind.CAPTION:
            captions.append(
                CaptionText(len(captions) + 1, block.text, block.credit[:CREDIT_LENGTH])
            )
            blocks.append(markup.Block(markup.Kind.CAPTION, number=len(captions)))
        elif block.cells:
            blocks.append(markup.Block(markup.Kind.OTHER, table_of([block, *rows])))
        else:
            text = markup.escape(block.text)
            heading = markup.escape(block.heading) if block.heading else ""
            blocks.append(markup.Block(_MARKUP_KINDS[block.kind], text, heading=heading))
    sources = {
        Credit(source.name, source.role.value)
        for source in article.sources
        if not (publisher and source.role is SourceRole.PUBLISHER)
    }
    if publisher:
        sources.add(Credit(publisher, "publisher"))
    return Content(
        headline=(article.headline[:HEADLINE_LENGTH], article.kicker[:200]),
        byline=article.byline[:300],
        dateline=(article.dateline[:200], place_of(article.dateline)),
        dates=_dated(article, captured_at),
        body=markup.to_markdown(blocks),
        bullets=tuple(bullet.text for bullet in article.bullets),
        captions=tuple(captions),
        sources=frozenset(sources),
        tags=frozenset(tag[:100] for tag in (*article.topics, *tags)),
    )


def pictures_of_parse(article: ParsedArticle) -> tuple[StoryPicture, ...]:
    """The pictures of a parsed article: those of its captions, in the order in which
    `content_of_parse` numbers them, and then the others."""
    found: list[tuple[int, StoryImage]] = [
        (number, block.image)
        for number, block in enumerate(article.captions, start=1)
        if block.image is not None
    ]
    found += [(0, image) for image in article.images]
    return tuple(
        StoryPicture(
            number,
            image.addresses,
            image.alt[:ALT_LENGTH],
            image.credit[:CREDIT_LENGTH],
            image.is_spare,
        )
        for number, image in found
    )


def runs_of(body: Iterable[Block]) -> Iterator[list[Block]]:
    """The blocks one by one, but all rows of a table together."""
    run: list[Block] = []
    for block in body:
        is_row = block.cells and not block.is_header
        if run and not (is_row and len(run[-1].cells) == len(block.cells)):
            yield run
            run = []
        run.append(block)
        if not block.cells:
            yield run
            run = []
    if run:
        yield run


def table_of(rows: Sequence[Block]) -> str:
    """The rows of a table as Markdown."""
    written = [tuple(map(markup.escape, row.cells)) for row in rows]
    return markdown_tables.table(written, has_header=rows[0].is_header)


def digests_of(content: Content) -> dict[str, str]:
    """A digest for each part; equal parts have equal digests, whatever their line ends."""
    return {part: digest_of(getattr(content, part)) for part in PARTS}


def digest_of(part: Any) -> str:
    """24 hexadecimal digits."""
    is_long = isinstance(part, str) and len(part) > _SHORT
    return _worked_out(part) if is_long else _remembered(part)


def _worked_out(part: Any) -> str:
    value = sorted(part) if isinstance(part, frozenset) else part
    written = _ENCODER.encode(value).replace("\\r\\n", "\\n")
    return hashlib.blake2b(written.encode(), digest_size=12).hexdigest()


_SHORT: Final = 200
# Most parts but the body come again in other stories: no byline, no captions, the same sources.
_remembered: Final = lru_cache(maxsize=2048)(_worked_out)


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    raise TypeError(f"{type(value).__name__} is no part's value")


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, default=_as_text)


def _dated(article: ParsedArticle, captured_at: datetime | None) -> Dated:
    """The date of publication or, where none is known, that of the update."""
    dates = [printed for printed in (article.published, article.updated) if printed]
    printed = next((one for one in dates if one.on), dates[0] if dates else None)
    if printed is None or printed.on is None:
        text = printed.text[:200] if printed else ""
        return Dated(captured_at or UNDATED, text, Precision.UNKNOWN.value, "unresolved")
    at = printed.at or datetime.combine(printed.on, time(), UTC)
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return Dated(aware, printed.text[:200], printed.precision.value, printed.method.value)


def update_of(
    article: ParsedArticle, modified_at: date | datetime | None, *, captured_at: datetime | None
) -> Update:
    """The update after publication that the page prints or else states in its markup
    (`modified_at`). None is later than the day after the capture: no page can have known it."""
    published, printed = article.published, article.updated
    if published is None or published.on is None:
        return Update()
    for stated in (printed and (printed.at or printed.on), modified_at):
        if stated is None:
            continue
        is_timed = isinstance(stated, datetime) and stated.tzinfo is not None
        day = stated.date() if isinstance(stated, datetime) else stated
        if captured_at and day > captured_at.date() + timedelta(days=1):
            continue
        if is_timed and published.at is not None and published.at.tzinfo is not None:
            is_later = stated > published.at
        else:
            is_later = day > published.on
        if is_later:
            at = stated if isinstance(stated, datetime) and is_timed else None
            return Update(at or datetime.combine(day, time(), UTC), is_timed)
    return Update()
