"""What a page states about its stories: whose statements they are, which of them count beside what
is printed, and where each field was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from articles.parsing.line_kinds import split_names
from articles.parsing.sources.credits import named_sources
from articles.parsing.sources.registry import SourceRegistry
from articles.parsing.types import (
    DateMethod,
    Issue,
    PageHints,
    PrintedDate,
    Role,
    SourceMention,
    SourceRole,
)

from .reader import StoryReader
from .segment import same_words
from .story_dates import StoryDates

_NO_HEADLINE: Final = "no-headline"
_MOST_TOPICS: Final = 30
_OF_ALL: Final = ("publisher", "language")
"""Statements that are true of every story of a page."""

_PRINTED: Final = {"headline": Role.HEADLINE, "kicker": Role.KICKER, "byline": Role.BYLINE}


class Named(NamedTuple):
    """What a story is called, who wrote it and what it is about; the sources that its page states,
    and where it states the others of these. `issues` are those of reading that are left."""

    headline: str
    byline: str
    topics: tuple[str, ...]
    sources: tuple[SourceMention, ...]
    issues: list[Issue]
    stated: dict[str, str]


def hints_of_stories(readers: Sequence[StoryReader], hints: PageHints) -> list[PageHints]:
    """Each story's own statements. Of several stories they are those of the one whose headline they
    state; what is true of the page is true of all."""
    if len(readers) == 1:
        return [hints]
    shared = PageHints(
        publisher=hints.publisher,
        language=hints.language,
        origins={name: hints.origins[name] for name in _OF_ALL if name in hints.origins},
    )
    words = same_words(hints.headline)
    own = [bool(words) and same_words(reader.headline) == words for reader in readers]
    return [hints if is_own and sum(own) == 1 else shared for is_own in own]


def named_of(reader: StoryReader, hints: PageHints, registry: SourceRegistry) -> Named:
    """What is printed and, where nothing is, what the page states. A printed byline counts before a
    stated one where it names a person; topics that are stated follow those printed."""
    stated: dict[str, str] = {}
    headline, issues = reader.headline, reader.issues
    if hints.headline and any(issue.code == _NO_HEADLINE for issue in issues):
        headline = hints.headline
        issues = [issue for issue in issues if issue.code != _NO_HEADLINE]
        stated["headline"] = _origin(hints, "headline")
    byline = reader.byline
    people = [name for name in hints.authors if not _known(name, registry)]
    if people and not _names_person(byline, people, registry):
        byline = ", ".join(people)
        stated["byline"] = _origin(hints, "authors")
    printed = set(map(same_words, reader.topics))
    more = [topic for topic in hints.keywords if same_words(topic) not in printed]
    if more and not printed:
        stated["topics"] = _origin(hints, "keywords")
    topics = tuple(dict.fromkeys((*reader.topics, *more[:_MOST_TOPICS])))
    return Named(headline, byline, topics, tuple(_stated_sources(hints, registry)), issues, stated)


def _stated_sources(hints: PageHints, registry: SourceRegistry) -> Iterator[SourceMention]:
    """The known sources that stand in an author's place, and whose page it is."""
    for name in (*hints.agencies, *hints.authors):
        if known := _known(name, registry):
            yield SourceMention(known, SourceRole.REPORTING)
    if hints.publisher:
        name = _known(hints.publisher, registry) or hints.publisher
        yield SourceMention(name, SourceRole.PUBLISHER)


def _known(name: str, registry: SourceRegistry) -> str:
    """The full name of a known source, whatever its capitals; empty for any other name."""
    source = registry.find(name) or registry.find_folded(name)
    return source.name if source else ""


def _names_person(byline: str, people: Iterable[str], registry: SourceRegistry) -> bool:
    """Whether a printed byline names somebody, and not only an agency."""
    printed = same_words(byline)
    if any(same_words(name) in printed for name in people):
        return True
    if named_sources(byline, registry) or all(_known(n, registry) for n in split_names(byline)):
        return False
    return " " in byline


def origins_of(
    reader: StoryReader, named: Named, dates: StoryDates, hints: PageHints
) -> dict[str, str]:
    """Where each field of a story was read: `line 5`, or the origin of a statement. Fields without
    a value have none."""
    lines: dict[Role, int] = {}
    for number, placed in reader.placed.items():
        lines[placed.role] = min(number, lines.get(placed.role, number))
    found: dict[str, str] = {}
    for field, role in _PRINTED.items():
        if field not in named.stated and getattr(reader, field) and role in lines:
            found[field] = f"line {lines[role] + 1}"
    if reader.topics and Role.TOPICS in lines:
        found["topics"] = f"line {lines[Role.TOPICS] + 1}"
    if reader.dateline and reader.dateline_day is not None:
        found["dateline"] = f"line {reader.dateline_day.line + 1}"
    found |= named.stated
    if where := _origin_of_date(reader, dates.published, _origin(hints, "published_at")):
        found["published"] = where
    if where := _origin_of_date(reader, dates.updated, _origin(hints, "modified_at")):
        found["updated"] = where
    for field in ("publisher", "language"):
        if getattr(hints, field):
            found[field] = _origin(hints, field)
    if hints.address:
        found["url"] = _origin(hints, "address")
    return found


def _origin_of_date(reader: StoryReader, printed: PrintedDate | None, stated: str) -> str:
    if printed is None:
        return ""
    if printed.method is DateMethod.PAGE_METADATA:
        return stated
    day = reader.dateline_day
    if printed.method is DateMethod.DATELINE and day is not None:
        return f"line {day.line + 1}"
    lines = (found.line for found in reader.dates if found.words == printed.text)
    line = next(lines, None)
    return "" if line is None else f"line {line + 1}"


def _origin(hints: PageHints, field: str) -> str:
    return hints.origins.get(field, "record")
