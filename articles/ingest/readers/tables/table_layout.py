"""Which row of a table names its columns, and whether they hold stories, by its first rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from articles.ingest.readers.fields.field_names import OPENING, ROLES, Fields, folded
from articles.ingest.readers.fields.moments import moment_of

from .csv_detection import are_names, is_separator_line
from .table_rows import listed, wanted_columns, without_pages

MOST_COLUMNS: Final = 16_384
"""Columns of a table, as many as a sheet of Excel has."""
SAMPLE_ROWS: Final = 100
"""Rows by which a table's columns are judged."""

_MOST_TITLES: Final = 15
"""Rows before the names of the columns: a title, who exported it and when, comments."""
_LONGEST_NAME: Final = 80
_SHORT_NAME: Final = 40
_LONGER: Final = 20
_LONG_TEXT: Final = 100
_PROSE: Final = 80
_FEWEST_WORDS: Final = 4
_SHARE_OF_PROSE: Final = 0.3
_SHARE_OF_KIND: Final = 0.8
_ADDRESS: Final = re.compile(r"https?://\S+$", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[-+]?[\d.,\s%$€£]+$")
_ENDS_SENTENCE: Final = re.compile(r"[.!?…。！？؟۔।]['\"”’»)]*$")
_NOTHING: Final = frozenset(
    {"", "null", "none", "nan", "na", "n/a", "#n/a", "nil", "\\n", "-", "undefined"}
)
"""What programs write into a cell that has nothing, in small letters."""

Cells = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Layout:
    """`width` columns with names, of at most `widest`; the first `first` rows are no data. `wanted`
    are the columns that are read, each with the name that it is kept under."""

    width: int
    widest: int
    first: int
    wanted: tuple[tuple[int, str], ...]

    def values(self, cells: Cells) -> dict[str, Any]:
        """The wanted cells of a row by their names."""
        return {name: cell_value(cells[at]) if at < len(cells) else "" for at, name in self.wanted}

    def is_ragged(self, cells: Cells) -> bool:
        """Whether a row has other columns than the table; empty ones at its end count for none."""
        return len(cells) < self.width or any(cells[self.widest :])


def cell_value(cell: Any) -> Any:
    """What a cell holds; an empty text where a program has written that there is nothing."""
    if not isinstance(cell, str):
        return "" if cell is None else cell
    if len(cell) <= 9 and cell.strip().casefold() in _NOTHING:
        return ""
    return cell


def layout_of(rows: Sequence[Cells], fields: Fields) -> Layout | str:
    """Where the stories stand in a table that begins with these rows; or a sentence that says why
    there are none, with the names of its columns."""
    if any(len(row) > MOST_COLUMNS for row in rows):
        return f"it has more than {MOST_COLUMNS} columns, the most that a table may have; check it"
    header = _header(rows, fields)
    if header is None:
        return _without_header(rows, fields)
    names = column_names(rows[header])
    wanted = wanted_columns(names, fields)
    data = rows[header + 1 :]
    if not wanted:
        return _only_addresses(names) or without_pages(names)
    at = {name: number for number, name in enumerate(names)}
    if not _is_named_by_caller(fields):
        of_pages = [at[name] for name in _of_pages(names, fields)]
        if reason := _why_no_stories(names, of_pages, data):
            return reason
    kept = tuple((at[name], name) for name in wanted)
    return Layout(len(names), len(rows[header]), header + 1, kept)


def column_names(cells: Cells) -> list[str]:
    """The names of columns, each once: `text`, `text 2`; of one without a name its number."""
    names: list[str] = []
    seen: dict[str, int] = {}
    width = max((number for number, cell in enumerate(cells, 1) if _text(cell)), default=0)
    for number, cell in enumerate(cells[:width], start=1):
        name = " ".join(_text(cell).split()) or str(number)
        seen[folded(name)] = count = seen.get(folded(name), 0) + 1
        names.append(name if count == 1 else f"{name} {count}")
    return names


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip().strip("\ufeff")


def _header(rows: Sequence[Cells], fields: Fields) -> int | None:
    """Which row names the columns: the first that has names that are known; else the first row
    that may be names, if what stands below is of other kinds."""
    candidates = [
        number for number, row in enumerate(rows[:_MOST_TITLES]) if _may_be_header(row, number)
    ]
    for number in candidates:
        cells = [_text(cell) for cell in rows[number]]
        names = column_names(rows[number])
        if wanted_columns(names, fields) and (len(names) == 1 or len(set(filter(None, cells))) > 1):
            return number
    for number in candidates:
        if are_names([_text(cell) for cell in rows[number]]):
            return number
    for number in candidates:
        filled = [_text(cell) for cell in rows[number]]
        is_whole = len(filled) > 1 and all(filled) and len(set(filled)) == len(filled)
        if is_whole and all(len(cell) <= _SHORT_NAME for cell in filled):
            return number if _differs(rows[number], rows[number + 1 :]) else None
    return None


def _may_be_header(row: Cells, number: int) -> bool:
    filled = [text for cell in row if (text := _text(cell))]
    if not filled or (len(row) == 1 and is_separator_line(str(row[0]))):
        return False
    if len(filled) == 1 and len(row) > 1:
        return False  # a title
    if not all(isinstance(cell, str) or cell is None for cell in row):
        return False
    return not any(len(text) > _LONGEST_NAME or _kind(text) for text in filled)


def _differs(header: Cells, data: Sequence[Cells]) -> bool:
    """Whether the rows below hold what names of columns are not, in some column: numbers, days,
    addresses, long texts, or texts that are much longer than its name."""
    for at in range(len(header)):
        cells = [_text(row[at]) for row in data if at < len(row) and _text(row[at])]
        if cells and sum(bool(_kind(cell)) for cell in cells) >= _SHARE_OF_KIND * len(cells):
            return True
        if cells and median(map(len, cells)) >= max(_LONGER, 2 * len(_text(header[at]))):
            return True
    return False


def _kind(text: str) -> str:
    """What a cell is by itself: an address, a number, a day, or long."""
    if _ADDRESS.match(text):
        return "address"
    if _NUMBER.match(text):
        return "number"
    if len(text) <= _SHORT_NAME and any(map(str.isdigit, text)) and moment_of(text) is not None:
        return "day"
    return "text" if len(text) > _LONG_TEXT else ""


def _is_named_by_caller(fields: Fields) -> bool:
    return fields.names["text"] != ROLES["text"] or fields.names["html"] != ROLES["html"]


def _of_pages(names: Sequence[str], fields: Fields) -> list[str]:
    spelled: dict[str, str] = {}
    for name in names:
        spelled.setdefault(folded(name), name)
    return [
        spelled[name]
        for role in ("text", "html", OPENING)
        for name in dict.fromkeys(fields.outermost(role))
        if name in spelled
    ]


def _why_no_stories(names: Sequence[str], columns: Sequence[int], data: Sequence[Cells]) -> str:
    """Why a table is one of something else: no column that should hold pages holds sentences."""
    longest = 0
    for at in columns:
        cells = [text for row in data if at < len(row) and (text := _text(cell_value(row[at])))]
        if not cells:
            continue
        if sum(map(_is_prose, cells)) >= _SHARE_OF_PROSE * len(cells):
            return ""
        longest = max(longest, int(median(map(len, cells))))
    if not longest:
        return ""
    return (
        f"its column “{names[columns[0]]}” holds no text of stories (half of its cells have "
        f"{longest} characters or fewer); if another does, name it, as in --field text=NAME (its "
        f"columns: {listed(names)})"
    )


def _is_prose(text: str) -> bool:
    if len(text) >= _PROSE and not _ADDRESS.match(text):
        return True
    return len(text.split()) >= _FEWEST_WORDS and _ENDS_SENTENCE.search(text) is not None


def _only_addresses(names: Sequence[str]) -> str:
    """The refusal of a list of addresses, as Media Cloud gives them without texts."""
    places = Fields().places(dict.fromkeys(names, ""))
    if not ("url" in places and ("title" in places or "published" in places)):
        return ""
    if any(folded(place.name) in ("id", "guid", "source") for place in places["url"][:1]):
        return ""
    return (
        "it lists the addresses of stories and has no text of them; save the pages themselves and "
        "import those, or name the column that holds the text, as in --field text=NAME (its "
        f"columns: {listed(names)})"
    )


# --- A table without names of columns


def _without_header(rows: Sequence[Cells], fields: Fields) -> Layout | str:
    """Columns go by their numbers then, if the caller has named one so; or by what they hold, where
    one holds long texts and others say whose they are."""
    data = [row for row in rows if any(map(_text, row))]
    if not data:
        return "it is a table without rows; check it"
    width = int(median(map(len, data)))
    first = next(number for number, row in enumerate(rows) if len(row) == width)
    names = [str(number) for number in range(1, width + 1)]
    named = {name for role in ROLES for name in fields.names[role] if name in names}
    if named and wanted_columns(names, fields):
        return Layout(width, width, first, tuple((int(name) - 1, name) for name in sorted(named)))
    told = _told_by_content([row for row in data if len(row) == width], width)
    if told:
        return Layout(width, width, first, tuple(sorted((at, role) for role, at in told.items())))
    pairs = zip(names, rows[first], strict=False)
    shown = listed([f"{name} “{_text(cell)[:30]}”" for name, cell in pairs])
    return (
        "its columns have no names in its first row; say by their numbers what they are, as in "
        f"--field text=3 --field title=2 (its columns: {shown})"
    )


def _told_by_content(data: Sequence[Cells], width: int) -> Mapping[str, int]:
    """By role the columns of a table of stories: the longest text, a title, an address, a day;
    nothing where it may be a table of something else."""
    columns = [[text for row in data if (text := _text(row[at]))] for at in range(width)]
    kinds = [_kind_of_column(cells) for cells in columns]
    lengths = [median(map(len, cells)) if cells else 0 for cells in columns]
    longest = max(range(width), key=lengths.__getitem__)
    if kinds[longest] != "text":
        return {}
    roles = {"text": longest}
    for role, kind in (("url", "address"), ("published", "day")):
        if kind in kinds:
            roles[role] = kinds.index(kind)
    if len(roles) == 1:
        return {}
    for at in range(width):
        several_words = sum(len(cell.split()) >= 3 for cell in columns[at])
        if at != longest and not kinds[at] and several_words > len(columns[at]) / 2:
            roles["title"] = at
            break
    return roles


def _kind_of_column(cells: Sequence[str]) -> str:
    for kind in ("address", "day", "text"):
        of_kind = sum(_kind(cell) == kind for cell in cells)
        if cells and of_kind >= (0.5 if kind == "text" else _SHARE_OF_KIND) * len(cells):
            return kind
    return ""
