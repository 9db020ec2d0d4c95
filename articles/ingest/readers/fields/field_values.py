"""What the fields of a record hold: lines of text, people, names, topics, paragraphs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

from articles.ingest.readers.inline_markup import without_tags
from articles.ingest.readers.records import one_line
from articles.ingest.readers.statements import people_in
from articles.parsing.lines.character_references import with_references_read

_MOST: Final = 50
_REMEMBERED: Final = 4096
"""The same few papers and people, again and again."""
_LONGEST_NAME: Final = 200
_LONGEST_LINE: Final = 10_000
_LONGEST_TOPIC: Final = 100
# The field of an object that is its text or its name, the likeliest first.
_NAMING: Final = (
    *("rendered", "main", "name", "label", "value", "webTitle", "title", "original", "full_name"),
    *("fullName", "displayName", "display_name", "nameRaw", "term", "tag", "#text", "@value"),
    *("text", "default", "print_headline"),
)
_PARTS_OF_NAMES: Final = (
    ("first_name", "last_name"),
    ("firstName", "lastName"),
    ("firstname", "lastname"),
    ("given_name", "family_name"),
    ("givenName", "familyName"),
)
_MOST_POINTS: Final = 12
_LONGEST_POINT: Final = 400
_SPACE_BEFORE_STOP: Final = re.compile(r"\s+([.!?])$")
_ORGANISATION: Final = re.compile(r"Organi[sz]ation|Corporation|NewsMediaOrg", re.IGNORECASE)
_BETWEEN_PEOPLE: Final = re.compile(r"[;|\n；]")
_BETWEEN_TOPICS: Final = re.compile(r"[,;|،、，；\n]")
_LIST_IN_TEXT: Final = re.compile(r"\[.*\]", re.DOTALL)
_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:www\.)?((?:[\w-]+\.)+[a-z]{2,24})\.?", re.IGNORECASE)
# Of Dolma and the like, whose `source` is the corpus that a text is from.
_CORPUS: Final = re.compile(
    r"[a-z0-9]+(?:[-_][a-z0-9]+)+|cc(?:net)?|m?c4|wiki(?:pedia)?|reddit|arxiv|github|books?|pes2o"
    r"|crawl|web|news|rss|api|feed|scrap(?:er|ed)|html|json|n/?a|none|null|unknown|other|default",
)
_OF_CORPORA: Final = frozenset({"source", "provider", "site"})
_NO_TOPICS: Final = frozenset(
    {"contributor", "tone", "type", "publication", "newspaper-book", "newspaper-book-section"}
    | {"tracking", "campaign", "category", "author"}
)
"""Of a tag's `type` (The Guardian) or `taxonomy` (WordPress): what tags are instead of topics."""
_FRONT_PAGES: Final = frozenset({"home", "homepage", "startseite", "accueil", "inicio", "الرئيسية"})
_NO_SECTIONS: Final = frozenset({"uncategorized", "uncategorised", "none", "other", "unknown"})


def line_of(value: Any, *, length: int = 500) -> str:
    """A field's text on one line, without tags and with its character references read; of an object
    that of the field that names it, of a list the first; empty for others."""
    if isinstance(value, str):
        return _clean_line(value, length)
    return next((line for line in _lines(value, length) if line), "")


def _lines(value: Any, length: int = _LONGEST_NAME, depth: int = 3) -> Iterator[str]:
    if isinstance(value, str):
        yield _clean_line(value, length)
    elif isinstance(value, dict) and depth:
        naming = (
            ("value", *_NAMING) if "name" in value else _NAMING
        )  # {"name": "place", "value": …}
        inner = next((value[name] for name in naming if value.get(name)), None)
        yield from _lines(inner, length, depth - 1)
    elif isinstance(value, list) and depth:
        for each in value[:_MOST]:
            yield from _lines(each, length, depth - 1)


def _clean_line(text: str, length: int) -> str:
    text = text[:_LONGEST_LINE]
    if "<" not in text and "&" not in text:
        return one_line(text, length=length)
    return one_line(with_references_read(without_tags(text)), length=length)


def _listed(value: Any) -> list[Any]:
    """The values of a list; also of one within another, or printed as a text (`['a', 'b']`)."""
    if (
        isinstance(value, str)
        and len(value) < _LONGEST_LINE
        and _LIST_IN_TEXT.fullmatch(value.strip())
    ):
        try:
            listed = ast.literal_eval(value.strip())
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            return [value]
        return _listed(listed) if isinstance(listed, list) else [value]
    if not isinstance(value, list):
        return [value]
    flat: list[Any] = []
    for each in value[:_MOST]:
        flat.extend(each[:_MOST] if isinstance(each, list) else (each,))
    return flat[:_MOST]


# --- people


def people_of(value: Any, name: str = "") -> tuple[str, ...]:
    """The people that a field names: a text, an object, or a list of these. Of a list of tags,
    those that it calls contributors."""
    people: list[str] = []
    is_tags = name.casefold() == "tags"
    for each in _listed(value):
        if is_tags and not _is_kind(each, "contributor"):
            continue
        people.extend(_people_in(_person(each)))
    return tuple(dict.fromkeys(people))


@lru_cache(maxsize=_REMEMBERED)
def _people_in(text: str) -> tuple[str, ...]:
    parts = _BETWEEN_PEOPLE.split(text)
    return tuple(person for part in parts if part.strip() for person in people_in(part))


def _person(value: Any) -> str:
    if isinstance(value, str):
        text = "" if _ADDRESS.match(value.lstrip()) else value[: 10 * _LONGEST_NAME]
        return with_references_read(without_tags(text)) if "<" in text or "&" in text else text
    if not isinstance(value, dict):
        return ""
    if any(_ORGANISATION.search(str(value.get(kind) or "")) for kind in ("@type", "type")):
        return ""
    if named := line_of(value):
        return named
    for parts in _PARTS_OF_NAMES:
        if full := " ".join(filter(None, (line_of(value.get(part)) for part in parts))):
            return full
    return ""


def _is_kind(value: Any, kind: str) -> bool:
    return isinstance(value, dict) and value.get("type") == kind


# --- names of papers and sections


def publisher_of(value: Any, name: str = "") -> str:
    """The paper or site that a field names; of a site's own address, or its domain, that without
    `www`. An address with a path is of a page; `source` may also name a corpus."""
    return _publisher(line_of(value, length=_LONGEST_NAME), name.casefold() in _OF_CORPORA)


@lru_cache(maxsize=_REMEMBERED)
def _publisher(line: str, may_be_corpus: bool) -> str:
    if _ADDRESS.match(line):
        try:
            parts = urlsplit(line)
            line = (parts.hostname or "") if parts.path in ("", "/") and not parts.query else ""
        except ValueError:
            return ""
    if host := _HOST.fullmatch(line):
        return host[1].casefold()
    if may_be_corpus and _CORPUS.fullmatch(line):
        return ""
    return line if any(map(str.isalpha, line)) and not line.startswith(("<", "{", "[")) else ""


def section_of(value: Any, name: str = "") -> str:
    """The section that a field names: of several the first, of breadcrumbs the last; of a list of
    WordPress's terms the first category."""
    values = _listed(value)
    if name.casefold() == "class_list":
        return next(_of_classes(value, "category-"), "")
    if any(isinstance(each, dict) and "taxonomy" in each for each in values):
        values = [each for each in values if each.get("taxonomy") == "category"]
    lines = [line for each in values if (line := line_of(each, length=_LONGEST_NAME))]
    lines = [line for line in lines if line.casefold() not in _FRONT_PAGES | _NO_SECTIONS]
    if name.casefold().endswith("breadcrumbs"):
        lines = lines[-1:]
    first = lines[0] if lines else ""
    return re.split(r"[;|]", first)[0].strip()[:_LONGEST_TOPIC]


def topics_of(value: Any, name: str = "") -> tuple[str, ...]:
    """The topics that a field names: a text that divides them, or a list of texts or objects."""
    if name.casefold() == "class_list":
        return tuple(_of_classes(value, "tag-"))
    values = _listed(value)
    topics: list[str] = []
    for each in values:
        if isinstance(each, dict) and _NO_TOPICS & {each.get("type"), each.get("taxonomy")}:
            continue
        for line in _lines(each, 20 * _LONGEST_TOPIC):
            topics.extend(_BETWEEN_TOPICS.split(line) if len(values) == 1 else (line,))
    stripped = (topic.strip().lstrip("#").strip() for topic in topics)
    return tuple(
        dict.fromkeys(
            topic
            for topic in stripped
            if 1 < len(topic) <= _LONGEST_TOPIC
            and any(map(str.isalpha, topic))
            and not _ADDRESS.match(topic)
        )
    )[:_MOST]


def _of_classes(value: Any, prefix: str) -> Iterator[str]:
    """Of a post's classes (`tag-flood-wall`) the words of those that begin so."""
    classes = list(value.values()) if isinstance(value, dict) else value
    if isinstance(classes, str):
        classes = classes.split()
    for each in classes if isinstance(classes, list) else ():
        if isinstance(each, str) and each.startswith(prefix):
            words = each.removeprefix(prefix).replace("-", " ").strip()
            if words and words not in _NO_SECTIONS:
                yield words[:_LONGEST_TOPIC]


# --- the text


def points_of(value: Any) -> list[str]:
    """The points that sum a story up: a list, or a text with one a line; none of what is prose."""
    values = value.split("\n") if isinstance(value, str) and "\n" in value else _listed(value)
    points = [_clean_line(each, _LONGEST_LINE) for each in values if isinstance(each, str)]
    tidy = [_SPACE_BEFORE_STOP.sub(r"\1", point.lstrip("-*•▪ ")) for point in points if point]
    return tidy if 0 < len(tidy) <= _MOST_POINTS and max(map(len, tidy)) <= _LONGEST_POINT else []


def prose_of(value: Any) -> str | None:
    """The text of a field that is one, a list of paragraphs, or sections of such with headlines
    (fundus); None for any other."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        if not ("sections" in value or "paragraphs" in value):
            return None
        parts = [value.get(name) for name in ("summary", "headline", "paragraphs", "sections")]
        return prose_of([part for part in parts if part])
    if not isinstance(value, list):
        return None
    texts = [prose_of(part) for part in value if part is not None]
    if any(text is None for text in texts):
        return None
    return "\n\n".join(text for text in texts if text)
