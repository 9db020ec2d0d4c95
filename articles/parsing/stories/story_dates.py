"""Which of the dates on a page is the story's, and which its last update's.

A date that the page calls that of publication comes first, then one that it calls nothing, then
the dateline's, then what the markup says, then a calculated one ("2 hours ago"), and
last one that stands above the headline, where papers print the day on which the page is read. An
update is never the story's date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Final, NamedTuple

from articles.parsing.dates.printed_dates import (
    calculate_from_siblings,
    read_date,
    with_time_of,
)
from articles.parsing.dates.stated_days import day_first_of, is_ambiguous, read_day
from articles.parsing.stories.reader import StoryReader
from articles.parsing.types import (
    DateLabel,
    DateMethod,
    Issue,
    PageHints,
    Precision,
    PrintedDate,
    Role,
)

_A_DAY: Final = timedelta(days=1)
"""A story may be printed on the day after it was written, and in a zone where that is tomorrow."""


class StoryDates(NamedTuple):
    """When a story was published and when last updated, and what is odd about it."""

    published: PrintedDate | None = None
    updated: PrintedDate | None = None
    issues: tuple[Issue, ...] = ()


class _Found(NamedTuple):
    """A story's dates by what they are called."""

    published: PrintedDate | None
    plain: PrintedDate | None
    above: PrintedDate | None
    updated: PrintedDate | None


def dates_of_stories(
    readers: Sequence[StoryReader],
    captured_at: date | datetime | None,
    hints: Sequence[PageHints],
) -> list[StoryDates]:
    """Each story's dates; `hints` are by story what its page states of it."""
    hints = [_possible(own, captured_at) for own in hints]
    order = day_first_of(found.words for reader in readers for found in reader.dates)
    read = [
        _read(reader, captured_at, own, order) for reader, own in zip(readers, hints, strict=True)
    ]
    calculated = iter(calculate_from_siblings(chain.from_iterable(read)))
    found = [_plausible(_Found(*(next(calculated) for _ in _Found._fields))) for _ in readers]
    latest = _latest(found, captured_at, hints)
    return [
        _dates(
            reader,
            _Found(*(one and with_time_of(one, _moments(own)) for one in dates)),
            own,
            latest,
        )
        for reader, dates, own in zip(readers, found, hints, strict=True)
    ]


def _possible(hints: PageHints, captured_at: date | datetime | None) -> PageHints:
    """The hints without times that lie after the capture, which no page can have known."""
    if captured_at is None:
        return hints
    try:
        last = _day(captured_at) + _A_DAY
    except OverflowError:
        return hints
    published, modified = hints.published_at, hints.modified_at
    return replace(
        hints,
        published_at=published if published and _day(published) <= last else None,
        modified_at=modified if modified and _day(modified) <= last else None,
    )


def _read(
    reader: StoryReader,
    captured_at: date | datetime | None,
    hints: PageHints,
    order: bool | None,
) -> _Found:
    """The first date of each kind; `order` is that of the page's dates in numbers."""
    if order is None and hints.language:
        order = hints.language.partition("-")[0].casefold() != "en" or None
    words: dict[str, tuple[str, DateLabel]] = {}
    for text, label, line in reader.dates:
        kind = str(label)
        if label is DateLabel.NONE:
            kind = "above" if line < reader.top else "plain"
        words.setdefault(kind, (text, label))

    def read(kind: str) -> PrintedDate | None:
        if kind not in words:
            return None
        text, label = words[kind]
        printed = read_date(text, captured_at=captured_at, day_first=order)
        if printed.on is None and is_ambiguous(text):
            printed = _settled(text, captured_at, hints) or printed
        return printed._replace(label=label)

    return _Found(*map(read, _Found._fields))


def _settled(
    text: str, captured_at: date | datetime | None, hints: PageHints
) -> PrintedDate | None:
    """A date in numbers, of which the markup or the capture tells the day from the month."""
    both = [read_date(text, day_first=day_first) for day_first in (True, False)]
    days = [_day(moment) for moment in (hints.published_at, hints.modified_at) if moment]
    stated = [one for one in both if one.on and any(abs(one.on - day) <= _A_DAY for day in days)]
    if not stated and captured_at is not None:
        stated = [one for one in both if one.on and one.on <= _day(captured_at)]
    return stated[0] if len(stated) == 1 else None


def _plausible(found: _Found) -> _Found:
    """The dates without an update before publication, as "updated 2 days ago" becomes by a page
    whose latest date is the story's own."""
    updated, published = found.updated, _known(found.published) or _known(found.plain)
    if not (updated and updated.on and published and published.on and updated.on < published.on):
        return found
    if updated.method is not DateMethod.SIBLINGS:
        return found
    unknown = updated._replace(
        on=None, at=None, precision=Precision.UNKNOWN, method=DateMethod.UNRESOLVED
    )
    return found._replace(updated=unknown)


def _moments(hints: PageHints) -> list[datetime]:
    """The times of the markup. That of publication comes first: an update never beats it."""
    stated = (hints.published_at, hints.modified_at)
    return [moment for moment in stated if isinstance(moment, datetime)]


def _latest(
    found: Sequence[_Found], captured_at: date | datetime | None, hints: Sequence[PageHints]
) -> date | None:
    """A day that no story of the page is younger than, as far as is known."""
    if captured_at is not None:
        return _day(captured_at)
    printed = [one.on for dates in found for one in dates if one and one.on]
    stated = [
        _day(moment) for own in hints for moment in (own.modified_at, own.published_at) if moment
    ]
    return max((*printed, *stated), default=None)


def _dates(reader: StoryReader, found: _Found, hints: PageHints, latest: date | None) -> StoryDates:
    found = _of_head(reader, found, hints)
    printed = _known(found.published) or _known(found.plain)
    if _is_the_update(printed, hints):
        found = found._replace(updated=found.updated or printed, plain=None)
        printed = None
    dateline = _of_dateline(reader, found, printed, latest)
    markup = _of_markup(hints, found.updated)
    exact = printed if printed and printed.precision is not Precision.ESTIMATED else None
    above = None if _known(found.updated) else found.above
    candidates = (exact, dateline, markup, printed, above)
    published = next(filter(None, candidates), found.published or found.plain)
    updated = found.updated or found.published or found.plain or found.above
    issues = [*_differing(reader, dateline, printed), *_differing_markup(reader, hints, published)]
    return StoryDates(published, updated or _stated_update(hints), tuple(issues))


def _of_head(reader: StoryReader, found: _Found, hints: PageHints) -> _Found:
    """The dates without those of another day that are printed amid or below the text of a story
    whose publication the markup states: they are a broadcast's, a picture's, another story's."""
    if hints.published_at is None:
        return found
    paragraphs = (n for n, placed in reader.placed.items() if placed.role is Role.PARAGRAPH)
    first = min(paragraphs, default=None)
    lines = {printed.words: printed.line for printed in reversed(reader.dates)}

    def kept(printed: PrintedDate | None) -> PrintedDate | None:
        if printed is None or printed.on is None or first is None:
            return printed
        is_low = lines.get(printed.text, first) > first
        is_other = abs(printed.on - _day(hints.published_at or printed.on)) > _A_DAY
        return None if is_low and is_other else printed

    return found._replace(published=kept(found.published), plain=kept(found.plain))


def _stated_update(hints: PageHints) -> PrintedDate | None:
    """When the markup says that the story was updated."""
    return _stated(hints.modified_at, DateLabel.UPDATED) if hints.modified_at else None


def _known(printed: PrintedDate | None) -> PrintedDate | None:
    return printed if printed and printed.on else None


def _is_the_update(printed: PrintedDate | None, hints: PageHints) -> bool:
    """Whether a day that the page calls nothing is that of a later update, by the markup: the day
    that it states of the update, or one well after the day that it states of publication."""
    if printed is None or printed.label is not DateLabel.NONE or printed.on is None:
        return False
    published, modified = hints.published_at, hints.modified_at
    if published is None or printed.precision is Precision.ESTIMATED:
        return False
    if modified is not None and _day(published) < printed.on == _day(modified):
        return True
    return printed.on - _day(published) > _A_DAY


def _of_dateline(
    reader: StoryReader, found: _Found, printed: PrintedDate | None, latest: date | None
) -> PrintedDate | None:
    """The date that stands in the dateline; without a year it is the last such day before the
    story's other dates or, where it has none, the capture."""
    if reader.dateline_day is None or not reader.dateline_day.words:
        return None
    words = reader.dateline_day.words
    other = _known(printed) or _known(found.updated)
    reference = other.on if other and other.on else latest
    try:
        not_after = reference and reference + _A_DAY
    except OverflowError:
        not_after = reference
    on = read_day(words, not_after=not_after)
    return PrintedDate(words, on, Precision.DAY, DateMethod.DATELINE) if on else None


def _of_markup(hints: PageHints, updated: PrintedDate | None) -> PrintedDate | None:
    """When the markup says that the story was published, unless a printed update is older."""
    published = hints.published_at
    if published is None:
        return None
    on = _day(published)
    if updated and updated.on and on - updated.on > _A_DAY:
        return None
    return _stated(published, DateLabel.PUBLISHED)


def _stated(moment: date | datetime, label: DateLabel) -> PrintedDate:
    """What the markup states, as a date: a moment, or the day alone."""
    on, at = (moment.date(), moment) if isinstance(moment, datetime) else (moment, None)
    precision = Precision.MINUTE if at else Precision.DAY
    return PrintedDate(moment.isoformat(), on, precision, DateMethod.PAGE_METADATA, at, label)


def _differing_markup(
    reader: StoryReader, hints: PageHints, published: PrintedDate | None
) -> list[Issue]:
    """Where the day that stands is printed and the markup states another: a person should look."""
    stated = hints.published_at
    if stated is None or published is None or published.on is None:
        return []
    if published.method is DateMethod.PAGE_METADATA or abs(_day(stated) - published.on) <= _A_DAY:
        return []
    lines = (found.line for found in reader.dates if found.words == published.text)
    line = next(lines, reader.top)
    origin = hints.origins.get("published_at", "record")
    where = {"record": "its record", "address": "its address"}.get(origin, origin)
    message = f"The page prints {published.on}, which stands; {where} states {_day(stated)}."
    return [Issue("dates-differ", line + 1, message)]


def _differing(
    reader: StoryReader, dateline: PrintedDate | None, printed: PrintedDate | None
) -> list[Issue]:
    day = reader.dateline_day
    if day is None or not (dateline and printed and dateline.on and printed.on):
        return []
    if printed.precision is Precision.ESTIMATED or abs(dateline.on - printed.on) <= _A_DAY:
        return []
    message = f"The dateline is of {dateline.on}; the page says {printed.on}, which stands."
    return [Issue("dates-differ", day.line + 1, message)]


def _day(moment: date | datetime) -> date:
    """The day in the moment's own zone."""
    return moment.date() if isinstance(moment, datetime) else moment
