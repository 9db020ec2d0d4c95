"""A document of a press database's export into an article: the fields that it prints are placed,
and its text is put together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from articles.parsing.dates.labels import LabelledDate
from articles.parsing.line_kinds import (
    BLANK,
    BULLET,
    COUNTER,
    FURNITURE,
    TEXT,
    looks_like_crosshead,
)
from articles.parsing.lines.language_codes import language_code
from articles.parsing.lines.people import people_in
from articles.parsing.lines.vocabulary import PAGE_BYLINE
from articles.parsing.press_databases import Document, Field, Part
from articles.parsing.press_databases.fields import NO_TEXT as NO_TEXT_STATED
from articles.parsing.types import (
    Block,
    BlockKind,
    Bullet,
    DateLabel,
    PageHints,
    Role,
    Span,
)

from .headlines import open_with_text
from .reader import StoryReader
from .segment import Story, same_words

NO_TEXT: Final = "the export holds no text of this document"
_WIDEST: Final = 110
"""Characters of a wrapped line of text; in exports that do not wrap, a line is a paragraph."""

_LONGEST_PARAGRAPH: Final = 20_000
"""Characters; what goes on longer without a blank line is no paragraph."""

_FULL: Final = 0.9
"""Share of the lines of a wrapped text that are no wider than a full line; addresses may be."""

_MOST_TOPICS: Final = 10
_LONGEST_ACRONYM: Final = 4
_LONGEST_BYLINE: Final = 80
_LONGEST_LIST: Final = 1_000
_LEAST_RELEVANT: Final = 75
"""Percent; the terms below it are what a document mentions in passing."""

_ROLES: Final = {
    Field.HEADLINE: Role.HEADLINE,
    Field.BYLINE: Role.BYLINE,
    Field.DATE: Role.UPDATED,
    Field.STANDFIRST: Role.BULLET,
    Field.CAPTION: Role.CAPTION,
    Field.SUBJECT: Role.TOPICS,
    Field.SECTION: Role.TOPICS,
    Field.TEXT: Role.PARAGRAPH,
}
_FIELD: Final = "field of a press database"
_REASONS: Final = {
    Field.LENGTH: "word count",
    Field.PAGE: "page number",
    Field.COPYRIGHT: "legal notice",
}
# `PHOTO: The tram`, `IMAGE; The tram`; `The tram; Photo by Ida Lund`, `The tram | Ida Lund`
_PICTURE: Final = re.compile(
    r"(?:photo|image|picture|drawing|chart|map|graphic|foto|bild|illustration)s?\s*[:;]\s*",
    re.IGNORECASE,
)
_CREDIT: Final = re.compile(
    r"[;.]?\s*\(?(?:photo|foto|picture|image)s? (?:by|de|von)\s+(?P<by>[^;()|]{2,60})\)?\.?$"
    r"|\s+\|\s+(?P<behind>[^|]{2,60})$",
    re.IGNORECASE,
)
# `By IDA BRANDT; ibrandt@post.example`
_BY: Final = re.compile(r"(?:by|von|par|por|door|di|de|af|av)\s+(?=\S)", re.IGNORECASE)
# `FLOODS (90%)`
_RELEVANCE: Final = re.compile(r"\s*\((\d{1,3})%\)")
# `News`, `Section A`, `Pg. 3`, `Première page`
_PLAIN_SECTION: Final = re.compile(
    r".{0,2}|.*\d.*|.{60,}|(?:section|part|pg|page|seite|teil|cahier|katern)\b.{0,10}|(?:main|front|"
    r"première|erste|primera|prima|eerste)\b.{0,12}|(?:general |latest )?(?:news|nachrichten|"
    r"actualit[ée]s?|noticias|nieuws|notizie|nyheder|nyheter|notícias)|aktuelles|a la une|à la une",
    re.IGNORECASE,
)
_PARTED: Final = re.compile(r"[;|]")
# `gpol : Domestic Politics`
_CODED_TERM: Final = re.compile(r"(\w{1,10}) : (.+)")
_CONTENT_TYPE: Final = re.compile(r"n\w*|[a-z]?cat|gcat", re.IGNORECASE)
# `Island Post, The (MD)`
_TURNED: Final = re.compile(r"(.+), (The|A|Die|Der|Das|De|Het|Le|La|Les|L'|El|Il)( \(.*\))?")
_AFTER_PAPER: Final = re.compile(
    r"\s*[,;(] ?(?:no|nr|vol|site web|web site|issn)\b.*", re.IGNORECASE
)


def story_of(document: Document) -> Story:
    """The stretch of lines that a document takes up."""
    first, last = document.first, document.last
    return Story(first, None, first, last, repeated=False, document=document)


def stated_in(document: Document) -> PageHints:
    """What a document states of itself beside what its reader places: the paper, the language."""
    publisher, language = document.value(Field.PUBLISHER), document.value(Field.LANGUAGE)
    origins = {
        name: _origin(part)
        for name, part in (("publisher", publisher), ("language", language))
        if part
    }
    return PageHints(
        publisher=_paper(publisher.text) if publisher else "",
        language=language_code(re.split(r"[;,/]", language.text)[0]) if language else "",
        origins=origins,
    )


def with_labels(origins: Mapping[str, str], document: Document) -> dict[str, str]:
    """The origins of an article's fields with the names that its document gives them: `line 12,
    PD`."""
    labels = {f"line {k + 1}": part.label for part in document.parts for k in part.lines[:1]}
    return {
        name: f"{where}, {labels[where]}" if labels.get(where) else where
        for name, where in origins.items()
    }


def _origin(part: Part) -> str:
    return f"line {part.lines[0] + 1}"


def _paper(text: str) -> str:
    """A paper's name as it is printed on its front page.

    >>> _paper("Island Post, The (MD)")
    'The Island Post (MD)'
    """
    name = _AFTER_PAPER.sub("", text).partition(";")[0].strip() or text
    if match := _TURNED.fullmatch(name):
        return f"{match[2]} {match[1]}{match[3] or ''}"
    return name


@dataclass(slots=True)
class DocumentReader(StoryReader):
    """Reads one document of an export by the fields of its lines. The lines of a document that
    `is_marked` come from HTML, where each is a paragraph."""

    is_marked: bool = False
    fields: dict[int, Part] = field(default_factory=dict)
    values: dict[int, str] = field(default_factory=dict)
    last_text: int = -1
    width: int = 0

    def read(self) -> None:
        """Gives every line of the document its place."""
        document = self.story.document
        self.top = self.story.first
        parts = document.parts if document else ()
        for part in parts:
            self._take(part)
        texts = [k for part in parts if part.field is Field.TEXT for k in part.lines]
        self.width = 0 if self.is_marked else self._wrapped_at(texts)
        self.last_text = max(texts, default=-1)
        self.position = self.story.first
        while self.position <= self.story.last:
            self._read_line()
        self._finish()
        if not self.headline:
            open_with_text(self)

    def _take(self, part: Part) -> None:
        """A part's value, where its lines only have to be placed."""
        for k in part.lines:
            self.fields.setdefault(k, part)
        if part.field is Field.TEXT:
            self.values.update(zip(part.lines, part.texts, strict=True))
        text = part.text
        if not text:
            return
        if part.field is Field.HEADLINE:
            self._take_headline(part)
        elif part.field is Field.BYLINE:
            self.byline = self.byline or _names(text)
        elif part.field is Field.DATE:
            self.dates.append(LabelledDate(text, DateLabel.PUBLISHED, part.lines[0]))
        elif part.field is Field.DATELINE:
            self.dateline = self.dateline or text
        elif part.field in (Field.SUBJECT, Field.SECTION):
            found = _topics(text) if part.field is Field.SUBJECT else _section(text)
            self.topics += [topic for topic in found if topic not in self.topics]
            del self.topics[_MOST_TOPICS:]
        elif part.field in (Field.STANDFIRST, Field.ABSTRACT):
            self._take_summary(part)

    def _take_headline(self, part: Part) -> None:
        """The first headline; another one is a line of the head."""
        if not self.headline:
            self.headline, self.top = part.text, part.lines[0]
        elif same_words(part.text) != same_words(self.headline):
            for k in part.lines:
                self.fields[k] = part._replace(field=Field.OTHER)

    def _take_summary(self, part: Part) -> None:
        """A standfirst, and a summary that is not the opening of the text itself."""
        is_plain = part.field is Field.ABSTRACT
        document = self.story.document
        text = document.value(Field.TEXT) if document else None
        opening = same_words(part.text)[:60]
        if NO_TEXT_STATED.fullmatch(part.text) or not text:
            return
        if is_plain and same_words(text.text).startswith(opening):
            return
        spans = (Span(part.lines[0] + 1, part.lines[-1] + 1),)
        self.bullets.append(Bullet(part.text, spans))
        for k in part.lines:
            self.fields[k] = part._replace(field=Field.STANDFIRST)

    def _wrapped_at(self, texts: Sequence[int]) -> int:
        """How wide the lines of the text are, where they are wrapped."""
        lengths = sorted(len(self.lines[k].text) for k in texts)
        if not lengths or lengths[-1] > _WIDEST:
            return 0
        return lengths[int(_FULL * (len(lengths) - 1))]

    def _read_line(self) -> None:
        line = self.lines[self.position]
        part = self.fields.get(self.position)
        if line.hint is BLANK:
            self._place(Role.BLANK)
        elif part is None or part.field not in _ROLES or not any(part.texts):
            self._place(Role.CHROME, _REASONS.get(part.field, _FIELD) if part else _FIELD)
        elif part.field is Field.TEXT:
            self._read_text(self.values[self.position])
        elif part.field is Field.CAPTION:
            self._read_caption(part)
        else:
            self._place(_ROLES[part.field])

    def _read_text(self, text: str) -> None:
        line = self.lines[self.position]
        if not text or NO_TEXT_STATED.fullmatch(text):
            self._place(Role.CHROME, _FIELD)
        elif not self.has_text and not self.byline and (names := _byline(text)):
            self.byline = names
            self._place(Role.BYLINE)
        elif line.hint in (FURNITURE, COUNTER) and text == line.text:
            self._place(Role.CHROME, line.value)
        elif line.hint is BULLET and text == line.text:
            self._add_block(BlockKind.LIST_ITEM, Role.LIST_ITEM, line.value)
        elif self._goes_on(text):
            self._lengthen(text)
        elif self._is_title(text):
            self._add_block(BlockKind.CROSSHEAD, Role.CROSSHEAD, text)
        else:
            if not self.has_text:
                given = self.dateline
                text = self._take_dateline(text)
                self.dateline = given or self.dateline
                self.has_text = True
            self._add_block(BlockKind.PARAGRAPH, Role.PARAGRAPH, text)

    def _goes_on(self, text: str) -> bool:
        """Whether a line goes on with the paragraph above: it is wrapped where its first word had
        no room any more."""
        above = self.body[-1] if self.body else None
        if not self.width or above is None or above.kind is not BlockKind.PARAGRAPH:
            return False
        if above.spans[-1].last != self.position or len(above.text) > _LONGEST_PARAGRAPH:
            return False
        length = len(self.lines[self.position - 1].text)
        return length + 1 + len(text.partition(" ")[0]) > self.width

    def _lengthen(self, text: str) -> None:
        above = self.body[-1]
        gap = "" if above.text[-1] == "-" and above.text[-2:-1].isalpha() else " "
        span = above.spans[-1]._replace(last=self.position + 1)
        self.body[-1] = above._replace(text=f"{above.text}{gap}{text}", spans=(span,))
        self._place(Role.PARAGRAPH)

    def _is_title(self, text: str) -> bool:
        if not self.has_text or self.position == self.last_text:
            return False
        if self.lines[self.position].hint is not TEXT:
            return False
        below = self.position + 1
        is_alone = below > self.story.last or self.lines[below].hint is BLANK
        return looks_like_crosshead(text) and (self.is_marked or not self.width or is_alone)

    def _read_caption(self, part: Part) -> None:
        """A caption, which may go on over several lines."""
        if self.position == part.lines[0]:
            self.captions.setdefault(same_words(part.text), len(self.body))
            text, credit = _caption(part.text)
            spans = (Span(part.lines[0] + 1, part.lines[-1] + 1),)
            self.body.append(Block(BlockKind.CAPTION, text, credit, spans=spans))
        self._place(Role.CAPTION)


def _caption(text: str) -> tuple[str, str]:
    """A caption and its credit, without the word for a picture before them.

    >>> _caption("PHOTO: The tram in its shed; Photo by Ida Lund")
    ('The tram in its shed', 'Ida Lund')
    """
    text = _PICTURE.sub("", text, count=1)
    match = _CREDIT.search(text)
    return (text[: match.start()], match["by"] or match["behind"]) if match else (text, "")


def _names(text: str) -> str:
    """The writers whom a byline names, without their roles and addresses; the words as printed
    where it names nobody."""
    people = [name for part in text[:_LONGEST_LIST].split(";") for name in people_in(part)]
    return ", ".join(dict.fromkeys(people)) or _BY.sub("", text, count=1)


def _byline(text: str) -> str:
    """The writers whom the first line of a text names: `Von Ida Lund`."""
    match = PAGE_BYLINE.fullmatch(text) if len(text) <= _LONGEST_BYLINE else None
    return _names(match["name"]) if match and people_in(match["name"]) else ""


def _topics(text: str) -> list[str]:
    """The terms of a list that say what a document is about: not those that a database calls
    little relevant, nor the kinds of content by which it sorts.

    >>> _topics("FLOODS (90%); HARBORS & PORTS (88%); TRUCKS (51%)")
    ['Floods', 'Harbors & ports']
    """
    found = []
    for printed in re.split(r"\s*[;|]\s*", text) if _PARTED.search(text) else text.split(","):
        term = printed.strip(" .")
        relevance = _RELEVANCE.search(term)
        coded = _CODED_TERM.fullmatch(term)
        if (relevance and int(relevance[1]) < _LEAST_RELEVANT) or not term:
            continue
        if coded and _CONTENT_TYPE.fullmatch(coded[1]):
            continue
        found.append(_in_small_letters(_RELEVANCE.sub("", coded[2] if coded else term)))
    return [name for name in found if name]


def _section(text: str) -> list[str]:
    """The section of the paper, where its name says what a document is about.

    >>> _section("FEATURES; Pg. 6"), _section("NEWS; Pg. 1"), _section("Section A; Page 3")
    (['Features'], [], [])
    """
    name = re.split(r"\s*[;,|]\s*", text)[0].strip(" .:")
    if _PLAIN_SECTION.fullmatch(name):
        return []
    return [_in_small_letters(name)]


def _in_small_letters(term: str) -> str:
    """A term that is printed in capitals, unless it may be an acronym."""
    return term.capitalize() if term.isupper() and len(term) > _LONGEST_ACRONYM else term
