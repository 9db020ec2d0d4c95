"""Where the records lie within an object of JSON: in lists, under keys, in wrappers, by columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from articles.ingest.readers.fields.field_names import Fields, folded
from articles.ingest.readers.fields.record_fields import Page, page_of

DEEPEST_LIST: Final = 4
_MOST_BRANCHES: Final = 100
"""How many objects deep records are looked for, and in how many objects of one depth."""
LOOKED_AT: Final = 20
"""Objects of a list that are looked at, one of which must be a story."""
_SHARE_OF_OBJECTS: Final = 0.8
DEEPEST_PATH: Final = 40
_MOST_WRAPPERS: Final = 20
_PART: Final = re.compile(r"([^.\[\]]+)|(\[\])")
# Names of pandas (`split`), of services that answer with tables, and of SQL consoles
_NAMES_OF_COLUMNS: Final = ("columns", "headers", "fields", "cols", "names")
_ROWS: Final = ("data", "rows", "values", "records")
_BULK_ACTIONS: Final = frozenset({"index", "create", "update", "delete"})

Shaped = tuple[str, dict[str, Any]]
"""A record's fields, and where it stands: `articles[3]`, `123`."""


def path_parts(path: str) -> tuple[str, ...]:
    """The parts of a path: names, and `[]` for each value of a list or of an object.

    >>> path_parts("hits.hits[]._source")
    ('hits', 'hits', '[]', '_source')
    """
    return tuple(match[0] for match in _PART.finditer(path))


def records_at(value: Any, path: str, fields: Fields) -> Iterator[Shaped]:
    """The records that lie where a path leads. Lists on the way count with all of their values."""
    for place, found in _walk(value, path_parts(path), ""):
        if isinstance(found, dict):
            yield from _as_records(place, found, fields)


def records_within(values: dict[str, Any], fields: Fields) -> list[Shaped]:
    """The records within an object that is none itself: of the outermost lists of records, and of
    objects that hold them by key or in a wrapper; none where there are none."""
    if columns := by_columns(values, fields):
        return columns
    level: list[Shaped] = [("", values)]
    for _ in range(DEEPEST_LIST):
        found: list[Shaped] = []
        below: list[Shaped] = []
        for path, one in level:
            if keyed := _by_key(path, one, fields):
                found.extend(keyed)
                continue
            for name, value in one.items():
                here = f"{path}.{name}" if path else name
                if isinstance(value, dict):
                    if columns := by_columns(value, fields):
                        found.extend((f"{here}{place}", row) for place, row in columns)
                    else:
                        below.append((here, value))
                elif isinstance(value, list):
                    found.extend(_in_list(here, value, fields))
        if found:
            return found
        level = below[:_MOST_BRANCHES]
    return []


def unwrapped(values: dict[str, Any], fields: Fields) -> dict[str, Any] | None:
    """The fields of a record that is one itself, or whose story lies in an object within it
    (`_source`, `properties`, `attributes`); None for others. What stands beside that is kept."""
    if is_story(values, fields):
        return values
    inner = [value for value in values.values() if isinstance(value, dict)][:_MOST_WRAPPERS]
    story = next((one for one in inner if is_story(one, fields)), None)
    if story is None:
        return None
    outer = {name: value for name, value in values.items() if not isinstance(value, (dict, list))}
    return outer | story


def is_story(values: dict[str, Any], fields: Fields) -> bool:
    """Whether an object is a page and has a title or an address, as comments and paragraphs do
    not."""
    page = page_of(values, fields)
    return isinstance(page, Page) and bool(page.hints.headline or page.hints.address)


def is_action(values: dict[str, Any]) -> bool:
    """Whether an object is a line between the documents of Elasticsearch's bulk format."""
    [(name, value)] = values.items() if len(values) == 1 else [("", None)]
    return (
        name in _BULK_ACTIONS
        and isinstance(value, dict)
        and all(key.startswith("_") or key == "routing" for key in value)
    )


def by_columns(values: dict[str, Any], fields: Fields) -> list[Shaped]:
    """The rows of a table that is written column by column, or as names and rows (pandas)."""
    if len(values) < 2 or not _may_be_columns(values):
        return []
    rows = _named_rows(values) or _rows_of_columns(values)
    if not rows or not any(_holds_page(row, fields) for row in rows[:LOOKED_AT]):
        return []
    return [(f"[{number}]", row) for number, row in enumerate(rows, start=1)]


def in_list(value: list[Any], fields: Fields) -> bool:
    """Whether a list holds records, by its first objects."""
    first = [item for item in value[: 10 * LOOKED_AT] if isinstance(item, dict)][:LOOKED_AT]
    return any(unwrapped(item, fields) is not None for item in first)


def _in_list(path: str, value: list[Any], fields: Fields) -> Iterator[Shaped]:
    if not in_list(value, fields):
        return
    for number, item in enumerate(value, start=1):
        if isinstance(item, dict):
            yield f"{path}[{number}]", unwrapped(item, fields) or item


def _by_key(path: str, one: dict[str, Any], fields: Fields) -> list[Shaped]:
    """The members of an object that are records, by the keys that each has; none where most are
    something else."""
    members = {name: value for name, value in one.items() if isinstance(value, dict)}
    if not members or len(members) < _SHARE_OF_OBJECTS * len(one):
        return []
    first = list(members.values())[:LOOKED_AT]
    if sum(is_story(value, fields) for value in first) <= len(first) / 2:
        return []
    return [(f"{path}.{name}" if path else name, value) for name, value in members.items()]


def _as_records(place: str, value: dict[str, Any], fields: Fields) -> Iterator[Shaped]:
    """What an object at the end of a path holds: itself, or records by key or by columns."""
    if columns := by_columns(value, fields):
        yield from ((f"{place}{row}", one) for row, one in columns)
    elif not _holds_page(value, fields) and (keyed := _by_key(place, value, fields)):
        yield from keyed
    else:
        yield place, unwrapped(value, fields) or value


def _walk(
    value: Any, parts: tuple[str, ...], place: str, depth: int = 0
) -> Iterator[tuple[str, Any]]:
    if depth > DEEPEST_PATH:
        return
    if isinstance(value, list):
        rest = parts[1:] if parts[:1] == ("[]",) else parts
        for number, item in enumerate(value, start=1):
            yield from _walk(item, rest, f"{place}[{number}]", depth + 1)
    elif not parts:
        yield place, value
    elif isinstance(value, dict):
        names = list(value) if parts[0] == "[]" else _spellings(value, parts[0])
        for name in names:
            here = f"{place}.{name}" if place else name
            yield from _walk(value[name], parts[1:], here, depth + 1)


def _spellings(value: Mapping[str, Any], name: str) -> list[str]:
    if name in value:
        return [name]
    return [one for one in value if folded(one) == folded(name)][:1]


def _holds_page(values: dict[str, Any], fields: Fields) -> bool:
    return isinstance(page_of(values, fields), Page)


def _may_be_columns(values: dict[str, Any]) -> bool:
    return all(isinstance(value, (list, dict)) for value in values.values())


def _named_rows(values: dict[str, Any]) -> list[dict[str, Any]]:
    """Of `{"columns": ["title", …], "data": [["Ferry", …], …]}`, its rows."""
    for names in (values.get(name) for name in _NAMES_OF_COLUMNS):
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            continue
        for rows in (values.get(name) for name in _ROWS):
            if isinstance(rows, list) and rows and all(isinstance(row, list) for row in rows):
                return [dict(zip(names, row, strict=False)) for row in rows]
    return []


def _rows_of_columns(values: dict[str, Any]) -> list[dict[str, Any]]:
    """Of `{"title": ["Ferry", …], "text": [ … ]}`, or the same by index, its rows."""
    columns = list(values.values())
    if all(isinstance(column, list) for column in columns):
        length = len(columns[0])
        if length < 2 or any(len(column) != length for column in columns):
            return []
        return [dict(zip(values, cells, strict=True)) for cells in zip(*columns, strict=True)]
    keys = list(columns[0])
    if not keys or any(not isinstance(one, dict) or list(one) != keys for one in columns):
        return []
    if any(isinstance(column[keys[0]], dict) for column in columns):
        return []
    return [{name: column[key] for name, column in values.items()} for key in keys]
