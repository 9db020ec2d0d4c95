"""The parser: a dump's text in, its articles and a ledger of every line out.

Pure: standard library only, no clock, no files, no Django. Odd input gives issues, never an
exception.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from .as_json import article_as_json, hints_as_json, ledger_as_json
from .line_kinds import (
    BLANK,
    COUNTER,
    FURNITURE,
    UNREADABLE,
    HintedLine,
    hint_lines,
)
from .lines.lines import split_lines
from .lines.tables import Row, find_rows
from .marks import Element, Mark, PageImage
from .model.marked_body import weigh_page
from .model.page_kinds import NOT_AN_ARTICLE, JudgedPage, judge_page
from .press_databases import Export, find_export, is_prose
from .sources.registry import NO_SOURCES, KnownSource, RegistryError, SourceRegistry
from .stories.build import build_article
from .stories.confidence import PageSigns
from .stories.document_reader import NO_TEXT, DocumentReader, story_of
from .stories.inverted_reader import InvertedReader
from .stories.marked_pages import find_marked_stories
from .stories.marked_reader import MarkedReader
from .stories.marked_tables import rows_of_tables
from .stories.overrides import (
    LONGEST_FURNITURE,
    NO_PLACEMENTS,
    Placement,
    PlacementKind,
    Placements,
    furniture_form,
    mark_furniture,
    place_by_hand,
    place_chrome,
)
from .stories.page_reader import PageReader
from .stories.pictures import with_images
from .stories.reader import StoryReader
from .stories.segment import Story, find_stories, same_words
from .stories.statements import hints_of_stories, settle_headline
from .stories.story_dates import dates_of_stories
from .stories.teasers import mark_teasers
from .stories.toolbars import mark_toolbars
from .types import (
    NO_HINTS,
    Block,
    BlockKind,
    Bullet,
    DateLabel,
    DateMethod,
    Issue,
    LedgerEntry,
    PageHints,
    PageKind,
    ParsedArticle,
    ParsedDump,
    Placed,
    Precision,
    PrintedDate,
    Role,
    SourceMention,
    SourceRole,
    Span,
    StoryImage,
)
from .wrapping.columns import find_columns
from .wrapping.places import layout_of

__all__ = [
    "LONGEST_FURNITURE",
    "NOT_AN_ARTICLE",
    "NO_HINTS",
    "NO_PLACEMENTS",
    "NO_SOURCES",
    "Block",
    "BlockKind",
    "Bullet",
    "DateLabel",
    "DateMethod",
    "Element",
    "Issue",
    "KnownSource",
    "LedgerEntry",
    "Mark",
    "PageHints",
    "PageImage",
    "PageKind",
    "ParsedArticle",
    "ParsedDump",
    "Placement",
    "PlacementKind",
    "Placements",
    "Precision",
    "PrintedDate",
    "RegistryError",
    "Role",
    "SourceMention",
    "SourceRegistry",
    "SourceRole",
    "Span",
    "StoryImage",
    "article_as_json",
    "furniture_form",
    "hints_as_json",
    "ledger_as_json",
    "parse",
]

_NO_TEXT = "The dump holds no text."
_NO_STORY = "No story was found: no line reads as a headline with text below it."
_NO_PROSE = "a headline with no text below it"
_OUTSIDE = "text outside any story"
_NO_STORY_HERE = "the page holds no story"
_NO_ARTICLE = "the page is no article"
_OF_EXPORT = "head or foot of the export"


_entry = partial(tuple.__new__, LedgerEntry)  # see lines.py


def parse(
    text: str,
    *,
    marks: Sequence[Mark] = (),
    captured_at: date | datetime | None = None,
    hints: PageHints = NO_HINTS,
    registry: SourceRegistry = NO_SOURCES,
    placements: Sequence[Placement] = (),
    furniture: frozenset[str] = frozenset(),
    all_pages: bool = False,
    images: Sequence[PageImage] = (),
) -> ParsedDump:
    """Parses a dump's text.

    `marks` are what a page's markup says of each line of the text, `images` the pictures that it
    shows between them; a plain text has none.

    `registry` holds the news sources that are known by name; without one only patterns such as
    `the Titicaca News Agency` and credit words such as `Supplied` give a source or credit away.

    `captured_at` is when the page was saved; relative dates are calculated from it. Without it
    they are calculated from the dates of the dump's other stories. `hints` is the metadata of the
    page's markup (see `PageHints`). `placements` are the editors' decisions on lines that the
    parser could not place, `furniture` the lines that are page furniture wherever they occur.

    A page of markup that is no article, such as a forum's or a shop's, gives none; with `all_pages`
    every page is taken for an article. A plain text is not judged.

    Every line of the text is in the ledger exactly once. No text raises an exception.
    """
    printed = split_lines(text)
    lines = hint_lines(printed, registry)
    export = find_export(text, lines, marks)
    is_text = not marks and not export.documents
    rows = find_rows(text, printed) if is_text else {}
    layout = layout_of(text, printed, furniture) if is_text else None
    if layout is not None:
        placements = layout.placements(placements)
        rows = layout.rows(rows)
        lines = hint_lines(layout.lines, registry)
    if not export.documents:
        lines = mark_teasers(lines)
    if marks:
        lines = mark_toolbars(lines, marks)
    if furniture:
        lines = mark_furniture(lines, furniture)
    readers: list[StoryReader] = []
    places: list[Placed | None] = [None] * len(lines)
    found = _Found([])
    owners: list[int | None] = [None] * len(lines)
    if any(line.hint is not BLANK for line in lines):
        found = (
            _documents(lines, export)
            if export.documents
            else _found(lines, marks, hints, all_pages=all_pages)
        )
        for story in found.stories:
            reader = _read(lines, marks, story, hints, rows)
            if any(block.kind is BlockKind.PARAGRAPH for block in reader.body):
                readers.append(reader)
            else:
                reason = NO_TEXT if story.document else _NO_PROSE
                for number, placed in reader.placed.items():
                    is_kept = story.document is not None and is_prose(lines[number].text)
                    places[number] = _quarantined(placed, reason, is_text=is_kept)
    for reader, own in zip(readers, hints_of_stories(readers, hints), strict=True):
        settle_headline(reader, own)
    if placements:
        readers = place_by_hand(lines, readers, placements)
    columns = find_columns(text, printed)
    for issue in columns if layout is None else layout.issues(columns):
        for reader in readers:
            if reader.story.first < issue.line <= reader.story.last + 1:
                reader.issues.append(issue)
    for index, reader in enumerate(readers, start=1):
        for number, placed in reader.placed.items():
            places[number] = placed
            owners[number] = index
    own_hints = hints_of_stories(readers, hints)
    dates_by_story = dates_of_stories(readers, captured_at, own_hints)
    is_page = bool(marks) and not any(story.document for story in found.stories)
    shown = _page_signs(hints, found, several=len(readers) > 1) if is_page else None
    articles = tuple(
        build_article(
            reader,
            index=index,
            dates=dates,
            registry=registry,
            hints=own,
            kind=found.page.kind,
            page=shown,
        )
        for index, (reader, dates, own) in enumerate(
            zip(readers, dates_by_story, own_hints, strict=True), start=1
        )
    )
    if marks:
        articles = with_images(articles, marks, images, hints)
    if None in places:
        reason = _OUTSIDE if readers else _NO_ARTICLE if found.reason else _NO_STORY_HERE
        for number, line in enumerate(lines):
            if places[number] is None:
                places[number] = found.furniture.get(number) or _outside(line, reason)
    if placements:
        place_chrome(places, placements)
    printed_places = [placed for placed in places if placed]
    if layout is not None:
        articles = tuple(map(layout.article, articles))
        printed_places, owners = layout.places(printed_places, owners, articles)
    offsets = (*[line.start for line in printed], len(text))
    issues = (*_dump_issues(lines, articles, found.reason), *columns)
    return ParsedDump(
        len(printed), offsets, articles, _ledger(printed_places, owners), issues, found.page.kind
    )


class _Found(NamedTuple):
    """The stories of a dump, and what kind of page it is. A page that is no article has none, and
    the `reason` why. The lines of an export that are known to be no document's are `furniture`."""

    stories: Sequence[Story]
    page: JudgedPage = JudgedPage()
    reason: str = ""
    furniture: Mapping[int, Placed] = MappingProxyType({})


def _found(
    lines: Sequence[HintedLine], marks: Sequence[Mark], hints: PageHints, *, all_pages: bool
) -> _Found:
    if not marks:
        return _Found(find_stories(lines, headline=hints.headline))
    page = weigh_page(lines, marks)
    stories = find_marked_stories(lines, marks, page, titles=(hints.headline, hints.title))
    if len(stories) != 1:
        return _Found(stories)
    judged = judge_page(lines, marks, page, hints)
    if judged.kind.is_story:
        return _Found(stories, judged)
    if all_pages:
        return _Found(stories, JudgedPage(other=judged.other))
    return _Found((), judged, NOT_AN_ARTICLE[judged.kind])


def _page_signs(hints: PageHints, found: _Found, *, several: bool) -> PageSigns:
    return PageSigns((hints.headline, hints.title), found.page.other, several)


def _documents(lines: Sequence[HintedLine], export: Export) -> _Found:
    """The documents of an export. Other lines are its head or foot, but for prose, which a person
    should see."""
    stories = [story_of(document) for document in export.documents]
    furniture = {
        number: Placed(Role.CHROME, export.furniture.get(number, _OF_EXPORT))
        for number, line in enumerate(lines)
        if line.hint is not BLANK and (number in export.furniture or not is_prose(line.text))
    }
    return _Found(stories, furniture=furniture)


def _read(
    lines: Sequence[HintedLine],
    marks: Sequence[Mark],
    story: Story,
    hints: PageHints,
    rows: Mapping[int, Row],
) -> StoryReader:
    reader: StoryReader
    if story.document is not None:
        reader = DocumentReader(lines, story, is_marked=bool(marks))
    elif marks:
        teams = (hints.publisher, *hints.agencies)
        body = story.reading.body if story.reading else ()
        rows = rows_of_tables(lines, marks, body)
        reader = MarkedReader(
            lines, story, marks=marks, people=hints.authors, teams=teams, rows=rows
        )
    elif story.reading is not None:
        known = frozenset(map(same_words, hints.captions))
        reader = PageReader(lines, story, known_captions=known, rows=rows)
    else:
        reader = (InvertedReader if story.turned else StoryReader)(lines, story, rows=rows)
    reader.read()
    return reader


def _quarantined(placed: Placed, reason: str, *, is_text: bool) -> Placed:
    """A line of a stretch that begins like a story and has no text: kept, with the reason. What
    may be text is kept even if it was taken for furniture."""
    if placed.role in (Role.BLANK, Role.QUARANTINE) or (placed.role is Role.CHROME and not is_text):
        return placed
    return Placed(Role.QUARANTINE, reason)


def _outside(line: HintedLine, reason: str) -> Placed:
    if line.hint is BLANK:
        return Placed(Role.BLANK)
    if line.hint in (FURNITURE, COUNTER):
        return Placed(Role.CHROME, line.value)
    return Placed(Role.QUARANTINE, line.value if line.hint is UNREADABLE else reason)


def _ledger(places: Sequence[Placed], articles: Sequence[int | None]) -> tuple[LedgerEntry, ...]:
    """Neighbours with the same role, article and reason are one entry."""
    entries = []
    first = 0
    for last, (placed, article) in enumerate(zip(places[1:], articles[1:], strict=True), start=1):
        here, owner = places[first], articles[first]
        # Most places are the one value that their role has.
        if (placed is not here and placed != here) or article != owner:
            role, reason = here
            entries.append(_entry((first + 1, last, role, owner, reason)))
            first = last
    if places:
        role, reason = places[first]
        entries.append(_entry((first + 1, len(places), role, articles[first], reason)))
    return tuple(entries)


def _dump_issues(
    lines: Sequence[HintedLine], articles: Sequence[ParsedArticle], not_article: str
) -> tuple[Issue, ...]:
    if not_article:
        return (Issue("not-an-article", 1, not_article),)
    if articles:
        return ()
    if not any(line.text for line in lines):
        return (Issue("empty", 1, _NO_TEXT),)
    return (Issue("no-story", 1, _NO_STORY),)
