"""The layout of one article: its body in parts that a template can show."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from articles import markup, search
from articles.models import Article, Caption

from .localized_links import in_interface

WORDS_A_MINUTE: Final = 230  # Brysbaert (2019): 238 for English non-fiction
RELATED_CANDIDATES: Final = 50
POINTERS_FOLLOWED: Final = 30  # each costs an index scan; the others are shown without a link
NOTHING: Final = SafeString("")


@dataclass(frozen=True, slots=True)
class Part:
    """A block of the body with what belongs to it."""

    kind: str
    html: SafeString = NOTHING
    heading: SafeString = NOTHING
    items: tuple[SafeString, ...] = ()
    caption: Caption | None = None
    related: Article | None = None
    has_dateline: bool = False

    @property
    def is_table(self) -> bool:
        """Whether the block is a table, which scrolls on a narrow screen."""
        return self.html.startswith("<table")


@dataclass(frozen=True, slots=True)
class Layout:
    """The body's parts in order, and the captions that are not placed in it."""

    lead: Caption | None
    parts: list[Part]
    captions_left: list[Caption] = field(default_factory=list)
    minutes: int = 1
    has_dateline: bool = False


def pointed_to(article: Article) -> dict[str, Article]:
    """The stories that the article's body points to, as `related_articles` has them.

    One query, and only if it points to other stories.
    """
    if not markup.has_boxes(article.body):  # most have none, and need no parsing
        return {}
    blocks = markup.render(article.body)
    pointers = [_text(block.html) for block in blocks if block.kind == markup.Kind.RELATED_LINK]
    return related_articles(article, pointers)


def lay_out(
    article: Article, captions: Sequence[Caption], related: dict[str, Article], *, text: str
) -> Layout:
    """The article for reading; `related` are from `pointed_to`, `text` is its body, plain."""
    parts = list(_parts(markup.render(article.body), captions, related))
    placed = {part.caption.pk for part in parts if part.caption}
    left = [caption for caption in captions if caption.pk not in placed]
    lead = _lead(parts, left)
    return Layout(
        lead=lead,
        parts=parts,
        captions_left=[caption for caption in left if caption is not lead],
        minutes=max(1, round(len(text.split()) / WORDS_A_MINUTE)),
        has_dateline=any(part.has_dateline for part in parts),
    )


def _lead(parts: Sequence[Part], left: Sequence[Caption]) -> Caption | None:
    """The picture that opens the story: one without a place in the body, unless the body begins
    with one."""
    if parts and parts[0].kind == markup.Kind.CAPTION:
        return None
    return next((caption for caption in left if caption.image), None)


def _parts(
    blocks: Iterable[markup.RenderedBlock],
    captions: Iterable[Caption],
    related: dict[str, Article],
) -> Iterator[Part]:
    by_number = {caption.number: caption for caption in captions}
    needs_dateline = True
    for block in blocks:
        if block.kind == markup.Kind.CAPTION:
            # A caption that does not exist, or was shown before, is left out.
            if caption := by_number.pop(block.number, None):
                yield Part(block.kind, caption=caption)
            continue
        is_paragraph = block.kind == markup.Kind.PARAGRAPH
        is_pointer = block.kind == markup.Kind.RELATED_LINK
        yield Part(
            block.kind,
            html=in_interface(block.html),
            heading=in_interface(block.heading),
            items=tuple(map(in_interface, block.items)),
            related=related.get(_folded(_text(block.html))) if is_pointer else None,
            has_dateline=is_paragraph and needs_dateline,
        )
        needs_dateline = needs_dateline and not is_paragraph


def related_articles(article: Article, headlines: Sequence[str]) -> dict[str, Article]:
    """Published articles with one of these headlines, by case-folded headline; the newest wins.

    Only the first `POINTERS_FOLLOWED` headlines are looked up.
    """
    headlines = headlines[:POINTERS_FOLLOWED]
    if not headlines:
        return {}
    wanted = {_folded(headline) for headline in headlines}
    candidates = search.holding_headlines(
        Article.objects.published().exclude(pk=article.pk), headlines, article.language
    ).only("headline", "slug", "published_at")
    found = {
        _folded(other.headline): other
        for other in reversed(candidates.order_by("-published_at", "-id")[:RELATED_CANDIDATES])
    }
    return {headline: other for headline, other in found.items() if headline in wanted}


def _text(inline: SafeString) -> str:
    return html.unescape(strip_tags(inline))


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()
