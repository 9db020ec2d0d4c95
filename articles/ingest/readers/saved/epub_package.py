"""What an e-book says of itself (EPUB, OPF): its metadata, its files, and the order to read them.

All of it is XML from outside: no entity is resolved, nothing is fetched, and files have limits.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import etree

from articles.ingest.readers.limits import MIB
from articles.ingest.readers.records import one_line
from articles.ingest.readers.zip_documents import MemberError, Members

_LARGEST_XML: Final = 16 * MIB
"""Bytes of a book's list of files, or of its contents; a newspaper of a year has a tenth of it."""
_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
# Algorithms that only make fonts unusable outside the book (OCF 3.3, 4; Adobe)
_OF_FONTS: Final = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_LICENCES: Final = frozenset({"META-INF/rights.xml", "META-INF/sinf.xml", "META-INF/license.lcpl"})
_LOCKED: Final = (
    "it is an e-book that is locked (DRM), which only its seller's program opens; ask the "
    "publisher for a copy without"
)
_TEXTS: Final = frozenset({"application/xhtml+xml", "text/html"})
# What the book's own lists call documents that are no stories
_NO_STORIES: Final = frozenset(
    {"cover", "title-page", "titlepage", "halftitlepage", "toc", "copyright-page", "copyrightpage"}
    | {"copyright", "index", "loi", "lot", "landmarks", "page-list", "colophon", "imprint"}
    | {"masthead", "nav", "other.masthead"}
)


class BookError(Exception):
    """The book cannot be read; says why, and what to do."""


@dataclass(slots=True)
class Package:
    """A book: its metadata by name (`title`, `creator` …), the documents in reading order, which of
    them it calls its cover, contents and the like, the names of its pictures, and what its table of
    contents calls each document. All files by their names in the ZIP."""

    metadata: dict[str, list[str]] = field(default_factory=dict)
    documents: list[str] = field(default_factory=list)
    furniture: set[str] = field(default_factory=set)
    pictures: list[str] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)

    def first(self, name: str) -> str:
        """The first value that the metadata have under a name; empty without one."""
        return next(iter(self.metadata.get(name, ())), "")


def read_package(members: Members) -> Package:
    """What the book's package file says. Raises `BookError`."""
    _refuse_locked(members)
    path = _path_of_package(members)
    root = _xml(members, path)
    if root is None:
        raise BookError(f"its list of files ({one_line(path)}) cannot be read; get it again")
    package = Package(_metadata(root))
    files: dict[str, tuple[str, str]] = {}
    contents: list[str] = []
    for item in _named(root, "item"):
        name = _resolved(path, item.get("href", ""))
        media_type = item.get("media-type", "").strip().lower()
        files[item.get("id", "")] = name, media_type
        properties = item.get("properties", "").split()
        if media_type.startswith("image/"):
            package.pictures.append(name)
        if media_type == "application/x-dtbncx+xml" or "nav" in properties:
            contents.append(name)
        if "nav" in properties:
            package.furniture.add(name)
    for itemref in _named(root, "itemref"):
        name, media_type = files.get(itemref.get("idref", ""), ("", ""))
        if name and media_type in _TEXTS:
            package.documents.append(name)
    for reference in _named(root, "reference"):
        if reference.get("type", "").strip().lower() in _NO_STORIES:
            package.furniture.add(_resolved(path, reference.get("href", "")))
    package.documents = list(dict.fromkeys(package.documents))
    package.pictures = list(dict.fromkeys(package.pictures))
    for name in contents:
        _add_titles(members, name, package.titles)
    return package


def is_furniture(element: etree._Element) -> bool:
    """Whether an element of a document says that it is a cover, contents or the like
    (`epub:type`)."""
    stated = (str(value) for name, value in element.items() if str(name).endswith(":type"))
    return not _NO_STORIES.isdisjoint(" ".join(stated).casefold().split())


def text_of(element: etree._Element) -> str:
    """All text within an element."""
    return "".join(map(str, element.itertext()))


def _refuse_locked(members: Members) -> None:
    if not _LICENCES.isdisjoint(members.names):
        raise BookError(_LOCKED)
    if _ENCRYPTION not in members.names:
        return
    root = _xml(members, _ENCRYPTION)
    methods = [] if root is None else list(_named(root, "EncryptionMethod"))
    if root is None or any(method.get("Algorithm", "") not in _OF_FONTS for method in methods):
        raise BookError(_LOCKED)


def _path_of_package(members: Members) -> str:
    root = _xml(members, _CONTAINER) if _CONTAINER in members.names else None
    stated = (
        [] if root is None else [file.get("full-path", "") for file in _named(root, "rootfile")]
    )
    found = next((name for name in stated if name in members.names), None)
    found = found or next((name for name in members.names if name.lower().endswith(".opf")), None)
    if found is None:
        raise BookError("its list of files (.opf) is missing, so it is no e-book; get it again")
    return found


def _metadata(root: etree._Element) -> dict[str, list[str]]:
    """The Dublin Core terms, and `meta` elements by the name or property that they have."""
    found: dict[str, list[str]] = {}
    for metadata in _named(root, "metadata"):
        for element in metadata.iter(etree.Element):
            name = etree.QName(element).localname
            value = one_line(text_of(element))
            if name == "meta":
                name = element.get("name") or element.get("property") or ""
                value = one_line(element.get("content")) or value
            elif name == "date" and (event := _attribute(element, "event")):
                name = f"date of {event.casefold()}"
            elif name == "creator" and _attribute(element, "role") not in ("", "aut"):
                name = "contributor"
            if value:
                found.setdefault(name, []).append(value)
    return found


def _add_titles(members: Members, path: str, titles: dict[str, str]) -> None:
    """What a table of contents (NCX, or a document with `nav`) calls each document."""
    root = _xml(members, path)
    if root is None:
        return
    for point in _named(root, "navPoint"):
        label = next((one_line(text_of(text)) for text in _named(point, "text")), "")
        target = next((content.get("src", "") for content in _named(point, "content")), "")
        if label and target:
            titles.setdefault(_resolved(path, target), label)
    for link in _named(root, "a"):
        label = one_line(text_of(link))
        if label and (target := link.get("href", "")):
            titles.setdefault(_resolved(path, target), label)


def _xml(members: Members, name: str) -> etree._Element | None:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        return etree.fromstring(members.whole(name, _LARGEST_XML), parser)
    except (MemberError, etree.XMLSyntaxError, ValueError):
        return None


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return root.iter(f"{{*}}{name}")


def _attribute(element: etree._Element, name: str) -> str:
    """An attribute, whatever its namespace."""
    values = (value for key, value in element.items() if str(key).rpartition("}")[2] == name)
    return str(next(values, ""))


def _resolved(base: str, reference: str) -> str:
    """The name of a file in the ZIP that a file there refers to, without its fragment."""
    try:
        path = unquote(urlsplit(reference.strip()).path)
    except ValueError:
        return ""
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path)) if path else base
