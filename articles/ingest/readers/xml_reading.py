"""XML of any length, one piece at a time, freed as it passes.

`XmlStream` gives the outermost elements of files that people and programs write, mistakes and all;
`xml_elements` the elements of some names, and `xml_events` beginnings, texts and ends, of XML that
is well formed. Nothing is fetched, no external definition is read, and entities that a file defines
itself are not replaced, so that a few lines cannot become gigabytes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from html.entities import html5
from typing import Any, Final, NamedTuple

from lxml import etree

from articles.ingest.readers.detection.sniffing import SNIFFED
from articles.ingest.readers.encodings import encoding_of_page, readable
from articles.ingest.readers.limits import LARGEST_PAGE, MIB
from articles.ingest.readers.streams import Stream

_CHUNK: Final = 64 * 1024
_SAFE: Final[Mapping[str, Any]] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
}
_MOST_EVENTS: Final = 20_000_000
_DEEPEST: Final = 256
_MOST_MISTAKES: Final = 10_000
"""Mistakes in the markup of a file, after which it is given up."""
_LONGEST_MARK: Final = 64
"""Characters that are held back at the end of a chunk, for a mark may begin in them."""
_XML_NAMES: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
# `&` of `AT&T`, `&nbsp;`; not `&amp;`, `&#233;`
_REFERENCE: Final = re.compile(
    r"&(?:(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));|&"
)
_CONTROLS: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_DECLARED: Final = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")

ENTITIES: Final = (
    "it declares entities of its own, which can exhaust a machine and which feeds and exports have "
    "no need of; take its <!ENTITY …> out if you trust it, and import that"
)


# --- XML that is well formed


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
    """The events of XML that `read` gives in pieces, without a tree. Raises `XmlError` where it is
    not well formed, after the events that came before."""
    target = _Target()
    parser = etree.XMLParser(target=target, remove_comments=True, remove_pis=True, **_SAFE)
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
        raise XmlError(_why(error)) from error


class _File:
    """What gives bytes by `read`, as lxml asks for it."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self.read = read


def xml_elements(
    read: Callable[[int], bytes], *names: str, starts: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, etree._Element]]:
    """The elements of these local names at their `end`, and those of `starts` also at their
    `start`: what it is, the local name, and the element, which is dropped afterwards. Raises
    `XmlError` where the XML is not well formed."""
    wanted = [f"{{*}}{name}" for name in {*names, *starts}]
    found = etree.iterparse(_File(read), events=("start", "end"), tag=wanted, **_SAFE)
    try:
        for event, element in found:
            local = local_name(element)
            if event == "start":
                if local in starts:
                    yield event, local, element
                continue
            if local in names:
                yield event, local, element
            _free(element)
    except etree.XMLSyntaxError as error:
        raise XmlError(_why(error)) from error


def attribute(element: etree._Element, name: str) -> str:
    """An attribute in whatever namespace, by its local name; empty without it."""
    found = (value for key, value in element.items() if str(key).endswith("}" + name))
    return str(next(found, ""))


def _why(error: etree.XMLSyntaxError) -> str:
    return str(error).partition(", line ")[0] or "it is no XML"


# --- XML with mistakes


class XmlStream:
    """The pieces of a stream of XML: the elements in its root, and those in the root's children
    that are called as in `containers`. A root that is called as in `whole` is one piece. The root's
    name is `root_name`.

    Small mistakes (a bare `&`, control characters, bytes of another encoding, elements closed in
    the wrong order) do not end the reading. What ends too early is read up to there: `problem` says
    afterwards why; it is empty where all was read. A file that declares entities is refused.
    `note` tells of doubts about the characters.
    """

    def __init__(
        self,
        stream: Stream,
        containers: frozenset[str] = frozenset(),
        whole: frozenset[str] = frozenset(),
    ) -> None:
        self.problem = ""
        self.note = ""
        self.root_name = ""
        self._whole = whole
        self._stream = stream
        self._containers = containers
        self._given = 0
        self._last_piece = 0

    def __iter__(self) -> Iterator[etree._Element]:
        parser = etree.XMLPullParser(
            events=("start", "end"), recover=True, encoding="utf-8", **_SAFE
        )
        depth, count, is_ended, open_containers = 0, 0, False, 0
        for chunk in self._well_formed():
            try:
                parser.feed(chunk.encode("utf-8", "replace"))
            except etree.XMLSyntaxError as error:
                self.problem = f"its XML cannot be read ({_brief(str(error))}); check it"
                return
            for event, element in _events(parser):
                if event == "start":
                    if depth == 0:
                        self.root_name = local_name(element)
                        if _has_entities(element):
                            self.problem = ENTITIES
                            return
                    elif depth == 1 + open_containers and self._is_container(element):
                        open_containers += 1
                    depth += 1
                    continue
                depth -= 1
                if depth == 0:
                    is_ended = True
                    if self.root_name in self._whole:
                        yield element
                elif self.root_name in self._whole:
                    continue
                elif open_containers and depth == open_containers:
                    open_containers -= 1
                elif depth == 1 + open_containers:
                    yield element
                    count += 1
                    self._last_piece = self._given
                    _free(element)
            if self._is_given_up(parser, count):
                return
        if is_ended:
            return
        where = f"after {count} of its parts" if count else "before its first part ends"
        if self._stream.broken is not None:
            self.problem = f"it is damaged {where} ({self._stream.broken.reason}); fetch it again"
        elif mistakes := len(parser.feed_error_log):
            last = parser.feed_error_log[mistakes - 1]
            why = f"line {last.line}: {_brief(last.message)}"
            self.problem = f"its XML is cut short or damaged {where} ({why}); fetch it again"
        else:
            self.problem = f"it is cut short {where}; fetch it again"

    def _is_container(self, element: etree._Element) -> bool:
        return local_name(element) in self._containers

    def _is_given_up(self, parser: etree.XMLPullParser, count: int) -> bool:
        """Whether what was read is more than any part may have, or too damaged; notes it."""
        if self._given - self._last_piece > LARGEST_PAGE:
            limit = f"the most that one may have is {LARGEST_PAGE // MIB} MiB"
            self.problem = f"its part {count + 1} is too large; {limit}; the rest was not read"
            return True
        mistakes = parser.feed_error_log
        if len(mistakes) > _MOST_MISTAKES:
            self.problem = (
                f"its XML has mistakes throughout ({_brief(mistakes[0].message)}); mend it"
            )
            return True
        limits = (one for one in mistakes if one.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT)
        if reached := next(limits, None):
            why = _brief(reached.message.partition(", ")[0])
            self.problem = f"its part {count + 1} is no news ({why}); the rest was not read"
            return True
        return False

    def _well_formed(self) -> Iterator[str]:
        """The characters in chunks, without what XML does not allow and can be mended."""
        rest, in_cdata = "", False
        for chunk in self._characters():
            self._given += len(chunk)
            rest += chunk
            ready, rest = _without_begun_mark(rest)
            mended, in_cdata = _mended(ready, in_cdata=in_cdata)
            yield mended
        yield _mended(rest, in_cdata=in_cdata)[0]

    def _characters(self) -> Iterator[str]:
        head = self._stream.head(SNIFFED)
        encoding, self.note = encoding_of_page(_whole_characters(head))
        errors = "surrogateescape" if encoding == "utf-8" else "replace"
        decoder = codecs.getincrementaldecoder(encoding)(errors)
        is_first = True
        while raw := self._stream.read_some(_CHUNK):
            text = decoder.decode(raw)
            if is_first:
                text = _DECLARED.sub("", text.removeprefix("\ufeff"))
                is_first = False
            yield text
        yield decoder.decode(b"", final=True)


def _events(parser: etree.XMLPullParser) -> Iterator[tuple[str, etree._Element]]:
    for event, element in parser.read_events():
        if isinstance(element, etree._Element):
            yield event, element


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace, as written; empty of comments and the like."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _has_entities(root: etree._Element) -> bool:
    declared = root.getroottree().docinfo.internalDTD
    return declared is not None and bool(list(declared.iterentities()))  # type: ignore[attr-defined]


def _free(element: etree._Element) -> None:
    """Empties an element that is done, and takes what stands before it out of the tree."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _whole_characters(head: bytes) -> bytes:
    """A head without the character that its end cuts."""
    end = len(head)
    while end and len(head) - end < 4 and head[end - 1] >= 0x80:
        end -= 1
    return head[:end] if len(head) - end < 4 else head


def _without_begun_mark(text: str) -> tuple[str, str]:
    """A text up to where a mark or reference may have begun that its end cuts, and the rest."""
    tail = max(len(text) - _LONGEST_MARK, 0)
    at = min((k for k in (text.find(mark, tail) for mark in "&<]") if k >= 0), default=-1)
    at = len(text) if at < 0 else at
    return text[:at], text[at:]


def _mended(text: str, *, in_cdata: bool) -> tuple[str, bool]:
    """The text with its bare `&` and named characters as XML has them, and whether it ends within
    a CDATA section, in which all stays as it is."""
    if not text.isascii() and (surrogate := _SURROGATES.search(text)):
        text = text[: surrogate.start()] + readable(text[surrogate.start() :])
    if _CONTROLS.search(text):
        text = _CONTROLS.sub("", text)
    parts: list[str] = []
    at = 0
    while at < len(text):
        if in_cdata:
            end = text.find("]]>", at)
            in_cdata = end < 0
            end = len(text) if end < 0 else end + 3
            parts.append(text[at:end])
        else:
            end = text.find("<![CDATA[", at)
            in_cdata = end >= 0
            end = len(text) if end < 0 else end
            parts.append(_REFERENCE.sub(_reference, text[at:end]))
            if in_cdata:
                parts.append("<![CDATA[")
                end += 9
        at = end
    return "".join(parts), in_cdata


def _reference(found: re.Match[str]) -> str:
    if found[1]:
        return found[0]
    name = found[2]
    if name in _XML_NAMES:
        return found[0]
    if name and (character := html5.get(f"{name};")):
        return "".join(f"&#{ord(each)};" for each in character)
    return "&amp;" + found[0][1:]


def _brief(message: str) -> str:
    return " ".join(message.split())[:120]
