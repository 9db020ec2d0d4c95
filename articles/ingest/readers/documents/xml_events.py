"""XML as events, without a tree: beginnings, texts and ends of elements, in order.

Nothing is fetched from the network, no external definition is read, and entities that a document
defines itself are not replaced, so that a few lines cannot become gigabytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from lxml import etree

_CHUNK: Final = 64 * 1024
_MOST_EVENTS: Final = 20_000_000
_DEEPEST: Final = 256


class XmlError(Exception):
    """XML that cannot be read; the message says why."""


class Event(NamedTuple):
    """`start` of an element, its `end`, or `text` in it. Names are without namespaces."""

    kind: str
    name: str
    attributes: Mapping[str, str] = {}


class _Target:
    """Collects what the parser reports."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.depth = 0

    def start(self, tag: str | bytes, attributes: Mapping[Any, Any]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise XmlError(f"its elements are nested more than {_DEEPEST} deep")
        own = {str(key).rpartition("}")[2]: str(value) for key, value in attributes.items()}
        self.events.append(Event("start", str(tag).rpartition("}")[2], own))

    def end(self, tag: str | bytes) -> None:
        self.depth -= 1
        self.events.append(Event("end", str(tag).rpartition("}")[2]))

    def data(self, data: str | bytes) -> None:
        self.events.append(Event("text", str(data)))

    def comment(self, text: str | bytes) -> None:
        pass

    def close(self) -> None:
        pass


def xml_events(read: Callable[[int], bytes]) -> Iterator[Event]:
    """The events of XML that `read` gives in pieces. Raises `XmlError` where it is not well formed,
    after the events that came before."""
    target = _Target()
    parser = etree.XMLParser(
        target=target,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    count = 0
    try:
        while chunk := read(_CHUNK):
            parser.feed(chunk)
            count += len(target.events)
            if count > _MOST_EVENTS:
                raise XmlError("it has more elements than any document")
            yield from target.events
            target.events.clear()
        parser.close()
        yield from target.events
    except etree.XMLSyntaxError as error:
        yield from target.events
        raise XmlError(str(error).partition(", line ")[0] or "it is no XML") from error
