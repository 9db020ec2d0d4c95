"""METS of digitised newspapers: which blocks of which ALTO pages are one article."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from articles.ingest.readers.xml_reading import xml_events

_ARTICLES: Final = frozenset(
    {"article", "editorial", "letter", "obituary", "review", "news", "story", "report", "column"}
    | {"article_section"}
)
_HEADINGS: Final = frozenset({"heading", "headline", "title", "head", "overline", "title_section"})
_SUBHEADINGS: Final = frozenset({"subheadline", "subheading", "subtitle"})
_CAPTIONS: Final = frozenset({"caption"})
_MOST_ARTICLES: Final = 20_000
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(slots=True)
class Area:
    """A block of a page: the file's number, the block's own, and what it is in the article."""

    file: str
    block: str
    kind: str = ""


@dataclass(slots=True)
class Article:
    """An article: its label and its areas in order."""

    label: str = ""
    language: str = ""
    areas: list[Area] = field(default_factory=list)


@dataclass(slots=True)
class Issue:
    """What a METS document says of an issue of a paper."""

    title: str = ""
    published: str = ""
    language: str = ""
    files: dict[str, str] = field(default_factory=dict)
    articles: list[Article] = field(default_factory=list)


def read_mets(read: Callable[[int], bytes]) -> Issue:
    """The issue. Raises `XmlError`."""
    reader = _Reader()
    for kind, name, attributes in xml_events(read):
        if kind == "start":
            reader.start(name, dict(attributes))
        elif kind == "end":
            reader.end(name)
        else:
            reader.text(name)
    return reader.issue


class _Reader:
    def __init__(self) -> None:
        self.issue = Issue()
        self._file = ""
        self._is_logical = False
        self._divisions: list[str] = []
        self._article: Article | None = None
        self._depth = 0
        self._path: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        match name:
            case "file":
                self._file = attributes.get("ID", "")
            case "FLocat":
                self.issue.files.setdefault(self._file, attributes.get("href", ""))
            case "structMap":
                kind = attributes.get("TYPE", "").casefold()
                self._is_logical = kind.startswith("logical")
            case "div" if self._is_logical:
                self._open(attributes)
            case "area" if self._article is not None:
                if attributes.get("BEGIN"):
                    area = Area(attributes.get("FILEID", ""), attributes["BEGIN"], self._kind())
                    self._article.areas.append(area)

    def _open(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("TYPE", "").casefold()
        self._divisions.append(kind)
        if kind in _ARTICLES and self._article is None:
            if len(self.issue.articles) >= _MOST_ARTICLES:
                return
            self._article = Article(attributes.get("LABEL", ""))
            self._depth = len(self._divisions)
            self.issue.articles.append(self._article)

    def _kind(self) -> str:
        """What the divisions around an area say of it, the innermost first."""
        for kind in reversed(self._divisions[self._depth :]):
            if kind in _HEADINGS:
                return "heading"
            if kind in _CAPTIONS:
                return "caption"
            if kind in _SUBHEADINGS:
                return "subheading"
        return "text"

    def text(self, text: str) -> None:
        text = " ".join(text.split())
        if not text or "mods" not in self._path:
            return
        match self._path[-1]:
            case "title" if not self.issue.title and "relatedItem" not in self._path:
                self.issue.title = text
            case "dateIssued" if not self.issue.published and _DATE.match(text):
                self.issue.published = text[:10]
            case "languageTerm" if not self.issue.language:
                self.issue.language = text

    def end(self, name: str) -> None:
        if self._path:
            self._path.pop()
        if name == "div" and self._is_logical and self._divisions:
            if self._article is not None and len(self._divisions) == self._depth:
                self._article = None
            self._divisions.pop()
        elif name == "structMap":
            self._is_logical = False
