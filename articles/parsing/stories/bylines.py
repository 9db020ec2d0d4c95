"""The byline that a page of markup prints: by its words, by what its markup calls it, or by where
it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import Final, NamedTuple

from articles.parsing.dates.datelines import match_dateline
from articles.parsing.dates.printed_dates import is_date_text
from articles.parsing.line_kinds import HintedLine, ends_sentence
from articles.parsing.lines.people import folded_name, is_full_name, people_in
from articles.parsing.marks import UNMARKED, Mark
from articles.parsing.model.mark_roles import MarkRole, heading_level, roles_of
from articles.parsing.sources.credits import Evidence

from .byline_words import (
    DATED,
    KOREAN_WRITER,
    LABEL_ALONE,
    LONGEST_TEAM,
    NO_GIVEN_NAMES,
    OPENING,
    OPENING_BEHIND_DATE,
    READING_TIME,
    SMALL_ENGLISH,
    could_be_team,
    is_team,
)

_LONGEST: Final = 160
"""Characters of a line with the names of writers, their parts and the date."""

_LONGEST_NAME: Final = 40
_MOST_NAME_WORDS: Final = 4
_MOST_ALONE: Final = 3
_LONGEST_DATE: Final = 40
_CLOSE: Final = 8
_MOST_LINES: Final = 12
_NEAR: Final = 2
_FAR: Final = 4
"""Lines between a name that stands alone and the headline, or the date, at most: those with text,
and all."""

_ELSEWHERE: Final = frozenset({MarkRole.OTHER_STORY, MarkRole.MENU})
_OF_PICTURE: Final = frozenset({MarkRole.CAPTION, MarkRole.CREDIT, MarkRole.QUOTE})

_BETWEEN: Final = re.compile(r"\s*[|•·]\s*|\s+[-–—/]\s+")
_ORNAMENT: Final = re.compile(r"^[\W_]+(?=\w)")
_BEHIND: Final = re.compile(r"\s*[|•·]|\s+[-–—](?:\s|$)")


class _Worth(IntEnum):
    """How sure it is that a line names the writer; the surest first."""

    WORDS = 1
    CALLED = 2
    LABELLED = 3
    BELOW = 3
    ALONE = 8
    TEAM = 9


class Byline(NamedTuple):
    """Who wrote a story, in the words of the page, and the lines that say so. `is_sure` is false
    below the text, for a name that stands alone, and for one that is no person's."""

    text: str
    lines: frozenset[int]
    is_sure: bool


def find_byline(
    lines: Sequence[HintedLine],
    marks: Sequence[Mark],
    *,
    head: range,
    foot: range,
    top: int,
    last: int,
    people: Sequence[str] = (),
    teams: Iterable[str] = (),
) -> Byline | None:
    """The byline among the lines of a story's head, or else of its foot; None without one. The
    headline stands at `top`, the text's end at `last`.

    `people` are those whom the page states as its writers: a line that is one of their names is
    a byline, whatever its markup. `teams` are whose page it is, and who else may sign it.
    """
    page = _Page(
        lines,
        marks,
        people,
        frozenset(map(folded_name, people)),
        frozenset(map(folded_name, teams)) - {""},
        top,
        head.stop - 1,
        last,
        frozenset(),
    )
    around = (page.roles(k) & _ELSEWHERE for k in (top, last) if k >= 0)
    page = page._replace(around=frozenset().union(*around))
    best: tuple[tuple[int, int], Byline] | None = None
    for place in (head, foot):
        for k in place:
            found = _read(page, k, is_head=place is head and k > top)
            if found is None:
                continue
            worth, text, own = found
            is_weak = worth in (_Worth.TEAM, _Worth.ALONE)
            rank = (worth if is_weak or place is head else worth + _Worth.BELOW, k)
            if best is None or rank < best[0]:
                is_close = place is head and k <= top + _CLOSE
                is_next = k <= top + 2 or not lines[k].text[0].islower()
                is_sure = is_close and worth is _Worth.WORDS and is_next
                best = rank, Byline(text, own, is_sure)
    if best is None or not people:
        return best[1] if best else None
    text = _with_all(best[1].text, people)
    return best[1]._replace(text=text)


def _with_all(text: str, people: Sequence[str]) -> str:
    """A byline's words where they name all the people that the page states, or none of them; else
    those people."""
    places = [text.casefold().find(name.casefold()) for name in people]
    if max(places) < 0:
        return text
    if min(places) < 0:
        return ", ".join(people)
    start = min(places)
    end = max(place + len(name) for place, name in zip(places, people, strict=True))
    return text[start:end]


class _Page(NamedTuple):
    """A page's lines, the people and teams that it states, and where its head stands."""

    lines: Sequence[HintedLine]
    marks: Sequence[Mark]
    stated: Sequence[str]
    people: frozenset[str]
    teams: frozenset[str]
    top: int
    last: int
    foot: int
    around: frozenset[MarkRole]
    """What the markup calls all that is near the headline or the text's beginning."""

    def roles(self, k: int) -> frozenset[MarkRole]:
        """What the markup calls a line, less what it calls the whole story."""
        return roles_of(self.mark(k)) - self.around

    def text(self, k: int) -> str:
        """A line's words, without the mark of a list or an ornament before them."""
        return _ORNAMENT.sub("", self.lines[k].text)

    def near(self, k: int, step: int) -> Iterator[int]:
        """The next lines with text above a line (`step` -1) or below it (1)."""
        found = 0
        near = k + step
        while found < _NEAR and 0 <= near < len(self.lines) and abs(near - k) <= _FAR:
            if self.lines[near].text:
                found += 1
                yield near
            near += step

    def mark(self, k: int) -> Mark:
        """What the markup says of a line; plain text has none."""
        return self.marks[k] if self.marks else UNMARKED

    def named(self, text: str, *, single: bool) -> str:
        """The people whom words name, those that the page states before all others."""
        known = [name for name in self.stated if name in text and " " in name]
        return _printed(text, known) if known else _named(text, single=single)


_Read = tuple[int, str, frozenset[int]]


def _read(page: _Page, k: int, *, is_head: bool) -> _Read | None:
    """How sure it is that a line is a byline, its words, and the lines that they stand on."""
    text = page.text(k)
    if not text or len(text) > _LONGEST or ends_sentence(text[:-1] if text[-1] == "." else text):
        return None
    roles = page.roles(k)
    level = heading_level(page.mark(k))
    if roles & _OF_PICTURE or level == 1:
        return None
    is_close = abs(k - page.top) <= _CLOSE and k < page.foot
    if roles & _ELSEWHERE:
        is_menu = MarkRole.OTHER_STORY not in roles
        if MarkRole.BYLINE not in roles or not (is_close or is_menu):
            return _by_words(page, k, is_head=True) if is_head and is_close else None
    if _opening(text) or LABEL_ALONE.fullmatch(text):
        return _by_words(page, k, is_head=is_head)
    own = frozenset({k})
    if MarkRole.BYLINE in roles:
        if found := _names_on(page, k):
            return _Worth.CALLED, *found
        return (_Worth.TEAM, text, own) if is_head and is_team(text, page.teams) else None
    if korean := KOREAN_WRITER.findall(text):
        return _Worth.CALLED, ", ".join(korean), own
    if is_head and not page.marks and (name := _dated_name(text)):
        return _Worth.CALLED, name, own
    if is_head and not page.marks and _is_agency(page, k):
        return _Worth.TEAM, text, own
    names = people_in(text) if len(text) <= 2 * _LONGEST_NAME else []
    if names and page.people and page.people.issuperset(map(folded_name, names)):
        return _Worth.CALLED, _printed(text, names), own
    if _stands_alone(page, k, names, is_head=is_head):
        return _Worth.ALONE, _printed(text, names), own | _twins(page, k)
    return None


def _dated_name(text: str) -> str:
    """The name on a line that has a date behind it: `Ida Brandt Published March 20, 2023`."""
    match = DATED.search(text)
    if match is None or not 0 < match.start() <= _LONGEST_NAME or match_dateline(text):
        return ""
    name = text[: match.start()]
    return name if is_full_name(name) and is_date_text(match[0].strip(" ,|•·–—-")) else ""


def _is_agency(page: _Page, k: int) -> bool:
    """Whether a line next to a date is the name of a news agency or of a desk: `Reuters`, `AN
    staff`."""
    line = page.lines[k]
    if len(line.text) > LONGEST_TEAM or not _is_near_time(page, k):
        return False
    is_known = line.credited.evidence is Evidence.ALONE and line.credited.credit == line.text
    return is_known or (is_team(line.text, page.teams) and not people_in(line.text))


def _stands_alone(page: _Page, k: int, names: Sequence[str], *, is_head: bool) -> bool:
    """Whether a line is a name, and stands where writers are named: right below the headline, next
    to a date, at the text's end, or above a line that tells who that is."""
    if not 0 < len(names) <= _MOST_ALONE or not all(map(_is_name, names)):
        return False
    text, mark = page.text(k), page.mark(k)
    if len(names) > 1 and set(map(str.strip, _BETWEEN.split(text))) != set(names):
        return False
    if not is_head:
        below = next(map(page.text, page.near(k, 1)), "")
        is_box = below.startswith(f"{names[0]} ") and ends_sentence(below)
        is_end = k == page.foot and not heading_level(mark) and MarkRole.ITEM not in page.roles(k)
        return text == names[0] and (is_box or is_end)
    if heading_level(mark):
        return False
    parts = [part.strip() for part in _BETWEEN.split(text)]
    if not any(part.startswith(names[0]) for part in parts):
        return False
    if not page.marks and _is_spoken_of(page, names[0]):
        return False
    if any(_is_of_time(part) for part in parts) or mark.timed:
        return True
    if len(text) > _LONGEST_DATE or _is_near_time(page, k):
        return len(text) <= _LONGEST_DATE
    is_placed = next(page.near(k, -1), -1) == page.top or bool(_twins(page, k))
    return is_placed and text == names[0] and not mark.linked


def _is_spoken_of(page: _Page, name: str) -> bool:
    """Whether a text speaks of whoever or whatever is called so: of people other than its writer,
    of places and things."""
    if name.partition(" ")[0] in NO_GIVEN_NAMES:
        return True
    last = name.split()[-1]
    words = [re.compile(rf"(?<!\w){re.escape(word)}(?!\w)") for word in (last, last.lower())]
    for k in range(page.top + 1, page.foot + 1):
        text = page.lines[k].text
        is_prose = len(text) > _LONGEST_DATE and not text.startswith(name)
        if is_prose and any(word.search(text) for word in words):
            return True
    return False


def _twins(page: _Page, k: int) -> frozenset[int]:
    """The lines nearby with the same words, as those of a portrait and the name below it are."""
    near = (*page.near(k, -1), *page.near(k, 1))
    return frozenset(line for line in near if page.text(line) == page.text(k) and line > page.top)


def _by_words(page: _Page, k: int, *, is_head: bool) -> _Read | None:
    """Whom a line names by words such as `Written by`, on it or below it."""
    text = page.text(k)
    if opening := _opening(text):
        rest = text[opening.end() :]
        rest = DATED.sub("", rest) or rest
        is_english = SMALL_ENGLISH.match(opening["by"]) is not None
        if named := page.named(rest, single=is_head and is_english):
            return _Worth.WORDS, named, frozenset({k})
        is_plain = is_english or (is_head and opening["by"][0].isupper())
        team = _BEHIND.split(rest)[0]
        return (_Worth.TEAM, team, frozenset({k})) if is_plain and could_be_team(team) else None
    if LABEL_ALONE.fullmatch(text):
        return _labelled(page, k)
    return None


def _labelled(page: _Page, k: int) -> _Read | None:
    """The name below a label: `Written by` and `Ida Brandt`."""
    for below in page.near(k, 1):
        text = page.text(below)
        if len(text) <= _LONGEST:
            if named := page.named(text, single=True):
                return _Worth.LABELLED, named, frozenset({k, below})
            return (_Worth.TEAM, text, frozenset({k, below})) if could_be_team(text) else None
    return None


def _names_on(page: _Page, k: int) -> tuple[str, frozenset[int]] | None:
    """The people on a line that the markup calls a byline, and on those right below it that it
    calls so too."""
    found = []
    own = []
    for line in range(k, min(k + _MOST_LINES, len(page.lines))):
        text = page.lines[line].text
        named = len(text) <= _LONGEST and page.named(text, single=line == k)
        if not named or MarkRole.BYLINE not in page.roles(line):
            break
        found.append(named)
        own.append(line)
    return (", ".join(dict.fromkeys(found)), frozenset(own)) if found else None


def _is_near_time(page: _Page, k: int) -> bool:
    """Whether a date or a reading time stands next to a line of the head."""
    return any(
        _is_of_time(text) or (page.mark(near).timed > 0 and len(text) <= _LONGEST_DATE)
        for step in (-1, 1)
        for near in page.near(k, step)
        if page.top < near <= page.last and (text := page.text(near))
    )


def _is_of_time(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_DATE and (
        is_date_text(text) or READING_TIME.fullmatch(text) is not None
    )


def _opening(text: str) -> re.Match[str] | None:
    """The words at the beginning of a byline, or behind a date."""
    if match := OPENING.match(text):
        return match
    match = OPENING_BEHIND_DATE.search(text)
    if match is None:
        return None
    before = text[: match.start("by")].strip(" |•·,–—/-")
    return match if len(before) <= _LONGEST_DATE and is_date_text(before) else None


def _named(text: str, *, single: bool) -> str:
    """The people that the words name, as printed; empty where they name none. A name of one word
    counts where it can be nothing else."""
    people = [name for name in people_in(text) if not name.islower()]
    if not people or (not single and all(" " not in name and name.isascii() for name in people)):
        return ""
    return _printed(text, people)


def _printed(text: str, people: Sequence[str]) -> str:
    """The words from the first name to the last where nothing but names stands between them."""
    start = text.find(people[0])
    end = text.rfind(people[-1]) + len(people[-1])
    if 0 <= start < end and people_in(text[start:end]) == list(people):
        between = text[start:end]
        if not any(map(str.isdigit, between)) and not re.search(r"[|•·:/()]", between):
            return between
    return ", ".join(people)


def _is_name(name: str) -> bool:
    """Whether a name reads as a person's full one."""
    words = name.split()
    return (
        2 <= len(words) <= _MOST_NAME_WORDS
        and len(name) <= _LONGEST_NAME
        and words[0][0].isupper()
        and words[-1][0].isupper()
        and not name.isupper()
    )
