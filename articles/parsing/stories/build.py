"""The article that a reader has read, with what is known only of it as a whole: its sources,
what is damaged, and how sure the parser is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from articles.parsing.damage.findings import find_damage
from articles.parsing.sources.credits import credited_sources, distinct, named_sources
from articles.parsing.sources.mentions import reporting_sources
from articles.parsing.sources.registry import SourceRegistry
from articles.parsing.stories.confidence import PageSigns, rated
from articles.parsing.stories.story_dates import StoryDates
from articles.parsing.types import (
    BlockKind,
    Issue,
    PageHints,
    PageKind,
    ParsedArticle,
    Role,
    SourceMention,
    Span,
)

from .headlines import doubt_headline
from .reader import StoryReader
from .several import may_be_several
from .statements import named_of, origins_of

_TEXT: Final = (BlockKind.PARAGRAPH, BlockKind.FACT_BOX)


def build_article(
    reader: StoryReader,
    *,
    index: int,
    dates: StoryDates,
    registry: SourceRegistry,
    hints: PageHints,
    kind: PageKind = PageKind.ARTICLE,
    page: PageSigns | None = None,
) -> ParsedArticle:
    """The article that a reader has read; its dates are already understood, `hints` are what its
    page states of it, `kind` is its page's, and `page` what a page of HTML shows beside it."""
    lines = reader.lines
    story = reader.story
    span = Span(lines[story.first].line.number, lines[story.last].line.number)
    named = named_of(reader, hints, registry)
    issues = [*reader.issues, *find_damage(reader.bullets, reader.body), *dates.issues]
    issues += may_be_several(
        lines, story, reader.body, byline=reader.byline, dateline=reader.dateline
    )
    if story.reading is not None and reader.headline != hints.headline:
        issues += _doubts(reader)
    both = (dates.published, dates.updated)
    if not any(printed and printed.on for printed in both):
        issues.append(
            Issue(
                "undated", span.first, "No date was found: the page neither prints nor states one."
            )
        )
    issues.sort(key=lambda issue: issue.line)
    sure, body = rated(
        reader.body,
        issues,
        story,
        lines,
        headline=reader.headline,
        dates=[printed for printed in both if printed and printed.on],
        named=bool(named.dateline or named.byline),
        page=page,
    )
    return ParsedArticle(
        index=index,
        lines=span,
        headline=reader.headline,
        kicker=named.kicker,
        byline=named.byline,
        dateline=named.dateline,
        published=dates.published,
        updated=dates.updated,
        bullets=tuple(reader.bullets),
        body=body,
        sources=distinct((*_sources(reader, registry), *named.sources)),
        topics=named.topics,
        address=hints.address,
        language=hints.language,
        origins=origins_of(reader, named, dates, hints),
        confidence=sure,
        issues=tuple(issues),
        page_kind=kind,
    )


def _doubts(reader: StoryReader) -> Iterator[Issue]:
    """That the line of the headline may be another's."""
    last = max((block.spans[-1].last for block in reader.body), default=0)
    for number, placed in reader.placed.items():
        line = reader.lines[number]
        if placed.role is Role.HEADLINE and line.text == reader.headline:
            yield from doubt_headline(line, reader.body, last)
            return


def _sources(reader: StoryReader, registry: SourceRegistry) -> tuple[SourceMention, ...]:
    mentions: list[SourceMention] = []
    for printed in (reader.byline, reader.agency):
        mentions += named_sources(printed, registry)
    texts = [block for block in reader.body if block.kind in _TEXT]
    reported = iter(reporting_sources([block.text for block in texts], registry))
    for block in reader.body:
        if block.kind is BlockKind.CAPTION:
            mentions += credited_sources(block.credit, registry)
        elif block.kind in _TEXT:
            mentions += next(reported)
    return distinct(mentions)
