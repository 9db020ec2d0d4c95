"""Documents of XML that are a story each, alone in a file or several in one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from lxml import etree

from articles.ingest.readers.fields.field_names import Fields
from articles.ingest.readers.fields.record_fields import record_of
from articles.ingest.readers.limits import LARGEST_PAGE
from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found, ReadRecord, Unreadable
from articles.ingest.readers.streams import Stream
from articles.ingest.readers.xml_reading import XmlStream, local_name

from .entries import ending
from .given_story import GivenStory, PassedOver

StoryOf = Callable[[etree._Element], "GivenStory | PassedOver"]

_NO_TEXT = "it has no text, at most a headline; leave it out"


def read_documents(
    opened: Opened,
    names: frozenset[str],
    story_of: StoryOf,
    containers: frozenset[str] = frozenset(),
) -> Iterator[Found]:
    """The stories of the elements called so. One that is the file's root is known by the file's
    bytes; others by their own, written as XML."""
    whole = b""
    if local_root(opened) in names:
        raw = opened.whole(LARGEST_PAGE)
        if isinstance(raw, Unreadable):
            yield raw
            return
        whole = raw
    stream = XmlStream(Stream(iter([whole])) if whole else opened.stream, containers, names)
    passed: Counter[str] = Counter()
    count = 0
    for element in stream:
        if local_name(element) not in names:
            continue
        count += 1
        raw = whole or etree.tostring(element, encoding="utf-8", with_tail=False)
        given = story_of(element)
        if isinstance(given, PassedOver):
            passed[given.what] += 1
            continue
        place = opened.name if whole else f"{opened.name}, item {count}"
        yield record_of_story(raw, place, given, opened.fields, stream.note)
    yield from ending(opened.name, stream.problem, count, passed)


def local_root(opened: Opened) -> str:
    """The name of the outermost element, by the beginning of the file."""
    probe = XmlStream(Stream(iter([opened.stream.head(16 * 1024)])))
    next(iter(probe), None)
    return probe.root_name


def record_of_story(
    raw: bytes, name: str, given: GivenStory, fields: Fields, note: str = ""
) -> ReadRecord:
    """The record of a story that is known by its own bytes."""
    if not given.has_text():
        return Unreadable(name, _NO_TEXT)
    note = "; ".join(filter(None, (note, given.note)))
    return record_of(raw, name, given.as_fields(), fields, note)
