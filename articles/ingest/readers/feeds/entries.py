"""The entries of a feed or export as records, and a report of those that were passed over."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lxml import etree

from articles.ingest.readers.fields.field_names import Fields
from articles.ingest.readers.fields.record_fields import record_of
from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found, ReadRecord, Unreadable
from articles.ingest.readers.xml_reading import XmlStream

from .given_story import PassedOver

ValuesOf = Callable[[etree._Element], "dict[str, Any] | PassedOver | None"]
"""The fields of an entry that an element is; what it is instead; or None for what is no entry."""


def records_of_xml(
    opened: Opened,
    values_of: ValuesOf,
    *,
    containers: frozenset[str] = frozenset(),
    single: str = "",
) -> Iterator[Found]:
    """The entries among the pieces of a file of XML, as `name, item 3`. A document whose root is
    called `single` is one entry."""
    stream = XmlStream(opened.stream, containers, frozenset({single}))
    passed: Counter[str] = Counter()
    count = 0
    for element in stream:
        values = values_of(element)
        if values is None:
            continue
        count += 1
        if isinstance(values, PassedOver):
            passed[values.what] += 1
            continue
        place = opened.name if stream.root_name == single else f"{opened.name}, item {count}"
        yield entry(values, place, opened.fields, stream.note)
    yield from ending(opened.name, stream.problem, count, passed)


def entry(values: Mapping[str, Any], name: str, fields: Fields, note: str = "") -> ReadRecord:
    """The record of an entry, known by its fields as JSON."""
    raw = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return record_of(raw.encode("utf-8", "replace"), name, values, fields, note)


def ending(
    name: str, problem: str, count: int, passed: Mapping[str, int] | None = None
) -> Iterator[Unreadable]:
    """What is to be reported after the entries: that the file is damaged or has none, and which
    were passed over."""
    if passed:
        kinds = ", ".join(f"{what} ({number})" for what, number in sorted(passed.items()))
        message = f"{sum(passed.values())} of its entries are no stories and were passed over: "
        yield Unreadable(name, message + kinds, is_failure=False)
    if problem:
        yield Unreadable(name, problem)
    elif not count:
        yield Unreadable(name, "it has no entries; check that it was saved whole")
