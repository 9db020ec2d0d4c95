"""What a page states about its stories: whose statements they are, which of them count beside what
is printed, and where each field was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from articles.parsing.dates.printed_dates import is_whole_date
from articles.parsing.line_kinds import split_names
from articles.parsing.lines import vocabulary
from articles.parsing.sources.credits import named_sources
from articles.parsing.sources.registry import SourceRegistry
from articles.parsing.types import (
    NO_HINTS,
    DateMethod,
    PageHints,
    Placed,
    PrintedDate,
    Role,
    SourceMention,
    SourceRole,
)

from .document_reader import stated_in, with_labels
from .headlines import label_before
from .reader import StoryReader
from .segment import same_words
from .story_dates import StoryDates

_NO_HEADLINE: Final = "no-headline"
_NOT_OF_STORY: Final = "text of the page, not of the story"
_LEAST_SHARED: Final = 0.2
"""Share of its words that a printed headline has in common with those that the page states."""
_EMPTY_LABELS: Final = frozenset({"title", "headline", "titel", "titre", "título", "titolo"})

_MOST_TOPICS: Final = 30
_OF_ALL: Final = ("publisher", "language")
"""Statements that are true of every story of a page."""

_PRINTED: Final = {"headline": Role.HEADLINE, "kicker": Role.KICKER, "byline": Role.BYLINE}


class Named(NamedTuple):
    """Who wrote a story, where, and what it is about, the sources that its page states, and by
    field where it states what it does not print."""

    kicker: str
    byline: str
    dateline: str
    topics: tuple[str, ...]
    sources: tuple[SourceMention, ...]
    stated: dict[str, str]


def hints_of_stories(readers: Sequence[StoryReader], hints: PageHints) -> list[PageHints]:
    """Each story's own statements. Of several stories they are those of the one whose headline they
    state; what is true of the page is true of all. A document of an export states its own."""
    if any(reader.story.document for reader in readers):
        return [
            stated_in(reader.story.document) if reader.story.document else NO_HINTS
            for reader in readers
        ]
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


def settle_headline(reader: StoryReader, hints: PageHints) -> None:
    """Takes the stated headline where the page prints none, or where the line that was read as one
    is another. Known furniture is believed."""
    words = same_words(hints.headline)
    if reader.story.reading is None or not words:
        return
    if label := label_before(reader.headline, hints.headline):
        reader.headline = reader.headline[len(label) :].lstrip()
        if not is_whole_date(label) and label.rstrip(" :").casefold() not in _EMPTY_LABELS:
            reader.kicker = reader.kicker or label.rstrip(" :|/·–—-")
        return
    is_missing = any(issue.code == _NO_HEADLINE for issue in reader.issues)
    if not is_missing and not _is_another_line(reader.headline, hints):
        return
    reader.headline = hints.headline
    reader.issues = [issue for issue in reader.issues if issue.code != _NO_HEADLINE]
    for number, placed in reader.placed.items():
        if placed.role is Role.HEADLINE:
            reader.placed[number] = Placed(Role.CHROME, _NOT_OF_STORY)


def _is_another_line(printed: str, hints: PageHints) -> bool:
    """Whether a line that was read as the headline is something else: a date, whoever wrote the
    page or owns it, or words that have nothing in common with a headline which the page's title
    confirms."""
    printed_words, words = same_words(printed), same_words(hints.headline)
    own, stated = set(printed_words.split()), set(words.split())
    if own & stated:
        return len(own & stated) <= _LEAST_SHARED * min(len(own), len(stated))
    names = map(same_words, (*hints.authors, hints.publisher, hints.section))
    if printed_words in names or is_whole_date(printed) or vocabulary.PAGE_BYLINE.match(printed):
        return True
    return words in same_words(hints.title)


def named_of(reader: StoryReader, hints: PageHints, registry: SourceRegistry) -> Named:
    """What is printed and, where nothing is, what the page states. A printed byline counts before a
    stated one where it names a person; topics that are stated follow those printed."""
    stated: dict[str, str] = {}
    is_printed = any(placed.role is Role.HEADLINE for placed in reader.placed.values())
    if reader.headline == hints.headline and not is_printed:
        stated["headline"] = _origin(hints, "headline")
    byline = reader.byline
    people = [name for name in hints.authors if not _known(name, registry)]
    if people and not _names_person(reader, people, registry):
        byline = ", ".join(people)
        stated["byline"] = _origin(hints, "authors")
    elif not byline and hints.signature and not _known(hints.signature, registry):
        byline = hints.signature
        stated["byline"] = _origin(hints, "signature")
    printed = set(map(same_words, reader.topics))
    more = [topic for topic in hints.keywords if same_words(topic) not in printed]
    if more and not printed:
        stated["topics"] = _origin(hints, "keywords")
    topics = tuple(dict.fromkeys((*reader.topics, *more[:_MOST_TOPICS])))
    for field in ("kicker", "dateline"):
        if getattr(hints, field) and not getattr(reader, field):
            stated[field] = _origin(hints, field)
    kicker, dateline = reader.kicker or hints.kicker, reader.dateline or hints.dateline
    return Named(kicker, byline, dateline, topics, tuple(_stated_sources(hints, registry)), stated)


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


def _names_person(reader: StoryReader, people: Iterable[str], registry: SourceRegistry) -> bool:
    """Whether a printed byline names somebody, and not only an agency. Where it may be none, it
    has to name one of those whom the page states."""
    byline = reader.byline
    printed = same_words(byline)
    if any(same_words(name) in printed for name in people):
        return True
    if not reader.is_byline_sure:
        return False
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
    document = reader.story.document
    return with_labels(found, document) if document else found


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
