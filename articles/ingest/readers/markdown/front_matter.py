"""What stands above a page of Markdown: YAML, TOML, JSON, or lines `Title: …`, as the site
generators Jekyll, Hugo, Hexo, Eleventy, Pelican, the note program Obsidian and exports have it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

LARGEST: Final = 64 * 1024
"""Characters of front matter that are read; a page's has some hundreds."""

_FENCED: Final = re.compile(
    r"(---|\+\+\+)[ \t]*\n(.*?)^(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_COMMENTED: Final = re.compile(
    r"<!--\s*\n?(---)[ \t]*\n(.*?)^---[ \t]*\n\s*-->[ \t]*\n?", re.DOTALL | re.MULTILINE
)
# `title: Ferry sails`, `Date: 2024-03-14`
_LINE: Final = re.compile(r"([A-Za-z][\w -]{0,40}?)[ \t]*:(?:[ \t]+(.*))?$")
_HEADS: Final = re.compile(
    r"(?:title|date|author|authors|slug|category|tags|summary|status|modified|lang|layout)[ \t]*:",
    re.IGNORECASE,
)
_ITEM: Final = re.compile(r"[ \t]*-[ \t]+(.*)$")
_PANDOC: Final = re.compile(r"% ?([^\n]*)\n(?:% ?([^\n]*)\n)?(?:% ?([^\n]*)\n)?")
_MOST_LINES: Final = 200

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title", "headline"),
    "author": ("author", "authors", "byline", "writer", "by"),
    "published": (
        *("date", "published", "publishdate", "pubdate", "publishedat", "datepublished"),
        *("postdate", "createdat", "created"),
    ),
    "modified": ("lastmod", "modified", "updated", "updatedat", "lastmodifiedat", "modifiedat"),
    "section": ("category", "categories", "section"),
    "tags": ("tags", "keywords", "topics", "tag"),
    "description": ("description", "summary", "excerpt", "subtitle", "dek", "standfirst"),
    "url": ("canonicalurl", "canonical", "originalurl", "url", "permalink", "link", "sourceurl"),
    "language": ("lang", "language", "locale"),
    "publisher": ("publisher", "publication", "newspaper", "site", "source"),
}
"""By the usual name of a field the keys that state it, the likeliest first, as `_folded` has
them."""
_PICTURES: Final = (
    *("image", "featuredimage", "featureimage", "cover", "coverimage", "heroimage", "thumbnail"),
    *("banner", "header", "images"),
)
_PATHS: Final = ("path", "url", "src", "image", "feature", "relative", "og_image")


class NamedPicture(NamedTuple):
    """A picture that stands above a text: its address, the words that stand in for it, and its
    caption."""

    address: str = ""
    words: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The text below, and what stands above it, as written and by the usual names of fields:
    value, and the key that states it."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def stated(self) -> dict[str, tuple[Any, str]]:
        """What is stated, by the usual names of fields: the value, and the key."""
        known = {_folded(str(key)): str(key) for key in reversed(list(self.values))}
        found: dict[str, tuple[Any, str]] = {}
        for role, keys in KEYS.items():
            for key in keys:
                if key in known and (value := self.values[known[key]]) not in (None, "", [], {}):
                    found[role] = value, known[key]
                    break
        return found

    @property
    def is_draft(self) -> bool:
        """Whether it says that it is not published."""
        known = {_folded(str(key)): value for key, value in self.values.items()}
        says_no = str(known.get("published", "")).lower() == "false"
        is_draft = str(known.get("draft", "")).lower() in ("true", "yes")
        return is_draft or says_no or str(known.get("status", "")).lower() == "draft"

    @property
    def picture(self) -> NamedPicture:
        """The picture that it names; without an address where it names none."""
        known = {_folded(str(key)): value for key, value in self.values.items()}
        for key in _PICTURES:
            value = known.get(key)
            value = value[0] if isinstance(value, list) and value else value
            if isinstance(value, dict):
                paths = [value.get(name) for name in _PATHS]
                words, caption = value.get("alt"), value.get("caption")
            else:
                paths = [value]
                words, caption = known.get(f"{key}alt"), known.get(f"{key}caption")
            if path := next((path for path in paths if path and isinstance(path, str)), ""):
                return NamedPicture(path, _text(words), _text(caption))
        return NamedPicture()


def take_front_matter(text: str) -> FrontMatter:
    """What stands above a text whose line ends are `\\n`, and the text without it."""
    text = text.removeprefix("\ufeff").lstrip("\n")
    if fenced := _FENCED.match(text) or _COMMENTED.match(text):
        if len(fenced[2]) <= LARGEST:
            values = _of_toml(fenced[2]) if fenced[1] == "+++" else _of_yaml(fenced[2])
            if values:
                return FrontMatter(text[fenced.end() :], values)
        return FrontMatter(text)
    if text.startswith("{"):
        return _of_json(text)
    if _HEADS.match(text):
        return _of_lines(text)
    if text.startswith("%") and (titled := _PANDOC.match(text)):
        names = zip(("title", "author", "date"), titled.groups(), strict=True)
        return FrontMatter(text[titled.end() :], {name: value for name, value in names if value})
    return FrontMatter(text)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _folded(key: str) -> str:
    return re.sub(r"[\s_-]", "", key).casefold()


def _of_yaml(written: str) -> Mapping[str, Any]:
    """The values of YAML, all of them texts, lists and objects; of broken YAML line by line. One
    that refers to parts of itself, of which a bomb is made, counts as broken."""
    import yaml

    class _Loader(yaml.BaseLoader):
        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                raise yaml.YAMLError("it refers to parts of itself")
            return super().compose_node(parent, index)

    try:
        values = yaml.load(written, Loader=_Loader)  # noqa: S506 - texts, lists and objects alone
    except (yaml.YAMLError, RecursionError, ValueError):
        return _by_lines(written.split("\n"))
    return values if isinstance(values, dict) else {}


def _of_toml(written: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(written)
    except (tomllib.TOMLDecodeError, RecursionError):
        return _by_lines([line.replace(" = ", ": ", 1) for line in written.split("\n")])


def _of_json(text: str) -> FrontMatter:
    try:
        values, end = json.JSONDecoder(strict=False).raw_decode(text[:LARGEST])
    except (ValueError, RecursionError):
        return FrontMatter(text)
    return FrontMatter(text[end:], values) if isinstance(values, dict) else FrontMatter(text)


def _of_lines(text: str) -> FrontMatter:
    """Lines `Title: …` up to a blank one (Pelican), or up to a ruler (Hexo)."""
    lines = text.split("\n", _MOST_LINES)[:_MOST_LINES]
    size = 0
    for line in lines:
        if not line.strip() or line.rstrip() == "---":
            break
        if not (_LINE.match(line) or line[:1] in (" ", "\t", "-")):
            return FrontMatter(text)
        size += 1
    values = _by_lines(lines[:size])
    if len(values) < 2 or not any(_folded(key) in ("title", "date") for key in values):
        return FrontMatter(text)
    is_ruled = size < len(lines) and lines[size].rstrip() == "---"
    return FrontMatter("\n".join(text.split("\n")[size + is_ruled :]), values)


def _by_lines(lines: list[str]) -> dict[str, Any]:
    """Keys and values as they stand on lines; values go on below, as text or as a list."""
    values: dict[str, Any] = {}
    last = ""
    for line in lines:
        item = _ITEM.match(line)
        if item and last:
            above = values[last]
            values[last] = [*(above if isinstance(above, list) else []), _bare(item[1])]
        elif line[:1] in (" ", "\t") and last and isinstance(values[last], str):
            values[last] = f"{values[last]} {line.strip()}".strip()
        elif found := _LINE.match(line):
            last = found[1].strip()
            values[last] = _bare(found[2] or "")
    return values


def _bare(value: str) -> Any:
    value = value.strip()
    if value.startswith("[") and value.endswith("]"):
        return [_bare(each) for each in value[1:-1].split(",") if each.strip()]
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
