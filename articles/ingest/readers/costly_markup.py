"""Markup and lines that cost far more than their size, detected in one pass.

The HTML library takes the square of the size of some markup. A page of 100 kB made for it takes
minutes or gigabytes: attributes of one tag are compared with one another, and each paragraph opens
again all `<font>`s that were never closed. No page of a publisher comes near the limits here: of
1,378 the most are 128 attributes, 9 tags left open, 14 roots and 3,708 options.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

_MOST_ATTRIBUTES: Final = 2_000
"""Of one tag, and of all `<html>` tags, whose attributes come together in the first."""
_MOST_ROOTS: Final = 500
_MOST_REOPENED: Final = 500_000
"""Elements that a browser would put in where a tag such as `<b>` is left open; 400 bytes each."""
_MOST_ALIKE: Final = 3
"""Open tags with the same attributes that are opened again (HTML 5, “Noah's Ark clause”)."""
_MOST_OPTIONS: Final = 10_000
_MOST_NAMES: Final = 20_000
"""Names of tags; there are some 110."""

_MOST_TAGS: Final = 450_000
_MOST_LINES: Final = 20_000
"""Of a page; the most of 1,378 real ones are 17,259 and 5,900. Each line takes 0.2 ms to read."""

_MOST_SHORT_LINES: Final = 100_000
_SHORT_LINE: Final = 16
"""Lines, of so few characters each on average, that are no text: each takes half a kilobyte."""

_LONG: Final = 2 * _MOST_ATTRIBUTES
"""Characters of a tag that could have so many attributes."""

# A comment; a script or style with all that is in it; a tag: `</`, name, attributes
_MARKUP: Final = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>script|style)\b(?P<has>[^>]*)>.*?(?:</(?P=raw)|\Z)"
    r"|<(?P<closes>/?)(?P<name>[a-z][^\s/<>]*)(?P<attributes>[^<>]*)",
    re.DOTALL | re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z)")
_ATTRIBUTE: Final = re.compile(r"[^\s/=]+")
_FORMATTING: Final = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt"}
    | {"u"}
)
# `data:image/png;base64,iVBORw0K…`: a file in an address, whose letters are no attributes
_FILE_IN_ADDRESS: Final = re.compile(r"(?<=;base64,)[A-Za-z0-9+/=_-]{100,}")
_ROOTS: Final = frozenset({"html", "body"})


class CostlyMarkupError(Exception):
    """Markup that no publisher writes; the message says what, and the next step."""


def check_lines(text: str) -> None:
    """Raises `CostlyMarkupError` for a text of hardly anything but line ends."""
    count = text.count("\n") + text.count("\r") - text.count("\r\n")
    if count > _MOST_SHORT_LINES and len(text) < _SHORT_LINE * count:
        raise CostlyMarkupError(
            f"it has {count:,} lines of {len(text) / count:.1f} characters on average, which is no "
            "text of pages; if it is, join its lines to paragraphs, or split it between pages"
        )


def check_marked_lines(count: int) -> None:
    """Raises `CostlyMarkupError` for a page of so many lines that they are no page's."""
    if count > _MOST_LINES:
        raise _flood(f"{count:,} lines")


def check_markup(page: str) -> None:
    """Raises `CostlyMarkupError` for a page that would take the HTML library far too long."""
    if ";base64," in page:
        page = _FILE_IN_ADDRESS.sub("", page)
    if (tags := page.count("<")) > _MOST_TAGS:
        raise _flood(f"{tags:,} tags")
    names: set[str] = set()
    roots = root_attributes = options = reopened = 0
    opened = _Opened()
    for match in _MARKUP.finditer(page):
        name = match["name"]
        if name is None:
            _count_attributes(match["has"] or "")
            continue
        name, attributes = name.lower(), match["attributes"]
        _count_attributes(attributes)
        names.add(name)
        if name in _FORMATTING:
            opened.take(name, attributes, closes=bool(match["closes"]))
        elif not match["closes"]:
            reopened += opened.count
            if name in _ROOTS:
                roots += 1
                root_attributes += len(_ATTRIBUTE.findall(_QUOTED.sub("", attributes)))
            options += name in ("option", "optgroup")
        if reopened > _MOST_REOPENED:
            raise _flood("tags such as <b> and <font> that are left open, one over the other")
        if len(names) > _MOST_NAMES:
            raise _flood(f"more than {_MOST_NAMES:,} kinds of tags")
    if roots > _MOST_ROOTS or root_attributes > _MOST_ATTRIBUTES:
        raise _flood(f"{roots:,} <html> and <body> tags")
    if options > _MOST_OPTIONS:
        raise _flood(f"{options:,} options to choose from")


def _count_attributes(attributes: str) -> None:
    if len(attributes) < _LONG:
        return
    count = len(_ATTRIBUTE.findall(_QUOTED.sub("", attributes)))
    if count > _MOST_ATTRIBUTES:
        raise _flood(f"a tag with {count:,} attributes")


class _Opened:
    """The formatting tags that are open, as far as they would be opened again."""

    def __init__(self) -> None:
        self.count = 0
        self._attributes: dict[str, list[str]] = {name: [] for name in _FORMATTING}
        self._alike: Counter[tuple[str, str]] = Counter()

    def take(self, name: str, attributes: str, *, closes: bool) -> None:
        """Opens or closes one."""
        stack = self._attributes[name]
        if not closes:
            stack.append(attributes)
            self._alike[name, attributes] += 1
            self.count += self._alike[name, attributes] <= _MOST_ALIKE
        elif stack:
            last = name, stack.pop()
            self.count -= self._alike[last] <= _MOST_ALIKE
            self._alike[last] -= 1


def _flood(what: str) -> CostlyMarkupError:
    return CostlyMarkupError(
        f"its markup has {what}, as no page of news does; save the page again from a browser, or "
        "its text alone"
    )
